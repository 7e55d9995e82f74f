"""What the text of a query shows of portability.

Each rule sees its violation, and no string, IRI or comment for one.
"""

import inspect

import pyoxigraph
import pytest
import rdflib.plugins.sparql
import tree_sitter
import tree_sitter_sparql

from secgraph.claims import verdict
from secgraph.stores.embedded import Embedded
from secgraph.syntax.portability import BY_RUNNING, OF_A_SERVICE, RULES, UNREADABLE, violations
from support.paths import CHECKS, FEDERATING, QUERIES, ROOT

RULED = [
    *sorted((ROOT / "queries" / "rules").glob("*.rq")),
    *sorted((ROOT / "queries" / "dated").glob("*.rq")),
]
PACKAGED = [*QUERIES, *FEDERATING, *CHECKS, *RULED]
PREFIXES = (
    "PREFIX sg: <urn:sg#>\nPREFIX rdfs: <urn:rdfs#>\nPREFIX xsd: "
    "<http://www.w3.org/2001/XMLSchema#>\n"
)
END = "} ORDER BY STR(?s)"


def select(body: str) -> str:
    return f"{PREFIXES}SELECT ?s WHERE {{\n{body}\n{END}"


WRONG = [
    ("named-graph", select("GRAPH ?g { ?s a sg:A }")),
    ("named-graph", "SELECT ?s\nFROM <urn:g> WHERE {\n?s ?p ?o } ORDER BY STR(?s)"),
    ("named-graph", "SELECT ?s from named <urn:g> WHERE { ?s ?p ?o } ORDER BY STR(?s)"),
    ("service", select("service silent <urn:e> { ?s a sg:A }")),
    ("path-alternative", select("?s sg:a|sg:b ?o")),
    ("path-alternative", select("?s (sg:a|^sg:b)/sg:c sg:o")),
    ("path-alternative", select("?s !(sg:a|sg:b) ?o")),
    ("path-ends", select("?s sg:a+ ?o")),
    ("path-ends", select("?s sg:b ?o ; sg:a* ?q")),
    ("path-ends", select("?s sg:a/sg:b? ?o")),
    ("path-ends", select("?s sg:a sg:b . { VALUES ?o { sg:o } } { ?s sg:b+ ?o }")),
    ("path-ends", select("[] sg:a* ?s")),
    ("optional-first", select("OPTIONAL { ?s a sg:A }")),
    ("optional-first", select("?s a sg:A . { OPTIONAL { ?s a sg:B } }")),
    ("optional-first", select("BIND (sg:a AS ?s) OPTIONAL { ?s a sg:A }")),
    ("values-optional", select("VALUES ?s { sg:a } OPTIONAL { ?s a sg:A }")),
    ("optional-filter", select("?s sg:a ?o . OPTIONAL { ?s sg:b ?q . FILTER (?q > ?o) }")),
    ("optional-filter", select("?s sg:a ?o . OPTIONAL { ?s sg:b ?q . FILTER (BOUND(?o)) }")),
    ("minus-shared", select("?s sg:a ?o . MINUS { ?x sg:b ?y }")),
    ("exists-value", select("?s sg:a ?o . BIND (EXISTS { ?s sg:b ?o } AS ?x)")),
    ("exists-value", "SELECT ?s (EXISTS { ?s ?p ?q } AS ?x) { ?s ?p ?o } ORDER BY STR(?s)"),
    ("exists-value", "SELECT ?s { ?s ?p ?o } ORDER BY STR(?s) (NOT EXISTS { ?s ?p ?q })"),
    (
        "group-concat",
        (
            'SELECT ?s (GROUP_CONCAT(?o; SEPARATOR=" ") AS ?x) { ?s ?p ?o } GROUP BY ?s '
            "ORDER BY STR(?s)"
        ),
    ),
    (
        "group-concat",
        (
            "SELECT ?s (group_concat(DISTINCT STR(?o)) AS ?x) { ?s ?p ?o } GROUP BY ?s "
            "ORDER BY STR(?s)"
        ),
    ),
    # A part of some rows of a group: of its own OPTIONAL, handed up by sub-queries, or chosen.
    (
        "empty-part",
        "SELECT ?s (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=' ') AS ?xs) { ?s <urn:a> ?o . "
        'OPTIONAL { ?o <urn:b> ?q } BIND (COALESCE(STR(?q), "") AS ?x) } GROUP BY ?s '
        "ORDER BY STR(?s)",
    ),
    (
        "empty-part",
        'SELECT ?s (GROUP_CONCAT(DISTINCT COALESCE(STR(?q), ""); SEPARATOR="|") AS ?xs) '
        "{ ?s <urn:a> ?o . OPTIONAL { ?o <urn:b> ?q } } GROUP BY ?s ORDER BY STR(?s)",
    ),
    (
        "empty-part",
        "SELECT ?s (GROUP_CONCAT(DISTINCT ?y; SEPARATOR=' ') AS ?xs) { { SELECT ?s ?o "
        "(MIN(?x) AS ?y) { ?s <urn:a> ?o . OPTIONAL { ?o <urn:b> ?q } "
        'BIND (IF(BOUND(?q), STR(?q), "") AS ?x) } GROUP BY ?s ?o } } GROUP BY ?s '
        "ORDER BY STR(?s)",
    ),
    (
        "empty-part",
        "SELECT ?s (GROUP_CONCAT(DISTINCT ?z; SEPARATOR=' ') AS ?xs) { { SELECT ?s ?z { "
        '?s <urn:a> ?o . BIND (IF(?o = 1, "", STR(?o)) AS ?y) BIND (LCASE(?y) AS ?z) } } } '
        "GROUP BY ?s ORDER BY STR(?s)",
    ),
    (
        "empty-part",
        "SELECT (GROUP_CONCAT(DISTINCT ?x; SEPARATOR=' ') AS ?xs) { ?s <urn:a> ?o . "
        "OPTIONAL { ?s <urn:b> ?q } BIND (COALESCE(STR(?q), '') AS ?x) }",
    ),
    ("sum-of-nothing", "SELECT (SUM(?o) AS ?x) { ?s ?p ?o }"),
    ("alias-new", "SELECT (COUNT(?o) AS ?o) { ?s ?p ?o }"),
    ("alias-new", "SELECT ?s (STR(?p) AS ?x) (STR(?o) AS ?x) { ?s ?p ?o } ORDER BY STR(?s)"),
    ("alias-new", select("?s sg:a ?o . BIND (STR(?s) AS ?o)")),
    (
        "alias-new",
        "SELECT ?s { { SELECT ?s (MAX(?o) AS ?s) { ?s ?p ?o } GROUP BY ?p } } ORDER BY STR(?s)",
    ),
    ("language-equal", select('?s rdfs:label ?l FILTER (LANG(?l) = "en")')),
    ("language-equal", select('?s rdfs:label ?l FILTER ("en" != lang(?l))')),
    ("language-equal", select('?s rdfs:label ?l FILTER (LANG(?l) IN ("en", "ja"))')),
    ("typed-string", select('?s sg:a "x"^^xsd:string')),
    ("typed-string", select('?s sg:a "x"^^<http://www.w3.org/2001/XMLSchema#string>')),
    (
        "typed-string",
        (
            "PREFIX x: <http://www.w3.org/2001/XMLSchema#> SELECT ?s { ?s ?p 'x' ^^ "
            "x:string } ORDER BY STR(?s)"
        ),
    ),
    ("date-cast", select("?s sg:a ?d FILTER (xsd:date(?d) > ?s)")),
    (
        "date-arithmetic",
        select('?s sg:a ?d FILTER (?d > "2020-01-01T00:00:00Z"^^xsd:dateTime - ?x)'),
    ),
    ("date-arithmetic", select('?s sg:a ?d FILTER (?d + "P1D"^^xsd:duration > ?s)')),
    ("date-arithmetic", select("?s sg:a ?d FILTER (?d < NOW())")),
    ("date-zone", select('?s sg:a ?d FILTER (?d < "2020-01-01T00:00:00"^^xsd:dateTime)')),
    ("date-zone", select('?s sg:a "2020-01-01T00:00:00+09:00"^^xsd:dateTime')),
    ("order-missing", "SELECT ?s WHERE { ?s ?p ?o }"),
    ("order-missing", "SELECT ?s (COUNT(?p) AS ?n) { ?s ?p ?o } GROUP BY ?s LIMIT 3"),
    ("order-plain", "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"),
    (
        "order-aggregate",
        "SELECT ?s (MIN(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s ORDER BY MIN(?o) STR(?s)",
    ),
    (
        "order-aggregate",
        "SELECT ?s { ?s ?p ?o } GROUP BY ?s ORDER BY STR(?s) COUNT(DISTINCT ?o) LIMIT 2",
    ),
    ("order-plain", "SELECT ?s WHERE { ?s ?p ?o } ORDER BY STR(?p) DESC(?o) ?s LIMIT 5"),
    ("order-plain", "SELECT ?s WHERE { ?s ?p ?o } ORDER BY DESC(?o)"),
    ("offset", "SELECT ?s WHERE { ?s ?p ?o } ORDER BY STR(?s) LIMIT 5 OFFSET 10"),
    ("offset", "SELECT ?s WHERE { { SELECT ?s { ?s ?p ?o } OFFSET 10 } } ORDER BY STR(?s)"),
    ("describe", "DESCRIBE <urn:x>"),
    ("describe", "DESCRIBE ?s WHERE { ?s ?p ?o }"),
    ("escaped-iri", select("?s sg:a <http://example.org/\\u00e9>")),
    ("rdf-12", select("<< ?s sg:a sg:b >> sg:c ?o")),
    ("rdf-12", select("?s sg:a sg:b {| sg:c ?o |}")),
    ("rdf-12", select("?s sg:a sg:b ~ sg:c")),
    ("rdf-12", select("?s sg:a ?o FILTER (isTRIPLE(?o))")),
    ("disconnected", select("?s sg:a ?o . ?x sg:a ?y")),
    ("disconnected", select("?s sg:a ?o . FILTER (?y = ?o) ?x sg:a ?y . ?y sg:a sg:o")),
    ("disconnected", select("?s sg:a ?o . OPTIONAL { ?s sg:b ?q . ?x sg:a [ sg:b ?y ] }")),
    ("disconnected", select("?s a sg:A . ?x a sg:A")),
    ("literal-subject", select("?s ?p ?o . ?o sg:a ?q")),
    (
        "literal-subject",
        select("VALUES ?p { sg:a sg:b } { ?s ?p ?o . ?o ?p ?s . FILTER (isIRI(?o)) }"),
    ),
    ("literal-subject", select("?s ?p ?o . ?o sg:a ?q . FILTER (!isLiteral(?o))")),
    ("literal-subject", select("?q sg:a ?o . ?s sg:b ?q ; ?p ?q FILTER (isIRI(?s) && ?q > 3)")),
    ("ascii-pattern", select('?s rdfs:label ?l FILTER (REGEX(?l, "é"))')),
    ("ascii-pattern", select('?s rdfs:label ?l BIND (replace(STR(?l), "–", "-") AS ?x)')),
    ("division", select("?s sg:a ?n ; sg:b ?d BIND (?n / ?d AS ?x)")),
    ("division", select("?s sg:b ?d ; sg:c ?e FILTER (?e > 0) BIND (1.0 / ?d AS ?x)")),
    ("division", select("?s sg:b ?d FILTER (?d > 0 || ?s = sg:a) BIND (1.0 / ?d AS ?x)")),
    ("division", select("?s sg:b ?d BIND (IF(?d = 0, 0.0, 1.0 / ?d) AS ?x)")),
    ("division", "SELECT (1.0 * COUNT(?s) / COUNT(?o) AS ?x) { ?s ?p ?o }"),
]

RIGHT = {
    "named-graph": select(
        '?s sg:graph ?graph ; <urn:GRAPH> "FROM x" . ?graph sg:FROM ?o # GRAPH ?g { FROM'
    ),
    "service": select("?s sg:SERVICE ?service # SERVICE <urn:e>"),
    "path-alternative": select(
        '?s sg:a/^sg:b ?o . ?s sg:c "sg:a|sg:b" FILTER (?o = 1 || ?o = 2) # sg:a|sg:b'
    ),
    "path-ends": select(
        "VALUES ?o { sg:o } ?s sg:a+ ?o . { ?s sg:b* ?o } { ?s sg:a+ sg:b } { ?s sg:a "
        "?q . FILTER (?q * 2 + 1 > 3) }"
    ),
    "optional-first": select("{ ?s a sg:A } UNION { ?s a sg:B } OPTIONAL { ?s sg:b ?o }"),
    "values-optional": select("VALUES ?s { sg:a } ?s a sg:A . OPTIONAL { ?s sg:b ?o }"),
    "optional-filter": select(
        "?s sg:a ?o . OPTIONAL { ?s sg:b ?q . FILTER (?q > 3) FILTER NOT EXISTS { ?q "
        "sg:c ?o } } FILTER (?o > ?q)"
    ),
    "minus-shared": select("?s sg:a ?o . MINUS { ?s sg:b ?y }"),
    "exists-value": select(
        "?s sg:exists 'EXISTS { }' FILTER (NOT EXISTS { ?s sg:b ?o } || EXISTS { ?s "
        "sg:c ?o }) BIND (STR(?s) AS ?exists)"
    ),
    "group-concat": (
        'SELECT ?s (GROUP_CONCAT(DISTINCT IF(?o = "(", "-", STR(?o)); SEPARATOR=" ") AS ?x) '
        "{ ?s ?p ?o } GROUP BY ?s ORDER BY STR(?s)"
    ),
    # Of the thing by which rows are grouped, so that no group has both; and the way offered.
    "empty-part": (
        'SELECT ?s ("" AS ?y) (REPLACE(REPLACE(GROUP_CONCAT(DISTINCT ?z; '
        'SEPARATOR=" "), " +", " "), "^ | $", "") AS ?zs) '
        "(GROUP_CONCAT(DISTINCT ?x; SEPARATOR=' ') AS ?xs) { ?s <urn:a> ?o . "
        "OPTIONAL { { ?s <urn:b> ?q } UNION { ?s <urn:c> ?q } } OPTIONAL { ?o <urn:b> ?r } "
        'BIND (COALESCE(STR(?q), "") AS ?x) BIND (COALESCE(STR(?r), "") AS ?z) '
        'BIND ("" AS ?w) } GROUP BY ?s ORDER BY STR(?s)'
    ),
    "sum-of-nothing": (
        "SELECT (COALESCE(SUM(?n), 0) AS ?sum) { { SELECT ?s (SUM(?o) AS ?n) { ?s ?p ?o } "
        "GROUP BY ?s } }"
    ),
    "alias-new": (
        "SELECT ?s ?n { { SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s } { BIND (1 "
        "AS ?x) } UNION { BIND (2 AS ?x) } } ORDER BY STR(?s)"
    ),
    "language-equal": select(
        '?s rdfs:label ?l FILTER (LANGMATCHES(LANG(?l), "en") && STRLEN(LANG(?l)) = 2 '
        '&& ?l != "LANG(?l) = 1")'
    ),
    "typed-string": select('?s sg:a "^^xsd:string", "1"^^xsd:integer, xsd:string # ^^xsd:string'),
    "date-cast": select("?s xsd:date ?d FILTER (xsd:integer(SUBSTR(STR(?d), 1, 4)) > 2000)"),
    "date-arithmetic": select(
        '?s sg:a ?d ; sg:b ?n FILTER (?d <= "2020-01-01T00:00:00Z"^^xsd:dateTime && ?n '
        '- 1 > 3) BIND ("NOW()" AS ?now)'
    ),
    "date-zone": select('?s sg:a "2020-01-01T00:00:00Z"^^xsd:dateTime, "2020-01-01T00:00:00"'),
    "order-missing": (
        "SELECT (COUNT(?o) AS ?order) (MAX(?o) AS ?most) { { SELECT ?o { ?s ?p ?o } } }"
    ),
    "order-aggregate": (
        "SELECT ?s (MIN(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s ORDER BY ASC(MIN(?o)) "
        "DESC(COUNT(?o)) STR(?s)"
    ),
    "order-plain": (
        "SELECT ?x ?o { ?s sg:a ?o BIND (LCASE(STR(?s)) AS ?x) } ORDER BY DESC(?o) ?x LIMIT 3"
    ),
    "offset": "SELECT ?offset { ?s <urn:OFFSET> ?offset } ORDER BY STR(?offset) LIMIT 3 # OFFSET 3",
    "describe": "# DESCRIBE\nCONSTRUCT { ?s <urn:describe> ?o } WHERE { ?s <urn:DESCRIBE> ?o }",
    "escaped-iri": select(
        '?s sg:a <http://example.org/é>, "\\u00e9" # <http://example.org/\\u00e9>'
    ),
    "rdf-12": select(
        '?s sg:a "<< {| ~ |} >>" ; sg:triple ?triple FILTER (?triple < 3 && ?triple>=1) # <<'
    ),
    "disconnected": select(
        "?s sg:a [ sg:b ?o ], ( ?q ?r ) . FILTER (?x = ?s) OPTIONAL { ?x sg:a ?y } "
        "sg:a sg:b sg:c ; sg:d ?d . ?e sg:f sg:a ."
    ),
    "literal-subject": select(
        "?s ?p ?s . ?s sg:a ?o . ?o ?r ?q . ?q ?p ?t FILTER (isIRI(?q)) { ?q sg:b ?t "
        "FILTER (isIRI(?t)) } # ?s ?p ?o . ?o ?p ?s"
    ),
    "ascii-pattern": select('?s rdfs:label "é" FILTER (REGEX(?l, "e") && ?l != "é")'),
    "division": select(
        "?s sg:a/sg:b ?n BIND (1.0 * (?n + 1) / IF(?n = 0, 1, ?n) AS ?x) "
        "FILTER (?n > 0) BIND (1.0 * ?x / ?n AS ?y)"
    ),
}


SPELLED = [
    "SELECT ?s { ?s a:p min:p . ?s true:p 'x'^^lang:p }",
    "SELECT ?s { ?s ?p true FILTER (ISIRI(?s) && isiri(?s) && sameterm(?s, ?p)) }",
    "SELECT (group_concat(?s) AS ?x) { ?s ?p 'b\\u00e9\\U0001F600' . ?s <urn:\\u00e9> ?o }",
    "SELECT ?s # a comment\n{ # a comment\n?s # a comment\n?p # a comment\n?o, # a comment\n?q }",
]


@pytest.mark.parametrize("text", SPELLED)
def test_what_the_grammar_alone_would_refuse_is_read(text):
    """SPARQL 1.1 has keywords in any case, prefixes that begin with one, and escapes."""
    prefixes = "PREFIX a: <urn:a> PREFIX min: <urn:b> PREFIX true: <urn:c> PREFIX lang: <urn:d> "
    assert taken_by_oxigraph(prefixes + text)
    assert UNREADABLE not in {rule for _, rule, _ in violations(prefixes + text)}


def test_lines_are_counted_past_letters_of_several_bytes():
    text = "SELECT ?s { ?s ?p 'é–日😀' .\n?é sg:a|sg:b '😀' }\nORDER BY STR(?s) OFFSET 1"
    assert [(line, rule) for line, rule, _ in violations(text)] == [
        (2, "disconnected"),
        (2, "path-alternative"),
        (3, "offset"),
    ]


def parsed(text: str) -> tree_sitter.Tree:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_sparql.language())).parse(
        text.encode()
    )


@pytest.mark.parametrize(("rule", "text"), WRONG)
def test_a_violation_is_seen_by_its_rule_and_by_no_other(rule, text):
    """The rule is named with the line, and the message says what to write."""
    found = violations(text)
    assert {name for _, name, _ in found} == {rule}
    lines = text.splitlines()
    for line, _, message in found:
        assert 1 <= line <= len(lines)
        assert len(message) > 20
        assert not message.endswith(".")


@pytest.mark.parametrize("rule", RIGHT)
def test_what_only_looks_like_a_violation_passes(rule):
    """The same words in strings, IRIs, names and comments, and the way that the message offers,
    break no rule at all."""
    assert violations(RIGHT[rule]) == []


def test_every_rule_has_a_violation_a_look_alike_and_a_line_about_it():
    assert set(RULES) == {rule for rule, _ in WRONG} == set(RIGHT)
    assert all(inspect.getdoc(rule) for rule in RULES.values())
    assert not set(RULES) & set(BY_RUNNING)


def test_the_line_is_that_of_the_word():
    text = (
        '#+ summary: GRAPH\nSELECT ?s WHERE {\n  ?s ?p """a\nb""" .\n  GRAPH ?g {\n    ?s '
        "?p ?o }\n} ORDER BY STR(?s)\n\nOFFSET 3"
    )
    assert [(line, rule) for line, rule, _ in violations(text)] == [
        (5, "named-graph"),
        (9, "offset"),
    ]


def test_several_violations_are_all_told_in_the_order_of_the_lines():
    found = violations("SELECT ?s FROM <urn:g> {\n OPTIONAL { ?s ?p 'x' }\n} OFFSET 1")
    assert [rule for _, rule, _ in found] == [
        "named-graph",
        "order-missing",
        "optional-first",
        "offset",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT",
        "SELECT * {",
        "SELECT * { ?s ?p",
        "SELECT * { ?s ?p ?o } }",
        "ASK { FILTER (",
        "INSERT DATA { }",
        "ASK { ?s ?p ] }",
        "ASK { [ }",
    ],
)
def test_what_is_no_query_is_told_as_such(text):
    assert [rule for _, rule, _ in violations(text)] == [UNREADABLE]


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_packaged_query_breaks_no_rule(path):
    told = [
        each
        for each in violations(path.read_text(encoding="utf-8"))
        if path not in FEDERATING or each[1] not in OF_A_SERVICE
    ]
    assert told == []


@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_packaged_query_is_sparql_for_another_grammar(path):
    """Oxigraph's is asked elsewhere.

    Here tree-sitter's finds nothing wrong or missing.
    """
    assert not parsed(path.read_text(encoding="utf-8")).root_node.has_error


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", PACKAGED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_packaged_query_is_sparql_for_a_third_grammar(path):
    """The parser of rdflib takes it."""
    rdflib.plugins.sparql.prepareQuery(path.read_text(encoding="utf-8"))


def test_what_a_verdict_asks_breaks_no_rule():
    """Verdicts are asked of any store; their rows are sorted here, so that they need no order."""
    asked = []

    class Heard(Embedded):
        def rows(self, query):
            asked.append(query)
            return super().rows(query)

    for three in (
        ("India", "views differently from", "Japan"),
        ("North Atlantic", "has security inseparable from", "Indo-Pacific"),
        ("Japan", "joins", "NATO"),
    ):
        verdict.ask(*three, store=Heard())
    assert len(asked) > 10
    assert {violation[1] for text in asked for violation in violations(text)} == {"order-missing"}


def test_the_second_grammar_would_see_an_error():
    assert parsed("SELECT ?s WHERE { ?s ?p }").root_node.has_error


@pytest.mark.parametrize(
    "text", [text for rule, text in WRONG if rule != "rdf-12"] + list(RIGHT.values())
)
def test_the_examples_are_sparql(text):
    """A rule proved on what is no query would prove nothing.

    Not every parser takes all, since they differ where the rules say so.
    """
    assert any(takes(text) for takes in (taken_by_tree_sitter, taken_by_oxigraph, taken_by_rdflib))


def taken_by_tree_sitter(text: str) -> bool:
    return not parsed(text).root_node.has_error


def taken_by_oxigraph(text: str) -> bool:
    try:
        pyoxigraph.Store().query(text)
    except (SyntaxError, OSError, RuntimeError):
        return False
    return True


def taken_by_rdflib(text: str) -> bool:
    try:
        rdflib.plugins.sparql.prepareQuery(text)
    except Exception:  # its parser and its algebra each have errors of their own
        return False
    return True
