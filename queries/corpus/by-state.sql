-- Made from by-state.rq by 'make derive'; do not edit.
-- columns: state string, speeches integer, naming integer, share double, mentions integer, first string, last string, stateIri thing
-- parameters: groupingAsked thing, thingIri thing
SELECT
  q."state" AS "state",
  q."speeches" AS "speeches",
  q."naming" AS "naming",
  q."share" AS "share",
  q."mentions" AS "mentions",
  q."first" AS "first",
  q."last" AS "last",
  n7.iri AS "stateIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, (CAST(floor((CAST((10000.0::DOUBLE * q."naming") AS DOUBLE) / CASE WHEN (q."speeches" = 0) THEN 1 ELSE q."speeches" END) + 0.5) AS DOUBLE) / 10000.0::DOUBLE) AS "share"
    FROM (
      SELECT q.*, q."stateLabel" AS "state"
      FROM (
        SELECT l."groupingAsked", l."stateIri", l."naming", l."mentions", l."first", l."last", l."speeches", l."memberships", r."stateLabel"
        FROM (
          SELECT l."groupingAsked", l."stateIri", l."naming", l."mentions", l."first", l."last", l."speeches", r."memberships"
          FROM (
            SELECT l."groupingAsked", l."stateIri", l."naming", l."mentions", l."first", l."last", r."speeches"
            FROM (
              SELECT l."groupingAsked", r."stateIri", r."naming", r."mentions", r."first", r."last"
              FROM (
                SELECT unnest(CAST($groupingAsked AS BIGINT[])) AS "groupingAsked"
              ) l
              JOIN (
                SELECT q."stateIri", q."naming", q."mentions", q."first", q."last"
                FROM (
                  SELECT q.*, q."__agg_4__" AS "last"
                  FROM (
                    SELECT q.*, q."__agg_3__" AS "first"
                    FROM (
                      SELECT q.*, q."__agg_2__" AS "mentions"
                      FROM (
                        SELECT q.*, q."__agg_1__" AS "naming"
                        FROM (
                          SELECT count(q."document") AS "__agg_1__", CAST(coalesce(sum(q."times"), 0) AS BIGINT) AS "__agg_2__", min(q."day") AS "__agg_3__", max(q."day") AS "__agg_4__", any_value(q."stateIri") AS "__agg_5__", q."stateIri"
                          FROM (
                            SELECT q.*, q."issued" AS "day"
                            FROM (
                              SELECT l."document", l."times", r."stateIri", r."issued"
                              FROM (
                                SELECT q."document", q."times"
                                FROM (
                                  SELECT q.*, q."__agg_1__" AS "times"
                                  FROM (
                                    SELECT count(q."mention") AS "__agg_1__", any_value(q."document") AS "__agg_2__", q."document"
                                    FROM (
                                      SELECT l."thingIri", r."mention", r."passage", r."document"
                                      FROM (
                                        SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                                      ) l
                                      JOIN (
                                        SELECT m1.mention AS "mention", m1.passage AS "passage", m1.thing AS "thingIri", (m1.passage // 65536) AS "document"
                                        FROM mentions m1
                                      ) r ON l."thingIri" = r."thingIri"
                                    ) q
                                    GROUP BY q."document"
                                  ) q
                                ) q
                              ) l
                              JOIN (
                                SELECT d2.document AS "document", d2.state AS "stateIri", d2.date AS "issued"
                                FROM documents d2
                              ) r ON l."document" = r."document"
                            ) q
                          ) q
                          GROUP BY q."stateIri"
                        ) q
                      ) q
                    ) q
                  ) q
                ) q
              ) r ON TRUE
            ) l
            JOIN (
              SELECT q."stateIri", q."speeches"
              FROM (
                SELECT q.*, q."__agg_1__" AS "speeches"
                FROM (
                  SELECT count(q."any") AS "__agg_1__", any_value(q."stateIri") AS "__agg_2__", q."stateIri"
                  FROM (
                    SELECT d3.document AS "any", d3.state AS "stateIri"
                    FROM documents d3
                  ) q
                  GROUP BY q."stateIri"
                ) q
              ) q
            ) r ON l."stateIri" = r."stateIri"
          ) l
          LEFT JOIN (
            SELECT q."stateIri", q."memberships"
            FROM (
              SELECT q.*, q."__agg_1__" AS "memberships"
              FROM (
                SELECT count(q."membership") AS "__agg_1__", any_value(q."stateIri") AS "__agg_2__", q."stateIri"
                FROM (
                  SELECT q.*
                  FROM (
                    SELECT l."groupingAsked", r."membership", r."stateIri", r."grouping"
                    FROM (
                      SELECT unnest(CAST($groupingAsked AS BIGINT[])) AS "groupingAsked"
                    ) l
                    JOIN (
                      SELECT f4.subject AS "membership", f4.object AS "stateIri", f5.object AS "grouping"
                      FROM facts f4, facts f5
                      WHERE f4.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'http://www.w3.org/ns/org#member') AND f5.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'http://www.w3.org/ns/org#organization') AND f5.subject = f4.subject
                    ) r ON TRUE
                  ) q
                  WHERE (q."grouping" = q."groupingAsked")
                ) q
                GROUP BY q."stateIri"
              ) q
            ) q
          ) r ON l."stateIri" = r."stateIri"
        ) l
        JOIN (
          SELECT t6.thing AS "stateIri", t6.label AS "stateLabel"
          FROM things t6
        ) r ON l."stateIri" = r."stateIri"
      ) q
    ) q
  ) q
  WHERE ((q."naming" > 0) AND ((NOT q."groupingAsked" IS NOT NULL) OR (coalesce(q."memberships", 0) > 0)) AND q."stateLabel" IS NOT NULL)
) q
JOIN things n7 ON n7.thing = q."stateIri"
ORDER BY q."naming" DESC NULLS LAST, q."mentions" DESC NULLS LAST, n7.iri ASC NULLS FIRST
