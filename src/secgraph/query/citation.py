"""Find what an answer rests on, so that it can be cited: documents, sources, release and query.

Gives what the records in the graph have, and nothing else: what they lack stays empty. Writes no
format; that is done in references.
"""

import dataclasses
import shlex
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secgraph.namespaces import ONTOLOGY, PREFIXES, SG, slug
from secgraph.query import evidence
from secgraph.query.about import Backing

if TYPE_CHECKING:
    from secgraph.query.result import Result
    from secgraph.query.sessions import Session

DOCUMENT, SOURCE, RELEASE = "document", "source", "release"
"""Kinds of :class:`Reference`."""

_DCTERMS, _RDFS = PREFIXES["dcterms"], PREFIXES["rdfs"]
_KEPT = {
    "title": _DCTERMS + "title",
    "publisher": _DCTERMS + "publisher",
    "issued": _DCTERMS + "issued",
    "version": _DCTERMS + "hasVersion",
    "url": _RDFS + "seeAlso",
    "identifier": _DCTERMS + "identifier",
    "rights": _DCTERMS + "rights",
    "license": _DCTERMS + "license",
    "note": PREFIXES["skos"] + "scopeNote",
    "wanted": _DCTERMS + "bibliographicCitation",
    "author": SG + "hasAuthor",
    "creator": _DCTERMS + "creator",
    "namespace": PREFIXES["vann"] + "preferredNamespaceUri",
    "label": _RDFS + "label",
    "info": PREFIXES["owl"] + "versionInfo",
}
"""What is read of a document, a source and the release, by the name that it has here."""

Record = dict[str, list[str]]
"""What the graph says of a work, by the names of :data:`_KEPT`."""

_NO_NAMES = "author"
"""Last part of the IRI of authors whom the document does not name."""


_VERSIONS = (
    f"SELECT DISTINCT ?dataset ?version WHERE {{ ?dataset <{_DCTERMS}hasVersion> ?version . }}"
)
_EDITIONS = """SELECT DISTINCT ?dataset ?thing WHERE {{ VALUES ?dataset {{ {} }}
    ?dataset dcterms:source ?thing . }}"""

_IDENTIFIED = """SELECT DISTINCT ?id ?source WHERE {{ VALUES ?id {{ {} }}
    ?source dcterms:identifier ?id ; a sg:Source . }}"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A work that an answer rests on. What its record lacks is empty.

    Attributes:
        key: Its name in a bibliography: short, and of this work only.
        kind: :data:`DOCUMENT`, :data:`SOURCE` or :data:`RELEASE`.
        iri: Of the work in the graph.
        title: Its title.
        authors: Names, each whole: of bodies and collectives, or of persons as the record has them.
        publisher: Who published it.
        issued: A day, month or year, as ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.
        version: The edition or version.
        url: Where it is published.
        rights: Terms of use.
        note: Of a source which edition was read, to which day it goes, and what is used of it.
        wanted: How its publisher wants it cited.
        passages: Those of a document that the answer rests on, in the order of the text.
    """

    key: str
    kind: str
    iri: str
    title: str
    authors: tuple[str, ...] = ()
    publisher: str = ""
    issued: str = ""
    version: str = ""
    url: str = ""
    rights: str = ""
    note: str = ""
    wanted: str = ""
    passages: tuple[Backing, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """What an answer rests on.

    Attributes:
        title: The question in words; empty for free SPARQL.
        query: The command that asks it again, or its SPARQL.
        works: Documents, then sources, then the release.
    """

    title: str
    query: str
    works: tuple[Reference, ...]

    def asked_with(self, options: Sequence[str]) -> "Citation":
        """Give the citation with the options with which the command line asked, if any."""
        if not options:
            return self
        words = shlex.join(options)
        is_command = self.query.startswith("secgraph ")
        query = f"{self.query} {words}" if is_command else f"{self.query} (with {words})"
        return dataclasses.replace(self, query=query)


def of_result(
    session: "Session", result: "Result", query: str, works: Iterable[str] = ()
) -> Citation:
    """Give what the rows of an answer rest on.

    Args:
        session: The session that gave the answer.
        result: The answer.
        query: The command or the SPARQL that asks it.
        works: IRIs of further works that it rests on as a whole.
    """
    backings = [backing for row in result.backing() for backing in row]
    columns = ("documentIri", "otherDocumentIri")
    named = {row[name] for row in result.rows for name in columns if row.get(name)} | set(works)
    return of_backings(session, backings, query, title=result.title, documents=named)


def sources(session: "Session", identifiers: Iterable[str]) -> list[str]:
    """Give the IRIs of sources of facts.

    Args:
        session: Where to ask.
        identifiers: Texts with identifiers in them, blanks between.
    """
    names = {name for text in identifiers for name in text.split()}
    return [iri for _, iri in evidence.answers(session.store.rows, _IDENTIFIED, names, '"{}"')]


def of_things(
    session: "Session", things: Iterable[str], query: str, *, around: bool = False
) -> Citation:
    """Give what claims, passages and facts rest on: see :func:`evidence.of_things`."""
    wanted = sorted(set(things))
    own = getattr(session.store, "backings", None)
    documents, backings = own(wanted) if own is not None else ([], [])
    backings += evidence.of_things(wanted, session.store.rows, around=around)
    return of_backings(session, backings, query, title="", documents=documents)


def of_backings(
    session: "Session",
    backings: Iterable[Backing],
    query: str,
    *,
    title: str,
    documents: Iterable[str] = (),
) -> Citation:
    """Give the works of passages and sources, and the release.

    Args:
        session: Where their records are asked for.
        backings: Passages and sources, each as often as it may be.
        query: The command or the SPARQL of the answer.
        title: The question in words.
        documents: IRIs of further documents that the answer names.
    """
    unique = {backing.iri: backing for backing in backings}
    passages: dict[str, list[Backing]] = defaultdict(list)
    for backing in unique.values():
        if backing.document:
            passages[backing.document].append(backing)
    texts = sorted({*passages, *documents})
    sources = sorted(iri for iri, backing in unique.items() if not backing.document)
    records = _records(session, [*texts, *sources, ONTOLOGY])
    keys: set[str] = set()
    works = [
        _work(session, iri, records[iri], DOCUMENT, keys=keys, passages=_in_order(passages[iri]))
        for iri in texts
    ]
    works += [_work(session, iri, records[iri], SOURCE, keys=keys) for iri in sources]
    works.append(_release(session.release, records[ONTOLOGY], keys))
    return Citation(title, query, tuple(works))


def _in_order(passages: Sequence[Backing]) -> tuple[Backing, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.start or 0, passage.iri)))


def _records(session: "Session", iris: Sequence[str]) -> dict[str, Record]:
    """Give what the graph says of each work, by the names of :data:`_KEPT`."""
    names = {predicate: name for name, predicate in _KEPT.items()}
    predicates = " ".join(f"<{predicate}>" for predicate in names)
    query = (
        "SELECT DISTINCT ?thing ?property ?value WHERE {{ VALUES ?thing {{ {} }} "
        f"VALUES ?property {{{{ {predicates} }}}} ?thing ?property ?value . }}}}"
    )
    records: dict[str, Record] = {iri: defaultdict(list) for iri in iris}
    for iri, predicate, value in evidence.answers(session.store.rows, query, iris):
        records[iri][names[predicate]].append(value)
    # A corpus knows its documents, of which the graph beside it has none.
    own = getattr(session.store, "records", None)
    if own is not None:
        records |= own(iris)
    for iri, version in _editions(session):
        if iri in records:
            records[iri]["version"].append(version)
    for record in records.values():
        for values in record.values():
            values.sort()
    return records


def _editions(session: "Session") -> set[tuple[str, str]]:
    """Give sources with the versions of them that are imported, each a dataset of its own.

    The versions are asked for first, since every vote and membership has a source too.
    """
    versions: dict[str, list[str]] = defaultdict(list)
    for dataset, version in session.store.rows(_VERSIONS):
        versions[dataset].append(version)
    pairs = evidence.answers(session.store.rows, _EDITIONS, versions)
    return {(source, version) for dataset, source in pairs for version in versions[dataset]}


def _first(record: Record, name: str) -> str:
    return next(iter(record.get(name, ())), "")


def _work(
    session: "Session",
    iri: str,
    record: Record,
    kind: str,
    *,
    keys: set[str],
    passages: tuple[Backing, ...] = (),
) -> Reference:
    short = _first(record, "identifier") if kind == SOURCE else slug(iri)
    return Reference(
        key=_key(short or slug(iri), keys),
        kind=kind,
        iri=iri,
        title=_first(record, "title") or _first(record, "label") or iri,
        authors=_authors(session, record),
        publisher=_first(record, "publisher"),
        issued=_first(record, "issued"),
        version=", ".join(record.get("version", ())) or _first(record, "info"),
        url=_first(record, "url"),
        rights=_first(record, "rights"),
        note=_first(record, "note") if kind == SOURCE else "",
        wanted=_first(record, "wanted"),
        passages=passages,
    )


def _authors(session: "Session", record: Record) -> tuple[str, ...]:
    """Give the names of authors; those whom their document does not name have none."""
    nobody = {f"{namespace}{_NO_NAMES}" for namespace in record.get("namespace", ())}
    named = [iri for iri in record.get("author", ()) if iri not in nobody]
    labels = session.names().labels if named else {}
    return (*(labels[iri] for iri in named if iri in labels), *record.get("creator", ()))


def _release(version: str, record: Record, keys: set[str]) -> Reference:
    return Reference(
        key=_key(f"secgraph-{version}" if version else "secgraph", keys),
        kind=RELEASE,
        iri=f"{ONTOLOGY}/{version}" if version else ONTOLOGY,
        title="secgraph: a knowledge graph of security alignment",
        authors=tuple(record.get("creator", ())),
        issued=_first(record, "issued"),
        version=version,
        rights=_first(record, "license"),
    )


def _key(short: str, keys: set[str]) -> str:
    """Give a short name that no other work of the citation has."""
    plain = "".join(mark if mark.isascii() and mark.isalnum() else "-" for mark in short)
    key, number = plain.strip("-") or "work", 2
    while key in keys:
        key, number = f"{plain}-{number}", number + 1
    keys.add(key)
    return key


def place(passage: Backing) -> str:
    """Give the name and the place of a passage, such as ``P10.S2 (code points 5542 to 5695)``."""
    return f"{passage.identifier} (code points {passage.start} to {passage.end})"


def places(passages: Iterable[Backing]) -> str:
    """List passages with their places."""
    return ", ".join(map(place, passages))
