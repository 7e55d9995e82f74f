"""Read shapes (SHACL) as rows: which constraint each shape has, with its values.

Takes paths of one property only, and refuses what it does not know. Validates nothing.

Source: W3C, Shapes Constraint Language (SHACL), sections 2 to 4.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

import pyoxigraph

from secgraph.checks.constraints import SH, Node
from secgraph.checks.finding import ToolFailure, name
from secgraph.namespaces import PREFIXES

_RDF = PREFIXES["rdf"]
_FIRST, _REST = (pyoxigraph.NamedNode(_RDF + part) for part in ("first", "rest"))
_NIL = pyoxigraph.NamedNode(_RDF + "nil")

SINGLE = (
    "minCount",
    "maxCount",
    "class",
    "datatype",
    "nodeKind",
    "pattern",
    "minInclusive",
    "hasValue",
    "uniqueLang",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
)
"""Constraints with one value; a shape with two values of one has two constraints."""

LISTS = ("in", "languageIn")
"""Constraints with a list of values."""

LOGIC = {"and": True, "or": True, "xone": True, "not": False, "node": False}
"""Constraints whose values are shapes, and whether these stand in a list."""

TARGETS = ("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode")
_SILENT = ("message", "path", "property", "targetClass", "targetSubjectsOf", "targetObjectsOf")
_KNOWN = {*SINGLE, *LISTS, *LOGIC, *TARGETS, *_SILENT}


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a shape.

    Attributes:
        number: Another one for each constraint.
        kind: The local name of its parameter, such as ``minCount``.
        values: Terms in the form of N-Triples; shapes where the kind is one of ``LOGIC``.
    """

    number: int
    kind: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Shape:
    """A shape.

    Attributes:
        iri: Its IRI, in angle brackets.
        path: The property whose values it is about, in angle brackets; empty for a node shape.
        targets: Kinds of target, with their value.
        properties: The shapes that it has by ``sh:property``.
        constraints: All others.
    """

    iri: str
    path: str = ""
    targets: list[tuple[str, str]] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    constraints: list[Constraint] = field(default_factory=list)

    @property
    def members(self) -> list[str]:
        """The shapes by which it is decided."""
        return self.properties + [
            member
            for constraint in self.constraints
            if constraint.kind in LOGIC
            for member in constraint.values
        ]


def read(turtle: str) -> dict[str, Shape]:
    """Read the shapes of a text in Turtle, by IRI in angle brackets.

    Raises:
        ToolFailure: A shape has what is not known here.
    """
    store = pyoxigraph.Store()
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    shapes: dict[str, Shape] = {}
    numbers = count(1)
    ordered = sorted(store, key=str)
    nodes = [
        quad.subject
        for quad in ordered
        if name(quad.predicate) == _RDF + "type"
        and name(quad.object) in (SH + "NodeShape", SH + "PropertyShape")
    ]
    for node in nodes:
        shape = shapes[str(node)] = Shape(str(node))
        for quad in store.quads_for_pattern(node, None, None):
            kind = name(quad.predicate)
            if kind.startswith(SH):
                _add(shape, kind.removeprefix(SH), quad.object, store, numbers)
    for shape in shapes.values():
        for member in shape.members:
            if member not in shapes:
                raise ToolFailure(f"{shape.iri} names {member}, which is no shape")
    return shapes


def _add(
    shape: Shape, kind: str, value: object, store: pyoxigraph.Store, numbers: Iterator[int]
) -> None:
    if kind not in _KNOWN:
        raise ToolFailure(f"{shape.iri} has sh:{kind}, which only rudof and pyshacl know")
    if kind == "path":
        if not isinstance(value, pyoxigraph.NamedNode):
            raise ToolFailure(f"{shape.iri} has a path of several steps")
        shape.path = str(value)
    elif kind == "property":
        shape.properties.append(str(value))
    elif kind in TARGETS:
        shape.targets.append((kind, str(value)))
    elif kind != "message":
        is_list = kind in LISTS or LOGIC.get(kind, False)
        values = tuple(_list(value, store)) if is_list else (str(value),)
        shape.constraints.append(Constraint(next(numbers), kind, values))


def _list(head: object, store: pyoxigraph.Store) -> Iterator[str]:
    while head != _NIL:
        if not isinstance(head, Node):
            raise ToolFailure(f"{head} is no list")
        first = next(store.quads_for_pattern(head, _FIRST, None), None)
        rest = next(store.quads_for_pattern(head, _REST, None), None)
        if first is None or rest is None:
            raise ToolFailure(f"the list {head} is not whole")
        yield str(first.object)
        head = rest.object


def along(shapes: dict[str, Shape], iri: str) -> list[str]:
    """Give a shape and those by which it is decided on the same node, in the order of their IRIs.

    The values of a property are other nodes, so that no shape is beyond one with a path.
    """
    found, left = {iri}, [iri]
    while left:
        shape = shapes[left.pop()]
        new = set(() if shape.path else shape.members) - found
        found |= new
        left += new
    return sorted(found)


def levels(shapes: dict[str, Shape]) -> dict[str, int]:
    """Give for each shape how many steps it stands above those that no shape decides.

    Raises:
        ToolFailure: A shape is decided by itself.
    """
    found: dict[str, int] = {}

    def level(iri: str, above: tuple[str, ...]) -> int:
        if iri in above:
            raise ToolFailure(f"{iri} is decided by itself")
        if iri not in found:
            below = [level(member, (*above, iri)) for member in shapes[iri].members]
            found[iri] = 1 + max(below, default=-1)
        return found[iri]

    for iri in shapes:
        level(iri, ())
    return found


def texts(literals: Iterable[str]) -> list[str]:
    """Give the texts of literals in the form of N-Triples."""
    lines = "".join(f"<urn:s> <urn:p> {literal} .\n" for literal in literals)
    quads = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return [name(quad.object) for quad in quads]
