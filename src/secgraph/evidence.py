"""Hold a text against the passages that point into it.

Compares digests of slices; keeps and shows no word of the text.
"""

import hashlib

from secgraph.errors import BadFile
from secgraph.names import PREFIXES, SG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_PASSAGES = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?passage ?id ?start ?end ?digest WHERE {{
  ?passage <{SG}sha256> ?digest ; <{PREFIXES["dcterms"]}identifier> ?id ; <{SG}ordinal> ?place ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
}} ORDER BY ?place"""
_DOCUMENT = f"SELECT ?document ?length ?digest WHERE {{ ?document <{SG}codePointCount> ?length ; <{SG}sha256> ?digest . }}"


def read(path: str) -> str:
    """Read the user's copy of a text, line ends and all.

    Raises:
        BadFile: It is missing, or not UTF-8.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadFile(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def verify(text: str, rows: "Callable[[str], list[list[str]]]") -> "list[tuple[str, str]]":
    """Compare a text with the passages of the graph.

    Args:
        text: The whole text; positions count its Unicode code points from 0.
        rows: Answers a SELECT query with plain strings.

    Returns:
        For the document and each passage that differs: its IRI, and what is wrong. The document comes first.
    """
    found = []
    for document, length, digest in rows(_DOCUMENT):
        if _digest(text) != digest:
            found.append((document, _whole(text, int(length))))
    for passage, identifier, start, end, digest in rows(_PASSAGES):
        slice_ = text[int(start) : int(end)]
        if len(slice_) != int(end) - int(start):
            found.append((passage, f"{identifier} reaches to code point {end}, but the text ends at {len(text)}"))
        elif _digest(slice_) != digest:
            found.append((passage, f"{identifier} (code points {start} to {end}) differs from the text that was read for the graph"))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _whole(text: str, length: int) -> str:
    if "\r\n" in text:
        return "the text has Windows line ends, the one that was read has not; convert them and try again"
    if text.startswith("\ufeff"):
        return "the text begins with a byte order mark; remove it and try again"
    return f"the text has {len(text)} code points and another digest; the one that was read has {length}"
