"""Show an answer as plain text, for whoever prints it in Python.

Shortens long cells and leaves out rows, and says so; a terminal has a table of its own.
"""

from typing import TYPE_CHECKING

from secgraph.namespaces import curies

if TYPE_CHECKING:
    from secgraph.query.result import Result

ROWS = 20
"""So many rows are shown."""

WIDEST = 48
"""So many signs of a cell are shown."""


def text(result: "Result") -> str:
    """Give the shown columns of the first rows, and how many there are."""
    if result.truth is not None:
        return "yes" if result.truth else "no"
    if result.triples is not None:
        return f"{len(result.triples):,} triples"
    names = result.shown
    rows = [[_cell(row[name]) for name in names] for row in result.rows[:ROWS]]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (names, *rows)
    ]
    more = f", of which {ROWS} are shown" if len(result) > ROWS else ""
    count = f"{len(result):,} row{'' if len(result) == 1 else 's'}{more}"
    head = [result.title, result.subtitle] if result.title else []
    return "\n".join(filter(None, [*head, *lines, count]))


def _cell(value: str) -> str:
    words = " ".join(curies(value).split())
    return words if len(words) <= WIDEST else words[: WIDEST - 1] + "…"
