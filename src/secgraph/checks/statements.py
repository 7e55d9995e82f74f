"""Give statements to tools that read RDF 1.1 only: validators and reasoners.

Leaves out what they have no form for, and says so. Checks nothing.
"""

from collections.abc import Iterable

import pyoxigraph

from secgraph.checks.lexical import XSD, is_ill_typed
from secgraph.namespaces import PREFIXES

_OWL_NAMESPACES = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
_DATATYPE_PROPERTY, _EQUIVALENT = (
    pyoxigraph.NamedNode(PREFIXES["owl"] + name) for name in ("DatatypeProperty", "equivalentClass")
)
_RANGE = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "range")

IMPORTS = pyoxigraph.NamedNode(PREFIXES["owl"] + "imports")
"""Reasoners would fetch what this names."""


_UNKNOWN = {
    XSD + name
    for name in (
        "date",
        "dayTimeDuration",
        "duration",
        "gDay",
        "gMonth",
        "gMonthDay",
        "gYear",
        "gYearMonth",
        "time",
        "yearMonthDuration",
    )
}
"""The datatypes of XML Schema that are none of OWL 2 (Structural Specification, section 4)."""


def has_triple_term(quad: pyoxigraph.Quad) -> bool:
    """Whether a statement is about a triple term."""
    return isinstance(quad.object, pyoxigraph.Triple)


def is_rdf_12(quad: pyoxigraph.Quad) -> bool:
    """Whether a statement has a triple term or a text with a direction, which RDF 1.1 has not."""
    term = quad.object
    directed = isinstance(term, pyoxigraph.Literal) and term.direction is not None
    return directed or has_triple_term(quad)


def unknown_datatypes(
    quads: Iterable[pyoxigraph.Quad], terms: Iterable[pyoxigraph.Quad] = ()
) -> set[str]:
    """Give the datatypes in statements that are none of OWL 2, and that a reasoner would meet.

    It meets those of XML Schema wherever they stand, and any other as that of a value or as the
    range of a property that is declared as one of data; a datatype that is defined is known.

    Args:
        quads: The statements.
        terms: Others beside them in which properties are declared.
    """
    statements = list(quads)
    properties = {
        quad.subject for quad in (*terms, *statements) if quad.object == _DATATYPE_PROPERTY
    }
    defined = {str(quad.subject)[1:-1] for quad in statements if quad.predicate == _EQUIVALENT}
    found = set()
    for quad in statements:
        term = quad.object
        if isinstance(term, pyoxigraph.Literal):
            iri, is_met = term.datatype.value, quad.predicate in properties
        else:
            iri = term.value if isinstance(term, pyoxigraph.NamedNode) else ""
            is_met = quad.predicate == _RANGE and quad.subject in properties
        if iri in _UNKNOWN or (is_met and not _is_of_owl(iri)):
            found.add(iri)
    return found - defined


def _is_of_owl(datatype: str) -> bool:
    """Whether a datatype is one of OWL 2; those of XML Schema are, but for the unknown ones."""
    return datatype.startswith((XSD, *_OWL_NAMESPACES)) or not datatype


def plain(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Give statements in RDF 1.1: without triple terms, and without the direction of a text."""
    return [
        _without_direction(quad) for quad in quads if not isinstance(quad.object, pyoxigraph.Triple)
    ]


def _without_direction(quad: pyoxigraph.Quad) -> pyoxigraph.Quad:
    text = quad.object
    if not isinstance(text, pyoxigraph.Literal) or text.direction is None:
        return quad
    literal = pyoxigraph.Literal(text.value, language=text.language)
    return pyoxigraph.Quad(quad.subject, quad.predicate, literal)


def for_reasoner(quads: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Give statements that OWL can have: no ill-typed literal, and nothing to be fetched."""
    return [
        quad
        for quad in plain(quads)
        if quad.predicate != IMPORTS and not is_ill_typed_literal(quad.object)
    ]


def is_ill_typed_literal(term: object) -> bool:
    """Whether a term is an ill-typed literal."""
    return isinstance(term, pyoxigraph.Literal) and is_ill_typed(term.value, term.datatype.value)


def ntriples(store: pyoxigraph.Store) -> bytes:
    """Give the default graph of a store as N-Triples."""
    graph = pyoxigraph.DefaultGraph()
    return store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph) or b""


def as_ntriples(quads: Iterable[pyoxigraph.Quad]) -> bytes:
    """Give statements as N-Triples."""
    triples = (pyoxigraph.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")
