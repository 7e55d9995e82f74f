"""The verb find: search labels, aliases and questions."""

from secgraph.cli import options, out
from secgraph.errors import UsageError
from secgraph.query.find import find

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "search labels, aliases and questions"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("words", nargs="+", metavar="WORD", help="all of them have to be there")
    options.add_format(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """List what has all the words."""
    words = " ".join(arguments.words)
    session = options.open_session(arguments)
    hits = find(session, words) if words.strip() else []
    if not hits:
        raise UsageError(f"nothing has {words!r} in its name; try a shorter word, or fewer of them")
    out.table(hits, arguments.format)
    return 0
