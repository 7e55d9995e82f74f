"""A second program that counts who names four things, from the rules in docs/corpora.md alone.

Plain Python over the archive, without the package and without any library: what it gives and what
the package gives have to be equal.
"""

import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

NAMES = {
    "Indo-Pacific": ["Indo-Pacific"],
    "AUKUS": ["AUKUS", "A.U.K.U.S.", "Australia-UK-U.S."],
    "Quad": ["Quad", "Quadrilateral Security Dialogue"],
    "NATO": [
        "NATO",
        "N.A.T.O.",
        "North Atlantic Treaty Organization",
        "North Atlantic Treaty Organisation",
    ],
}
LONGER = [
    "ASEAN Outlook on the Indo-Pacific",
    "EU Indo-Pacific Strategy",
    "EU's Indo-Pacific Strategy",
    "Indo-Pacific concept",
    "Japan + AUKUS",
    "Quad Minus",
    "Japan-NATO cooperation",
    "Japan-NATO engagement",
    "Japan-NATO relations",
    "NATO-Japan ties",
    "Secretary General of NATO",
]
"""Names of other things in which these stand."""

_THING = {name.lower(): thing for thing, names in NAMES.items() for name in names}
_ALL = sorted([*_THING, *(name.lower() for name in LONGER)], key=len, reverse=True)
_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, _ALL))})(?!\w)", re.IGNORECASE)
_FILE = re.compile(r".*/([A-Z]+)_(\d+)_(\d{4})\.txt")
_MARKS = str.maketrans("‘’ʼ′‐‑‒–—", "''''-----")


def whole(text: str) -> str:
    """A text in one line, its divided words joined."""
    text = text.replace("\ufeff", " ").translate(_MARKS)
    text = re.sub(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-z])", "", text)
    text = re.sub(r"(?<=[^\W\d_])-\s*\n\s*(?=[A-Z])", "-", text)
    return " ".join(text.split())


def named(text: str) -> set[str]:
    """The things of the four that a text names."""
    found = set()
    for match in _PATTERN.finditer(whole(text)):
        if match[0][0].isupper() and match[0].lower() in _THING:
            found.add(_THING[match[0].lower()])
    return found


def speeches(archive: Path) -> Iterator[tuple[str, int, str]]:
    """The code, the year and the text of each speech."""
    with tarfile.open(archive) as tar:
        for member in tar:
            match = _FILE.fullmatch(member.name)
            if match and member.isfile():
                file = tar.extractfile(member)
                assert file is not None
                yield match[1], int(match[3]), file.read().decode("utf-8")


def naming(archive: Path) -> tuple[int, dict[str, set[tuple[int, str]]]]:
    """The number of speeches, and for each thing the years and codes of those that name it."""
    count, found = 0, defaultdict(set)
    for code, year, text in speeches(archive):
        count += 1
        for thing in named(text):
            found[thing].add((year, code))
    return count, found
