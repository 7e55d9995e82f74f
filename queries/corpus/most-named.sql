-- Made from most-named.rq by 'make derive'; do not edit.
-- columns: thing string, speeches integer, mentions integer, first string, last string, thingIri thing
-- parameters: stateIri thing
SELECT
  q."thing" AS "thing",
  q."speeches" AS "speeches",
  q."mentions" AS "mentions",
  q."first" AS "first",
  q."last" AS "last",
  n4.iri AS "thingIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, q."thingLabel" AS "thing"
    FROM (
      SELECT l."thingIri", l."speeches", l."mentions", l."first", l."last", r."thingLabel"
      FROM (
        SELECT q."thingIri", q."speeches", q."mentions", q."first", q."last"
        FROM (
          SELECT q.*, q."__agg_4__" AS "last"
          FROM (
            SELECT q.*, q."__agg_3__" AS "first"
            FROM (
              SELECT q.*, q."__agg_2__" AS "mentions"
              FROM (
                SELECT q.*, q."__agg_1__" AS "speeches"
                FROM (
                  SELECT count(DISTINCT q."document") AS "__agg_1__", count(q."mention") AS "__agg_2__", min(q."day") AS "__agg_3__", max(q."day") AS "__agg_4__", any_value(q."thingIri") AS "__agg_5__", q."thingIri"
                  FROM (
                    SELECT q.*
                    FROM (
                      SELECT q.*, q."issued" AS "day"
                      FROM (
                        SELECT l."stateIri", r."document", r."issued", r."mention", r."passage", r."thingIri"
                        FROM (
                          SELECT unnest(CAST($stateIri AS BIGINT[])) AS "stateIri"
                        ) l
                        JOIN (
                          SELECT d1.document AS "document", d1.state AS "stateIri", d1.date AS "issued", m2.mention AS "mention", m2.passage AS "passage", m2.thing AS "thingIri"
                          FROM documents d1, mentions m2
                          WHERE (m2.passage // 65536) = d1.document
                        ) r ON l."stateIri" = r."stateIri"
                      ) q
                    ) q
                    WHERE (q."thingIri" != q."stateIri")
                  ) q
                  GROUP BY q."thingIri"
                ) q
              ) q
            ) q
          ) q
        ) q
      ) l
      JOIN (
        SELECT t3.thing AS "thingIri", t3.label AS "thingLabel"
        FROM things t3
      ) r ON l."thingIri" = r."thingIri"
    ) q
  ) q
  WHERE ((q."speeches" > 0) AND q."thingLabel" IS NOT NULL)
) q
JOIN things n4 ON n4.thing = q."thingIri"
ORDER BY q."speeches" DESC NULLS LAST, q."mentions" DESC NULLS LAST, n4.iri ASC NULLS FIRST
