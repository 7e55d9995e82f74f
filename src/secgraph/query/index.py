"""Keep what a search looks through in an index of words (SQLite FTS5), beside the store.

Built from a store and a folder of saved questions, and opened again only for the same ones. Ranks
nothing.
"""

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from secgraph.dataset.names import fold
from secgraph.errors import UsageError
from secgraph.namespaces import SG, curie
from secgraph.query import searchable
from secgraph.query.words import STOP, Words
from secgraph.stores import disk

if TYPE_CHECKING:
    import sqlite3

    from secgraph.query.catalog import Query
    from secgraph.query.sessions import Session

LAYOUT = "1"
"""Raised when the index changes its form or what it is built from."""

NO_FTS5 = (
    "this Python has no SQLite with FTS5, which a search needs; use a Python that has it (those of "
    "python.org, Debian, Homebrew and conda do), or read the list that 'secgraph queries' prints"
)

_TABLES = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE question (id INTEGER PRIMARY KEY, name TEXT, summary TEXT, params TEXT);
CREATE VIRTUAL TABLE question_words USING fts5(
  summary, keywords, name, description, content='', tokenize='porter unicode61');
CREATE TABLE content (id INTEGER PRIMARY KEY, iri TEXT, text TEXT, claims TEXT);
CREATE TABLE content_document (document TEXT, content INTEGER);
CREATE VIRTUAL TABLE content_words USING fts5(
  text, about, content='', tokenize='porter unicode61');
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, name TEXT, kind TEXT, model INT);
CREATE VIRTUAL TABLE thing_words USING fts5(
  label, names, definition, content='', tokenize='porter unicode61');
CREATE TABLE name (key TEXT, iri TEXT, rank INT);
CREATE TABLE value (classes INT, many INT, iri TEXT, name TEXT, PRIMARY KEY (iri, classes, many))
  WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, count INT) WITHOUT ROWID;
"""
_KEYS = """
CREATE INDEX name_key ON name (key, rank, iri);
CREATE INDEX content_by_document ON content_document (document, content);
"""


def open_index(session: "Session") -> "sqlite3.Connection":
    """Open the index of a session's store and questions, or build it.

    It is kept in the folder in which the store is kept, under the same rules: for the same files
    only, in a folder of the user's own, and built again where it is damaged. Of other stores, and
    where nothing can be kept, it is built in memory.

    Raises:
        UsageError: This Python cannot have such an index.
        EngineError: The store does not answer.
    """
    state = _state_of(session)
    path = _path(session)
    if path is not None:
        opened = _opened(path, state)
        if opened is not None:
            return opened
    index = _new(":memory:")
    _fill(index, session, state)
    if path is not None:
        _keep(index, path)
    return index


def forget(session: "Session") -> None:
    """Remove the index that is kept, since it cannot be read."""
    path = _path(session)
    if path is not None:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _state_of(session: "Session") -> str:
    """Say of which questions an index is, by the content of their files."""
    digest = hashlib.sha256(LAYOUT.encode())
    folder = session.queries.folder
    for name in session.queries.names():
        try:
            with open(os.path.join(folder, f"{name}.rq"), "rb") as file:
                content = file.read()
        except OSError:
            content = b""
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _path(session: "Session") -> "str | None":
    """Give where the index is kept; None where it is not."""
    kept = getattr(session.store, "kept", None)
    folder = kept() if kept is not None else None
    if folder is None:
        return None
    queries = os.path.abspath(session.queries.folder).encode(errors="surrogateescape")
    return os.path.join(folder, f"find-{zlib.crc32(queries):08x}.sqlite")


def _connect(place: str) -> "sqlite3.Connection":
    try:
        import sqlite3
    except ImportError as error:  # a Python that was built without SQLite
        raise UsageError(NO_FTS5) from error
    if place == ":memory:":
        return sqlite3.connect(place)
    from urllib.parse import quote

    return sqlite3.connect(f"file:{quote(place)}?mode=ro&immutable=1", uri=True)


def _opened(path: str, state: str) -> "sqlite3.Connection | None":
    """Open an index that is kept, if it is whole and of these questions."""
    record = path + ".state"
    try:
        with open(record, "rb") as file:
            written = file.read(1000).decode("ascii", "replace")
        if not disk.is_as_written(path, written):
            return None
        index = _connect(path)
    except OSError:
        return None
    import sqlite3

    try:
        row = index.execute("SELECT value FROM state WHERE key = 'questions'").fetchone()
        if row is not None and row[0] == state:
            return index
    except sqlite3.Error:  # damaged: built again
        pass
    index.close()
    return None


def _keep(index: "sqlite3.Connection", path: str) -> None:
    """Write an index into the folder of the store; never raises for want of room or rights."""
    import sqlite3

    beside = f"{path}.{os.getpid()}.part"
    with contextlib.suppress(OSError, sqlite3.Error):
        # What stands there is made by this process alone, and readable to nobody else.
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        target = sqlite3.connect(beside)
        index.backup(target)
        target.close()
        record = disk.state(beside)
        os.replace(beside, path)
        with open(beside, "w", encoding="ascii") as file:
            file.write(record)
        os.replace(beside, path + ".state")
    with contextlib.suppress(OSError):
        os.unlink(beside)


def _new(place: str) -> "sqlite3.Connection":
    index = _connect(place)
    import sqlite3

    try:
        index.executescript(_TABLES)
    except sqlite3.OperationalError as error:
        raise UsageError(NO_FTS5) from error
    return index


def _fill(index: "sqlite3.Connection", session: "Session", state: str) -> None:
    questions = session.queries.readable()[0]
    words: dict[str, int] = {}
    with index:
        _fill_questions(index, session, questions, words)
        _fill_contents(index, session, words)
        _fill_things(index, session, words)
        _fill_passages(index, session)
        index.executemany("INSERT INTO word VALUES (?, ?)", sorted(words.items()))
        index.execute("INSERT INTO state VALUES ('questions', ?)", (state,))
        index.executescript(_KEYS)


def _count(words: "dict[str, int]", *texts: str) -> None:
    """Count the words of texts, by which one that is misspelt is put right."""
    for text in texts:
        for parts in Words(text).parts:
            for part in parts:
                if len(part) > 2 and part not in STOP:
                    words[part] = words.get(part, 0) + 1


def _fill_questions(
    index: "sqlite3.Connection",
    session: "Session",
    questions: "Sequence[Query]",
    words: "dict[str, int]",
) -> None:
    params = [parameter for query in questions for parameter in query.params.values()]
    sets = searchable.class_sets(params)
    for number, query in enumerate(questions, 1):
        listed = [
            (
                parameter.name,
                sets.index(tuple(parameter.classes)) if parameter.classes else None,
                parameter.datatype,
                parameter.many,
            )
            for parameter in query.params.values()
        ]
        index.execute(
            "INSERT INTO question VALUES (?, ?, ?, ?)",
            (number, query.name, query.summary, json.dumps(listed)),
        )
        # Nearly every question takes a document, so the word leads to none.
        labels = " ".join(item.label for item in query.params.values() if item.name != "document")
        name = query.name.replace("/", " ").replace("-", " ")
        keywords = " ".join(query.keywords)
        near = f"{name} {' '.join(query.tags)} {labels}"
        index.execute(
            "INSERT INTO question_words (rowid, summary, keywords, name, description) "
            "VALUES (?, ?, ?, ?, ?)",
            (number, fold(query.summary), fold(keywords), fold(near), fold(query.description)),
        )
        _count(words, query.summary, keywords)
    for place, classes in enumerate(sets):
        names = session.names(*classes)
        for many in sorted({item.many for item in params if tuple(item.classes) == classes}):
            index.executemany(
                "INSERT INTO value VALUES (?, ?, ?, ?)",
                ((place, many, iri, name) for iri, name in searchable.values(names, many=many)),
            )


def _fill_contents(
    index: "sqlite3.Connection", session: "Session", words: "dict[str, int]"
) -> None:
    for number, content in enumerate(searchable.contents(session.store.rows), 1):
        claims = [
            (
                claim.iri,
                curie(claim.iri),
                claim.text,
                claim.holder,
                claim.polarity,
                " ".join(identifier for _, identifier in claim.passages),
                claim.document,
                claim.document_iri,
            )
            for claim in content.claims
        ]
        texts = list(dict.fromkeys(claim.text for claim in content.claims))
        index.execute(
            "INSERT INTO content VALUES (?, ?, ?, ?)",
            (number, content.iri, texts[0], json.dumps(claims, ensure_ascii=False)),
        )
        index.executemany(
            "INSERT INTO content_document VALUES (?, ?)",
            sorted({(claim.document_iri, number) for claim in content.claims}),
        )
        index.execute(
            "INSERT INTO content_words (rowid, text, about) VALUES (?, ?, ?)",
            (number, fold(" ".join(texts)), fold(content.about)),
        )
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(fold(claim[1]), claim[0], searchable.LABEL) for claim in claims],
        )
        _count(words, *texts)


def _fill_passages(index: "sqlite3.Connection", session: "Session") -> None:
    """Index the names of passages: P10.S2, and with the document, SLUG#P10.S2."""
    names = session.names(SG + "Passage")
    for passage, identifier in sorted(names.labels.items()):
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [
                (fold(name), passage, searchable.LABEL)
                for name in dict.fromkeys((identifier, names.exact_name(passage)))
            ],
        )


def _fill_things(index: "sqlite3.Connection", session: "Session", words: "dict[str, int]") -> None:
    for number, thing in enumerate(searchable.things(session.store.rows, session.names()), 1):
        index.execute(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)",
            (number, thing.iri, thing.label, thing.name, thing.kind, thing.of_model),
        )
        others = " ".join(name for name, _ in thing.names if name != thing.label)
        index.execute(
            "INSERT INTO thing_words (rowid, label, names, definition) VALUES (?, ?, ?, ?)",
            (number, fold(thing.label), fold(others), fold(thing.definition)),
        )
        _count(words, thing.label, others)
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(key, thing.iri, rank) for key, rank in _name_keys(thing)],
        )


def _name_keys(thing: searchable.Thing) -> "Iterator[tuple[str, int]]":
    """Give the names of a thing as a search compares them, the prefixed name among them."""
    keys: dict[str, int] = {}
    for name, rank in [*thing.names, (curie(thing.iri), searchable.LABEL)]:
        key = " ".join(Words(name).folded)
        if key and (rank < searchable.SURFACE or key not in STOP):
            keys.setdefault(key, rank)
    yield from sorted(keys.items())
