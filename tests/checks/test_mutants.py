"""A constraint that is removed or loosened is noticed where a file breaks it, and nowhere else."""

import pyoxigraph
import pytest

from checks import mutants
from secgraph.checks import constraints
from secgraph.namespaces import curie

FILES = sorted((mutants.FIXTURES / "invalid").rglob("*.ttl"))
BY_CONSTRAINT = [path for path in FILES if path.parent.name == "by-constraint"]
MUTANTS = {each.name: each for each in mutants.mutants()}


def test_every_constraint_is_removed_by_itself():
    """Each once, whatever the term; a target, a path or a message is no constraint."""
    removed = [each.constraint for each in MUTANTS.values() if each.change == "removed"]
    assert removed == mutants.removable()
    assert len(removed) > 300
    assert {each.constraint for each in MUTANTS.values()} == set(removed)
    assert not [name for name in MUTANTS if " sh:path " in name or " sh:targetClass " in name]


@pytest.mark.parametrize(
    "name",
    [
        "sgs:relationship-parties sh:minCount 2: 1",
        "sgs:vote-option sh:maxCount 1: 2",
        "sgs:vote-event sh:class sg:VoteEvent: sg:Event",
        "sgs:grouping-list-status sh:in ( sgv:list-open sgv:list-closed ): with sgv:list-range",
        "sgs:has-kind-and-filler sh:and ( sgs:has-kind sgs:has-filler ): without sgs:has-kind",
        "sgs:step-ordinal sh:minInclusive 1: 0",
        "sgs:proposition-object sh:nodeKind sh:IRI: sh:nodeKind sh:BlankNodeOrIRI",
        "sgs:is-stated-property sh:hasValue sgv:stated: sh:minCount 1",
        "sgs:selector-order sh:lessThan oa:end: sh:lessThanOrEquals oa:end",
        "sgs:proposition-object-or-value sh:xone ( sgs:has-an-object sgs:has-a-value ): "
        "sh:or ( sgs:has-an-object sgs:has-a-value )",
    ],
)
def test_a_constraint_is_loosened_in_the_ways_of_its_term(name):
    assert name in MUTANTS


def test_a_pattern_is_loosened_by_each_anchor_and_each_number():
    assert mutants.loosened_patterns("^a{0,4}b{2}$") == [
        "a{0,4}b{2}$",
        "^a{0,4}b{2}",
        "^a{0,5}b{2}$",
        "^a{0,4}b{2,3}$",
    ]


def test_a_list_that_is_loosened_is_a_list_still():
    mutant = MUTANTS[
        "sgs:has-kind-and-filler sh:and ( sgs:has-kind sgs:has-filler ): without sgs:has-filler"
    ]
    text = mutants.with_change(mutant, mutants.reaching(mutant.constraint)).turtle
    triples = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    objects = {each.object for each in triples if each.subject == mutant.constraint.subject}
    cells = [each for each in triples if each.subject in objects]
    assert sorted(each.predicate.value.rpartition("#")[2] for each in cells) == ["first", "rest"]


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("sgs:alliance-treaty sh:minCount 1: removed", "alliance-treaty"),
        ("sgs:vote-option sh:maxCount 1: 2", "vote-option"),
        ("sgs:is-question-property sh:hasValue sgv:question: sh:minCount 1", "claim-"),
    ],
)
def test_a_mutant_is_noticed_by_the_files_of_its_shape(name, lost):
    """Without them it is not."""
    assert mutants.is_noticed(MUTANTS[name], FILES)
    others = [path for path in FILES if not path.name.startswith(lost)]
    assert not mutants.is_noticed(MUTANTS[name], others)


@pytest.fixture(scope="module")
def reported() -> dict[int, set[str]]:
    """The shapes that rudof reports of each file, by its number."""
    shapes: dict[int, set[str]] = {number: set() for number in range(len(BY_CONSTRAINT))}
    for focus, shape, _ in mutants.violations(BY_CONSTRAINT, constraints.shapes()):
        number = focus.removeprefix(mutants.DOCUMENT).partition("/")[0]
        shapes[int(number)].add(curie(shape))
    return shapes


@pytest.mark.parametrize("path", BY_CONSTRAINT, ids=lambda path: path.stem)
def test_a_file_of_one_constraint_is_reported_by_exactly_its_shape(path, reported):
    """By rudof, which finds what pyshacl finds in the files beside."""
    assert reported[BY_CONSTRAINT.index(path)] == {f"sgs:{path.name.split('.')[0]}"}


def test_a_tenth_is_drawn_by_its_seed():
    drawn = [name for name in MUTANTS if mutants.is_drawn("seed", name)]
    assert 0.03 < len(drawn) / len(MUTANTS) < 0.2
    assert drawn != [name for name in MUTANTS if mutants.is_drawn("other", name)]
