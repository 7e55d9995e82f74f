"""Read the axioms of a graph as rules.

Says where a graph has axioms of which these rules know nothing. Applies none of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyoxigraph

from secgraph.checks.finding import name
from secgraph.namespaces import PREFIXES
from secgraph.stores.embedded import Embedded

OWL, RDF, RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]
TYPE, LABEL = RDF + "type", RDFS + "label"
THING = OWL + "Thing"

_HEADER = {
    OWL + term
    for term in (
        "imports",
        "versionInfo",
        "versionIRI",
        "priorVersion",
        "backwardCompatibleWith",
        "incompatibleWith",
        "deprecated",
    )
}
_NO_AXIOMS = {OWL + "NamedIndividual", OWL + "Ontology", THING}
_NOTES = {RDFS + term for term in ("label", "comment", "seeAlso", "isDefinedBy", "member")}
_COVERED_TYPES = {
    OWL + term
    for term in (
        "AllDisjointClasses",
        "AnnotationProperty",
        "Class",
        "DatatypeProperty",
        "ObjectProperty",
        "Restriction",
        "SymmetricProperty",
    )
} | {RDFS + "Datatype"}
_COVERED = {
    OWL + term
    for term in (
        "disjointWith",
        "equivalentClass",
        "hasValue",
        "intersectionOf",
        "members",
        "onProperty",
        "someValuesFrom",
    )
} | {RDFS + term for term in ("subClassOf", "subPropertyOf", "domain", "range")}

_ABOUT_INDIVIDUALS = {
    OWL + term
    for term in (
        "hasKey",
        "hasValue",
        "InverseFunctionalProperty",
        "inverseOf",
        "oneOf",
        "propertyChainAxiom",
        "sameAs",
        "SymmetricProperty",
    )
}

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode


def has_axioms(quads: Iterable[pyoxigraph.Quad]) -> bool:
    """Whether statements say more than facts: whether one of them is an axiom of RDFS or OWL."""
    return any(_is_axiom(quad) for quad in quads)


def _is_axiom(quad: pyoxigraph.Quad) -> bool:
    predicate = quad.predicate.value
    if predicate == TYPE:
        class_ = name(quad.object)
        return class_.startswith((OWL, RDFS, RDF)) and class_ not in _NO_AXIOMS
    if predicate.startswith(OWL):
        return predicate not in _HEADER
    return predicate.startswith(RDFS) and predicate not in _NOTES


def reaches_individuals(quads: Iterable[pyoxigraph.Quad]) -> bool:
    """Whether by an axiom of these the facts of a graph may decide which classes are empty.

    A fact makes a class empty only through an individual that the class is defined by, or along a
    property read backwards from such an individual.
    """
    return any(
        quad.predicate.value in _ABOUT_INDIVIDUALS or name(quad.object) in _ABOUT_INDIVIDUALS
        for quad in quads
    )


@dataclass(slots=True)
class Rules:
    """The axioms of a graph, as rules; made by :func:`rules`.

    Attributes:
        covered: Whether these are all its axioms.
    """

    covered: bool = True
    above: dict[str, set[str]] = field(default_factory=dict)
    properties_above: dict[str, set[str]] = field(default_factory=dict)
    domains: dict[str, set[str]] = field(default_factory=dict)
    ranges: dict[str, set[str]] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    groups: list[frozenset[str]] = field(default_factory=list)
    implied: dict[str, list[tuple[pyoxigraph.NamedNode, Term]]] = field(default_factory=dict)

    def disjoint_group(self, class_: str, other: str) -> frozenset[str] | None:
        """Give the group in which two classes share no member."""
        return next((group for group in self.groups if {class_, other} <= group), None)


def rules(store: pyoxigraph.Store) -> Rules:
    """Read the axioms of a graph."""
    found = Rules()
    for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(TYPE), None):
        kind = name(quad.object)
        if kind == OWL + "ObjectProperty":
            found.objects.add(name(quad.subject))
        elif kind == OWL + "DatatypeProperty":
            found.values.add(name(quad.subject))
        elif kind == OWL + "SymmetricProperty":
            found.symmetric.add(name(quad.subject))
        elif _is_axiom(quad) and kind not in _COVERED_TYPES:
            found.covered = False
    pairs = {
        "subClassOf": found.above,
        "subPropertyOf": found.properties_above,
        "domain": found.domains,
        "range": found.ranges,
    }
    for term, table in pairs.items():
        for quad in _with_predicate(store, RDFS + term):
            found.covered &= isinstance(quad.object, pyoxigraph.NamedNode)
            table.setdefault(name(quad.subject), set()).add(name(quad.object))
    found.covered &= not any(
        quad.predicate.value not in _COVERED for quad in _of_vocabulary(store) if _is_axiom(quad)
    )
    _read_disjoint_classes(store, found)
    _read_definitions(store, found)
    return found


def _of_vocabulary(store: pyoxigraph.Store) -> Iterator[pyoxigraph.Quad]:
    """Give the statements whose predicate is a term of OWL or RDFS."""
    query = f"""SELECT ?predicate {{
      {{ SELECT DISTINCT ?predicate {{ ?subject ?predicate ?object }} }}
      FILTER (STRSTARTS(STR(?predicate), "{OWL}") || STRSTARTS(STR(?predicate), "{RDFS}")) }}"""
    for (predicate,) in Embedded(store).rows(query):
        yield from _with_predicate(store, predicate)


def _with_predicate(store: pyoxigraph.Store, predicate: str) -> Iterator[pyoxigraph.Quad]:
    yield from store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None)


def _read_disjoint_classes(store: pyoxigraph.Store, found: Rules) -> None:
    for quad in _with_predicate(store, OWL + "members"):
        found.groups.append(frozenset(map(name, _list(store, quad.object))))
    for quad in _with_predicate(store, OWL + "disjointWith"):
        found.groups.append(frozenset((name(quad.subject), name(quad.object))))
    found.groups.sort(key=sorted)


def _read_definitions(store: pyoxigraph.Store, found: Rules) -> None:
    """Read what follows from being in a defined class.

    That a thing falls under a defined class adds nothing, as long as nothing else is said of it.
    """
    for quad in _with_predicate(store, OWL + "equivalentClass"):
        class_ = name(quad.subject)
        if class_ in found.above or any(class_ in group for group in found.groups):
            found.covered = False
        parts = [
            part
            for intersection in _values(store, quad.object, "intersectionOf")
            for part in _list(store, intersection)
        ]
        found.covered &= bool(parts)
        for part in parts:
            if isinstance(part, pyoxigraph.NamedNode):
                found.above.setdefault(class_, set()).add(part.value)
            else:
                _read_restriction(store, class_, part, found)


def _read_restriction(store: pyoxigraph.Store, class_: str, part: object, found: Rules) -> None:
    properties = _values(store, part, "onProperty")
    values, fillers = _values(store, part, "hasValue"), _values(store, part, "someValuesFrom")
    if len(properties) != 1 or not isinstance(properties[0], pyoxigraph.NamedNode):
        found.covered = False
    elif len(values) == 1 and isinstance(values[0], Term):
        found.implied.setdefault(class_, []).append((properties[0], values[0]))
    elif [name(filler) for filler in fillers] == [THING]:
        for domain in found.domains.get(properties[0].value, ()):
            found.above.setdefault(class_, set()).add(domain)
    else:
        found.covered = False


def _values(store: pyoxigraph.Store, node: object, term: str) -> list[object]:
    if not isinstance(node, Term):
        return []
    pattern = store.quads_for_pattern(node, pyoxigraph.NamedNode(OWL + term), None)
    return [quad.object for quad in pattern]


def _list(store: pyoxigraph.Store, node: object) -> Iterator[object]:
    """Give the members of an RDF list."""
    visited: set[object] = set()
    while isinstance(node, Term) and node.value != RDF + "nil" and node not in visited:
        visited.add(node)
        for quad in store.quads_for_pattern(node, pyoxigraph.NamedNode(RDF + "first"), None):
            yield quad.object
        rest = list(store.quads_for_pattern(node, pyoxigraph.NamedNode(RDF + "rest"), None))
        node = rest[0].object if rest else None
