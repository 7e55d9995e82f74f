-- Made from together.rq by 'make derive'; do not edit.
-- columns: other string, passages integer, speeches integer, states integer, otherIri thing
-- parameters: thingIri thing
SELECT
  q."other" AS "other",
  q."passages" AS "passages",
  q."speeches" AS "speeches",
  q."states" AS "states",
  n5.iri AS "otherIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, q."otherLabel" AS "other"
    FROM (
      SELECT l."otherIri", l."passages", l."speeches", l."states", r."otherLabel"
      FROM (
        SELECT q."otherIri", q."passages", q."speeches", q."states"
        FROM (
          SELECT q.*, q."__agg_3__" AS "states"
          FROM (
            SELECT q.*, q."__agg_2__" AS "speeches"
            FROM (
              SELECT q.*, q."__agg_1__" AS "passages"
              FROM (
                SELECT count(DISTINCT q."passage") AS "__agg_1__", count(DISTINCT q."document") AS "__agg_2__", count(DISTINCT q."state") AS "__agg_3__", any_value(q."otherIri") AS "__agg_4__", q."otherIri"
                FROM (
                  SELECT q.*
                  FROM (
                    SELECT l."thingIri", r."beside", r."passage", r."mention", r."otherIri", r."document", r."state"
                    FROM (
                      SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                    ) l
                    JOIN (
                      SELECT m1.mention AS "beside", m1.passage AS "passage", m2.mention AS "mention", m1.thing AS "otherIri", d3.document AS "document", d3.state AS "state", m2.thing AS "thingIri"
                      FROM mentions m1, mentions m2, documents d3
                      WHERE m2.passage = m1.passage AND (m1.passage // 65536) = d3.document
                    ) r ON l."thingIri" = r."thingIri"
                  ) q
                  WHERE (q."otherIri" != q."thingIri")
                ) q
                GROUP BY q."otherIri"
              ) q
            ) q
          ) q
        ) q
      ) l
      JOIN (
        SELECT t4.thing AS "otherIri", t4.label AS "otherLabel"
        FROM things t4
      ) r ON l."otherIri" = r."otherIri"
    ) q
  ) q
  WHERE ((q."passages" > 0) AND q."otherLabel" IS NOT NULL)
) q
JOIN things n5 ON n5.thing = q."otherIri"
ORDER BY q."passages" DESC NULLS LAST, q."speeches" DESC NULLS LAST, n5.iri ASC NULLS FIRST
