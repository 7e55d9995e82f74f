"""The saved queries as a page and as RDF."""

import pyoxigraph
import pytest
import rdflib

import secgraph
from secgraph.errors import BadValue
from secgraph.query import publish
from secgraph.query.sessions import session
from support.paths import ROOT

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = rdflib.Namespace("https://schema.org/")


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(
        data=publish.described(secgraph.queries(), "https://example.org/sparql"), format="turtle"
    )


def test_the_page_of_the_questions_is_up_to_date():
    """queries/README.md is what the headers say now; `make derive` writes it."""
    assert (ROOT / "queries" / "README.md").read_bytes() == publish.page(
        secgraph.queries(), session().names().labels
    )


def test_the_page_names_every_question_parameter_and_default():
    page = publish.page(secgraph.queries(), session().names().labels).decode()
    for query in secgraph.queries():
        assert f"[{query.name}]({query.name}.rq)" in page
        assert all(f"`{each.name}`: {each.label}" in page for each in query.params.values())
    assert "first region (sg:Region; North Atlantic)" in page


def test_each_query_is_described_with_its_text(graph):
    """Each has its question, its SPARQL without the header, and the endpoint.

    An endpoint that is not given is not named.
    """
    for query in secgraph.queries():
        iri = rdflib.URIRef(publish.BASE + query.name)
        assert (iri, rdflib.RDF.type, SH.SPARQLExecutable) in graph
        assert (iri, rdflib.RDF.type, SH.SPARQLSelectExecutable) in graph
        assert graph.value(iri, rdflib.RDFS.comment) == rdflib.Literal(query.summary, lang="en")
        assert str(graph.value(iri, SH.select)) == query.body
        assert str(graph.value(iri, SCHEMA.target)) == "https://example.org/sparql"
        assert "#+" not in query.body
        pyoxigraph.Store().query(query.body)
    assert SCHEMA.target not in set(
        rdflib.Graph()
        .parse(data=publish.described(secgraph.queries()), format="turtle")
        .predicates()
    )


def test_the_shape_of_sparql_examples_is_met(graph):
    """One text and at least one comment each.

    Every prefix that a query declares is declared; no blank node.
    """
    declared = {str(graph.value(each, SH.prefix)) for each in graph.objects(None, SH.declare)}
    assert set.union(*(query.prefixes for query in secgraph.queries())) == declared
    for each in graph.subjects(rdflib.RDF.type, SH.SPARQLExecutable):
        assert len(list(graph.objects(each, SH.select))) == 1
        assert graph.value(each, SH.prefixes) is not None
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


def test_the_same_queries_give_the_same_bytes():
    assert publish.described(secgraph.queries()) == publish.described(secgraph.queries())


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://e.org/ x",
        'https://e.org/"} DROP ALL #',
        "sparql",
    ],
)
def test_what_is_no_address_is_refused_as_an_endpoint(address):
    with pytest.raises(BadValue):
        publish.described(secgraph.queries(), address)
