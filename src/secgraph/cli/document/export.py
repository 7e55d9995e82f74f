"""The action document export: give the claims in a form of others.

Writes no words of a text whose licence is not free.
"""

import json

from secgraph.cli import out
from secgraph.cli.document import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "give its claims as Web Annotations, or with positions in place of words"

DESCRIPTION = (
    "Give the claims of a document: web-annotation is JSON-LD of the W3C, which annotation tools "
    "read, with positions in the text and its words only where the licence is free; claims is the "
    "file with positions in place of words, as it may be committed, such as a first reading before "
    "it is compared."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    parser.description = DESCRIPTION
    parser.add_argument("folder", metavar="DIR", help="the folder of the document")
    parser.add_argument("--format", choices=("web-annotation", "claims"), default="web-annotation")
    parser.add_argument("--claims", metavar="FILE", help="another file of claims of the document")
    parser.add_argument("--drafts", action="store_true", help="also claims that nobody approved")
    parser.add_argument("-o", "--output", metavar="FILE", help="write into a file")


def act(arguments: "argparse.Namespace") -> int:
    """Write the claims."""
    from secgraph.authoring import annotations, committed, lexing, signs
    from secgraph.authoring.mistakes import BadClaims
    from secgraph.authoring.reading import read_claims

    place = places.opened(arguments.folder)
    path = arguments.claims or place.claims_path()
    reading = read_claims(place, path, names=place.released())
    work = reading.checked()
    try:
        if arguments.format == "claims":
            out.save(committed.write(reading).encode(), arguments.output)
            return 0
        claims = [
            claim
            for claim in work.claims
            if arguments.drafts or work.state(claim) == signs.APPROVED
        ]
        made = annotations.collection(work, claims, reading.marks)
    except lexing.Broken as error:
        raise BadClaims(reading.gate) from error
    out.save((json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode(), arguments.output)
    return 0
