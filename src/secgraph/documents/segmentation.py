"""Divide a text into sentences by two votes, and list the places where they differ.

The votes are of syntok, a rule-based segmenter, and nupunkt, which learnt from legal texts; neither
alone decides. Where they differ a person answers once, ``cut`` or ``keep``, in a file of places.
English only.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from secgraph.documents import passages
from secgraph.documents.passages import Passage
from secgraph.errors import BadFile, MissingExtra
from secgraph.syntax import textfile

AROUND = 5
"""Words that are shown on either side of a place."""

CUT, KEEP, OPEN = "cut", "keep", "?"

HEAD = """\
# Places where the two votes on sentences differ. Write cut for ? where a sentence ends at the
# mark |, keep where it goes on, and run 'secgraph document segment' again. A line with a position
# that is not listed answers against both votes. The words of the text stay on your machine.
"""

_BLOCK = re.compile(r"[^\n]*[^\s][^\n]*")
_NUMERAL = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxlIVXL]{1,5})[.)]\s+")
_LINE = re.compile(r"(?P<answer>\S+)\s+(?P<at>\d{1,9})(?:\s+(?P<words>.*\S))?\s*")

Vote = Callable[[str], Iterable[int]]
"""Gives the places in a block where sentences begin."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place where the votes differ, or where a person answers against both.

    Attributes:
        at: The code point at which a sentence begins or does not.
        words: Those around it, with ``|`` at the place.
        answer: ``cut``, ``keep``, or ``?`` as long as it is open.
        line: Its line in the file of places; 0 where it is in none yet.
    """

    at: int
    words: str
    answer: str = OPEN
    line: int = 0


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The passages of a text as far as they are settled.

    Attributes:
        passages: In the order of the text; an open place counts as ``keep``.
        places: Where the votes differ, with their answers.
    """

    passages: list[Passage]
    places: list[Place]

    @property
    def open_places(self) -> list[Place]:
        """The places without an answer."""
        return [place for place in self.places if place.answer == OPEN]


def _syntok(block: str) -> Iterable[int]:
    try:
        from syntok import segmenter
    except ImportError as error:
        raise MissingExtra("author", "dividing a text into sentences") from error
    return [sentence[0].offset for paragraph in segmenter.process(block) for sentence in paragraph]


def _nupunkt(block: str) -> Iterable[int]:
    try:
        import nupunkt
    except ImportError as error:
        raise MissingExtra("author", "dividing a text into sentences") from error
    return [_after_blanks(block, start) for start, _ in nupunkt.sent_spans(block)]


VOTES: tuple[Vote, Vote] = (_syntok, _nupunkt)


def blocks(text: str) -> list[tuple[int, int]]:
    """Give the start and end of each block: a line that is not empty, without blanks around it."""
    spans = []
    for match in _BLOCK.finditer(text):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip())
        spans.append((start, match.start() + len(line.rstrip())))
    return spans


def segment(
    text: str,
    *,
    title: bool,
    headings: Iterable[int],
    answers: Mapping[int, str] | None = None,
    votes: tuple[Vote, Vote] = VOTES,
) -> Segmentation:
    """Divide a canonical text into passages.

    Args:
        text: One block on each line that is not empty.
        title: Whether the first block is the title.
        headings: The numbers of the blocks that are headings, from 1.
        answers: ``cut`` or ``keep`` by code point, which overrule the votes.
        votes: Two that say where sentences begin.

    Raises:
        MissingExtra: What gives the votes is not installed.
    """
    answers, kinds, spans, places = answers or {}, [], [], []
    marked = set(headings)
    for number, (start, end) in enumerate(blocks(text), 1):
        kind = "T" if title and number == 1 else "H" if number in marked else "P"
        cuts = []
        if kind == "P":
            both, either = _ballot(text[start:end], votes)
            places += [_place(text, start + at, answers) for at in sorted(either - both)]
            cuts = _cuts((start, end), {start + at for at in both}, answers)
        kinds.append(kind)
        spans.append(_spans(text, [start, *cuts, end]))
    listed = {place.at for place in places}
    places += [_place(text, at, answers) for at in answers if at not in listed]
    return Segmentation(
        passages.number(text, spans, kinds), sorted(places, key=lambda place: place.at)
    )


def _ballot(block: str, votes: tuple[Vote, Vote]) -> tuple[set[int], set[int]]:
    """Give the places where both votes have a sentence begin, and those where either has."""
    numeral = _NUMERAL.match(block)
    first = numeral.end() if numeral else 0  # the number of a paragraph is no sentence
    one, other = ({at for at in vote(block) if first < at < len(block)} for vote in votes)
    return one & other, one | other


def _cuts(span: tuple[int, int], both: set[int], answers: Mapping[int, str]) -> list[int]:
    start, end = span
    own = {at: answer for at, answer in answers.items() if start < at < end}
    agreed = {at for at in both if own.get(at) != KEEP}
    return sorted(agreed | {at for at, answer in own.items() if answer == CUT})


def _spans(text: str, borders: Sequence[int]) -> list[tuple[int, int]]:
    """Give the start and end of each passage between borders, without the blanks behind it."""
    return [
        (start, start + len(text[start:end].rstrip())) for start, end in itertools.pairwise(borders)
    ]


def _after_blanks(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _place(text: str, at: int, answers: Mapping[int, str]) -> Place:
    return Place(at, _words_around(text, at), answers.get(at, OPEN))


def _words_around(text: str, at: int) -> str:
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at].split()[-AROUND:]
    behind = text[at:].split("\n", 1)[0].split()[:AROUND]
    return " ".join([*before, "|", *behind])


def write_places(places: Sequence[Place]) -> str:
    """Write the file of places."""
    return HEAD + "".join(f"{place.answer:5} {place.at:6}  {place.words}\n" for place in places)


def read_places(path: str, text: str, *, moved: bool = False) -> list[Place]:
    """Read a file of places.

    Args:
        path: Of the file.
        text: The text in which they are.
        moved: Whether the text has changed since: an answer then goes to the one place that has
            its words, and is dropped where none or several have.

    Raises:
        BadFile: A line is none of a place, or names no place of the text; with the line.
    """
    places = []
    for number, line in enumerate(textfile.lines(textfile.read(path)), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match["answer"] not in (CUT, KEEP, OPEN):
            raise BadFile(
                path,
                "is no place; write cut, keep or ?, then the position, such as: cut 1267",
                number,
            )
        at, words = int(match["at"]), " ".join((match["words"] or "").split())
        if not (_is_inside(text, at) and words in ("", _words_around(text, at))):
            if not moved:
                raise BadFile(
                    path,
                    f"position {at} is not where the text has these words; leave the position and "
                    "the words as they were written, and change only the answer",
                    number,
                )
            at = _again(text, words)
        if at >= 0:
            places.append(Place(at, words, match["answer"], number))
    return _once(path, places)


def _is_inside(text: str, at: int) -> bool:
    """Whether a passage can begin at a code point of a text: in a block, and behind a blank."""
    return 0 < at < len(text) and not text[at].isspace() and text[at - 1] == " "


def _again(text: str, words: str) -> int:
    """Give the place that has these words around it in a changed text; -1 for none or several."""
    before, _, behind = words.partition("|")
    whole = f"{before.strip()} {behind.strip()}"
    if not before.strip() or text.count(whole) != 1:
        return -1
    return text.index(whole) + len(before.strip()) + 1


def _once(path: str, places: Sequence[Place]) -> list[Place]:
    seen: dict[int, Place] = {}
    for place in places:
        first = seen.setdefault(place.at, place)
        if first is not place and first.answer != place.answer:
            raise BadFile(
                path,
                f"position {place.at} is answered otherwise in line {first.line}; keep one of them",
                place.line,
            )
    return list(seen.values())
