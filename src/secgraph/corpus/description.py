"""Describe a corpus as a dataset (VoID): what it holds, by class, property and session.

Counts the statements that an export writes, without writing them.
"""

import pyoxigraph

from secgraph.corpus import adapter, facts, manifest, tables
from secgraph.corpus.store import Corpus
from secgraph.namespaces import GRAPHS, PREFIXES, SG, curie, expand

_VOID = "http://rdfs.org/ns/void#"
_OF_PASSAGE = (
    f"{PREFIXES['dcterms']}identifier",
    f"{SG}ordinal",
    f"{SG}paragraphNumber",
    f"{SG}sentenceNumber",
    f"{PREFIXES['oa']}hasSource",
    f"{SG}sha256",
)
_OF_MENTION = (f"{SG}inPassage", f"{SG}refersTo", f"{SG}hasSurface")
_OF_DOCUMENT = (
    f"{PREFIXES['dcterms']}creator",
    f"{PREFIXES['dcterms']}issued",
    f"{SG}sha256",
    f"{SG}codePointCount",
)
_SELECTING = tuple(f"{PREFIXES['oa']}{name}" for name in ("hasSelector", "start", "end"))

Counts = dict[str, int]


class Description:
    """What a corpus holds.

    Attributes:
        corpus: The corpus.
        classes, properties: Statements by class and by property.
        sessions: Documents, passages and mentions of each session.
        named: Things that a passage names.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        rows = {name: corpus.manifest.rows(name) for name in tables.TABLES}
        documents, passages, mentions = (rows[name] for name in tables.OF_SESSION)
        self.classes: Counts = {
            f"{SG}Document": documents,
            f"{SG}Passage": passages,
            f"{SG}Mention": mentions,
            f"{PREFIXES['oa']}TextPositionSelector": passages + mentions,
        }
        self.properties: Counts = {}
        self._add(documents, *_OF_DOCUMENT)
        self._add(passages, *_OF_PASSAGE)
        self._add(mentions, *_OF_MENTION)
        self._add(passages + mentions, *_SELECTING)
        self._add(documents + rows["things"], f"{PREFIXES['rdfs']}label")
        self._add(sum(self.classes.values()), f"{PREFIXES['rdf']}type")
        ((speakers, self.named),) = corpus.fetch(
            "SELECT (SELECT count(speaker) FROM documents), "
            "(SELECT count(DISTINCT thing) FROM mentions)"
        )
        self._add(speakers, f"{PREFIXES['dcterms']}contributor")
        for predicate, count in corpus.fetch(
            "SELECT t.iri, count(*) FROM facts f JOIN things t ON t.thing = f.predicate "
            "GROUP BY t.iri ORDER BY t.iri"
        ):
            self._add(count, predicate)
        self.sessions: dict[int, tuple[int, int, int]] = {
            number: (documents, passages, mentions)
            for number, documents, passages, mentions in corpus.fetch(
                "SELECT session, count(*), sum(passages), sum(mentions) FROM documents "
                "GROUP BY session ORDER BY session"
            )
        }

    def _add(self, count: int, *properties: str) -> None:
        for one in properties:
            self.properties[one] = self.properties.get(one, 0) + count

    @property
    def statements(self) -> int:
        """The number of statements of an export of the whole."""
        return sum(self.properties.values())

    def lines(self) -> list[str]:
        """Say it in lines for a reader."""
        held, source = self.corpus.manifest, self.corpus.manifest.source
        numbers = sorted(held.sessions)
        counts = [
            f"{held.rows(name):,} {word}"
            for name, word in (
                ("documents", "documents"),
                ("passages", "passages"),
                ("mentions", "mentions"),
            )
        ]
        facts_kept = sum(self.properties.get(one, 0) for one in facts.PREDICATES)
        return [
            f"{self.corpus.folder}: {source.get('title', held.corpus)} <{self.corpus.iri}>",
            f"  rights: {source.get('rights', '')}",
            f"  {', '.join(counts)} in {len(numbers)} sessions, {numbers[0]} to {numbers[-1]}"
            if numbers
            else "  empty",
            f"  {self.named:,} things are named; {facts_kept:,} statements of claims, memberships "
            "and votes go with them",
            f"  {self.statements:,} statements as RDF; it holds no claims of its own",
            "  files as they were written",
        ]

    def triples(self) -> list[pyoxigraph.Triple]:
        """Give it in VoID."""
        made = _Statements()
        held, source = self.corpus.manifest, self.corpus.manifest.source
        this = self.corpus.iri
        made.say(this, "rdf:type", _node(f"{_VOID}Dataset"))
        for name, key in (
            ("dcterms:title", "title"),
            ("dcterms:publisher", "publisher"),
            ("dcterms:rights", "rights"),
            ("dcterms:bibliographicCitation", "citation"),
        ):
            if source.get(key):
                made.say(this, name, pyoxigraph.Literal(source[key]))
        made.say(this, f"{_VOID}uriSpace", pyoxigraph.Literal(f"{adapter.IRI}{held.corpus}/"))
        made.count(this, "triples", self.statements)
        made.count(this, "documents", held.rows("documents"))
        made.count(this, "classes", len(self.classes))
        made.count(this, "properties", len(self.properties))
        for iri, count in self.classes.items():
            place = f"{this}/class/{curie(iri).replace(':', '-')}"
            made.say(this, f"{_VOID}classPartition", _node(place))
            made.say(place, f"{_VOID}class", _node(iri))
            made.count(place, "entities", count)
        for iri, count in self.properties.items():
            place = f"{this}/property/{curie(iri).replace(':', '-')}"
            made.say(this, f"{_VOID}propertyPartition", _node(place))
            made.say(place, f"{_VOID}property", _node(iri))
            made.count(place, "triples", count)
        for number, (documents, _, _) in self.sessions.items():
            place = f"{GRAPHS}corpus/{held.corpus}/session-{number}"
            made.say(this, f"{_VOID}subset", _node(place))
            made.say(place, "rdf:type", _node(f"{_VOID}Dataset"))
            made.count(place, "documents", documents)
        return sorted(made.triples, key=str)


class _Statements:
    """Statements that are made."""

    def __init__(self) -> None:
        self.triples: list[pyoxigraph.Triple] = []

    def say(
        self, subject: str, predicate: str, value: pyoxigraph.NamedNode | pyoxigraph.Literal
    ) -> None:
        self.triples.append(pyoxigraph.Triple(_node(subject), _node(predicate), value))

    def count(self, subject: str, name: str, number: int) -> None:
        self.say(subject, f"{_VOID}{name}", pyoxigraph.Literal(number))


def _node(name: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(expand(name) or name)


def of(folder: str) -> Description:
    """Describe the corpus of a folder.

    Raises:
        BadFile: It is none, or not as its manifest says.
    """
    manifest.read(folder)
    return Description(Corpus(folder))
