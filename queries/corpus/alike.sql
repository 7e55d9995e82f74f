-- Made from alike.rq by 'make derive'; do not edit.
-- columns: other string, shared integer, own integer, others integer, likeness double, otherIri thing
-- parameters: stateIri thing, yearAsked integer
SELECT
  q."other" AS "other",
  q."shared" AS "shared",
  q."own" AS "own",
  q."others" AS "others",
  q."likeness" AS "likeness",
  n8.iri AS "otherIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, (CAST(floor((CAST((10000.0::DOUBLE * q."shared") AS DOUBLE) / q."either") + 0.5) AS DOUBLE) / 10000.0::DOUBLE) AS "likeness"
    FROM (
      SELECT q.*, ((q."own" + q."others") - q."shared") AS "either"
      FROM (
        SELECT q.*, q."otherLabel" AS "other"
        FROM (
          SELECT l."own", l."otherIri", l."others", l."shared", r."otherLabel"
          FROM (
            SELECT l."own", r."otherIri", r."others", r."shared"
            FROM (
              SELECT q."own"
              FROM (
                SELECT q.*, q."__agg_1__" AS "own"
                FROM (
                  SELECT count(DISTINCT q."ownThing") AS "__agg_1__"
                  FROM (
                    SELECT q.*
                    FROM (
                      SELECT l."stateIri", l."yearAsked", r."ownDocument", r."ownDate", r."ownMention", r."ownPassage", r."ownThing"
                      FROM (
                        SELECT l."stateIri", r."yearAsked"
                        FROM (
                          SELECT unnest(CAST($stateIri AS BIGINT[])) AS "stateIri"
                        ) l
                        JOIN (
                          SELECT unnest(CAST($yearAsked AS BIGINT[])) AS "yearAsked"
                        ) r ON TRUE
                      ) l
                      JOIN (
                        SELECT d1.document AS "ownDocument", d1.state AS "stateIri", d1.date AS "ownDate", m2.mention AS "ownMention", m2.passage AS "ownPassage", m2.thing AS "ownThing"
                        FROM documents d1, mentions m2
                        WHERE (m2.passage // 65536) = d1.document
                      ) r ON l."stateIri" = r."stateIri"
                    ) q
                    WHERE (substring(q."ownDate", 1, 4) = CAST(q."yearAsked" AS VARCHAR))
                  ) q
                ) q
              ) q
            ) l
            JOIN (
              SELECT q."otherIri", q."others", q."shared"
              FROM (
                SELECT q.*, q."__agg_2__" AS "shared"
                FROM (
                  SELECT q.*, q."__agg_1__" AS "others"
                  FROM (
                    SELECT count(q."thing") AS "__agg_1__", CAST(coalesce(sum(q."both"), 0) AS BIGINT) AS "__agg_2__", any_value(q."otherIri") AS "__agg_3__", q."otherIri"
                    FROM (
                      SELECT q.*, coalesce(q."isOwn", 0) AS "both"
                      FROM (
                        SELECT l."otherIri", l."thing", r."isOwn"
                        FROM (
                          SELECT DISTINCT *
                          FROM (
                            SELECT q."otherIri", q."thing"
                            FROM (
                              SELECT q.*
                              FROM (
                                SELECT l."stateIri", l."yearAsked", r."document", r."otherIri", r."date", r."mention", r."passage", r."thing"
                                FROM (
                                  SELECT l."stateIri", r."yearAsked"
                                  FROM (
                                    SELECT unnest(CAST($stateIri AS BIGINT[])) AS "stateIri"
                                  ) l
                                  JOIN (
                                    SELECT unnest(CAST($yearAsked AS BIGINT[])) AS "yearAsked"
                                  ) r ON TRUE
                                ) l
                                JOIN (
                                  SELECT d3.document AS "document", d3.state AS "otherIri", d3.date AS "date", m4.mention AS "mention", m4.passage AS "passage", m4.thing AS "thing"
                                  FROM documents d3, mentions m4
                                  WHERE (m4.passage // 65536) = d3.document
                                ) r ON TRUE
                              ) q
                              WHERE ((substring(q."date", 1, 4) = CAST(q."yearAsked" AS VARCHAR)) AND (q."otherIri" != q."stateIri"))
                            ) q
                          ) q
                        ) l
                        LEFT JOIN (
                          SELECT DISTINCT *
                          FROM (
                            SELECT q."thing", q."isOwn"
                            FROM (
                              SELECT q.*
                              FROM (
                                SELECT q.*, 1 AS "isOwn"
                                FROM (
                                  SELECT l."stateIri", l."yearAsked", r."itsDocument", r."itsDate", r."itsMention", r."itsPassage", r."thing"
                                  FROM (
                                    SELECT l."stateIri", r."yearAsked"
                                    FROM (
                                      SELECT unnest(CAST($stateIri AS BIGINT[])) AS "stateIri"
                                    ) l
                                    JOIN (
                                      SELECT unnest(CAST($yearAsked AS BIGINT[])) AS "yearAsked"
                                    ) r ON TRUE
                                  ) l
                                  JOIN (
                                    SELECT d5.document AS "itsDocument", d5.state AS "stateIri", d5.date AS "itsDate", m6.mention AS "itsMention", m6.passage AS "itsPassage", m6.thing AS "thing"
                                    FROM documents d5, mentions m6
                                    WHERE (m6.passage // 65536) = d5.document
                                  ) r ON l."stateIri" = r."stateIri"
                                ) q
                              ) q
                              WHERE (substring(q."itsDate", 1, 4) = CAST(q."yearAsked" AS VARCHAR))
                            ) q
                          ) q
                        ) r ON l."thing" = r."thing"
                      ) q
                    ) q
                    GROUP BY q."otherIri"
                  ) q
                ) q
              ) q
            ) r ON TRUE
          ) l
          JOIN (
            SELECT t7.thing AS "otherIri", t7.label AS "otherLabel"
            FROM things t7
          ) r ON l."otherIri" = r."otherIri"
        ) q
      ) q
    ) q
  ) q
  WHERE ((q."shared" > 0) AND q."otherLabel" IS NOT NULL AND (q."either" > 0))
) q
JOIN things n8 ON n8.thing = q."otherIri"
ORDER BY q."likeness" DESC NULLS LAST, q."shared" DESC NULLS LAST, n8.iri ASC NULLS FIRST
