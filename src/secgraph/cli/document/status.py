"""The action document status: how far the work on documents is.

Writes nothing.
"""

import dataclasses
import json

from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.authoring.progress import Progress
    from secgraph.documents.folder import Status

HELP = "say how far it is: text, passages, places to settle, claims"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.add_argument("folders", metavar="DIR", nargs="+", help="the folder of a document")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="lines (the default), or JSON"
    )


def act(arguments: "argparse.Namespace") -> int:
    """Print the status of each folder."""
    from secgraph.authoring import progress
    from secgraph.documents import folder

    opened = [folder.opened(path) for path in arguments.folders]
    states = [(folder.status(one), progress.progress(one)) for one in opened]
    if arguments.format == "json":
        values = [
            {**dataclasses.asdict(state), "claims": dataclasses.asdict(claims)}
            for state, claims in states
        ]
        print(json.dumps(values, indent=2))
        return 0
    for state, claims in states:
        out.text("\n".join([*_lines(state), *_claim_lines(state, claims)]))
    return 0


def _claim_lines(state: "Status", claims: "Progress") -> "list[str]":
    if not claims.file:
        return []
    waiting = claims.claims - claims.approved - claims.rejected
    lines = [
        f"  claims: {claims.claims} in {claims.file}, on {claims.passages} of {state.passages} "
        "passages",
        f"  decided: {claims.approved} approved, {claims.rejected} rejected, {waiting} wait",
        f"  second reading: {claims.second or 'no'} claims",
    ]
    if claims.doubts:
        lines.append(f"  doubts: {claims.doubts} open")
    if claims.mistakes:
        lines.append(f"  mistakes of form: {claims.mistakes}")
    return lines


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
