"""Write what other engines have to be told to read the files of a corpus where they stand.

For Trino the statements that declare its tables; for Ontop the tables in DuckDB and a mapping in
R2RML. Runs none of it.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from secgraph.corpus import view
from secgraph.corpus.expressions import quoted, text
from secgraph.corpus.facts import PREDICATES
from secgraph.corpus.manifest import Manifest
from secgraph.corpus.tables import KEYS, OF_SESSION, TABLES
from secgraph.namespaces import PREFIXES, SG

SESSION = "session"
IDENTITY = "https://w3id.org/secgraph/corpus"
"""Stands for the corpus that a server of Ontop has, whose digest is that of its manifest."""

_TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "int16": "SMALLINT",
    "string": "VARCHAR",
    "binary": "VARBINARY",
}
_RR = "http://www.w3.org/ns/r2rml#"
_XSD = PREFIXES["xsd"]


def location(folder: str) -> str:
    """Give the address of a folder on this machine, as Trino writes it."""
    return f"local://{os.path.abspath(folder)}"


def trino(catalog: str, schema: str, place: str) -> list[str]:
    """Give the statements that declare the tables of a corpus in Trino, or renew them.

    Args:
        catalog: Of the connector hive.
        schema: The tables' own.
        place: The address of the folder of the corpus, such as ``s3://bucket/ungdc``.
    """
    place = place.rstrip("/")
    named = f"{quoted(catalog)}.{quoted(schema)}"
    statements = [f"CREATE SCHEMA IF NOT EXISTS {named}"]
    for table, columns in TABLES.items():
        is_parted = table in OF_SESSION
        kinds = {name: _TYPES[kind.rstrip("?")] for name, kind in columns.items()}
        if is_parted:  # the folders' names give it
            kinds.pop(SESSION, None)
            kinds[SESSION] = "INTEGER"
        shown = ",\n".join(f"  {quoted(name)} {kind}" for name, kind in kinds.items())
        options = [f"external_location = {text(f'{place}/{table}')}", "format = 'PARQUET'"]
        options += [f"partitioned_by = ARRAY['{SESSION}']"] if is_parted else []
        statements.append(
            f"CREATE TABLE IF NOT EXISTS {named}.{table} (\n{shown}\n) WITH ({', '.join(options)})"
        )
        if is_parted:
            names = ", ".join(map(text, (schema, table, "FULL")))
            statements.append(f"CALL {quoted(catalog)}.system.sync_partition_metadata({names})")
        statements.append(f"ANALYZE {named}.{table}")
    return statements


def duckdb(manifest: Manifest, folder: str) -> list[str]:
    """Give the statements that declare a corpus in DuckDB: its tables, and the views of its graph.

    Tables, and not views: the order of joins is then chosen by what they hold.
    """
    statements = []
    for table, columns in TABLES.items():
        paths = ", ".join(text(os.path.abspath(path)) for path in manifest.paths(folder, table))
        shown = ", ".join(
            f"{quoted(name)} {_TYPES[kind.rstrip('?')].replace('VARBINARY', 'BLOB')}"
            + ("" if kind.endswith("?") else " NOT NULL")
            for name, kind in columns.items()
        )
        key = f", PRIMARY KEY ({KEYS[table]})" if table in KEYS else ""
        statements += [
            f"CREATE OR REPLACE TABLE {table} ({shown}{key})",
            f"INSERT INTO {table} SELECT {', '.join(map(quoted, columns))} "
            f"FROM read_parquet([{paths}], hive_partitioning = false)",
        ]
    # Ontop 5.1 fails on a mapping whose own SQL puts IRIs together.
    maps = [*_maps(), _identity(manifest.digest)]
    return statements + [f"CREATE OR REPLACE VIEW {one.name} AS {one.sql}" for one in maps]


_NAMES = {
    view.DOCUMENT: ("documents d", "d.iri"),
    view.PASSAGE: (
        "passages p JOIN documents d ON d.document = p.document",
        "d.iri || '/p' || CAST(p.paragraph AS VARCHAR) || 's' || CAST(p.sentence AS VARCHAR)",
    ),
    view.MENTION: (
        "mentions m JOIN documents d ON d.document = m.document",
        "d.iri || '/m' || CAST(m.start AS VARCHAR) || '-' || CAST(m.\"end\" AS VARCHAR)",
    ),
    view.THING: ("things t", "t.iri"),
}
"""Where a thing of each kind stands, and its IRI."""

_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""The datatype of a date, by the number of its characters."""


@dataclass(frozen=True, slots=True)
class _Map:
    """Some statements of the graph.

    Attributes:
        name: Of the view that gives them, in small letters: Ontop folds the names of a mapping.
        sql: Of the view, with the columns ``s`` and, but for a class, ``o``.
        predicate: Or the class of each ``s``.
        value: What ``o`` is, in R2RML; empty for a class.
    """

    name: str
    sql: str
    predicate: str
    value: str = ""

    def turtle(self) -> str:
        """Give it in R2RML."""
        columns, subject = "s, o", 'rr:column "s" ; rr:termType rr:IRI'
        if not self.value:
            columns, subject = "s", f"{subject} ; rr:class <{self.predicate}>"
        lines = [
            f'[] rr:logicalTable [ rr:sqlQuery "SELECT {columns} FROM {self.name}" ]',
            f"   rr:subjectMap [ {subject} ]",
        ]
        if self.value:
            lines.append(
                f"   rr:predicateObjectMap [ rr:predicate <{self.predicate}> ; "
                f"rr:objectMap [ {self.value} ] ]"
            )
        return " ;\n".join(lines) + " .\n"


def _maps() -> list[_Map]:
    """Give all statements of the graph that questions are about, as the view says it."""
    maps = []
    for iri, kind in view.CLASSES.items():
        table, name = _NAMES[kind]
        maps.append(_Map(f"rdf_{kind}", f"SELECT {name} AS s FROM {table}", iri))
    for predicate, columns in view.COLUMNS.items():
        for column in columns:
            maps += _property(predicate, column)
    for predicate in PREDICATES:
        maps += _fact(predicate)
    classes = "SELECT iri AS s, class AS o FROM things WHERE class <> ''"
    return [*maps, _Map("rdf_thing_type", classes, view.TYPE, _IRI)]


def _identity(digest: str) -> _Map:
    """Give the statement by which a server says which files its tables were made from."""
    sql = f"SELECT {text(IDENTITY)} AS s, {text(digest)} AS o"
    return _Map("rdf_corpus", sql, SG + "sha256", _typed("string"))


def r2rml() -> str:
    """Give the mapping in R2RML from the views of :func:`duckdb` to the graph."""
    head = f"@prefix rr: <{_RR}> .\n@prefix xsd: <{_XSD}> .\n\n"
    return head + "\n".join(one.turtle() for one in [*_maps(), _identity("")])


_IRI = 'rr:column "o" ; rr:termType rr:IRI'

_LINKS = {
    PREFIXES["dcterms"] + "creator": ("JOIN things t ON t.thing = d.state", "t.iri"),
    PREFIXES["oa"] + "hasSource": ("", "d.iri"),
    SG + "inPassage": ("JOIN passages p ON p.passage = m.passage", _NAMES[view.PASSAGE][1]),
    SG + "refersTo": ("JOIN things t ON t.thing = m.thing", "t.iri"),
}
"""How a property that leads to a thing is followed, from the table of its subject."""


def _typed(datatype: str) -> str:
    return f'rr:column "o" ; rr:datatype xsd:{datatype}'


_VALUES = {
    view.LABEL: 'rr:column "o" ; rr:language "en"',
    view.INTEGER: _typed("integer"),
    view.STRING: _typed("string"),
}


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2].lower()


def _property(predicate: str, column: view.Column) -> list[_Map]:
    table, subject = _NAMES[column.subject]
    name = f"rdf_{column.subject}_{_local(predicate)}"
    if predicate in _LINKS:
        joined, value = _LINKS[predicate]
        sql = f"SELECT {subject} AS s, {value} AS o FROM {table} {joined}".rstrip()
        return [_Map(name, sql, predicate, _IRI)]
    is_ordinal = predicate == SG + "ordinal"
    value = "p.ordinal" if is_ordinal else column.sql.format(column.subject[0], "")
    sql = f"SELECT {subject} AS s, {value} AS o FROM {table}"
    if column.kind == view.DATE:
        return [
            _Map(
                f"{name}_{kind.lower()}",
                f"{sql} WHERE length({value}) = {n}",
                predicate,
                _typed(kind),
            )
            for n, kind in _DATES.items()
        ]
    where = f" WHERE {value} IS NOT NULL" if column.optional else ""
    return [_Map(name, sql + where, predicate, _VALUES[column.kind])]


def _fact(predicate: str) -> list[_Map]:
    name = f"rdf_fact_{_local(predicate)}"
    source = (
        "SELECT s.iri AS s, {} AS o FROM facts f "
        "JOIN things n ON n.thing = f.predicate JOIN things s ON s.thing = f.subject {}"
        f"WHERE n.iri = {text(predicate)}"
    )
    if view.FACTS[predicate] == view.THING:
        sql = source.format("o.iri", "JOIN things o ON o.thing = f.object ")
        return [_Map(name, sql, predicate, _IRI)]
    sql = source.format("f.value", "")
    return [
        _Map(
            f"{name}_{kind.lower()}",
            f"{sql} AND length(f.value) {sign} 10",
            predicate,
            _typed(kind),
        )
        for sign, kind in (("<=", "string"), (">", "dateTime"))
    ]


def write_ontop(manifest: Manifest, folder: str, target: str) -> list[str]:
    """Write what a server of Ontop over DuckDB is started with.

    Args:
        manifest: Of the corpus.
        folder: Of the corpus.
        target: A folder, made if it is not there.

    Returns:
        The paths of the files.
    """
    place = Path(target)
    place.mkdir(parents=True, exist_ok=True)
    database = place.resolve() / "corpus.duckdb"
    files = {
        "tables.sql": "".join(f"{one};\n" for one in duckdb(manifest, folder)),
        "mapping.ttl": r2rml(),
        "ontop.properties": (
            f"jdbc.url=jdbc:duckdb:{database}\njdbc.driver=org.duckdb.DuckDBDriver\n"
            "jdbc.user=none\njdbc.password=none\n"
        ),
    }
    for name, content in files.items():
        (place / name).write_text(content, encoding="utf-8", newline="\n")
    return [str(place / name) for name in files]
