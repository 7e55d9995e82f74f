"""No value that a user gives gets out of its VALUES, whatever it holds.

Every question, every parameter.
"""

import pyoxigraph
import pytest
import tree_sitter
import tree_sitter_sparql
from hypothesis import given
from hypothesis import strategies as st

from secgraph.errors import (
    BadValue,
    SecgraphError,
    UnknownParameter,
    UnknownQuery,
    UnknownValue,
    UsageError,
)
from secgraph.namespaces import PREFIXES
from secgraph.query import catalog, sessions
from secgraph.syntax.text import slots
from support.fuzzing import examples
from support.questions import has_answer

PARAMETERS = [(query.name, name) for query in catalog.packaged().all() for name in query.params]
# What takes free words takes any: an IRI among them is only words, which match nothing.
OF_THINGS = [
    (query.name, name)
    for query in catalog.packaged().all()
    for name, each in query.params.items()
    if each.datatype != "xsd:string" and not (each.datatype or "").endswith("#string")
]
_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_sparql.language()))

HOSTILE = [
    "",
    " ",
    '"} DROP ALL #',
    "Japan } UNION { ?s ?p ?o",
    "} } ; DELETE WHERE { ?s ?p ?o } #",
    "x\n}",
    "\\",
    "\\u007D",
    "'''",
    '"""',
    "?asked",
    "UNDEF",
    "*",
    "#",
    "Japan #",
    "\x00",
    "\x1b[2J",
    "\x7f",
    "Japan\x00",
    "\u202enapaJ",
    "\ud800",
    "\udcff\udcfe",
    "{" * 500,
    "<",
    "<>",
    "< >",
    "<https://w3id.org/secgraph/id/japan> <https://w3id.org/secgraph/id/india>",
    "https://w3id.org/secgraph/id/japan> . ?s ?p ?o . <https://w3id.org/secgraph/id/india",
    "https://w3id.org/secgraph/id/japan\u0020",
    "https://w3id.org/secgraph/id/\\u006Aapan",
    "sgd:japan> . ?s ?p ?o . <x:",
    "sgd:japan sgd:india",
    "sgd:japan}",
    "sgd:",
    "sgd:../japan",
    "sgd:%6Aapan",
    "japan,india",
    "1-2",
    "2-1",
    "1-99999999999999999999",
]

FOREIGN = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "vbscript:x",
    "<javascript:alert(1)>",
    "<file:///etc/passwd>",
    "<data:,x>",
]
RELATIVE = [
    "<japan>",
    "<#japan>",
    "<../id/japan>",
    "<//w3id.org/secgraph/id/japan>",
    "</secgraph/id/japan>",
]
ABSENT = [
    "https://w3id.org/secgraph/id/atlantis",
    "<http://example.org/japan>",
    "sgd:atlantis",
    "urn:japan",
    "https://W3ID.org/secgraph/id/japan",
]

real = st.sampled_from(
    [
        "Japan",
        "japan",
        "NATO",
        "sgd:japan",
        "<https://w3id.org/secgraph/id/japan>",
        "P10.S2",
        "ee:p10s2",
        "2018-06-30",
        "2018-06-30T12:00:00Z",
    ]
)
pieces = st.one_of(
    st.sampled_from(HOSTILE),
    real,
    st.text(max_size=6),
    st.sampled_from(list("\"'\\{}<>()#?$.;,|^`@:/ \n\r\t")),
)
values = st.one_of(
    st.sampled_from(HOSTILE),
    real,
    st.lists(pieces, min_size=1, max_size=4).map("".join),
    st.text(max_size=20),
)


@pytest.fixture(scope="module")
def session() -> sessions.Session:
    return sessions.Session()


def leaves(text: str, variable: str) -> tuple[list[str], list[str]]:
    """The tokens of a query as tree-sitter's grammar sees them.

    Those outside the braces of one VALUES, and those in them.
    """
    data = text.encode()
    tree = _PARSER.parse(data)
    assert not tree.root_node.has_error, text
    outside: list[str] = []
    inside: list[str] = []

    def walk(node: tree_sitter.Node, within: bool) -> None:
        if not node.children:
            (inside if within else outside).append(data[node.start_byte : node.end_byte].decode())
            return
        mine = node.type == "data_block" and node.children[0].text.decode() in (
            f"?{variable}",
            f"${variable}",
        )
        depth = 0
        for child in node.children:
            depth -= child.type == "}"
            walk(child, within or (mine and depth > 0))
            depth += child.type == "{"

    walk(tree.root_node, False)
    return outside, inside


def check(session: sessions.Session, name: str, given_: str, value: str) -> None:
    """The value is refused, or stands as terms of the right kind between the braces, and all
    else is as it was."""
    query = session.queries.get(name)
    parameter = query.params[given_]
    try:
        text = session.text(name, {given_: value})
    except UsageError:
        return
    before, default = leaves(query.text, parameter.variable)
    after, filled = leaves(text, parameter.variable)
    assert default, "the braces have to be found, or nothing is proved"
    assert after == before
    assert filled
    (held,) = {text[start:end] for start, end in slots(text)[parameter.variable]}
    rows = list(pyoxigraph.Store().query(f"SELECT ?x {{ VALUES ?x {{ {held} }} }}"))
    assert len(rows) == 1 or parameter.many
    for (term,) in rows:
        if parameter.datatype is None:
            assert isinstance(term, pyoxigraph.NamedNode)
            assert term.value in session.names(*parameter.classes).labels
        else:
            assert isinstance(term, pyoxigraph.Literal)
            assert term.datatype.value == parameter.datatype
    pyoxigraph.Store().query(text)


def test_every_parameter_is_looked_at():
    assert len(PARAMETERS) == sum(len(query.params) for query in catalog.packaged().all()) > 30


@pytest.mark.parametrize(("name", "given_"), PARAMETERS)
def test_a_default_given_by_hand_is_the_query_as_it_stands(session, name, given_):
    """So the comparison can pass.

    The default of each parameter, given as a value, changes no token outside the braces.
    """
    parameter = session.queries.get(name).params[given_]
    value = parameter.default.partition("^^")[0].strip('"')
    if parameter.optional or not has_answer(name):
        value = {
            "outcome": "corroborated",
            "event": "UN General Assembly vote of February 2023",
            "year": "2022",
            "years": "2022",
            "document": "east-is-east",
            "other": "east-is-east",
            "claim": "ee:c-p10s2-b",
            "grouping": "NATO",
        }.get(given_, "Japan")
    assert session.text(name, {given_: value})
    check(session, name, given_, value)


@pytest.mark.parametrize(("name", "given_"), PARAMETERS)
def test_a_hostile_value_is_refused_or_stays_in_its_braces(session, name, given_):
    for value in HOSTILE:
        check(session, name, given_, value)


@pytest.mark.fuzz
@examples(1500)
@given(st.sampled_from(PARAMETERS), values)
def test_any_value_is_refused_or_stays_in_its_braces(where, value):
    check(sessions.session(), *where, value)


@pytest.mark.fuzz
@examples(200)
@given(values, values, values)
def test_names_of_questions_and_parameters_are_no_way_in(name, parameter, value):
    """Whatever stands in any of the three places, only our own errors come out, and they can be
    printed."""
    for asked, params in (
        (name, {}),
        ("threats/to", {parameter: value}),
        (name, {parameter: value}),
    ):
        with pytest.raises(UsageError) as error:
            sessions.session().text(asked, params)
        assert isinstance(error.value, UnknownQuery | UnknownParameter)
        str(error.value).encode()


@pytest.mark.fuzz
@examples(200)
@given(st.sampled_from(PARAMETERS), values)
def test_what_is_said_of_a_value_can_be_printed(where, value):
    """No message holds half a character, and saying in words what a parameter stands for fails
    in no other way."""
    name, parameter = where
    try:
        about = sessions.session().question(name, {parameter: value}).about
        assert about.name == name
    except SecgraphError as error:
        str(error).encode()


@pytest.mark.parametrize("value", [*FOREIGN, *RELATIVE])
def test_an_iri_of_another_kind_is_refused(session, value):
    for name, given_ in OF_THINGS:
        with pytest.raises(
            BadValue if value in FOREIGN and "," not in value else (BadValue, UnknownValue)
        ):
            session.text(name, {given_: value})


@pytest.mark.parametrize("value", ABSENT)
def test_an_iri_that_the_graph_does_not_have_is_refused(session, value):
    for name, given_ in OF_THINGS:
        with pytest.raises((BadValue, UnknownValue)):
            session.text(name, {given_: value})


def test_values_that_are_taken_are_among_those_tried(session):
    """A test in which all is refused would prove nothing.

    A label between spaces, a name in brackets and a date are taken.
    """
    for name, given_, value in [
        ("threats/to", "target", " japan\n"),
        ("threats/to", "target", "<https://w3id.org/secgraph/id/japan>"),
        ("groupings/at-date", "date", "2018-06-30"),
    ]:
        assert session.text(name, {given_: value})


def test_the_comparison_would_see_a_value_that_gets_out(session):
    """Pasted instead of put in as a term, such a value changes the tokens outside."""
    query = session.queries.get("threats/to")
    pasted = query.fill({"target": ["<urn:x> } ?s ?p ?o . VALUES ?y { <urn:y>"]})
    assert (
        leaves(pasted, query.params["target"].variable)[0]
        != leaves(query.text, query.params["target"].variable)[0]
    )


def test_half_a_character_is_a_clean_error_on_the_command_line():
    import subprocess
    import sys

    for argv in (
        ["run", "threats/to", b"target=\xff"],
        ["run", b"\xff"],
        ["sparql", b"ASK { ?s ?p '\xff' }"],
        ["run", "groupings/at-date", b"date=\xff"],
        ["find", b"\xff"],
        ["show", b"\xff"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "secgraph", *argv], capture_output=True, check=False
        )
        assert done.returncode == 2, argv
        assert b"Traceback" not in done.stderr


def test_the_prefixes_known_are_no_scheme_of_a_program():
    assert not {"javascript", "file", "data", "vbscript"} & set(PREFIXES)
