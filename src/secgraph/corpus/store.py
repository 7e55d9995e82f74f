"""Ask a corpus: its saved questions in DuckDB or on a server, all others of the release beside it.

Writes nothing but what it has checked. Never asks a corpus whose files are not as its manifest
says.
"""

import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph

from secgraph import stores
from secgraph.corpus import adapter, manifest, question, view
from secgraph.corpus.copy import Copy, Unpacked
from secgraph.corpus.dialect import DUCKDB, TRINO
from secgraph.dataset import release, states
from secgraph.errors import (
    BadFile,
    BadQuery,
    EngineError,
    MissingExtra,
    QueryTimeout,
    UsageError,
)
from secgraph.namespaces import PREFIXES, SG, expand
from secgraph.query.about import Backing
from secgraph.query.question import Question
from secgraph.stores.answer import Answer
from secgraph.stores.embedded import Embedded

if TYPE_CHECKING:
    from secgraph.corpus.servers import Ontop, Trino
    from secgraph.stores.answer import Term
    from secgraph.stores.http import Auth

MEMORY = "1GB"
"""What DuckDB may take."""

_XSD = PREFIXES["xsd"]
_PASSAGES = """
SELECT d.iri || '/p' || p.paragraph || 's' || p.sentence AS iri,
       'P' || p.paragraph || '.S' || p.sentence, d.iri, d.label, d.file, p.start, p."end",
       p.sha256, d.sha256
FROM documents d JOIN passages p ON p.document = d.document
WHERE d.iri IN (SELECT unnest($documents))
  AND d.iri || '/p' || p.paragraph || 's' || p.sentence IN (SELECT unnest($passages))"""


def open_folder(
    spec: str,
    *,
    graph: str | Sequence[str] | None = stores.USUAL,
    timeout: float | None = None,
    services: object = False,
    auth: "Auth" = None,
) -> "Corpus":
    """Open a corpus, as :func:`secgraph.stores.open` does; see :class:`Corpus`.

    Raises:
        UsageError: *graph* or *services* was given, which has no meaning for a corpus.
    """
    if graph != stores.USUAL:
        raise UsageError("--graph and --default-graph do not go with a corpus: it has no graphs")
    if services is not False:
        raise UsageError("--service and --allow-service do not go with a corpus: it asks nobody")
    return Corpus(spec, timeout=timeout, auth=auth)


def load_libraries() -> None:
    """Load what asks a corpus, before a process forks others that do.

    Raises:
        MissingExtra: DuckDB is not installed.
    """
    from secgraph.corpus import sparql

    try:
        import duckdb  # noqa: F401 - is loaded
    except ImportError as error:
        raise MissingExtra("corpus", "asking a corpus") from error
    sparql.compile_query(f"SELECT ?m WHERE {{ ?m <{SG}hasSurface> ?s }}", {})


class Corpus:
    """A corpus that is asked. Threads may share it: it is asked by one after another.

    Args:
        spec: Where it is, and which engine is asked; see :func:`secgraph.stores.parts`.
        timeout: Seconds for an answer; None for no limit, or 60 for a server.
        auth: User and password, or a token, for a server.

    Attributes:
        iri: Of the corpus; those of its documents begin with it.
        source: Whose data it is.
        copy: The user's own copy of the texts, from which words are shown; None for none.

    Raises:
        BadFile: A file of it is missing, changed, or does not belong there.
        MissingExtra: DuckDB is not installed.
        BadValue: The address of the engine is none.
    """

    def __init__(self, spec: str, *, timeout: float | None = None, auth: "Auth" = None) -> None:
        self.folder, engine, url = stores.parts(spec)
        self.timeout = timeout
        self.copy: Copy | None = None
        self.manifest = manifest.read(self.folder)
        self._seen = manifest.seen(self.manifest, self.folder)
        manifest.check(self.manifest, self.folder)
        self._turn = threading.RLock()
        self._ontop: Ontop | None = None
        self._trino: Trino | None = None
        if engine:
            self._ontop, self._trino = _connected(engine, url, self.manifest, auth)
        self._connection = self._connect()
        self._graph: Embedded | None = None
        self.iri = f"{adapter.IRI}{self.manifest.corpus}"
        rights = self.manifest.source.get("rights", "")
        self.source = f"{self.manifest.source.get('title', self.manifest.corpus)}. {rights}".strip()

    def _connect(self) -> Any:
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtra("corpus", "asking a corpus") from error
        connection = duckdb.connect(
            config={"memory_limit": MEMORY, "autoinstall_known_extensions": "false"}
        )
        for table in ("documents", "passages", "mentions", "things", "facts"):
            paths = ", ".join(
                "'" + os.path.abspath(path).replace("'", "''") + "'"
                for path in self.manifest.paths(self.folder, table)
            )
            # What a server answers need not be in the memory of this machine.
            is_view = table == "passages" or self._trino is not None or self._ontop is not None
            how = "VIEW" if is_view else "TEMP TABLE"
            connection.execute(
                f"CREATE {how} {table} AS SELECT * FROM "
                f"read_parquet([{paths}], hive_partitioning = false)"
            )
        return connection

    @property
    def graph(self) -> Embedded:
        """The release, with the things that only the corpus names."""
        with self._turn:
            if self._graph is None:
                store = pyoxigraph.Store()
                store.bulk_extend(release.store())
                store.extend(self._own_things())
                self._graph = Embedded(store, timeout=self.timeout)
            return self._graph

    def _own_things(self) -> Iterator[pyoxigraph.Quad]:
        known = states.states()
        speakers = self.fetch(
            "SELECT DISTINCT t.iri, t.label FROM things t WHERE t.class = '' AND t.thing IN "
            "(SELECT thing FROM mentions UNION SELECT state FROM documents)"
        )
        label = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "label")
        kind = pyoxigraph.NamedNode(PREFIXES["rdf"] + "type")
        for iri, words in speakers:
            thing = pyoxigraph.NamedNode(iri)
            yield pyoxigraph.Quad(thing, label, pyoxigraph.Literal(words, language="en"))
            yield pyoxigraph.Quad(thing, kind, pyoxigraph.NamedNode(SG + "Actor"))
            if iri in known:
                yield pyoxigraph.Quad(thing, kind, pyoxigraph.NamedNode(SG + "State"))

    def ask(
        self,
        query: str,
        timeout: float | None = None,
        *,
        prefixes: dict[str, str] | None = None,
    ) -> Answer:
        """Answer a query of the graph beside the corpus; see :class:`Embedded`."""
        return self.graph.ask(query, timeout, prefixes=prefixes)

    def rows(self, query: str) -> list[list[str]]:
        """Answer a SELECT query of the graph beside the corpus with plain strings."""
        return self.graph.rows(query)

    def free(
        self,
        query: str,
        timeout: float | None = None,
        *,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer SPARQL of the portable subset over the corpus.

        Args:
            query: A SELECT query.
            timeout: Seconds; None for those of the corpus.
            prefixes: Namespaces that it need not declare.

        Raises:
            BadQuery: It is outside of the subset; says by what.
            QueryTimeout: No whole answer within *timeout* seconds.
        """
        from secgraph.corpus import sparql

        if self._ontop is not None:
            self.check_unchanged()
            whole = _declared(query, prefixes or {})
            return self._ontop.ask(whole, self._seconds(timeout))
        dialect = DUCKDB if self._trino is None else TRINO
        try:
            made = sparql.compile_query(_declared(query, prefixes or {}), {}, dialect)
        except BadQuery:
            raise
        except Exception as error:  # what rdflib says of a text that is no SPARQL
            raise BadQuery(" ".join(str(error).split())[:200]) from error
        columns = list(zip(made.columns, made.kinds, strict=True))
        return self._answer(made.sql, columns, {}, timeout)

    def saved(self, asked: Question, timeout: float | None = None) -> Answer | None:
        """Answer a saved question of the family ``corpus``; None for another.

        Raises:
            QueryTimeout: No whole answer within *timeout* seconds.
        """
        if not asked.name.startswith(question.FAMILY):
            return None
        if self._ontop is not None:
            self.check_unchanged()
            kinds = [kind for _, kind in question.of(asked.query).columns]
            found = self._ontop.saved(asked.sparql, self._seconds(timeout))
            rows = [tuple(map(_decimal, row, kinds)) for row in found.rows]
            return Answer(found.columns, rows)
        made = question.of(asked.query, DUCKDB if self._trino is None else TRINO)
        values = {
            name: [self._key(term, kind) for term in asked.values[name]]
            for name, kind in made.parameters.items()
        }
        return self._answer(made.sql, made.columns, values, timeout)

    def _key(self, term: str, kind: str) -> int | None:
        """Give the key of a term; one that nothing has where the corpus does not know it."""
        if term == "UNDEF":
            return None
        if kind == view.INTEGER:
            return int(term.partition('"^^')[0].strip('"'))
        iri = expand(term) or term.strip("<>")
        table = view.TABLE[kind]
        rows = self.fetch(f"SELECT {kind} FROM {table} WHERE iri = $iri", {"iri": iri})
        return rows[0][0] if rows else -1

    def _answer(
        self,
        sql: str,
        columns: Sequence[tuple[str, str]],
        values: Mapping[str, Any],
        timeout: float | None,
    ) -> Answer:
        rows: Sequence[Sequence[Any]]
        if self._trino is not None:
            self.check_unchanged()
            rows = self._trino.rows(sql, values, self._seconds(timeout))
        else:
            rows = self.fetch(sql, values, timeout)
        kinds = [kind for _, kind in columns]
        return Answer(
            [name for name, _ in columns],
            [tuple(map(_term, row, kinds)) for row in rows],
        )

    def _seconds(self, timeout: float | None) -> float | None:
        """Give the limit of an answer of a server."""
        seconds = self.timeout if timeout is None else timeout
        from secgraph.stores.http import TIMEOUT

        return TIMEOUT if seconds is None else seconds

    def fetch(
        self, sql: str, values: Mapping[str, Any] | None = None, timeout: float | None = None
    ) -> list[tuple[Any, ...]]:
        """Give the rows of a query in SQL over the tables.

        Raises:
            EngineError: The corpus is not as it was opened, or DuckDB gives no answer.
            QueryTimeout: No whole answer within *timeout* seconds.
        """
        seconds = self.timeout if timeout is None else timeout
        with self._turn, self._limited(seconds):
            self.check_unchanged()
            rows: list[tuple[Any, ...]] = self._connection.execute(sql, values or {}).fetchall()
            return rows

    def check_unchanged(self) -> None:
        """See that the files are still those that were opened.

        Raises:
            EngineError: They are not; no answer of them could be trusted.
        """
        try:
            seen = manifest.seen(self.manifest, self.folder)
            if seen == self._seen:
                return
            if seen[manifest.NAME] != self._seen[manifest.NAME]:
                manifest.read(self.folder)
                raise BadFile(
                    self.folder,
                    "was changed since it was opened; open it again, or start the server again",
                )
            manifest.check(self.manifest, self.folder)
            self._seen = seen
        except BadFile as error:
            raise EngineError(str(error)) from error

    @contextmanager
    def _limited(self, seconds: float | None) -> Iterator[None]:
        """Break a query off after so many seconds."""
        import duckdb

        timer = threading.Timer(seconds, self._connection.interrupt) if seconds else None
        if timer is not None:
            timer.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise QueryTimeout(seconds or 0) from error
        except duckdb.Error as error:
            raise EngineError(f"{self.folder}: {' '.join(str(error).split())[:300]}") from error
        finally:
            if timer is not None:
                timer.cancel()

    def read_words(self, path: str) -> None:
        """Take the words of passages from the user's own copy from now on.

        Args:
            path: The archive or folder, which is unpacked once.

        Raises:
            BadFile: It cannot be read, or is that of something else.
        """
        names = {name for (name,) in self.fetch("SELECT file FROM documents")}
        self.copy = Unpacked(self.manifest.corpus, path, names)

    def records(self, iris: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        """Give what a citation names of the corpus and of its documents, for those of the IRIs."""
        from secgraph.corpus import speech

        return speech.records(self, iris)

    def named(
        self, name: str, documents: Sequence[str] = (), *, passages: bool = False
    ) -> list[str]:
        """Give the IRIs of speeches or passages that have a name; see :func:`shown.iris`."""
        from secgraph.corpus import shown

        return shown.iris(self, name, documents, passages=passages)

    def near(self, name: str) -> list[str]:
        """List the speeches whose names look most like a name."""
        from secgraph.corpus import shown

        return shown.near(self, name)

    def description(self, iri: str, *, text: str | None = None, whole: bool = False) -> str | None:
        """Say all about a speech or a passage; see :func:`shown.description`."""
        from secgraph.corpus import shown

        return shown.description(self, iri, text=text, whole=whole)

    def backings(self, things: Sequence[str]) -> tuple[list[str], list[Backing]]:
        """Give the documents and the passages of the corpus that are among things."""
        from secgraph.corpus import shown

        documents, passages = shown.works(self, things)
        rows = self.behind([{"passageIri": iri} for iri in passages], None)
        return [*documents, *([self.iri] if documents or passages else [])], [
            backing for row in rows for backing in row
        ]

    def behind(self, rows: Sequence[Mapping[str, str]], path: str | None) -> list[list[Backing]]:
        """Give the passage behind each row.

        Args:
            rows: Of an answer; those without ``passageIri`` count and have none.
            path: The archive or folder with the words, to show them; None for the places alone.

        Raises:
            BadFile: The file does not hold a document of the rows, or another text of it.
        """
        wanted = sorted({row["passageIri"] for row in rows if row.get("passageIri")})
        documents = sorted({iri.rpartition("/")[0] for iri in wanted})
        found = self.fetch(_PASSAGES, {"documents": documents, "passages": wanted})
        words = self._words(found, path) if found and (path or self.copy) else {}
        backings = {
            iri: Backing(
                identifier, iri, label, (document, start, end), words.get((file, start, end), "")
            )
            for iri, identifier, document, label, file, start, end, _, _ in found
        }
        return [
            [backings[row["passageIri"]]] if row.get("passageIri") in backings else []
            for row in rows
        ]

    def _words(
        self, found: Sequence[Sequence[Any]], path: str | None
    ) -> dict[tuple[str, int, int], str]:
        """Give the words of passages by their file and place."""
        spans: dict[str, list[tuple[int, int, bytes]]] = {}
        for *_, name, start, end, sha256, _ in found:
            spans.setdefault(name, []).append((start, end, sha256))
        copy = self.copy if path is None else Copy(self.manifest.corpus, path)
        assert copy is not None  # noqa: S101 - the caller has looked
        return copy.words(spans)


def _connected(
    engine: str, url: str, held: manifest.Manifest, auth: "Auth"
) -> "tuple[Ontop | None, Trino | None]":
    """Give the server of an engine, of either kind."""
    # What speaks with servers is loaded where there is one.
    from secgraph.corpus import servers

    server = servers.connect(engine, url, held, auth)
    return (server, None) if isinstance(server, servers.Ontop) else (None, server)


def _declared(query: str, prefixes: Mapping[str, str]) -> str:
    """Declare before a query the prefixes that it uses and does not declare, on its first line."""
    own = {name.lower() for name in re.findall(r"PREFIX\s+([\w.-]*):", query, re.IGNORECASE)}
    head = "".join(
        f"PREFIX {name}: <{iri}> "
        for name, iri in prefixes.items()
        if f"{name}:" in query and name.lower() not in own
    )
    return head + query


def _term(value: Any, kind: str) -> "Term | None":
    if value is None:
        return None
    if kind in view.KEYS:
        return pyoxigraph.NamedNode(value)
    if kind == view.INTEGER:
        return pyoxigraph.Literal(str(value), datatype=pyoxigraph.NamedNode(_XSD + "integer"))
    if kind == view.DOUBLE:
        number = f"{Decimal(repr(round(value, 10))).normalize():f}"
        return pyoxigraph.Literal(number, datatype=pyoxigraph.NamedNode(_XSD + "decimal"))
    if kind == view.TRUTH:
        return pyoxigraph.Literal(value)
    if kind == view.LABEL:
        return pyoxigraph.Literal(value, language="en")
    if kind == view.DATE:
        return pyoxigraph.Literal(value, datatype=pyoxigraph.NamedNode(date_type(value)))
    return pyoxigraph.Literal(value)


def _decimal(term: "Term | None", kind: str) -> "Term | None":
    """Give a share that was counted in doubles as the decimal that it is."""
    if kind != view.DOUBLE or not isinstance(term, pyoxigraph.Literal):
        return term
    return _term(float(term.value), kind)


def date_type(date: str) -> str:
    """Give the datatype of a date: of a year, a month or a day."""
    return _XSD + {4: "gYear", 7: "gYearMonth"}.get(len(date), "date")
