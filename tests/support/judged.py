"""Hold what readers judged a sentence to name against what the tool found in it.

Places and things only; no word of a speech.
"""

import csv
import functools
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from secgraph.corpus import adapter, manifest, tables
from secgraph.dataset import states
from support.paths import FIXTURES

JUDGED = FIXTURES / "corpus" / "judged.tsv"
THINGS = "https://w3id.org/secgraph/id/"
OTHERS = {"UN": "united-nations", "NATO": "nato", "ASEAN": "asean"}
"""Codes of what is no state."""

HEAD = "| measure | when | right | cases | share | interval |"
"""Of the table of the page."""

Sentence = tuple[str, int, int]
"""The slug of a document, and the place of a sentence in its file."""

Places = Mapping[str, list[tuple[int, int]]]
"""Things with the places of their names in a file."""


@dataclass(frozen=True)
class Case:
    """A thing in a sentence: one that the tool finds there, or one that was judged to be named.

    Attributes:
        measure: ``precision`` or ``recall``.
        thing: The IRI.
        is_right: Whether it was judged and found, at the same words.
    """

    measure: str
    thing: str
    is_right: bool


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@functools.cache
def iri(code: str) -> str:
    """The thing that a code of the list stands for: of a state, or the last part of an IRI."""
    if code in OTHERS or not code.isupper():
        return THINGS + OTHERS.get(code, code)
    state = adapter.find("ungdc").state(code, 2022)
    return state.iri if state else f"none for {code}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """The interval of Wilson at 95 % for a share."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(middle - half, 3), round(min(1.0, middle + half), 3)


def cases(folder: Path | None = None) -> list[Case]:
    """Give the cases of both measures; a thing named twice in a sentence counts once.

    Args:
        folder: The corpus as the tool reads it now; without it, what it found when the sentences
            were judged counts.
    """
    found = dict(_found(folder)) if folder else {}
    result = []
    for row in judged():
        place = (row["document"], int(row["start"]), int(row["end"]))
        its = found.get(place, {}) if folder else places(row["found"])
        named = places(row["named"])
        for thing in its if row["set"] == "precision" else named:
            is_right = _meet(its.get(thing, []), named.get(thing, []))
            result.append(Case(row["set"], thing, is_right))
    return result


def figures(cases: Collection[Case]) -> tuple[str, ...]:
    """Right cases, all cases, their share and its interval, as a table shows them."""
    right = sum(case.is_right for case in cases)
    low, high = interval(right, len(cases))
    share = f"{right / len(cases):.3f}"
    return str(right), str(len(cases)), share, f"{low:.3f} to {high:.3f}"


def label(thing: str) -> str:
    """The name of a thing, for a table: of a state, or its code."""
    codes = {iri(code): code for code in OTHERS}
    return states.states()[thing].label if thing in states.states() else codes[thing]


def places(cell: str) -> Places:
    """Read ``UN:12-14,20-22 FRA:30-36``."""
    result = {}
    for one in cell.split():
        code, _, spans = one.partition(":")
        result[iri(code)] = [_span(span) for span in spans.split(",")]
    return result


def _span(words: str) -> tuple[int, int]:
    start, end = words.split("-")
    return int(start), int(end)


def _meet(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    return any(start < last and first < end for start, end in one for first, last in other)


def _found(folder: Path) -> Iterator[tuple[Sentence, Places]]:
    """Give each judged sentence with the things that the tool finds in it, and where."""
    held = manifest.read(str(folder))

    def rows(table: str, columns: str) -> list[tuple]:
        return list(
            zip(*tables.read(held.paths(str(folder), table), columns.split()).values(), strict=True)
        )

    slugs = dict(rows("documents", "document slug"))
    iris = dict(rows("things", "thing iri"))
    things: dict[Sentence, dict[str, list[tuple[int, int]]]] = {
        (row["document"], int(row["start"]), int(row["end"])): {} for row in judged()
    }
    sentences: dict[str, list[Sentence]] = {}
    for sentence in things:
        sentences.setdefault(sentence[0], []).append(sentence)
    # By the place in the document: where sentences end now is no part of what was judged.
    for passage, thing, start, end in rows("mentions", "passage thing start end"):
        for sentence in sentences.get(slugs[passage // tables.PER_DOCUMENT], ()):
            if sentence[1] <= start and end <= sentence[2]:
                things[sentence].setdefault(iris[thing], []).append((start, end))
    yield from things.items()
