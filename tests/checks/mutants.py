"""Remove or loosen one constraint of the shapes at a time, and list what no broken file notices.

A constraint is one triple, such as ``sgs:claim-force sh:maxCount 1``. It is removed, and loosened
in each way that its term has: a count by one, a class to the class above it, a list by a value, a
pattern by its anchors and its numbers. Each such change is a mutant. It is noticed where rudof then
reports other violations of a file of tests/fixtures/invalid, or of the valid document beside which
the file stands. Only the shapes that reach the constraint are asked, and only the files that are
named after one of these shapes.

A mutant that no file can notice is of a constraint that says what another beside it says already:
delete that constraint. Run it by ``make mutants``; with ``--tenth SEED`` a tenth of the mutants,
drawn by the seed.
"""

import argparse
import functools
import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from secgraph.checks import constraints, rudof
from secgraph.dataset import location
from secgraph.namespaces import PREFIXES, curie

FIXTURES = Path(__file__).parents[1] / "fixtures"
BASE = FIXTURES / "valid" / "base.ttl"
DOCUMENT = "https://example.org/doc/"

SH = PREFIXES["sh"]
COMPONENTS = (
    *("minCount", "maxCount", "class", "datatype", "nodeKind", "in", "hasValue", "pattern"),
    *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "minLength", "maxLength"),
    *("languageIn", "uniqueLang", "equals", "disjoint", "lessThan", "lessThanOrEquals"),
    *("node", "not", "and", "or", "xone"),
)
"""The terms of SHACL whose triples are constraints."""

_FIRST, _REST, _NIL, _TYPE = (
    pyoxigraph.NamedNode(PREFIXES["rdf"] + name) for name in ("first", "rest", "nil", "type")
)
_SUBCLASS = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "subClassOf")
_INTO = {
    *(f"{SH}{name}" for name in ("property", "node", "not", "and", "or", "xone")),
    *(_FIRST.value, _REST.value),
}
_TARGETS = {f"{SH}targetClass", f"{SH}targetSubjectsOf"}
_SHIFTS = {
    **dict.fromkeys(("minCount", "minInclusive", "minExclusive", "minLength"), -1),
    **dict.fromkeys(("maxCount", "maxInclusive", "maxExclusive", "maxLength"), 1),
}
"""The terms whose value is a number, and what loosens them."""

_CELL = pyoxigraph.BlankNode("mutant")

Triples = list[pyoxigraph.Triple]


@dataclass(frozen=True)
class Mutant:
    """The shapes with one constraint removed or loosened.

    Attributes:
        constraint: The triple of the constraint.
        change: What is done to it, such as ``removed`` or ``2``, its new value.
        removed, added: The triples that are taken away, and those that come instead.
    """

    constraint: pyoxigraph.Triple
    change: str
    removed: tuple[pyoxigraph.Triple, ...]
    added: tuple[pyoxigraph.Triple, ...] = ()

    @property
    def name(self) -> str:
        """Shape, term, value and change, such as ``sgs:claim-force sh:maxCount 1: 2``."""
        return f"{named(self.constraint)} {_shown(self.constraint.object)}: {self.change}"


@functools.cache
def shapes() -> Triples:
    """Give the triples of the shapes."""
    text = constraints.shapes().turtle.encode()
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
    return sorted(map(_triple, quads), key=str)


@functools.cache
def targets() -> set[object]:
    """Give the shapes that have a target of their own."""
    return {each.subject for each in shapes() if each.predicate.value in _TARGETS}


def removable() -> Triples:
    """Give the triples that are constraints, sorted."""
    terms = {SH + name for name in COMPONENTS}
    return [each for each in shapes() if each.predicate.value in terms]


def mutants() -> list[Mutant]:
    """Give each constraint removed, and loosened in each way that there is."""
    return [mutant for each in removable() for mutant in _mutants_of(each)]


def _mutants_of(constraint: pyoxigraph.Triple) -> Iterator[Mutant]:
    yield Mutant(constraint, "removed", (constraint,))
    term = constraint.predicate.value.removeprefix(SH)
    value = constraint.object
    if term in _SHIFTS:
        number = int(value.value)
        if not (term == "minCount" and number == 1):  # no count at all, which is its removal
            yield _replaced(constraint, pyoxigraph.Literal(number + _SHIFTS[term]))
    elif term == "pattern":
        for text in loosened_patterns(value.value):
            yield _replaced(constraint, pyoxigraph.Literal(text))
    elif term == "class":
        for above in classes_above(value) or [None]:
            yield _replaced(constraint, above) if above else _other(constraint, "nodeKind", "IRI")
    elif term == "nodeKind" and value.value == SH + "IRI":
        for kind in ("BlankNodeOrIRI", "IRIOrLiteral"):
            yield _other(constraint, "nodeKind", kind)
    elif term == "datatype":
        yield _other(constraint, "nodeKind", "Literal")
    elif term == "hasValue":
        yield _other(constraint, "minCount", 1)
    elif term == "in":
        yield _other(constraint, "nodeKind", "IRI")
        for extra in _others_of_their_class(members(value)):
            yield _longer(constraint, extra)
    elif term == "languageIn":
        yield _longer(constraint, pyoxigraph.Literal("fr"))
    elif term == "lessThan":
        yield _other(constraint, "lessThanOrEquals", value)
    elif term == "xone":
        yield _other(constraint, "or", value)
    elif term == "and":
        yield from _shorter(constraint)


def loosened_patterns(pattern: str) -> list[str]:
    """Give a pattern without each of its anchors, and with each of its numbers loosened."""
    loosened = []
    if pattern.startswith("^"):
        loosened.append(pattern[1:])
    if pattern.endswith("$"):
        loosened.append(pattern[:-1])
    for match in re.finditer(r"\{(?:(\d+),)?(\d+)\}", pattern):
        least = match[1] or match[2]
        number = f"{{{least},{int(match[2]) + 1}}}"
        loosened.append(pattern[: match.start()] + number + pattern[match.end() :])
    return loosened


def _replaced(constraint: pyoxigraph.Triple, value: object) -> Mutant:
    """Give a constraint another value."""
    new = pyoxigraph.Triple(constraint.subject, constraint.predicate, value)
    return Mutant(constraint, _shown(value), (constraint,), (new,))


def _other(constraint: pyoxigraph.Triple, term: str, value: object) -> Mutant:
    """Give a constraint another term."""
    if isinstance(value, str):
        value = pyoxigraph.NamedNode(SH + value)
    elif isinstance(value, int):
        value = pyoxigraph.Literal(value)
    new = pyoxigraph.Triple(constraint.subject, pyoxigraph.NamedNode(SH + term), value)
    return Mutant(constraint, f"sh:{term} {_shown(value)}", (constraint,), (new,))


def _longer(constraint: pyoxigraph.Triple, extra: object) -> Mutant:
    """Give the list of a constraint one more member."""
    new = (
        pyoxigraph.Triple(constraint.subject, constraint.predicate, _CELL),
        pyoxigraph.Triple(_CELL, _FIRST, extra),
        pyoxigraph.Triple(_CELL, _REST, constraint.object),
    )
    return Mutant(constraint, f"with {_shown(extra)}", (constraint,), new)


def _shorter(constraint: pyoxigraph.Triple) -> Iterator[Mutant]:
    """Take each member of the list of a constraint out of it."""
    before = constraint
    while before.object != _NIL:
        cell = {each.predicate: each for each in shapes() if each.subject == before.object}
        new = pyoxigraph.Triple(before.subject, before.predicate, cell[_REST].object)
        yield Mutant(constraint, f"without {_shown(cell[_FIRST].object)}", (before,), (new,))
        before = cell[_REST]


def members(head: object) -> list[object]:
    """Give the members of a list of the shapes."""
    found = []
    while head != _NIL:
        cell = {each.predicate: each.object for each in shapes() if each.subject == head}
        found.append(cell[_FIRST])
        head = cell[_REST]
    return found


def _others_of_their_class(values: list[object]) -> list[object]:
    """Give the individuals of the ontology that are of the class of values, and none of them."""
    kinds = {each.object for each in terms() if each.subject in values and each.predicate == _TYPE}
    same = {each.subject for each in terms() if each.predicate == _TYPE and each.object in kinds}
    return sorted(same.difference(values), key=str)


def classes_above(class_: object) -> list[object]:
    """Give the classes directly above a class."""
    return [
        each.object
        for each in terms()
        if each.subject == class_
        and each.predicate == _SUBCLASS
        and isinstance(each.object, pyoxigraph.NamedNode)
    ]


def with_change(mutant: Mutant | None, above: frozenset[object]) -> constraints.Shapes:
    """Give the shapes that reach a constraint, with a mutant's change where one is named."""
    removed = mutant.removed if mutant else ()
    lines = [
        _line(each)
        for each in shapes()
        if each not in removed
        and not (
            each.predicate.value == SH + "property"
            and each.subject in targets()
            and each.object not in above
        )
        and not (each.predicate.value in _TARGETS and each.subject not in above)
    ]
    lines += map(_line, mutant.added if mutant else ())
    return constraints.Shapes("".join(lines), constraints.shapes().messages, None)


@functools.cache
def reaching(constraint: pyoxigraph.Triple) -> frozenset[object]:
    """Give the shapes that reach a constraint."""
    above: dict[object, list[pyoxigraph.Triple]] = {}
    for each in shapes():
        if each.predicate.value in _INTO:
            above.setdefault(each.object, []).append(each)
    found: set[object] = {constraint.subject}
    rest = [constraint.subject]
    while rest:
        for each in above.get(rest.pop(), ()):
            if each.subject not in found:
                found.add(each.subject)
                rest.append(each.subject)
    return frozenset(found)


@functools.cache
def document(path: Path, number: int) -> str:
    """Give a valid document with a broken file, as N-Triples, in a namespace of its own."""
    triples = (*pyoxigraph.parse(path=str(BASE)), *pyoxigraph.parse(path=str(path)))
    text = "".join(_line(_triple(each)) for each in triples)
    return text.replace("_:", f"_:b{number}x").replace(f"<{DOCUMENT}", f"<{DOCUMENT}{number}/")


@functools.cache
def terms() -> Triples:
    """Give the classes of the ontology and its individuals."""
    folder = Path(location.root(), "ontology")
    return [
        _triple(each)
        for path in sorted(folder.glob("*.ttl"))
        for each in pyoxigraph.parse(path=str(path))
        if each.predicate in (_TYPE, _SUBCLASS)
    ]


@functools.cache
def _terms_text() -> str:
    return "".join(map(_line, terms()))


def violations(paths: Iterable[Path], shapes: constraints.Shapes) -> set[tuple[str, str, str]]:
    """Give focus node, shape and value of each violation of broken files.

    The terms of the ontology are left out: only their classes are given.
    """
    text = _terms_text() + "".join(document(path, number) for number, path in enumerate(paths))
    return {
        (fault.focus, fault.shape, fault.value)
        for fault in rudof.validate(text.encode(), shapes)
        if fault.focus.startswith((DOCUMENT, "_:"))
    }


@functools.cache
def _violations_now(above: frozenset[object], paths: tuple[Path, ...]) -> set[tuple[str, str, str]]:
    return violations(paths, with_change(None, above))


def is_noticed(mutant: Mutant, paths: list[Path]) -> bool:
    """Say whether a mutant changes what is reported of the files."""
    above = reaching(mutant.constraint)
    names = {curie(each.value) for each in above if isinstance(each, pyoxigraph.NamedNode)}
    own = [path for path in paths if f"sgs:{path.name.split('.')[0]}" in names]
    if not own:
        return False
    before = _violations_now(above, tuple(own))
    return violations(own, with_change(mutant, above)) != before


def survivors(chosen: Iterable[Mutant], paths: list[Path]) -> Iterator[Mutant]:
    """Give the mutants that no file notices."""
    return (each for each in chosen if not is_noticed(each, paths))


def named(constraint: pyoxigraph.Triple) -> str:
    """Give a constraint as its shape and the term, such as ``sgs:claim-force sh:maxCount``."""
    return f"{curie(constraint.subject.value)} {curie(constraint.predicate.value)}"


def main() -> int:
    """Print the mutants that no file notices, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenth", metavar="SEED")
    seed = parser.parse_args().tenth
    chosen = [each for each in mutants() if seed is None or is_drawn(seed, each.name)]
    paths = sorted((FIXTURES / "invalid").rglob("*.ttl"))
    left = [each.name for each in survivors(chosen, paths)]
    for name in left:
        print(f"{name}: no file of tests/fixtures/invalid notices it")
    changed = {each.constraint for each in chosen}
    print(f"{len(chosen)} mutants of {len(changed)} constraints; {len(left)} not noticed")
    return 1 if left else 0


def is_drawn(seed: str, name: str) -> bool:
    """Say whether a mutant is in the tenth that a seed draws."""
    return hashlib.sha256(f"{seed} {name}".encode()).digest()[0] % 10 == 0


def _shown(value: object) -> str:
    if isinstance(value, pyoxigraph.BlankNode):
        return "( " + " ".join(map(_shown, members(value))) + " )"
    if isinstance(value, pyoxigraph.NamedNode):
        return curie(value.value)
    return (
        value.value if value.datatype.value == PREFIXES["xsd"] + "integer" else f'"{value.value}"'
    )


def _triple(each: pyoxigraph.Quad | pyoxigraph.Triple) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(each.subject, each.predicate, each.object)


def _line(each: pyoxigraph.Triple) -> str:
    return f"{each.subject} {each.predicate} {each.object} .\n"


if __name__ == "__main__":
    sys.exit(main())
