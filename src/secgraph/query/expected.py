"""Compare the answer of each saved query with the expected answer beside it.

Reports differences row by row; changes no expected answer.
"""

import collections
import csv
import io
import os.path
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph

from secgraph.errors import BadFile, BadQuery, SecgraphError, ServiceRefused
from secgraph.namespaces import PREFIXES
from secgraph.query.catalog import Catalog, Query
from secgraph.query.result import Result
from secgraph.query.sessions import Session
from secgraph.stores.embedded import Embedded
from secgraph.syntax import federation, textfile

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


def sound(catalog: Catalog, family: str = "") -> tuple[list[Query], list[BadFile]]:
    """Give the questions that are SPARQL, and what is wrong with the other files.

    Args:
        catalog: The questions.
        family: Only those of this family; all if empty.
    """
    readable, faults = catalog.readable(family)
    queries: list[Query] = []
    for query in readable:
        try:
            check_syntax(query)
        except BadFile as error:
            faults.append(error)
        else:
            queries.append(query)
    return queries, faults


def check_syntax(query: Query) -> None:
    """Refuse a question that is no SPARQL.

    It is asked of an empty store, behind the same limits and guards as any query. One that cannot
    be answered there, such as one that asks another store, is passed over.

    Raises:
        BadFile: It is none; with the line.
    """
    # The words of the header say nothing of SPARQL; the lines keep their numbers.
    above = query.text.count("\n") - query.body.count("\n")
    try:
        Embedded(pyoxigraph.Store()).ask("\n" * above + query.body, prefixes=PREFIXES)
    except ServiceRefused as error:
        if error.line is not None:
            raise BadFile(query.path, "is not SPARQL from here on", error.line) from error
    except BadQuery as error:
        line = re.match(r"line (\d+), (.*)", error.reason, re.DOTALL)
        if line is None:
            raise BadFile(query.path, f"is not SPARQL: {error.reason}") from error
        raise BadFile(query.path, f"is not SPARQL: {line[2]}", int(line[1])) from error
    except SecgraphError:
        return


def _outcome(session: Session, name: str, params: Mapping[str, str]) -> Outcome:
    try:
        query = session.queries.get(name)
        if isinstance(session.store, Embedded):
            check_syntax(query)
        if federation.suspected(query.text) and not getattr(session.store, "services", False):
            return Outcome(name, 0, omitted=_omission(query.text))
        expected = _read(os.path.splitext(query.path)[0] + ".csv")
        own = {key: value for key, value in params.items() if key in query.params}
        answer = _table(session.run(name, own))
    except SecgraphError as error:
        return Outcome(name, 0, [str(error)])
    head = 0 if query.form in ("CONSTRUCT", "DESCRIBE") else 1
    rows = max(len(expected) - head, 0)
    return Outcome(name, rows, differences(expected, answer, query.sets))


def _omission(text: str) -> str:
    """Say why a query that asks other stores is omitted."""
    services = " and ".join(dict.fromkeys(iri for _, _, iri in federation.named(text)))
    return f"it asks {services} too, which changes; --service IRI=URL names a copy that does not"


def _table(result: Result) -> list[list[str]]:
    """Give an answer as the rows of its CSV, the head first."""
    if result.truth is None and result.triples is None:
        rows = ([row[column] for column in result.columns] for row in result.rows)
        return [list(result.columns), *rows]
    return _cells(result.serialize("csv").decode())


def _read(path: str) -> list[list[str]]:
    if not os.path.isfile(path):
        raise BadFile(
            path, "is not there; write the expected answer into it, before the query is run"
        )
    try:
        return _cells(textfile.read(path))
    except csv.Error as error:
        raise BadFile(path, f"is not CSV ({error})") from error


def _cells(text: str) -> list[list[str]]:
    """Take CSV apart: lines end in LF, CR LF or CR and nowhere else, cells have any length."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(limit)


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
