"""The action document segment: divide the text of a document into passages, and freeze them.

Decides nothing about the text; writes each file in one step, the passages last.
"""

import os.path
import sys

from secgraph.cli import out

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from secgraph.documents.folder import Folder, Step
    from secgraph.documents.passages import Changes, Passage

HELP = "divide its text into passages, and freeze them; list the places to settle"

DESCRIPTION = (
    "Divide the text of a document into passages, by two votes. Where they differ, places.txt "
    "lists the place (exit 1): write cut or keep there and run this again. Passages are frozen "
    "once no place is open. Where the text has changed since, it says which passages stand, which "
    "have moved and which are to be read again, and writes nothing (exit 1)."
)

SHOWN = 20
"""Names of passages that are listed at most, in a line."""


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument(
        "--renew",
        action="store_true",
        help="go on with a text that has changed: freeze its passages anew, and list in "
        "changes.tsv what has become of the former ones",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Divide the text, write what is settled, and say what is not."""
    from secgraph.documents import folder

    opened = folder.opened(arguments.folder)
    step = folder.segment(opened, renew=arguments.renew)
    out.folder(step.files, opened.path)
    if step.changes is not None:
        out.text("\n".join(_listed_changes(step.changes)))
    if step.state == folder.CHANGED:
        _say(
            f"{opened.file(folder.TEXT)} is not the text that was made, so nothing was written; "
            "restore it, or go on with it: --renew"
        )
        return 1
    if step.state == folder.OPEN:
        _say_places(opened)
        return 1
    out.text(_report(opened, step))
    return 0


def _say(message: str) -> None:
    print(f"secgraph: {out.plain(message)}", file=sys.stderr)


def _say_places(opened: "Folder") -> None:
    """Name each open place with its file and line."""
    from secgraph.documents import folder, segmentation

    path = opened.file(folder.PLACES)
    for place in segmentation.read_places(path, opened.text()):
        if place.answer == segmentation.OPEN:
            _say(f"{path}:{place.line}: write cut or keep for ?: {place.words}")


def _report(opened: "Folder", step: "Step") -> str:
    sentences = sum(passage.sentence > 0 for passage in step.passages)
    count = f"{len(step.passages)} passages, {sentences} of them sentences"
    if not step.files:
        return f"{opened.path}: {count}, frozen; nothing has changed"
    places = len(step.places)
    settled = f"; {places} place{'' if places == 1 else 's'} settled" if places else ""
    name = os.path.join(opened.path, "passages.ttl")
    return f"{name}: {count}, frozen{settled}"


def _listed_changes(changes: "Changes") -> "list[str]":
    moved = [was for was, _ in changes.moved]
    lines = [
        f"stand: {_listed(changes.standing)}",
        f"moved: {_listed(moved)}",
        f"to be read again, since their words are not there any more: {_listed(changes.missing)}",
        f"new: {_listed(changes.added)}",
    ]
    renamed = [f"{was} is now {now}" for was, now in changes.renamed.items() if was != now]
    if renamed:
        more = f" and {len(renamed) - SHOWN} more" if len(renamed) > SHOWN else ""
        lines.append(f"names: {', '.join(renamed[:SHOWN])}{more}")
    return lines


def _listed(passages: "Iterable[Passage]") -> str:
    names = [passage.identifier for passage in passages]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{len(names)}{': ' if names else ''}{', '.join(names[:SHOWN])}{more}"
