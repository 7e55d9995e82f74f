"""The action document build: make the graph of the claims that are approved.

Writes all of its files or none.
"""

import os

from secgraph.cli import out
from secgraph.cli.document import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "make the graph of the claims that are approved, and apart from it that of the drafts"

DESCRIPTION = (
    "Make the Turtle files of a document of the claims that are approved, the file of claims with "
    "positions in place of words, and the list of released identifiers, none of which ever moves. "
    "What is not approved goes into drafts/, which no question reads unless --drafts asks for it. "
    "With --data DIR every verb that asks then sees the document beside the release."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folders", metavar="DIR", nargs="+", help="the folder of a document")


def act(arguments: "argparse.Namespace") -> int:
    """Build each folder; 1 where the graph of one is wrong, and then it is left as it was."""
    return max(_build(folder) for folder in arguments.folders)


def _build(folder: str) -> int:
    from secgraph.authoring import build

    place = places.opened(folder)
    with places.locked(place):
        built = build.build(place)
        if built.findings:
            places.say(built.findings)
            places.say([f"{len(built.findings)} found; {folder} was left as it was"])
            return 1
        changed = {
            name: data
            for name, data in built.files.items()
            if data is not None and not _is_there(place.folder.file(name), data)
        }
        gone = [
            name
            for name, data in built.files.items()
            if data is None and os.path.isfile(place.folder.file(name))
        ]
        with out.interruptible():
            out.folder({**places.ignored(place), **changed}, folder)
            for name in gone:
                os.unlink(place.folder.file(name))
    open_places = f", {built.open_places} open places" if built.open_places else ""
    out.text(
        f"{folder}: {built.approved} claims approved, {built.drafts} drafts, {built.rejected} "
        f"rejected{open_places}; {len(changed) + len(gone)} files changed"
    )
    return 0


def _is_there(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == data
    except OSError:
        return False
