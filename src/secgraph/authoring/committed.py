"""Write a file of claims as it goes into a repository: with positions in place of words.

Keeps no comment, and of the text no word but the names that the claims need.
"""

from dataclasses import replace

from secgraph.authoring import signs, syntax, writing
from secgraph.authoring.marks import Marks
from secgraph.authoring.reading import Reading
from secgraph.authoring.syntax import Span


def write(reading: Reading) -> str:
    """Write the file of a reading, whose form is right, in its canonical form."""
    return writing.file(positions(reading.work.file, reading.marks, reading.work.head.text_sha256))


def positions(file: syntax.File, marks: Marks, digest: str) -> syntax.File:
    """Give a file whose words of the text are numbers, with the digest of that text."""
    passages = []
    for passage in file.passages:
        name = passage.identifier
        passages.append(
            replace(
                passage,
                claims=[_claim(one, name, marks) for one in passage.claims],
                steps=[_step(one, name, marks) for one in passage.steps],
                pointings=[
                    replace(one, span=_numbers(one.span, name, marks)) for one in passage.pointings
                ],
            )
        )
    head = replace(file.head, values={"text": digest, **_without_text(file.head.values)})
    return replace(file, head=head, passages=passages)


def _without_text(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if key != "text"}


def _claim(claim: syntax.Claim, passage: str, marks: Marks) -> syntax.Claim:
    evidence = claim.evidence
    made = replace(
        claim,
        evidence=None if evidence is None else _numbers(evidence, passage, marks),
        steps=tuple(_step(one, passage, marks) for one in claim.steps),
    )
    # What was signed off with the words of a marker is signed off with their numbers.
    words = marks.passages[passage].digest
    before, now = signs.digest(claim, words), signs.digest(made, words)
    kept = tuple(replace(one, digest=now) if one.digest == before else one for one in claim.signs)
    return replace(made, signs=kept)


def _step(step: syntax.Step, passage: str, marks: Marks) -> syntax.Step:
    if step.marker is None:
        return step
    where = marks.marked_in(passage, step)
    numbers = _numbers(step.marker, where, marks)
    return replace(step, marker=numbers, marked_in="" if where == passage else where)


def _numbers(span: Span, passage: str, marks: Marks) -> Span:
    return Span(marks.ranges(passage, span))
