"""Make the canonical text of a page: its blocks in plain characters, one on each line pair.

The text is what offsets and digests of passages count in, so the recipe has a version and a change
of its result needs a new one. Guesses no letter: what was lost in the page is refused, not mended.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from secgraph.errors import BadFile

RECIPE = "secgraph-text 1"
"""Name and version of the steps that lead from a page to its canonical text.

Mark-up, notes and navigation are left out; each paragraph, heading and item of a list is a block;
characters are in Unicode's form NFC; every run of blanks is one space; characters without width and
those that turn the direction of writing are left out; blocks are separated by an empty line, and
the text ends without a line end.
"""

_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"\s+")
_LOST = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or item of a list.

    Attributes:
        words: In plain characters.
        heading: Whether it is a heading.
    """

    words: str
    heading: bool = False


def plain(words: str, path: str) -> str:
    """Give words in NFC with single spaces, without characters that are not seen.

    Args:
        words: Of one block.
        path: The page, for messages.

    Raises:
        BadFile: They hold a character that is none of a text: a control character, half a surrogate
            pair, or the sign of a failed decoding.
    """
    spaced = _BLANKS.sub(" ", _UNSEEN.sub("", words)).strip()
    for position, letter in enumerate(spaced):
        if letter == _LOST or unicodedata.category(letter) in ("Cc", "Cs"):
            before = re.sub(r"[\ud800-\udfff\x00-\x1f\x7f-\x9f]", "", spaced[:position])[-30:]
            raise BadFile(
                path,
                f"holds the character U+{ord(letter):04X} behind {before!r}, which is none of a "
                "text; it was saved or converted in a wrong encoding: save the page again as UTF-8",
            )
    return unicodedata.normalize("NFC", spaced)


def text(blocks: Sequence[Block]) -> str:
    """Give the canonical text of blocks whose words are plain."""
    return "\n\n".join(block.words for block in blocks)


def digest(words: str) -> str:
    """Give the SHA-256 of words in UTF-8, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()
