"""The action document status: how far the work on documents is.

Writes nothing.
"""

import dataclasses
import json

from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.documents.folder import Status

HELP = "say how far it is: text, passages, places to settle"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folders", metavar="DIR", nargs="+", help="the folder of a document")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines (the default), or JSON"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print the status of each folder."""
    from secgraph.documents import folder

    states = [folder.status(folder.opened(path)) for path in arguments.folders]
    if arguments.format == "json":
        print(json.dumps([dataclasses.asdict(state) for state in states], indent=2))
        return 0
    for state in states:
        out.text("\n".join(_lines(state)))
    return 0


def _lines(state: "Status") -> "list[str]":
    from secgraph.documents import folder

    answered = state.places - state.open_places
    segmentation = {
        "": "not begun",
        folder.OPEN: f"{answered} of {state.places} places settled",
        folder.FROZEN: f"{state.passages} passages, frozen",
        folder.CHANGED: f"{state.passages} passages, frozen for another text",
    }[state.segmentation]
    return [
        f"{state.folder}: {state.label}",
        f"  slug: {state.slug}",
        f"  licence: {state.licence}",
        f"  text: {state.text}",
        f"  segmentation: {segmentation}",
    ]
