"""Seeded faults in the statements of the release: what goes wrong when data are typed by hand.

Each fault is of one class, one property of it and one operation, such as ``sg:Vote``,
``sg:isCastBy`` and ``dangle``. The classes and properties are those that the data have; which
things are hit is drawn by a seed. What must catch a fault is none of this module's business.
"""

import functools
import os.path
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph

from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, SG, curie

RDF_TYPE = pyoxigraph.NamedNode(PREFIXES["rdf"] + "type")
SUBCLASS = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "subClassOf")
XSD = PREFIXES["xsd"]
GENERATED = ("derived.ttl", "links.ttl", os.path.join("tests", "claims.ttl"))
"""Files that a program writes; what they are made of is hit instead."""

NOTES = {
    *("skos:scopeNote", "skos:editorialNote", "skos:altLabel", "rdfs:seeAlso", "skos:example"),
    *("dcterms:subject", "dcterms:publisher", "dcterms:rights", "sg:reasonForNoAssertion"),
    *("skos:definition", "dcterms:title", "sg:hasFinding", "sg:inSession"),
}
"""Free text and pages: only that it is blank can be wrong in its form."""

VALUES = SG + "ValueConcept"
COMMON = {VALUES, PREFIXES["skos"] + "Concept"}
"""Classes that things may share and still be of kinds apart."""

OPEN = {
    *("sg:hasFiller", "sg:inRespectOf", "sg:isComparedWith", "sg:lists", "sg:pertainsTo"),
    *("sg:refersTo", "sg:isDrawnFrom"),
}
"""Properties that may lead to whatever a text speaks of, and so to nothing but records."""

ALIKE = {"sg:isAddressedTo": "sg:hasClaimant"}
"""Properties that lead to the same kinds as another one that is used more."""

RECORDS = {
    *("sg:ArgumentLink", "sg:ArgumentUnit", "sg:ArgumentStep", "sg:LineOfArgument"),
    *("sg:Passage", "sg:Mention"),
    *("sg:Source", "sg:Vote", "sg:Commitment", "sg:Qualifier", "sg:Comparison", "org:Membership"),
}

Quads = tuple[pyoxigraph.Quad, ...]
Key = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        classes: The class of the thing that is hit, and those above it, nearest first.
        property: The property that is hit; empty where the whole thing is.
        operation: What is done.
        subject: The thing that is hit.
        removed, added: What happens to the statements.
    """

    classes: tuple[str, ...]
    property: str
    operation: str
    subject: str
    removed: Quads = ()
    added: Quads = ()

    @property
    def name(self) -> str:
        """Class, property and operation."""
        return " ".join(filter(None, (self.classes[0], self.property, self.operation)))


@dataclass
class Data:
    """The statements that may be hit, by what they are of.

    Attributes:
        about: The statements of each thing, by property.
        classes: The class of each thing, as a compact name.
        above: The classes above each class, nearest first, by IRI.
        things: The things of each class, sorted.
        members: The classes of each thing with those above, by IRI.
    """

    about: dict[str, dict[str, list[pyoxigraph.Quad]]]
    classes: dict[str, str]
    above: dict[str, list[str]]
    things: dict[str, list[str]] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)

    @functools.cached_property
    def referred(self) -> set[str]:
        """The things that another thing refers to."""
        quads = (quad for each in self.about.values() for quads in each.values() for quad in quads)
        return {quad.object.value for quad in quads if _is_ours(quad.object)}

    @functools.cached_property
    def uses(self) -> dict[str, list[list[pyoxigraph.Quad]]]:
        """The statements of each property, a list for each thing that has it, things sorted."""
        uses: dict[str, list[list[pyoxigraph.Quad]]] = defaultdict(list)
        for thing in sorted(self.about):
            for name, quads in self.about[thing].items():
                uses[name].append(quads)
        return dict(uses)


def read() -> Data:
    """Read the release, but for the files that a program writes."""
    above: dict[str, list[str]] = defaultdict(list)
    about: dict[str, dict[str, list[pyoxigraph.Quad]]] = defaultdict(lambda: defaultdict(list))
    for path in release.files():
        for quad in release.read(path):
            if quad.predicate == SUBCLASS and isinstance(quad.object, pyoxigraph.NamedNode):
                above[quad.subject.value].append(quad.object.value)
            named = isinstance(quad.subject, pyoxigraph.NamedNode)
            if named and not path.endswith(GENERATED):
                about[quad.subject.value][curie(quad.predicate.value)].append(quad)
    data = Data(about, {}, {each: _above(each, above) for each in above})
    for thing in sorted(about):
        class_ = _class(data, thing)
        if class_:
            data.classes[thing] = curie(class_)
            data.members[thing] = {class_, *data.above.get(class_, ())} - COMMON
            data.things.setdefault(curie(class_), []).append(thing)
    return data


def _above(class_: str, above: dict[str, list[str]]) -> list[str]:
    found: list[str] = []
    level = list(above.get(class_, ()))
    while level:
        found += [each for each in level if each not in found]
        level = [each for below in level for each in above.get(below, ())]
    return found


def _class(data: Data, thing: str) -> str:
    """Give the class of a thing of ours; the lists of values count as one."""
    kinds = [quad.object.value for quad in data.about[thing].get("rdf:type", ())]
    own = [kind for kind in kinds if kind.startswith((SG, PREFIXES["org"], PREFIXES["oa"]))]
    if not own:
        return ""
    if VALUES in data.above.get(own[0], ()) and own[0] != SG + "RelationKind":
        return VALUES
    return own[0]


def faults(data: Data, seed: str) -> Iterator[Fault]:
    """Give one fault for each class, property and operation that the data have."""
    for class_ in sorted(data.things):
        draw = random.Random(f"{seed} {class_}")
        for operation in (untype, retype, copy, delete):
            fault = _first(operation, data, _shuffled(draw, data.things[class_]), draw)
            if fault:
                yield fault
        for property_ in _properties(data, class_):
            for hit in OPERATIONS:
                things = [each for each in data.things[class_] if property_ in data.about[each]]
                fault = _first(
                    lambda *args, hit=hit, property_=property_: hit(*args, property_),
                    data,
                    _shuffled(draw, things),
                    draw,
                )
                if fault:
                    yield fault
        yield from _swaps(data, class_, draw)


def _shuffled(draw: random.Random, things: Sequence[str]) -> list[str]:
    return draw.sample(things, len(things))


def _properties(data: Data, class_: str) -> list[str]:
    found = {name for thing in data.things[class_] for name in data.about[thing]}
    return sorted(found - {"rdf:type"})


def _first(
    operation: Callable[..., Fault | None],
    data: Data,
    things: Iterable[str],
    draw: random.Random,
) -> Fault | None:
    """Give the fault of the first thing that the operation can hit."""
    attempts = (operation(data, thing, draw) for thing in list(things)[:40])
    return next(filter(None, attempts), None)


def _fault(data: Data, thing: str, what: Key, removed: Quads = (), added: Quads = ()) -> Fault:
    """Give the fault of a thing whose property, if it is one, and operation are named."""
    property_, operation = what
    class_ = data.classes[thing]
    iri = next(quad.object.value for quad in data.about[thing]["rdf:type"])
    above = [curie(each) for each in ([iri] if curie(iri) != class_ else [])]
    above += [curie(each) for each in data.above.get(iri, ())]
    return Fault(
        (class_, *(each for each in above if each != class_)),
        property_,
        operation,
        thing,
        removed,
        added,
    )


def _is_ours(term: object) -> bool:
    return isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(_OURS)


_OURS = "https://w3id.org/secgraph/"


def _quad(thing: str, property_: pyoxigraph.NamedNode, value: object) -> pyoxigraph.Quad:
    return pyoxigraph.Quad(pyoxigraph.NamedNode(thing), property_, value)


# ---- what happens to a thing as a whole ----


def untype(data: Data, thing: str, draw: random.Random) -> Fault:
    """Lose the class of a thing."""
    return _fault(data, thing, ("", "untype"), tuple(data.about[thing]["rdf:type"]), ())


def retype(data: Data, thing: str, draw: random.Random) -> Fault | None:
    """Give a thing the class of a thing of another kind."""
    own = data.members[thing]
    others = [
        each
        for each in sorted(data.classes)
        if data.members[each].isdisjoint(own) and each.startswith(SG) == thing.startswith(SG)
    ]
    if not others:
        return None
    old = tuple(data.about[thing]["rdf:type"])
    new = tuple(
        _quad(thing, RDF_TYPE, quad.object) for quad in data.about[draw.choice(others)]["rdf:type"]
    )
    return _fault(data, thing, ("", "retype"), old, new)


def copy(data: Data, thing: str, draw: random.Random) -> Fault:
    """Describe a thing twice, under two names."""
    quads = (quad for quads in data.about[thing].values() for quad in quads)
    new = tuple(_quad(f"{thing}-copy", quad.predicate, quad.object) for quad in quads)
    return _fault(data, thing, ("", "copy"), (), new)


def delete(data: Data, thing: str, draw: random.Random) -> Fault | None:
    """Lose all that is said of a thing; one that others refer to, where the class has one."""
    referred = data.referred
    if thing not in referred and not referred.isdisjoint(data.things[data.classes[thing]]):
        return None
    quads = tuple(quad for quads in data.about[thing].values() for quad in quads)
    return _fault(data, thing, ("", "delete"), quads, ())


# ---- what happens to a property ----


def drop(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Lose every value."""
    if property_ in NOTES and not _is_demanded(property_):
        return None
    return _fault(data, thing, (property_, "drop"), tuple(data.about[thing][property_]), ())


def _is_demanded(property_: str) -> bool:
    return property_ in ("dcterms:title", "sg:hasFinding")


def duplicate(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give a second value, where none of the kind has two: that of another thing, or a new one."""
    if property_ in NOTES:
        return None
    uses = data.uses[property_]
    if any(len(quads) > 1 for quads in uses):
        return None
    own = data.about[thing][property_][0]
    others = [quads[0].object for quads in uses if quads[0].object != own.object]
    value = draw.choice(others) if others else _changed(own.object)
    if value is None:
        return None
    return _fault(data, thing, (property_, "duplicate"), (), (_quad(thing, own.predicate, value),))


def _changed(value: object) -> object | None:
    if isinstance(value, pyoxigraph.NamedNode):
        return pyoxigraph.NamedNode(value.value + "-other")
    if isinstance(value, pyoxigraph.Literal) and value.language:
        return pyoxigraph.Literal(value.value + " too", language=value.language)
    if isinstance(value, pyoxigraph.Literal) and value.datatype.value == XSD + "integer":
        return pyoxigraph.Literal(int(value.value) + 1)
    return None


def dangle(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Point at a thing that is not there."""
    own = draw.choice(data.about[thing][property_])
    if not _is_ours(own.object) or property_ in NOTES:
        return None
    value = pyoxigraph.NamedNode(own.object.value + "-lost")
    new = (_quad(thing, own.predicate, value),)
    return _fault(data, thing, (property_, "dangle"), (own,), new)


def mislink(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Point at a thing of a kind to which the property never leads."""
    own = draw.choice(data.about[thing][property_])
    if not _is_ours(own.object) or property_ in NOTES:
        return None
    led: set[str] = set()
    for name in {property_, ALIKE.get(property_, property_)}:
        for quads in data.uses.get(name, ()):
            for quad in quads:
                led |= data.members.get(getattr(quad.object, "value", ""), set())
    is_value = own.object.value.startswith(PREFIXES["sgv"])
    others = [
        each
        for each in sorted(data.members)
        if each != thing
        and data.members[each].isdisjoint(led)
        and data.classes[each] not in ("owl:Class", "oa:TextPositionSelector")
        and (each.startswith(PREFIXES["sgv"]) == is_value or property_ in OPEN)
        and not (is_value and _kinds(data, each) & _kinds(data, own.object.value))
        and (property_ not in OPEN or data.classes[each] in RECORDS)
    ]
    if not others:
        return None
    new = (_quad(thing, own.predicate, pyoxigraph.NamedNode(draw.choice(others))),)
    return _fault(data, thing, (property_, "mislink"), (own,), new)


def _kinds(data: Data, thing: str) -> set[str]:
    return {quad.object.value for quad in data.about[thing].get("rdf:type", ())}


def misread(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give another value of the same kind: what only a reader of the text can see."""
    own = data.about[thing][property_][0]
    if property_ not in ("sg:hasPolarity", "sg:hasEvidence", "sg:hasHedge", "sg:hasExplicitness"):
        return None
    others = sorted(
        {
            quad.object.value
            for each in data.things[data.classes[thing]]
            for quad in data.about[each].get(property_, ())
            if quad.object != own.object and not quad.object.value.endswith("undetermined")
        }
    )
    new = (_quad(thing, own.predicate, pyoxigraph.NamedNode(draw.choice(others))),)
    return _fault(data, thing, (property_, "misread"), (own,), new)


def retype_value(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give a literal another datatype, or take its language."""
    own = data.about[thing][property_][0]
    if not isinstance(own.object, pyoxigraph.Literal) or property_ in NOTES:
        return None
    text, kind = own.object.value, own.object.datatype.value.removeprefix(XSD)
    if own.object.language:
        new = pyoxigraph.Literal(text)
    elif kind == "dateTime":
        new = pyoxigraph.Literal(text[:10], datatype=pyoxigraph.NamedNode(XSD + "date"))
    elif kind == "string":
        new = pyoxigraph.Literal(text, language="en")
    else:
        new = pyoxigraph.Literal(text)
    return _fault(data, thing, (property_, "retype"), (own,), (_quad(thing, own.predicate, new),))


def blank(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Leave a text empty."""
    own = data.about[thing][property_][0]
    if not isinstance(own.object, pyoxigraph.Literal) or not _is_text(own.object):
        return None
    language = own.object.language
    new = pyoxigraph.Literal(" ", language=language) if language else pyoxigraph.Literal(" ")
    return _fault(data, thing, (property_, "blank"), (own,), (_quad(thing, own.predicate, new),))


def _is_text(value: pyoxigraph.Literal) -> bool:
    return value.language is not None or value.datatype.value == XSD + "string"


def misspell(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Slip in typing a text that has a form: a sign too few, or a space at its end."""
    own = data.about[thing][property_][0]
    if not isinstance(own.object, pyoxigraph.Literal) or property_ in NOTES:
        return None
    if not _is_text(own.object):
        return None
    text = own.object.value
    if own.object.language:
        new = pyoxigraph.Literal(text + " ", language=own.object.language)
    else:
        new = pyoxigraph.Literal(text[:-1])
    return _fault(data, thing, (property_, "misspell"), (own,), (_quad(thing, own.predicate, new),))


def shift(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Miscount by one, and a length by half."""
    own = data.about[thing][property_][0]
    value = own.object
    if not isinstance(value, pyoxigraph.Literal) or value.datatype.value != XSD + "integer":
        return None
    number = int(value.value)
    new = pyoxigraph.Literal(number // 2 if number > 1000 else number + 1)
    return _fault(data, thing, (property_, "shift"), (own,), (_quad(thing, own.predicate, new),))


EARLY, LATE = ("sg:hasStart", "sg:notBefore"), ("sg:hasEnd", "sg:notAfter", "sg:isAttestedUntil")


def misdate(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Slip in a date: past the other end where there is one, else off by days."""
    if property_ not in (*EARLY, *LATE):
        return None
    own = data.about[thing][property_][0]
    others = [name for name in (LATE if property_ in EARLY else EARLY) if name in data.about[thing]]
    year, rest = own.object.value.split("-", 1)
    if others:
        bound = int(data.about[thing][others[0]][0].object.value.split("-", 1)[0])
        year = f"{bound + 3 if property_ in EARLY else bound - 3:04}"
        operation = "misdate"
    elif "sg:hasDatePrecision" in data.about[thing]:
        rest, operation = f"{rest[:3]}17T11:00:00Z", "misdate-unlike-precision"
    else:
        year, operation = f"{int(year) + 300}", "misdate-alone"
    new = pyoxigraph.Literal(f"{year}-{rest}", datatype=own.object.datatype)
    return _fault(data, thing, (property_, operation), (own,), (_quad(thing, own.predicate, new),))


def imprecise(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Say a precision where only bounds are known."""
    about = data.about[thing]
    if property_ not in ("sg:notBefore", "sg:notAfter") or "sg:hasDatePrecision" in about:
        return None
    if "sg:hasStart" in about or "sg:hasEnd" in about:
        return None
    day = pyoxigraph.NamedNode(PREFIXES["sgv"] + "day")
    precision = pyoxigraph.NamedNode(SG + "hasDatePrecision")
    return _fault(data, thing, (property_, "imprecise"), (), (_quad(thing, precision, day),))


EXCHANGED = ("oa:hasSelector", "sg:sha256", "sg:ordinal", "sg:hasSurface", "dcterms:identifier")


def exchange(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give two things each other's value."""
    things = data.things[data.classes[thing]]
    if property_ not in EXCHANGED or len(things) < 2:
        return None
    own = data.about[thing][property_][0]
    others = [
        quads[0]
        for each in things
        if (quads := data.about[each].get(property_))
        and quads[0].object != own.object
        and len(quads[0].object.value) != len(own.object.value)
    ] or [data.about[each][property_][0] for each in things if each != thing]
    other = draw.choice(others)
    new = (
        _quad(thing, own.predicate, other.object),
        _quad(other.subject.value, own.predicate, own.object),
    )
    return _fault(data, thing, (property_, "exchange"), (own, other), new)


def to_person(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Put a person where a state or a body belongs."""
    places = (("org:Membership", "org:member"), ("sg:Visit", "sg:hasDestination"))
    if (data.classes[thing], property_) not in places:
        return None
    own = data.about[thing][property_][0]
    person = pyoxigraph.NamedNode(draw.choice(data.things["sg:Person"]))
    new = (_quad(thing, own.predicate, person),)
    return _fault(data, thing, (property_, "to-person"), (own,), new)


def repeat(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give the digest of another passage."""
    others = [each for each in data.things[data.classes[thing]] if each != thing]
    if property_ != "sg:sha256" or not others:
        return None
    own = data.about[thing][property_][0]
    other = data.about[draw.choice(others)][property_][0]
    new = (_quad(thing, own.predicate, other.object),)
    return _fault(data, thing, (property_, "repeat"), (own,), new)


def overprecise(data: Data, thing: str, draw: random.Random, property_: str) -> Fault | None:
    """Give whole years, from one to another, to the day."""
    about = data.about[thing]
    year, day = (pyoxigraph.NamedNode(PREFIXES["sgv"] + name) for name in ("year", "day"))
    if property_ != "sg:hasDatePrecision" or not {"sg:hasStart", "sg:hasEnd"} <= set(about):
        return None
    own = about[property_][0]
    if own.object != year:
        return None
    new = (_quad(thing, own.predicate, day),)
    return _fault(data, thing, (property_, "overprecise"), (own,), new)


OPERATIONS = (
    *(drop, duplicate, dangle, mislink, misread, retype_value, blank, misspell, shift),
    *(misdate, imprecise, exchange, to_person, repeat, overprecise),
)


def _swaps(data: Data, class_: str, draw: random.Random) -> Iterator[Fault]:
    """Exchange the values of two properties of one thing."""
    properties = [name for name in _properties(data, class_) if name not in NOTES]
    pairs = [(one, two) for one in properties for two in properties if one < two]
    for one, two in pairs:
        for thing in _shuffled(draw, data.things[class_]):
            first, second = data.about[thing].get(one, ()), data.about[thing].get(two, ())
            if len(first) == len(second) == 1 and _alike(first[0].object, second[0].object):
                new = (
                    _quad(thing, first[0].predicate, second[0].object),
                    _quad(thing, second[0].predicate, first[0].object),
                )
                yield _fault(data, thing, (f"{one} {two}", "swap"), (*first, *second), new)
                break


def _alike(one: object, two: object) -> bool:
    if one == two:
        return False
    if isinstance(one, pyoxigraph.NamedNode) and isinstance(two, pyoxigraph.NamedNode):
        in_list = [each.value.startswith(PREFIXES["sgv"]) for each in (one, two)]
        return in_list[0] == in_list[1] and _is_ours(one) and _is_ours(two)
    both = isinstance(one, pyoxigraph.Literal) and isinstance(two, pyoxigraph.Literal)
    return both and one.datatype == two.datatype and one.datatype.value.startswith(XSD)
