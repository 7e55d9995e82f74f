"""Write the rows of an answer as lines of CSV (SPARQL 1.1 CSV, section 3).

How a term is spelled is said in :mod:`secgraph.query.terms`. Knows no question and no order.
"""

import operator

from secgraph.query.terms import NAMED, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.stores.answer import Row

_value = operator.attrgetter("value")


def cells(row: "Row") -> "list[str]":
    """Give the terms of a row as cells."""
    if NAMED.issuperset(map(type, row)):
        return list(map(_value, row))
    return list(map(plain, row))


def text(table: "Sequence[Sequence[str]]") -> str:
    """Write lines of cells; a look at a whole line is faster than one at each of its cells."""
    lines = [",".join(row) for row in table]
    lines.append("")
    whole = "\n".join(lines)
    commas = len(table[0]) - 1
    may_have_marks = '"' in whole or "\r" in whole or whole.count("\n") != len(table)
    for number, row in enumerate(table):
        line = lines[number]
        has_marks = may_have_marks and _has_mark(line)
        if not line or has_marks or line.count(",") != commas:
            lines[number] = _quoted(row, has_marks)
    return "\n".join(lines)


def _quoted(cells: "Sequence[str]", has_marks: bool) -> str:
    """Write cells of which some need quotes; a line of one empty cell is none without them."""
    if has_marks:
        quoted = [
            '"' + cell.replace('"', '""') + '"' if "," in cell or _has_mark(cell) else cell
            for cell in cells
        ]
    else:
        quoted = [f'"{cell}"' if "," in cell else cell for cell in cells]
    return ",".join(quoted) or '""'


def _has_mark(text: str) -> bool:
    """Whether a text has a quotation mark or a line end."""
    return '"' in text or "\n" in text or "\r" in text
