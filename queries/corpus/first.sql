-- Made from first.rq by 'make derive'; do not edit.
-- columns: thing string, state string, speaker string, date string, document string, passage string, thingIri thing, stateIri thing, documentIri document, passageIri passage
-- parameters: thingIri thing
SELECT
  q."thing" AS "thing",
  q."state" AS "state",
  q."speaker" AS "speaker",
  q."date" AS "date",
  q."document" AS "document",
  q."passage" AS "passage",
  n9.iri AS "thingIri",
  n10.iri AS "stateIri",
  n11.iri AS "documentIri",
  (n12d.iri || '/p' || CAST(n12.paragraph AS VARCHAR) || 's' || CAST(n12.sentence AS VARCHAR)) AS "passageIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, q."identifier" AS "passage"
    FROM (
      SELECT q.*, q."documentLabel" AS "document"
      FROM (
        SELECT q.*, coalesce(q."speakerName", '') AS "speaker"
        FROM (
          SELECT q.*, q."stateLabel" AS "state"
          FROM (
            SELECT l."thingIri", l."stateIri", l."date", l."documentIri", l."ordinal", l."issued", l."documentLabel", l."passageIri", l."identifier", l."speakerName", l."thingLabel", l."thing", r."stateLabel"
            FROM (
              SELECT q.*, q."thingLabel" AS "thing"
              FROM (
                SELECT l."thingIri", l."stateIri", l."date", l."documentIri", l."ordinal", l."issued", l."documentLabel", l."passageIri", l."identifier", l."speakerName", r."thingLabel"
                FROM (
                  SELECT l."thingIri", l."stateIri", l."date", l."documentIri", l."ordinal", l."issued", l."documentLabel", l."passageIri", l."identifier", r."speakerName"
                  FROM (
                    SELECT l."thingIri", l."stateIri", l."date", l."documentIri", l."ordinal", r."issued", r."documentLabel", r."passageIri", r."identifier"
                    FROM (
                      SELECT l."thingIri", l."stateIri", l."date", r."documentIri", r."ordinal"
                      FROM (
                        SELECT q."thingIri", q."stateIri", q."date"
                        FROM (
                          SELECT q.*, q."__agg_1__" AS "date"
                          FROM (
                            SELECT min(q."day") AS "__agg_1__", any_value(q."thingIri") AS "__agg_2__", any_value(q."stateIri") AS "__agg_3__", q."thingIri", q."stateIri"
                            FROM (
                              SELECT q.*, q."anyDate" AS "day"
                              FROM (
                                SELECT l."thingIri", r."anyDocument", r."stateIri", r."anyDate", r."mention", r."anyPassage"
                                FROM (
                                  SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                                ) l
                                JOIN (
                                  SELECT d1.document AS "anyDocument", d1.state AS "stateIri", d1.date AS "anyDate", m2.mention AS "mention", m2.passage AS "anyPassage", m2.thing AS "thingIri"
                                  FROM documents d1, mentions m2
                                  WHERE (m2.passage // 65536) = d1.document
                                ) r ON l."thingIri" = r."thingIri"
                              ) q
                            ) q
                            GROUP BY q."thingIri", q."stateIri"
                          ) q
                        ) q
                      ) l
                      JOIN (
                        SELECT q."thingIri", q."documentIri", q."ordinal"
                        FROM (
                          SELECT q.*, q."__agg_1__" AS "ordinal"
                          FROM (
                            SELECT min(q."place") AS "__agg_1__", any_value(q."thingIri") AS "__agg_2__", any_value(q."documentIri") AS "__agg_3__", q."thingIri", q."documentIri"
                            FROM (
                              SELECT l."thingIri", r."naming", r."namingPassage", r."documentIri", r."place"
                              FROM (
                                SELECT unnest(CAST($thingIri AS BIGINT[])) AS "thingIri"
                              ) l
                              JOIN (
                                SELECT m3.mention AS "naming", m3.passage AS "namingPassage", m3.thing AS "thingIri", (m3.passage // 65536) AS "documentIri", (m3.passage % 65536) AS "place"
                                FROM mentions m3
                              ) r ON l."thingIri" = r."thingIri"
                            ) q
                            GROUP BY q."thingIri", q."documentIri"
                          ) q
                        ) q
                      ) r ON l."thingIri" = r."thingIri"
                    ) l
                    JOIN (
                      SELECT d4.document AS "documentIri", d4.state AS "stateIri", d4.date AS "issued", d4.label AS "documentLabel", p5.passage AS "passageIri", 'P' || CAST(p5.paragraph AS VARCHAR) || '.S' || CAST(p5.sentence AS VARCHAR) AS "identifier", (p5.passage % 65536) AS "ordinal"
                      FROM documents d4, passages p5
                      WHERE (p5.passage // 65536) = d4.document
                    ) r ON l."stateIri" = r."stateIri" AND l."documentIri" = r."documentIri" AND l."ordinal" = r."ordinal" AND r."passageIri" = l."documentIri" * 65536 + l."ordinal"
                  ) l
                  LEFT JOIN (
                    SELECT d6.document AS "documentIri", d6.speaker AS "speakerName"
                    FROM documents d6
                    WHERE d6.speaker IS NOT NULL
                  ) r ON l."documentIri" = r."documentIri"
                ) l
                JOIN (
                  SELECT t7.thing AS "thingIri", t7.label AS "thingLabel"
                  FROM things t7
                ) r ON l."thingIri" = r."thingIri"
              ) q
            ) l
            JOIN (
              SELECT t8.thing AS "stateIri", t8.label AS "stateLabel"
              FROM things t8
            ) r ON l."stateIri" = r."stateIri"
          ) q
        ) q
      ) q
    ) q
  ) q
  WHERE ((q."issued" = q."date") AND q."documentLabel" IS NOT NULL AND q."thingLabel" IS NOT NULL AND q."stateLabel" IS NOT NULL)
) q
JOIN things n9 ON n9.thing = q."thingIri"
JOIN things n10 ON n10.thing = q."stateIri"
JOIN documents n11 ON n11.document = q."documentIri"
JOIN passages n12 ON n12.passage = q."passageIri"
JOIN documents n12d ON n12d.document = n12.document
ORDER BY q."date" ASC NULLS FIRST, n10.iri ASC NULLS FIRST, n11.iri ASC NULLS FIRST
