"""Ask a saved query of a store and get rows with labels and evidence.

Knows nothing of files, terminals or HTTP: takes stores, returns results.
"""

import os.path
import re

from secgraph import stores
from secgraph.errors import BadQuery, EngineError, UnknownValue, UsageError
from secgraph.namespaces import ONTOLOGY, PREFIXES, SG, add_source, is_iri
from secgraph.query import catalog
from secgraph.query.labels import Names
from secgraph.query.parameters import Parameter
from secgraph.query.question import Question
from secgraph.query.result import Place, Result
from secgraph.stores import disk
from secgraph.stores.answer import Answer, blank_again, iri_again
from secgraph.syntax.literals import count, literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from secgraph.documents.document import Document
    from secgraph.query.about import Backing
    from secgraph.query.citation import Citation
    from secgraph.query.result import Elsewhere
    from secgraph.query.roll_calls import RollCalls
    from secgraph.stores import Store
    from secgraph.syntax.federation import Services

REMEMBERED = 1000
"""Number of bound questions that a session caches, so that a repeated one looks up no name."""

_VERSION = f"SELECT ?version WHERE {{ <{ONTOLOGY}> <{PREFIXES['owl']}versionInfo> ?version . }}"
_PLACES = f"""SELECT ?passage ?id ?place ?document WHERE {{
  %s
  ?passage <{PREFIXES["dcterms"]}identifier> ?id ; <{SG}ordinal> ?place .
  OPTIONAL {{ ?passage <{PREFIXES["oa"]}hasSource> ?document . }}
}}"""
_MANY = 400
"""Of more parts than these the places are not looked up one by one: all are read."""
_QUOTABLE = re.compile(r'[^\x00-\x20"\\\x7f-\x9f\ud800-\udfff]+')
_DECLARED = re.compile(r"PREFIX\s+([\w.-]+):", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![\w<:/])([A-Za-z][\w.-]*):(?!//)")


class Session:
    """A store with a cache of the names and questions that were looked up in it.

    Args:
        store: Where to ask; the packaged graph if None.
        queries: The saved queries; those of the release if None.
        documents: Labels, prefixed names, slugs or IRIs of the documents to which questions about
            claims are limited; all if empty.

    Attributes:
        store, queries: What is asked, and the saved questions.
        named_documents: The documents as they were named.
    """

    def __init__(
        self,
        store: "Store | None" = None,
        queries: catalog.Catalog | None = None,
        *,
        documents: "Sequence[str]" = (),
    ) -> None:
        self.store: Store = store if store is not None else stores.open()
        self.queries = queries or catalog.packaged()
        self.named_documents = tuple(documents)
        self._documents: tuple[str, ...] | None = None
        self._others: list[Document] | None = None
        self._release: str | None = None
        self._names: dict[tuple[str, ...], Names] = {}
        self._places: dict[str, Place] = {}
        self._placed: set[str] = set()
        self._all_placed = False
        self._questions: dict[tuple[str, ...], Question] = {}
        self._prefixes: dict[str, str] | None = None
        self._roll_calls: RollCalls | None = None
        self._has_looked = False
        add_source(self._shown_prefixes)

    @property
    def engine(self) -> "Store":
        """The store, by its former name."""
        return self.store

    @property
    def release(self) -> str:
        """The version of the data, from the graph; empty where the store states none."""
        if self._release is None:
            try:
                self._release = next((row[0] for row in self.store.rows(_VERSION)), "")
            except EngineError:  # an answer that is there is not lost for it
                return ""
        return self._release

    def names(self, *classes: str) -> Names:
        """Give the names of all things of *classes*, or of everything."""
        if classes not in self._names:
            self._names[classes] = Names(self.store.rows, classes)
        return self._names[classes]

    def order(self, parts: "Iterable[str]") -> "Mapping[str, Place]":
        """Give where passages stand: by the IRIs of the documents, then by the text.

        Args:
            parts: IRIs and identifiers of passages. Only their places are read, so that a short
                answer costs the same however many documents there are.

        Returns:
            Document, ordinal and passage, to sort by: for the IRI of each passage, for the IRI of
            its document and its identifier with a space between, and for the identifier alone,
            which is that of the first document that has it. What is no passage is left out.
        """
        wanted = sorted(set(parts) - self._placed)
        if wanted and not self._all_placed:
            iris = " ".join(f"<{part}>" for part in wanted if is_iri(part))
            if len(wanted) > _MANY or not all(map(_QUOTABLE.fullmatch, wanted)):
                self._all_placed = True
                self._read_places("")
            else:
                texts = " ".join(f'"{part}"' for part in wanted)
                self._read_places(f"VALUES ?id {{ {texts} }}")
                if iris:
                    self._read_places(f"VALUES ?passage {{ {iris} }}")
            self._placed.update(wanted)
        return self._places

    def _read_places(self, pattern: str) -> None:
        for passage, identifier, ordinal, document in self.store.rows(_PLACES % pattern):
            place = (document, count(ordinal, f"the ordinal of {passage}"), passage)
            self._places[passage] = self._places[f"{document} {identifier}"] = place
            self._places[identifier] = min(place, self._places.get(identifier, place))

    @property
    def documents(self) -> "tuple[str, ...]":
        """The IRIs of the documents to which questions about claims are limited; empty for all.

        Raises:
            UnknownValue: No document has the name that was given.
        """
        if self._documents is None:
            self._documents = tuple(
                self._document(part) for name in self.named_documents for part in name.split(",")
            )
        return self._documents

    def _document(self, name: str) -> str:
        """Give the IRI of a document with claims; a speech of a corpus is none."""
        try:
            return self.names(SG + "Document").one(name, self.names)
        except UnknownValue as error:
            named = getattr(self.store, "named", None)
            if named is None:
                raise
            if named(name):
                raise UsageError(
                    f"{name} is a speech of the corpus, and holds no claims; --document names one "
                    "for 'secgraph passage' only"
                ) from error
            near: list[str] = self.store.near(name)  # type: ignore[attr-defined]
            raise UnknownValue(name, "document", [*near, *error.nearest][:3]) from error

    def is_elsewhere(self, iri: str) -> bool:
        """Whether a thing belongs to a document other than the chosen ones."""
        if not self.documents:
            return False
        from secgraph.documents import document

        if self._others is None:
            documents = document.documents(self.store.rows)
            self._others = [other for other in documents if other.iri not in self.documents]
        return any(other.owns(iri) for other in self._others)

    def within(self, variable: str) -> str:
        """Give the pattern that limits a variable to the chosen documents; empty for all."""
        iris = " ".join(f"<{iri}>" for iri in self.documents)
        return f"VALUES {variable} {{ {iris} }}" if iris else ""

    def prefixes(self) -> "dict[str, str]":
        """Give the namespace of each prefix that a document of the graph declares."""
        if self._prefixes is None:
            from secgraph.documents import document

            self._prefixes = document.prefixes(self.store.rows)
        return self._prefixes

    def _shown_prefixes(self) -> "dict[str, str]":
        """Give the prefixes for output; none where the store cannot be reached."""
        try:
            return self.prefixes()
        except EngineError:
            return {}

    def question(self, name: str, params: "Mapping[str, str]") -> Question:
        """Bind a saved query to values, looking up each name once.

        Raises:
            UsageError: No such query, parameter or value.
        """
        key = (name, *params, *params.values())
        question = self._questions.get(key)
        if question is None:
            query = self.queries.get(name)
            terms = {
                parameter: self._terms(query.parameter(parameter), value)
                for parameter, value in params.items()
            }
            if "document" in query.params and self.documents:
                terms.setdefault("document", [f"<{iri}>" for iri in self.documents])
            question = Question(query, terms, lambda classes: self.names(*classes).labels, params)
            if len(self._questions) >= REMEMBERED:
                self._questions.clear()
            self._questions[key] = question
        return question

    def text(self, name: str, params: "Mapping[str, str]") -> str:
        """Give the SPARQL of a saved query with *params* in it; see :meth:`question`."""
        return self.question(name, params).sparql

    def _terms(self, parameter: Parameter, value: str) -> "list[str]":
        values = parameter.parts(value)
        if parameter.datatype is not None:
            return [literal(part, parameter.datatype) for part in values]
        names = self.names(*parameter.classes)
        return [f"<{names.one(part, self.names)}>" for part in values]

    def run(self, name: str, params: "Mapping[str, str]", timeout: float | None = None) -> Result:
        """Answer one saved query: see :func:`run`."""
        question = self.question(name, params)
        try:
            # A corpus answers its own questions on columns.
            saved = getattr(self.store, "saved", None)
            own: Answer | None = saved(question, timeout) if saved is not None else None
            answer = own or self._counted(question) or self._answer(question.sparql, timeout)
        except BadQuery as error:
            raise BadQuery(f"{question.query.path}: {error.reason}") from error
        return self.result(question, answer, is_corpus=own is not None)

    def result(self, question: Question, answer: Answer, *, is_corpus: bool = False) -> Result:
        """Give the answer to a saved question as a result, with all that goes with it.

        Args:
            question: The question, with its values.
            answer: Its rows.
            is_corpus: Whether a corpus gave them.
        """
        return Result(
            answer,
            sets=question.query.sets,
            order=self.order,
            release=lambda: self.release,
            about=lambda: question.about,
            behind=self.behind,
            references=lambda result: self.references(
                result, self._command(question), self.works(question)
            ),
            elsewhere=lambda: self.elsewhere(question),
            note=self._note(question, is_corpus=is_corpus),
            ask_again=self.store.rows,
        )

    def _note(self, question: Question, *, is_corpus: bool) -> str:
        """Say whose data an answer of a corpus is, or how to have a corpus."""
        if is_corpus:
            return f"source: {getattr(self.store, 'source', '')}"
        if question.name.startswith("corpus/"):
            return (
                "this store holds no speeches: 'secgraph corpus add ungdc FILE.tgz -o DIR' makes a "
                "corpus, and --store DIR asks it"
            )
        return ""

    def _counted(self, question: Question) -> Answer | None:
        """Answer a question of the release from the table of roll calls, where the store has one.

        Returns:
            None where it has none, or the question is not one that counts votes.
        """
        if not self._has_looked:
            self._roll_calls, self._has_looked = self._table(), True
        if self._roll_calls is None or self.queries is not catalog.packaged():
            return None
        from secgraph.query import counted

        return counted.answer(question, self._roll_calls, self.store.rows)

    def _table(self) -> "RollCalls | None":
        """Read the table of roll calls of the store; None where there is none."""
        folder: str | None = getattr(self.store, "folder", None)
        if folder is None or getattr(self.store, "graphs", None):
            return None
        if not os.path.isfile(os.path.join(folder, disk.RECORDS, "roll-calls")):
            return None
        from secgraph.query import roll_calls

        return roll_calls.read(folder)

    def _command(self, question: Question) -> str:
        """Give the command that asks a question again of the same documents."""
        documents = self.documents if "document" in question.query.params else ()
        return question.command + "".join(f" --document {iri}" for iri in documents)

    def works(self, question: Question) -> "list[str]":
        """Give the works on which an answer rests as a whole: of the corpus that gave it."""
        iri: str = getattr(self.store, "iri", "")
        return [iri] if iri and question.name.startswith("corpus/") else []

    def references(self, result: Result, question: str, works: "Sequence[str]" = ()) -> "Citation":
        """Give what a citation of an answer names: see :meth:`Result.cite`."""
        from secgraph.query import citation

        return citation.of_result(self, result, question, works)

    def elsewhere(self, question: Question) -> "Elsewhere | None":
        """Find the questions that have rows for the values of one that has none."""
        from secgraph.query import elsewhere

        return elsewhere.of(self, question)

    def behind(self, result: Result, text: str | None = None) -> "list[list[Backing]]":
        """Give the backings of each row: see :meth:`Result.backing`."""
        own = getattr(self.store, "behind", None)
        if own is not None and any("passageIri" in row for row in result.rows):
            backings: list[list[Backing]] = own(result.rows, text)
            return backings
        from secgraph.documents import fulltext
        from secgraph.query import evidence

        words = fulltext.sentences(text, self.store.rows) if text is not None else {}
        rows = result.rows
        if getattr(self.store, "skolemized", False):
            rows = [{name: iri_again(value) for name, value in row.items()} for row in rows]
        return evidence.behind(rows, self.store.rows, words)

    def sparql(self, text: str, timeout: float | None = None) -> Result:
        """Answer any SPARQL query: see :func:`sparql`."""
        free = getattr(self.store, "free", None)
        prefixes = self._prefixes_for(text)
        return Result(
            free(text, timeout, prefixes=prefixes)
            if free is not None
            else self._answer(text, timeout, prefixes),
            release=lambda: self.release,
            behind=self.behind,
            references=lambda result: self.references(result, text),
            ask_again=self.store.rows,
        )

    def _answer(
        self, text: str, timeout: float | None, prefixes: "dict[str, str] | None" = None
    ) -> Answer:
        """Ask the store, and give the blank nodes of files as blank nodes, wherever they are."""
        answer = self.store.ask(text, timeout, prefixes=prefixes)
        return blank_again(answer) if getattr(self.store, "skolemized", False) else answer

    def _prefixes_for(self, text: str) -> "dict[str, str]":
        """Give the prefixes that a query need not declare.

        Those of documents are read only where the query uses a prefix of neither kind.
        """
        others = set(_PREFIX.findall(text)) - set(PREFIXES) - set(_DECLARED.findall(text))
        return {**self.prefixes(), **PREFIXES} if others else PREFIXES


_sessions: "dict[int, Session]" = {}


def session(store: "Store | None" = None) -> Session:
    """Give the session of a store, the same one each time; that of the packaged graph if None.

    Raises:
        UsageError: It is no store.
    """
    if store is not None and not hasattr(store, "ask"):
        raise UsageError(
            f"{store!r} is no store; secgraph.stores.open gives one for a folder or a URL"
        )
    key = id(store) if store is not None else 0
    if key not in _sessions or (store is not None and _sessions[key].store is not store):
        _sessions[key] = Session(store)
    return _sessions[key]


def _session(store: "Store | None", engine: "Store | None", services: "Services") -> Session:
    """Give the session of a store, or one of the packaged graph that may ask other stores."""
    if engine is not None:
        import warnings

        warnings.warn("engine= is now store=", DeprecationWarning, stacklevel=3)
        store = engine
    if services is False:
        return session(store)
    if store is not None:
        raise UsageError(
            "services= says which stores the packaged graph may ask; for another store give it to "
            "secgraph.stores.open"
        )
    return Session(stores.open(services=services))


def run(
    name: str,
    params: "Mapping[str, str] | None" = None,
    /,
    *,
    store: "Store | None" = None,
    timeout: float | None = None,
    services: "Services" = False,
    engine: "Store | None" = None,
    **named: str,
) -> Result:
    """Answer one saved query.

    Args:
        name: Family and question, such as ``"linkage/between-regions"``.
        params: Values by label, alias, prefixed name or IRI, each replacing the default in the
            query's ``VALUES``. A mapping carries names that the language reserves, such as
            ``{"from": "Asia"}``.
        store: Where to ask, as :func:`secgraph.stores.open` gives it; the packaged graph if None.
        timeout: Seconds. The packaged graph is then asked in a process that can be killed.
        services: Whether a question of the family ``links`` may ask other stores: True, or the
            address of each, by its IRI.
        engine: The former name of *store*.
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
    values = texts({**(params or {}), **named})
    return _session(store, engine, services).run(name, values, timeout)


def texts(values: "Mapping[str, object]") -> "dict[str, str]":
    """Give the values of parameters, which are all texts.

    Raises:
        UsageError: One is none.
    """
    for parameter, value in values.items():
        if not isinstance(value, str):
            raise UsageError(
                f"the value of {parameter!r} is {value!r}; give a text such as a label or an IRI"
            )
    return {name: str(value) for name, value in values.items()}


def sparql(
    text: str,
    /,
    *,
    store: "Store | None" = None,
    timeout: float | None = None,
    services: "Services" = False,
    engine: "Store | None" = None,
) -> Result:
    """Answer any SPARQL 1.1 query.

    Args:
        text: SELECT, ASK or CONSTRUCT. Prefixes of the graph, such as ``sg:`` and ``sgd:``, need
            not be declared.
        store: Where to ask, as :func:`secgraph.stores.open` gives it; the packaged graph if None.
        timeout: Seconds; None asks in this process.
        services: Whether the query may ask other stores by SERVICE: True, or the address of each,
            by its IRI.
        engine: The former name of *store*.

    Raises:
        BadQuery: The text is not SPARQL.
        ServiceRefused: It asks another store, and *services* does not allow it.
        QueryTimeout: No whole answer within *timeout* seconds.
    """
    return _session(store, engine, services).sparql(text, timeout)


def queries() -> "list[catalog.Query]":
    """Give the saved queries of the release, in the order of their names."""
    return catalog.packaged().all()
