"""Say how far the claims of a document are, from its files alone.

Looks up no name, and judges no claim.
"""

import os.path
from dataclasses import dataclass

from secgraph.authoring import parse, signs
from secgraph.documents.folder import Folder


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the claims of a document are; a line whose list distributes counts for each claim.

    Attributes:
        file: The name of the file of claims; empty where there is none.
        mistakes: Of its form.
        passages: How many of the passages have claims, or say why they have none.
        claims, approved, rejected: How many there are, and what is decided.
        second: Claims of the second reading.
        doubts: Claims with a doubt that nobody has decided on.
    """

    file: str
    mistakes: int
    passages: int
    claims: int
    approved: int
    rejected: int
    second: int
    doubts: int


def progress(folder: Folder) -> Progress:
    """Say how far the claims of a document are.

    Raises:
        BadFile: A file of the folder is no text, or its passages are damaged.
    """
    names = ("draft.claims", f"{folder.head.slug}.claims")
    name = next((name for name in names if folder.has(name)), "")
    if not name:
        return Progress("", 0, 0, 0, 0, 0, 0, 0)
    file, mistakes = parse.read(folder.file(name))
    digests = {passage.identifier: passage.digest for passage in folder.frozen()}
    made = [claim for claim in file.claims() for _ in range(claim[1].count)]
    states = [signs.state(claim, digests.get(passage.identifier, "")) for passage, claim in made]
    waiting = [
        claim
        for (_, claim), state in zip(made, states, strict=True)
        if claim.doubts and state == signs.DRAFTED
    ]
    second = folder.file("second.claims")
    read_again = parse.read(second)[0] if os.path.isfile(second) else None
    return Progress(
        name,
        len(list(mistakes)),
        sum(bool(one.claims or one.reason) for one in file.passages),
        len(states),
        states.count(signs.APPROVED),
        states.count(signs.REJECTED),
        sum(claim.count for _, claim in read_again.claims()) if read_again is not None else 0,
        len(waiting),
    )
