"""Hold what all pages share: the store, the questions, labels, claims and passages.

Made once for each server or site; answers no request.
"""

import difflib
import functools
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from secgraph.corpus.store import Corpus
from secgraph.documents import document
from secgraph.documents.document import Document
from secgraph.namespaces import PREFIXES, SG, curie
from secgraph.stores import MEMORY
from secgraph.web import addresses
from secgraph.web.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from secgraph.query.catalog import Query
    from secgraph.query.parameters import Parameter
    from secgraph.query.sessions import Session

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs", "dcterms", "oa"))

_CLAIMS = f"""{_HEAD}SELECT ?claim ?text ?polarity ?standing ?force ?holder ?reporter ?passage
WHERE {{
  ?claim a sg:Claim ; rdfs:label ?text ; sg:hasPolarity ?p ; sg:hasClaimant ?holder ;
    sg:hasForce ?f ; sg:hasEvidence ?passage .
  ?p rdfs:label ?polarity . ?f rdfs:label ?force .
  OPTIONAL {{ ?claim sg:hasStanding ?s . ?s rdfs:label ?standing }}
  OPTIONAL {{ ?claim sg:isReportedBy ?reporter }}
}}"""

_PASSAGES = f"""{_HEAD}SELECT ?passage ?id ?place ?document ?start ?end ?reason WHERE {{
  ?passage a sg:Passage ; dcterms:identifier ?id ; sg:ordinal ?place ; oa:hasSource ?document ;
    oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?passage sg:reasonForNoAssertion ?reason }}
}}"""


@dataclass(slots=True)
class Claim:
    """What is shown of a claim wherever it stands.

    Attributes:
        iri, text: Its IRI and its paraphrase.
        polarity, standing, force: Labels; the standing is empty where none was derived.
        holders, reporters, passages: IRIs, each sorted; passages by their place in the text.
    """

    iri: str
    text: str
    polarity: str
    standing: str
    force: str
    holders: list[str]
    reporters: list[str]
    passages: list[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage stands.

    Attributes:
        iri, identifier: Its IRI, and a name such as ``P10.S2``.
        ordinal: Its place among the passages of its document.
        document: IRI of the document.
        start, end: In code points from 0, the end exclusive.
        reason: Why it asserts nothing, if it does not.
    """

    iri: str
    identifier: str
    ordinal: int
    document: str
    start: int
    end: int
    reason: str


class Context:
    """What pages are made of.

    Args:
        session: The store, and the saved questions.
        base_url: The address of the whole, without a slash at the end.
        words: The words of passages by IRI, of the user's own copies.
        packaged: Whether the store is the release as it was packaged, so that the files of the
            release are what is asked.
        spec, data: What was opened, as ``--store`` and ``--data`` name it, for queries of
            strangers, which are answered in processes of their own.
        public: Whether strangers reach it.
        agents: Whether tools for agents are served.

    Attributes:
        remembered: Answers and pages by key.
        lock: Held where the caches of the session are filled; the store is asked without it.
    """

    def __init__(
        self,
        session: "Session",
        *,
        base_url: str = addresses.ROOT,
        words: "Mapping[str, str] | None" = None,
        packaged: bool = True,
        spec: str = MEMORY,
        data: "Sequence[str]" = (),
        public: bool = False,
        agents: bool = False,
    ) -> None:
        self.session, self.base_url = session, base_url.rstrip("/")
        self.words = dict(words or {})
        self.packaged = packaged
        self.spec, self.data, self.public, self.agents = spec, tuple(data), public, agents
        self.remembered = Remembered()
        self._questions: dict[str, list[tuple[Query, Parameter]]] = {}
        self.lock = threading.RLock()

    @property
    def corpus(self) -> Corpus | None:
        """The corpus that is served; None for another store."""
        store = self.session.store
        return store if isinstance(store, Corpus) else None

    def is_of_corpus(self, iri: str) -> bool:
        """Whether an IRI of an answer is that of the corpus, or of a document or passage of it."""
        corpus = self.corpus
        return corpus is not None and (iri == corpus.iri or iri.startswith(f"{corpus.iri}/"))

    @functools.cached_property
    def catalog(self) -> "list[Query]":
        """The saved questions, in the order of their names."""
        return self.session.queries.all()

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names of the saved questions."""
        return frozenset(self.session.queries.names())

    def near_questions(self, name: str) -> list[str]:
        """Give the names of questions that look most like a name."""
        near = difflib.get_close_matches(name, sorted(self.names), n=3, cutoff=0.5)
        family = name.partition("/")[0]
        return near or sorted(one for one in self.names if one.partition("/")[0] == family)[:5]

    @functools.cached_property
    def release(self) -> str:
        """The version of the data; ``unknown`` where the store states none."""
        return self.session.release or "unknown"

    @property
    def labels(self) -> "dict[str, str]":
        """The label of each thing, by IRI."""
        with self.lock:
            return self.session.names().labels

    def label(self, iri: str) -> str:
        """Give the label of a thing; its prefixed name where it has none."""
        return self.labels.get(iri) or curie(iri)

    @functools.cached_property
    def documents(self) -> list[Document]:
        """The documents, in the order of their IRIs."""
        return document.documents(self.session.store.rows)

    def document(self, slug: str) -> Document | None:
        """Give the document of a slug."""
        return next((one for one in self.documents if one.slug == slug), None)

    @functools.cached_property
    def subjects(self) -> frozenset[str]:
        """The IRIs of the project of which the graph says something."""
        rows = self.session.store.rows(
            "SELECT DISTINCT ?s WHERE { ?s ?p ?o . FILTER (isIRI(?s)) "
            f'FILTER (STRSTARTS(STR(?s), "{addresses.ROOT}/")) }}'
        )
        return frozenset(row[0] for row in rows)

    @functools.cached_property
    def passages(self) -> dict[str, Passage]:
        """The passages by IRI, in the order of the documents and of their text."""
        passages = [
            Passage(iri, name, int(place), of, int(start), int(end), reason)
            for iri, name, place, of, start, end, reason in self.session.store.rows(_PASSAGES)
        ]
        passages.sort(key=lambda passage: (passage.document, passage.ordinal, passage.iri))
        return {passage.iri: passage for passage in passages}

    @functools.cached_property
    def identified(self) -> dict[tuple[str, str], Passage]:
        """The passages by the IRI of their document and their identifier."""
        return {(one.document, one.identifier): one for one in self.passages.values()}

    @functools.cached_property
    def claims(self) -> dict[str, Claim]:
        """The claims by IRI, in the order of the documents and of their text."""
        claims: dict[str, Claim] = {}
        rows = self.session.store.rows(_CLAIMS)
        for iri, text, polarity, standing, force, holder, reporter, passage in sorted(rows):
            claim = claims.setdefault(iri, Claim(iri, text, polarity, standing, force, [], [], []))
            for value, values in (
                (holder, claim.holders),
                (reporter, claim.reporters),
                (passage, claim.passages),
            ):
                if value and value not in values:
                    values.append(value)
        for claim in claims.values():
            claim.passages.sort(key=self._place)
        order = sorted(claims.values(), key=lambda one: (self._place(one.passages[0]), one.iri))
        return {claim.iri: claim for claim in order}

    def _place(self, iri: str) -> tuple[str, int]:
        passage = self.passages.get(iri)
        return (passage.document, passage.ordinal) if passage else (iri, 0)

    @functools.cached_property
    def coverage(self) -> "dict[str, Mapping[str, str]]":
        """What evidence/coverage says of each passage, by IRI."""
        if "evidence/coverage" not in self.names:
            return {}
        rows = self.session.run("evidence/coverage", {}).rows
        return {row["passageIri"]: row for row in rows}

    @functools.cached_property
    def claims_of_passage(self) -> dict[str, list[Claim]]:
        """For each passage its claims."""
        of: dict[str, list[Claim]] = {}
        for claim in self.claims.values():
            for passage in claim.passages:
                of.setdefault(passage, []).append(claim)
        return of

    def voice(self, claim: Claim) -> str:
        """Say whose view a claim is, and by whom it is only reported."""
        held = " and ".join(self.label(iri) for iri in claim.holders)
        if not claim.reporters:
            return f"held by {held}"
        return f"held by {held}, as {' and '.join(map(self.label, claim.reporters))} report"

    def choices(self, parameter: "Parameter") -> "Mapping[str, str]":
        """Give the labels of what may be the value of a parameter, by IRI."""
        with self.lock:
            return self.session.names(*parameter.classes).labels if parameter.classes else {}

    def short(self, parameter: "Parameter", iri: str) -> str:
        """Give the shortest name of a thing that the parameter takes: a slug, or a prefixed one."""
        with self.lock:
            names = self.session.names(*parameter.classes)
            slug = iri.replace("#", "/").rpartition("/")[2]
            if parameter.classes == [f"{SG}Document"]:
                slug = iri.removesuffix("/document").rpartition("/")[2]
            return slug if names.all(slug) == [iri] else curie(iri)

    def questions_about(self, iri: str) -> "Sequence[tuple[Query, Parameter]]":
        """Give the questions that take a thing as a value, with the first parameter that does."""
        if iri not in self._questions:
            found = []
            for query in self.catalog:
                if query.name.startswith("links/"):
                    continue
                for parameter in query.params.values():
                    if parameter.name != "document" and iri in self.choices(parameter):
                        found.append((query, parameter))
                        break
            self._questions[iri] = found
        return self._questions[iri]
