"""Ask a saved query of an engine and get rows with labels and evidence.

Knows nothing of files, terminals or HTTP: engines are handed in, results are handed back.
"""

import re

from secgraph.dataset import release
from secgraph.errors import BadValue, EngineError, UsageError
from secgraph.namespaces import ONTOLOGY, PREFIXES, SG, add_source, expand
from secgraph.query import catalog
from secgraph.query.labels import Names
from secgraph.query.parameters import Parameter, ranges
from secgraph.query.result import About, Backing, Result
from secgraph.stores.answer import Answer
from secgraph.stores.memory import Embedded
from secgraph.syntax.literals import literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    from secgraph.syntax.federation import Services

    class Engine(Protocol):
        """Where queries are asked."""

        def ask(
            self,
            query: str,
            timeout: float | None = None,
            *,
            prefixes: dict[str, str] | None = None,
        ) -> Answer:
            """Answer a SPARQL query of any form."""

        def rows(self, query: str) -> list[list[str]]:
            """Answer a SELECT query with plain strings."""


REMEMBERED = 1000
"""So many questions with their values a session remembers, so that the same one again looks up no name."""

_VERSION = f"SELECT ?version WHERE {{ <{ONTOLOGY}> <{PREFIXES['owl']}versionInfo> ?version . }}"
_ORDINALS = f"""SELECT ?passage ?id ?place ?document WHERE {{
  ?passage <{SG}ordinal> ?place ; <{PREFIXES["dcterms"]}identifier> ?id .
  OPTIONAL {{ ?passage <{PREFIXES["oa"]}hasSource> ?document . }}
}}"""
_DECLARED = re.compile(r"PREFIX\s+([\w.-]+):", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w<:/])([A-Za-z][\w.-]*):(?!//)")


class Session:
    """An engine together with what has been learned of its names, so that the second question is quick.

    Args:
        engine: Where to ask; the packaged graph, in memory, if None.
        queries: The saved queries; those of the release if None.
    """

    def __init__(
        self, engine: "Engine | None" = None, queries: catalog.Catalog | None = None
    ) -> None:
        self.engine: Engine = engine if engine is not None else Embedded()
        self.queries = queries or catalog.packaged()
        self._release = ""
        self._names: dict[tuple[str, ...], Names] = {}
        self._order: dict[str, int] = {}
        self._texts: dict[tuple[str, ...], str] = {}
        self._prefixes: dict[str, str] | None = None
        add_source(self._shown_prefixes)

    @property
    def release(self) -> str:
        """The version of what is asked, as the graph itself says it; empty where it says none."""
        if not self._release:
            # The packaged graph says what its file says, without a query.
            own = isinstance(self.engine, Embedded)
            self._release = (
                release.version()
                if own
                else next((row[0] for row in self.engine.rows(_VERSION)), "")
            )
        return self._release

    def names(self, *classes: str) -> Names:
        """Give the names of all things of *classes*, or of everything."""
        if classes not in self._names:
            self._names[classes] = Names(self.engine.rows, classes)
        return self._names[classes]

    def order(self) -> "Mapping[str, int]":
        """Give the place of each passage: documents in the order of their IRIs, then the text.

        Returns:
            By the IRI of the passage, by the IRI of its document and its identifier with a space
            between, and by the identifier alone, which is that of the first document that has it.
        """
        if not self._order:
            rows = self.engine.rows(_ORDINALS)
            rows.sort(key=lambda row: (row[3], int(row[2]), row[0]))
            for place, (passage, identifier, _, document) in enumerate(rows):
                self._order[passage] = self._order[f"{document} {identifier}"] = place
                self._order.setdefault(identifier, place)
        return self._order

    def prefixes(self) -> "dict[str, str]":
        """Give the namespace of each prefix that a document of the graph declares."""
        if self._prefixes is None:
            from secgraph.documents import document

            self._prefixes = document.prefixes(self.engine.rows)
        return self._prefixes

    def _shown_prefixes(self) -> "dict[str, str]":
        """Give the prefixes for what is shown, which goes without them where the store is away."""
        try:
            return self.prefixes()
        except EngineError:
            return {}

    def text(self, name: str, params: "Mapping[str, str]") -> str:
        """Give the SPARQL of a saved query with *params* in it.

        Raises:
            UsageError: No such query, parameter or value.
        """
        key = (name, *params, *params.values())
        text = self._texts.get(key)
        if text is None:
            query = self.queries.get(name)
            text = query.fill(
                {each: self._terms(query.parameter(each), value) for each, value in params.items()}
            )
            if len(self._texts) >= REMEMBERED:
                self._texts.clear()
            self._texts[key] = text
        return text

    def about(self, name: str, params: "Mapping[str, str]") -> About:
        """Say what a saved query asks, and what each of its parameters stands for, given or default."""
        query = self.queries.get(name)
        found = []
        for each, parameter in query.params.items():
            terms = (
                self._terms(parameter, params[each])
                if each in params
                else parameter.default.split()
            )
            labels = self.names(*parameter.classes).labels if parameter.classes else {}
            iris = [
                expand(term) or term.strip("<>") if parameter.classes else term
                for term in terms
                if term != "UNDEF"
            ]
            if iris:
                # A literal is shown as what it says, without its datatype.
                found.append(
                    (
                        parameter.label,
                        [
                            (
                                iri,
                                labels.get(
                                    iri,
                                    iri
                                    if parameter.classes
                                    else iri.partition('"^^')[0].strip('"'),
                                ),
                            )
                            for iri in iris
                        ],
                    )
                )
        return About(name, query.summary, found, query.bars)

    def _terms(self, parameter: Parameter, value: str) -> "list[str]":
        values = ranges(value) if parameter.many else [value]
        if not values or not all(each.strip() for each in values):
            raise BadValue(value, f"{parameter.name} ({parameter.label}) needs a value")
        if parameter.datatype is not None:
            return [literal(each, parameter.datatype) for each in values]
        names = self.names(*parameter.classes)
        return [f"<{names.one(each, self.names)}>" for each in values]

    def run(self, name: str, params: "Mapping[str, str]", timeout: float | None = None) -> Result:
        """Answer one saved query: see :func:`run`."""
        answer = self.engine.ask(self.text(name, params), timeout)
        sets, given = self.queries.get(name).sets, dict(params)
        return Result(
            answer,
            sets=sets,
            order=self.order,
            release=self._said,
            about=lambda: self.about(name, given),
            behind=self.behind,
        )

    def _said(self) -> str:
        return self.release

    def behind(self, result: Result, text: str | None = None) -> "list[list[Backing]]":
        """Give for each row of an answer the passages and sources behind it: see :meth:`Result.backing`."""
        from secgraph.documents import fulltext
        from secgraph.query import evidence

        words = fulltext.sentences(text, self.engine.rows) if text is not None else {}
        return evidence.behind(result.rows, self.engine.rows, words)

    def sparql(self, text: str, timeout: float | None = None) -> Result:
        """Answer any SPARQL query: see :func:`sparql`."""
        return Result(
            self.engine.ask(text, timeout, prefixes=self._prefixes_for(text)),
            release=self._said,
            behind=self.behind,
        )

    def _prefixes_for(self, text: str) -> "dict[str, str]":
        """Give the prefixes that a query needs not declare; documents' only where it has others."""
        others = set(_PREFIX.findall(text)) - set(PREFIXES) - set(_DECLARED.findall(text))
        return {**self.prefixes(), **PREFIXES} if others else PREFIXES


_sessions: "dict[int, Session]" = {}


def session(engine: "Engine | None" = None) -> Session:
    """Give the session of an engine, the same one each time; that of the packaged graph if None.

    Raises:
        UsageError: It is no engine.
    """
    if engine is not None and not hasattr(engine, "ask"):
        raise UsageError(
            f"{engine!r} is no engine; for a store give Endpoint(url) of secgraph.stores.endpoint"
        )
    key = id(engine) if engine is not None else 0
    if key not in _sessions or (engine is not None and _sessions[key].engine is not engine):
        _sessions[key] = Session(engine)
    return _sessions[key]


def _allowed(engine: "Engine | None", services: "Services") -> Session:
    """Give the session of an engine, or one of the packaged graph whose queries may ask other stores."""
    if services is False:
        return session(engine)
    if engine is not None:
        raise UsageError(
            "services says whom the packaged graph may ask; an engine of your own is told so itself: Embedded(store, services=…)"
        )
    return Session(Embedded(services=services))


def run(
    name: str,
    params: "Mapping[str, str] | None" = None,
    /,
    *,
    engine: "Engine | None" = None,
    timeout: float | None = None,
    services: "Services" = False,
    **named: str,
) -> Result:
    """Answer one saved query.

    Args:
        name: Family and question, such as ``"linkage/between-regions"``.
        params: Values by label, alias, prefixed name or IRI, each replacing the default in the
            query's ``VALUES``. A mapping carries names that the language reserves, such as
            ``{"from": "Asia"}``.
        engine: Where to ask; the packaged graph, in memory, if None.
        timeout: Seconds. The embedded engine then runs in a worker that can be killed; None asks
            here.
        services: Whether a question of the family ``links`` may ask other stores: True, or the
            address of each, by its IRI.
        named: More values, as keywords.

    Returns:
        Rows in the order of the query's ``ORDER BY``.

    Raises:
        UnknownQuery: No such question; carries the nearest names.
        UnknownParameter: The question has no such parameter.
        UnknownValue: No thing of the parameter's class has this name.
        ServiceRefused: The question asks another store, and *services* does not allow it.
        QueryTimeout: No whole answer within *timeout* seconds.
    """
    if params is not None and not hasattr(params, "keys"):
        raise UsageError(f"the values are {params!r}; give a mapping such as {{'actor': 'Japan'}}")
    given = {**(params or {}), **named}
    for each, value in given.items():
        if not isinstance(value, str):
            raise UsageError(
                f"the value of {each!r} is {value!r}; give a text such as a label or an IRI"
            )
    return _allowed(engine, services).run(name, given, timeout)


def sparql(
    text: str,
    /,
    *,
    engine: "Engine | None" = None,
    timeout: float | None = None,
    services: "Services" = False,
) -> Result:
    """Answer any SPARQL 1.1 query.

    Args:
        text: SELECT, ASK or CONSTRUCT. Prefixes of the graph, such as ``sg:`` and ``sgd:``, need
            not be declared.
        engine: Where to ask; the packaged graph, in memory, if None.
        timeout: Seconds; None asks in this process.
        services: Whether the query may ask other stores by SERVICE: True, or the address of each,
            by its IRI.

    Raises:
        BadQuery: The text is not SPARQL.
        ServiceRefused: It asks another store, and *services* does not allow it.
        QueryTimeout: No whole answer within *timeout* seconds.
    """
    return _allowed(engine, services).sparql(text, timeout)


def queries() -> "list[catalog.Query]":
    """Give the saved queries of the release, in the order of their names."""
    return catalog.packaged().all()
