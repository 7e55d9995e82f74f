"""The verb find: search questions, claims and things for words."""

import argparse

from secgraph.cli import options, out
from secgraph.query.find import LIMITS, search

HELP = "search questions, claims and things for words"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "words", nargs="+", metavar="WORD", help="what you look for; not all words have to be there"
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="at most so many questions, claims and things each (default "
        f"{', '.join(map(str, LIMITS))})",
    )
    parser.add_argument(
        "--queries",
        metavar="DIR",
        help="a folder of your own questions instead of those of the release",
    )
    options.add_format(parser)
    options.add_store(parser)


def act(arguments: argparse.Namespace) -> int:
    """List what the words lead to."""
    session = options.open_session(arguments)
    hits = search(session, " ".join(arguments.words), arguments.limit, options.repeated(arguments))
    kind = arguments.format or out.default()
    if kind == "table":
        from secgraph.cli import table

        table.hits(hits)
    else:
        out.table([hit.row for hit in hits], kind)
    return 0
