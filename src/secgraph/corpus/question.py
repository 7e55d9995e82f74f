"""The SQL of a saved question: kept beside it, or compiled where it is not.

Asks nothing. The file is made by ``make derive`` and compared by a test.
"""

import os

from secgraph.corpus import view
from secgraph.corpus.dialect import DUCKDB, Dialect
from secgraph.errors import BadFile
from secgraph.namespaces import SG
from secgraph.query import catalog
from secgraph.query.catalog import Query
from secgraph.syntax import textfile

FAMILY = "corpus/"
"""The questions that are asked of a corpus."""

_HEAD = "-- Made from {} by 'make derive'; do not edit."
_COLUMNS, _PARAMETERS = "-- columns: ", "-- parameters: "


class Compiled:
    """A question as SQL.

    Attributes:
        sql: With ``$name`` for each parameter.
        columns: Its columns, each with the kind of its values.
        parameters: The kind of each parameter, by variable.
    """

    def __init__(
        self, sql: str, columns: list[tuple[str, str]], parameters: list[tuple[str, str]]
    ) -> None:
        self.sql, self.columns, self.parameters = sql, columns, dict(parameters)


def parameters(query: Query) -> dict[str, str]:
    """Give the kind of each parameter of a question, by its variable."""
    kinds = {}
    for one in query.params.values():
        of_class = view.DOCUMENT if one.classes == [SG + "Document"] else view.THING
        kinds[one.variable] = of_class if one.classes else view.INTEGER
    return kinds


def compiled(query: Query, dialect: Dialect = DUCKDB) -> str:
    """Give the file of SQL for a question.

    Raises:
        BadQuery: It uses something outside of the subset.
    """
    from secgraph.corpus import sparql

    made = sparql.compile_query(query.text, parameters(query), dialect)
    columns = ", ".join(
        f"{name} {kind}" for name, kind in zip(made.columns, made.kinds, strict=True)
    )
    taken = ", ".join(f"{name} {kind}" for name, kind in sorted(made.parameters.items()))
    head = _HEAD.format(os.path.basename(query.path))
    return f"{head}\n{_COLUMNS}{columns}\n{_PARAMETERS}{taken}\n{made.sql}"


def write() -> None:
    """Write the SQL beside each question of the release anew."""
    packaged = catalog.packaged()
    for name in packaged.names():
        if name.startswith(FAMILY):
            query = packaged.get(name)
            with open(path(query), "w", encoding="utf-8", newline="\n") as file:
                file.write(compiled(query))


def path(query: Query) -> str:
    """Give the path of the file of SQL beside a question."""
    return f"{query.path.removesuffix('.rq')}.sql"


def of(query: Query, dialect: Dialect = DUCKDB) -> Compiled:
    """Give the SQL of a question: that for DuckDB is kept, that for another engine compiled.

    Raises:
        BadFile: The kept file is damaged.
        BadQuery: None is kept, and the question cannot be compiled.
    """
    kept = path(query)
    is_kept = dialect is DUCKDB and os.path.isfile(kept)
    text = textfile.read(kept) if is_kept else compiled(query, dialect)
    _, columns, taken, sql = text.split("\n", 3)
    if not columns.startswith(_COLUMNS) or not taken.startswith(_PARAMETERS.rstrip()):
        raise BadFile(kept, "is no SQL of a question; 'make derive' writes it anew")
    return Compiled(sql, _pairs(columns.removeprefix(_COLUMNS)), _pairs(taken[len(_PARAMETERS) :]))


def _pairs(text: str) -> list[tuple[str, str]]:
    pairs = [part.partition(" ") for part in text.split(", ") if part]
    return [(name, kind) for name, _, kind in pairs]
