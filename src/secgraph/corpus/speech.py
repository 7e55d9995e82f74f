"""Describe the documents of a corpus: one with its passages and mentions, and those of a session.

Holds no words: they are in the user's own copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.errors import BadFile

if TYPE_CHECKING:
    from secgraph.corpus.store import Corpus

_SPEECHES = """
SELECT d.slug, d.iri, d.label, t.iri, t.label, d.code, coalesce(d.speaker, ''),
       coalesce(d.post, ''), d.date, d.session, d.file, lower(hex(d.sha256)), d.points,
       d.passages, d.mentions, d.undecided, d.document
FROM documents d JOIN things t ON t.thing = d.state"""
_PASSAGES = """
SELECT 'p' || paragraph || 's' || sentence, 'P' || paragraph || '.S' || sentence, start, "end",
       sha256, passage
FROM passages WHERE document = $document ORDER BY ordinal"""
_MENTIONS = """
SELECT m.passage, m.start, m."end", m.surface, t.iri, t.label
FROM mentions m JOIN things t ON t.thing = m.thing
WHERE m.document = $document ORDER BY m.mention"""
_SESSIONS = """
SELECT session, min(year), max(year), count(*), sum(passages), sum(mentions), sum(undecided)
FROM documents GROUP BY session ORDER BY session"""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a passage names a thing.

    Attributes:
        start, end: In code points of the file from 0, the end exclusive.
        surface: The words by which it does.
        thing, label: The thing that is named.
    """

    start: int
    end: int
    surface: str
    thing: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: ``name`` is the last part of its IRI, ``identifier`` such as ``P3.S2``."""

    name: str
    identifier: str
    start: int
    end: int
    sha256: bytes
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Speech:
    """A document of a corpus.

    Attributes:
        slug, iri, label: The last part of its IRI, the IRI, and the label.
        state, state_label, code: Who speaks, and the code of the file.
        speaker, post: Empty where no table gives them.
        date: As precise as it is known.
        session: The number of its session.
        file, sha256, points: Its file, the digest of it, and its length in code points.
        passages, mentions, undecided: Their numbers.
        key: In the tables.
    """

    slug: str
    iri: str
    label: str
    state: str
    state_label: str
    code: str
    speaker: str
    post: str
    date: str
    session: int
    file: str
    sha256: str
    points: int
    passages: int
    mentions: int
    undecided: int
    key: int


@dataclass(frozen=True, slots=True)
class Session:
    """A session: its number, first and last year, and how much it holds."""

    number: int
    first: int
    last: int
    speeches: int
    passages: int
    mentions: int
    undecided: int


def find(corpus: "Corpus", slug: str) -> Speech | None:
    """Give the document of a slug; None where there is none."""
    rows = corpus.fetch(f"{_SPEECHES} WHERE d.slug = $slug", {"slug": slug})
    return Speech(*rows[0]) if rows else None


def sessions(corpus: "Corpus") -> list[Session]:
    """Give the sessions, in the order of their numbers."""
    return [Session(*row) for row in corpus.fetch(_SESSIONS)]


def of_session(corpus: "Corpus", number: int) -> list[Speech]:
    """Give the documents of a session, by who speaks."""
    rows = corpus.fetch(
        f"{_SPEECHES} WHERE d.session = $session ORDER BY t.label, d.date, d.slug",
        {"session": number},
    )
    return [Speech(*row) for row in rows]


def passages(corpus: "Corpus", speech: Speech) -> list[Passage]:
    """Give the passages of a document with their mentions, in the order of the text."""
    named: dict[int, list[Mention]] = {}
    for passage, *mention in corpus.fetch(_MENTIONS, {"document": speech.key}):
        named.setdefault(passage, []).append(Mention(*mention))
    return [
        Passage(name, identifier, start, end, sha256, named.get(key, []))
        for name, identifier, start, end, sha256, key in corpus.fetch(
            _PASSAGES, {"document": speech.key}
        )
    ]


def words(corpus: "Corpus", speech: Speech, of: Sequence[Passage]) -> dict[str, str]:
    """Give the words of passages by their names, where the corpus has the user's own copy.

    Raises:
        BadFile: The copy has another text.
    """
    if corpus.copy is None:
        return {}
    spans = [(one.start, one.end, one.sha256) for one in of]
    try:
        found = corpus.copy.words({speech.file: spans})
    except BadFile as error:
        raise BadFile(error.path, f"{error.reason}; no words of it are shown") from error
    return {one.name: found[speech.file, one.start, one.end] for one in of}


def records(corpus: "Corpus", iris: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Give what a citation names of the corpus and of its documents.

    Args:
        corpus: The corpus.
        iris: Of works, also of others, which are left out.
    """
    source: Mapping[str, str] = corpus.manifest.source
    about = {
        name: [source[key]]
        for name, key in (("publisher", "publisher"), ("rights", "rights"))
        if source.get(key)
    }
    found: dict[str, dict[str, list[str]]] = {}
    if corpus.iri in iris:
        found[corpus.iri] = {
            "title": [source.get("title", corpus.manifest.corpus)],
            "creator": about.get("publisher", []),
            "rights": about.get("rights", []),
        }
        if source.get("citation"):
            found[corpus.iri]["wanted"] = [source["citation"]]
    wanted = sorted(iri for iri in set(iris) if iri.startswith(f"{corpus.iri}/"))
    rows = corpus.fetch(f"{_SPEECHES} WHERE d.iri IN (SELECT unnest($iris))", {"iris": wanted})
    for row in rows if wanted else ():
        speech = Speech(*row)
        found[speech.iri] = {
            **about,
            "title": [speech.label],
            "issued": [speech.date],
            "creator": [speech.speaker or speech.state_label],
        }
    return found
