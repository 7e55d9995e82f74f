"""Search questions, claims and things for words: the best partial match, rarer words first.

Ranks what the index holds and gives rows back; printing is done by the caller.
"""

import math
import sqlite3

from secgraph.errors import UsageError
from secgraph.query import catalog, commands
from secgraph.query import index as indexes
from secgraph.query.hits import Claim, Hit
from secgraph.query.result import Result
from secgraph.query.valued import Named, Slot, Values
from secgraph.query.words import MOST, STOP, Words, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from secgraph.query.sessions import Session
    from secgraph.stores import Store

LIMITS = (3, 5, 3)
"""So many questions, claims and things are given where nobody says otherwise."""

_STOP_WEIGHT = 0.2
"""What a word such as *where* counts in a question, beside one that says what is looked for."""

_TWICE = 0.5
"""What a word counts in the text of a question that is its value, too."""

_LEAST = 0.4
"""A question is given where it has so much of the score of the best one."""

_CUT, _SHORT = 3, 5
"""So many letters are left out at the end of a word that nothing has, and so many are left."""

_RARITY = 2.0
"""What the rarity of its words counts for a content, beside how well they fit its length."""

_SHORT_LABEL = 4
"""Words of a label that takes the place of another name of its thing, at most."""

_COMPARED, _FREQUENT = 100, 2000
"""So many contents are compared by their words, and so many at most have a word that counts."""

_MISSING = 0.6
"""So much of its score a question loses where all words but one are missing."""

_ADJECTIVE = "SELECT name FROM adjective WHERE word = ?"
_PARAMETERS = """SELECT question, name, classes, datatype, many, breadth FROM parameter
ORDER BY question, place"""
_OF_UNIT = "SELECT id FROM content WHERE unit = ? ORDER BY id"
_CLAIMS = """SELECT iri, curie, text, holder, polarity, standing, passage, document, document_iri
FROM claim WHERE content = ? ORDER BY place"""

_HAS_QUESTION = "SELECT 1 FROM question_words WHERE question_words MATCH ? LIMIT 1"
_HAS_CONTENT = "SELECT 1 FROM content_words WHERE content_words MATCH ? LIMIT 1"
_NUMBERS = "SELECT rowid FROM content_words WHERE content_words MATCH ? LIMIT ?"
_HAS_WORD = "SELECT 1 FROM content_words WHERE content_words MATCH ? AND rowid = ?"
_HAS_THING = "SELECT 1 FROM thing_words WHERE thing_words MATCH ? LIMIT 1"

# Weights of the columns: summary, keywords, name with tags, description; text, what it is about;
# label, other names, definition.
_QUESTIONS = """SELECT rowid, bm25(question_words, 4.0, 4.0, 2.0, 0.6) FROM question_words
WHERE question_words MATCH ?"""
_CONTENTS = """SELECT content.id, content.curie, rank, unit FROM (
  SELECT rowid AS number, bm25(content_words, 1.0, 0.4) AS rank FROM content_words
  WHERE content_words MATCH ? ORDER BY rank, number LIMIT ?
) JOIN content ON content.id = number ORDER BY rank, number"""
_CONTENTS_OF = """SELECT content.id, content.curie, rank, unit FROM (
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


def find(
    words: str,
    /,
    *,
    store: "Store | None" = None,
    documents: "Sequence[str]" = (),
    limit: "int | None" = None,
) -> Result:
    """Search questions, claims and things for words.

    Args:
        words: What is looked for; not every word has to be there. Marks between words are none.
        store: Where to search, as :func:`secgraph.stores.open` gives it; the packaged graph if
            None. The index of a store other than that is built in memory at each call.
        documents: Labels, slugs or IRIs of the documents to keep to; all if empty.
        limit: At most so many questions, so many claims and so many things; three, five and three
            if None.

    Returns:
        A row for each hit: ``kind`` (question, claim, thing), ``text``, ``command``, ``class``,
        ``holder``, ``polarity``, ``standing``, ``passage``, ``document``, ``iri``. Questions come
        first, then claims, a row for each content with all its claims (" | " between their
        values), then things; the best of each first.

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
    session: "Session", text: str, limit: "int | None" = None, options: "Sequence[str]" = ()
) -> list[Hit]:
    """Give what the words of a text lead to; see :func:`find`.

    Args:
        session: Where to search, which questions there are, and which documents are asked.
        text: The words.
        limit: At most so many hits of each kind; :data:`LIMITS` if None.
        options: Options that the commands repeat, such as ``--data FILE``.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"a limit of {limit} leaves nothing; give 1 or more")
    # Bytes that are no text stand for no word, and the index takes none of them.
    text = text.encode("utf-8", "replace").decode()
    try:
        return _hits(session, text, limit, options)
    except sqlite3.DatabaseError:
        # The index that was kept is damaged: it is built anew, once.
        indexes.forget(session)
        return _hits(session, text, limit, options)


def answerable(session: "Session", hits: "Sequence[Hit]") -> list[Hit]:
    """Leave out the questions about speeches where the store is no corpus, and holds none."""
    if hasattr(session.store, "manifest"):
        return list(hits)
    return [hit for hit in hits if hit.kind != "question" or not hit.name.startswith("corpus/")]


def unknown(session: "Session", text: str) -> list[str]:
    """List the words of a text that say something and that nothing here has, as they were typed."""
    index = indexes.open_index(session)
    try:
        words = Words(" ".join(text.split()[:MOST]), {})
        has = "SELECT 1 FROM word WHERE word = ? OR substr(word, 1, ?) = ? LIMIT 1"
        adjective = "SELECT 1 FROM adjective WHERE word = ?"
        absent = []
        for place in words.content():
            parts_of = words.parts[place]
            forms = [part[: max(_SHORT, len(part) - _CUT)] for part in parts_of]
            known = any(
                index.execute(has, (part, len(form), form)).fetchone()
                or index.execute(adjective, (part,)).fetchone()
                for part, form in zip(parts_of, forms, strict=True)
            )
            if not known and words.folded[place] not in STOP:
                absent.append(words.raw[place])
        return absent
    finally:
        index.close()


def _hits(
    session: "Session", text: str, limit: "int | None", options: "Sequence[str]"
) -> list[Hit]:
    index = indexes.open_index(session)
    try:
        return _Search(session, index, limit, options).hits(text)
    finally:
        index.close()


class _Limits:
    """How many hits of each kind are given."""

    __slots__ = ("by_name", "claims", "questions", "things")

    def __init__(self, limit: "int | None") -> None:
        self.questions, self.claims, self.things = (limit, limit, limit) if limit else LIMITS
        # Questions that take a thing that was named, and have no word of the search.
        self.by_name = limit or 2


class _Ranked:
    """A question with its score.

    Attributes:
        is_worded: Whether it has a word of the search that is no name of its value.
        breadth: How many classes of things it takes: one that takes many says something of all.
    """

    __slots__ = ("breadth", "is_worded", "name", "score", "slots", "summary", "values")

    def __init__(  # noqa: PLR0917 - they are what a row of the index gives
        self,
        score: float,
        name: str,
        summary: str,
        values: Values,
        slots: "Sequence[Slot]",
        matches: "Sequence[float]",
    ) -> None:
        self.score, self.name, self.summary = score, name, summary
        self.values, self.slots = values, slots
        self.is_worded = any(
            match > _STOP_WEIGHT * 2 and place not in values.used
            for place, match in enumerate(matches)
        )
        self.breadth = max((slot.breadth for slot in slots), default=0)


class _Search:
    """One search of an index."""

    def __init__(
        self,
        session: "Session",
        index: sqlite3.Connection,
        limit: "int | None",
        options: "Sequence[str]",
    ) -> None:
        self._session, self._index, self._limits = session, index, _Limits(limit)
        self._options = tuple(options)
        self._documents = tuple(
            word for document in session.named_documents for word in ("--document", document)
        )
        is_own = session.queries is not catalog.packaged()
        self._queries = ("--queries", session.queries.folder) if is_own else ()

    def hits(self, text: str) -> list[Hit]:
        pieces = text.split()
        words = self._words(" ".join(pieces[:MOST]))
        if len(pieces) > MOST or not words.content():
            raise UsageError(self._suggestion(text, words, len(pieces)))
        named = Named(self._index, words, self._session.is_elsewhere)
        contents, share = self._contents(words, named)
        hits = [
            *self._questions(words, named, share),
            *(self._claims(numbers, name) for numbers, name in contents),
            *self._things(words, named),
        ]
        if not hits:
            raise UsageError(self._suggestion(text, words, len(pieces)))
        return hits

    def _words(self, text: str) -> Words:
        """Take the words apart, adjectives of countries for the countries."""
        adjectives = {}
        for part in dict.fromkeys(parts(text, {})):
            row = self._index.execute(_ADJECTIVE, (part,)).fetchone()
            if row is not None:
                adjectives[part] = row[0]
        return Words(text, adjectives)

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

    def _questions(self, words: Words, named: Named, share: float) -> list[Hit]:
        """List the questions that the words lead to, the best first.

        Args:
            words: The words.
            named: What they name.
            share: How many of them the best claim has: where no question has so many, the claim
                is nearer, and fewer questions stand before it.
        """
        matches = [self._matches(words, place) for place in range(len(words))]
        slots_of: dict[int, list[Slot]] = {}
        for number, *slot in self._index.execute(_PARAMETERS):
            slots_of.setdefault(number, []).append(Slot(*slot))
        ranked, nearest = [], 0.0
        for number, name, summary in self._index.execute(
            "SELECT id, name, summary FROM question ORDER BY id"
        ).fetchall():
            slots = slots_of.get(number, [])
            values = named.values(slots)
            scores = [match.get(number, 0.0) for match in matches]
            covered = _covered(words, scores, values)
            if covered > 0:
                score = _score(scores, values) * (1 - _MISSING + _MISSING * covered)
                nearest = max(nearest, covered)
                ranked.append(_Ranked(score, name, summary, values, slots, scores))
        ranked.sort(key=lambda question: (-question.score, -question.breadth, question.name))
        least = ranked[0].score * _LEAST if ranked else 0.0
        most = self._limits.questions if nearest >= share else self._limits.by_name
        hits: list[Hit] = []
        by_name = 0
        for question in ranked:
            by_name += not question.is_worded
            if len(hits) == most or question.score < least:
                break
            if question.is_worded or by_name <= self._limits.by_name:
                command = self._run(question)
                given = question.values.given
                hits.append(
                    Hit("question", question.summary, command, name=question.name, values=given)
                )
        return hits

    def _matches(self, words: Words, place: int) -> dict[int, float]:
        """Give what a word counts in each question that has it, or a word that begins so."""
        weight = _STOP_WEIGHT if words.folded[place] in STOP else 1.0
        scores: dict[int, float] = {}
        pieces = words.parts[place]
        for piece in pieces:
            term = self._term(_HAS_QUESTION, piece)
            rows = self._index.execute(_QUESTIONS, (term,)).fetchall() if term else []
            for number, rank in rows:
                scores[number] = scores.get(number, 0.0) - rank * weight / len(pieces)
        return scores

    def _term(self, has: str, word: str, cut: int = 0) -> str:
        """Give a word as the index is asked for it: whole, else as the beginning of others.

        Where no word begins so, letters are left out at its end: ``founder`` finds ``founding``.

        Args:
            has: Asks whether anything has a term.
            word: The word.
            cut: So many letters at most are left out.

        Returns:
            The term; empty where nothing is found.
        """
        beginnings = [word[: len(word) - less] for less in range(cut + 1)]
        terms = [f'"{word}"', *(f'"{part}"*' for part in beginnings if len(part) >= _SHORT)]
        for term in terms:
            if self._index.execute(has, (term,)).fetchone() is not None:
                return term
        return ""

    def _terms(self, has: str, words: Words) -> list[str]:
        """Give the words that say something, each as the index is asked for it."""
        pieces = dict.fromkeys(
            piece
            for place in words.content()
            if words.folded[place] not in STOP
            for piece in words.parts[place]
        )
        terms = (self._term(has, piece, _CUT) for piece in pieces)
        return list(dict.fromkeys(term for term in terms if term))

    def _run(self, question: "_Ranked") -> str:
        """Give the command that asks a question, of the chosen documents if it takes them."""
        given = question.values.given
        takes = any(slot.name == "document" for slot in question.slots)
        chosen = self._documents if takes and "document" not in given else ()
        return commands.run(question.name, given, (*chosen, *self._queries, *self._options))

    def _show(self, name: str) -> str:
        return commands.show(name, (*self._documents, *self._options))

    def _contents(self, words: Words, named: Named) -> tuple[list[tuple[list[int], str]], float]:
        """List the contents that have the words, the best first.

        Contents whose claims take the steps of the argument together are one, as sister claims of
        one sentence are.

        Returns:
            For each the numbers of its contents and its prefixed name, or that of the unit; and the
            share of the words that the best one has.
        """
        given = self._terms(_HAS_CONTENT, words)
        terms = dict.fromkeys(given, 1.0)
        own = {piece for pieces in words.parts for piece in pieces}
        for label in named.labels():
            pieces = [piece for piece in parts(label, {}) if piece not in STOP]
            # Tokyo is in no paraphrase, and Japan is.
            if len(pieces) <= _SHORT_LABEL and not own & set(pieces):
                terms.update({f'"{piece}"': 1 / len(pieces) for piece in pieces})
        if not terms:
            return [], 0.0
        query = " OR ".join(terms)
        documents = self._session.documents
        if documents:
            import json

            rows = self._index.execute(_CONTENTS_OF, (query, json.dumps(documents), _COMPARED))
        else:
            rows = self._index.execute(_CONTENTS, (query, _COMPARED))
        found = rows.fetchall()
        weights = self._weights(terms, {row[0] for row in found})
        found.sort(key=lambda row: round(row[2] - _RARITY * weights.get(row[0], 0.0), 6))
        if not found:
            return [], 0.0
        best = found[0][0]
        has = sum(
            self._index.execute(_HAS_WORD, (term, best)).fetchone() is not None for term in given
        )
        contents: dict[str, tuple[list[int], str]] = {}
        for number, name, _, unit in found:
            if len(contents) == self._limits.claims:
                break
            numbers = [row[0] for row in self._index.execute(_OF_UNIT, (unit,))] if unit else []
            contents.setdefault(unit or name, (numbers or [number], unit or name))
        return list(contents.values()), has / max(len(words.content()), 1)

    def _weights(self, terms: "Mapping[str, float]", numbers: "set[int]") -> dict[int, float]:
        """Give the weight of the terms that each content has: the rarer, the more.

        A term in the names of what a content is about counts half of one in its paraphrases; one
        that very many contents have counts nothing.
        """
        (total,) = self._index.execute("SELECT COUNT(*) FROM content").fetchone()
        weights: dict[int, float] = {}
        for term, share in terms.items():
            rows = [row[0] for row in self._index.execute(_NUMBERS, (term, _FREQUENT + 1))]
            if len(rows) > _FREQUENT:
                continue
            rarity = math.log1p(total / len(rows)) if rows else 0.0
            in_text = {row[0] for row in self._index.execute(_NUMBERS, (f"text : {term}", -1))}
            for number in numbers.intersection(rows):
                worth = share * (rarity if number in in_text else rarity / 2)
                weights[number] = weights.get(number, 0.0) + worth
        return weights

    def _claims(self, contents: "Sequence[int]", name: str) -> Hit:
        """Give a content, or several of one unit, with all claims of the chosen documents."""
        documents = self._session.documents
        claims = [
            claim
            for number in contents
            for claim in map(Claim, self._index.execute(_CLAIMS, (number,)))
            if not documents or claim.document_iri in documents
        ]
        row = self._index.execute("SELECT label FROM unit WHERE curie = ?", (name,)).fetchone()
        text = row[0] if row else " | ".join(dict.fromkeys(claim.text for claim in claims))
        shown = claims[0].curie if len(claims) == 1 else name
        return Hit("claim", text, self._show(shown), name=name if row else "", claims=claims)

    def _things(self, words: Words, named: Named) -> list[Hit]:
        """List the things that the words name, then those that have some of them."""
        iris = [iri for name in named.names for iri in name.things]
        order = {iri: place for place, iri in reversed(list(enumerate(iris)))}
        query = " OR ".join(self._terms(_HAS_THING, words))
        rows = self._index.execute(_THINGS, (query,)).fetchall() if query else []
        rows.sort(key=lambda row: order.get(row[0], len(iris)))
        hits: list[Hit] = []
        for iri, label, name, kind, _ in rows:
            if len(hits) == self._limits.things:
                break
            if not self._session.is_elsewhere(iri):
                hits.append(Hit("thing", label, self._show(name), type=kind, iri=iri))
        return hits


def _covered(words: Words, matches: "Sequence[float]", values: Values) -> float:
    """Give the share of the words that say something which a question has or takes."""
    content = words.content()
    has = [place for place in content if place in values.used or matches[place] > 0]
    return len(has) / len(content)


def _score(matches: "Sequence[float]", values: Values) -> float:
    """Add up what the words count for a question; what is a value counts less in its text."""
    return values.worth + sum(
        match * (_TWICE if place in values.used else 1.0) for place, match in enumerate(matches)
    )
