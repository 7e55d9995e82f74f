"""Put seeded faults into the release, one at a time: is each found by the constraint meant for it?

For a fault of a property, such as a value too many, the constraint meant is a shape of that
property. For all others corruptions.tsv says which it is, by class, property and operation; the
row that says most counts. The rule is a shape (``sgs:``, with ``sgs:*`` for any), a question of
queries/checks/ (``checks/``), the clash rules, or a rule of links; ``-`` is said of faults that
nothing but a reader can see, and ``allowed`` of what is no fault at all, both with the reason.

The release is read once. Each fault is put in, the part of the check that is meant for it is done,
and it is taken out again. Run it by ``make corruptions``, with ``SEED=...`` for other things, and
with ``--tenth SEED`` for a tenth of the faults.
"""

import argparse
import csv
import functools
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from checks import faults, faulty_tables
from secgraph.checks import axioms, clashes, constraints, rudof, statements
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES, curie
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded

TABLE = Path(__file__).with_name("corruptions.tsv")
OF_PROPERTY = "shape"
"""Says of a fault that a shape of its property is meant for it."""

UNSEEN, ALLOWED, CLASHES, ANY_SHAPE = "-", "allowed", "clash-rules", "sgs:*"

AnyFault = faults.Fault | faulty_tables.TableFault


@functools.cache
def table() -> dict[tuple[str, str, str], str]:
    """Read what is meant for which faults."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(row["reason"] for row in rows if row["rule"] in (UNSEEN, ALLOWED))
    return {(row["class"], row["property"], row["operation"]): row["rule"] for row in rows}


def meant(fault: AnyFault) -> str:
    """Give the rules that are meant for a fault, with ``|`` between them."""
    for class_ in (*fault.classes, "*"):
        for property_ in (fault.property, "*"):
            for operation in (fault.operation, "*"):
                rule = table().get((class_, property_, operation))
                if rule is not None:
                    return rule
    return OF_PROPERTY


@functools.cache
def shapes_of(property_: str) -> frozenset[str]:
    """Give the shapes whose path is a property."""
    turtle = constraints.shapes().turtle.encode()
    path = PREFIXES["sh"] + "path"
    return frozenset(
        curie(quad.subject.value)
        for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
        if quad.predicate.value == path and curie(quad.object.value) == property_
    )


class Check:
    """The release, in which faults are put one after another."""

    def __init__(self) -> None:
        self.store = pyoxigraph.Store()
        for path in release.files():
            self.store.extend(release.read(path))
        self.rules = axioms.rules(self.store)

    def finds(self, fault: AnyFault, rules: str) -> bool:
        """Say whether one of the rules that are meant for a fault finds it."""
        if isinstance(fault, faulty_tables.TableFault):
            return any(map(fault.rules, rules.split("|")))
        for quad in fault.removed:
            self.store.remove(quad)
        self.store.extend(fault.added)
        try:
            return any(self._finds(fault, rule) for rule in rules.split("|"))
        finally:
            for quad in fault.added:
                self.store.remove(quad)
            self.store.extend(fault.removed)

    def _finds(self, fault: faults.Fault, rule: str) -> bool:
        if rule == CLASHES:
            return bool(clashes.clashes(self.store, list(fault.added), self.rules))
        if rule.startswith("checks/"):
            query = catalog.packaged().get(rule)
            return bool(Embedded(self.store).ask(query.text).rows)
        shapes = self._shapes(fault)
        if rule == OF_PROPERTY:
            wanted = frozenset().union(*map(shapes_of, fault.property.split()))
            return not wanted.isdisjoint(shapes)
        return bool(shapes) if rule == ANY_SHAPE else rule in shapes

    def _shapes(self, fault: faults.Fault) -> set[str]:
        """Give the shapes that a fault breaks; the release itself breaks none."""
        shapes = constraints.shapes()
        part = constraints.extract(self.store, [*fault.removed, *fault.added], shapes)
        quads = list(self.store) if part is None else part[0]
        return {
            curie(each.shape)
            for each in rudof.validate(statements.as_ntriples(statements.plain(quads)), shapes)
            if part is None or each.focus in part[1]
        }


def every(seed: str, folder: str) -> Iterator[AnyFault]:
    """Give all faults, but for those that are none.

    Args:
        seed: Which things are hit.
        folder: Where tables with faults are written.
    """
    made: Iterable[AnyFault] = (
        *faults.faults(faults.read(), seed),
        *faulty_tables.of_links(seed),
        *faulty_tables.of_adapters(seed),
        *faulty_tables.of_codes(seed, folder),
    )
    return (fault for fault in made if meant(fault) != ALLOWED)


def main() -> int:
    """Print the faults that nothing meant for them finds, and how many there are of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", default="secgraph")
    parser.add_argument("--tenth", metavar="SEED")
    arguments = parser.parse_args()
    seed = arguments.tenth or arguments.seed
    with tempfile.TemporaryDirectory() as folder:
        chosen = [
            fault
            for fault in every(seed, folder)
            if not arguments.tenth or is_drawn(seed, fault.name)
        ]
        check, missed, unseen = Check(), [], 0
        for fault in chosen:
            rules = meant(fault)
            if rules == UNSEEN:
                unseen += 1
            elif not check.finds(fault, rules):
                missed.append(fault)
                print(f"{fault.name}: not found by {rules}{_thing(fault)}", flush=True)
    kinds = Counter(fault.operation for fault in chosen)
    print(", ".join(f"{count} {operation}" for operation, count in kinds.most_common()))
    classes = len({fault.classes[0] for fault in chosen})
    print(
        f"{len(chosen)} faults of {classes} classes, seed {seed}: "
        f"{len(chosen) - unseen - len(missed)} found, {unseen} that only a reader can see, "
        f"{len(missed)} missed"
    )
    too_many = not arguments.tenth and unseen * 10 > len(chosen)
    return 1 if missed or too_many else 0


def _thing(fault: AnyFault) -> str:
    return f", in {curie(fault.subject)}" if isinstance(fault, faults.Fault) else ""


def is_drawn(seed: str, name: str) -> bool:
    """Say whether a fault is in the tenth that a seed draws."""
    return hashlib.sha256(f"{seed} {name}".encode()).digest()[0] % 10 == 0


if __name__ == "__main__":
    sys.exit(main())
