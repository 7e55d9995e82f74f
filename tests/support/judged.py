"""Hold what people judged a sentence to name against what the tool found in it.

Positions and codes of things only; no word of a speech.
"""

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from secgraph.corpus import adapter, manifest, tables
from support.paths import FIXTURES

JUDGED = FIXTURES / "corpus" / "judged.tsv"
OTHERS = {"UN": "united-nations", "NATO": "nato", "ASEAN": "asean"}


def judged() -> list[dict[str, str]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def iri(code: str) -> str:
    """The thing that a code of the list stands for."""
    if code in OTHERS:
        return f"https://w3id.org/secgraph/id/{OTHERS[code]}"
    state = adapter.find("ungdc").state(code, 2022)
    return state.iri if state else f"none for {code}"


def interval(hits: int, of: int) -> tuple[float, float]:
    """The interval of Wilson at 95 % for a share."""
    z, share = 1.96, hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return round(middle - half, 3), round(min(1.0, middle + half), 3)


def compared(folder: Path) -> dict[str, tuple[int, int, list[str]]]:
    """For precision and recall the hits, the cases, and the cases that are none.

    A case is a thing that the tool finds in a sentence, or that was judged to be named there; a
    thing that is named twice in a sentence counts once.
    """
    found = dict(_found(folder))
    hits = {"precision": 0, "recall": 0}
    cases = {"precision": 0, "recall": 0}
    misses: dict[str, list[str]] = {"precision": [], "recall": []}
    for row in judged():
        place = (row["document"], int(row["start"]), int(row["end"]))
        its, wanted = found.get(place, set()), {iri(code) for code in row["things"].split()}
        kind = row["set"]
        for thing in its if kind == "precision" else wanted:
            cases[kind] += 1
            if thing in its and thing in wanted:
                hits[kind] += 1
            else:
                misses[kind].append(f"{place[0]}:{place[1]} {thing}")
    return {kind: (hits[kind], cases[kind], misses[kind]) for kind in hits}


def _found(folder: Path) -> Iterator[tuple[tuple[str, int, int], set[str]]]:
    held = manifest.read(str(folder))

    def rows(table: str, columns: str) -> list[tuple]:
        return list(
            zip(*tables.read(held.paths(str(folder), table), columns.split()).values(), strict=True)
        )

    slugs = dict(rows("documents", "document slug"))
    iris = dict(rows("things", "thing iri"))
    things: dict[int, set[str]] = {}
    for passage, thing in rows("mentions", "passage thing"):
        things.setdefault(passage, set()).add(iris[thing])
    wanted = {(row["document"], int(row["start"]), int(row["end"])) for row in judged()}
    for passage, document, start, end in rows("passages", "passage document start end"):
        place = (slugs[document], start, end)
        if place in wanted:
            yield place, things.get(passage, set())
