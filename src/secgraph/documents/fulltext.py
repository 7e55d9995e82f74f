"""Hold a text against the passages and mentions of its document.

Compares digests of slices; keeps no word of the text, and hands out only what its user gave.
"""

import hashlib
import os
import re

from secgraph.documents.document import Document, documents, find
from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, SG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[list[str]]]

_PASSAGES = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?passage ?id ?start ?end ?digest WHERE {{
  ?passage oa:hasSource <%s> ; <{SG}sha256> ?digest ; <{PREFIXES["dcterms"]}identifier> ?id ;
    <{SG}ordinal> ?place ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
}} ORDER BY ?place STR(?passage)"""
_MENTIONS = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?mention ?surface ?start ?end WHERE {{
  ?passage oa:hasSource <%s> .
  ?mention <{SG}inPassage> ?passage ; <{SG}hasSurface> ?surface ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
}} ORDER BY ?start ?end STR(?mention)"""
# Whatever has a source is a thing in the world or of the text; names of terms are not looked for.
_NAMES = f"""
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?kind {{ <{PREFIXES["rdfs"]}label> <{PREFIXES["skos"]}altLabel> }}
  ?thing <{PREFIXES["dcterms"]}source> ?source ; ?kind ?name .
}}"""

Difference = tuple[str, str]
"""The IRI of what differs, and what is wrong."""


class Text:
    """The user's copy of one document.

    Attributes:
        document: The document.
        path: Where the copy stands.
        words: The whole of it; positions count its Unicode code points from 0.
    """

    __slots__ = ("document", "path", "words")

    def __init__(self, document: Document, path: str, words: str) -> None:
        self.document, self.path, self.words = document, path, words


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


def texts(place: str, ask: "Ask") -> "tuple[list[Text], list[str]]":
    """Read the texts that the user names, each with its document.

    Args:
        place: ``DOCUMENT=FILE``, with a slug, label, prefix or IRI before the sign; or a file,
            whose digest says of which document it is where the graph has several; or a folder,
            of which each file is taken that has the digest of a document.
        ask: Answers a SELECT query with plain strings.

    Returns:
        The texts, in the order of the documents, and the files of the folder that are the text of
        no document.

    Raises:
        BadFile: Nothing is there, it is not UTF-8, or it is the text of no document.
        UnknownValue: No document has this name.
    """
    known = documents(ask)
    if not known:
        raise BadFile(place, "cannot be held against anything: the graph has no document")
    name, sign, path = place.partition("=")
    if sign and not os.path.exists(place):
        return [Text(find(name, known), path, read(path))], []
    if os.path.isdir(place):
        return _of_folder(place, known)
    words = read(place)
    fitting = [each for each in known if each.digest == _digest(words)]
    if not fitting and len(known) > 1:
        raise BadFile(
            place,
            f"is the text of none of the {len(known)} documents; to see where it differs from one, "
            f"say which: {known[0].slug}={place}",
        )
    return [Text((fitting or known)[0], place, words)], []


def _of_folder(place: str, known: "list[Document]") -> "tuple[list[Text], list[str]]":
    of_digest = {each.digest: each for each in known if each.digest}
    found: dict[str, Text] = {}
    strangers = []
    for path in _files(place):
        try:
            words = read(path)
        except BadFile:
            strangers.append(path)
            continue
        document = of_digest.get(_digest(words))
        if document is None:
            strangers.append(path)
        else:
            found.setdefault(document.iri, Text(document, path, words))
    if not found:
        raise BadFile(place, "holds no file that is the text of a document of the graph")
    return [found[each.iri] for each in known if each.iri in found], strangers


def _files(place: str) -> "list[str]":
    """List the files of a folder, in the order of their names."""
    try:
        names = sorted(os.listdir(place))
    except OSError as error:
        raise BadFile(place, f"cannot be read ({error.strerror})") from error
    paths = [os.path.join(place, name) for name in names]
    return [path for path in paths if os.path.isfile(path)]


def verify(words: str, ask: "Ask", document: Document | None = None) -> "list[Difference]":
    """Compare a text with the passages of its document.

    Args:
        words: The whole text; positions count its Unicode code points from 0.
        ask: Answers a SELECT query with plain strings.
        document: The document; if None, the one with the digest of the text, else the first.

    Returns:
        For the document, each passage and each mention that differs: its IRI, and what is wrong.
        The document comes first. Where the text is the one that was read, a passage that holds a
        name without a mention is listed too.
    """
    if document is None:
        known = documents(ask)
        fitting = [each for each in known if each.digest == _digest(words)]
        document = next(iter(fitting or known), None)
    if document is None:
        return []
    return _differences(words, ask, document) or _mentions(words, ask, document)


def sentences(place: str, ask: "Ask") -> "dict[str, str]":
    """Give the words of each passage, by its IRI, from the user's copies of the texts.

    Args:
        place: As for :func:`texts`.
        ask: Answers a SELECT query with plain strings.

    Raises:
        BadFile: A copy cannot be read, or is not the text that was read for the graph; names the
            first passage that differs.
    """
    found = {}
    for text in texts(place, ask)[0]:
        differences = _differences(text.words, ask, text.document)
        if differences:
            raise BadFile(text.path, "; first, ".join(message for _, message in differences[:2]))
        for passage, _, start, end, _ in ask(_PASSAGES % text.document.iri):
            found[passage] = text.words[int(start) : int(end)]
    return found


def _differences(words: str, ask: "Ask", document: Document) -> "list[Difference]":
    found = []
    if document.digest and _digest(words) != document.digest:
        found.append((document.iri, _whole(words, document.length)))
    for passage, identifier, start, end, digest in ask(_PASSAGES % document.iri):
        slice_ = words[int(start) : int(end)]
        if len(slice_) != int(end) - int(start):
            message = f"{identifier} reaches to code point {end}, but the text ends at {len(words)}"
        elif _digest(slice_) != digest:
            message = (
                f"{identifier} (code points {start} to {end}) differs from the text that was "
                "read for the graph"
            )
        else:
            continue
        found.append((passage, message))
    return found


def _mentions(words: str, ask: "Ask", document: Document) -> "list[Difference]":
    found, taken = [], []
    for mention, surface, start, end in ask(_MENTIONS % document.iri):
        taken.append((int(start), int(end)))
        if words[int(start) : int(end)] != surface:
            found.append((mention, f"code points {start} to {end} are not {surface!r}"))
    # What belongs to another document is not what this one speaks of.
    others = [each for each in documents(ask) if each.iri != document.iri]
    names = sorted(
        {
            name
            for thing, name in ask(_NAMES)
            if name[:1].isupper() and not any(other.owns(thing) for other in others)
        },
        key=lambda name: (-len(name), name),
    )
    if not names:
        return found
    wanted = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
    for passage, identifier, start, end, _ in ask(_PASSAGES % document.iri):
        for match in wanted.finditer(words, int(start), int(end)):
            if not any(first < match.end() and match.start() < last for first, last in taken):
                message = (
                    f"{identifier} names {match.group()!r} (code points {match.start()} to "
                    f"{match.end()}), and no sg:Mention says what that is"
                )
                found.append((passage, message))
    return found


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _whole(words: str, length: int) -> str:
    if "\r\n" in words:
        return (
            "the text has Windows line ends, the one that was read has not; convert them and try "
            "again"
        )
    if words.startswith("\ufeff"):
        return "the text begins with a byte order mark; remove it and try again"
    if len(words) == length:
        return "the text is as long as the one that was read, and is another"
    return f"the text has {len(words)} code points; the one that was read has {length}"
