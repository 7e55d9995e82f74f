"""Rows of a file come with their lines, however long it is, whichever line ends it has, and as far
as it can be read."""

import gzip
from pathlib import Path

import pytest

from secgraph import imports
from secgraph.errors import BadFile
from secgraph.imports.reading import Source, Table
from support.command import secgraph

HEADER = b"StateAbb,CCode,StateNme"
ROWS = 20_000
"""More than is read at once."""


@pytest.fixture
def table(tmp_path: Path):
    def opened(content: bytes, adapter: str = "cow-codes", shared: int = 0) -> Table:
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        return Table(imports.find(adapter), Source(str(path)), shared)

    return opened


def lines(count: int = ROWS) -> list[bytes]:
    return [
        HEADER,
        *[f"S{number},{number},Land {number} é".encode() for number in range(2, count + 2)],
    ]


def read(table: Table) -> tuple[list[tuple[int, list[str]]], BadFile | None]:
    """The rows that come before a fault, and the fault."""
    rows = []
    try:
        for each in table.rows():
            rows.append(each)
    except BadFile as error:
        return rows, error
    return rows, None


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_each_row_has_its_line(table, end, last, pack):
    content = b"\xef\xbb\xbf" + end.join(lines()) + (end if last else b"")
    rows, fault = read(table(pack(content), shared=2))
    assert fault is None
    assert rows == [
        (number, [f"S{number}", str(number), f"Land {number} é"]) for number in range(2, ROWS + 2)
    ]


@pytest.mark.parametrize("at", [2, 3, 9_000, ROWS + 1])
def test_what_is_not_utf_8_is_told_with_its_line_and_the_rows_before_it_come(table, at):
    content = lines()
    content[at - 1] = "S1,1,Café".encode("latin-1")
    rows, fault = read(table(b"\n".join(content)))
    assert fault is not None and fault.line == at and "byte 0xe9 at 8" in str(fault)
    assert [number for number, _ in rows] == list(range(2, at))


def test_a_file_that_is_cut_within_a_character_is_not_utf_8(table):
    rows, fault = read(table(b"\n".join(lines())[:-1]))
    assert (
        fault is not None
        and fault.line == ROWS + 1
        and "is not UTF-8" in str(fault)
        and len(rows) == ROWS - 1
    )


@pytest.mark.parametrize("at", [2, 9_000, ROWS + 1])
def test_a_line_that_never_ends_is_told_with_its_number(table, at):
    content = lines()
    content[at - 1] = b"x" * (1 << 21)
    rows, fault = read(table(b"\n".join(content)))
    assert (
        fault is not None
        and fault.line == at
        and "longer than any" in str(fault)
        and len(rows) == at - 2
    )


@pytest.mark.parametrize("at", [1000, 9_000])
def test_a_gzip_file_that_is_cut_off_gives_the_lines_that_are_whole(table, at):
    whole, start = b"\n".join(lines()), b"\n".join(lines()[:at])
    packed = gzip.compress(whole)
    cut = packed[: len(packed) * len(start) // len(whole)]
    rows, fault = read(table(cut))
    assert fault is not None and "cut off here" in str(fault)
    assert rows and fault.line == rows[-1][0] + 1


def test_a_quoted_cell_over_many_lines_is_one_row_and_those_after_it_keep_their_lines(table):
    content = [HEADER, b"A,1,x", b'B,2,"' + b"y\n" * ROWS + b'"', b"C,3,x"]
    rows, fault = read(table(b"\n".join(content), shared=2))
    assert fault is None
    assert [(line, row[0]) for line, row in rows] == [(2, "A"), (3, "B"), (ROWS + 4, "C")] and rows[
        1
    ][1][2] == "y\n" * ROWS


def test_a_quoted_cell_that_is_never_closed_is_told_where_it_begins(table):
    content = lines()
    content[-1000] = b'S1,1,"Land'
    rows, fault = read(table(b"\n".join(content)))
    assert (
        fault is not None
        and fault.line == ROWS - 998
        and "never closed" in str(fault)
        and len(rows) == ROWS - 1000
    )


def test_only_the_last_row_can_be_one_that_breaks_off(tmp_path):
    """A row of another width before it is rejected alone, though both are read at once."""
    path = tmp_path / "file.csv"
    path.write_bytes(b"\n".join([*lines(3), b"S,9", b"CUB,40,Cuba"]))
    work = imports.Work(imports.find("cow-codes"), [str(path)])
    b"".join(work.pieces())
    assert (path.name, 5, "2 columns, not 3") in [
        (Path(name).name, line, reason) for name, line, reason in work.report.reasons
    ]
    path.write_bytes(b"\n".join([*lines(3), b"CUB,40,Cuba", b"S,9"]))
    with pytest.raises(
        BadFile, match="breaks off within this row, which has 2 of 3 columns"
    ) as caught:
        b"".join(imports.Work(imports.find("cow-codes"), [str(path)]).pieces())
    assert caught.value.line == 6


def test_a_row_after_a_comment_has_its_own_line(table):
    adapter = imports.find("geonames")
    row = "\t".join("x" for _ in adapter.header)
    content = "\n".join(["# a comment", "#" + "\t".join(adapter.header), row, "# another", row, ""])
    rows, fault = read(table(content.encode(), "geonames"))
    assert fault is None and [line for line, _ in rows] == [3, 5]


@pytest.mark.parametrize(
    "content", [b"\n" + HEADER, b"\n"], ids=["an empty line first", "an empty line"]
)
def test_an_empty_line_is_no_header(table, content):
    rows, fault = read(table(content))
    assert not rows and fault is not None and "holds no header" in str(fault)


CODES = b"StateAbb,CCode,StateNme\nUSA,2,United States of America\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_file_is_imported_by_its_header(pack, tmp_path):
    path = tmp_path / "anything.csv"
    path.write_bytes(pack(CODES))
    done = secgraph("import", str(path))
    assert done.returncode == 0, done.stderr
    assert f"{path}: cow-codes, by its header" in done.stderr
    assert done.stdout.startswith("cow-codes: 1 row")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ([b"a,b\n1,2\n"], "has the header of no dataset that is known"),
        ([b""], "has the header of no dataset that is known"),
        ([CODES, b"a,b\n"], "are of different datasets; import each alone"),
    ],
)
def test_a_file_that_no_header_tells_is_refused(files, message, tmp_path):
    paths = [tmp_path / f"{number}.csv" for number in range(len(files))]
    for path, content in zip(paths, files, strict=True):
        path.write_bytes(content)
    done = secgraph("import", *map(str, paths), "-o", str(tmp_path / "store"))
    assert done.returncode == 2
    assert message in done.stderr and done.stderr.count("\n") == 1
    assert not (tmp_path / "store").exists()
