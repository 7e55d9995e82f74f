"""Give statements to tools that read RDF 1.1 only: validators and reasoners.

Leaves out what they have no form for, and says so. Checks nothing.
"""

from collections.abc import Iterable

import pyoxigraph

from secgraph.checks.lexical import is_ill_typed
from secgraph.namespaces import PREFIXES

IMPORTS = pyoxigraph.NamedNode(PREFIXES["owl"] + "imports")
"""Reasoners would fetch what this names."""


def has_triple_term(quad: pyoxigraph.Quad) -> bool:
    """Whether a statement is about a triple term, which RDF 1.1 has not."""
    return isinstance(quad.object, pyoxigraph.Triple)


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
    return store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())


def as_ntriples(quads: Iterable[pyoxigraph.Quad]) -> bytes:
    """Give statements as N-Triples."""
    triples = (pyoxigraph.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
