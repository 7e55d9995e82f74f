"""Remove one constraint of the shapes at a time, and list the removals that no broken file notices.

A constraint is one triple, such as ``sgs:claim-force sh:maxCount 1``. Its removal is noticed where
rudof then reports other violations of a file of tests/fixtures/invalid. Only the shapes that reach
the constraint are asked, and of the files only those that one of these shapes reports; all of them
where the constraint lies within a shape that another negates, so that more may be reported.

Run it by ``make mutants``; with ``--tenth SEED`` a tenth of the removals, drawn by the seed.
"""

import argparse
import functools
import hashlib
import sys
from collections.abc import Iterable, Iterator
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
"""The terms of SHACL whose triples are removed."""

_INTO = {f"{SH}{name}" for name in ("property", "node", "not", "and", "or", "xone")} | {
    PREFIXES["rdf"] + "first",
    PREFIXES["rdf"] + "rest",
}
_TARGETS = {f"{SH}targetClass", f"{SH}targetSubjectsOf"}
_NEGATING = {f"{SH}{name}" for name in ("not", "or", "xone")}

Triples = list[pyoxigraph.Triple]


@functools.cache
def shapes() -> Triples:
    """Give the triples of the shapes."""
    text = constraints.shapes().turtle.encode()
    return sorted(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE), key=str)


def removable() -> Triples:
    """Give the triples that are constraints, sorted."""
    terms = {SH + name for name in COMPONENTS}
    return [_triple(each) for each in shapes() if each.predicate.value in terms]


def without(constraint: pyoxigraph.Triple | None, reaching: set[object]) -> constraints.Shapes:
    """Give the shapes that reach a constraint, without it where one is named."""
    lines = [
        _line(each)
        for each in map(_triple, shapes())
        if each != constraint
        and not (each.predicate.value == SH + "property" and each.object not in reaching)
        and not (each.predicate.value in _TARGETS and each.subject not in reaching)
    ]
    return constraints.Shapes("".join(lines), constraints.shapes().messages, None)


def reaching(constraint: pyoxigraph.Triple) -> tuple[set[object], bool]:
    """Give the shapes that reach a constraint, and whether one of them may negate it."""
    above: dict[object, list[pyoxigraph.Triple]] = {}
    for each in map(_triple, shapes()):
        if each.predicate.value in _INTO:
            above.setdefault(each.object, []).append(each)
    found: set[object] = {constraint.subject}
    rest, negated = [constraint.subject], False
    while rest:
        for each in above.get(rest.pop(), ()):
            negated |= each.predicate.value in _NEGATING
            if each.subject not in found:
                found.add(each.subject)
                rest.append(each.subject)
    return found, negated


@functools.cache
def document(path: Path, number: int) -> str:
    """Give a valid document with a broken file, as N-Triples, in a namespace of its own."""
    triples = (*pyoxigraph.parse(path=str(BASE)), *pyoxigraph.parse(path=str(path)))
    text = "".join(_line(_triple(each)) for each in triples)
    return text.replace("_:", f"_:b{number}x").replace(f"<{DOCUMENT}", f"<{DOCUMENT}{number}/")


@functools.cache
def terms() -> str:
    """Give the classes of the ontology and its individuals, as N-Triples."""
    folder = Path(location.root(), "ontology")
    wanted = (PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "subClassOf")
    return "".join(
        _line(_triple(each))
        for path in sorted(folder.glob("*.ttl"))
        for each in pyoxigraph.parse(path=str(path))
        if each.predicate.value in wanted
    )


def violations(paths: Iterable[Path], shapes: constraints.Shapes) -> set[tuple[str, str, str]]:
    """Give focus node, shape and value of each violation of broken files.

    The terms of the ontology are left out: only their classes are given.
    """
    text = terms() + "".join(document(path, number) for number, path in enumerate(paths))
    return {
        (fault.focus, fault.shape, fault.value)
        for fault in rudof.validate(text.encode(), shapes)
        if fault.focus.startswith((DOCUMENT, "_:"))
    }


def is_noticed(constraint: pyoxigraph.Triple, paths: list[Path]) -> bool:
    """Say whether the removal of a constraint changes what is reported of the files."""
    shapes_above, negated = reaching(constraint)
    names = {curie(each.value) for each in shapes_above if isinstance(each, pyoxigraph.NamedNode)}
    own = [path for path in paths if negated or f"sgs:{path.name.split('.')[0]}" in names]
    if not own:
        return False
    before = violations(own, without(None, shapes_above))
    return violations(own, without(constraint, shapes_above)) != before


def survivors(chosen: Triples, paths: list[Path]) -> Iterator[pyoxigraph.Triple]:
    """Give the constraints whose removal no file notices."""
    return (each for each in chosen if not is_noticed(each, paths))


def named(constraint: pyoxigraph.Triple) -> str:
    """Give a constraint as its shape and the term, such as ``sgs:claim-force sh:maxCount``."""
    return f"{curie(constraint.subject.value)} {curie(constraint.predicate.value)}"


def main() -> int:
    """Print the removals that no file notices, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenth", metavar="SEED")
    seed = parser.parse_args().tenth
    chosen = [each for each in removable() if seed is None or _is_drawn(seed, named(each))]
    paths = sorted((FIXTURES / "invalid").rglob("*.ttl"))
    left = [named(each) for each in survivors(chosen, paths)]
    for name in left:
        print(f"{name}: no file of tests/fixtures/invalid notices that it is removed")
    print(f"{len(chosen)} constraints removed, one at a time; {len(left)} not noticed")
    return 1 if left else 0


def _is_drawn(seed: str, name: str) -> bool:
    return hashlib.sha256(f"{seed} {name}".encode()).digest()[0] % 10 == 0


def _triple(each: pyoxigraph.Quad | pyoxigraph.Triple) -> pyoxigraph.Triple:
    return pyoxigraph.Triple(each.subject, each.predicate, each.object)


def _line(each: pyoxigraph.Triple) -> str:
    return f"{each.subject} {each.predicate} {each.object} .\n"


if __name__ == "__main__":
    sys.exit(main())
