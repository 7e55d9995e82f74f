"""The verb mcp: serve the graph to an agent over the standard streams."""

from secgraph import stores
from secgraph.cli import options
from secgraph.errors import MissingExtra, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "serve the graph to an agent, by the Model Context Protocol, over standard input and output"

_AUTHORING = "authoring"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "--tools",
        action="append",
        default=[],
        metavar="FAMILY",
        help="a tool for each question of a family, such as votes, beside the six usual ones; or "
        "authoring, which drafts the claims of the document in --data DIR, below DIR/drafts only",
    )
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Serve until the agent closes its end."""
    folder = drafting_folder(arguments)
    if arguments.graph or arguments.default_graph or arguments.drafts:
        raise UsageError(
            "agents are served the usual graph of a store; leave out --graph, --default-graph and "
            "--drafts"
        )
    session = options.open_session(arguments)
    try:
        from secgraph.web import agents, needs
    except ModuleNotFoundError as error:
        raise MissingExtra("mcp", "serving an agent", error.name) from error
    context = needs.Opened(session, arguments.store, tuple(arguments.data))
    agents.serve_stdio(context, arguments.tools, folder)
    return 0


def drafting_folder(arguments: "argparse.Namespace") -> str:
    """Take from --data the folder of the document of which claims are drafted, if any are.

    Raises:
        UsageError: Claims are drafted, and --data does not name one folder.
    """
    if _AUTHORING not in arguments.tools:
        return ""
    if len(arguments.data) != 1 or arguments.store != stores.MEMORY:
        raise UsageError(
            "--tools authoring needs the folder of one document, beside the packaged graph: "
            "--data DIR"
        )
    (folder,) = arguments.data
    arguments.data = []  # claims in work are no part of the graph
    return str(folder)
