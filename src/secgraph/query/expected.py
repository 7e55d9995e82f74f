"""Compare the answer of each saved query with the expected answer beside it.

Reports differences row by row; changes no expected answer.
"""

import collections
import csv
import io
import os.path
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secgraph.errors import BadFile, EngineError, SecgraphError
from secgraph.query.result import Result
from secgraph.query.sessions import Session
from secgraph.syntax import federation

SHOWN = 10
"""Number of missing, and of new, rows that are listed."""


@dataclass(slots=True)
class Outcome:
    """The outcome of one query.

    Attributes:
        name: The query.
        rows: Number of expected rows.
        differs: What is not as expected, a line each; empty where the answer is as expected.
        omitted: Why it was not asked; empty where it was.
    """

    name: str
    rows: int
    differs: Sequence[str] = ()
    omitted: str = ""


def verify(
    session: Session,
    names: Iterable[str] | None = None,
    params: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """Answer queries, and compare each answer with the ``.csv`` beside it.

    Args:
        session: The store and the queries.
        names: Names of queries; all if None.
        params: Values, such as of ``document``, for the queries that have such a parameter; other
            parameters keep their defaults.

    Returns:
        One outcome a query, in the order of the names. A query that asks another store is omitted
        unless the store of the session may. The order of rows counts, that of the parts of set
        columns does not.
    """
    if names is None:
        names = session.queries.names()
    return [_outcome(session, name, params or {}) for name in names]


def _outcome(session: Session, name: str, params: Mapping[str, str]) -> Outcome:
    try:
        query = session.queries.get(name)
        if federation.suspected(query.text) and not getattr(session.store, "services", False):
            return Outcome(name, 0, omitted=_omission(query.text))
        expected = _read(os.path.splitext(query.path)[0] + ".csv")
        own = {key: value for key, value in params.items() if key in query.params}
        answer = _table(session.run(name, own))
    except SecgraphError as error:
        return Outcome(name, 0, [str(error)])
    return Outcome(name, max(len(expected) - 1, 0), differences(expected, answer, query.sets))


def _omission(text: str) -> str:
    """Say why a query that asks other stores is omitted."""
    services = " and ".join(dict.fromkeys(iri for _, _, iri in federation.named(text)))
    return f"it asks {services} too, which changes; --service IRI=URL names a copy that does not"


def _table(result: Result) -> list[list[str]]:
    """Give an answer as the rows of its CSV, the head first."""
    if result.truth is None and result.triples is None:
        rows = ([row[column] for column in result.columns] for row in result.rows)
        return [list(result.columns), *rows]
    text = result.serialize("csv").decode()
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise EngineError(f"the answer cannot be read as rows ({error})") from error


def _read(path: str) -> list[list[str]]:
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
    expected: list[list[str]], answer: list[list[str]], sets: Sequence[str] = ()
) -> list[str]:
    """Compare two tables whose first row is the head.

    Returns:
        Lines: missing rows after ``-``, new rows after ``+``.
    """
    head = answer[0] if answer else []
    if (expected[0] if expected else []) != head:
        return [
            f"- columns {','.join(expected[0]) if expected else '(none)'}",
            f"+ columns {','.join(head)}",
        ]
    before, after = _normal(expected[1:], head, sets), _normal(answer[1:], head, sets)
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
    rows: Iterable[Sequence[str]], head: Sequence[str], sets: Sequence[str]
) -> list[tuple[str, ...]]:
    """Sort the parts of set columns."""
    return [
        tuple(
            " ".join(sorted(filter(None, value.split(" ")))) if name in sets else value
            for name, value in zip(head, row, strict=False)
        )
        for row in rows
    ]


def _without(rows: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Give the rows that the others lack, in order; duplicates count."""
    left = collections.Counter(others)
    missing = []
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            missing.append(row)
    return missing
