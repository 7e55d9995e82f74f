"""Hold a text against the passages and mentions that point into it.

Compares digests of slices; keeps no word of the text, and hands out only what its user gave.
"""

import hashlib
import re

from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, SG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_PASSAGES = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?passage ?id ?start ?end ?digest WHERE {{
  ?passage <{SG}sha256> ?digest ; <{PREFIXES["dcterms"]}identifier> ?id ; <{SG}ordinal> ?place ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
}} ORDER BY ?place"""
_MENTIONS = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?mention ?passage ?surface ?start ?end WHERE {{
  ?mention <{SG}hasSurface> ?surface ; <{SG}inPassage> ?passage ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end .
}} ORDER BY ?start ?end STR(?mention)"""
# Whatever has a source is a thing in the world or of the text; names of terms are not looked for.
_NAMES = f"""
SELECT DISTINCT ?name WHERE {{
  VALUES ?kind {{ <{PREFIXES["rdfs"]}label> <{PREFIXES["skos"]}altLabel> }} ?thing <{PREFIXES["dcterms"]}source> ?source ; ?kind ?name .
}}"""
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
        For the document, each passage and each mention that differs: its IRI, and what is wrong.
            The document comes first. Where the
        text is the one that was read, a passage that holds a name without a mention is told too.
    """
    found = _digests(text, rows)
    return found or _mentions(text, rows)


def sentences(path: str, rows: "Callable[[str], list[list[str]]]") -> "dict[str, str]":
    """Give the words of each passage, by its IRI, from the user's copy of the text.

    Args:
        path: The copy.
        rows: Answers a SELECT query with plain strings.

    Raises:
        BadFile: It cannot be read, or is not the text that was read for the graph; names the first
            passage that differs.
    """
    text = read(path)
    found = _digests(text, rows)
    if found:
        raise BadFile(path, "; first, ".join(message for _, message in found[:2]))
    return {passage: text[int(start) : int(end)] for passage, _, start, end, _ in rows(_PASSAGES)}


def _digests(text: str, rows: "Callable[[str], list[list[str]]]") -> "list[tuple[str, str]]":
    found = []
    for document, length, digest in rows(_DOCUMENT):
        if _digest(text) != digest:
            found.append((document, _whole(text, int(length))))
    for passage, identifier, start, end, digest in rows(_PASSAGES):
        slice_ = text[int(start) : int(end)]
        if len(slice_) != int(end) - int(start):
            found.append(
                (
                    passage,
                    f"{identifier} reaches to code point {end}, but the text ends at {len(text)}",
                )
            )
        elif _digest(slice_) != digest:
            found.append(
                (
                    passage,
                    f"{identifier} (code points {start} to {end}) differs from the text that was read for the graph",
                )
            )
    return found


def _mentions(text: str, rows: "Callable[[str], list[list[str]]]") -> "list[tuple[str, str]]":
    found, taken = [], []
    for mention, _, surface, start, end in rows(_MENTIONS):
        taken.append((int(start), int(end)))
        if text[int(start) : int(end)] != surface:
            found.append((mention, f"code points {start} to {end} are not {surface!r}"))
    names = sorted(
        {name for (name,) in rows(_NAMES) if name[:1].isupper()},
        key=lambda name: (-len(name), name),
    )
    if not names:
        return found
    wanted = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
    for passage, identifier, start, end, _ in rows(_PASSAGES):
        for match in wanted.finditer(text, int(start), int(end)):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                message = f"{identifier} names {match.group()!r} (code points {match.start()} to {match.end()}), and no sg:Mention says what that is"
                found.append((passage, message))
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _whole(text: str, length: int) -> str:
    if "\r\n" in text:
        return "the text has Windows line ends, the one that was read has not; convert them and try again"
    if text.startswith("\ufeff"):
        return "the text begins with a byte order mark; remove it and try again"
    if len(text) == length:
        return "the text is as long as the one that was read, and is another"
    return f"the text has {len(text)} code points; the one that was read has {length}"
