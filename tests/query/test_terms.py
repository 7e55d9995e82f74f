"""Every kind of term in every format of answers: blank nodes, triple terms, texts with a base
direction, and marks that only some readers take for the end of a line."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import secgraph as sg
from secgraph.errors import UsageError
from secgraph.query import expected
from secgraph.query.catalog import Catalog
from secgraph.query.result import FORMATS, Result
from secgraph.query.sessions import Session
from secgraph.query.terms import plain
from secgraph.stores.answer import Answer, blank_again, iri_again
from secgraph.stores.embedded import Embedded
from support.command import secgraph
from support.fuzzing import examples

BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""What str.splitlines takes for the end of a line, and no format of data does."""

IRIS = st.sampled_from(["urn:a", "http://example.org/b#c", "urn:d\u00e9"]).map(pyoxigraph.NamedNode)
NODES = st.sampled_from(["a", "b0c14n1"]).map(pyoxigraph.BlankNode)
TEXTS = st.text(st.sampled_from('a1 ,"\\\t\n\r<>&_:@^' + BREAKS), max_size=6)
DIRECTIONS = st.sampled_from([pyoxigraph.BaseDirection.LTR, pyoxigraph.BaseDirection.RTL])
LITERALS = st.one_of(
    TEXTS.map(pyoxigraph.Literal),
    TEXTS.map(lambda text: pyoxigraph.Literal(text, language="ar")),
    TEXTS.map(lambda text: pyoxigraph.Literal(text, datatype=pyoxigraph.NamedNode("urn:t"))),
    st.builds(
        lambda text, direction: pyoxigraph.Literal(text, language="he", direction=direction),
        TEXTS,
        DIRECTIONS,
    ),
)
SIMPLE = st.one_of(IRIS, NODES, LITERALS)
TRIPLES = st.recursive(
    st.builds(pyoxigraph.Triple, st.one_of(IRIS, NODES), IRIS, SIMPLE),
    lambda inner: st.builds(pyoxigraph.Triple, st.one_of(IRIS, NODES), IRIS, inner),
    max_leaves=3,
)
TERMS = st.one_of(st.none(), SIMPLE, TRIPLES)
ROWS = st.lists(st.tuples(TERMS, TERMS), max_size=3)


def result(rows: list[tuple[object, ...]]) -> Result:
    return Result(Answer(columns=["x", "y"], rows=list(rows)))


@pytest.mark.fuzz
@examples(300)
@given(ROWS, st.sampled_from(["JSON", "TSV"]))
def test_another_parser_reads_each_term_as_it_was(rows, name):
    written = result(rows).serialize(name.lower())
    media = getattr(pyoxigraph.QueryResultsFormat, name)
    assert [tuple(row) for row in pyoxigraph.parse_query_results(written, format=media)] == rows


def literals(term: object) -> list[str]:
    """The values of a literal, or of those in a triple term."""
    if isinstance(term, pyoxigraph.Triple):
        return literals(term.object)
    return [term.value] if isinstance(term, pyoxigraph.Literal) else []


def from_xml(element: ET.Element) -> object:
    """The term of an element of SPARQL results in XML."""
    kind, text = element.tag.rpartition("}")[2], element.text or ""
    if kind == "triple":
        return pyoxigraph.Triple(*(from_xml(part[0]) for part in element))
    if kind != "literal":
        return {"uri": pyoxigraph.NamedNode, "bnode": pyoxigraph.BlankNode}[kind](text)
    direction = element.get("{http://www.w3.org/2005/11/its}dir")
    return pyoxigraph.Literal(
        text,
        language=element.get("{http://www.w3.org/XML/1998/namespace}lang"),
        datatype=pyoxigraph.NamedNode(name) if (name := element.get("datatype")) else None,
        direction=getattr(pyoxigraph.BaseDirection, direction.upper()) if direction else None,
    )


@pytest.mark.fuzz
@examples(300)
@given(ROWS)
def test_a_parser_of_xml_reads_each_term_as_it_was(rows):
    """Not that of pyoxigraph, which strips spaces. What XML cannot write is refused in one line,
    also inside a triple term."""
    values = [value for row in rows for term in row for value in literals(term)]
    if any(mark in value for value in values for mark in BREAKS[:5]):
        with pytest.raises(UsageError, match="control character"):
            result(rows).serialize("xml")
        return
    read = []
    for element in ET.fromstring(result(rows).serialize("xml")).findall(".//{*}result"):
        terms = {binding.get("name"): from_xml(binding[0]) for binding in element}
        read.append((terms.get("x"), terms.get("y")))
    assert read == rows


@pytest.mark.fuzz
@examples(300)
@given(ROWS)
def test_csv_has_each_value_once_and_marks_blank_nodes(rows):
    """A reader of RFC 4180 gets back one text for each term, and no row falls in two."""
    text = result(rows).serialize("csv").decode()
    cells = [["x", "y"], *([plain(term) for term in row] for row in rows)]
    assert list(csv.reader(io.StringIO(text, newline=""))) == cells


@pytest.mark.fuzz
@examples(200)
@given(ROWS, st.sampled_from([*FORMATS, "pandas", "networkx"]))
def test_no_term_ends_a_format_in_an_error(rows, format):
    answer = result(rows)
    if format in FORMATS:
        try:
            assert answer.serialize(format)
        except UsageError as error:
            assert format == "xml" and "control character" in str(error)
    elif format == "pandas":
        assert len(answer.to_pandas()) == len(rows)
    else:
        assert answer.to_networkx() is not None


def test_a_cell_of_csv_is_what_the_standard_says():
    """SPARQL 1.1 Query Results CSV, section 3: no kind of term but the mark of a blank node."""
    query = """SELECT ?node ("_:a" AS ?text) (TRIPLE(<urn:a>, <urn:b>, "x"@ar--rtl) AS ?triple)
      { BIND (BNODE() AS ?node) }"""
    (row,) = csv.DictReader(io.StringIO(sg.sparql(query).serialize("csv").decode()))
    assert row["node"].startswith("_:") and " " not in row["node"]
    assert row["text"] == "_:a"
    assert row["triple"] == '<<( <urn:a> <urn:b> "x"@ar--rtl )>>'


def test_json_and_xml_have_the_forms_of_sparql_1_2():
    node = pyoxigraph.NamedNode("urn:a")
    text = pyoxigraph.Literal("x", language="ar", direction=pyoxigraph.BaseDirection.RTL)
    answer = result([(pyoxigraph.Triple(pyoxigraph.BlankNode("b"), node, text), None)])
    (row,) = json.loads(answer.serialize("json"))["results"]["bindings"]
    assert row == {
        "x": {
            "type": "triple",
            "value": {
                "subject": {"type": "bnode", "value": "b"},
                "predicate": {"type": "uri", "value": "urn:a"},
                "object": {"type": "literal", "value": "x", "xml:lang": "ar", "its:dir": "rtl"},
            },
        }
    }
    assert (
        b"<triple><subject><bnode>b</bnode></subject><predicate><uri>urn:a</uri></predicate>"
        b'<object><literal xml:lang="ar" xmlns:its="http://www.w3.org/2005/11/its" '
        b'its:version="2.0" its:dir="rtl">x</literal></object></triple>'
    ) in answer.serialize("xml")


def test_iris_that_stand_for_blank_nodes_turn_into_these_and_back():
    """In triples and triple terms too; an IRI of another kind stays, also one that begins alike."""
    start = "https://w3id.org/secgraph/.well-known/genid/"
    stand_in, other, odd = (
        pyoxigraph.NamedNode(iri) for iri in (f"{start}b1c14n0", "urn:genid:x", f"{start}a/b?c")
    )
    blank = pyoxigraph.BlankNode("b1c14n0")
    nested = pyoxigraph.Triple(stand_in, other, pyoxigraph.Triple(odd, other, stand_in))
    answer = blank_again(Answer(["x"], [(stand_in,), (odd,), (nested,), (None,)], None, [nested]))
    triple = pyoxigraph.Triple(blank, other, pyoxigraph.Triple(odd, other, blank))
    assert answer.rows == [(blank,), (odd,), (triple,), (None,)]
    assert answer.triples == [triple]
    assert iri_again(plain(blank)) == stand_in.value
    assert iri_again("urn:a") == "urn:a"


@pytest.mark.parametrize("mark", BREAKS)
@pytest.mark.parametrize("form", ["CONSTRUCT { <urn:a> <urn:b> ?text }", "SELECT ?text"])
def test_an_answer_is_as_expected_whatever_marks_it_holds(tmp_path, form, mark):
    """What run writes is what the test of the folder finds, one row a row."""
    (tmp_path / "mine").mkdir()
    query = f'#+ summary: marks\n{form} WHERE {{ BIND ("a\\u{ord(mark):04X}b" AS ?text) }}\n'
    (tmp_path / "mine" / "q.rq").write_text(query, encoding="utf-8")
    session = Session(Embedded(pyoxigraph.Store()), Catalog(str(tmp_path)))
    (tmp_path / "mine" / "q.csv").write_bytes(session.run("mine/q", {}).serialize("csv"))
    (outcome,) = expected.verify(session)
    assert list(outcome.differs) == []
    (tmp_path / "mine" / "q.csv").write_text("text\nab\n", encoding="utf-8")
    (outcome,) = expected.verify(session)
    assert list(outcome.differs) != []


@pytest.mark.parametrize("form", ["CONSTRUCT { <urn:a> <urn:b> ?text }", "SELECT ?text"])
def test_an_answer_of_one_long_cell_is_as_expected(tmp_path, form):
    """Longer than Python's reader of CSV takes by itself."""
    (tmp_path / "mine").mkdir()
    query = f'#+ summary: long\n{form} WHERE {{ BIND ("{"a" * 140_000}" AS ?text) }}\n'
    (tmp_path / "mine" / "q.rq").write_text(query, encoding="utf-8")
    session = Session(Embedded(pyoxigraph.Store()), Catalog(str(tmp_path)))
    (tmp_path / "mine" / "q.csv").write_bytes(session.run("mine/q", {}).serialize("csv"))
    (outcome,) = expected.verify(session)
    assert list(outcome.differs) == []


MINE = """PREFIX sg: <https://w3id.org/secgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
_:n a sg:State ; rdfs:label "Nowhere"@en .
_:m rdfs:label "said"@en ; rdfs:seeAlso <<( _:n rdfs:label "Nowhere"@en )>> .
"""


@pytest.fixture
def mine(tmp_path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(MINE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words", [["show", "Nowhere"], ["run", "claims/by-holder", "holder=Nowhere"]]
)
def test_a_thing_without_an_iri_is_said_to_have_none(mine, words):
    done = secgraph(*words, "--data", str(mine))
    assert (done.returncode, done.stdout) == (2, "")
    assert "has that name and no IRI" in done.stderr
    assert done.stderr.count("\n") == 1


def test_labels_of_two_files_are_two_nodes(tmp_path):
    for name, words in (("one", ("Ann", 30)), ("two", ("Bob", 50))):
        person, age = words
        (tmp_path / f"{name}.nt").write_text(
            f'_:x <urn:name> "{person}" .\n_:x <urn:age> "{age}" .\n', encoding="utf-8"
        )
    data = [part for name in ("one", "two") for part in ("--data", str(tmp_path / f"{name}.nt"))]
    query = "SELECT ?n ?a { ?s <urn:name> ?n ; <urn:age> ?a } ORDER BY ?n ?a"
    assert secgraph("sparql", query, *data).stdout == "n,a\nAnn,30\nBob,50\n"


@pytest.mark.parametrize("option", ["--timeout=60", "--no-cache"])
def test_a_blank_node_has_one_label_in_each_process(mine, option):
    """Within a time limit the answer comes from another process, with its triple terms."""
    query = (
        "SELECT ?s ?o { ?s <http://www.w3.org/2000/01/rdf-schema#seeAlso> ?o . ?s ?p 'said'@en }"
    )
    plain = secgraph("sparql", query, "--data", str(mine)).stdout
    assert plain.count("_:b") == 2
    assert secgraph("sparql", query, "--data", str(mine), option).stdout == plain


@pytest.mark.parametrize("form", ["csv", "json"])
def test_questions_about_a_graph_with_blank_nodes_have_evidence_too(mine, form):
    """What has no IRI is left out where a query would have to name it."""
    session = Session(sg.stores.open(data=[str(mine)], cached=False))
    found = session.sparql("SELECT (?s AS ?passageIri) { ?s rdfs:label 'said'@en }")
    assert found.with_evidence().serialize(form)
