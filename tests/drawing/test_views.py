"""Answers as figures, frames and networks."""

from xml.etree import ElementTree as ET

import pandas
import pyoxigraph
import pytest

import secgraph
from secgraph.drawing import views
from secgraph.errors import UsageError
from secgraph.query.catalog import FEDERATED
from secgraph.query.result import About, Result
from secgraph.stores.answer import Answer

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> & \\LaTeX"


def texts(svg: bytes) -> str:
    return " ".join("".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text"))


def test_the_graph_of_an_answer_names_its_claims_things_and_passages():
    drawn = texts(secgraph.draw(secgraph.run("linkage/between-regions"), "graph"))
    assert all(
        word in drawn
        for word in (
            "North Atlantic",
            "Indo-Pacific",
            "is linked with, inseparably, in security",
            "denied; P10.S2",
            "dashed: denied",
        )
    )


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("linkage/bridges", "graph"),
        ("votes/on", "graph"),
        ("timeline/events", "timeline"),
        ("record/by-grouping", "bars"),
    ],
)
def test_the_same_answer_is_drawn_with_the_same_bytes(name, view):
    assert secgraph.draw(secgraph.run(name), view) == secgraph.draw(secgraph.run(name), view)


ASKED = [
    query.name for query in secgraph.queries() if query.name.partition("/")[0] not in FEDERATED
]


def is_drawn(name: str, view: str) -> bool:
    """Whether the answer of a question has that view; if not, the error says so."""
    try:
        return secgraph.draw(secgraph.run(name), view).startswith(b"<?xml")
    except UsageError as error:
        assert "draw" in str(error)
        return False


@pytest.mark.parametrize(("number", "name"), enumerate(ASKED), ids=ASKED)
def test_a_question_is_drawn_or_says_that_it_cannot_be(number, name):
    """No question fails otherwise: here in one of the views, which take turns."""
    is_drawn(name, list(views.VIEWS)[number % len(views.VIEWS)])


@pytest.mark.long
def test_every_question_is_drawn_or_says_that_it_cannot_be():
    """In each view; most can be drawn."""
    drawn = sum(is_drawn(name, view) for name in ASKED for view in views.VIEWS)
    assert drawn > len(ASKED) // 2


def test_bars_have_what_the_question_names_and_their_numbers():
    """Of the Quad three were for and one abstained.

    Nobody was away, so there is no bar of that, but its name.
    """
    drawn = texts(secgraph.draw(secgraph.run("record/by-grouping"), "bars")).split()
    assert {"Quad", "for", "against", "abstain", "notVoting", "3", "1"} <= set(drawn)
    labels, parts, lengths = views.measured(secgraph.run("record/by-grouping"))
    assert dict(zip(labels, lengths, strict=True))["Quad"] == [3, 0, 1, 0]
    assert parts == ["for", "against", "abstain", "notVoting"]
    labels, _, lengths = views.measured(secgraph.run("record/agreement-within"))
    assert dict(zip(labels, lengths, strict=True))["Japan, United States"] == [0.75]


def test_bars_name_columns_of_numbers():
    """In the packaged questions; one of somebody's own that names another column is told so."""
    for query in secgraph.queries():
        if query.bars:
            assert views.measured(secgraph.run(query.name))[1] == query.bars

    def made(bars: list[str], value: str, datatype: str) -> Result:
        number = pyoxigraph.Literal(
            value, datatype=pyoxigraph.NamedNode(f"http://www.w3.org/2001/XMLSchema#{datatype}")
        )
        return Result(
            Answer(columns=["who", "n"], rows=[(pyoxigraph.Literal("x"), number)]),
            about=lambda: About("mine/q", "How many?", (), bars),
        )

    assert views.measured(made(["n"], "2", "integer")) == (["x"], ["n"], [[2.0]])
    assert views.measured(made(["n"], "-2", "integer"))[2] == [[None]]
    assert views.measured(made(["n"], "NaN", "double"))[2] == [[None]]
    for bars, datatype in ((["m"], "integer"), (["who"], "integer"), (["n"], "string")):
        with pytest.raises(UsageError, match="no column of numbers"):
            views.draw(made(bars, "2", datatype), "bars")


def test_labels_are_drawn_as_they_are():
    """No formula, no markup: a label may hold dollars, angle brackets and backslashes."""
    row = (
        pyoxigraph.NamedNode("https://example.org/c"),
        pyoxigraph.Literal(HOSTILE),
        pyoxigraph.Literal("x"),
        pyoxigraph.NamedNode("https://example.org/x"),
    )
    drawn = texts(
        views.draw(
            Result(Answer(columns=["claim", "text", "thing", "thingIri"], rows=[row])), "graph"
        )
    )
    assert "$\\frac{1}{0}$" in drawn
    assert "<script>alert(1)</script>" in drawn


def test_a_span_without_an_end_goes_to_the_edge_and_is_said_to():
    """The war in Ukraine has a first year and no last one; the vote is a day."""
    spans = {
        label: (said, first.isoformat(), last and last.isoformat())
        for label, said, first, last in views.spans(secgraph.run("timeline/events"))
    }
    assert spans["war in Ukraine"] == ("2022 / ..", "2022-01-01", None)
    assert spans["UN General Assembly vote of February 2023"] == (
        "2023-02-23",
        "2023-02-23",
        "2023-02-23",
    )
    assert spans["COVID-19 pandemic"] == ("2020 / 2023", "2020-01-01", "2023-12-31")


@pytest.mark.parametrize("when", ["2023-02-30", "soon", "", "/", "2023-13", "../2020"])
def test_what_is_no_date_is_not_drawn_as_one(when):
    result = Result(
        Answer(
            columns=["event", "when"], rows=[(pyoxigraph.Literal("x"), pyoxigraph.Literal(when))]
        )
    )
    with pytest.raises(UsageError, match="bears a date"):
        views.draw(result, "timeline")


def test_an_unknown_view_names_those_that_are():
    with pytest.raises(UsageError, match="bars, graph, map, timeline"):
        secgraph.draw(secgraph.run("votes/on"), "globe")


def test_a_frame_has_the_columns_and_numbers_as_numbers():
    """Counts are whole numbers, an unbound cell is missing, and the release is named."""
    frame = secgraph.run("claims/counts").to_pandas()
    assert str(frame.claims.dtype) == "Int64"
    assert frame.claims.sum() == sum(
        int(row["claims"]) for row in secgraph.run("claims/counts").rows
    )
    assert frame.attrs["release"] == secgraph.__version__
    found = secgraph.sparql(
        "SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) { (1.5 true UNDEF) ('x' false 'y') } }"
    ).to_pandas()
    assert found.a.tolist() == [1.5, "x"]
    assert str(found.b.dtype) == "boolean"
    assert found.c.isna().tolist() == [True, False]
    assert list(secgraph.sparql("SELECT ?a WHERE { ?a ?a ?a }").to_pandas().columns) == ["a"]


XSD = "http://www.w3.org/2001/XMLSchema#"
WHOLE = [
    "integer",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "positiveInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "nonPositiveInteger",
    "negativeInteger",
]
FRAMES = [
    *(([("1", name), ("", "string"), None], "Int64", [1, None, None]) for name in WHOLE),
    ([("1994", "gYear"), ("2", "int")], "Int64", [1994, 2]),
    ([(str(-(2**63)), "long")], "Int64", [-(2**63)]),
    ([(str(2**63), "unsignedLong"), ("1", "int")], "object", [2**63, 1]),
    ([("1", "int"), (".5", "decimal")], "Float64", [1, 0.5]),
    ([("1e2", "double"), ("-INF", "float")], "Float64", [100, float("-inf")]),
    ([("NaN", "double"), ("1", "double")], "Float64", [None, 1]),
    ([("1", "boolean"), ("false", "boolean"), None], "boolean", [True, False, None]),
    ([("2023-02-23", "date"), None], "datetime64[us]", ["2023-02-23", None]),
    ([("2023-02-23T01:00:00.5", "dateTime")], "datetime64[us]", ["2023-02-23T01:00:00.5"]),
    (
        [("2023-02-23T01:00:00Z", "dateTime"), ("2023-02-23T01:00:00+09:00", "dateTime")],
        "datetime64[us, UTC]",
        ["2023-02-23T01:00:00Z", "2023-02-22T16:00:00Z"],
    ),
]
TEXTS = [
    [("2023-02-23Z", "date"), ("2023-02-23", "date")],
    [("2023-02-23T01:00:00Z", "dateTime"), ("2023-02-23T01:00:00", "dateTime")],
    [("2023-02-30", "date")],
    [("0000-01-01", "date"), ("-0044-03-15", "date"), ("12023-01-01", "date")],
    [("0001-01-01T00:00:00+14:00", "dateTime")],
    [("1994Z", "gYear"), ("-0044", "gYear")],
    [("one", "int"), ("1_000", "int"), ("1.0", "int")],
    [("nan", "double"), ("infinity", "double")],
    [("9" * 5000, "integer")],
    [("P1D", "duration"), ("12:00:00", "time"), ("036", "string")],
]
"""Columns that stay the texts that they are."""


def frame_of(cells):
    rows = [
        (cell and pyoxigraph.Literal(cell[0], datatype=pyoxigraph.NamedNode(XSD + cell[1])),)
        for cell in cells
    ]
    return Result(Answer(["x"], rows)).to_pandas().x


@pytest.mark.parametrize(("cells", "dtype", "values"), FRAMES, ids=str)
def test_a_column_has_the_type_that_all_of_its_values_have(cells, dtype, values):
    """Every number of XML Schema is one, dates and moments are such, and nothing is missing."""
    column = frame_of(cells)
    assert str(column.dtype) == dtype
    assert column.isna().tolist() == [value is None for value in values]
    if dtype.startswith("datetime"):
        values = [value and pandas.Timestamp(value) for value in values]
    assert column.dropna().tolist() == [value for value in values if value is not None]


@pytest.mark.parametrize("cells", TEXTS, ids=lambda cells: cells[0][0][:20])
def test_what_pandas_has_no_type_for_stays_a_text(cells):
    assert frame_of(cells).tolist() == [value for value, _ in cells]


def test_two_columns_of_one_name_are_both_there():
    rows = [(pyoxigraph.Literal(1), pyoxigraph.Literal("a"))]
    assert Result(Answer(["x", "x"], rows)).to_pandas().to_numpy().tolist() == [[1, "a"]]


def test_a_network_joins_claims_with_what_they_are_about():
    graph = secgraph.run("linkage/between-regions").to_networkx()
    atlantic = "https://w3id.org/secgraph/id/north-atlantic"
    assert graph.nodes[atlantic] == {"kind": "thing", "label": "North Atlantic"}
    assert graph.in_degree(atlantic) == 8
    claim = "https://w3id.org/secgraph/doc/east-is-east/c-p10s2-b"
    assert graph.nodes[claim]["polarity"] == "denied"
    assert {edge["label"] for _, _, edge in graph.out_edges(claim, data=True)} == {"from", "to"}
    # Kinds, polarities and holders are told of a node and are none.
    assert not any("/vocab/" in node or node.endswith("/author") for node in graph)


def test_rows_of_one_thing_hang_on_what_was_asked_about():
    graph = secgraph.run("groupings/members", grouping="Quad").to_networkx()
    quad = "https://w3id.org/secgraph/id/quad"
    assert sorted(graph.nodes[node]["label"] for node in graph.successors(quad)) == [
        "Australia",
        "India",
        "Japan",
        "United States",
    ]


def test_a_path_goes_over_what_stands_between():
    graph = secgraph.run("linkage/paths").to_networkx()
    korea, nato, japan = (
        f"https://w3id.org/secgraph/id/{slug}" for slug in ("south-korea", "nato", "japan")
    )
    assert {other for claim in graph.predecessors(korea) for other in graph.successors(claim)} == {
        korea,
        nato,
    }
    assert nato in {
        other for claim in graph.predecessors(japan) for other in graph.successors(claim)
    }


def test_a_frame_of_triples_has_their_parts_and_a_truth_is_none():
    found = secgraph.sparql(
        "CONSTRUCT { ?s a sg:Claim } WHERE { ?s a sg:Claim } LIMIT 3"
    ).to_pandas()
    assert (list(found.columns), len(found)) == (["subject", "predicate", "object"], 3)
    with pytest.raises(UsageError, match=r"\.truth"):
        secgraph.sparql("ASK { ?s a sg:Claim }").to_pandas()
