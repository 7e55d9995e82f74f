"""The verb document: make a document of a text of one's own, step by step.

Each action stands in its own module; this one hands over to it.
"""

from secgraph.cli import verbs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "make a document of a text: its passages, its claims, their graph"

DESCRIPTION = (
    "Make a document of a text, in a folder of your own outside of the project. What holds words "
    "of the text is named in the .gitignore of the folder, unless its licence is a free one."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Say what the verb is for; its arguments are those of its actions."""
    parser.description = DESCRIPTION


def act(arguments: "argparse.Namespace") -> int:
    """Do what the action says; all mistakes of a file of claims are named, each in its line."""
    action = verbs.module(f"document {arguments.action}")
    if arguments.action in ("new", "segment", "status"):
        return action.act(arguments)
    from secgraph.authoring.mistakes import BadClaims
    from secgraph.cli.document import places

    try:
        return action.act(arguments)
    except BadClaims as error:
        places.say(str(error).split("\n"))
        return 2
