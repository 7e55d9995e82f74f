"""Claims as tables for a spreadsheet, and back, byte for byte."""

import csv
import shutil
import subprocess

import pytest

from secgraph.authoring import parse, tables, writing
from secgraph.authoring.mistakes import Mistakes
from support.command import secgraph

HARD = """document harbour-forum
  date  2024-05-02
  by  Forum ministers

thing Forum ministers (Collective)
  says  We ; Our
  note  =1+1 is what they say, "quoted", and more
thing +1 (Referent)
thing March 12 (Event)
thing TRUE (Referent)
thing 1/2 (Referent)

T -- It names the statement.

P1.S1 -- =HYPERLINK("x")
~ 3-4 = Japan
> a+b supports P2.S1 because P2.S1 3-3
   = What both say, together = one.
> a+b none -- -2

P2.S1
a  Japan | not can supports | "AND | OR" / +1 ; time 2021-03-12 ; hedge possible ?trusts ?welcomes
   " 1-2 4-5
   = +1 for Japan, "so to say".
   note =2+2 is how the reader counts.
   > supports b because 1-1
   > none -- -1
   ! 2 in ; 7 out
   @ drafted by Jane Roe 2026-11-29 ; approved by Jane Roe 2026-12-01 of 0123456789ab
b  TRUE | concerns | 12
   " 3-4
"""


@pytest.fixture
def folder(tmp_path):
    for name, text in tables.write(read(HARD)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def read(text):
    mistakes = Mistakes("x")
    file = parse.parse(text, mistakes)
    assert not mistakes, mistakes.lines()
    assert writing.file(file) == text
    return file


def back(folder):
    return tables.read({name: str(folder / name) for name in tables.TABLES}).text


def test_a_file_comes_back_byte_for_byte(folder):
    assert writing.file(read_again(back(folder))) == HARD


def read_again(text):
    mistakes = Mistakes("x")
    file = parse.parse(text, mistakes)
    assert not mistakes, mistakes.lines()
    return file


def test_a_row_is_a_claim_and_no_cell_begins_as_a_formula_a_number_or_a_date(folder):
    with (folder / "claims.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    assert [row[:2] for row in rows[1:]] == [
        ["T", ""],
        ["P1.S1", ""],
        ["P2.S1", "a"],
        ["P2.S1", "b"],
    ]
    for row in rows:
        for cell in row:
            assert not cell or cell[0].isalpha() or cell[0] == "'"


def test_the_order_of_columns_blank_rows_and_other_line_ends_do_not_matter(folder):
    for name in tables.TABLES:
        path = folder / name
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t"))
        turned = [list(reversed(row)) for row in rows]
        turned.insert(1, [""] * len(rows[0]))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter="\t", lineterminator="\r\n").writerows(turned)
    assert writing.file(read_again(back(folder))) == HARD


@pytest.mark.readers
def test_a_spreadsheet_that_saves_the_tables_changes_nothing(folder, tmp_path):
    """Gnumeric opens each table as a person does, saves it as its own, and that as a table."""
    assert shutil.which("ssconvert"), "tests/authoring/install brings Gnumeric"
    for name in tables.TABLES:
        path, book = folder / name, tmp_path / f"{name}.gnumeric"
        run("--import-type=Gnumeric_stf:stf_csvtab", str(path), str(book))
        options = "separator='\t' format=preserve quoting-mode=auto eol=unix"
        path.unlink()
        run("--export-type=Gnumeric_stf:stf_assistant", "-O", options, str(book), str(path))
    assert writing.file(read_again(back(folder))) == HARD


def run(*words):
    done = subprocess.run(["ssconvert", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_verb_writes_tables_and_takes_them_back(forum):
    before = writing.file(read_again((forum / "draft.claims").read_text(encoding="utf-8")))
    assert secgraph("document", "tables", str(forum)).returncode == 0
    (forum / "draft.claims").unlink()
    shutil.copy(forum / "tables" / "claims.tsv", forum / "kept.tsv")
    done = secgraph("document", "tables", str(forum), "--read")
    assert (done.returncode, done.stderr) == (0, "")
    assert (forum / "draft.claims").read_text(encoding="utf-8") == before


def test_a_mistake_in_a_table_is_named_by_its_row(forum):
    secgraph("document", "tables", str(forum))
    path = forum / "tables" / "claims.tsv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\tshould\t", "\tshall\t", 1), encoding="utf-8")
    row = 1 + next(i for i, line in enumerate(text.splitlines()) if "\tshould\t" in line)
    done = secgraph("document", "tables", str(forum), "--read")
    assert done.returncode == 1
    assert f"claims.tsv:{row}: force cannot be 'shall'" in done.stderr


@pytest.mark.parametrize(
    ("table", "text", "message"),
    [
        ("claims.tsv", "letter\tsubject\n", "has no column passage"),
        ("claims.tsv", "passage\tletter\tmood\n", "has the column 'mood'"),
        ("things.tsv", "what\tname\nplace\tHarwick\n", "write thing, kind or source"),
        ("things.tsv", "what\tname\tmeans\nthing\tHarwick\tx\n", "a thing has no means"),
        ("claims.tsv", 'passage\tletter\nP1.S1\t"a\nb"\n', "has a line end in a cell"),
    ],
)
def test_a_damaged_table_is_named(table, text, message, forum):
    secgraph("document", "tables", str(forum))
    (forum / "tables" / table).write_text(text, encoding="utf-8")
    done = secgraph("document", "tables", str(forum), "--read")
    assert done.returncode == 2
    assert message in done.stderr
