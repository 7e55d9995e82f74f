"""Hold a program's draft against the rules for people, and give the file that it becomes.

Writes no file; gives none where anything is wrong.
"""

import os.path
from dataclasses import dataclass

from secgraph.authoring import exchange, gate, parse, project, resolve, writing
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.project import Project
from secgraph.authoring.syntax import File
from secgraph.authoring.vocabulary import Vocabulary
from secgraph.errors import BadValue


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft of a program.

    Attributes:
        name: The file that it becomes, below the folder of the document.
        text: What that holds.
        claims: How many claims it has.
        messages: What is wrong with it, each at its passage and claim.
    """

    name: str
    text: str
    claims: int
    messages: list[str]


def taken(place: Project, path: str, program: str) -> Taken:
    """Take a draft in.

    Raises:
        BadFile: It is no draft.
        BadValue: A part of it cannot stand in a file of claims.
    """
    return of_draft(place, exchange.read(path), path, program)


def of_draft(place: Project, draft: exchange.Json, path: str, program: str) -> Taken:
    """Take in a draft that was read.

    Args:
        place: The folder of its document.
        draft: As :func:`exchange.read` gives it.
        path: What messages call it.
        program: Which program drafted it.

    Raises:
        BadValue: A part of it cannot stand in a file of claims.
    """
    name = exchange.program(program)
    written = exchange.file(draft, name)
    text = writing.file(written)
    mistakes = Mistakes(path)
    file = parse.parse(text, mistakes)
    if not mistakes and file != written:
        raise BadValue(
            path,
            "a name or a sentence in it holds signs of the format, such as | or ;: say it "
            "without them",
        )
    if not mistakes:
        work = resolve.resolve(
            file, place.folder.head, place.passages, Vocabulary(place.rows), mistakes
        )
        gate.check(work, place.marks(), place.rows, mistakes, whole=False)
    where = _places(text)
    messages = [f"{path}: {where.get(one.line, 'the draft')}: {one.message}" for one in mistakes]
    target = os.path.join(project.DRAFTS, f"{name}.claims")
    return Taken(target, text, _count(file), messages)


def _count(file: File) -> int:
    return len(list(file.claims()))


def _places(text: str) -> dict[int, str]:
    """Give for each line of a file the passage or the claim to which it belongs."""
    places: dict[int, str] = {}
    passage = place = "the head"
    for number, line in enumerate(text.split("\n"), 1):
        word = line.split()[0] if line.split() else ""
        if line[:1].isupper():
            passage = place = word
        elif line[:1].islower():
            place = f"{passage}.{word}" if passage[:1].isupper() else line
        places[number] = place
    return places
