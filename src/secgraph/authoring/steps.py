"""Look up the claims between which steps of the argument lead, and say which do not go together.

Looks up no thing and no kind.
"""

from functools import partial

from secgraph.authoring import syntax
from secgraph.authoring.declare import noted
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.model import Work
from secgraph.authoring.syntax import ClaimName


def claim(work: Work, name: ClaimName) -> syntax.Claim | None:
    """Give the claim line with a name; None where there is none."""
    for passage, one in work.file.claims():
        letters = {letter.rstrip("0123456789") for letter in name.letters}
        if passage.identifier == name.passage and one.letter in letters:
            return one
    return None


def check(work: Work, mistakes: Mistakes) -> None:
    """Look up the claims between which steps of the argument lead."""
    for passage in work.file.passages:
        seen: set[tuple[object, ...]] = set()
        for step, start in passage.all_steps():
            noted(step.line, mistakes, partial(_step, work, passage, step, start, seen))
    _check_stepless(work, mistakes)


def _check_stepless(work: Work, mistakes: Mistakes) -> None:
    """Refuse a reason for no step on what takes a step, or is in a unit."""
    ends: list[tuple[frozenset[str], int]] = []
    without: list[tuple[frozenset[str], syntax.Step]] = []
    sentences: dict[frozenset[str], tuple[str, int]] = {}
    steps = [(one.identifier, *taken) for one in work.file.passages for taken in one.all_steps()]
    for passage, step, start in steps:
        names = _names(work, passage, start)
        if step.sentence:
            first, line = sentences.setdefault(names, (step.sentence, step.line))
            if first != step.sentence:
                mistakes.add(
                    step.sentence_line,
                    f"the same claims say something else together in line {line}; keep one "
                    "of the two sentences",
                )
        if step.end is None:
            without.append((names, step))
            ends += [(names, step.line)] if len(step.start) > 1 else []
        else:
            ends.append((names, step.line))
            where = step.end.passage or passage
            ends.append((_names(work, where, step.end.letters), step.line))
    for names, step in without:
        united = len(step.start) > 1
        for end, line in ends:
            if line != step.line and (names == end if united else names & end):
                mistakes.add(
                    step.line,
                    f"line {line} has a step of this already, from it, to it or with it in a "
                    "unit; remove > none",
                )
                break


def _names(work: Work, passage: str, letters: tuple[str, ...]) -> frozenset[str]:
    return frozenset(one.name for one in work.of(passage, letters))


def _step(
    work: Work,
    passage: syntax.Passage,
    step: syntax.Step,
    start: tuple[str, ...],
    seen: set[tuple[object, ...]],
) -> None:
    letters = {one.letter for one in passage.claims}
    for letter in start:
        if letter.rstrip("0123456789") not in letters:
            raise Broken(f"{passage.identifier} has no claim {letter}; name one of its claims")
    if step.end is None:
        return
    where = step.end.passage or passage.identifier
    if not any(one.identifier == where for one in work.file.passages):
        raise Broken(f"no claim stands on {where}; name a passage with claims")
    for letter in step.end.letters:
        if claim(work, ClaimName(where, (letter,))) is None:
            raise Broken(f"there is no claim {where}.{letter}; name one of this file")
    sides = [(passage.identifier, start), (where, step.end.letters)]
    ends = [frozenset(one.name for one in work.of(*side)) for side in sides]
    if ends[0] & ends[1]:
        raise Broken("the step leads from a claim to itself; name another one")
    if not ends[1]:
        raise Broken(f"{step.end} has no claim that could be read; correct it first")
    key = (step.kind, *ends)
    if key in seen:
        raise Broken("the same step stands twice; keep one")
    seen.add(key)
