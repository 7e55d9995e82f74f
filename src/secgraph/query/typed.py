"""Give the columns of an answer with the type that all of their values have.

The one reading of values for spreadsheets, Arrow and data dictionaries; writes none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.namespaces import PREFIXES
from secgraph.query import frames, shaping, spans
from secgraph.query.terms import plain

if TYPE_CHECKING:
    from secgraph.query.result import Result
    from secgraph.query.terms import Term

DAYS = ("attested", "date", "end", "since", "start", "until")
"""Columns in which saved questions give days as texts."""

_INT64 = range(-(2**63), 2**63)
_DATE = PREFIXES["xsd"] + "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer.

    Attributes:
        name: Its name.
        kind: ``whole``, ``number``, ``boolean``, ``date``, ``local`` (a moment without a zone),
            ``moment`` (one in UTC) or ``text``.
        cells: Values in Python, None where nothing is there.
    """

    name: str
    kind: str
    cells: list[object]


def columns(result: "Result", *, spans_too: bool = True) -> list[Column]:
    """Give the columns of an answer.

    Numbers, truths and dates are such where every value of the column is; in the columns
    :data:`DAYS` also where every text is a whole day. All else are texts, so that a code keeps its
    leading zeros.

    Args:
        result: The answer.
        spans_too: Whether the first and the last day of spans are beside them.

    Raises:
        UsageError: The answer has no rows.
    """
    shaping.check_rows(result, "a typed table")
    result = shaping.with_days(result) if spans_too else result
    return [
        _column(name, [row[place] for row in result.terms])
        for place, name in enumerate(result.columns)
    ]


def _column(name: str, terms: "Sequence[Term | None]") -> Column:
    known = [term for term in terms if term is not None and plain(term)]
    kind, values = _values(name, known)
    if not kind:
        return Column(name, "text", [None if term is None else plain(term) for term in terms])
    remaining = iter(values)
    cells = [next(remaining) if term is not None and plain(term) else None for term in terms]
    return Column(name, kind, cells)


def _values(name: str, terms: "Sequence[Term]") -> tuple[str, list[object]]:
    """Give the kind that all terms share, empty for texts, and their values."""
    pairs = [frames.value(term) for term in terms]
    kinds = {kind for kind, _ in pairs}
    values = [value for _, value in pairs]
    if kinds == {"whole"}:
        fits = all(value in _INT64 for value in values if isinstance(value, int))
        return ("whole", values) if fits else ("", [])
    if kinds in ({"number"}, {"whole", "number"}):
        return "number", [float(str(value)) for value in values]
    if kinds == {"date"}:
        if all(
            isinstance(term, pyoxigraph.Literal) and term.datatype.value == _DATE for term in terms
        ):
            return "date", [spans.day(plain(term).strip()) for term in terms]
        return "local", values
    if kinds in ({"boolean"}, {"moment"}):
        return kinds.pop(), values
    days = [spans.day(plain(term)) for term in terms] if name in DAYS else []
    return ("date", list(days)) if days and all(days) else ("", [])
