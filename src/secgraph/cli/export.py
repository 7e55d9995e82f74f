"""The verb export: write the whole graph for another tool."""

from secgraph.cli import options, out
from secgraph.dataset import serialize
from secgraph.errors import UsageError

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
    parser.add_argument(
        "--parquet",
        action="store_true",
        help="write the tables of a corpus in Parquet instead, into a new folder",
    )
    parser.add_argument("--store", metavar="DIR", help="with --parquet: the corpus")
    options.add_sessions(parser)
    parser.add_argument("-o", "--output", metavar="FILE|DIR")


def act(arguments: "argparse.Namespace") -> int:
    """Write the graph, or the tables of a corpus."""
    if arguments.parquet:
        return _tables(arguments)
    if arguments.store is not None or arguments.sessions is not None:
        raise UsageError("--store and --sessions go with --parquet, which writes a corpus")
    statements = serialize.quads()
    if not arguments.skolemize:
        statements = serialize.with_blank_nodes(statements)
    out.saved(serialize.write(arguments.format, statements), arguments.output)
    return 0


def _tables(arguments: "argparse.Namespace") -> int:
    """Write the tables of a corpus.

    Raises:
        UsageError: No corpus or no folder is named.
    """
    from secgraph.corpus import export

    if arguments.store is None or arguments.output is None:
        raise UsageError(
            "--parquet writes the tables of a corpus: name it by --store DIR, and a new folder by "
            "-o DIR"
        )
    with out.interruptible():
        counts = export.write(
            arguments.store, arguments.output, options.sessions(arguments.sessions)
        )
    rows = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    described = "" if arguments.sessions is not None else f"; described in {export.VOID}"
    out.text(f"{arguments.output}: {rows}{described}")
    return 0
