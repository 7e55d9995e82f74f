"""Check every row of a corpus against the shapes of ontology/shapes/ and the rules of its tables.

Each shape becomes a condition on columns, so that one reading of a table decides on all of them. A
row is looked at by itself, and rows of one IRI together where a shape allows so many values only.
Changes nothing, and opens no text.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from secgraph.checks import columns, constraints, shape_rows
from secgraph.checks.columns import Compiler, NoColumn, Source
from secgraph.checks.finding import Finding, Report, shown
from secgraph.corpus import manifest, tables, view
from secgraph.errors import EngineError, MissingExtra
from secgraph.namespaces import curie

MEMORY = "900MB"
"""What DuckDB may take; beyond, it writes to a temporary folder."""

MOST = 20
"""So many rows are shown of each rule that is broken; the others are counted."""

OTHERWISE = {
    (view.DOCUMENT, "sgs:slug"): "the IRI of a speech ends in the name of its file, with capitals",
    (view.MENTION, "sgs:mention-surface"): "official names of states have more than five words",
}
"""Shapes that do not hold of a kind of row, with the reason."""

_TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "int16": "SMALLINT",
    "string": "VARCHAR",
    "binary": "BLOB",
}
_PASSAGE = "d.iri || '/p' || p.paragraph || 's' || p.sentence"
_MENTION = "d.iri || '/m' || m.start || '-' || m.\"end\""

RULES: dict[str, tuple[str, str]] = {
    "corpus/key-of-passage": (
        "The key of a passage is that of its document and its number.",
        "SELECT 'passage ' || passage FROM passages "
        f"WHERE passage <> document * {tables.PER_DOCUMENT} + ordinal",
    ),
    "corpus/key-of-mention": (
        "The key of a mention is that of its passage and a number.",
        f"SELECT 'mention ' || mention FROM mentions WHERE mention // {tables.PER_PASSAGE} <> "
        f"passage OR passage // {tables.PER_DOCUMENT} <> document",
    ),
    "corpus/document-missing": (
        "A passage and a mention belong to a document that is there.",
        "SELECT 'passage ' || passage FROM passages ANTI JOIN documents USING (document) "
        "UNION ALL "
        "SELECT 'mention ' || mention FROM mentions ANTI JOIN documents USING (document)",
    ),
    "corpus/thing-missing": (
        "What a document, a mention or a fact is about has a row in the table of things.",
        "SELECT 'document ' || document FROM documents WHERE state NOT IN (SELECT thing FROM "
        "things) UNION ALL SELECT 'fact of thing ' || subject FROM facts WHERE subject NOT IN "
        "(SELECT thing FROM things) OR predicate NOT IN (SELECT thing FROM things) OR "
        "(object IS NOT NULL AND object NOT IN (SELECT thing FROM things))",
    ),
    "corpus/object-or-value": (
        "A fact has an object or a value, and not both.",
        "SELECT 'fact of thing ' || subject FROM facts WHERE (object IS NULL) = (value IS NULL)",
    ),
    "corpus/number-of-passages": (
        "A document has as many passages and mentions as it says.",
        "SELECT d.iri FROM documents d LEFT JOIN "
        "(SELECT document, count(*) AS n FROM passages GROUP BY document) p USING (document) "
        "LEFT JOIN (SELECT document, count(*) AS n FROM mentions GROUP BY document) m "
        "USING (document) "
        "WHERE d.passages <> coalesce(p.n, 0) OR d.mentions < coalesce(m.n, 0)",
    ),
    "corpus/surface": (
        "A mention gives the words of a name: twelve at most, with a blank between two.",
        f"SELECT {_MENTION} FROM mentions m JOIN documents d USING (document) "
        "WHERE NOT regexp_full_match(m.surface, '[^ ]+( [^ ]+){0,11}')",
    ),
    "checks/passage-out-of-place": (
        "A passage ends before it begins, or lies beyond the end of its document.",
        f"SELECT {_PASSAGE} FROM passages p JOIN documents d USING (document) "
        'WHERE p."end" <= p.start OR p."end" > d.points',
    ),
    "checks/passage-order": (
        "A passage comes later by its number and earlier by its place than another.",
        f"SELECT {_PASSAGE} FROM (SELECT *, lead(start) OVER (PARTITION BY document "
        "ORDER BY ordinal) AS next FROM passages) p JOIN documents d USING (document) "
        "WHERE p.next < p.start",
    ),
    "checks/mention-out-of-place": (
        "A mention lies outside its passage.",
        f"SELECT {_MENTION} FROM mentions m JOIN passages p USING (passage) "
        "JOIN documents d ON d.document = m.document "
        'WHERE m.start < p.start OR m."end" > p."end"',
    ),
}
"""What a corpus must hold beyond the shapes: a sentence, and what breaks it.

Those whose names begin with ``checks/`` say of columns what the query of that name says of a graph.
"""

_MESSAGES = {
    "corpus/type": "A column has the type that its table has.",
    "corpus/empty-cell": "A cell of this column is not empty.",
    "corpus/key-twice": "A key stands in one row.",
    "corpus/row-order": "The rows of a file stand in the order of their keys.",
} | {rule: message for rule, (message, _) in RULES.items()}


@dataclass(frozen=True, slots=True)
class Violation:
    """A row that breaks a rule.

    Attributes:
        subject: Its IRI; its key where a rule of tables is broken.
        rule: The IRI of a shape, or the name of a rule.
    """

    subject: str
    rule: str


class Rows:
    """The rows of a corpus, to be checked.

    Args:
        folder: Of the corpus, whose files are held against the manifest first.

    Attributes:
        omitted: The shapes that no column can break, or that do not hold, with the reason.

    Raises:
        BadFile: A file is missing, changed, or does not belong there.
        MissingExtra: DuckDB is not installed.
    """

    def __init__(self, folder: str) -> None:
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtra("corpus", "checking a corpus") from error
        self.folder = folder
        self._manifest = manifest.read(folder)
        manifest.check(self._manifest, folder)
        self.omitted: dict[str, str] = {}
        self._read = shape_rows.read(constraints.shapes().turtle)
        self._error = duckdb.Error
        self._database = duckdb.connect(config={"memory_limit": MEMORY})
        self._database.execute("SET preserve_insertion_order = false")

    def violations(self) -> Iterator[Violation]:
        """Give what is wrong with each row; where a column has another type, only that."""
        of_another_type = list(self._of_types())
        yield from of_another_type
        if of_another_type:
            return
        for table in tables.TABLES:
            yield from self._of_cells(table)
        for rule, (_, query) in RULES.items():
            for (subject,) in self._rows(query):
                yield Violation(subject, rule)
        for source in columns.sources():
            yield from self._of_shapes(source)

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        try:
            result = self._database.cursor().execute(query)
            while rows := result.fetchmany(10_000):
                yield from rows
        except self._error as error:
            raise EngineError(f"{self.folder}: {' '.join(str(error).split())[:300]}") from error

    def _of_types(self) -> Iterator[Violation]:
        """Hold the columns of each file against its table, and open the tables."""
        for table, kinds in tables.TABLES.items():
            paths = self._manifest.paths(self.folder, table)
            expected = {name: _TYPES[kind.rstrip("?")] for name, kind in kinds.items()}
            is_right = True
            for path in paths:
                described = self._rows(f"DESCRIBE SELECT * FROM {_parquet(path)}")
                present = {row[0]: row[1] for row in described}
                for name in sorted({*present, *expected}):
                    if present.get(name) != expected.get(name):
                        is_right = False
                        place = os.path.relpath(path, self.folder)
                        what = f"{present.get(name, 'missing')}, not {expected.get(name, 'there')}"
                        yield Violation(f"{place}, column {name}: {what}", "corpus/type")
            empty = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in expected.items())
            if is_right:
                rows = f"SELECT * FROM {_parquet(*paths)}" if paths else f"SELECT {empty} LIMIT 0"
                self._database.execute(f"CREATE VIEW {table} AS {rows}")

    def _of_cells(self, table: str) -> Iterator[Violation]:
        """Find empty cells, keys that stand twice, and rows out of order."""
        key = tables.KEYS.get(table)
        name = f"'{key} ' || {key}" if key else "'fact of thing ' || subject"
        for column, kind in tables.TABLES[table].items():
            if not kind.endswith("?"):
                for (row,) in self._rows(
                    f"SELECT coalesce({name}, 'a row of {table}') || ', column {column}' "
                    f'FROM {table} WHERE "{column}" IS NULL'
                ):
                    yield Violation(row, "corpus/empty-cell")
        if key is None:
            return
        for (row,) in self._rows(
            f"SELECT '{key} ' || {key} FROM {table} WHERE {key} IS NOT NULL "
            f"GROUP BY {key} HAVING count(*) > 1"
        ):
            yield Violation(row, "corpus/key-twice")
        for path in self._manifest.paths(self.folder, table):
            numbered = _parquet(path).replace(")", ", file_row_number = true)")
            for (row,) in self._rows(
                f"SELECT '{key} ' || {key} FROM (SELECT {key}, lag({key}) OVER "
                f"(ORDER BY file_row_number) AS before FROM {numbered}) WHERE before > {key}"
            ):
                yield Violation(row, "corpus/row-order")

    def _of_shapes(self, source: Source) -> Iterator[Violation]:
        compiler = Compiler(source, self._read)
        conditions: dict[str, str] = {}
        limits: dict[str, str] = {}
        for shape in compiler.aimed():
            iri = shape.iri[1:-1]
            reason = OTHERWISE.get((source.kind, curie(iri)))
            if reason is not None:
                self.omitted[f"{curie(iri)} of {source.kind}s"] = reason
                continue
            try:
                conditions[iri] = compiler.condition(shape)
                limits[iri] = compiler.limit(shape)
            except NoColumn as error:
                self.omitted[f"{curie(iri)} of {source.kind}s"] = f"a corpus keeps no {error}"
        yield from self._broken(
            conditions, "NOT coalesce({}, false)", f"SELECT {source.iri}", f"FROM {source.rows} r"
        )
        repeated = (
            f"FROM {source.rows} r WHERE ({source.identity}) IN (SELECT {source.identity} "
            f"FROM {source.rows} r GROUP BY {source.identity} HAVING count(*) > 1) "
            f"GROUP BY {source.identity}"
        )
        limits = {iri: limit for iri, limit in limits.items() if limit}
        yield from self._broken(limits, "{}", f"SELECT any_value({source.iri})", repeated)

    def _broken(
        self, conditions: dict[str, str], form: str, select: str, rows: str
    ) -> Iterator[Violation]:
        """Ask for all conditions at once which rows break which."""
        names = list(conditions)
        broken = ", ".join(
            f"CASE WHEN {form.format(condition)} THEN {number} END"
            for number, condition in enumerate(conditions.values())
        )
        if not broken:
            return
        for subject, number in self._rows(
            f"SELECT subject, unnest(broken) FROM ({select} AS subject, "
            f"list_filter([{broken}], lambda x: x IS NOT NULL) AS broken {rows}) "
            # A row without a document has no IRI, and a rule of tables names it.
            "WHERE len(broken) > 0 AND subject IS NOT NULL"
        ):
            yield Violation(subject, names[number])


def _parquet(*paths: str) -> str:
    """Give what reads files of a table."""
    listed = ", ".join("'" + os.path.abspath(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def check(folder: str) -> Report:
    """Check a corpus.

    Args:
        folder: Of the corpus.

    Returns:
        What is wrong, by rule and row; of each rule some rows and the number of the others. Shapes
        that do not hold of a corpus are omitted.

    Raises:
        BadFile: A file of it is missing, changed, or does not belong there.
        EngineError: DuckDB gives no result.
        MissingExtra: DuckDB is not installed.
    """
    rows = Rows(folder)
    counts: Counter[str] = Counter()
    first: dict[str, list[str]] = {}
    for violation in rows.violations():
        counts[violation.rule] += 1
        first.setdefault(violation.rule, []).append(violation.subject)
        if len(first[violation.rule]) > 10 * MOST:
            first[violation.rule] = sorted(first[violation.rule])[:MOST]
    messages = constraints.shapes().messages | _MESSAGES
    findings = []
    for rule in sorted(counts):
        part = "shapes" if rule not in _MESSAGES else "rows"
        subjects = sorted(first[rule])[:MOST]
        for subject in subjects:
            findings.append(
                Finding(part, curie(rule), messages.get(rule, ""), curie(subject), shown(folder))
            )
        if counts[rule] > len(subjects):
            more = f"{counts[rule] - len(subjects):,} more rows: {messages.get(rule, '')}"
            findings.append(Finding(part, curie(rule), more, "", shown(folder)))
    return Report(tuple(findings), ("rows", "shapes"), _grouped(rows), {"shapes": "duckdb"})


def _grouped(rows: Rows) -> dict[str, str]:
    """Name the shapes together that are omitted of the same rows for the same reason."""
    shapes: dict[tuple[str, str], list[str]] = {}
    for name, reason in rows.omitted.items():
        shape, _, kind = name.partition(" of ")
        shapes.setdefault((kind, reason), []).append(shape)
    return {f"{', '.join(names)} of {kind}": why for (kind, why), names in shapes.items()}
