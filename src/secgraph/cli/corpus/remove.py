"""The action corpus remove: take a corpus away.

Removes only files that the manifest lists.
"""

from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "remove a corpus; files in its folder that are not of it are left"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folder", metavar="DIR", help="the corpus")


def act(arguments: "argparse.Namespace") -> int:
    """Remove the corpus."""
    from secgraph.corpus import addition

    held = addition.remove(arguments.folder)
    out.text(f"{arguments.folder}: {held.rows('documents'):,} speeches of {held.corpus} removed")
    return 0
