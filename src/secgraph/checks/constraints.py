"""Read the shapes of ontology/shapes/, and find what of a graph they can see of a file.

Validates nothing itself.
"""

import functools
import os.path
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph

from secgraph.checks.finding import name
from secgraph.dataset import location, release
from secgraph.namespaces import PREFIXES

Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode

SH = PREFIXES["sh"]
TYPE = pyoxigraph.NamedNode(PREFIXES["rdf"] + "type")
SUBCLASS = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "subClassOf")

REACH = 2
"""Steps from a focus node to the last node whose properties or classes the shapes ask for."""

_PROPERTIES = (
    "path",
    "disjoint",
    "equals",
    "lessThan",
    "lessThanOrEquals",
    "targetSubjectsOf",
    "targetObjectsOf",
)
"""Terms of SHACL whose value is a property that is then read in the data."""

_NEIGHBOURS = ("targetObjectsOf",)
"""Terms of SHACL by which a statement makes its object a focus node."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One violation of a shape.

    Attributes:
        focus: The focus node: an IRI, or ``_:label``.
        shape: IRI of the shape.
        message: What is wrong and what to write instead.
        value: The wrong value; empty where the violation is not about one.
    """

    focus: str
    shape: str
    message: str
    value: str


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes.

    Attributes:
        turtle: Their files, one after another.
        messages: The message of each shape, by IRI.
        predicates: The properties that they read, and rdf:type; None where the reach of a shape is
            not known, as with a path of several steps.
    """

    turtle: str
    messages: dict[str, str]
    predicates: frozenset[pyoxigraph.NamedNode] | None


@functools.cache
def shapes() -> Shapes:
    """Read the shapes of the release, once per process.

    Raises:
        BadFile: A file of shapes cannot be read.
    """
    folder = os.path.join(location.root(), "ontology", "shapes")
    store, texts = pyoxigraph.Store(), []
    for path in location.turtle_files(folder):
        content = release.content(path)
        release.load(store, path, content, labels=False)
        texts.append(content.decode())
    message = pyoxigraph.NamedNode(SH + "message")
    messages = {
        name(quad.subject): name(quad.object)
        for quad in store.quads_for_pattern(None, message, None)
    }
    return Shapes("\n".join(texts), messages, _predicates(store))


def _predicates(store: pyoxigraph.Store) -> frozenset[pyoxigraph.NamedNode] | None:
    predicates = {TYPE}
    for term in _PROPERTIES:
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(SH + term), None):
            path = quad.object
            if not isinstance(path, pyoxigraph.NamedNode) or path == TYPE or term in _NEIGHBOURS:
                return None
            predicates.add(path)
    return frozenset(predicates)


def extract(
    store: pyoxigraph.Store, added: Iterable[pyoxigraph.Quad], shapes: Shapes
) -> tuple[list[pyoxigraph.Quad], set[str]] | None:
    """Find the part of a graph in which the shapes can see added statements.

    Args:
        store: The graph, with the added statements.
        added: The statements.
        shapes: The shapes.

    Returns:
        The statements of the part, and the focus nodes for which it is whole; None where the
        shapes could see the added statements everywhere.
    """
    if shapes.predicates is None:
        return None
    changed: set[Node] = set()
    for quad in added:
        if quad.predicate == SUBCLASS:
            return None
        if quad.predicate in shapes.predicates and isinstance(quad.subject, Node):
            changed.add(quad.subject)
    focuses = _with_those_before(store, changed, shapes.predicates)
    quads = list(store.quads_for_pattern(None, SUBCLASS, None))
    visited: set[object] = set()
    level: set[object] = set(focuses)
    for step in range(REACH + 1):
        visited |= level
        found = [
            quad
            for node in level
            for quad in _statements(store, node, shapes.predicates, last=step == REACH)
        ]
        quads += found
        level = set[object](quad.object for quad in found if quad.predicate != TYPE) - visited
    return quads, set(map(name, focuses))


def _with_those_before(
    store: pyoxigraph.Store, changed: set[Node], predicates: frozenset[pyoxigraph.NamedNode]
) -> set[Node]:
    """Add the nodes from which a changed node can be reached."""
    focuses, level = set(changed), changed
    for _ in range(REACH):
        level = {
            quad.subject
            for node in level
            for quad in store.quads_for_pattern(None, None, node)
            if quad.predicate in predicates
            and quad.predicate != TYPE
            and isinstance(quad.subject, Node)
        } - focuses
        focuses |= level
    return focuses


def _statements(
    store: pyoxigraph.Store,
    node: object,
    predicates: frozenset[pyoxigraph.NamedNode],
    *,
    last: bool,
) -> list[pyoxigraph.Quad]:
    """Give the statements about a node that the shapes read; of the last ones, the classes."""
    if not isinstance(node, Node):
        return []
    if last:
        return list(store.quads_for_pattern(node, TYPE, None))
    return [
        quad for quad in store.quads_for_pattern(node, None, None) if quad.predicate in predicates
    ]
