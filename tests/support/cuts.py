"""Draw cuts of the segmenter, and long sentences that it leaves whole, for people to judge.

Positions only; the words come from the reader's own archive.
"""

import csv
import itertools
import random
from collections import Counter
from pathlib import Path

from secgraph.corpus import manifest, tables
from support.paths import FIXTURES

JUDGED = FIXTURES / "corpus" / "judged-cuts.tsv"
CUTS, LONG = 200, 100
"""How many places and how many long sentences are drawn, evenly over the decades."""

LONGER = 300
"""Code points that a long sentence has; one in eleven has more."""

Place = tuple[str, int, int]
"""The slug of a document; where a sentence begins, and where the next one does or it ends."""


def judged() -> list[dict[str, str]]:
    """The rows that were judged: their draw, what they are, their place, and the judgement."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def counts() -> dict[tuple[str, str], tuple[int, int]]:
    """For each draw and kind how many were right, and of how many."""
    of = Counter((row["draw"], row["kind"]) for row in judged())
    right = Counter((row["draw"], row["kind"]) for row in judged() if row["judgement"] == "right")
    return {key: (right[key], number) for key, number in of.items()}


def drawn(folder: Path, seed: int) -> dict[str, list[Place]]:
    """Draw cuts between sentences of one paragraph, and long sentences."""
    about = {
        key: (year, slug) for key, year, slug in _rows(folder, "documents", "document year slug")
    }
    passages = sorted(_rows(folder, "passages", "document paragraph start end"))
    cuts: dict[int, list[Place]] = {}
    whole: dict[int, list[Place]] = {}
    for (document, paragraph, start, _), following in itertools.pairwise(passages):
        if (document, paragraph) == following[:2]:
            year, slug = about[document]
            cuts.setdefault(year // 10, []).append((slug, start, following[2]))
    for document, _, start, end in passages:
        if end - start > LONGER:
            year, slug = about[document]
            whole.setdefault(year // 10, []).append((slug, start, end))
    chance = random.Random(seed)
    return {"cut": _evenly(chance, cuts, CUTS), "long": _evenly(chance, whole, LONG)}


def _evenly(chance: random.Random, places: dict[int, list[Place]], number: int) -> list[Place]:
    share, rest = divmod(number, len(places))
    return [
        place
        for turn, decade in enumerate(sorted(places))
        for place in chance.sample(places[decade], share + (turn < rest))
    ]


def _rows(folder: Path, table: str, columns: str) -> list[tuple]:
    held = manifest.read(str(folder))
    rows = tables.read(held.paths(str(folder), table), columns.split())
    return list(zip(*rows.values(), strict=True))
