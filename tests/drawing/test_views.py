"""Answers as figures, frames and networks."""

import itertools
from xml.etree import ElementTree as ET

import pandas
import pyoxigraph
import pytest

import secgraph
from secgraph.drawing import geometry, layers, views
from secgraph.errors import UsageError
from secgraph.query.catalog import FEDERATED
from secgraph.query.result import About, Result
from secgraph.stores.answer import Answer
from secgraph.stores.embedded import Embedded
from support.questions import has_answer

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


@pytest.mark.long
@pytest.mark.sampled
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


@pytest.mark.parametrize(("number", "name"), list(enumerate(ASKED)), ids=ASKED)
def test_a_question_is_drawn_or_says_that_it_cannot_be(number, name):
    """No question fails otherwise: here in one of the views, which take turns."""
    is_drawn(name, list(views.VIEWS)[number % len(views.VIEWS)])


@pytest.mark.long
@pytest.mark.sampled
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
        if query.bars and has_answer(query.name):
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


def test_bars_say_of_how_many():
    drawn = texts(secgraph.draw(secgraph.run("record/by-grouping"), "bars"))
    rows = {row["grouping"]: row for row in secgraph.run("record/by-grouping").rows}
    for name, row in rows.items():
        cast = sum(int(row[option]) for option in ("for", "against", "abstain"))
        # The Factbook's list of the United Nations is read for the states that the essay names.
        members = "recorded members" if name == "United Nations" else "members"
        assert f"{cast} of {row['members']} {members} vote" in drawn, name
    drawn = texts(secgraph.draw(secgraph.run("record/agreement-within"), "bars"))
    assert "6 of 8 joint votes" in drawn


def test_every_row_is_drawn_or_said_to_be_left_out():
    """Recommendations without an addressee are boxes too; of a long answer the first rows."""
    result = secgraph.run("recommendations/list")
    network = layers.of(result).network
    assert {row["claim"] for row in result.rows} <= set(network)
    long = secgraph.run("claims/about", thing="Japan")
    drawn, count = texts(secgraph.draw(long, "graph")), len(long)
    assert count > layers.MOST
    assert f"the first {layers.MOST} of {count:,} rows; the others are left out" in drawn


def test_an_argument_is_a_chain_in_the_order_of_its_steps():
    result = secgraph.run("arguments/chain")
    network = layers.of(result).network
    claims = [row["claim"] for row in result.rows]
    assert list(network.edges()) == list(itertools.pairwise(claims))


def test_the_claims_that_serve_a_claim_are_a_tree_of_steps_of_the_store():
    """Each edge is a step that the store has, and leads nearer to what was asked about."""
    result = secgraph.run("arguments/from")
    network = layers.of(result).network
    assert set(network) > {row["claim"] for row in result.rows}
    for first, last, data in network.edges(data=True):
        ask = f"ASK {{ <{first}> sg:{data['label']} <{last}> }}"
        assert secgraph.sparql(ask).truth
    large = layers.of(secgraph.run("arguments/towards"))
    assert len(large.network) <= layers.MOST + 1
    assert "rows are left out" in large.notes[0]


def test_edges_of_a_measure_have_no_direction_and_those_of_claims_have():
    measured = layers.of(secgraph.run("record/agreement-within")).network
    assert all(data["mutual"] for _, _, data in measured.edges(data=True))
    linked = layers.of(secgraph.run("linkage/between-regions")).network
    assert {data["label"] for _, _, data in linked.edges(data=True)} == {"from", "to"}
    assert not any(data["mutual"] or data["asked"] for _, _, data in linked.edges(data=True))


def test_squares_of_pairs_have_each_number_twice():
    """In both halves, since a pair has no order."""
    result = secgraph.run("record/agreement-within")
    rows, columns, numbers, measure = views.table(result)
    assert rows == columns == ["Australia", "India", "Japan", "United States"]
    for row in result.rows:
        both = numbers[row["a"], row["b"]], numbers[row["b"], row["a"]]
        assert both == (float(row["share"]),) * 2
    assert measure == "share"
    assert len(numbers) == 2 * len(result)


def of_years(rows) -> Result:
    """An answer of a pair, a year and a share in each row."""
    datatype = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    terms = [
        (
            pyoxigraph.Literal(one),
            pyoxigraph.Literal(other),
            pyoxigraph.Literal(year),
            pyoxigraph.Literal(share, datatype=datatype),
        )
        for one, other, year, share in rows
    ]
    about = About("mine/q", "How alike?", (), ["share"])
    return Result(Answer(["a", "b", "year", "share"], terms), about=lambda: about)


def test_numbers_of_years_are_lines_and_squares():
    rows = [("J", "I", "2001", "0.5"), ("J", "I", "2003", "0.7"), ("J", "U", "2001", "0.25")]
    result = of_years(rows)
    assert views.table(result, over_years=True) == (
        ["J – I", "J – U"],
        ["2001", "2003"],
        {("J – I", "2001"): 0.5, ("J – I", "2003"): 0.7, ("J – U", "2001"): 0.25},
        "share",
    )
    assert {"J – I", "J – U", "2001", "share"} <= set(split(views.draw(result, "line")))
    assert {"J – I", "2003", "0.25"} <= set(split(views.draw(result, "heat")))
    many = of_years([(f"x{n}", "y", year, "0.5") for n in range(9) for year in ("2001", "2002")])
    assert "1 lines left out: x8 – y" in texts(views.draw(many, "line"))
    with pytest.raises(UsageError, match="no column of years"):
        views.draw(of_years([("J", "I", "XI", "0.5")]), "line")


def split(svg: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter(f"{SVG}text")]


OUTLINES = """
@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
sgd:place-x a geo:Feature ; sg:isPlaceOf sgd:russia ; geo:hasGeometry sgd:x ; dcterms:source sgd:s .
sgd:x geo:asWKT "MULTIPOLYGON (((40 50, 80 50, 80 70, 40 50)), ((33 45, 35 45, 35 46, 33 45)))" .
sgd:place-y a geo:Feature ; geo:hasGeometry sgd:y ; dcterms:source sgd:s .
sgd:y geo:asWKT "MULTIPOLYGON (((20 42, 21 42, 21 43, 20 42)))" .
sgd:s dcterms:title "Atlas" ; dcterms:rights "As it sees it." .
"""


def test_states_are_filled_where_a_source_outlines_them(tmp_path):
    """Crimea is hatched, whoever it is drawn with, and the view of the source is said."""
    path = tmp_path / "outlines.ttl"
    path.write_text(OUTLINES, encoding="utf-8")
    result = secgraph.run("votes/on", store=Embedded(secgraph.store([str(path)])))
    imported = geometry.imported(result.ask_again)
    russia = "https://w3id.org/secgraph/id/russia"
    assert imported.outlines == {russia: [[(40, 50), (80, 50), (80, 70), (40, 50)]]}
    assert imported.crimea == [[(33, 45), (35, 45), (35, 46), (33, 45)]]
    assert len(imported.apart) == 1
    drawn = texts(views.draw(result, "map"))
    assert "hatched: ground of which other sources say otherwise" in drawn
    assert "Atlas. As it sees it" in drawn
    plain = texts(views.draw(secgraph.run("votes/on"), "map"))
    assert "hatched" not in plain and "Natural Earth (coasts)" in plain


def test_a_region_is_an_area_where_a_source_defines_it_and_else_named():
    with pytest.raises(UsageError, match="where Indo-Pacific, North Atlantic begins and ends"):
        views.draw(secgraph.run("linkage/between-regions"), "map")
    query = """SELECT ?region ?regionIri WHERE { VALUES ?regionIri { sgd:asia sgd:indo-pacific }
        ?regionIri rdfs:label ?region FILTER(LANG(?region) = "en") }"""
    drawn = texts(views.draw(secgraph.sparql(query), "map"))
    assert "no source at hand defines the area of Indo-Pacific" in drawn
    assert "Asia" in drawn.split()


def test_a_figure_names_its_source_and_release():
    drawn = texts(secgraph.draw(secgraph.run("record/by-grouping"), "bars"))
    assert "Source: United Nations" in drawn
    assert f"secgraph {secgraph.__version__}" in drawn


@pytest.mark.parametrize("view", views.VIEWS)
def test_what_has_no_rows_is_refused_in_a_line(view):
    for query in ("ASK { ?s a sg:Claim }", "CONSTRUCT { ?s a sg:Claim } WHERE { ?s a sg:Claim }"):
        with pytest.raises(UsageError, match="needs rows"):
            views.draw(secgraph.sparql(query), view)
    with pytest.raises(UsageError, match="draw"):
        views.draw(secgraph.sparql("SELECT ?x WHERE { ?x a <urn:none> }"), view)


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
        label: (said, first and first.isoformat(), last and last.isoformat())
        for label, said, first, last in views.spans(secgraph.run("timeline/events"))
    }
    assert len(views.spans(secgraph.run("timeline/events"))) == len(secgraph.run("timeline/events"))
    assert spans["NATO had been on firm footing before."][1:] == (None, None)
    assert spans[
        "The leaders of the Quad commit to meeting in person, at a summit, before 2021 ends."
    ] == (
        ".. / 2021-12-31",
        None,
        "2021-12-31",
    )
    assert spans["war in Ukraine"] == ("2022 / ..", "2022-01-01", None)
    assert spans["UN General Assembly vote of February 2023"] == (
        "2023-02-23",
        "2023-02-23",
        "2023-02-23",
    )
    assert spans["COVID-19 pandemic"] == ("2020 / 2023", "2020-01-01", "2023-12-31")


@pytest.mark.parametrize("when", ["2023-02-30", "soon", "", "/", "2023-13", "../.."])
def test_what_is_no_date_is_not_drawn_as_one(when):
    result = Result(
        Answer(
            columns=["event", "when"], rows=[(pyoxigraph.Literal("x"), pyoxigraph.Literal(when))]
        )
    )
    with pytest.raises(UsageError, match="bears a date"):
        views.draw(result, "timeline")


def test_an_unknown_view_names_those_that_are():
    with pytest.raises(UsageError, match="bars, graph, heat, line, map, timeline"):
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
