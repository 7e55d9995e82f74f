-- Made from by-year.rq by 'make derive'; do not edit.
-- columns: year integer, speeches integer, naming integer, share double, mentions integer
-- parameters: thingIri thing
SELECT
  q."year" AS "year",
  q."speeches" AS "speeches",
  q."naming" AS "naming",
  q."share" AS "share",
  q."mentions" AS "mentions"
FROM (
  SELECT q.*, (CAST(floor((CAST((10000.0::DOUBLE * q."naming") AS DOUBLE) / CASE WHEN (q."speeches" = 0) THEN 1 ELSE q."speeches" END) + 0.5) AS DOUBLE) / 10000.0::DOUBLE) AS "share"
  FROM (
    SELECT q."year", q."speeches", q."naming", q."mentions"
    FROM (
      SELECT q.*, q."__agg_3__" AS "mentions"
      FROM (
        SELECT q.*, q."__agg_2__" AS "naming"
        FROM (
          SELECT q.*, q."__agg_1__" AS "speeches"
          FROM (
            SELECT count(q."document") AS "__agg_1__", CAST(coalesce(sum(q."names"), 0) AS BIGINT) AS "__agg_2__", CAST(coalesce(sum(q."times"), 0) AS BIGINT) AS "__agg_3__", any_value(q."year") AS "__agg_4__", q."year"
            FROM (
              SELECT q.*, CASE WHEN (q."times" > 0) THEN 1 ELSE 0 END AS "names"
              FROM (
                SELECT q.*, coalesce(q."count", 0) AS "times"
                FROM (
                  SELECT q.*, CAST(substring(q."issued", 1, 4) AS BIGINT) AS "year"
                  FROM (
                    SELECT l."document", l."speaking", l."issued", r."count"
                    FROM (
                      SELECT d1.document AS "document", d1.state AS "speaking", d1.date AS "issued"
                      FROM documents d1
                    ) l
                    LEFT JOIN (
                      SELECT q."document", q."count"
                      FROM (
                        SELECT q.*, q."__agg_1__" AS "count"
                        FROM (
                          SELECT count(q."mention") AS "__agg_1__", any_value(q."document") AS "__agg_2__", q."document"
                          FROM (
                            SELECT l."thingIri", r."mention", r."passage", r."document"
                            FROM (
                              SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                            ) l
                            JOIN (
                              SELECT m2.mention AS "mention", m2.passage AS "passage", m2.thing AS "thingIri", (m2.passage // 65536) AS "document"
                              FROM mentions m2
                            ) r ON l."thingIri" = r."thingIri"
                          ) q
                          GROUP BY q."document"
                        ) q
                      ) q
                    ) r ON l."document" = r."document"
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
ORDER BY q."year" ASC NULLS FIRST
