"""Say in words what a corpus holds of a speech, and of a passage of it.

Finds both by their names. Shows no word of a text but from the user's own copy.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from secgraph.corpus import speech
from secgraph.corpus.copy import Copy
from secgraph.corpus.speech import Passage, Speech
from secgraph.dataset.names import fold
from secgraph.errors import UnknownValue, UsageError
from secgraph.query.nearest import Nearest

if TYPE_CHECKING:
    from secgraph.corpus.store import Corpus

MANY = 25
"""So many things that a speech names are listed before the list is cut."""

_PASSAGE = re.compile(r"p(\d+)\.?s(\d+)", re.IGNORECASE)
_SPEECHES = """
SELECT slug, iri FROM documents WHERE lower(slug) = lower($name) OR iri = $name
  OR lower(label) = lower($name) ORDER BY iri"""


def iris(
    corpus: "Corpus", name: str, documents: Sequence[str] = (), *, passages: bool = False
) -> list[str]:
    """Give the IRIs of the speeches, or of the passages, that have a name.

    Args:
        corpus: The corpus.
        name: The last part of the IRI of a speech, its label or its IRI; or a passage as
            ``SPEECH#P1.S2`` or by its IRI.
        documents: Names of speeches; ``P1.S2`` alone is then a passage of each.
        passages: Whether only passages are wanted.

    Returns:
        Nothing where the name and the documents are none of the corpus.

    Raises:
        UnknownValue: A speech that is named has no such passage.
        UsageError: Of *documents* some are of the corpus and some are not.
    """
    if documents and _PASSAGE.fullmatch(name):
        names = [part for name in documents for part in name.split(",")]
        of_names = [_speeches(corpus, part) for part in names]
        if not any(of_names):
            return []
        if not all(of_names):
            raise UsageError(
                "--document names speeches of the corpus and other documents; name one kind alone"
            )
        speeches = dict.fromkeys(slug for found in of_names for slug in found)
        return [_passage(corpus, slug, name) for slug in speeches]
    whole = {} if passages else _speeches(corpus, name)
    if whole:
        return list(whole.values())
    home, sign, identifier = name.rpartition("#" if "#" in name else "/")
    if not sign or not _PASSAGE.fullmatch(identifier):
        return []
    return [_passage(corpus, slug, identifier) for slug in _speeches(corpus, home)]


def near(corpus: "Corpus", name: str) -> list[str]:
    """List up to three speeches whose names look most like a name."""
    slugs = {fold(slug): slug for (slug,) in corpus.fetch("SELECT slug FROM documents")}
    return [slugs[folded] for folded in Nearest(slugs).near(fold(name))[:3]]


def _speeches(corpus: "Corpus", name: str) -> dict[str, str]:
    """Give the speeches of a name: their IRIs by the last part of these."""
    return dict(corpus.fetch(_SPEECHES, {"name": name}))


def _passage(corpus: "Corpus", slug: str, name: str) -> str:
    one, passages = _read(corpus, slug)
    match = _PASSAGE.fullmatch(name)
    assert match is not None  # noqa: S101 - the caller has looked
    wanted = f"p{int(match[1])}s{int(match[2])}"
    if wanted not in {passage.name for passage in passages}:
        last = f", {passages[0].identifier} to {passages[-1].identifier}" if passages else ""
        hint = f"; the speech has {len(passages):,}{last}"
        raise UnknownValue(name, f"passage of {one.slug}", [], hint)
    return f"{one.iri}/{wanted}"


def _read(corpus: "Corpus", slug: str) -> tuple[Speech, list[Passage]]:
    one = speech.find(corpus, slug)
    assert one is not None  # noqa: S101 - its name was looked up
    return one, speech.passages(corpus, one)


def description(
    corpus: "Corpus", iri: str, *, text: str | None = None, whole: bool = False
) -> str | None:
    """Say all about a speech or a passage; None where it is none of the corpus.

    Args:
        corpus: The corpus.
        iri: Of the speech or passage, as :func:`iris` gives it.
        text: The user's own copy, from which the sentence of a passage is shown.
        whole: Whether all things are listed that a speech names, and not the first :data:`MANY`.

    Raises:
        BadFile: The copy does not hold the speech, or another text of it.
    """
    home, name = parts(corpus, iri)
    if not home:
        return None
    one, passages = _read(corpus, home)
    if not name:
        lines = _of_speech(one, passages, whole=whole)
    else:
        (passage,) = [passage for passage in passages if passage.name == name]
        lines = _of_passage(corpus, one, passage, text)
    return "\n".join([*lines, "", f"source: {corpus.source}"])


def parts(corpus: "Corpus", iri: str) -> tuple[str, str]:
    """Give the last part of the IRI of a speech, and that of a passage; empty for none."""
    if not iri.startswith(f"{corpus.iri}/"):
        return "", ""
    home, _, name = iri.removeprefix(f"{corpus.iri}/").partition("/")
    return home, name


def _of_speech(one: Speech, passages: Sequence[Passage], *, whole: bool) -> list[str]:
    undecided = f"; {_count(one.undecided, 'name')} undecided" if one.undecided else ""
    lines = [
        f"{one.label}  (speech, {one.iri})",
        f"  speaks for: {one.state_label}",
        f"  speaker: {one.speaker or 'not in the table of speakers'}",
        *([f"  post: {one.post}"] if one.post else []),
        f"  date: {one.date}",
        f"  session: {one.session}",
        f"  file: {one.file}, {_count(one.points, 'code point')}, SHA-256 {one.sha256}",
        f"  {_count(one.passages, 'passage')}, {_count(one.mentions, 'mention')}{undecided}",
        "",
    ]
    named = Counter(
        (mention.label, mention.thing) for passage in passages for mention in passage.mentions
    )
    if not named:
        return [*lines, "Names nothing that is known"]
    order = sorted(named, key=lambda pair: (-named[pair], pair))
    lines.append(f"Names ({len(order):,})")
    lines += [f"  {pair[0]}: {named[pair]:,}" for pair in (order if whole else order[:MANY])]
    more = 0 if whole else len(order) - MANY
    if more > 0:
        lines.append(f"  … and {more:,} more; 'secgraph show {one.slug} --all' lists them")
    return lines


def _of_passage(corpus: "Corpus", one: Speech, passage: Passage, text: str | None) -> list[str]:
    place = f"code points {passage.start} to {passage.end}, {one.iri}/{passage.name}, {one.label}"
    lines = [f"{passage.identifier}  ({place})"]
    copy = corpus.copy if text is None else Copy(corpus.manifest.corpus, text)
    if copy is not None:
        span = (passage.start, passage.end, passage.sha256)
        (words,) = copy.words({one.file: [span]}).values()
        lines.append(f"  “{words}”")
    if not passage.mentions:
        return [*lines, "", "No mentions"]
    named = "; ".join(
        f"“{mention.surface}”" + (f": {mention.label}" if mention.label != mention.surface else "")
        for mention in passage.mentions
    )
    return [*lines, "", f"Mentions ({len(passage.mentions):,})", f"  {named}"]


def works(corpus: "Corpus", things: Iterable[str]) -> tuple[list[str], list[str]]:
    """Divide IRIs into those of speeches and those of passages; others are left out."""
    named = [(iri, *parts(corpus, iri)) for iri in things]
    return (
        [iri for iri, home, name in named if home and not name],
        [iri for iri, home, name in named if home and name],
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
