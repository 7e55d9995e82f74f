"""Rows of cells are those of the csv module, whichever way they are found."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.imports.reading import Cells
from support.fuzzing import examples

Outcome = tuple[list[tuple[int, list[str]]], str]


def expected(lines: list[str], *, quoted: bool) -> Outcome:
    """What the csv module gives, each row with the line in which it begins, and where and how
    it ends in an error."""
    counted = 0

    def text():
        nonlocal counted
        for line in lines:
            counted += 1
            yield line + "\n"

    rows: list[tuple[int, list[str]]] = []
    begun = 1
    try:
        for row in csv.reader(
            text(), quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True
        ):
            rows.append((begun, row))
            begun = counted + 1
    except csv.Error as error:
        return rows, f"{begun}: {error}"
    return rows, ""


def found(lines: list[str], *, quoted: bool = True, shared: int = 0) -> Outcome:
    rows: list[tuple[int, list[str]]] = []
    cells = Cells(iter(lines), ",", quoted=quoted, shared=shared)
    try:
        rows.extend(cells)
    except csv.Error as error:
        return rows, f"{cells.begun}: {error}"
    return rows, ""


TAIL = ["x,y", 'x,"a, b"', "", ",", '"', "x\r", 'x,"y', "\0", "é\u2028,\x0b", 'x"y', '"x""y",z']
HEAD = ["1,2,", "1,", "", '"1",2,', "1,2,3,", '1,"', "\r,", '"', "a\nb,", 'a"b,c,', "1,\0,"]


@pytest.mark.fuzz
@examples(1500)
@given(
    st.lists(
        st.builds(lambda head, tail: head + tail, st.sampled_from(HEAD), st.sampled_from(TAIL))
        | st.text('ab,"\r\n\0é', max_size=8),
        max_size=8,
    )
)
def test_rows_are_those_of_the_csv_module(lines):
    """Quotes that open and never close, that close lines later, that stand within a cell.

    CR, LF and NUL; ends that are alike or only look so.
    """
    for quoted in (True, False):
        for shared in (0, 1, 2, 3):
            assert found(lines, quoted=quoted, shared=shared) == expected(lines, quoted=quoted), (
                quoted,
                shared,
            )


@pytest.mark.parametrize(
    "lines",
    [
        ["1,2,x", "1,3,x", '1,"4,x', '5",6,x', "1,7,x"],
        ["1,2,x", '"1,2,x', '3",4,x'],
        ['1,2,"x', 'y"', '1,3,"x', 'y"'],
        ["1,2,x\r", "1,3,x\r", "\r", "1,4,x\r"],
        ['1,a"b,x', '1,a"c,x'],
        ["1,2,x", "1,2\r,x"],
        ["1,2,x", "", "1,3,x"],
        ["1,2,x", ",x", "x", "1,2,3,x"],
    ],
    ids=[
        "a quoted cell over two lines",
        "with an end as before",
        "whose end is alike",
        "CR LF",
        "a quote within",
        "CR within",
        "empty",
        "other widths",
    ],
)
def test_a_row_that_ends_as_the_one_before_is_split_as_any(lines):
    for shared in (1, 2):
        assert found(lines, shared=shared) == expected(lines, quoted=True)


def test_a_cell_that_is_too_long_is_told_wherever_it_stands():
    # The limit is that of the process, and another test may have raised it to gibibytes.
    before = csv.field_size_limit(1 << 17)
    try:
        long = "a" * (csv.field_size_limit() + 1)
        for lines in ([f"1,{long}"], ["1,2,x", f"1,{long},x"]):
            rows, told = found(lines, shared=2)
            assert (rows, told) == expected(lines, quoted=True) and "field larger" in told
    finally:
        csv.field_size_limit(before)


def test_what_the_csv_module_writes_comes_back():
    rows = [[str(number), "a", 'of "this", and\nthat', "\r\n"] for number in range(5)]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    assert [row for _, row in found(written.getvalue().split("\n")[:-1], shared=2)[0]] == rows
