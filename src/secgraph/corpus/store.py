"""Ask a corpus: its saved questions in DuckDB or on a server, all others of the release beside it.

Writes nothing but what it has checked. Never asks a corpus whose files are not as its manifest
says.
"""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph

from secgraph.corpus import adapter as adapters
from secgraph.corpus import archive, folder_table, manifest, question, servers, text, view
from secgraph.corpus.dialect import DUCKDB, TRINO
from secgraph.dataset import release, states
from secgraph.documents.canonical import digest
from secgraph.errors import BadFile, BadQuery, EngineError, MissingExtra, QueryTimeout
from secgraph.namespaces import PREFIXES, SG, expand
from secgraph.query.about import Backing
from secgraph.query.question import Question
from secgraph.stores.answer import Answer
from secgraph.stores.embedded import Embedded
from secgraph.stores.http import TIMEOUT

if TYPE_CHECKING:
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


class Corpus:
    """A corpus that is asked.

    Args:
        spec: Where it is, and which engine is asked; see :func:`manifest.parts`.
        timeout: Seconds for an answer; None for no limit, or 60 for a server.
        auth: User and password, or a token, for a server.

    Attributes:
        source: Whose data it is.

    Raises:
        BadFile: A file of it is missing, changed, or does not belong there.
        MissingExtra: DuckDB is not installed.
        BadValue: The address of the engine is none.
    """

    def __init__(self, spec: str, *, timeout: float | None = None, auth: "Auth" = None) -> None:
        self.folder, address = manifest.parts(spec)
        self.timeout = timeout
        self.manifest = manifest.read(self.folder)
        manifest.check(self.manifest, self.folder)
        self._server = servers.connect(address, self.manifest, auth) if address else None
        self._connection = self._connect()
        self._graph: Embedded | None = None
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
            is_view = table == "passages" or self._server is not None
            how = "VIEW" if is_view else "TEMP TABLE"
            connection.execute(
                f"CREATE {how} {table} AS SELECT * FROM "
                f"read_parquet([{paths}], hive_partitioning = false)"
            )
        return connection

    @property
    def graph(self) -> Embedded:
        """The release, with the things that only the corpus names."""
        if self._graph is None:
            store = pyoxigraph.Store()
            store.bulk_extend(release.store())
            store.extend(self._own_things())
            self._graph = Embedded(store, timeout=self.timeout)
        return self._graph

    def _own_things(self) -> Iterator[pyoxigraph.Quad]:
        known = states.states()
        speakers = self._connection.execute(
            "SELECT DISTINCT t.iri, t.label FROM things t WHERE t.class = '' AND t.thing IN "
            "(SELECT thing FROM mentions UNION SELECT state FROM documents)"
        ).fetchall()
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

    def free(self, query: str, timeout: float | None = None) -> Answer:
        """Answer SPARQL of the portable subset over the corpus.

        Raises:
            BadQuery: It is outside of the subset; says by what.
            QueryTimeout: No whole answer within *timeout* seconds.
        """
        from secgraph.corpus import sparql

        if isinstance(self._server, servers.Ontop):
            return self._server.ask(query, self._seconds(timeout))
        dialect = DUCKDB if self._server is None else TRINO
        try:
            made = sparql.compile_query(query, {}, dialect)
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
        if isinstance(self._server, servers.Ontop):
            kinds = [kind for _, kind in question.of(asked.query).columns]
            found = self._server.saved(asked.sparql, self._seconds(timeout))
            rows = [tuple(map(_decimal, row, kinds)) for row in found.rows]
            return Answer(found.columns, rows)
        made = question.of(asked.query, DUCKDB if self._server is None else TRINO)
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
        row = self._connection.execute(
            f"SELECT {kind} FROM {table} WHERE iri = $iri",
            {"iri": iri},
        ).fetchone()
        return row[0] if row else -1

    def _answer(
        self,
        sql: str,
        columns: Sequence[tuple[str, str]],
        values: Mapping[str, Any],
        timeout: float | None,
    ) -> Answer:
        seconds = self._seconds(timeout)
        if isinstance(self._server, servers.Trino):
            rows = self._server.rows(sql, values, seconds)
        else:
            with self._limited(seconds):
                rows = self._connection.execute(sql, dict(values)).fetchall()
        kinds = [kind for _, kind in columns]
        return Answer(
            [name for name, _ in columns],
            [tuple(map(_term, row, kinds)) for row in rows],
        )

    def _seconds(self, timeout: float | None) -> float | None:
        seconds = self.timeout if timeout is None else timeout
        return TIMEOUT if seconds is None and self._server is not None else seconds

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
        found = self._connection.execute(
            _PASSAGES, {"documents": documents, "passages": wanted}
        ).fetchall()
        words = self._words(found, path) if path is not None else {}
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

    def _words(self, found: Sequence[Sequence[Any]], path: str) -> dict[tuple[str, int, int], str]:
        kind = adapters.find(self.manifest.corpus)
        source = (
            folder_table.Folder(kind, path)
            if kind.kind == "folder"
            else archive.Archive(kind, path)
        )
        wanted: dict[str, list[Sequence[Any]]] = {}
        for row in found:
            wanted.setdefault(row[4], []).append(row)
        words = {}
        for name, content in source.texts(set(wanted)):
            whole = content.decode(errors="replace")
            for *_, start, end, sha256, _ in wanted[name]:
                sentence = whole[start:end]
                if digest(sentence) != sha256.hex():
                    raise BadFile(
                        path, f"{name} is not the text that was added: its digest is another"
                    )
                words[name, start, end] = " ".join(text.plain(sentence.encode()).split())
        missing = sorted(set(wanted) - {name for name, _, _ in words})
        if missing:
            raise BadFile(path, f"does not hold {missing[0]}, which is behind a row")
        return words


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
