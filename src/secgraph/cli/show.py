"""The verb show: what does the graph hold about a thing?"""

import shlex

from secgraph.cli import options, out
from secgraph.linking import links
from secgraph.query import describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "say what the graph holds about a thing"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "thing", metavar="THING", help="label, alias, passage, prefixed name or IRI"
    )
    options.add_cite(parser)
    parser.add_argument(
        "--all", action="store_true", help="list all claims about it, however many there are"
    )
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Print the description of the thing."""
    session = options.open_session(arguments)
    if arguments.cite is not None:
        from secgraph.query import citation

        command = shlex.join(["secgraph", "show", arguments.thing, *options.documents(arguments)])
        things = describe.things(session, arguments.thing)
        out.cite(citation.of_things(session, things, command, around=True), arguments)
        return 0
    out.text(describe.thing(session, arguments.thing, links(), whole=arguments.all))
    return 0
