-- Made from echo.rq by 'make derive'; do not edit.
-- columns: state string, speaker string, date string, document string, passage string, things integer, stateIri thing, documentIri document, passageIri passage
-- parameters: claim thing
SELECT
  q."state" AS "state",
  q."speaker" AS "speaker",
  q."date" AS "date",
  q."document" AS "document",
  q."passage" AS "passage",
  q."things" AS "things",
  n12.iri AS "stateIri",
  n13.iri AS "documentIri",
  (n14d.iri || '/p' || CAST(n14.paragraph AS VARCHAR) || 's' || CAST(n14.sentence AS VARCHAR)) AS "passageIri"
FROM (
  SELECT q.*
  FROM (
    SELECT q.*, q."identifier" AS "passage"
    FROM (
      SELECT q.*, q."documentLabel" AS "document"
      FROM (
        SELECT q.*, q."issued" AS "date"
        FROM (
          SELECT q.*, coalesce(q."speakerName", '') AS "speaker"
          FROM (
            SELECT q.*, q."stateLabel" AS "state"
            FROM (
              SELECT l."documentIri", l."things", l."ordinal", l."stateIri", l."issued", l."documentLabel", l."passageIri", l."identifier", l."speakerName", r."stateLabel"
              FROM (
                SELECT l."documentIri", l."things", l."ordinal", l."stateIri", l."issued", l."documentLabel", l."passageIri", l."identifier", r."speakerName"
                FROM (
                  SELECT l."documentIri", l."things", l."ordinal", r."stateIri", r."issued", r."documentLabel", r."passageIri", r."identifier"
                  FROM (
                    SELECT q."documentIri", q."things", q."ordinal"
                    FROM (
                      SELECT q.*, q."__agg_1__" AS "ordinal"
                      FROM (
                        SELECT min(q."place") AS "__agg_1__", any_value(q."documentIri") AS "__agg_2__", any_value(q."things") AS "__agg_3__", q."documentIri", q."things"
                        FROM (
                          SELECT q.*
                          FROM (
                            SELECT l."documentIri", l."things", r."place"
                            FROM (
                              SELECT q."documentIri", q."things"
                              FROM (
                                SELECT q.*, q."__agg_1__" AS "things"
                                FROM (
                                  SELECT max(q."number") AS "__agg_1__", any_value(q."documentIri") AS "__agg_2__", q."documentIri"
                                  FROM (
                                    SELECT q."documentIri", q."sentence", q."number"
                                    FROM (
                                      SELECT q.*, q."__agg_1__" AS "number"
                                      FROM (
                                        SELECT count(DISTINCT q."thing") AS "__agg_1__", any_value(q."documentIri") AS "__agg_2__", any_value(q."sentence") AS "__agg_3__", q."documentIri", q."sentence"
                                        FROM (
                                          SELECT l."claim", r."content", r."thing", r."mention", r."sentence", r."documentIri", r."speaking"
                                          FROM (
                                            SELECT unnest(CAST($claim AS BIGINT[])) AS "claim"
                                          ) l
                                          JOIN (
                                            SELECT f1.subject AS "content", f1.object AS "thing", m2.mention AS "mention", m2.passage AS "sentence", f3.subject AS "claim", d4.document AS "documentIri", d4.state AS "speaking"
                                            FROM facts f1, mentions m2, facts f3, documents d4
                                            WHERE f1.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#involves') AND m2.thing = f1.object AND f3.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#hasContent') AND f3.object = f1.subject AND (m2.passage // 65536) = d4.document
                                          ) r ON l."claim" = r."claim"
                                        ) q
                                        GROUP BY q."documentIri", q."sentence"
                                      ) q
                                    ) q
                                  ) q
                                  GROUP BY q."documentIri"
                                ) q
                              ) q
                            ) l
                            JOIN (
                              SELECT q."documentIri", q."place", q."things"
                              FROM (
                                SELECT q.*, q."__agg_1__" AS "things"
                                FROM (
                                  SELECT count(DISTINCT q."itsThing") AS "__agg_1__", any_value(q."documentIri") AS "__agg_2__", any_value(q."place") AS "__agg_3__", q."documentIri", q."place"
                                  FROM (
                                    SELECT l."claim", r."itsMention", r."itsSentence", r."itsContent", r."itsThing", r."documentIri", r."place"
                                    FROM (
                                      SELECT unnest(CAST($claim AS BIGINT[])) AS "claim"
                                    ) l
                                    JOIN (
                                      SELECT m5.mention AS "itsMention", m5.passage AS "itsSentence", f6.subject AS "itsContent", f6.object AS "itsThing", f7.subject AS "claim", (m5.passage // 65536) AS "documentIri", (m5.passage % 65536) AS "place"
                                      FROM mentions m5, facts f6, facts f7
                                      WHERE f6.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#involves') AND m5.thing = f6.object AND f7.predicate = (SELECT t.thing FROM things t WHERE t.iri = 'https://w3id.org/secgraph/ns#hasContent') AND f7.object = f6.subject
                                    ) r ON l."claim" = r."claim"
                                  ) q
                                  GROUP BY q."documentIri", q."place"
                                ) q
                              ) q
                            ) r ON l."documentIri" = r."documentIri" AND l."things" = r."things"
                          ) q
                          WHERE (q."things" > 1)
                        ) q
                        GROUP BY q."documentIri", q."things"
                      ) q
                    ) q
                  ) l
                  JOIN (
                    SELECT d8.document AS "documentIri", d8.state AS "stateIri", d8.date AS "issued", d8.label AS "documentLabel", p9.passage AS "passageIri", 'P' || CAST(p9.paragraph AS VARCHAR) || '.S' || CAST(p9.sentence AS VARCHAR) AS "identifier", (p9.passage % 65536) AS "ordinal"
                    FROM documents d8, passages p9
                    WHERE (p9.passage // 65536) = d8.document
                  ) r ON l."documentIri" = r."documentIri" AND l."ordinal" = r."ordinal" AND r."passageIri" = l."documentIri" * 65536 + l."ordinal"
                ) l
                LEFT JOIN (
                  SELECT d10.document AS "documentIri", d10.speaker AS "speakerName"
                  FROM documents d10
                  WHERE d10.speaker IS NOT NULL
                ) r ON l."documentIri" = r."documentIri"
              ) l
              JOIN (
                SELECT t11.thing AS "stateIri", t11.label AS "stateLabel"
                FROM things t11
              ) r ON l."stateIri" = r."stateIri"
            ) q
          ) q
        ) q
      ) q
    ) q
  ) q
  WHERE (q."documentLabel" IS NOT NULL AND q."stateLabel" IS NOT NULL)
) q
JOIN things n12 ON n12.thing = q."stateIri"
JOIN documents n13 ON n13.document = q."documentIri"
JOIN passages n14 ON n14.passage = q."passageIri"
JOIN documents n14d ON n14d.document = n14.document
ORDER BY q."things" DESC NULLS LAST, q."date" ASC NULLS FIRST, n12.iri ASC NULLS FIRST, n13.iri ASC NULLS FIRST
