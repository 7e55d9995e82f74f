"""Where the graph is kept and asked: in memory, in a folder, on a server.

:func:`open` takes one string for all of them. Knows nothing of saved queries or of how answers are
shown.
"""

from secgraph.errors import BadValue, UsageError
from secgraph.namespaces import RELEASE_GRAPH, is_iri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Protocol

    from secgraph.stores.answer import Answer
    from secgraph.stores.embedded import Embedded
    from secgraph.stores.endpoint import Endpoint
    from secgraph.stores.http import Auth
    from secgraph.syntax.federation import Services

    class Store(Protocol):
        """Where questions are asked."""

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


MEMORY = "memory:"
"""Names the packaged graph."""

USUAL = ""
"""Stands for the graph that a store usually keeps the release in."""

ENGINES = ("trino", "ontop")
"""The engines that may answer in the place of a folder, as in ``FOLDER@trino:URL``."""

_KINDS = {"manifest.json": "secgraph.corpus.store"}
"""What opens folders of other kinds, by the file that such a folder has.

Named as text, since these modules stand on this one.
"""

GRAPH_NAME = "the name of a graph is a whole IRI, such as urn:x-mine:graph"
"""Why something is no name of a graph."""


def parts(spec: str) -> "tuple[str, str, str]":
    """Take the name of a store apart.

    Args:
        spec: A folder, the URL of a server, or a folder with an engine behind it, such as
            ``ungdc@trino:http://127.0.0.1:8080/hive/ungdc``.

    Returns:
        The folder, the engine and the URL; what the name has not is empty.
    """
    if spec.startswith(("http://", "https://")):
        return "", "", spec
    for engine in ENGINES:
        folder, sign, url = spec.partition(f"@{engine}:")
        if sign:
            return folder, engine, url
    return spec, "", ""


def open(
    spec: str = MEMORY,
    *,
    graph: "str | Sequence[str] | None" = USUAL,
    data: "Sequence[str]" = (),
    drafts: bool = False,
    timeout: float | None = None,
    services: "Services" = False,
    auth: "Auth" = None,
    make: str | None = None,
    cached: bool = True,
) -> "Embedded | Endpoint":
    """Open a store to ask it.

    Args:
        spec: ``memory:`` for the packaged graph, a folder for a store on disk that
            ``secgraph import`` or Oxigraph has made or a corpus of ``secgraph corpus add``, which
            the address of an engine may follow, or the URL of a server.
        graph: IRI of the graph that patterns see, or several, merged; None for the default graph
            of a server. Usually the graph into which ``secgraph load`` puts the release, and for a
            folder the default graph.
        data: RDF files of the user's own, or folders of them, put beside the packaged graph.
        drafts: Whether the claims of a document of *data* that nobody has approved are asked too.
        timeout: Seconds for an answer; None for no limit, or 60 for a server.
        services: Which other stores a query may ask by SERVICE; see :class:`Embedded`.
        auth: User and password, or a token, for a server.
        make: The make of the server, such as ``fuseki``, where it cannot be told.
        cached: Whether the packaged graph is opened from the user's folder of kept stores.

    Raises:
        UsageError: The options do not go together.
        BadFile: A file or folder cannot be used.
        BadValue: *spec* or *graph* is no name of a store or a graph.
        Unreachable: No server answers there.
        MissingExtra: What asks a server is not installed.
    """
    if data and spec != MEMORY:
        raise UsageError(
            f"--data puts files beside the packaged graph, and {spec} is another store: "
            "load them into it, or leave one of them out"
        )
    names = [graph] if isinstance(graph, str) else list(graph or ())
    for name in names:
        if name != USUAL and not is_iri(name):
            raise BadValue(name, GRAPH_NAME)
    folder, engine, url = parts(spec)
    if url and not engine:
        if services is not False:
            raise UsageError(
                "a server follows SERVICE by its own rules; leave out --service and "
                "--allow-service, or --store URL"
            )
        from secgraph.stores import server

        place = RELEASE_GRAPH if graph == USUAL else graph
        return server.connect(url, graph=place, timeout=timeout, auth=auth, make=make)
    if spec == MEMORY:
        if graph != USUAL:
            raise UsageError(
                "the packaged graph has no named graphs; --graph and --default-graph go with "
                "--store FOLDER or --store URL"
            )
        from secgraph.dataset import release

        files = release.data_files(data, drafts=drafts)
        return _packaged(files, timeout=timeout, services=services, cached=cached)
    from secgraph.stores import disk

    kind = _kind_of(folder)
    if kind is not None:
        return kind.open_folder(  # type: ignore[no-any-return]
            spec, graph=graph, timeout=timeout, services=services, auth=auth
        )
    if engine:
        raise UsageError(
            f"{folder} is no corpus, and {engine} answers for a corpus only; 'secgraph corpus add' "
            "makes one"
        )
    disk.demand_room(spec)
    store = disk.open_folder(spec)
    from secgraph.stores.embedded import Embedded

    graphs = [] if graph in (USUAL, None) else names
    return Embedded(
        store, services=services, folder=spec, graphs=graphs, timeout=timeout, skolemized=True
    )


def _kind_of(folder: str) -> "ModuleType | None":
    """Give the module that opens a folder of another kind; None for an Oxigraph store."""
    import os.path

    for name, module in _KINDS.items():
        if os.path.isfile(os.path.join(folder, name)):
            return __import__(module, fromlist=["open_folder"])
    return None


def _packaged(
    files: "Sequence[str]", *, timeout: float | None, services: "Services", cached: bool
) -> "Embedded":
    """Open the release, with files of the user's own beside it."""
    from secgraph.dataset import release
    from secgraph.stores.cache import Graph
    from secgraph.stores.embedded import Embedded

    graph = Graph([*release.files(), *files]).open(cached=cached)
    return Embedded(
        graph.store,
        services=services,
        folder=graph.folder,
        timeout=timeout,
        reopen=graph.drop if graph.folder is not None else None,
        kept=graph.kept,
    )
