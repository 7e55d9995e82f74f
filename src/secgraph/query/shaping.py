"""Give an answer in another shape: fewer columns, fewer rows, days beside its spans.

Adds nothing that the answer does not say; asks nothing and writes nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.errors import UsageError
from secgraph.namespaces import PREFIXES, curies
from secgraph.query import spans
from secgraph.query.terms import plain
from secgraph.stores.answer import Answer

if TYPE_CHECKING:
    from secgraph.query.result import Result
    from secgraph.query.terms import Term

SPAN = "when"
"""The column of saved questions that has a time or a span of time as a text."""

_DATE = pyoxigraph.NamedNode(PREFIXES["xsd"] + "date")


def check_rows(result: "Result", purpose: str) -> None:
    """Refuse an answer that has no rows, such as that of ASK or CONSTRUCT.

    Raises:
        UsageError: It is a truth or a graph; *purpose* says what needs rows.
    """
    if result.truth is not None or result.triples is not None:
        kind = "yes or no" if result.truth is not None else "a graph"
        raise UsageError(f"{purpose} needs rows, and this answer is {kind}; ask with SELECT")


def select(result: "Result", names: Sequence[str]) -> "Result":
    """Give an answer with some of its columns, in this order."""
    places = [result.columns.index(name) for name in names]
    rows = [tuple(row[place] for place in places) for row in result.terms]
    return result.derived(Answer(names, rows))


def first_rows(result: "Result", count: int) -> "Result":
    """Give an answer with its first rows only."""
    check_rows(result, "--limit")
    return result.derived(Answer(result.columns, result.terms[:count]))


def labelled(result: "Result") -> "Result":
    """Give an answer without the IRIs behind its labels; other IRIs become prefixed names."""
    if result.truth is not None or result.triples is not None:
        return result
    shown = select(result, result.shown)
    rows = [tuple(map(_named, row)) for row in shown.terms]
    return shown.derived(Answer(shown.columns, rows))


def _named(term: "Term | None") -> "Term | None":
    if isinstance(term, pyoxigraph.NamedNode):
        return pyoxigraph.Literal(curies(term.value))
    return term


def with_days(result: "Result") -> "Result":
    """Give an answer with columns ``start`` and ``end`` behind its column of spans.

    They hold the first and the last day that the span may mean, as ``xsd:date``, and nothing where
    an end is not given. An answer without such a column, or with one of the two, is as it was.
    """
    if SPAN not in result.columns or {"start", "end"} & set(result.columns):
        return result
    place = result.columns.index(SPAN)
    rows = [
        (*row[: place + 1], *map(_date, spans.bounds(plain(row[place]))), *row[place + 1 :])
        for row in result.terms
    ]
    names = (*result.columns[: place + 1], "start", "end", *result.columns[place + 1 :])
    return result.derived(Answer(names, rows))


def _date(day: "object | None") -> "Term | None":
    return None if day is None else pyoxigraph.Literal(str(day), datatype=_DATE)
