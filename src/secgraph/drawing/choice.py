"""Say which view suits an answer, and whether what draws it is installed.

Draws nothing: see :mod:`secgraph.drawing.views`.
"""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from secgraph.drawing import views
from secgraph.errors import UsageError
from secgraph.query.result import Result

MOST_ROWS = 60
"""An answer of more rows has no figure: nobody could read it."""

_MAPPED = ("option", "member")
"""Columns of answers that are best seen on a map."""

_LIBRARIES = {"graph": ("matplotlib", "networkx", "graphlay")}
_USUAL = ("matplotlib",)
"""What a view needs; all others than these need the usual one."""


def is_installed(view: str) -> bool:
    """Whether the libraries that draw a view are installed."""
    return all(find_spec(name) for name in _LIBRARIES.get(view, _USUAL))


def view_of(result: Result) -> str:
    """Give the view that suits an answer and shows something of it.

    An answer with a row for each year is a line, however many years it has.

    Returns:
        ``bars``, ``line``, ``timeline``, ``map`` or ``graph``; empty for none.

    Raises:
        MissingExtra: The library that makes a graph of an answer is not installed.
    """
    view = _suited(result)
    return view if view and _has_marks(result, view) else ""


def _suited(result: Result) -> str:
    """Give the view that suits the columns of an answer and the number of its rows."""
    columns = set(result.columns)
    if "year" in columns and result.about.bars and _is_series([row["year"] for row in result.rows]):
        return "line"
    if not len(result) or len(result) > MOST_ROWS:
        return ""
    if result.about.bars:
        return "bars"
    if "when" in columns or {"start", "until"} <= columns or {"since", "end"} <= columns:
        return "timeline"
    if columns.intersection(_MAPPED) or {"state", "naming"} <= columns:
        return "map"
    return "graph" if {"claim", "evidence"} <= columns and len(result) <= MOST_ROWS // 3 else ""


def _is_series(years: Sequence[str]) -> bool:
    """Whether there are three years or more, each once."""
    return len(years) > 2 and len(set(years)) == len(years) and all(map(str.isdecimal, years))


def _has_marks(result: Result, view: str) -> bool:
    """Whether a view of an answer would show something."""
    if view == "graph":
        return result.to_networkx(asked=False).number_of_edges() > 0
    layouts: dict[str, Callable[[Result], object]] = {
        "bars": views.measured,
        "timeline": views.spans,
        "map": views.located,
        "line": lambda result: views.table(result, over_years=True),
        "heat": views.table,
    }
    try:
        return bool(layouts[view](result))
    except UsageError:  # nothing in it has a date, a place or a number
        return False
