"""The verb passage: all about a passage."""

import shlex

from secgraph.cli import options, out
from secgraph.query import passages

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "say all about a passage: its claims, mentions and links of the argument"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("name", metavar="PASSAGE", help="such as P10.S2, T or H1")
    parser.add_argument(
        "--singly",
        action="store_true",
        help="a line for each claim, also for those that take steps of the argument together",
    )
    options.add_text(parser, "the sentence is then shown")
    options.add_cite(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Print the description of the passage."""
    session = options.open_session(arguments)
    if arguments.cite is not None:
        from secgraph.query import citation

        command = shlex.join(["secgraph", "passage", arguments.name, *options.documents(arguments)])
        chosen = [passages.chosen(session, arguments.name)]
        out.cite(citation.of_things(session, chosen, command), arguments)
        return 0
    out.text(passages.one(session, arguments.name, arguments.text, singly=arguments.singly))
    out.strangers(passages.strangers(session, arguments.text))
    return 0
