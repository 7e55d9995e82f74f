"""Answers as workbooks, Parquet, Arrow and data frames, read by the programs that people use."""

import csv
import datetime
import io
import shutil
import subprocess
from xml.etree import ElementTree

import duckdb
import openpyxl
import pandas
import polars
import pyarrow
import pyoxigraph
import pytest

import secgraph
from secgraph.errors import UsageError
from secgraph.query import dictionary, shaping, sheet, spans
from secgraph.query.result import Result
from secgraph.stores.answer import Answer
from support.paths import ROOT

XSD = "http://www.w3.org/2001/XMLSchema#"


def literal(text: str, kind: str = "string") -> pyoxigraph.Literal:
    return pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode(XSD + kind))


COLUMNS = {
    "code": ["036", "840", "004"],
    "formula": ["=1+1", "@SUM(A1)", "-2"],
    "count": [literal("3", "integer"), None, literal("-12", "integer")],
    "share": [literal("0.75", "decimal"), literal("1", "decimal"), None],
    "known": [literal("true", "boolean"), literal("false", "boolean"), None],
    "day": [literal("2018-12-31", "date"), None, literal("1949-04-04", "date")],
    "since": ["2018-12-31", "", "1949-04-04"],
    "old": [literal("1815-06-09", "date"), None, literal("2018-12-31", "date")],
    "moment": [literal("2018-12-31T23:00:00+01:00", "dateTime"), None, None],
    "large": [literal("9007199254740993", "integer"), None, literal("1", "integer")],
    "mixed": [literal("3", "integer"), literal("three"), None],
}
"""Columns of three rows: a plain text is a literal of text, None is unbound."""


def made(columns: dict) -> Result:
    cells = [
        [pyoxigraph.Literal(cell) if isinstance(cell, str) else cell for cell in column]
        for column in columns.values()
    ]
    return Result(Answer(list(columns), list(zip(*cells, strict=True))), release="0.1.0")


@pytest.fixture
def result() -> Result:
    return made(COLUMNS)


def test_a_stamp_is_a_moment_and_what_is_none_stays_a_text():
    """``xsd:dateTimeStamp`` is ``xsd:dateTime`` with a zone that must be there."""
    stamps = ["2018-12-31T23:00:00+01:00", "2018-12-31T23:00:00Z"]
    table = made({"at": [literal(text, "dateTimeStamp") for text in stamps]}).to_pandas()
    assert str(table["at"].dtype) == "datetime64[us, UTC]"
    assert [moment.hour for moment in table["at"]] == [22, 23]
    without = ["2018-12-31T23:00:00", "2018-02-30T23:00:00Z"]
    for text in without:
        table = made({"at": [literal(text, "dateTimeStamp")]}).to_pandas()
        assert list(table["at"]) == [text]


def read_sheet(data: bytes) -> dict[str, list]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    head, *rows = book["rows"].iter_rows(values_only=True)
    return {name: [row[place] for row in rows] for place, name in enumerate(head)}


def test_a_workbook_has_the_values_with_their_types(result):
    """A code keeps its zeros, a formula is a text, a day before 1900 and a number that a
    spreadsheet would round are texts; days are days."""
    read = read_sheet(result.serialize("xlsx"))
    day, other = datetime.datetime(2018, 12, 31), datetime.datetime(1949, 4, 4)
    assert read == {
        "code": ["036", "840", "004"],
        "formula": ["=1+1", "@SUM(A1)", "-2"],
        "count": [3, None, -12],
        "share": [0.75, 1, None],
        "known": [True, False, None],
        "day": [day, None, other],
        "since": [day, None, other],
        "old": ["1815-06-09", None, "2018-12-31"],
        "moment": [datetime.datetime(2018, 12, 31, 22), None, None],
        "large": ["9007199254740993", None, "1"],
        "mixed": ["3", "three", None],
    }


def test_no_cell_of_a_workbook_is_a_formula(result):
    book = openpyxl.load_workbook(io.BytesIO(result.serialize("xlsx")))
    kinds = {cell.data_type for row in book["rows"].iter_rows() for cell in row}
    assert "f" not in kinds


def test_a_workbook_says_what_was_asked_and_what_each_column_holds():
    data = secgraph.run("record/agreement-within", grouping="NATO").serialize("xlsx")
    about = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(io.BytesIO(data))["about"].iter_rows(values_only=True)
    }
    assert about["name"] == "record/agreement-within"
    assert about["values"] == "grouping: NATO"
    assert about["release"] == "secgraph 0.1.0"
    assert about["joint"] == "Number of votes in which both took part."


@pytest.mark.readers
def test_another_spreadsheet_reads_the_same(result, tmp_path):
    """Gnumeric reads each cell of the workbook as it is in the answer."""
    assert shutil.which("ssconvert"), "tests/authoring/install brings Gnumeric"
    (tmp_path / "a.xlsx").write_bytes(result.serialize("xlsx"))
    subprocess.run(
        ["ssconvert", "--export-type=Gnumeric_stf:stf_csv", "a.xlsx", "a.csv"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["code"] for row in read] == COLUMNS["code"]
    assert [row["formula"] for row in read] == COLUMNS["formula"]
    # Gnumeric writes a day, which it knows to be one, with strokes.
    assert [row["day"] for row in read] == ["2018/12/31", "", "1949/04/04"]
    assert [row["share"] for row in read] == ["0.75", "1", ""]


TEXT_FIRST = "CSV:44,34,76,1,{columns}"
"""Commas, quotes, UTF-8, from line 1, and the type of each column: 2 is text, 1 is found out."""


@pytest.mark.readers
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_reads_codes_as_texts_and_days_as_days(result, tmp_path, kind):
    """Of a workbook by itself; of CSV where it is told that the first columns are texts, since it
    takes 036 for 36 otherwise."""
    assert shutil.which("soffice"), "tests/authoring/install brings LibreOffice"
    (tmp_path / f"a.{kind}").write_bytes(result.serialize(kind))
    place = list(result.columns).index("code") + 1
    columns = f"{place}/2/{list(result.columns).index('formula') + 1}/2"
    filters = [f"--infilter={TEXT_FIRST.format(columns=columns)}"] if kind == "csv" else []
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = ["soffice", profile, "--headless", *filters, "--convert-to", "fods", f"a.{kind}"]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    table = ElementTree.parse(tmp_path / "a.fods").iter(f"{_TABLE}table-row")
    head, *rows = [_cells(row) for row in table][: len(result) + 1]
    read = [
        {name: cell for (_, name), cell in zip(head, row, strict=False) if name} for row in rows
    ]
    assert [row["code"][1] for row in read] == COLUMNS["code"]
    assert {row["code"][0].get(f"{_OFFICE}value-type") for row in read} == {"string"}
    assert [row["formula"][1] for row in read] == COLUMNS["formula"]
    days = [row["day"][0].get(f"{_OFFICE}date-value") for row in read]
    assert days == ["2018-12-31", None, "1949-04-04"]
    shares = [row["share"][0].get(f"{_OFFICE}value") for row in read[:2]]
    assert shares == ["0.75", "1"]


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def _cells(row: ElementTree.Element) -> list[tuple[ElementTree.Element, str]]:
    """Give the cells of a row with their texts; equal ones beside each other stand once."""
    return [
        (cell, _shown(cell))
        for cell in row
        for _ in range(min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 20))
    ]


def _shown(cell: ElementTree.Element) -> str:
    return "".join(cell.itertext()).strip()


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize("name", ["record/agreement-within", "recommendations/list"])
def test_each_edge_has_an_id_of_its_own(format, name):
    root = ElementTree.fromstring(secgraph.run(name).serialize(format))
    ids = [edge.get("id") for edge in root.iter() if edge.tag.rpartition("}")[2] == "edge"]
    assert len(ids) > 1
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("format", ["xlsx", "parquet", "arrow", "graphml", "gexf", "edges"])
def test_the_same_answer_gives_the_same_bytes(format):
    first, second = (
        secgraph.run("record/agreement-within").serialize(format) for _ in ("first", "second")
    )
    assert first == second
    assert str(datetime.date.today()).encode() not in first


def test_a_workbook_holds_no_time_of_its_making():
    """Each member of the archive, and the properties, have a fixed time."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(made(COLUMNS).serialize("xlsx"))) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == 2


def test_an_answer_too_long_for_a_sheet_is_refused_in_a_line():
    """A sheet has 1,048,576 rows, one of them for the names."""
    rows = [(pyoxigraph.Literal("x"),)] * sheet.ROWS
    with pytest.raises(UsageError, match=r"1,048,576 rows, and a sheet holds 1,048,575") as error:
        Result(Answer(["a"], rows)).serialize("xlsx")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("text", "fits"), [("x" * 32_767, True), ("x" * 32_768, False),
                                            ("\U0001f600" * 16_384, False)])  # fmt: skip
def test_a_text_too_long_for_a_cell_is_refused_and_never_cut(text, fits):
    """Signs are counted as spreadsheets count them, in UTF-16."""
    answer = made({"a": [text]})
    if fits:
        assert read_sheet(answer.serialize("xlsx")) == {"a": [text]}
        return
    with pytest.raises(UsageError, match=r"a of row 1 has 32,768 signs, and a cell"):
        answer.serialize("xlsx")


@pytest.mark.parametrize("format", ["xlsx", "parquet", "arrow", "graphml", "gexf", "edges"])
@pytest.mark.parametrize("query", ["ASK { ?s ?p ?o }", "CONSTRUCT WHERE { ?s a sg:Region }"])
def test_what_has_no_rows_is_refused(format, query):
    with pytest.raises(UsageError, match="needs rows"):
        secgraph.sparql(query).serialize(format)


def test_parquet_has_the_types_in_pandas_and_duckdb(result, tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(result.serialize("parquet"))
    frame = pandas.read_parquet(path)
    assert list(frame["code"]) == COLUMNS["code"]
    assert list(frame["day"]) == [datetime.date(2018, 12, 31), None, datetime.date(1949, 4, 4)]
    types = dict(
        duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall()
    )
    assert types == {
        "code": "VARCHAR", "formula": "VARCHAR", "count": "BIGINT", "share": "DOUBLE",
        "known": "BOOLEAN", "day": "DATE", "since": "DATE", "old": "DATE",
        "moment": "TIMESTAMP WITH TIME ZONE", "large": "BIGINT", "mixed": "VARCHAR",
    }  # fmt: skip


def test_arrow_is_read_by_polars(result):
    frame = polars.read_ipc(io.BytesIO(result.serialize("arrow")))
    assert frame["large"].to_list() == [9007199254740993, None, 1]
    assert frame.equals(result.to_polars())


def test_a_table_of_arrow_names_the_question_and_describes_its_columns():
    table = secgraph.run("votes/on").to_arrow()
    assert isinstance(table, pyarrow.Table)
    assert table.schema.metadata[b"question"] == b"votes/on"
    assert table.schema.field("option").metadata[b"description"].startswith(b"How it voted")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-02-23", "2023-02-23", "2023-02-23"),
        ("2006", "2006-01-01", "2006-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2006-01-01 / 2006-12-31", "2006-01-01", "2006-12-31"),
        ("2022 / ..", "2022-01-01", None),
        (".. / 2006-12-31", None, "2006-12-31"),
        ("2023-02-30", None, None),
        ("early 2023", None, None),
        ("", None, None),
    ],
)
def test_the_ends_of_a_span(text, first, last):
    """The first and the last day that it may mean; nothing is made up for an open end."""
    assert [day and str(day) for day in spans.bounds(text)] == [first, last]


def test_spans_have_their_ends_beside_them_where_columns_have_types():
    frame = secgraph.run("timeline/events").to_polars()
    rows = {row["when"]: (row["start"], row["end"]) for row in frame.to_dicts()}
    assert rows["2006-01-01 / 2006-12-31"] == (
        datetime.date(2006, 1, 1),
        datetime.date(2006, 12, 31),
    )
    assert rows[".. / 2006-12-31"] == (None, datetime.date(2006, 12, 31))
    assert "start" not in secgraph.run("timeline/events").columns


def test_pandas_without_iris_has_days_and_categories():
    frame = secgraph.run("groupings/at-date").to_pandas(iris=False)
    assert list(frame.columns) == ["grouping", "kind", "start", "until", "attested", "source"]
    assert str(frame["start"].dtype).startswith("datetime64")
    assert str(frame["kind"].dtype) == "category"
    counts = secgraph.run("claims/counts").to_pandas(iris=False)
    assert str(counts["claims"].dtype) == "Int64"
    assert not [name for name in counts.columns if name.endswith("Iri")]


def test_labels_alone_are_the_columns_of_the_table_in_its_order():
    result = secgraph.run("claims/contested")
    named = shaping.labelled(result)
    assert list(named.columns) == list(result.shown)
    assert named.rows[0]["claim"] == "ee:c-p10s2-b"
    assert named.rows[0]["text"] == result.rows[0]["text"]


def heads() -> list[tuple[str, str]]:
    return [
        (f"{path.parent.name}/{path.stem}", column)
        for path in sorted((ROOT / "queries").glob("*/*.csv"))
        for column in next(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    ]


def test_every_column_of_a_saved_answer_is_in_the_dictionary():
    assert [pair for pair in heads() if not dictionary.meaning(*pair)] == []


def test_the_dictionary_describes_each_column_once():
    lines = (ROOT / "queries" / "columns.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "question\tcolumn\tmeaning"
    keys = [tuple(line.split("\t")[:2]) for line in lines[1:]]
    assert len(keys) == len(set(keys))
    assert all(len(line.split("\t")) == 3 for line in lines)


def test_what_is_printed_shows_rows():
    """The question, the shown columns and the rows; long cells and further rows are cut, and that
    is said."""
    lines = str(secgraph.run("groupings/members", grouping="Quad")).splitlines()
    assert lines[:2] == ["Who belongs to a grouping, and in which capacity?", "grouping: Quad"]
    assert lines[2].split() == ["member", "kind", "status", "source"]
    assert lines[3].startswith("Australia      full member")
    assert lines[-1] == "4 rows"
    whole = str(secgraph.run("claims/all"))
    assert "rows, of which 20 are shown" in whole
    assert len(whole.splitlines()) == 23
    assert str(secgraph.sparql("ASK {}")) == "yes"
