"""Keep the identifiers of claims that were released: none ever moves or is given again.

A claim is known by the words of its passage and its letter; where a list distributes, by what each
of its claims says. Writes no file.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from secgraph.authoring import identifiers
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.model import Claim, Work
from secgraph.documents.passages import Passage
from secgraph.errors import BadFile
from secgraph.syntax import textfile

FILE = "released.tsv"
COLUMNS = ("name", "passage", "letter", "words", "content", "state")
CURRENT, REMOVED = "current", "removed"


@dataclass(frozen=True, slots=True)
class Row:
    """A claim that was released.

    Attributes:
        name: Local name of its IRI.
        passage, letter: Where it stood.
        words: SHA-256 of the words of the passage.
        content: Digest of what it says.
        state: ``current``, or ``removed`` where it is there no more.
    """

    name: str
    passage: str
    letter: str
    words: str
    content: str
    state: str

    @property
    def line(self) -> str:
        """The letter of its line, without the number of a list."""
        return self.letter.rstrip("0123456789")


def read(path: str) -> list[Row]:
    """Read the list of a folder.

    Raises:
        BadFile: It is not as it was written; with the line.
    """
    lines = csv.reader(io.StringIO(textfile.read(path)), delimiter="\t")
    rows = []
    for number, cells in enumerate(lines, 1):
        if number == 1 and tuple(cells) == COLUMNS:
            continue
        if number == 1 or len(cells) != len(COLUMNS) or cells[-1] not in (CURRENT, REMOVED):
            raise BadFile(path, "is not the list that was written; restore it", number)
        rows.append(Row(*cells))
    return rows


def write(rows: Iterable[Row]) -> str:
    """Write a list."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([getattr(row, name) for name in COLUMNS])
    return text.getvalue()


def content(claim: Claim) -> str:
    """Give the digest of what a claim says."""
    return identifiers.short(identifiers.signature(claim.content))


def identify(work: Work, rows: Sequence[Row], mistakes: Mistakes) -> None:
    """Give every claim its identifier: the released one, or one that was never released.

    Args:
        work: The document; the names of its claims are set.
        rows: What was released.
        mistakes: Where a letter that may not be used again is noted.
    """
    taken = {row.name: row for row in rows}
    known = {passage.digest for passage in work.passages.values()}
    for passage in work.file.passages:
        frozen = work.passages.get(passage.identifier)
        if frozen is None:
            continue
        here = [
            row
            for row in rows
            if row.words == frozen.digest
            or (row.passage == passage.identifier and row.words not in known)
        ]
        for claim in passage.claims:
            group = work.of(passage.identifier, (claim.letter,))
            _name(group, [row for row in here if row.line == claim.letter], taken)
            _check(group, here, taken, mistakes)


def _name(group: Sequence[Claim], rows: Sequence[Row], taken: Mapping[str, Row]) -> None:
    """Name the claims of one line: by what they say, then by the letter."""
    free = list(rows)
    waiting = []
    for claim in group:
        match = next((row for row in free if row.content == content(claim)), None)
        if match is None:
            waiting.append(claim)
            continue
        free.remove(match)
        claim.name = match.name
    if len(group) == 1 and waiting:
        (claim,) = waiting
        same = next((row for row in free if row.letter == claim.letter), None)
        claim.name = same.name if same is not None else claim.name
        return
    number = 0
    used = {claim.name for claim in group if claim not in waiting}
    for claim in waiting:
        stem = claim.name.rstrip("0123456789")
        while not number or f"{stem}{number}" in used or f"{stem}{number}" in taken:
            number += 1
        claim.name = f"{stem}{number}"
        used.add(claim.name)
        number += 1


def _check(
    group: Sequence[Claim], here: Sequence[Row], taken: Mapping[str, Row], mistakes: Mistakes
) -> None:
    for claim in group:
        row, says = taken.get(claim.name), content(claim)
        if row is None or row.content == says:
            continue
        place = f"{claim.passage}.{claim.source.letter}"
        if row not in here:
            mistakes.add(
                claim.line,
                f"{place} would be {claim.name}, which was released for other words; take a letter "
                "that was never used there",
            )
            continue
        elsewhere = next((one for one in here if one.content == says and one != row), None)
        if elsewhere is not None:
            mistakes.add(
                claim.line,
                f"what {place} says was released as {elsewhere.letter}; give it back that letter",
            )
        elif row.state == REMOVED:
            mistakes.add(
                claim.line,
                f"the letter {row.letter} of {claim.passage} was released and removed; take one "
                "that was never used there",
            )


def update(rows: Sequence[Row], work: Work, claims: Iterable[Claim]) -> list[Row]:
    """Give the list after a release of claims: none of its rows is ever lost."""
    now = {}
    for claim in claims:
        words = work.passages[claim.passage].digest
        letter = claim.name.rpartition("-")[2]
        now[claim.name] = Row(claim.name, claim.passage, letter, words, content(claim), CURRENT)
    before = {row.name: replace(row, state=REMOVED) for row in rows}
    merged = {**before, **now}
    return [merged[name] for name in sorted(merged)]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a changed text means for released claims: local names.

    Attributes:
        standing: Their passages stand where they stood.
        moved: Their passages stand elsewhere; with the new place.
        again: The words of their passages are gone: to be read again.
    """

    standing: list[str]
    moved: list[tuple[str, str]]
    again: list[str]


def standing(rows: Iterable[Row], passages: Mapping[str, Passage]) -> Standing:
    """Say which released claims stand, which have moved and which are to be read again."""
    by_words: dict[str, str] = {}
    for name, passage in passages.items():
        by_words.setdefault(passage.digest, name)
    result = Standing([], [], [])
    for row in rows:
        if row.state == REMOVED:
            continue
        here = passages.get(row.passage)
        if here is not None and here.digest == row.words:
            result.standing.append(row.name)
        elif row.words in by_words:
            result.moved.append((row.name, by_words[row.words]))
        else:
            result.again.append(row.name)
    return result
