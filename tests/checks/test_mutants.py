"""The removal of constraints is noticed where a file breaks the constraint, and nowhere else."""

import pytest

from checks import mutants
from secgraph.checks import constraints
from secgraph.namespaces import curie

FILES = sorted((mutants.FIXTURES / "invalid").rglob("*.ttl"))
BY_CONSTRAINT = [path for path in FILES if path.parent.name == "by-constraint"]
REMOVABLE = {mutants.named(each): each for each in mutants.removable()}


def test_every_constraint_is_removed_by_itself():
    """Each once, whatever the term; a target, a path or a message is no constraint."""
    assert len(REMOVABLE) > 300
    assert {name.partition(":")[2].split()[0] for name in REMOVABLE} >= {"claim-force", "is-actor"}
    assert not [name for name in REMOVABLE if name.endswith(("sh:path", "sh:targetClass"))]


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("sgs:alliance-treaty sh:minCount", "alliance-treaty"),
        ("sgs:vote-option sh:maxCount", "vote-option"),
    ],
)
def test_a_removal_is_noticed_by_the_files_of_its_constraint(name, lost):
    """Without them it is not."""
    assert mutants.is_noticed(REMOVABLE[name], FILES)
    others = [path for path in FILES if not path.name.startswith(lost)]
    assert not mutants.is_noticed(REMOVABLE[name], others)


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
    drawn = [name for name in REMOVABLE if mutants._is_drawn("seed", name)]
    assert 0.03 < len(drawn) / len(REMOVABLE) < 0.2
    assert drawn != [name for name in REMOVABLE if mutants._is_drawn("other", name)]
