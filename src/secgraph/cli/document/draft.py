"""The action document draft: begin the claims of a document, or take in what a program drafted.

Writes over no file of claims; a program's drafts go into a folder of their own.
"""

import json
import os.path
import shlex

from secgraph.cli import out
from secgraph.cli.document import places
from secgraph.errors import BadFile, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.authoring.project import Project

HELP = "begin its claims: a skeleton with the words, names and triggers of each passage"

DESCRIPTION = (
    "Begin the claims of a document: draft.claims, with each passage and below it, in comments, "
    "its words, the names that the graph knows and its trigger words. Such comments stay here. "
    "--second begins the file of a second reader instead. --format json prints the same for a "
    "program; what comes back is taken in with --accept, into drafts/ and nowhere else."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument("--second", action="store_true", help="begin the second reading")
    parser.add_argument("--reader", default="", help="who reads; stands in the head of the file")
    parser.add_argument(
        "--format", choices=("claims", "json"), default="claims", help="json prints, for a program"
    )
    parser.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of what a program sends back"
    )
    parser.add_argument("--accept", metavar="FILE.json", help="take in what a program drafted")
    parser.add_argument("--program", metavar="NAME", help="with --accept: which program drafted it")


def act(arguments: "argparse.Namespace") -> int:
    """Write the skeleton, or what a program drafted."""
    if arguments.schema:
        from secgraph.authoring import exchange

        print(json.dumps(exchange.schema(), indent=2))
        return 0
    place = places.opened(arguments.folder)
    if arguments.accept is not None:
        return _accept(place, arguments)
    if arguments.program is not None:
        raise UsageError("--program names who drafted what --accept takes in; add --accept FILE")
    if arguments.format == "json":
        from secgraph.authoring import skeleton
        from secgraph.authoring.vocabulary import Vocabulary

        value = skeleton.as_json(place, Vocabulary(place.rows))
        out.write((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
        return 0
    return _begin(place, arguments)


def _begin(place: "Project", arguments: "argparse.Namespace") -> int:
    from secgraph.authoring import project, skeleton

    name = project.SECOND if arguments.second else project.DRAFT
    path = place.folder.file(name)
    if os.path.lexists(path):
        raise BadFile(path, "is there already, and nothing is written over; go on writing in it")
    again = not arguments.second and place.folder.has(place.committed)
    text = skeleton.again(place) if again else skeleton.begin(place, reader=arguments.reader)
    out.folder({**places.ignored(place), name: text.encode()}, place.folder.path)
    passages = len(place.passages)
    out.text(f"{path}: {passages} passages; write their claims below them")
    out.text(f"next: secgraph document check {shlex.quote(place.folder.path)}")
    return 0


def _accept(place: "Project", arguments: "argparse.Namespace") -> int:
    """Take in a draft of a program; 1 where it has mistakes, and then nothing is written."""
    from secgraph.authoring import accept

    if arguments.program is None:
        raise UsageError("say which program drafted it: --program NAME")
    taken = accept.taken(place, arguments.accept, arguments.program)
    if taken.messages:
        places.say(taken.messages)
        places.say([f"{len(taken.messages):,} found; nothing was written"])
        return 1
    out.folder({**places.ignored(place), taken.name: taken.text.encode()}, place.folder.path)
    path = os.path.join(place.folder.path, taken.name)
    out.text(f"{path}: {taken.claims} claims of program:{arguments.program}, none approved")
    return 0
