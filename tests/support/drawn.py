"""Draw sentences by a seed, for readers to judge which things they name.

Gives places only; the words come from the reader's own archive.
"""

import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from secgraph.corpus import adapter, manifest, names, tables, text
from secgraph.corpus.archive import Archive
from secgraph.documents import mentions
from secgraph.stores import open as open_store

SEED = 20261130
PER_DECADE = 13
"""Sentences of a decade in the first draw."""

ALL = 300
"""Sentences that each measure has."""

Place = tuple[str, int, int]
"""The slug of a document, and the place of a sentence in its file."""


def loose() -> re.Pattern[str]:
    """A pattern that meets words that begin as any name does, in capitals or not."""
    table = names.table(mentions.names(open_store().rows))
    stems = {
        re.split(r"[^\w]", spelling)[0][:5]
        for spelling, entry in table.entries.items()
        if len(re.split(r"[^\w]", spelling)[0]) > 3 and entry.name[:1].isupper()
    }
    return re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, stems)))})", re.IGNORECASE)


def drawn(
    folder: Path, archive: Path, *, named: bool, kept: Collection[Place] = ()
) -> list[tuple[Place, str]]:
    """Draw the sentences that are still to be judged, evenly over the decades.

    The first draw takes 13 of each decade; the same generator goes on until each has its share of
    300. What was drawn first is judged first, so that no sentence is passed over.

    Args:
        folder: The corpus.
        archive: Its words.
        named: Whether to draw from the sentences with a mention, or else from the hits of the loose
            pattern.
        kept: The sentences judged already.
    """
    chance = random.Random(f"{SEED} {named}")
    decades: dict[int, list[tuple[Place, str]]] = {}
    for year, place, words in _sentences(folder, archive, named=named):
        decades.setdefault(year // 10, []).append((place, words))
    found = {decade: sorted(decades[decade]) for decade in sorted(decades)}
    first = {
        decade: chance.sample(ones, min(PER_DECADE, len(ones))) for decade, ones in found.items()
    }
    result = []
    for number, (decade, ones) in enumerate(found.items()):
        share = ALL // len(found) + (number < ALL % len(found))
        judged = {place for place, _ in ones} & set(kept)
        early = [one for one in first[decade] if one[0] not in judged]
        rest = [one for one in ones if one[0] not in judged and one not in early]
        missing = max(0, share - len(judged) - len(early))
        further = chance.sample(rest, min(missing, len(rest)))
        result += [*early, *further][: max(0, share - len(judged))]
    return result


def _sentences(folder: Path, archive: Path, *, named: bool) -> Iterator[tuple[int, Place, str]]:
    held = manifest.read(str(folder))
    documents = _rows(held, folder, "documents", "document file year slug")
    about = {row[0]: row[1:] for row in documents}
    with_mention = {row[0] for row in _rows(held, folder, "mentions", "passage")}
    places: dict[str, list[tuple[int, int]]] = {}
    for passage, document, start, end in _rows(
        held, folder, "passages", "passage document start end"
    ):
        if not named or passage in with_mention:
            places.setdefault(about[document][0], []).append((start, end))
    pattern = loose()
    slugs = {file: (year, slug) for file, year, slug in about.values()}
    source = Archive(adapter.find("ungdc"), str(archive))
    for file, content in source.texts(set(places)):
        whole = text.plain(content)
        year, slug = slugs[file]
        for start, end in places[file]:
            words = " ".join(whole[start:end].split())
            if named or pattern.search(words):
                yield year, (slug, start, end), words


def _rows(held: manifest.Manifest, folder: Path, table: str, columns: str) -> list[tuple]:
    rows = tables.read(held.paths(str(folder), table), columns.split())
    return list(zip(*rows.values(), strict=True))
