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
    parser.add_argument("-o", "--output", metavar="FILE")


def act(arguments: "argparse.Namespace") -> int:
    """Write the graph."""
    out.saved(serialize.write(arguments.format), arguments.output)
    return 0
