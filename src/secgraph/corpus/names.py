"""Find the names of things in the text of a speech: whole words, the longest first, in its year.

Settles no name that several things have in that year: it is counted as undecided. The rules stand
in ``docs/corpora.md``.
"""

import bisect
import csv
import hashlib
import io
import os.path
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from secgraph.corpus import adapter
from secgraph.corpus.text import Sentence
from secgraph.documents import mentions
from secgraph.errors import BadFile, MissingExtra
from secgraph.namespaces import expand
from secgraph.syntax import textfile

_SHORT = 3
"""Letters that a name in capitals has at most if only capitals are the same name."""

_DIVIDED = re.compile(
    # All begin alike: what begins by looking behind would be tried at every letter.
    r"[-\s](?=\s)(?:(?<!-)\s+|"
    r"(?<=[^\W\d_]-)(?:[^\S\n]*\n\s*(?=[^\W\d_])|[^\S\n]+(?=[A-Z])))"
)
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΧο‘’ʼ′“”‐‑‒–—", "ABEKMHOPCTXaeopcyxABEZHIKMNOPTXo''''\"\"-----"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence.

    Attributes:
        sentence: The place of the sentence in the list of sentences.
        thing: The IRI of the thing.
        start, end: Of the name, in the file.
        surface: Its words, with divided words joined.
    """

    sentence: int
    thing: str
    start: int
    end: int
    surface: str


@dataclass(slots=True)
class Entry:
    """A name: the things that it has always, and those that it has in some years."""

    name: str
    things: set[str] = field(default_factory=set)
    dated: list[tuple[int, int, tuple[str, ...]]] = field(default_factory=list)

    def of(self, year: int) -> Sequence[str]:
        """Give the things that have the name in a year."""
        for first, last, things in self.dated:
            if first <= year <= last:
                return things
        return tuple(self.things)


@dataclass(frozen=True, slots=True)
class Table:
    """Names with their things, as they are looked for.

    Attributes:
        entries: Each name in each of its spellings; one without things is a decoy.
        digest: Of all of it, so that a change is seen.
    """

    entries: Mapping[str, Entry]
    digest: str

    @property
    def things(self) -> set[str]:
        """The IRIs of all things that have a name."""
        return {
            thing
            for entry in self.entries.values()
            for things in (entry.things, *(dated[2] for dated in entry.dated))
            for thing in things
        }


def table(pairs: Iterable[tuple[str, str]]) -> Table:
    """Make the table of names.

    Args:
        pairs: IRIs with names, as :func:`secgraph.documents.mentions.names` gives them.
    """
    dated = _rows("dated-names.tsv")
    historic = {expand(thing) for row in dated for thing in row[3].split()}
    entries: dict[str, Entry] = {}
    for thing, name in pairs:
        is_past = "/id/cow-" in thing and thing not in historic
        if name[:1].isupper() and not is_past:
            _add(entries, name, thing)
    for thing, words in _rows("demonyms.tsv"):
        for word in words.split():
            _add(entries, word.replace("~", " "), expand(thing) or thing)
    for name, first, last, things, _ in dated:
        span = (int(first), int(last), tuple(expand(thing) or thing for thing in things.split()))
        entries.setdefault(key(name), Entry(name)).dated.append(span)
    false_names = [decoy.words for decoy in mentions.decoys()]
    for words in [*false_names, *(row[0] for row in _rows("decoys.tsv"))]:
        entries.setdefault(key(words), Entry(words))
    lines = [
        f"{spelling}\t{entry.name}\t{sorted(entry.things)}\t{entry.dated}"
        for spelling, entry in sorted(entries.items())
    ]
    return Table(entries, hashlib.sha256("\n".join(lines).encode()).hexdigest())


def _add(entries: dict[str, Entry], name: str, thing: str) -> None:
    for spelling in {name, name.replace("ization", "isation"), name.replace("-", " ")}:
        if spelling != name and not spelling.count("isation"):
            continue
        entries.setdefault(key(spelling), Entry(name)).things.add(thing)
    if name.isalpha() and name.isupper() and len(name) > 1:
        entries.setdefault(key(".".join(name) + "."), Entry(name)).things.add(thing)


def key(name: str) -> str:
    """Give a name as it is compared: without marks on letters, in small letters."""
    return " ".join(_plain(name).lower().split())


def _rows(name: str) -> list[list[str]]:
    path = os.path.join(adapter.folder(), name)
    header, *rows = csv.reader(
        io.StringIO(textfile.read(path)), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    for number, row in enumerate(rows, 2):
        if len(row) != len(header) or not all(row):
            raise BadFile(path, f"has not the cells {', '.join(header)}", number)
    return rows


class Finder:
    """Finds names in texts; made once for many.

    Raises:
        MissingExtra: What searches for many names at once is not installed.
    """

    def __init__(self, names: Table) -> None:
        try:
            import ahocorasick_rs
        except ImportError as error:
            raise MissingExtra("corpus", "looking for names in texts") from error
        longest = ahocorasick_rs.MatchKind.LeftmostLongest
        exact = {name: entry for name, entry in names.entries.items() if _is_short(entry.name)}
        loose = {name: entry for name, entry in names.entries.items() if name not in exact}
        self._loose, self._exact = list(loose.values()), list(exact.values())
        self._of_loose = ahocorasick_rs.AhoCorasick(list(loose), matchkind=longest)
        self._of_exact = ahocorasick_rs.AhoCorasick(
            [name.upper() for name in exact] or ["\0"], matchkind=longest
        )

    def mentions(
        self, text: str, sentences: Sequence[Sentence], year: int
    ) -> tuple[list[Mention], Counter[str]]:
        """Find the names in a text.

        Args:
            text: As :func:`secgraph.corpus.text.plain` gives it.
            sentences: Of the text.
            year: In which it was said.

        Returns:
            The mentions in the order of the text, and how often each name is undecided.
        """
        folded = Folded(text)
        words = folded.text
        found: list[Mention] = []
        undecided: Counter[str] = Counter()
        at, taken = 0, 0
        for start, end, entry in self._matches(words):
            if start < taken:
                continue
            taken = end
            things = entry.of(year)
            if not things:
                continue
            if len(things) > 1:
                undecided[entry.name] += 1
                continue
            first, last = folded.span(start, end)
            while at < len(sentences) and sentences[at].end <= first:
                at += 1
            if at < len(sentences) and sentences[at].start <= first and last <= sentences[at].end:
                found.append(Mention(at, things[0], first, last, words[start:end]))
        return found, undecided

    def _matches(self, words: str) -> list[tuple[int, int, Entry]]:
        """Give the names that are whole words, those that begin first and are longest first."""
        small = _lower(words)
        matches = [
            (start, end, self._loose[number])
            for number, start, end in self._of_loose.find_matches_as_indexes(small)
            if words[start].isupper() and _is_whole(small, start, end)
        ]
        exact = [
            (start, end, self._exact[number])
            for number, start, end in self._of_exact.find_matches_as_indexes(words)
            if _is_whole(small, start, end)
        ]
        if exact:
            matches = sorted([*matches, *exact], key=lambda match: (match[0], -match[1]))
        return matches


def _is_short(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return len(letters) <= _SHORT and all(letter.isupper() for letter in letters)


def _is_whole(words: str, start: int, end: int) -> bool:
    return not (words[start - 1 : start].isalnum() or words[end : end + 1].isalnum())


def _lower(words: str) -> str:
    small = words.lower()
    return small if len(small) == len(words) else "".join(map(_small, words))


def _small(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter


class Folded:
    """A text as names are compared, with the way back to the file.

    A word that is divided at the end of a line is joined: without its hyphen between small letters,
    with it beside a capital, as in ``Indo-Pacific`` and ``NATO-led``. So is one with a blank
    between its hyphen and a capital, where a line ended before. Blanks are one.

    Attributes:
        text: The text, its capitals kept.
    """

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._shifts: list[int] = []
        removed = 0

        def joined(match: re.Match[str]) -> str:
            nonlocal removed
            start, end = match.span()
            kept = " "
            if text[start] == "-":
                letters = text[start - 1] + text[end]
                kept = "" if letters.islower() else "-"
            self._places.append(start - removed + len(kept))
            removed += end - start - len(kept)
            self._shifts.append(removed)
            return kept

        words = _DIVIDED.sub(joined, text)
        self.text = _plain(words.replace("\n", " "))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the file of a piece of the text."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        number = bisect.bisect_right(self._places, place)
        return place + (self._shifts[number - 1] if number else 0)


def _plain(words: str) -> str:
    """Take the marks off letters, one letter for each."""
    return words if words.isascii() else _MARKED.sub(_bare, words)


_MARKED = re.compile(r"[^\x00-\x7f]")
_BARE: dict[str, str] = {}


def _bare(match: re.Match[str]) -> str:
    """Give a letter without its mark; the letters are kept as they are met."""
    letter = match[0]
    if letter not in _BARE:
        like = letter.translate(_LOOKALIKES)
        plain = unicodedata.normalize("NFKD", like)[:1] or like
        _BARE[letter] = plain if plain.isalnum() or not like.isalnum() else like
    return _BARE[letter]
