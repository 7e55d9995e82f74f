"""Saved queries as files: headers, parameters, and where a value goes."""

import pyoxigraph
import pytest
import tree_sitter
import tree_sitter_sparql
from hypothesis import given
from hypothesis import strategies as st

from secgraph.errors import BadHeader, BadValue, UnknownParameter, UnknownQuery
from secgraph.query.catalog import Catalog, Query
from secgraph.query.parameters import ranges
from secgraph.syntax.text import slots
from support.fuzzing import examples

GOOD = """#+ summary: Who?
#+ tags: [one, two]
#+ sets: [evidence]
#+ params:
#+   actor: {class: [sg:Actor, sg:Region], label: who, var: asked}
#+   year: {datatype: xsd:integer, label: when, many: true}
SELECT * WHERE { VALUES ?asked { <urn:a> } VALUES ?year { UNDEF } ?asked ?p ?year }
"""


def test_a_header_is_read():
    query = Query("x/y", "y.rq", GOOD)
    assert (query.summary, query.tags, query.sets) == ("Who?", ["one", "two"], ["evidence"])
    actor, year = query.parameter("actor"), query.parameter("year")
    assert (actor.variable, actor.default, actor.many, actor.optional) == (
        "asked",
        "<urn:a>",
        False,
        False,
    )
    assert actor.classes == [
        "https://w3id.org/secgraph/ns#Actor",
        "https://w3id.org/secgraph/ns#Region",
    ]
    assert (year.datatype, year.many, year.optional) == (
        "http://www.w3.org/2001/XMLSchema#integer",
        True,
        True,
    )


@pytest.mark.parametrize(
    ("broken", "line", "says"),
    [
        (GOOD.replace("#+ summary: Who?", "#+ summary Who?"), 1, "key: value"),
        (GOOD.replace("[one, two]", "[one, two"), 2, "closed"),
        (GOOD.replace("[one, two]", "one"), 2, "list"),
        (GOOD.replace("#+ sets: [evidence]", "#+ tags: [evidence]"), 3, "twice"),
        (GOOD.replace("#+ params:", "#+ params: many"), 4, "alone"),
        (GOOD.replace("label: who,", "lable: who,"), 5, "lable"),
        (
            GOOD.replace("{class: [sg:Actor, sg:Region], label: who, var: asked}", "sg:Actor"),
            5,
            "reads",
        ),
        (GOOD.replace("Who?", "Who: and why?"), 1, "YAML"),
        (GOOD.replace("VALUES ?asked { <urn:a> }", ""), None, "VALUES"),
        (
            GOOD.replace(
                "VALUES ?asked { <urn:a> }", "VALUES ?asked { <urn:a> } VALUES ?asked { <urn:b> }"
            ),
            None,
            "different terms in its 2 VALUES",
        ),
        (GOOD.replace("datatype: xsd:integer, ", ""), None, "class or a datatype"),
        ("SELECT * WHERE { ?s ?p ?o }", 1, "no header"),
    ],
)
def test_a_broken_header_names_the_file_and_line(broken, line, says):
    """Each broken header is an error that names file, line and the rule."""
    with pytest.raises(BadHeader) as error:
        Query("x/y", "folder/y.rq", broken)
    assert error.value.line == line
    assert says in str(error.value)
    assert str(error.value).startswith("folder/y.rq")


def test_a_list_may_stand_below_its_key():
    """As in the headers of grlc, which need no summary."""
    query = Query(
        "x/y",
        "y.rq",
        "#+ tags:\n#+   - one\n#+   - two words\n#+ sets:\n#+ - a\n#+ bars: [b]\nSELECT * {}",
    )
    assert (query.tags, query.sets, query.bars) == (["one", "two words"], ["a"], ["b"])
    assert query.summary == ""


def test_what_a_header_says_to_other_programs_is_passed_over():
    """Programs such as grlc have keys of their own, some with values below them."""
    query = Query(
        "x/y",
        "y.rq",
        '#+ summary: "Who: and why?"\n#+ endpoint: "http://x/sparql"\n#+ pagination: 50\n'
        "#+ defaults:\n#+   - place: Amsterdam\n#+ enumerate:\n#+   - place:\n#+     - a\n"
        "#+     - b\n#+ transform: {\n#+   'a': '?b' }\n#+ tags: ['one', \"two\"]\nSELECT * {}",
    )
    assert (query.summary, query.tags, query.params) == ("Who: and why?", ["one", "two"], {})


@pytest.mark.parametrize(
    ("header", "line", "reason"),
    [
        ("#+ summary: x\n#+   - one\n", 2, "key: value"),
        ("#+ summary: x\n#+ tags:\n#+   - one: two\n", 3, "YAML"),
        ("#+ summary: x\n#+ tags:\n#+   one\n", 3, "key: value"),
        ("#+ tags:\n#+   - one\n#+ tags: [two]\n", 3, "twice"),
        ("#+ summary:\n#+ summary: x\n", 2, "twice"),
        ('#+ summary: "x" y\n', 1, "YAML"),
        ('#+ summary: "x\\n"\n', 1, "YAML"),
    ],
)
def test_a_list_below_its_key_is_nothing_else(header, line, reason):
    with pytest.raises(BadHeader) as error:
        Query("x/y", "y.rq", f"{header}SELECT * {{}}")
    assert (error.value.line, reason in str(error.value)) == (line, True)


def test_values_replace_the_defaults_and_nothing_else():
    query = Query("x/y", "y.rq", GOOD)
    assert query.fill({"actor": ["<urn:b>"]}) == GOOD.replace("{ <urn:a> }", "{ <urn:b> }")
    filled = query.fill({"year": ['"1"', '"2"'], "actor": ["<urn:b>"]})
    assert '{ "1" "2" }' in filled
    assert "{ <urn:b> }" in filled


def test_parameters_of_one_variable_fill_its_values_together():
    """A claim may be given in place of a passage, or beside it."""
    text = GOOD.replace(
        "#+   year", "#+   other: {class: sg:State, label: o, var: asked}\n#+   year"
    )
    query = Query("x/y", "y.rq", text)
    assert "VALUES ?asked { <urn:c> }" in query.fill({"other": ["<urn:c>"]})
    both = query.fill({"actor": ["<urn:b>"], "other": ["<urn:c>"]})
    assert "VALUES ?asked { <urn:b> <urn:c> }" in both
    assert [query.parameter(name).default for name in ("actor", "other")] == ["<urn:a>", "UNDEF"]


def test_an_unknown_parameter_lists_the_known():
    with pytest.raises(UnknownParameter, match="it takes actor, year"):
        Query("x/y", "y.rq", GOOD).parameter("actr")


@pytest.mark.parametrize(
    "name",
    [
        "linkage/between-region",
        "linkage",
        "../secrets/x",
        "a/b/c",
        "",
        "linkage/between-regions/../x",
    ],
)
def test_an_unknown_query_is_refused(name):
    with pytest.raises(UnknownQuery) as error:
        Catalog().get(name)
    assert error.value.name == name


def test_the_nearest_name_is_offered():
    with pytest.raises(UnknownQuery, match="did you mean 'linkage/between-regions'"):
        Catalog().get("linkage/between-region")


def test_lists_and_ranges_are_taken_apart():
    assert ranges("a, b") == ["a", "b"]
    assert ranges("76-78,80") == ["76", "77", "78", "80"]
    assert ranges("U.S.-Japan Alliance") == ["U.S.-Japan Alliance"]
    with pytest.raises(BadValue):
        ranges("78-76")


# --- the scanner against a grammar that somebody else wrote

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_sparql.language()))

hostile = st.one_of(
    st.sampled_from(
        [
            '"} DROP ALL #"',
            "'VALUES ?p { 1 }'",
            '"""a " VALUES ?p { 2 } """',
            "'''it's } {'''",
            "<http://example.org/VALUES?p{}>".replace("{}", ""),
            "<http://example.org/#frag>",
            '"\\"} #"',
            "'\\\\'",
            '"é } ß"',
        ]
    ),
    st.text(
        st.characters(blacklist_characters='"\\\n\r', blacklist_categories=["Cs", "Cc"]),
        max_size=12,
    ).map(lambda text: f'"{text}"'),
)
comments = st.sampled_from(["", "# VALUES ?p { 9 }\n", "# } ' \" <\n", "#+ x\n", "  \n"])
names = st.sampled_from(["p", "q", "values", "VALUES1"])


@st.composite
def queries(draw: st.DrawFn) -> str:
    """SPARQL with everything that can mislead a scanner around its VALUES."""
    text = draw(comments) + "SELECT * WHERE {\n"
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.integers(0, 3))
        if kind == 0:
            terms = " ".join(draw(st.lists(hostile, max_size=3)))
            text += (
                f" {draw(st.sampled_from(['VALUES', 'values', 'Values']))} {draw(comments)} "
                f"?{draw(names)} {{ {terms} }}\n"
            )
        elif kind == 1:
            text += f" ?s <http://example.org/values> {draw(hostile)} .\n"
        elif kind == 2:
            text += f" VALUES (?p ?q) {{ ({draw(hostile)} {draw(hostile)}) }}\n"
        else:
            text += " ?s ?p ?o . FILTER (?s < ?o && ?o > 3)\n"
        text += draw(comments)
    return text + "}"


def oracle(text: str) -> dict[str, list[str]]:
    """The one-variable VALUES of a query as tree-sitter's grammar sees them.

    Between the braces, by variable.
    """
    data, found = text.encode(), {}
    tree = _PARSER.parse(data)
    assert not tree.root_node.has_error, text

    def walk(node: tree_sitter.Node) -> None:
        if node.type == "data_block" and node.children[0].type == "var":
            variable = node.children[0].text.decode()[1:]
            opening, closing = (
                next(child for child in node.children if child.type == brace) for brace in "{}"
            )
            found.setdefault(variable, []).append(
                data[opening.end_byte : closing.start_byte].decode()
            )
        for child in node.children:
            walk(child)

    walk(tree.root_node)
    return found


@pytest.mark.fuzz
@examples(400)
@given(queries())
def test_the_scanner_sees_the_values_that_a_grammar_sees(text):
    """On hostile queries the scanner finds the same VALUES, between the same braces, as
    tree-sitter's SPARQL grammar."""
    assert {
        name: [text[slice(*span)] for span in spans] for name, spans in slots(text).items()
    } == oracle(text)


@pytest.mark.fuzz
@examples(300)
@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=30))
def test_a_literal_enters_as_one_term_whatever_it_holds(value):
    """A text given as a value comes back as that text: it never becomes part of the query."""
    text = (
        "#+ summary: s\n#+ params:\n#+   v: {datatype: xsd:string, label: v}\nSELECT ?v "
        'WHERE { VALUES ?v { "default" } }'
    )
    query = Query("x/y", "y.rq", text)
    filled = query.fill({"v": [str(pyoxigraph.Literal(value))]})
    assert [row[0].value for row in pyoxigraph.Store().query(filled)] == [value]
