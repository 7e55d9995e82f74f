"""Search questions, claims and things for words: the best partial match, rarer words first.

Ranks what the index holds and gives rows back; printing is done by the caller.
"""

import sqlite3

from secgraph.errors import UsageError
from secgraph.query import catalog, commands
from secgraph.query import index as indexes
from secgraph.query.result import Result
from secgraph.query.valued import Named, Slot, Values
from secgraph.query.words import MOST, Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from secgraph.query.sessions import Session
    from secgraph.stores import Store

LIMIT = 5
"""So many questions, claims and things each are given where nobody says otherwise."""

_STOP_WEIGHT = 0.2
"""What a word such as *where* counts in a question, beside one that says what is looked for."""

_TWICE = 0.5
"""What a word counts in the text of a question that is its value, too."""

_LEAST = 0.4
"""A question is given where it has so much of the score of the best one."""

_MISSING = 0.6
"""So much of its score a question loses where all words but one are missing."""

_PARAMETERS = """SELECT name, classes, datatype, many FROM parameter WHERE question = ?
ORDER BY place"""
_CLAIMS = """SELECT iri, curie, text, holder, polarity, passage, document, document_iri FROM claim
WHERE content = ? ORDER BY place"""

# Weights of the columns: summary, keywords, name with tags, description; text, what it is about;
# label, other names, definition.
_QUESTIONS = """SELECT rowid, bm25(question_words, 4.0, 4.0, 2.0, 0.6) FROM question_words
WHERE question_words MATCH ?"""
_CONTENTS = """SELECT content.id, content.curie FROM (
  SELECT rowid AS number, bm25(content_words, 1.0, 0.4) AS rank FROM content_words
  WHERE content_words MATCH ? ORDER BY rank, number LIMIT ?
) JOIN content ON content.id = number ORDER BY rank, number"""
_CONTENTS_OF = """SELECT content.id, content.curie FROM (
  SELECT rowid AS number, bm25(content_words, 1.0, 0.4) AS rank FROM content_words
  WHERE content_words MATCH ? AND rowid IN (
    SELECT content FROM content_document WHERE document IN (SELECT value FROM json_each(?)))
  ORDER BY rank, number LIMIT ?
) JOIN content ON content.id = number ORDER BY rank, number"""
_THINGS = """SELECT thing.iri, label, name, kind,
  rank * (CASE model WHEN 1 THEN 0.5 ELSE 1 END) AS worth FROM (
  SELECT rowid AS number, bm25(thing_words, 4.0, 2.0, 0.5) AS rank FROM thing_words
  WHERE thing_words MATCH ?
) JOIN thing ON thing.id = number ORDER BY worth, thing.iri"""


class Claim:
    """A claim of a hit: its IRI and prefixed name, and the labels of what is shown of it."""

    __slots__ = (
        "curie",
        "document",
        "document_iri",
        "holder",
        "iri",
        "passage",
        "polarity",
        "text",
    )

    def __init__(self, row: "Sequence[str]") -> None:
        self.iri, self.curie, self.text, self.holder = row[:4]
        self.polarity, self.passage, self.document, self.document_iri = row[4:]


class Hit:
    """What a search leads to: a question, a content with its claims, or a thing.

    Attributes:
        kind: ``question``, ``claim`` or ``thing``.
        text: The question in words, the paraphrases of the claims, or the label.
        command: What is typed to go there.
        name: Of a question, such as ``votes/on``.
        values: Of a question, as ``run`` takes them.
        type: Labels of the classes of a thing.
        iri: Of a thing.
        claims: Those of a content.
    """

    __slots__ = ("claims", "command", "iri", "kind", "name", "text", "type", "values")

    def __init__(
        self,
        kind: str,
        text: str,
        command: str,
        *,
        name: str = "",
        values: "Mapping[str, str] | None" = None,
        type: str = "",
        iri: str = "",
        claims: "Sequence[Claim]" = (),
    ) -> None:
        self.kind, self.text, self.command = kind, text, command
        self.name, self.values = name, dict(values or {})
        self.type, self.iri, self.claims = type, iri, claims

    @property
    def row(self) -> dict[str, str]:
        """The columns of the machine-readable formats; several values have " | " between."""
        claims = self.claims
        return {
            "kind": self.kind,
            "text": self.text,
            "command": self.command,
            "class": self.type,
            "holder": " | ".join(claim.holder for claim in claims),
            "polarity": " | ".join(claim.polarity for claim in claims),
            "passage": " | ".join(claim.passage for claim in claims),
            "document": " | ".join(claim.document for claim in claims),
            "iri": " ".join(claim.iri for claim in claims) or self.iri,
        }


def find(
    words: str,
    /,
    *,
    store: "Store | None" = None,
    documents: "Sequence[str]" = (),
    limit: int = LIMIT,
) -> Result:
    """Search questions, claims and things for words.

    Args:
        words: What is looked for; not every word has to be there. Marks between words are none.
        store: Where to search, as :func:`secgraph.stores.open` gives it; the packaged graph if
            None. The index of a store other than that is built in memory at each call.
        documents: Labels, slugs or IRIs of the documents to keep to; all if empty.
        limit: At most so many questions, so many claims and so many things.

    Returns:
        A row for each hit: ``kind`` (question, claim, thing), ``text``, ``command``, ``class``,
        ``holder``, ``polarity``, ``passage``, ``document``, ``iri``. Questions come first, then
        claims, a row for each content with all its claims (" | " between their values), then
        things; the best of each first.

    Raises:
        UsageError: Nothing has any of the words, or they say nothing; names the nearest search.
    """
    from secgraph.query import sessions

    if not isinstance(words, str):
        raise UsageError(f"the words are {words!r}; give a text such as 'vote India'")
    named = [documents] if isinstance(documents, str) else documents
    session = sessions.Session(store, documents=named) if named else sessions.session(store)
    return Result.of([hit.row for hit in search(session, words, limit)])


def search(
    session: "Session", text: str, limit: int = LIMIT, options: "Sequence[str]" = ()
) -> list[Hit]:
    """Give what the words of a text lead to; see :func:`find`.

    Args:
        session: Where to search, which questions there are, and which documents are asked.
        text: The words.
        limit: At most so many hits of each kind.
        options: Options that the commands repeat, such as ``--data FILE``.
    """
    if limit < 1:
        raise UsageError(f"a limit of {limit} leaves nothing; give 1 or more")
    try:
        return _Search(session, indexes.open_index(session), limit, options).hits(text)
    except sqlite3.DatabaseError:
        # The index that was kept is damaged: it is built anew, once.
        indexes.forget(session)
        return _Search(session, indexes.open_index(session), limit, options).hits(text)


class _Search:
    """One search of an index."""

    def __init__(
        self, session: "Session", index: sqlite3.Connection, limit: int, options: "Sequence[str]"
    ) -> None:
        self._session, self._index, self._limit = session, index, limit
        self._options = tuple(options)
        self._documents = tuple(
            word for document in session.named_documents for word in ("--document", document)
        )
        is_own = session.queries is not catalog.packaged()
        self._queries = ("--queries", session.queries.folder) if is_own else ()

    def hits(self, text: str) -> list[Hit]:
        pieces = text.split()
        words = Words(" ".join(pieces[:MOST]))
        if len(pieces) > MOST or not words.content():
            raise UsageError(self._suggestion(text, words, len(pieces)))
        named = Named(self._index, words, self._session.is_elsewhere)
        hits = [*self._questions(words, named), *self._claims(words), *self._things(words, named)]
        if not hits:
            raise UsageError(self._suggestion(text, words, len(pieces)))
        return hits

    def _suggestion(self, text: str, words: Words, count: int) -> str:
        """Say why a search leads nowhere, and name the nearest one that does."""
        from secgraph.query import suggest

        if count > MOST:
            return (
                f"{count:,} words are more than the {MOST} that a search takes; "
                f"try {suggest.rarest(self._index, words)}"
            )
        if not words.content():
            return suggest.for_empty(self._index, text, words)
        return f"nothing has {text.strip()!r}; {suggest.for_unknown(self._index, words)}"

    def _questions(self, words: Words, named: Named) -> list[Hit]:
        matches = [self._matches(words, place) for place in range(len(words))]
        ranked = []
        for number, name, summary in self._index.execute(
            "SELECT id, name, summary FROM question ORDER BY id"
        ).fetchall():
            slots = [Slot(*row) for row in self._index.execute(_PARAMETERS, (number,))]
            values = named.values(slots)
            score = _score(words, [match.get(number, 0.0) for match in matches], values)
            if score > 0:
                takes_document = any(slot.name == "document" for slot in slots)
                ranked.append((-score, name, summary, values.given, takes_document))
        ranked.sort(key=lambda row: row[:2])
        least = ranked[0][0] * _LEAST if ranked else 0.0
        return [
            Hit(
                "question",
                summary,
                self._run(name, given, takes_document),
                name=name,
                values=given,
            )
            for score, name, summary, given, takes_document in ranked[: self._limit]
            if score <= least
        ]

    def _matches(self, words: Words, place: int) -> dict[int, float]:
        """Give what a word counts in each question that has it, or a word that begins so."""
        weight = _STOP_WEIGHT if words.is_stop(place) else 1.0
        scores: dict[int, float] = {}
        parts = words.parts[place]
        for part in parts:
            rows = self._index.execute(_QUESTIONS, (f'"{part}"',)).fetchall()
            if not rows and len(part) > 3:
                rows = self._index.execute(_QUESTIONS, (f'"{part}"*',)).fetchall()
            for number, rank in rows:
                scores[number] = scores.get(number, 0.0) - rank * weight / len(parts)
        return scores

    def _run(self, name: str, given: "Mapping[str, str]", takes_document: bool) -> str:
        """Give the command that asks a question, of the chosen documents if it takes them."""
        chosen = self._documents if takes_document and "document" not in given else ()
        return commands.run(name, given, (*chosen, *self._queries, *self._options))

    def _show(self, name: str) -> str:
        return commands.show(name, (*self._documents, *self._options))

    def _claims(self, words: Words) -> list[Hit]:
        documents = self._session.documents
        if documents:
            import json

            arguments = (_any_of(words), json.dumps(documents), self._limit)
            rows = self._index.execute(_CONTENTS_OF, arguments).fetchall()
        else:
            rows = self._index.execute(_CONTENTS, (_any_of(words), self._limit)).fetchall()
        return [self._claim(number, name) for number, name in rows]

    def _claim(self, content: int, name: str) -> Hit:
        documents = self._session.documents
        claims = [
            claim
            for claim in map(Claim, self._index.execute(_CLAIMS, (content,)))
            if not documents or claim.document_iri in documents
        ]
        text = " | ".join(dict.fromkeys(claim.text for claim in claims))
        shown = claims[0].curie if len(claims) == 1 else name
        return Hit("claim", text, self._show(shown), claims=claims)

    def _things(self, words: Words, named: Named) -> list[Hit]:
        """List the things that the words name, then those that have some of them."""
        iris = [iri for name in named.names for iri in name.things]
        order = {iri: place for place, iri in reversed(list(enumerate(iris)))}
        rows = self._index.execute(_THINGS, (_any_of(words),)).fetchall()
        rows.sort(key=lambda row: order.get(row[0], len(iris)))
        hits: list[Hit] = []
        for iri, label, name, kind, _ in rows:
            if len(hits) == self._limit:
                break
            if not self._session.is_elsewhere(iri):
                hits.append(Hit("thing", label, self._show(name), type=kind, iri=iri))
        return hits


def _score(words: Words, matches: "Sequence[float]", values: Values) -> float:
    """Add up what the words count for a question, less where words that say something miss."""
    content = words.content()
    covered = sum(1 for place in content if place in values.used or matches[place] > 0)
    if not covered:
        return 0.0
    text = sum(
        match * (_TWICE if place in values.used else 1.0) for place, match in enumerate(matches)
    )
    return (values.worth + text) * (1 - _MISSING + _MISSING * covered / len(content))


def _any_of(words: Words) -> str:
    """Give the query of the index for rows that have any of the words that say something."""
    parts = dict.fromkeys(part for place in words.content() for part in words.parts[place])
    return " OR ".join(f'"{part}"' for part in parts)
