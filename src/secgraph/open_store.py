"""Open a store from Python, and ask it: one object with what the command line has as verbs.

Holds no rule of its own: each method calls the function that the verb calls. Prints nothing.
"""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self

import pyoxigraph

from secgraph import imports, stores
from secgraph.checks import runner
from secgraph.checks.finding import Report as CheckReport
from secgraph.claims import verdict
from secgraph.corpus import manifest
from secgraph.dataset import release
from secgraph.errors import UsageError
from secgraph.linking import links
from secgraph.query import describe, find, passages, sessions
from secgraph.query.catalog import Catalog, Query
from secgraph.query.result import Result
from secgraph.stores.embedded import Embedded

if TYPE_CHECKING:
    from secgraph.stores.http import Auth


class Text(str):
    """A text that a prompt and a notebook show as it is printed, with its lines."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class OpenStore:
    """A store that is open, and what can be asked of it; see :func:`open`.

    It is a context manager, and can be used without: a store on disk is only read.

    Attributes:
        spec: What was opened.
        data: The files and folders beside the release, as :meth:`add` and :func:`open` were given
            them.
    """

    def __init__(
        self,
        spec: str,
        *,
        data: Sequence[str] = (),
        drafts: bool = False,
        documents: Sequence[str] = (),
        queries: str | None = None,
        graph: str | Sequence[str] | None = stores.USUAL,
        timeout: float | None = None,
        auth: "Auth" = None,
        create: bool = False,
    ) -> None:
        self.spec, self.data = spec, tuple(data)
        self._drafts, self._documents, self._graph = drafts, tuple(documents), graph
        self._timeout, self._auth = timeout, auth
        self._queries = Catalog(queries) if queries is not None else None
        self._is_open = True
        self._session: sessions.Session | None = None
        if create and (spec == stores.MEMORY or spec.startswith(("http://", "https://"))):
            raise UsageError("create=True makes a folder for imports; name one, such as 'mystore'")
        if not create or os.path.lexists(spec):
            self._session = self._opened()

    def _opened(self) -> sessions.Session:
        store = stores.open(
            self.spec,
            graph=self._graph,
            data=self.data,
            drafts=self._drafts,
            timeout=self._timeout,
            auth=self._auth,
        )
        return sessions.Session(store, self._queries, documents=self._documents)

    @property
    def session(self) -> sessions.Session:
        """The session that asks the store.

        Raises:
            UsageError: The store was closed, or nothing was imported into a new one yet.
        """
        if not self._is_open:
            raise UsageError(f"{self.spec} was closed; open it again by secgraph.open")
        if self._session is None:
            raise UsageError(
                f"{self.spec} holds nothing yet; put a dataset into it by import_(NAME, FILE)"
            )
        return self._session

    def close(self) -> None:
        """Let go of the store; to ask it again is an error. To close it twice is none."""
        self._session, self._is_open = None, False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        beside = "".join(f", {path}" for path in self.data)
        state = "" if self._is_open else " (closed)"
        return f"<secgraph store {self.spec}{beside}{state}>"

    def queries(self) -> list[Query]:
        """Give the saved questions, in the order of their names."""
        return self.session.queries.all()

    def run(
        self,
        name: str,
        params: Mapping[str, str] | None = None,
        /,
        *,
        timeout: float | None = None,
        **named: str,
    ) -> Result:
        """Answer one saved question; see :func:`secgraph.run`."""
        return self.session.run(name, sessions.texts({**(params or {}), **named}), timeout)

    def sparql(self, text: str, /, *, timeout: float | None = None) -> Result:
        """Answer any SPARQL query; see :func:`secgraph.sparql`."""
        return self.session.sparql(text, timeout)

    def ask(self, subject: str, relation: str, object: str, /) -> verdict.Verdict:
        """Ask what is said of a statement; see :func:`secgraph.ask`."""
        store = self.session.store
        return verdict.ask(subject, relation, object, store=store, documents=self._documents)

    def find(self, words: str, /, *, limit: int | None = None) -> Result:
        """Search questions, claims and things for words; see :func:`secgraph.find`."""
        if not isinstance(words, str):
            raise UsageError(f"the words are {words!r}; give a text such as 'vote India'")
        options = [word for path in self.data for word in ("--data", path)]
        if self.spec != stores.MEMORY:
            options = ["--store", self.spec, *options]
        return Result.of([hit.row for hit in find.search(self.session, words, limit, options)])

    def show(self, thing: str, /, *, whole: bool = False) -> Text:
        """Say what the graph holds about a thing.

        Args:
            thing: Label, alias, passage, prefixed name or IRI.
            whole: Whether all claims about it are listed, however many there are.

        Raises:
            UnknownValue: Nothing has this name; carries the nearest.
        """
        return Text(describe.thing(self.session, thing, links(), whole=whole))

    def passage(self, name: str, /, *, text: str | None = None) -> Text:
        """Say all about a passage: its claims, mentions and links of the argument.

        Args:
            name: Such as ``P10.S2``.
            text: The user's own copies of the documents, from which the sentence is shown.

        Raises:
            UnknownValue: There is no such passage.
        """
        return Text(passages.one(self.session, name, text))

    def coverage(self, *, text: str | None = None) -> Result:
        """Count what is claimed on each passage, a row for each in the order of the text.

        Args:
            text: The user's own copies of the documents; each row then has its sentence.
        """
        if text is None:
            return self.run("evidence/coverage")
        return Result.of(passages.rows(self.session, text))

    def check(self, *, text: str | None = None) -> CheckReport:
        """Look for everything that can be wrong with the release and the files beside it.

        Raises:
            UsageError: The store is no packaged graph: its files cannot be told.
        """
        self._only_in_memory("check reads files, and not a store; name them by secgraph.check")
        files = release.data_files(self.data, drafts=self._drafts)
        return runner.check(files, text=text)

    def add(self, document: "str | os.PathLike[str]") -> Self:
        """Put a document beside the release: its folder, or a file of RDF.

        Returns:
            This store, which now has it.

        Raises:
            UsageError: The store is no packaged graph.
            BadFile: The file or folder cannot be used; the store is as it was.
        """
        self._no_corpus("a document is put beside the packaged graph, and not beside a corpus")
        self._only_in_memory("a document is put beside the packaged graph; load it there instead")
        before = self.data
        self.data = (*before, _path(document))
        try:
            self._session = self._opened()
        except Exception:
            self.data = before
            raise
        return self

    def import_(self, name: str, /, *files: "str | os.PathLike[str]", strict: bool = False) -> Text:
        """Put an open dataset into the store, in place of an earlier import of the same name.

        In a folder it stays; beside the packaged graph it lasts as long as this object.

        Args:
            name: The adapter, such as ``un-votes``, or the path of one in TOML.
            files: The files of the dataset, as its publisher gives them.
            strict: Whether a row that cannot be used stops the import.

        Returns:
            How many rows were read, imported, skipped and rejected, and why.

        Raises:
            BadFile: A file cannot be used; the store is as it was.
            RowsRejected: A row is rejected, and the import is strict.
            UsageError: No file is named, no such adapter, or the store is a server.
        """
        if self._session is not None or not self._is_open:
            self.session  # noqa: B018 - a closed store is an error
        if self.spec.startswith(("http://", "https://")):
            raise UsageError("a server takes no import; import into a folder, and load that")
        self._no_corpus("a corpus takes no import; 'secgraph corpus add' adds to it")
        adapter = imports.Adapter(name) if name.endswith(".toml") else imports.find(name)
        if not files:
            raise UsageError(f"name the file of {adapter.name}; get it from {adapter.fetch}")
        dataset = imports.DatasetImport(adapter, [_path(file) for file in files], strict=strict)
        if self.spec == stores.MEMORY:
            self._session = sessions.Session(
                Embedded(imports.beside(dataset, self._in_memory())),
                self._queries,
                documents=self._documents,
            )
        else:
            self._session = None
            try:
                imports.add(dataset, self.spec)
            finally:
                if os.path.lexists(self.spec):
                    self._session = self._opened()
        return Text("\n".join(dataset.report.lines()))

    def _in_memory(self) -> pyoxigraph.Store:
        store = self.session.store
        if not isinstance(store, Embedded):
            raise UsageError(f"{self.spec} takes no import; import into a folder")
        return store.store

    def _no_corpus(self, message: str) -> None:
        if self.spec != stores.MEMORY and manifest.is_corpus(self.spec):
            raise UsageError(f"{self.spec}: {message}")

    def _only_in_memory(self, message: str) -> None:
        self.session  # noqa: B018 - a closed store is an error
        if self.spec != stores.MEMORY:
            raise UsageError(f"{self.spec}: {message}")


def _path(value: object) -> str:
    """Give a path as a text.

    Raises:
        UsageError: It is neither a text nor a path.
    """
    if not isinstance(value, str | os.PathLike):
        raise UsageError(f"{value!r} is no path; give a text such as 'mystore', or a Path")
    return str(os.fspath(value))


def open(
    spec: "str | os.PathLike[str]" = stores.MEMORY,
    /,
    *,
    data: "str | os.PathLike[str] | Sequence[str | os.PathLike[str]]" = (),
    drafts: bool = False,
    documents: Sequence[str] = (),
    queries: str | None = None,
    graph: str | Sequence[str] | None = stores.USUAL,
    timeout: float | None = None,
    auth: "Auth" = None,
    create: bool = False,
) -> OpenStore:
    """Open a store to ask it, as ``secgraph.open("mystore").run("votes/on")``.

    Args:
        spec: ``memory:`` for the release, a folder that ``secgraph import`` has made, a corpus
            that ``secgraph corpus add`` has made, or the URL of a server.
        data: RDF files and folders of documents that are put beside the release.
        drafts: Whether the claims of a document of *data* that nobody has approved are asked too.
        documents: Labels, slugs or IRIs of the documents to which questions about claims are
            limited; all if empty.
        queries: A folder of questions of the user's own, instead of those of the release.
        graph: IRI of the graph that patterns see, or several; None for the default graph.
        timeout: Seconds for an answer; None for no limit, or 60 for a server.
        auth: User and password, or a token, for a server.
        create: Whether *spec* may be a folder that is not there yet, for :meth:`OpenStore.import_`.

    Raises:
        BadFile: A file or folder cannot be used.
        UsageError: The options do not go together.
        Unreachable: No server answers there.
    """
    paths = [data] if isinstance(data, str | os.PathLike) else list(data)
    return OpenStore(
        _path(spec),
        data=[_path(path) for path in paths],
        drafts=drafts,
        documents=[documents] if isinstance(documents, str) else documents,
        queries=queries,
        graph=graph,
        timeout=timeout,
        auth=auth,
        create=create,
    )
