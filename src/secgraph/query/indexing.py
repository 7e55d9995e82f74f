"""Build the index of a search from a store and the saved questions.

Reads the store once for each kind of thing; opens and keeps no file.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from secgraph.dataset.names import fold
from secgraph.namespaces import SG
from secgraph.query import searchable
from secgraph.query.catalog import FEDERATED
from secgraph.query.searchable import short
from secgraph.query.words import (
    ACRONYM,
    LABEL,
    STOP,
    SURFACE,
    Words,
    acronym,
    adjectives_of,
    parts,
)

if TYPE_CHECKING:
    from secgraph.query.catalog import Query
    from secgraph.query.sessions import Session

TABLES = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE question (id INTEGER PRIMARY KEY, name TEXT, summary TEXT);
CREATE TABLE parameter (question INT, place INT, name TEXT, classes INT, datatype TEXT, many INT,
  breadth INT);
CREATE VIRTUAL TABLE question_words USING fts5(
  summary, keywords, name, description, content='', tokenize='porter unicode61');
CREATE TABLE content (id INTEGER PRIMARY KEY, iri TEXT, curie TEXT, unit TEXT);
CREATE TABLE unit (curie TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE claim (content INT, place INT, iri TEXT, curie TEXT, text TEXT, holder TEXT,
  polarity TEXT, passage TEXT, document TEXT, document_iri TEXT);
CREATE TABLE content_document (document TEXT, content INTEGER);
CREATE VIRTUAL TABLE content_words USING fts5(
  text, about, content='', tokenize='porter unicode61');
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, name TEXT, kind TEXT, model INT);
CREATE VIRTUAL TABLE thing_words USING fts5(
  label, names, definition, content='', tokenize='porter unicode61');
CREATE TABLE name (key TEXT, iri TEXT, rank INT);
CREATE TABLE value (classes INT, many INT, iri TEXT, name TEXT, PRIMARY KEY (iri, classes, many))
  WITHOUT ROWID;
CREATE TABLE adjective (word TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, count INT) WITHOUT ROWID;
"""
KEYS = """
CREATE INDEX parameter_of ON parameter (question, place);
CREATE INDEX content_of ON content (unit) WHERE unit <> '';
CREATE INDEX claim_of ON claim (content, place);
CREATE INDEX name_key ON name (key, rank, iri);
CREATE INDEX content_by_document ON content_document (document, content);
"""


def fill(index: sqlite3.Connection, session: "Session", state: str) -> None:
    """Fill the empty tables of an index.

    Args:
        index: With the tables that :data:`TABLES` makes.
        session: Whose store and questions are indexed.
        state: Says of which questions the index is.
    """
    # What asks another store is refused unless the user allows it, so that no search leads there.
    questions = [
        query
        for query in session.queries.readable()[0]
        if query.name.partition("/")[0] not in FEDERATED
    ]
    names = searchable.all_names(session.store.rows)
    things = searchable.things(session.store.rows, session.names(), names)
    adjectives = adjectives_of(thing.label for thing in things if thing.is_country)
    words = _Counted(adjectives)
    with index:
        _fill_questions(index, session, questions, words)
        _fill_contents(index, session, names, words)
        _fill_things(index, things, words)
        _fill_passages(index, session)
        index.executemany("INSERT INTO word VALUES (?, ?)", sorted(words.counts.items()))
        index.executemany("INSERT INTO adjective VALUES (?, ?)", sorted(adjectives.items()))
        index.execute("INSERT INTO state VALUES ('questions', ?)", (state,))
        index.executescript(KEYS)


class _Counted:
    """Counts the words of texts as they are indexed, by which one that is misspelt is put right.

    Attributes:
        counts: How often each word stands in labels, summaries and paraphrases.
    """

    def __init__(self, adjectives: dict[str, str]) -> None:
        self._adjectives = adjectives
        self.counts: dict[str, int] = {}

    def text(self, *texts: str, counted: bool = True) -> str:
        """Give the words of texts as the index has them."""
        words = [word for text in texts for word in parts(text, self._adjectives)]
        for word in words if counted else ():
            if len(word) > 2 and word not in STOP:
                self.counts[word] = self.counts.get(word, 0) + 1
        return " ".join(words)


def _fill_questions(
    index: sqlite3.Connection,
    session: "Session",
    questions: Sequence["Query"],
    words: _Counted,
) -> None:
    params = [parameter for query in questions for parameter in query.params.values()]
    sets = searchable.class_sets(params)
    for number, query in enumerate(questions, 1):
        index.execute("INSERT INTO question VALUES (?, ?, ?)", (number, query.name, query.summary))
        index.executemany(
            "INSERT INTO parameter VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    place,
                    parameter.name,
                    sets.index(tuple(parameter.classes)) if parameter.classes else None,
                    parameter.datatype,
                    parameter.many,
                    len(parameter.classes),
                )
                for place, parameter in enumerate(query.params.values())
            ],
        )
        # Nearly every question takes a document, so the word leads to none.
        labels = " ".join(item.label for item in query.params.values() if item.name != "document")
        name = query.name.replace("/", " ").replace("-", " ")
        keywords = " ".join(query.keywords)
        near = f"{name} {' '.join(query.tags)} {labels}"
        index.execute(
            "INSERT INTO question_words (rowid, summary, keywords, name, description) "
            "VALUES (?, ?, ?, ?, ?)",
            (
                number,
                words.text(query.summary),
                words.text(keywords),
                words.text(near, counted=False),
                words.text(query.description, counted=False),
            ),
        )
    for place, classes in enumerate(sets):
        names = session.names(*classes)
        for many in sorted({item.many for item in params if tuple(item.classes) == classes}):
            index.executemany(
                "INSERT INTO value VALUES (?, ?, ?, ?)",
                ((place, many, iri, name) for iri, name in searchable.values(names, many=many)),
            )


def _fill_contents(
    index: sqlite3.Connection,
    session: "Session",
    names: searchable.AllNames,
    words: _Counted,
) -> None:
    for number, content in enumerate(searchable.contents(session.store.rows, names), 1):
        unit = short(content.unit[0]) if content.unit[0] else ""
        index.execute(
            "INSERT INTO content VALUES (?, ?, ?, ?)",
            (number, content.iri, short(content.iri), unit),
        )
        if unit:
            index.execute("INSERT OR IGNORE INTO unit VALUES (?, ?)", (unit, content.unit[1]))
        index.executemany(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    number,
                    place,
                    claim.iri,
                    short(claim.iri),
                    claim.text,
                    claim.holder,
                    claim.polarity,
                    " ".join(identifier for _, identifier in claim.passages),
                    claim.document,
                    claim.document_iri,
                )
                for place, claim in enumerate(content.claims)
            ],
        )
        texts = list(dict.fromkeys(claim.text for claim in content.claims))
        index.executemany(
            "INSERT INTO content_document VALUES (?, ?)",
            sorted({(claim.document_iri, number) for claim in content.claims}),
        )
        index.execute(
            "INSERT INTO content_words (rowid, text, about) VALUES (?, ?, ?)",
            (number, words.text(*texts), words.text(content.about, counted=False)),
        )
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(fold(short(claim.iri)), claim.iri, LABEL) for claim in content.claims],
        )


def _fill_passages(index: sqlite3.Connection, session: "Session") -> None:
    """Index the names of passages: P10.S2, and with the document, SLUG#P10.S2."""
    names = session.names(SG + "Passage")
    for passage, identifier in sorted(names.labels.items()):
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [
                (fold(name), passage, LABEL)
                for name in dict.fromkeys((identifier, names.exact_name(passage)))
            ],
        )


def _fill_things(
    index: sqlite3.Connection, things: Sequence[searchable.Thing], words: _Counted
) -> None:
    for number, thing in enumerate(things, 1):
        index.execute(
            "INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)",
            (number, thing.iri, thing.label, thing.name, thing.kind, thing.of_model),
        )
        others = " ".join(name for name, _ in thing.names if name != thing.label)
        index.execute(
            "INSERT INTO thing_words (rowid, label, names, definition) VALUES (?, ?, ?, ?)",
            (
                number,
                words.text(thing.label),
                words.text(others),
                words.text(thing.definition, counted=False),
            ),
        )
        index.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(key, thing.iri, rank) for key, rank in _name_keys(thing)],
        )


def _name_keys(thing: searchable.Thing) -> Iterator[tuple[str, int]]:
    """Give the names of a thing as a search compares them, the prefixed name among them."""
    keys: dict[str, int] = {}
    for name, rank in [*thing.names, (short(thing.iri), LABEL)]:
        key = " ".join(Words(name).folded)
        if key and (rank < SURFACE or key not in STOP):
            keys.setdefault(key, rank)
        letters = acronym(name) if rank < SURFACE else ""
        if letters:
            keys.setdefault(letters, ACRONYM)
    yield from sorted(keys.items())
