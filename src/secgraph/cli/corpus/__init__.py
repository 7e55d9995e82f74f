"""The verb corpus: thousands of documents on columns.

Each action stands in its own module; this one hands over to it.
"""

from secgraph.cli import verbs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "keep thousands of documents, such as speeches: who named what, when"

DESCRIPTION = (
    "Keep thousands of documents on columns, in a folder: who spoke when and for whom, and which "
    "things each sentence names. Words stay in the archive that you fetched. Asked by the "
    "questions of the family corpus, with --store DIR."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Say what the verb is for; its arguments are those of its actions."""
    parser.description = DESCRIPTION


def act(arguments: "argparse.Namespace") -> int:
    """Do what the action says."""
    return verbs.module(f"corpus {arguments.action}").act(arguments)
