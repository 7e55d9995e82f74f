"""Divide the text of a document into numbered sentences, with their places in the file.

Places count the code points of the file as UTF-8, a byte order mark among them. Changes no place:
what is repaired for reading keeps its length.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from secgraph.errors import MissingExtra

_BLANKS = re.compile("[\t\x0b\x0c\r\x80-\xa0\ufeff]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NUMERAL = re.compile(r"\s*\(?(?:\d{1,3}|[ivxlIVXL]{1,5}|[A-Za-z])[.)]\s+")
_ENDS = re.compile(r"[.!?:;][\"”’')\]]*\s*$")
_ARTICLES = ("The.", " the.", " an.")
_NUMBER = re.compile(r"\d{1,3}\.")
_STOPPED = 6
"""Letters before a cut that tell whether a sentence ends there."""

_WRAPPED = 100
"""Lines of a file are wrapped where half of them are shorter than this."""

_SHORT = 0.75
"""A wrapped line that ends a paragraph is shorter than this part of the longest lines."""


@dataclass(slots=True)
class Sentence:
    """A sentence: its numbers, and its place in the file."""

    paragraph: int
    number: int
    start: int
    end: int


def plain(content: bytes) -> str:
    """Give the text of a file with each mark that is not shown as a blank, of the same length."""
    return _BLANKS.sub(" ", content.decode())


def sentences(text: str) -> list[Sentence]:
    """Divide a text, as :func:`plain` gives it.

    Raises:
        MissingExtra: What divides into sentences is not installed.
    """
    try:
        import nupunkt
    except ImportError as error:
        raise MissingExtra("corpus", "dividing texts into sentences") from error
    borders = list(_paragraphs(text))
    flat = text.replace("\n", " ")
    found: list[Sentence] = []
    # Whole paragraphs are handed over together: a call for each costs more than the work.
    cuts = [start for start, _ in nupunkt.sent_spans(_parted(flat, borders))]
    place = 0
    for paragraph, (start, end) in enumerate(borders, 1):
        numeral = _NUMERAL.match(flat, start, end)
        first = numeral.end() if numeral else start
        while place < len(cuts) and cuts[place] <= first:
            place += 1
        begins = [start]
        while place < len(cuts) and cuts[place] < end:
            if not _goes_on(flat, begins[-1], cuts[place]):
                begins.append(cuts[place])
            place += 1
        ends = [*begins[1:], end]
        number = 0
        for begin, stop in zip(begins, ends, strict=True):
            words = flat[begin:stop].rstrip()
            if words:
                number += 1
                right = begin + len(words)
                found.append(Sentence(paragraph, number, right - len(words.lstrip()), right))
    return found


def _goes_on(flat: str, start: int, cut: int) -> bool:
    """Whether a sentence goes on behind a full stop: it stands there by mistake, or numbers.

    Args:
        flat: The text.
        start: Where the sentence begins.
        cut: Where the next one would begin.
    """
    if flat[cut : cut + 1].islower():
        return True
    words = flat[max(start, cut - _STOPPED) : cut].rstrip()
    if words.endswith(_ARTICLES):
        return True
    return cut - start <= _STOPPED and _NUMBER.fullmatch(words) is not None


def _parted(flat: str, borders: list[tuple[int, int]]) -> str:
    """Put a line end behind each paragraph, where a blank stands."""
    pieces, last = [], 0
    for _, end in borders:
        pieces.append(flat[last:end])
        last = end
        if flat[end : end + 1] == " ":
            pieces.append("\n")
            last = end + 1
    return "".join([*pieces, flat[last:]])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    lines = [match.span() for match in _LINE.finditer(text)]
    if not lines:
        return
    lengths = sorted(end - start for start, end in lines)
    half = lengths[len(lengths) // 2]
    longest = lengths[-max(1, len(lengths) // 10)]
    is_wrapped = len(lines) > 3 and half < _WRAPPED
    start = lines[0][0]
    for (begin, end), (following, behind) in itertools.pairwise(lines):
        if _is_border(text, (begin, end), (following, behind), longest if is_wrapped else 0):
            yield start, end
            start = following
    yield start, lines[-1][1]


def _is_border(text: str, line: tuple[int, int], after: tuple[int, int], longest: int) -> bool:
    """Whether a paragraph ends with a line.

    Args:
        text: Of the file.
        line: The place of the line.
        after: That of the next one that is not empty.
        longest: The length of the long lines of a wrapped text; 0 where lines are paragraphs.
    """
    start, end = line
    if not _ENDS.search(text[max(start, end - 8) : end]):
        # A page ends within a sentence.
        following = text[after[0]]
        if following.isspace():
            following = text[after[0] : after[1]].lstrip()[0]
        if following.islower():
            return False
        return not longest or text.count("\n", end, after[0]) > 1
    if not longest:
        return True
    if text.count("\n", end, after[0]) > 1 or _NUMERAL.match(text, after[0], after[1]):
        return True
    return len(text[start:end].strip()) < _SHORT * longest
