"""Write an answer as a workbook of a spreadsheet (Office Open XML).

The same answer gives the same bytes. Writes values only: no formula, no link, no macro.
"""

import datetime
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from secgraph.errors import MissingExtra, UsageError
from secgraph.query import dictionary, typed
from secgraph.query.typed import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from secgraph.query.result import Result

ROWS = 1_048_576
"""Rows of a sheet, that of the names among them."""

COLUMNS = 16_384
SIGNS = 32_767
"""Signs of a cell, as UTF-16 counts them."""

EXACT = 2**53
"""Whole numbers beyond this are not exact in a spreadsheet."""

FIRST_DAY = datetime.date(1900, 3, 1)
"""The first day that every spreadsheet numbers alike."""

_MADE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_WIDEST = 60
_FORMATS = {"date": "yyyy-mm-dd", "local": "yyyy-mm-dd hh:mm:ss", "moment": "yyyy-mm-dd hh:mm:ss"}


def xlsx(result: "Result") -> bytes:
    """Write a workbook with a sheet of the rows, and one that says what they are.

    Numbers, truths and dates are such; days before March 1900 and whole numbers that a spreadsheet
    would round make their column one of texts. Texts are texts, whatever they begin with.

    Raises:
        MissingExtra: XlsxWriter is not installed.
        UsageError: The answer is too long or too wide, or has a text too long for a cell.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("tables", "a workbook of a spreadsheet") from error
    columns = [_fitting(column) for column in typed.columns(result)]
    _check(columns, len(result))
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": result.title or "secgraph", "created": _MADE})
        _rows(book, book.add_worksheet("rows"), columns, len(result))
        _about(book, book.add_worksheet("about"), result, columns)
    return target.getvalue()


def _fitting(column: Column) -> Column:
    """Give a column whose values a spreadsheet can hold as they are."""
    known = [cell for cell in column.cells if cell is not None]
    if column.kind == "whole":
        fits = all(isinstance(cell, int) and abs(cell) <= EXACT for cell in known)
    elif column.kind in _FORMATS:
        fits = all(_day(cell) >= FIRST_DAY for cell in known)
    elif column.kind == "number":
        fits = all(isinstance(cell, float) and abs(cell) < float("inf") for cell in known)
    else:
        return column
    if fits:
        return column
    texts: list[object] = [None if cell is None else str(cell) for cell in column.cells]
    return Column(column.name, "text", texts)


def _day(cell: object) -> datetime.date:
    return (
        cell.date()
        if isinstance(cell, datetime.datetime)
        else datetime.date.fromisoformat(str(cell))
    )


def _check(columns: Sequence[Column], rows: int) -> None:
    other = "take csv or parquet instead"
    if rows >= ROWS:
        raise UsageError(
            f"the answer has {rows:,} rows, and a sheet holds {ROWS - 1:,}; {other}, or say --limit"
        )
    if len(columns) > COLUMNS:
        raise UsageError(f"the answer has {len(columns):,} columns, and a sheet holds {COLUMNS:,}")
    for column in columns:
        for number, cell in enumerate(column.cells, 1):
            if isinstance(cell, str) and _signs(cell) > SIGNS:
                raise UsageError(
                    f"{column.name} of row {number:,} has {_signs(cell):,} signs, and a cell of a "
                    f"spreadsheet holds {SIGNS:,}; {other}"
                )


def _signs(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2 if len(text) > SIGNS // 2 else len(text)


def _rows(book: "Workbook", sheet: "Worksheet", columns: Sequence[Column], rows: int) -> None:
    head = book.add_format({"bold": True, "bottom": 1})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, head)
        shape = book.add_format({"num_format": _FORMATS.get(column.kind, "General")})
        for number, cell in enumerate(column.cells, 1):
            _write(sheet, number, place, cell, shape)
        longest = max((len(str(cell)) for cell in column.cells if cell is not None), default=0)
        sheet.set_column(place, place, min(max(longest, len(column.name)) + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, rows, len(columns) - 1)


def _write(sheet: "Worksheet", row: int, place: int, cell: object, shape: "Format") -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell)
    elif isinstance(cell, datetime.datetime):
        sheet.write_datetime(row, place, cell.replace(tzinfo=None), shape)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, place, cell, shape)
    else:
        sheet.write_string(row, place, str(cell))


def _about(
    book: "Workbook", sheet: "Worksheet", result: "Result", columns: Sequence[Column]
) -> None:
    """Say what was asked of which release, and what each column holds."""
    bold = book.add_format({"bold": True})
    lines = [
        ("question", result.title or "SPARQL"),
        ("name", result.about.name),
        ("values", result.subtitle),
        ("release", f"secgraph {result.release}".strip()),
    ]
    facts = [(name, words) for name, words in lines if words]
    about = result.about.name
    meanings = [(column.name, dictionary.meaning(about, column.name)) for column in columns]
    for number, (name, words) in enumerate([*facts, ("", ""), ("column", "holds"), *meanings]):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, words)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
