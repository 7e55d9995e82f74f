"""Answers in the programs that people read tables with."""

import csv

import duckdb
import pandas
import pyoxigraph
import pytest

import secgraph
from secgraph.query.result import Result
from secgraph.stores.answer import Answer

XSD = "http://www.w3.org/2001/XMLSchema#"
TEXTS = [
    "plain",
    'a "quoted" word',
    '"',
    '\\"',
    "a\tb",
    "a\nb\r\nc\rd",
    "a\\nb",
    "a, b; c | d",
    "'",
    "# no comment",
    "036",
    "NA",
    "一\u2028二\x85三",
    "a\x1b[1m",
]


@pytest.fixture
def answer() -> Result:
    """A text, a whole number, a decimal, a double, a truth and an IRI in each row; and a row of
    nothing."""
    rows = [
        (
            pyoxigraph.Literal(text),
            pyoxigraph.Literal(number),
            pyoxigraph.Literal(str(number), datatype=pyoxigraph.NamedNode(XSD + "decimal")),
            pyoxigraph.Literal("2.5", datatype=pyoxigraph.NamedNode(XSD + "double")),
            pyoxigraph.Literal(number % 2 == 0),
            pyoxigraph.NamedNode(f"urn:x:{number}"),
        )
        for number, text in enumerate(TEXTS)
    ]
    columns = ["text", "whole", "decimal", "double", "truth", "iri"]
    return Result(Answer(columns, [*rows, (None,) * len(columns)]))


def spelled(texts: list[str]) -> list[str]:
    """Texts as a cell of TSV has them."""
    return [str(pyoxigraph.Literal(text)) for text in texts]


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_pandas_reads_every_row(answer, tmp_path, format):
    """With the calls that the page of formats shows."""
    path = tmp_path / f"answer.{format}"
    path.write_bytes(answer.serialize(format))
    if format == "csv":
        text = pandas.read_csv(path, dtype={"text": str}, keep_default_na=False)["text"]
        assert text.tolist() == [*TEXTS, ""]
        frame = pandas.read_csv(path)
        names = ["whole", "decimal", "double", "truth", "iri"]
    else:
        frame = pandas.read_csv(path, sep="\t", quoting=csv.QUOTE_NONE)
        assert frame["?text"].tolist()[:-1] == spelled(TEXTS)
        names = ["?whole", "?decimal", "?double", "?truth", "?iri"]
    kinds = [str(frame[name].dtype) for name in names]
    assert kinds[:3] == ["float64"] * 3  # of whole numbers too: the last row has none
    assert frame[names[0]].tolist()[:-1] == list(range(len(TEXTS)))
    assert frame[names[3]].dropna().tolist() == [number % 2 == 0 for number in range(len(TEXTS))]


@pytest.mark.parametrize("format", ["csv", "tsv"])
def test_duckdb_reads_every_row(answer, tmp_path, format):
    path = tmp_path / f"answer.{format}"
    path.write_bytes(answer.serialize(format))
    options = {"quotechar": "", "escapechar": "", "sep": "\t"} if format == "tsv" else {}
    table = duckdb.read_csv(str(path), header=True, **options)
    decimal = "DOUBLE" if format == "tsv" else "BIGINT"  # 2.0 and 2
    assert [str(kind) for kind in table.types[1:5]] == ["BIGINT", decimal, "DOUBLE", "BOOLEAN"]
    rows = table.fetchall()
    texts = spelled(TEXTS) if format == "tsv" else TEXTS
    assert [row[0] for row in rows[:-1]] == texts
    assert [row[1] for row in rows] == [*range(len(TEXTS)), None]
    assert rows[-1] == (None,) * 6


@pytest.mark.parametrize("name", ["evidence/coverage", "record/agreement", "claims/counts"])
def test_numbers_are_numbers_without_being_told(tmp_path, name):
    """Of TSV too, by the plain call, in a saved answer; and no row runs into the next."""
    result = secgraph.run(name)
    path = tmp_path / "answer.tsv"
    path.write_bytes(result.serialize("tsv"))
    typed = result.to_pandas()
    frame = pandas.read_csv(path, sep="\t")
    table = duckdb.read_csv(str(path))
    assert len(frame) == len(typed) == len(table)
    for column, kind in typed.dtypes.items():
        if str(kind) in ("Int64", "Float64"):
            assert frame[f"?{column}"].astype(float).tolist() == typed[column].tolist()
            assert str(table[f"?{column}"].types[0]) in ("BIGINT", "DOUBLE")
