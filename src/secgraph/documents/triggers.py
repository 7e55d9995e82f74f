"""Find the words of a passage that bear on what its claims say: negation, hedge and their like.

The words stand in ``data/authoring/triggers.tsv``, a closed list of English. It is wide, since a
word too many is answered with ``out`` and a word too few is not asked about. Judges no scope.
"""

import csv
import functools
import io
import os.path
import re
from collections.abc import Iterator
from dataclasses import dataclass

from secgraph.dataset import location
from secgraph.documents.words import folded, spans
from secgraph.errors import BadFile
from secgraph.syntax import textfile

CLASSES = ("negation", "hedge", "modal", "attribution", "quantity")
"""The classes, in the order in which those of one word are given."""

_HYPHENS = "-\u2010\u2011"
_LETTERS = re.compile(r"\w+")
_ABBREVIATION = re.compile(r"[Nn][Oo]s?\.\s*\d")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word, or several, that a claim of the passage has to answer.

    Attributes:
        at: The number of its first word in the passage, from 1.
        start, end: Code points of the passage, from 0; the end is exclusive.
        surface: The words as they stand there.
        trigger_class: One of :data:`CLASSES`.
    """

    at: int
    start: int
    end: int
    surface: str
    trigger_class: str


def path() -> str:
    """Give the path of the list of trigger words."""
    return os.path.join(location.root(), "data", "authoring", "triggers.tsv")


@functools.cache
def listed() -> dict[str, tuple[str, ...]]:
    """Give the classes of each trigger, by its folded words.

    Raises:
        BadFile: A row has not three cells, or an unknown class; with the line.
    """
    file = path()
    rows = csv.reader(io.StringIO(textfile.read(file)), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(rows)
    classes: dict[str, list[str]] = {}
    for number, row in enumerate(rows, 2):
        if len(row) != 3 or row[0] not in CLASSES or not _LETTERS.match(folded(row[1]).text):
            raise BadFile(file, "has not the three cells class, words and kind", number)
        classes.setdefault(folded(row[1]).text, []).append(row[0])
    return {words: tuple(sorted(of, key=CLASSES.index)) for words, of in classes.items()}


@functools.cache
def _by_first() -> dict[str, list[str]]:
    """Give the triggers by the letters with which they begin, up to a mark; the longest first."""
    groups: dict[str, list[str]] = {}
    for words in sorted(listed(), key=lambda words: (-len(words), words)):
        groups.setdefault(_LETTERS.findall(words)[0], []).append(words)
    return groups


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Give the start and end of each trigger of a folded text."""
    end = 0
    for match in _LETTERS.finditer(text):
        start = match.start()
        if start < end:
            continue
        for words in _by_first().get(match[0], ()):
            behind = start + len(words)
            if text.startswith(words, start) and not _LETTERS.match(text, behind):
                yield start, behind
                end = behind
                break


def triggers(passage: str) -> list[Trigger]:
    """Find the trigger words of a passage, of several that begin together the longest.

    Args:
        passage: The words of one passage.

    Returns:
        In the order of the passage; words of two classes (*cannot*) stand twice. A word that a
        hyphen joins to another (*all-weather*) is none, nor is *No.* before a number.
    """
    plain, words = folded(passage), spans(passage)
    matches = []
    for first, behind in _places(plain.text):
        start, end = plain.span(first, behind)
        if _is_joined(passage, start, end) or _ABBREVIATION.match(passage, start):
            continue
        at = sum(begin <= start for begin, _ in words)
        matches += [
            Trigger(at, start, end, passage[start:end], name)
            for name in listed()[plain.text[first:behind]]
        ]
    return matches


def _is_joined(passage: str, start: int, end: int) -> bool:
    """Whether a hyphen joins the words to others before or behind."""
    before, behind = passage[max(0, start - 2) : start], passage[end : end + 2]
    return (len(before) == 2 and before[1] in _HYPHENS and before[0].isalnum()) or (
        len(behind) == 2 and behind[0] in _HYPHENS and behind[1].isalnum()
    )
