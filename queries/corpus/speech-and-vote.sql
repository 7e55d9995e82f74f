-- Made from speech-and-vote.rq by 'make derive'; do not edit.
-- columns: year integer, votes integer, naming integer, namingPairs integer, namingAgree integer, namingShare double, otherPairs integer, otherAgree integer, otherShare double
-- parameters: thingIri thing
SELECT
  q."year" AS "year",
  q."votes" AS "votes",
  q."naming" AS "naming",
  q."namingPairs" AS "namingPairs",
  q."namingAgree" AS "namingAgree",
  q."namingShare" AS "namingShare",
  q."otherPairs" AS "otherPairs",
  q."otherAgree" AS "otherAgree",
  q."otherShare" AS "otherShare"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, (CAST(floor((CAST((10000.0::DOUBLE * q."otherAgree") AS DOUBLE) / CASE WHEN (q."otherPairs" > 0) THEN q."otherPairs" ELSE 1 END) + 0.5) AS DOUBLE) / 10000.0::DOUBLE) AS "otherShare"
    FROM (
      SELECT q.*, (CAST(floor((CAST((10000.0::DOUBLE * q."namingAgree") AS DOUBLE) / CASE WHEN (q."namingPairs" > 0) THEN q."namingPairs" ELSE 1 END) + 0.5) AS DOUBLE) / 10000.0::DOUBLE) AS "namingShare"
      FROM (
        SELECT q."year", q."votes", q."naming", q."namingPairs", q."namingAgree", q."otherPairs", q."otherAgree"
        FROM (
          SELECT q.*, q."__agg_6__" AS "otherAgree"
          FROM (
            SELECT q.*, q."__agg_5__" AS "otherPairs"
            FROM (
              SELECT q.*, q."__agg_4__" AS "namingAgree"
              FROM (
                SELECT q.*, q."__agg_3__" AS "namingPairs"
                FROM (
                  SELECT q.*, q."__agg_2__" AS "naming"
                  FROM (
                    SELECT q.*, q."__agg_1__" AS "votes"
                    FROM (
                      SELECT count(q."event") AS "__agg_1__", max(q."namers") AS "__agg_2__", CAST(coalesce(sum(q."pairs"), 0) AS BIGINT) AS "__agg_3__", CAST(coalesce(sum(q."agree"), 0) AS BIGINT) AS "__agg_4__", CAST(coalesce(sum((q."allPairs" - q."pairs")), 0) AS BIGINT) AS "__agg_5__", CAST(coalesce(sum((q."allAgree" - q."agree")), 0) AS BIGINT) AS "__agg_6__", any_value(q."year") AS "__agg_7__", q."year"
                      FROM (
                        SELECT q.*, (q."voters" * (q."voters" - 1)) AS "allPairs"
                        FROM (
                          SELECT q.*, (q."namers" * (q."namers" - 1)) AS "pairs"
                          FROM (
                            SELECT q."year", q."event", q."namers", q."agree", q."voters", q."allAgree"
                            FROM (
                              SELECT q.*, q."__agg_4__" AS "allAgree"
                              FROM (
                                SELECT q.*, q."__agg_3__" AS "voters"
                                FROM (
                                  SELECT q.*, q."__agg_2__" AS "agree"
                                  FROM (
                                    SELECT q.*, q."__agg_1__" AS "namers"
                                    FROM (
                                      SELECT CAST(coalesce(sum(q."named"), 0) AS BIGINT) AS "__agg_1__", CAST(coalesce(sum(q."same"), 0) AS BIGINT) AS "__agg_2__", CAST(coalesce(sum(q."cast"), 0) AS BIGINT) AS "__agg_3__", CAST(coalesce(sum(q."sameOfAll"), 0) AS BIGINT) AS "__agg_4__", any_value(q."year") AS "__agg_5__", any_value(q."event") AS "__agg_6__", q."year", q."event"
                                      FROM (
                                        SELECT q.*, (q."cast" * (q."cast" - 1)) AS "sameOfAll"
                                        FROM (
                                          SELECT q.*, (q."named" * (q."named" - 1)) AS "same"
                                          FROM (
                                            SELECT q."year", q."event", q."option", q."named", q."cast"
                                            FROM (
                                              SELECT q.*, q."__agg_2__" AS "cast"
                                              FROM (
                                                SELECT q.*, q."__agg_1__" AS "named"
                                                FROM (
                                                  SELECT CAST(coalesce(sum(q."names"), 0) AS BIGINT) AS "__agg_1__", count(q."vote") AS "__agg_2__", any_value(q."year") AS "__agg_3__", any_value(q."event") AS "__agg_4__", any_value(q."option") AS "__agg_5__", q."year", q."event", q."option"
                                                  FROM (
                                                    SELECT q.*
                                                    FROM (
                                                      SELECT q.*, CASE WHEN (coalesce(q."times", 0) > 0) THEN 1 ELSE 0 END AS "names"
                                                      FROM (
                                                        SELECT l."vote", l."event", l."option", l."state", l."start", l."year", l."spoken", r."times"
                                                        FROM (
                                                          SELECT l."vote", l."event", l."option", l."state", l."start", l."year", r."spoken"
                                                          FROM (
                                                            SELECT q.*, CAST(substring(q."start", 1, 4) AS BIGINT) AS "year"
                                                            FROM (
                                                              SELECT f1.subject AS "vote", f1.object AS "event", f2.object AS "option", f3.object AS "state", f4.value AS "start"
                                                              FROM facts f1, facts f2, facts f3, facts f4
                                                              WHERE f1.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#isCastIn') AND f2.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#hasVoteOption') AND f2.subject = f1.subject AND f3.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#isCastBy') AND f3.subject = f1.subject AND f4.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#hasStart') AND f4.subject = f1.object
                                                            ) q
                                                          ) l
                                                          JOIN (
                                                            SELECT q."state", q."year", q."spoken"
                                                            FROM (
                                                              SELECT q.*, q."__agg_1__" AS "spoken"
                                                              FROM (
                                                                SELECT count(q."speech") AS "__agg_1__", any_value(q."state") AS "__agg_2__", any_value(q."year") AS "__agg_3__", q."state", q."year"
                                                                FROM (
                                                                  SELECT q.*, CAST(substring(q."issued", 1, 4) AS BIGINT) AS "year"
                                                                  FROM (
                                                                    SELECT d5.document AS "speech", d5.state AS "state", d5.date AS "issued"
                                                                    FROM documents d5
                                                                  ) q
                                                                ) q
                                                                GROUP BY q."state", q."year"
                                                              ) q
                                                            ) q
                                                          ) r ON l."state" = r."state" AND l."year" = r."year"
                                                        ) l
                                                        LEFT JOIN (
                                                          SELECT q."state", q."year", q."times"
                                                          FROM (
                                                            SELECT q.*, q."__agg_1__" AS "times"
                                                            FROM (
                                                              SELECT count(q."mention") AS "__agg_1__", any_value(q."state") AS "__agg_2__", any_value(q."year") AS "__agg_3__", q."state", q."year"
                                                              FROM (
                                                                SELECT q.*, CAST(substring(q."date", 1, 4) AS BIGINT) AS "year"
                                                                FROM (
                                                                  SELECT l."thingIri", r."document", r."state", r."date", r."mention", r."passage"
                                                                  FROM (
                                                                    SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                                                                  ) l
                                                                  JOIN (
                                                                    SELECT d6.document AS "document", d6.state AS "state", d6.date AS "date", m7.mention AS "mention", m7.passage AS "passage", m7.thing AS "thingIri"
                                                                    FROM documents d6, mentions m7
                                                                    WHERE (m7.passage // 65536) = d6.document
                                                                  ) r ON l."thingIri" = r."thingIri"
                                                                ) q
                                                              ) q
                                                              GROUP BY q."state", q."year"
                                                            ) q
                                                          ) q
                                                        ) r ON l."state" = r."state" AND l."year" = r."year"
                                                      ) q
                                                    ) q
                                                    WHERE (q."option" IN ((SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/vocab/vote-for'), (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/vocab/vote-against'), (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/vocab/vote-abstain')) AND (q."spoken" > 0))
                                                  ) q
                                                  GROUP BY q."year", q."event", q."option"
                                                ) q
                                              ) q
                                            ) q
                                          ) q
                                        ) q
                                      ) q
                                      GROUP BY q."year", q."event"
                                    ) q
                                  ) q
                                ) q
                              ) q
                            ) q
                          ) q
                        ) q
                      ) q
                      GROUP BY q."year"
                    ) q
                  ) q
                ) q
              ) q
            ) q
          ) q
        ) q
      ) q
    ) q
  ) q
  WHERE q."year" IS NOT NULL
) q
ORDER BY q."year" ASC NULLS FIRST
