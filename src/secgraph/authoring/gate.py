"""Hold claims against the text that they are of: words, triggers, and what stands for them.

Catches what a reader would have to invent or to leave out; whether a claim is right it cannot say.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial

from secgraph.authoring import declare, syntax
from secgraph.authoring.answers import Answers
from secgraph.authoring.declare import noted
from secgraph.authoring.lexing import Broken
from secgraph.authoring.marks import RUN, Marks
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.model import Claim, Work
from secgraph.authoring.paraphrase import Speaker
from secgraph.authoring.vocabulary import SGV, Rows
from secgraph.dataset.names import fold
from secgraph.documents import triggers
from secgraph.documents.mentions import shared_names
from secgraph.namespaces import SG

_MARKERS = f"""SELECT ?kind ?words WHERE {{ ?kind <{SG}isMarkedBy> ?words . }}"""


def check(work: Work, marks: Marks, rows: Rows, mistakes: Mistakes, *, whole: bool = True) -> None:
    """Hold every claim against its passage, and what is written in words against the text.

    Args:
        work: What the file says.
        marks: The words of the text.
        rows: Answers a SELECT query with plain strings.
        mistakes: Where what is wrong is noted.
        whole: Whether every passage has to be there.
    """
    listed = _markers(rows)
    seen = {passage.identifier for passage in work.file.passages}
    for name in work.passages if whole else ():
        if name in declare.covered(work) and name not in seen:
            mistakes.add(
                0,
                f"{name} is missing; add it with its claims, or say why it has none: "
                f"{name} -- a reason",
            )
    for passage in work.file.passages:
        if passage.identifier not in work.passages:
            continue
        _passage(passage, work, marks, listed, mistakes)
        found = triggers.triggers(marks.words(passage.identifier))
        for claim in passage.claims:
            made = work.of(passage.identifier, (claim.letter,))
            _evidence(marks, passage.identifier, claim, mistakes)
            noted(claim.line, mistakes, partial(_quotation, marks, passage.identifier, claim))
            if made:
                _triggers(found, claim, made[0], Answers(work, passage, claim), mistakes)
            for step in claim.steps:
                noted(
                    step.line, mistakes, partial(_marker, marks, passage.identifier, step, listed)
                )
    if not work.head.is_free:
        _made_sentences(work, marks, _copies(work, marks, mistakes), mistakes)
    _surfaces(work, marks, mistakes)


def _markers(rows: Rows) -> dict[str, set[str]]:
    listed: dict[str, set[str]] = {}
    for kind, words in rows(_MARKERS):
        listed.setdefault(kind.removeprefix(f"{SGV}link-"), set()).add(words.lower())
    return listed


def _passage(
    passage: syntax.Passage,
    work: Work,
    marks: Marks,
    listed: dict[str, set[str]],
    mistakes: Mistakes,
) -> None:
    asserts = any(claim.facet("force") != "ask" for claim in passage.claims)
    if not passage.claims and not passage.reason:
        mistakes.add(
            passage.line,
            f"{passage.identifier} has no claim and no reason; write {passage.identifier} -- why "
            "it asserts nothing",
        )
    elif passage.claims and not asserts and not passage.reason:
        mistakes.add(
            passage.line,
            f"{passage.identifier} only asks; write {passage.identifier} -- It asks; … answers.",
        )
    elif asserts and passage.reason:
        mistakes.add(
            passage.line, f"{passage.identifier} has claims; remove the reason why it has none"
        )
    for pointing in passage.pointings:
        place = passage.identifier
        noted(pointing.line, mistakes, partial(_pointing, work, marks, place, pointing))
    for claim in passage.claims:
        for time in _times(claim):
            noted(claim.line, mistakes, partial(_time, marks, passage.identifier, claim, time))
    for step in passage.steps:
        noted(step.line, mistakes, partial(_marker, marks, passage.identifier, step, listed))


def _pointing(work: Work, marks: Marks, passage: str, pointing: syntax.Pointing) -> None:
    ranges = marks.ranges(passage, pointing.span)
    if len(ranges) > 1 or ranges[0][1] - ranges[0][0] >= RUN:
        raise Broken(f"a mention is one piece of {RUN} words at most; point to a part of it")
    _named(work, marks, passage, pointing)


def _named(work: Work, marks: Marks, passage: str, pointing: syntax.Pointing) -> None:
    """Refuse a mention by words that are no name of the thing."""
    iris = work.vocabulary.things(pointing.name.text)
    if len(iris) != 1:
        return
    words = marks.surface(passage, pointing.span)
    names = [*work.vocabulary.names(iris[0])]
    for declared in work.things:
        if declared.entity.iri == iris[0]:
            names += declared.surfaces
    names += [name for iri, name in shared_names() if iri == iris[0]]
    if _bare(words) not in map(_bare, names):
        raise Broken(
            f"{quoted(words)} is no name of {pointing.name.text}; point to words that are, or "
            "declare what they mean, with: says"
        )


def _quotation(marks: Marks, passage: str, claim: syntax.Claim) -> None:
    """Refuse quoted words that the passage has not, or not between quotation marks."""
    numbers = claim.facet("quoted")
    if numbers is not None:
        marks.quotation(passage, str(numbers))


def _bare(name: str) -> str:
    """Fold a name, without its article and without the mark of a possessive."""
    return fold(re.sub(r"^(?:the|an?)\s+|['’]s?$", "", name.strip(), flags=re.IGNORECASE))


def _time(marks: Marks, passage: str, claim: syntax.Claim, time: syntax.Time) -> None:
    """Refuse a time in words that none of the passages of the claim has."""
    if not time.label:
        return
    also = str(claim.facet("also") or "").split()
    places = [one for one in (passage, *also) if one in marks.passages]
    if not any(f" {fold(time.label)} " in f" {marks.folded(one)} " for one in places):
        raise Broken(
            f"{passage} has not the words {quoted(time.label)} of the time; copy them from it, or "
            "write dates alone"
        )


def _evidence(marks: Marks, passage: str, claim: syntax.Claim, mistakes: Mistakes) -> None:
    span = claim.evidence
    if span is not None:
        noted(span.line or claim.line, mistakes, lambda: _exists(marks, passage, span))


def _exists(marks: Marks, passage: str, span: syntax.Span) -> None:
    marks.ranges(passage, span)


def _marker(marks: Marks, passage: str, step: syntax.Step, listed: dict[str, set[str]]) -> None:
    words = marks.marker(passage, step)
    if not words:
        return
    if words.lower() not in listed.get(step.kind, set()):
        others = sorted(kind for kind, of in listed.items() if words.lower() in of)
        hint = f"; these words mark {others[0]}" if others else ""
        raise Broken(
            f"{quoted(words)} is not listed as a marker of {step.kind}{hint}; take because away, "
            "and the step is inferred"
        )


# ---- triggers ----


def _triggers(
    found: Iterable[triggers.Trigger],
    claim: syntax.Claim,
    made: Claim,
    facets: Answers,
    mistakes: Mistakes,
) -> None:
    classes: dict[int, set[str]] = {}
    surfaces: dict[int, str] = {}
    for trigger in found:
        classes.setdefault(trigger.at, set()).add(trigger.trigger_class)
        surfaces[trigger.at] = trigger.surface
    answers = {answer.word: answer.scope for answer in claim.triggers}
    open_ones = [
        f"{at} {quoted(surfaces[at])} ({'/'.join(sorted(classes[at]))})"
        for at in classes
        if at not in answers
    ]
    if open_ones:
        mistakes.add(
            claim.line,
            f"{made.passage}.{claim.letter} answers not: {', '.join(open_ones)}; write ! N in, or "
            "! N out",
        )
    for answer in claim.triggers:
        if answer.word not in classes:
            near = ", ".join(map(str, sorted(classes))) or "none"
            mistakes.add(
                answer.line, f"word {answer.word} is no trigger; the triggers here: {near}"
            )
        elif answer.scope == "in" and not any(
            facets.has(name, surfaces[answer.word], made) for name in classes[answer.word]
        ):
            needed = "/".join(sorted(classes[answer.word]))
            mistakes.add(
                answer.line,
                f"{quoted(surfaces[answer.word])} is in, and nothing in the claim stands for it "
                f"({needed}); add the facet, or write {answer.word} out",
            )
    inside = {
        name for at, scope in answers.items() if scope == "in" for name in classes.get(at, ())
    }
    if made.explicitness == "explicit" and not open_ones:
        for name, facet in _facets(made):
            if name not in inside:
                mistakes.add(
                    claim.line,
                    f"{facet} has no trigger word that is in ({name}); answer one with in, write "
                    "said implied, or correct the claim",
                )


def _facets(made: Claim) -> Iterator[tuple[str, str]]:
    """Give the facets that a word of the passage has to show, with the class of that word."""
    if made.polarity == "denied":
        yield "negation", "not"
    if "conditional" not in made.hedges and made.hedges:
        yield "hedge", "hedge"
    if made.force in ("recommendation", "prediction"):
        yield "modal", "force"
    if made.reporter:
        yield "attribution", "by"


# ---- words of the text ----


def _copies(work: Work, marks: Marks, mistakes: Mistakes) -> set[int]:
    """Refuse words of the text in what the file says in words; give the lines that have them."""
    lines: set[int] = set()
    for line, what, words in written_words(work.file):
        copied = marks.copied(words)
        if copied:
            lines.add(line)
            mistakes.add(
                line,
                f"the {what} has more than {RUN} words of the text in a row ({quoted(copied)}); "
                "say it in your own words",
            )
    return lines


def _made_sentences(work: Work, marks: Marks, copied_lines: set[int], mistakes: Mistakes) -> None:
    """Ask for a sentence where the one that is made of the parts has the words of the text.

    Args:
        work: What the file says.
        marks: The words of the text.
        copied_lines: Where a name is copied, which the sentence then has, too.
        mistakes: Where what is wrong is noted.
    """
    speaker = Speaker(work.vocabulary, work.head.namespace)
    for claim in work.claims:
        if claim.line in copied_lines or claim.paraphrase:
            continue
        copied = marks.copied(speaker.claim(claim, work.author))
        if copied:
            mistakes.add(
                claim.line,
                f"the sentence that is made of {claim.place} has more than {RUN} "
                f"words of the text in a row ({quoted(copied)}); write one of your own under it: "
                "= …",
            )


def written_words(file: syntax.File) -> Iterator[tuple[int, str, str]]:
    """Give all that a file says in words: its line, what it is, and the words."""
    for block in (*file.things, *file.kinds, *file.sources):
        yield block.line, "name", block.name
        for key, value in block.values.items():
            if key not in ("lists", "members", "of", "from", "iri", "slug", "see", "title"):
                yield block.lines[key], key, value
    for passage in file.passages:
        yield passage.line, "reason", passage.reason
        for step in passage.steps:
            yield step.line, "reason", step.reason
            yield step.sentence_line or step.line, "sentence", step.sentence
        for claim in passage.claims:
            yield claim.paraphrase_line or claim.line, "paraphrase", claim.paraphrase
            yield claim.note_line or claim.line, "note", claim.note
            for new in declare.within(claim.content):
                yield claim.line, "name", new.name
            for time in _times(claim):
                yield claim.line, "time", time.label
            for step in claim.steps:
                yield step.line, "reason", step.reason


def _times(claim: syntax.Claim) -> Iterator[syntax.Time]:
    values = [one.values for one in claim.content.qualifiers]
    for value in (*values, *(value for _, value in claim.facets)):
        if isinstance(value, syntax.Time):
            yield value


def _surfaces(work: Work, marks: Marks, mistakes: Mistakes) -> None:
    """Refuse a surface that the text never has: nothing is mentioned that is not there."""
    plain = f" {fold(marks.text)} "
    for declared in work.things:
        for surface in declared.surfaces:
            if fold(surface) not in plain:
                mistakes.add(
                    declared.line,
                    f"the text never says {quoted(surface)}; correct the surface, or remove it",
                )
