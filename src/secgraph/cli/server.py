"""What load, unload and describe share: the server that is named, and what goes there.

Says nothing of questions.
"""

import argparse
import sys

from secgraph.cli import options, out
from secgraph.corpus import manifest
from secgraph.errors import BadValue, UsageError
from secgraph.namespaces import RELEASE_GRAPH, is_iri
from secgraph.stores import GRAPH_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from secgraph.dataset.nodes import Scope
    from secgraph.stores.loading import Loader, Part

MAKES = ("oxigraph", "fuseki", "rdf4j", "graphdb", "virtuoso", "sparql")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what says which server and graph is meant."""
    parser.add_argument(
        "url",
        metavar="URL",
        help="the base of the server, or any of its addresses; user, password or token come from "
        "the environment or ~/.netrc",
    )
    parser.add_argument(
        "--make",
        metavar="MAKE",
        choices=MAKES,
        help=f"{', '.join(MAKES)}: which make of store it is, where it does not say; sparql is "
        "any that takes SPARQL 1.1 Update",
    )
    parser.add_argument("--store", choices=MAKES, help=argparse.SUPPRESS)
    parser.add_argument("--update", metavar="URL", help="where it takes changes, for --make sparql")
    parser.add_argument("--graph", metavar="IRI", help="the graph, if not the usual one")
    parser.add_argument(
        "--default-graph", action="store_true", help="the default graph of the store instead"
    )
    parser.add_argument(
        "--timeout", type=options.seconds, metavar="SECONDS", help="for one request"
    )


def connect(arguments: argparse.Namespace) -> "tuple[Loader, str | None]":
    """Give what loads into the server that the user names, and the graph that is meant.

    Raises:
        UsageError: The options do not go together.
        MissingExtra: What speaks to a server is not installed.
    """
    # These need a package that a plain install lacks, and help has to work without it.
    from secgraph.cli import credentials
    from secgraph.stores import loading
    from secgraph.stores.endpoint import Endpoint
    from secgraph.stores.http import TIMEOUT, Transport

    if arguments.graph is not None and arguments.default_graph:
        raise UsageError("--graph and --default-graph name two graphs; leave one of them out")
    if arguments.graph is not None and not is_iri(arguments.graph):
        raise BadValue(arguments.graph, GRAPH_NAME)
    if arguments.store is not None:
        options.hint(f"--store {arguments.store}", f"--make {arguments.store}")
    auth = credentials.of(arguments.url)
    transport = Transport(arguments.url, auth=auth)
    server = loading.find(transport, arguments.make or arguments.store, update=arguments.update)
    if arguments.default_graph and not server.unnamed:
        raise UsageError(
            f"{server.title} has no default graph of its own; leave out --default-graph"
        )
    timeout = arguments.timeout or TIMEOUT
    endpoint = Endpoint(server.query, graph=None, auth=auth, timeout=timeout, may_be_empty=True)
    loader = loading.Loader(
        server,
        endpoint,
        progress=_progress if sys.stderr.isatty() else None,
        patience=arguments.timeout or loading.PATIENCE,
    )
    if arguments.default_graph:
        return loader, None
    # An empty name, as of a variable that is not set, is none and never the usual one.
    return loader, RELEASE_GRAPH if arguments.graph is None else arguments.graph


def parts(
    arguments: argparse.Namespace, graph: str | None, scope: "Scope | None" = None
) -> "Iterable[Part]":
    """Give what is loaded or taken out: the files that are named, or the release."""
    from secgraph.stores import loading

    corpora = [path for path in arguments.files if manifest.is_corpus(path)]
    words: str | None = getattr(arguments, "sessions", None)
    if corpora:
        if len(arguments.files) > 1:
            raise UsageError(f"{corpora[0]} is a corpus; load it alone")
        if arguments.default_graph:
            raise UsageError(
                "each session of a corpus has a graph of its own; leave out --default-graph, or "
                "name one graph for all by --graph IRI"
            )
        return _of_corpus(corpora[0], graph if arguments.graph else None, options.sessions(words))
    if words is not None:
        raise UsageError("--sessions goes with a corpus; name its folder")
    if arguments.files:
        return loading.of_files(arguments.files, graph, scope)
    return [loading.of_release(graph)]


def _of_corpus(
    folder: str, graph: str | None, sessions: "Sequence[int] | None"
) -> "Iterator[Part]":
    """Give the statements of a corpus, a graph for each session; or all in one that is named.

    Those of the release are left out: it stands beside the corpus.
    """
    from secgraph.corpus import rdf
    from secgraph.dataset import release
    from secgraph.stores import loading

    parts = rdf.graphs(folder, sessions, beside=release.store())
    if graph is None:
        for name, statements in parts:
            yield loading.Part(name, list(dict.fromkeys(line.encode() for line in statements)))
        return
    lines = (line.encode() for _, statements in parts for line in statements)
    yield loading.Part(graph, list(dict.fromkeys(lines)))


def _progress(action: str, done: int, whole: int) -> None:
    # One line, written over, and gone when all is done: a corpus has a thousand graphs.
    line = f"{action}: {done * 100 // max(whole, 1)} %" if done < whole else ""
    print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)


def title(loader: "Loader") -> str:
    """Name the make of a server and where it is."""
    return out.plain(f"{loader.store.title} at {loader.store.transport.place}")
