"""The verb load: put the release, or files, into a triple store."""

import shlex
import signal

from secgraph.cli import options, out, server
from secgraph.corpus import manifest

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "load the release, or files, into a triple store"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    server.add_arguments(parser)
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="RDF files, each named graph of theirs in its own; or a corpus, each session of it in "
        "its own; the release if none",
    )
    options.add_sessions(parser)
    parser.add_argument(
        "--replace", action="store_true", help="replace the graph though it holds data of others"
    )
    parser.add_argument(
        "--show",
        action="store_true",
        help="print every request, and send none that changes anything",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Load, and say what the graphs hold."""
    loader, graph = server.connect(arguments)
    from secgraph.stores import loading

    parts = server.parts(arguments, graph)
    if arguments.show:
        for batch in loading.batches(parts):
            loading.verify(loader, batch)
            requests = loading.requests(loader.store, batch)
            out.text("\n".join(str(request) for request in requests))
        return 0
    # An interrupt is reported with what it left behind, where a question just ends.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if not arguments.files:
        (part,) = parts
        before = loading.load(loader, part, replace=arguments.replace)
        name = part.graph or "the default graph"
        count = f"{len(part):,} statements (before: {before:,})"
        out.text(f"{server.title(loader)}: {name} holds {count}")
        out.text(f"secgraph queries test --store {loader.store.query}{_graph_option(arguments)}")
        return 0
    graphs = statements = 0
    for batch in loading.ahead(loading.batches(parts)):
        loading.load_together(loader, batch, replace=arguments.replace)
        graphs, statements = graphs + len(batch), statements + sum(map(len, batch))
    plural = "" if graphs == 1 else "s"
    out.text(f"{server.title(loader)}: {statements:,} statements in {graphs:,} graph{plural}")
    if manifest.is_corpus(arguments.files[0]):
        graph = f"--graph {shlex.quote(arguments.graph)}" if arguments.graph else "--default-graph"
        where = "" if arguments.graph else ", where the server merges its graphs"
        out.text(
            f"with the release beside it: secgraph run corpus/first --store "
            f"{loader.store.query} {graph}{where}"
        )
    return 0


def _graph_option(arguments: "argparse.Namespace") -> str:
    if arguments.graph:
        return f" --graph {shlex.quote(arguments.graph)}"
    return " --default-graph" if arguments.default_graph else ""
