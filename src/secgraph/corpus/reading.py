"""Read the documents of a session: sentences and mentions, written as tables.

Works in any process: what it needs is handed in, and what it finds is handed back.
"""

import dataclasses
import hashlib
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secgraph.corpus import tables, text
from secgraph.corpus.archive import Session
from secgraph.corpus.names import Finder, Mention, Table
from secgraph.corpus.tables import PER_DOCUMENT, PER_PASSAGE, PER_SESSION, Written


@dataclass(slots=True)
class Document:
    """What was found in a document."""

    key: int
    slug: str
    code: str
    year: int
    file: str
    sha256: bytes
    points: int
    passages: int
    mentions: int
    undecided: int


@dataclass(slots=True)
class Reading:
    """A session that was read.

    Attributes:
        number: Of the session.
        documents: In the order of their keys.
        files: The tables that were written, by name.
        undecided: How often each name was left undecided.
    """

    number: int
    documents: list[Document] = field(default_factory=list)
    files: dict[str, Written] = field(default_factory=dict)
    undecided: Counter[str] = field(default_factory=Counter)

    def save(self, path: str) -> None:
        """Write it to a file, in one step."""
        data = {
            "number": self.number,
            "documents": [
                {**dataclasses.asdict(one), "sha256": one.sha256.hex()} for one in self.documents
            ],
            "files": {table: dataclasses.asdict(one) for table, one in self.files.items()},
            "undecided": dict(self.undecided),
        }
        with open(f"{path}.part", "wb") as file:
            file.write(json.dumps(data).encode())
        os.replace(f"{path}.part", path)


def load(path: str) -> Reading | None:
    """Read what :meth:`Reading.save` wrote; None where it is not there or damaged."""
    try:
        with open(path, "rb") as file:
            data = json.load(file)
        documents = [
            Document(**{**one, "sha256": bytes.fromhex(one["sha256"])}) for one in data["documents"]
        ]
        files = {table: Written(**one) for table, one in data["files"].items()}
        return Reading(data["number"], documents, files, Counter(data["undecided"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


class Reader:
    """Reads sessions; made once in each process.

    Args:
        names: What is looked for.
        keys: The key of each thing, by IRI.
    """

    def __init__(self, names: Table, keys: Mapping[str, int]) -> None:
        self._finder = Finder(names)
        self._keys = keys

    def read(self, session: Session, folder: str) -> Reading:
        """Read a session, and write its passages and mentions into a folder."""
        reading = Reading(session.number)
        passages = _columns("passages")
        mentions = _columns("mentions")
        for number, file in enumerate(session.files):
            key = session.number * PER_SESSION + number
            words = text.plain(file.content)
            sentences = text.sentences(words)[: PER_DOCUMENT - 1]
            found, undecided = self._finder.mentions(words, sentences, file.member.year)
            _add_passages(passages, key, sentences, file.content.decode())
            self._add_mentions(mentions, key, found)
            reading.undecided += undecided
            reading.documents.append(
                Document(
                    key,
                    file.member.slug,
                    file.member.code,
                    file.member.year,
                    file.name,
                    hashlib.sha256(file.content).digest(),
                    len(words),
                    len(sentences),
                    len(found),
                    undecided.total(),
                )
            )
        for table, columns in (("passages", passages), ("mentions", mentions)):
            path = os.path.join(folder, f"{table}.parquet")
            reading.files[table] = tables.write(table, columns, path)
        return reading

    def _add_mentions(
        self, columns: dict[str, list[Any]], document: int, found: list[Mention]
    ) -> None:
        last, number = -1, 0
        for one in found:
            number = number + 1 if one.sentence == last else 0
            last = one.sentence
            if number >= PER_PASSAGE:  # a list of two thousand names is no sentence
                continue
            passage = document * PER_DOCUMENT + one.sentence + 1
            columns["mention"].append(passage * PER_PASSAGE + number)
            columns["passage"].append(passage)
            columns["document"].append(document)
            columns["thing"].append(self._keys[one.thing])
            columns["start"].append(one.start)
            columns["end"].append(one.end)
            columns["surface"].append(one.surface)


def _columns(table: str) -> dict[str, list[Any]]:
    return {name: [] for name in tables.TABLES[table]}


def _add_passages(
    columns: dict[str, list[Any]], document: int, sentences: list[text.Sentence], whole: str
) -> None:
    count = len(sentences)
    first = document * PER_DOCUMENT + 1
    columns["passage"].extend(range(first, first + count))
    columns["document"].extend([document] * count)
    columns["ordinal"].extend(range(1, count + 1))
    columns["paragraph"].extend([one.paragraph for one in sentences])
    columns["sentence"].extend([one.number for one in sentences])
    columns["start"].extend([one.start for one in sentences])
    columns["end"].extend([one.end for one in sentences])
    columns["sha256"].extend(
        [hashlib.sha256(whole[one.start : one.end].encode()).digest() for one in sentences]
    )
