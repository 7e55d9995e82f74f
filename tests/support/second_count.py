"""A second program that counts who names four things, written from the archive alone.

Plain Python, without the package and without sight of it: what it gives and what the package gives
have to be equal. White space and line ends are joined first, so that a divided name counts.
"""

import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

FILE_NAME = re.compile(r"([A-Z]{2,3})_(\d{2})_(\d{4})\.txt")

# All dashes, and the soft hyphen, are read as "-".
DASHES = re.compile("[\u00ad\u2010-\u2015\u2212]")
SPACES = re.compile(r"\s+")

# A letter on either side makes it another word ("indigenato", "quadruple"); a digit
# after it may be a footnote mark. "\u00f3" stands for a lost dash in "blocs\u00f3NATO".
START = r"(?:(?<![^\W_])|(?<=\u00f3))"
END = r"(?![^\W\d_])"

NAMES = {
    "Indo-Pacific": (re.compile(START + r"Indo ?-? ?Pacific" + END, re.IGNORECASE),),
    "AUKUS": (re.compile(START + r"AUKUS" + END),),
    # The noun with a capital, or the full name of the dialogue. "quadrilateral" alone is not
    # enough: all such uses in the corpus are of other groups of four.
    "Quad": (
        re.compile(START + r"(?:Quad|QUAD)" + END),
        re.compile(START + r"Quadrilateral Security Dialogue" + END, re.IGNORECASE),
    ),
    # In capitals, or the full name, which a page number may divide ("Treaty 8 Organization").
    "NATO": (
        re.compile(START + r"(?:NATO|N\. ?A\. ?T\. ?O\.?)" + END),
        re.compile(
            START + r"North[ -]{1,2}Atlantic[ -]{1,2}Treaty (?:\d{1,3} )?Organi[sz]ations?" + END,
            re.IGNORECASE,
        ),
    ),
}


def plain(raw: bytes) -> str:
    """The text of a file with one kind of dash and single spaces."""
    text = raw.decode("utf-8").replace("\ufeff", "")
    return SPACES.sub(" ", DASHES.sub("-", text))


def speeches(path: Path) -> Iterator[tuple[str, int, str]]:
    """Code, year and text of every speech; each file is read once."""
    with tarfile.open(path, "r:gz", encoding="utf-8") as archive:
        for member in archive:
            match = FILE_NAME.fullmatch(member.name.rsplit("/", 1)[-1])
            if not member.isfile() or match is None:
                continue
            code, session, year = match.groups()
            assert int(session) + 1945 == int(year), member.name
            file = archive.extractfile(member)
            assert file is not None
            yield code, int(year), plain(file.read())


def naming(path: Path) -> tuple[int, dict[str, set[tuple[int, str]]]]:
    """The number of speeches, and for each thing the year and the code of those that name it."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    total = 0
    for code, year, text in speeches(path):
        total += 1
        for name, patterns in NAMES.items():
            if any(pattern.search(text) for pattern in patterns):
                found[name].add((year, code))
    return total, found
