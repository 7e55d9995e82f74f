"""Faults that are put into the release are of all its classes, and what is meant finds them."""

import pytest

from checks import corruptions, faults, faulty_tables
from secgraph.dataset import release
from secgraph.linking import validate
from secgraph.namespaces import curie
from secgraph.query import catalog


@pytest.fixture(scope="module")
def data() -> faults.Data:
    return faults.read()


@pytest.fixture(scope="module")
def every(data) -> list[faults.Fault]:
    return list(faults.faults(data, "a seed"))


def test_every_class_and_every_property_of_the_data_is_hit(data, every):
    """But for those of the ontology itself and what a program writes."""
    hit = {(fault.classes[0], name) for fault in every for name in fault.property.split()}
    assert len(every) > 300
    assert {fault.classes[0] for fault in every} == set(data.things)
    for class_, things in data.things.items():
        used = {name for thing in things for name in data.about[thing]} - {"rdf:type"}
        unhit = {name for name in used if (class_, name) not in hit}
        assert unhit <= faults.NOTES | {
            name for name in unhit if not _is_ours(data, things, name)
        }, class_


def _is_ours(data: faults.Data, things: list[str], property_: str) -> bool:
    values = (quad.object for thing in things for quad in data.about[thing].get(property_, ()))
    return any(str(value).startswith(("<https://w3id.org/secgraph/", '"')) for value in values)


def test_a_seed_gives_the_same_faults_and_another_seed_others(data, every):
    assert list(faults.faults(data, "a seed")) == every
    others = list(faults.faults(data, "another seed"))
    assert {fault.subject for fault in others} != {fault.subject for fault in every}


def test_a_fault_changes_what_it_says(every):
    """It removes what is there, adds what is not, and leaves something changed."""
    store = release.store()
    for fault in every:
        assert all(quad in store for quad in fault.removed), fault.name
        assert set(fault.removed) != set(fault.added), fault.name


def test_what_is_meant_for_a_fault_is_there():
    """Each rule of the table is a shape, a question, or a rule of links."""
    shapes = {curie(iri) for iri in corruptions.constraints.shapes().messages}
    known = {
        *(corruptions.OF_PROPERTY, corruptions.UNSEEN, corruptions.ALLOWED),
        *(corruptions.CLASHES, corruptions.ANY_SHAPE, "schema", "crosswalks"),
        *catalog.packaged().names("checks"),
        *validate.RULES,
        *shapes,
    }
    rules = {rule for rules in corruptions.table().values() for rule in rules.split("|")}
    assert rules <= known


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("sg:Visit sg:hasDestination to-person", "sgs:visit-host"),
        ("org:Membership org:member to-person", "checks/misfit-member"),
        ("sg:Pandemic sg:hasDatePrecision overprecise", "checks/precision-unlike-date"),
        ("sg:Passage sg:sha256 repeat", "checks/passage-twice"),
        ("sg:Vote copy", "checks/vote-twice"),
        ("sg:ArgumentLink sg:hasBasis drop", corruptions.OF_PROPERTY),
    ],
)
def test_what_is_meant_for_a_fault_finds_it_and_the_release_is_as_before(name, rule, every):
    """Without the fault, the rule is silent."""
    check = corruptions.Check()
    (fault,) = (each for each in every if each.name == name)
    assert corruptions.meant(fault) == rule
    before = len(check.store)
    assert check.finds(fault, rule)
    assert len(check.store) == before
    assert not check.finds(faults.Fault(fault.classes, fault.property, "", fault.subject), rule)


def test_labels_of_rows_that_are_swapped_are_found():
    (fault,) = (
        each
        for each in faulty_tables.of_links("a seed")
        if each.name == "link row of a form m49 swap-labels"
    )
    assert corruptions.meant(fault) == "label"
    assert fault.rules("label")
    assert not fault.rules("form")


def test_what_is_no_fault_or_cannot_be_seen_has_a_reason():
    rows = [line.split("\t") for line in corruptions.TABLE.read_text().splitlines()[1:]]
    assert all(len(row) == 5 for row in rows)
    assert all(row[4] for row in rows if row[3] in (corruptions.UNSEEN, corruptions.ALLOWED))
    assert len({tuple(row[:3]) for row in rows}) == len(rows)
