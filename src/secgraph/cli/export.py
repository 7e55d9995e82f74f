"""The verb export: write the whole graph for another tool."""

from secgraph.cli import out
from secgraph.dataset import serialize

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "write the whole graph for another tool"

FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("--format", choices=FORMATS, default="ttl")
    parser.add_argument(
        "--skolemize",
        action="store_true",
        help="IRIs in place of blank nodes, for a store; a reasoner needs the blank nodes",
    )
    parser.add_argument("-o", "--output", metavar="FILE")


def act(arguments: "argparse.Namespace") -> int:
    """Write the graph."""
    statements = serialize.quads()
    if not arguments.skolemize:
        statements = serialize.with_blank_nodes(statements)
    out.saved(serialize.write(arguments.format, statements), arguments.output)
    return 0
