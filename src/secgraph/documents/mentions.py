"""Find the names of things in a passage: whole words, the longest first.

A name of several things is settled by nobody here: it is given with all of them. Names that only
look like one (``South-East Asia`` is not East Asia) stand in ``data/authoring/decoys.tsv``, names
that several things share though the graph gives them to one (``Korea``) in ``shared-names.tsv``.
"""

import csv
import functools
import io
import os.path
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from secgraph.dataset import location, states
from secgraph.dataset.names import fold
from secgraph.documents.document import Document, documents
from secgraph.documents.words import Folded, folded, spans
from secgraph.errors import BadFile, MissingExtra
from secgraph.namespaces import PREFIXES, expand
from secgraph.syntax import textfile

Ask = Callable[[str], Sequence[Sequence[str]]]

LONGEST = 5
"""Words that a surface has at most that stands in a file of the graph."""

_NAMES = f"""
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?kind {{ <{PREFIXES["rdfs"]}label> <{PREFIXES["skos"]}altLabel> }}
  ?thing <{PREFIXES["dcterms"]}source> ?source ; ?kind ?name .
}} ORDER BY STR(?thing) STR(?name)"""

_SHORT = 3
"""Letters that a name in capitals has at most if only capitals are the same name."""


@dataclass(frozen=True, slots=True)
class Decoy:
    """Words that look like the name of a thing and are not.

    Attributes:
        words: As they are written.
        instead_of: The name that they would be taken for.
        reason: What they are.
    """

    words: str
    instead_of: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage.

    Attributes:
        start, end: Code points of the passage, from 0; the end is exclusive.
        surface: The words as they stand there.
        things: The IRIs of the things that have the name; several are to be settled.
    """

    start: int
    end: int
    surface: str
    things: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """Whether one thing has the name."""
        return len(self.things) == 1

    @property
    def is_short(self) -> bool:
        """Whether the surface may stand in a file of the graph."""
        return len(spans(self.surface)) <= LONGEST


def names(ask: Ask, own: Document | None = None) -> list[tuple[str, str]]:
    """Give things with their labels and aliases, and those of the states of the world.

    Args:
        ask: Answers a SELECT query with plain strings.
        own: The document whose own things count; those of other documents never do.

    Returns:
        Pairs of an IRI and a name. A state that the graph does not have is among them, so that its
        name is not taken for another's.
    """
    others = [one for one in documents(ask) if own is None or one.iri != own.iri]
    pairs = [
        (thing, name)
        for thing, name in ask(_NAMES)
        if not any(other.owns(thing) for other in others)
    ]
    pairs += [(state.iri, state.label) for state in states.states().values()]
    pairs += [(iri, name) for name, iri in states.english_names().items()]
    pairs += shared_names()
    return list(dict.fromkeys(pairs))


@functools.cache
def decoys() -> tuple[Decoy, ...]:
    """Read the list of decoys.

    Raises:
        BadFile: A row has not its three cells; with the line.
    """
    return tuple(Decoy(*row) for row in _rows("decoys.tsv"))


@functools.cache
def shared_names() -> tuple[tuple[str, str], ...]:
    """Read the names that several things share, once for each thing.

    Returns:
        Pairs of an IRI and a name.

    Raises:
        BadFile: A row has not its three cells; with the line.
    """
    return tuple(
        (expand(thing) or thing, name)
        for name, things, _reason in _rows("shared-names.tsv")
        for thing in things.split()
    )


def _rows(name: str) -> list[list[str]]:
    path = os.path.join(location.root(), "data", "authoring", name)
    rows = csv.reader(io.StringIO(textfile.read(path)), delimiter="\t", quoting=csv.QUOTE_NONE)
    header, *rest = rows
    for number, row in enumerate(rest, 2):
        if len(row) != len(header) or not all(cell.strip() for cell in row):
            raise BadFile(path, f"has not the cells {', '.join(header)}", number)
    return rest


class Index:
    """Finds names in passages; made once for many.

    Args:
        pairs: IRIs with names, as :func:`names` gives them.
        false_names: Words that look like a name and are not.

    Raises:
        MissingExtra: What searches for many names at once is not installed.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]], false_names: Iterable[Decoy] | None = None
    ) -> None:
        try:
            import ahocorasick_rs
        except ImportError as error:
            raise MissingExtra("author", "looking for names in a text") from error
        self._spellings: dict[str, list[tuple[str, str]]] = {}
        for thing, name in pairs:
            if fold(name):
                self._spellings.setdefault(_key(name), []).append((thing, name))
        for decoy in decoys() if false_names is None else false_names:
            self._spellings.setdefault(_key(decoy.words), [])
        self._keys = list(self._spellings)
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys)

    def mentions(self, passage: str, used: Collection[str] = ()) -> list[Mention]:
        """Find the names in a passage, the longest first, in the order of the passage.

        Args:
            passage: Its words.
            used: IRIs of the things whose common nouns count too; proper names always do.

        Returns:
            Without overlaps. A name of more than five words gives way to a shorter one of the same
            thing inside of it, if there is one.
        """
        matches = self._matches(passage, lambda thing, name: _is_proper(name) or thing in used)
        longest_first = sorted(matches, key=lambda match: (match.start - match.end, match.start))
        taken: list[Mention] = []
        for match in longest_first:
            if not any(match.start < one.end and one.start < match.end for one in taken):
                taken.append(match)
        mentions = [_shortened(match, matches) for match in taken if match.things]
        return sorted(mentions, key=lambda mention: mention.start)

    def candidates(self, passage: str) -> list[Mention]:
        """Find every name in a passage, common nouns and overlaps too, in its order.

        What stands inside of a decoy is no name.
        """
        matches = self._matches(passage, lambda _thing, _name: True)
        false_names = [match for match in matches if not match.things]
        return sorted(
            (
                match
                for match in matches
                if match.things
                and not any(
                    one.start <= match.start and match.end <= one.end for one in false_names
                )
            ),
            key=lambda match: (match.start, -match.end),
        )

    def _matches(self, passage: str, counts: Callable[[str, str], bool]) -> list[Mention]:
        """Give the names that count, and with no thing the decoys."""
        plain = folded(passage)
        matches = []
        for number, start, end in self._automaton.find_matches_as_indexes(
            plain.text, overlapping=True
        ):
            if not _is_whole(plain, start, end):
                continue
            first, last = _with_its_stop(passage, *plain.span(start, end))
            surface = passage[first:last]
            spellings = self._spellings[self._keys[number]]
            things = sorted(
                {
                    thing
                    for thing, name in spellings
                    if _is_written_as(surface, name) and counts(thing, name)
                }
            )
            if things or not spellings:
                matches.append(Mention(first, last, surface, tuple(things)))
        return matches


def _key(name: str) -> str:
    return folded(name).text.strip()


def _is_proper(name: str) -> bool:
    return name[:1].isupper()


def _is_whole(plain: Folded, start: int, end: int) -> bool:
    before, behind = plain.text[start - 1 : start], plain.text[end : end + 1]
    return not before.isalnum() and not behind.isalnum()


def _with_its_stop(passage: str, start: int, end: int) -> tuple[int, int]:
    """Take the last full stop of an abbreviation such as U.S. along."""
    return (
        (start, end + 1)
        if "." in passage[start:end]
        and passage[end : end + 1] == "."
        and re.fullmatch(r"(?:.*\W)?\w\.\w", passage[start:end])
        else (start, end)
    )


def _is_written_as(surface: str, name: str) -> bool:
    """Whether capitals stand where the name has them, as far as that tells them apart."""
    if not _is_proper(name):
        return True
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) <= _SHORT and all(letter.isupper() for letter in letters):
        return surface.upper() == surface
    return surface[:1].isupper()


def _shortened(match: Mention, matches: Sequence[Mention]) -> Mention:
    """Give a mention, or where it is too long for a file the longest of the same thing inside."""
    inside = [
        other
        for other in matches
        if other.things == match.things
        and match.start <= other.start
        and other.end <= match.end
        and other.is_short
    ]
    if match.is_short or not inside:
        return match
    return max(inside, key=lambda other: (other.end - other.start, -other.start))
