"""Hold each saved query against the answer kept beside it.

Says what differs, row by row; changes no expected answer.
"""

import collections
import csv
import os.path

from secgraph.errors import BadFile, SecgraphError
from secgraph.syntax import federation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from secgraph.query.sessions import Session

SHOWN = 10
"""So many rows of a difference are shown."""


class Outcome:
    """What came of one query.

    Attributes:
        name: The query.
        rows: How many rows are expected.
        differs: What is not as expected, a line each; empty where all is.
        omitted: Why it was not asked; empty where it was.
    """

    __slots__ = ("differs", "name", "omitted", "rows")

    def __init__(self, name: str, rows: int, differs: "Sequence[str]", omitted: str = "") -> None:
        self.name, self.rows, self.differs, self.omitted = name, rows, tuple(differs), omitted


def verify(
    session: "Session",
    names: "Iterable[str] | None" = None,
    params: "Mapping[str, str] | None" = None,
) -> "list[Outcome]":
    """Answer queries, and compare each answer with the ``.csv`` beside it.

    Args:
        session: Its queries are asked of its engine.
        names: Some of them; all if None.
        params: Values, such as of ``document``, for the queries that have such a parameter; all
            else has the default values.

    Returns:
        One outcome a query, in the order of the names; one that would ask another store is not
        asked unless the engine may. Parts of set columns may come in any order, rows may not.
    """
    wanted = session.queries.names() if names is None else names
    return [_outcome(session, name, params or {}) for name in wanted]


def _outcome(session: "Session", name: str, params: "Mapping[str, str]") -> Outcome:
    try:
        query = session.queries.get(name)
        if federation.suspected(query.text) and not getattr(session.store, "services", False):
            whom = " and ".join(dict.fromkeys(iri for _, _, iri in federation.named(query.text)))
            return Outcome(
                name,
                0,
                [],
                f"it asks {whom} too, which changes; --service IRI=URL names a copy that does not",
            )
        expected = _read(os.path.splitext(query.path)[0] + ".csv")
        own = {key: value for key, value in params.items() if key in query.params}
        result = session.run(name, own)
        if result.truth is None and result.triples is None:
            found = [
                list(result.columns),
                *([row[column] for column in result.columns] for row in result.rows),
            ]
        else:
            found = list(csv.reader(result.serialize("csv").decode().splitlines()))
    except SecgraphError as error:
        return Outcome(name, 0, [str(error)])
    return Outcome(name, max(len(expected) - 1, 0), list(differences(expected, found, query.sets)))


def _read(path: str) -> "list[list[str]]":
    if not os.path.isfile(path):
        raise BadFile(
            path, "is not there; write the expected answer into it, before the query is run"
        )
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(path, f"is not CSV in UTF-8 ({error})") from error


def differences(
    expected: "list[list[str]]", found: "list[list[str]]", sets: "Sequence[str]" = ()
) -> "list[str]":
    """Say how a found table differs from the expected one, the first row of each being its head.

    Returns:
        Lines: what is missing behind ``-``, what is new behind ``+``.
    """
    head = found[0] if found else []
    if (expected[0] if expected else []) != head:
        return [
            f"- columns {','.join(expected[0]) if expected else '(none)'}",
            f"+ columns {','.join(head)}",
        ]
    before, after = (_normal(rows, head, sets) for rows in (expected[1:], found[1:]))
    missing, new = _without(before, after), _without(after, before)
    if not missing and not new:
        return [] if before == after else ["the rows are the same, in another order"]
    lines = [
        f"{mark} {','.join(row)}"
        for mark, rows in (("-", missing), ("+", new))
        for row in rows[:SHOWN]
    ]
    rest = sum(max(len(rows) - SHOWN, 0) for rows in (missing, new))
    return lines + ([f"… and {rest} more"] if rest else [])


def _normal(
    rows: "Iterable[Sequence[str]]", head: "Sequence[str]", sets: "Sequence[str]"
) -> "list[tuple[str, ...]]":
    """Sort the parts of columns in which their order means nothing."""
    return [
        tuple(
            " ".join(sorted(value.split())) if name in sets else value
            for name, value in zip(head, row, strict=False)
        )
        for row in rows
    ]


def _without(
    rows: "list[tuple[str, ...]]", others: "list[tuple[str, ...]]"
) -> "list[tuple[str, ...]]":
    """Give the rows that the others lack, in their order; one that stands twice counts twice."""
    left = collections.Counter(others)
    found = []
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            found.append(row)
    return found
