"""List the verbs of the command line and build its parser.

What a verb takes and does stands in its own module. Runs nothing.
"""

import argparse
import functools
import importlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol, cast

    class Verb(Protocol):
        """The module of a verb."""

        HELP: str
        """What the verb does, in a line."""

        add_arguments: Callable[[argparse.ArgumentParser], None]
        act: Callable[[argparse.Namespace], int]
        """Does what the arguments say, and gives the exit code."""


VERBS = (
    "queries",
    "run",
    "ask",
    "sparql",
    "show",
    "coverage",
    "passage",
    "find",
    "report",
    "check",
    "export",
    "build",
    "serve",
    "site",
    "load",
    "import",
    "unload",
    "describe",
    "links",
    "test-claims",
    "reason",
    "document",
    "mcp",
    "corpus",
)
"""In the order in which help lists them; the module of ``test-claims`` is ``test_claims``."""

ACTIONS = {
    "document": (
        "new",
        "segment",
        "draft",
        "check",
        "review",
        "build",
        "tables",
        "export",
        "status",
    ),
    "corpus": ("add", "status", "export", "tables", "remove"),
}
"""The actions of the verbs that have some; the module of ``document new`` is ``document.new``."""


def module(verb: str) -> "Verb":
    """Give the module of a verb, or of an action such as ``document new``."""
    # "import" cannot be the name of a module.
    name = {"import": "import_"}.get(verb, verb.replace("-", "_").replace(" ", "."))
    found = importlib.import_module(f"secgraph.cli.{name}")
    return cast("Verb", found) if TYPE_CHECKING else found


def parser(verb: str | None = None) -> argparse.ArgumentParser:
    """Build the parser of the command line.

    Args:
        verb: If it is one, only its arguments are added: argparse looks for translations of each
            option, which costs more than a query.
    """
    top = _Parser(
        prog="secgraph",
        description="Ask a graph of security alignment who holds what, and where it stands.",
        formatter_class=_Help,
    )
    top.add_argument("--version", action="store_true", help="name the release and stop")
    # Naming the program keeps argparse from loading what measures the terminal.
    verbs = top.add_subparsers(dest="verb", metavar="VERB", prog="secgraph")
    for name in (verb,) if verb in VERBS else VERBS:
        own = _add_verb(verbs, name)
        if name in ACTIONS:
            actions = own.add_subparsers(
                dest="action", metavar="ACTION", required=True, prog=f"secgraph {name}"
            )
            for action in ACTIONS[name]:
                _add_verb(actions, f"{name} {action}")
    _add_debug(top)
    return top


def _add_verb(parsers: "argparse._SubParsersAction[_Parser]", name: str) -> "_Parser":
    """Add the parser of a verb or an action."""
    its = module(name)
    own = parsers.add_parser(name.rpartition(" ")[2], help=its.HELP, formatter_class=_Help)
    its.add_arguments(own)
    _add_debug(own)
    return own


def _add_debug(parser: argparse.ArgumentParser) -> None:
    # Without a default: that of a verb would take the place of what stands before it.
    parser.add_argument(
        "--no-pager",
        action="store_true",
        default=argparse.SUPPRESS,
        help="on a terminal, print a long text at once, and not in the pager that PAGER names",
    )
    parser.add_argument(
        "--debug",
        action="store_true",
        default=argparse.SUPPRESS,
        help="show where in the program an unexpected error (exit code 70) comes from",
    )


def _parsers(top: argparse.ArgumentParser) -> "dict[str, argparse.ArgumentParser]":
    """Give the parsers of the verbs that the parser of the command line has."""
    choices = next(action.choices for action in top._actions if action.dest == "verb")
    return dict(choices or {})


def arguments(words: "Sequence[str]") -> argparse.Namespace:
    """Take the words of a command line apart; options and values stand in any order.

    Raises:
        SystemExit: They cannot be understood, or ask for help, which is then printed.
    """
    verb = words[0] if words else None
    top = parser(verb)
    if verb not in VERBS:
        return top.parse_args(words)
    own = _parsers(top)[verb]
    chosen = argparse.Namespace(verb=verb, version=False)
    parsed, rest = own.parse_known_args(words[1:], argparse.Namespace(**vars(chosen)))
    if not rest:
        return parsed
    if "--" in words or verb in ACTIONS:
        own.error(f"unrecognized arguments: {' '.join(rest)}")
    # argparse gives values that stand after an option to no argument of any number.
    return own.parse_intermixed_args(words[1:], chosen)


class _Parser(argparse.ArgumentParser):
    """A parser whose help ends with examples and exit codes."""

    def format_help(self) -> str:
        """Give the help; what its end needs is loaded only here."""
        from secgraph.cli import examples

        return super().format_help() + examples.ending(self.prog.removeprefix("secgraph").strip())


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal, which argparse would measure anew for each option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


@functools.cache
def _columns() -> int:
    try:
        return max(int(os.environ.get("COLUMNS", "")), 30) - 2
    except ValueError:
        return (os.get_terminal_size(1).columns if os.isatty(1) else 80) - 2
