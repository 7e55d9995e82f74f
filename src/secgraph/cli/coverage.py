"""The verb coverage: how much is claimed on each passage of a text."""

from secgraph.cli import options, out
from secgraph.errors import BadFile
from secgraph.query import passages

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "count what is claimed on each passage, by force and polarity"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    options.add_text(parser, "each sentence is then shown")
    parser.add_argument(
        "--format",
        choices=options.FORMATS,
        metavar="FORMAT",
        help=f"{', '.join(options.FORMATS)}; a heat map on a terminal and CSV in a pipe, unless "
        "you say otherwise",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="draw it: .svg, .png or .pdf")
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Count, and print or draw the counts."""
    session = options.open_session(arguments)
    rows = passages.rows(session, arguments.text)
    out.strangers(passages.strangers(session, arguments.text))
    if arguments.output:
        ending = arguments.output.rpartition(".")[2].lower()
        if ending not in ("svg", "png", "pdf"):
            raise BadFile(
                arguments.output, "is a figure; give a name that ends in .svg, .png or .pdf"
            )
        from secgraph.drawing import coverage

        title = f"Claims by passage (secgraph {session.release})"
        out.saved(coverage.draw(rows, title, format=ending), arguments.output)
    elif (arguments.format or out.default()) == "table":
        from secgraph.cli import heat

        heat.show(rows)
    else:
        out.table(rows, arguments.format)
    return 0
