"""Hold what people judged a sentence to name against what the tool found in it.

Positions and codes of things only; no word of a speech.
"""

import csv
import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from secgraph.corpus import adapter, manifest, tables
from support.paths import FIXTURES

Sentence = tuple[str, int, int]
"""The slug of a document, and the place of a sentence in its file."""

JUDGED = FIXTURES / "corpus" / "judged.tsv"
OTHERS = {"UN": "united-nations", "NATO": "nato", "ASEAN": "asean"}
"""Codes of what is no state."""


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def iri(code: str) -> str:
    """The thing that a code of the list stands for: of a state, or the last part of an IRI."""
    if code in OTHERS or not code.isupper():
        return f"https://w3id.org/secgraph/id/{OTHERS.get(code, code)}"
    state = adapter.find("ungdc").state(code, 2022)
    return state.iri if state else f"none for {code}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """The interval of Wilson at 95 % for a share."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(middle - half, 3), round(min(1.0, middle + half), 3)


@dataclass(frozen=True)
class Case:
    """A thing in a sentence, which the tool finds there or which was judged to be named there.

    Attributes:
        measure: ``precision`` or ``recall``.
        place: The document, with where its sentence begins.
        thing: The IRI.
        is_right: Whether it was judged and found, at the same words.
    """

    measure: str
    place: str
    thing: str
    is_right: bool


def cases(folder: Path) -> list[Case]:
    """Give the cases of both measures; a thing named twice in a sentence counts once."""
    found = dict(_found(folder))
    result = []
    for row in judged():
        place = (row["document"], int(row["start"]), int(row["end"]))
        its = found.get(place, {})
        wanted = {
            iri(code): [_span(span) for span in words.split(",")]
            for code, words in zip(row["things"].split(), row["words"].split(), strict=True)
        }
        for thing in its if row["set"] == "precision" else wanted:
            is_right = any(
                start < last and first < end
                for start, end in its.get(thing, [])
                for first, last in wanted.get(thing, [])
            )
            result.append(Case(row["set"], f"{place[0]}:{place[1]}", thing, is_right))
    return result


def _span(words: str) -> tuple[int, int]:
    start, end = words.split("-")
    return int(start), int(end)


def share(cases: Collection[Case]) -> tuple[int, int]:
    """How many cases are right, of how many."""
    return sum(case.is_right for case in cases), len(cases)


def _found(folder: Path) -> Iterator[tuple[Sentence, dict[str, list[tuple[int, int]]]]]:
    """Give each judged sentence with the things that the tool finds in it, and where."""
    held = manifest.read(str(folder))

    def rows(table: str, columns: str) -> list[tuple]:
        return list(
            zip(*tables.read(held.paths(str(folder), table), columns.split()).values(), strict=True)
        )

    slugs = dict(rows("documents", "document slug"))
    iris = dict(rows("things", "thing iri"))
    wanted = {(row["document"], int(row["start"]), int(row["end"])) for row in judged()}
    things: dict[int, dict[str, list[tuple[int, int]]]] = {}
    places = {
        passage: place
        for passage, document, start, end in rows("passages", "passage document start end")
        if (place := (slugs[document], start, end)) in wanted
    }
    for passage, thing, start, end in rows("mentions", "passage thing start end"):
        if passage in places:
            things.setdefault(passage, {}).setdefault(iris[thing], []).append((start, end))
    for passage, place in places.items():
        yield place, things.get(passage, {})
