"""A corpus of 1,200 documents without words, drawn by a seed over the things of the release.

The tables are written by the functions that write those of a corpus that was read.
"""

import hashlib
import random
from pathlib import Path
from typing import Any

from secgraph.corpus import manifest, tables

SEED = 7
SESSIONS = range(70, 82)
PER_SESSION = 100
_NAMED = ("nato", "quad", "aukus", "indo-pacific", "china", "united-states", "australia")
"""Things that are named often, so that each question has rows."""


def write(source: str, target: str, states: set[str]) -> None:
    """Write the corpus.

    Args:
        source: A corpus whose things and facts are taken.
        target: The folder.
        states: The IRIs of those who may speak.
    """
    held = manifest.read(source)
    draw = random.Random(SEED)
    rows = tables.read(held.paths(source, "things"), ("thing", "iri"))
    keys = dict(zip(rows["iri"], rows["thing"], strict=True))
    speakers = sorted(key for iri, key in keys.items() if iri in states)
    often = [key for iri, key in keys.items() if iri.rpartition("/")[2] in _NAMED]
    named = often * 20 + draw.sample(sorted(keys.values()), 200)
    made = manifest.Manifest(held.corpus, held.source, held.names)
    for table in ("things", "facts"):
        columns = tables.read(held.paths(source, table), list(tables.TABLES[table]))
        _place(made, target, table, None, columns)
    for number in SESSIONS:
        columns = _session(number, draw, speakers, named)
        made.sessions[number] = {"documents": PER_SESSION, "names": held.names, "undecided": {}}
        for table, values in columns.items():
            _place(made, target, table, number, values)
    manifest.write(made, target)


def _place(
    made: manifest.Manifest, target: str, table: str, session: int | None, columns: dict[str, Any]
) -> None:
    place = table if session is None else f"{table}/session={session}"
    folder = Path(target, place)
    folder.mkdir(parents=True)
    done = tables.write(table, columns, str(folder / "new.parquet"))
    path = f"{place}/part-{done.sha256[:16]}.parquet"
    Path(done.path).rename(Path(target, path))
    made.files.append(manifest.File(path, table, session, done.rows, done.size, done.sha256))


def _session(
    number: int, draw: random.Random, speakers: list[int], named: list[int]
) -> dict[str, dict[str, list[Any]]]:
    columns: dict[str, dict[str, list[Any]]] = {
        table: {name: [] for name in tables.TABLES[table]} for table in tables.OF_SESSION
    }
    year = 1945 + number
    for place, state in enumerate(draw.sample(speakers, PER_SESSION), 1):
        key = number * tables.PER_SESSION + place
        slug = f"S{place}_{number}_{year}"
        counts = [_passage(columns, key, ordinal, draw, named) for ordinal in range(1, 25)]
        date = draw.choice((f"{year}", f"{year}-09", f"{year}-09-{draw.randint(10, 28)}"))
        values = {
            "document": key,
            "slug": slug,
            "iri": f"https://w3id.org/secgraph/doc/ungdc/{slug}",
            "label": f"Synthetic speech {slug}",
            "state": state,
            "code": f"S{place}",
            "speaker": draw.choice((None, "A. Person", 'Zoë "Quote" O\'Hara')),
            "post": None,
            "date": date,
            "year": year,
            "session": number,
            "file": f"{slug}.txt",
            "sha256": hashlib.sha256(slug.encode()).digest(),
            "points": 2400,
            "passages": len(counts),
            "mentions": sum(counts),
            "undecided": 0,
        }
        _append(columns["documents"], values)
    return columns


def _passage(
    columns: dict[str, dict[str, list[Any]]],
    document: int,
    ordinal: int,
    draw: random.Random,
    named: list[int],
) -> int:
    key = document * tables.PER_DOCUMENT + ordinal
    start = ordinal * 100
    passage = {
        "passage": key,
        "document": document,
        "ordinal": ordinal,
        "paragraph": 1 + ordinal // 5,
        "sentence": 1 + ordinal % 5,
        "start": start,
        "end": start + 90,
        "sha256": hashlib.sha256(str(key).encode()).digest(),
    }
    _append(columns["passages"], passage)
    things = draw.choices(named, k=draw.choice((0, 0, 1, 2, 3)))
    for place, thing in enumerate(things):
        mention = {
            "mention": key * tables.PER_PASSAGE + place,
            "passage": key,
            "document": document,
            "thing": thing,
            "start": start + place * 20,
            "end": start + place * 20 + 9,
            "surface": f"name {place}",
        }
        _append(columns["mentions"], mention)
    return len(things)


def _append(columns: dict[str, list[Any]], values: dict[str, Any]) -> None:
    for name, value in values.items():
        columns[name].append(value)
