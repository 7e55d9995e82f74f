"""Compare a text with the passages and mentions of its document.

Compares SHA-256 digests of slices; stores no word of the text, and returns only words that its user
passed in.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from secgraph.documents import canonical
from secgraph.documents.document import Document, documents, find
from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, SG
from secgraph.syntax import textfile
from secgraph.syntax.literals import count

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
# What has a source is a thing of the world or of the text; names of vocabulary terms are left out.
_NAMES = f"""
SELECT DISTINCT ?thing ?name WHERE {{
  VALUES ?kind {{ <{PREFIXES["rdfs"]}label> <{PREFIXES["skos"]}altLabel> }}
  ?thing <{PREFIXES["dcterms"]}source> ?source ; ?kind ?name .
}}"""

Difference = tuple[str, str]
"""The IRI of what differs, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Text:
    """The user's copy of one document.

    Attributes:
        document: The document.
        path: Of the copy.
        words: The whole of it; positions count its Unicode code points from 0.
    """

    document: Document
    path: str
    words: str


def read(path: str) -> str:
    """Read the user's copy of a text, line ends and all, without its byte order mark.

    Raises:
        BadFile: It is missing, or no text in UTF-8.
    """
    return textfile.read(path)


def texts(place: str, ask: Ask, *, likely: Sequence[Document] = ()) -> tuple[list[Text], list[str]]:
    """Read the texts that the user names, each with its document.

    Args:
        place: ``DOCUMENT=FILE``, where DOCUMENT is a slug, label, prefix or IRI; or a file, matched
            to a document by its digest where the graph has several; or a folder, of which each file
            with the digest of a document is read.
        ask: Answers a SELECT query with plain strings.
        likely: Documents that are meant rather than others. Where it is one, a file with the digest
            of no document is held against it.

    Returns:
        The texts, in the order of the documents, and the files of the folder that match no
        document.

    Raises:
        BadFile: Nothing is there, it is not UTF-8, or it is the text of no document.
        UnknownValue: No document has this name.
    """
    candidates = documents(ask)
    if not candidates:
        raise BadFile(place, "cannot be compared: the graph has no document")
    name, sign, path = place.partition("=")
    if sign and not os.path.exists(place):
        document = find(name, candidates)
        return [Text(document, path, _with_its_line_ends(read(path), document))], []
    if os.path.isdir(place):
        return _of_folder(place, candidates)
    words = read(place)
    match = _with_digest(words, likely) or _with_digest(words, candidates)
    if match is None and len(likely) == 1:
        match = likely[0]
    if match is None and len(candidates) > 1:
        raise BadFile(
            place,
            f"is the text of none of the {len(candidates)} documents; to see where it differs from "
            f"one, say which: {candidates[0].slug}={place}",
        )
    document = match or candidates[0]
    return [Text(document, place, _with_its_line_ends(words, document))], []


def _with_digest(words: str, candidates: Sequence[Document]) -> Document | None:
    """Give the first document whose text these words are, with its line ends or with others."""
    digests = {canonical.digest(form) for form in _forms(words)}
    return next((document for document in candidates if document.digest in digests), None)


def _with_its_line_ends(words: str, document: Document) -> str:
    """Give that form of a copy which is the text of the document, else the copy as it is.

    Positions count code points, so that each CR LF would move what follows it by one.
    """
    forms = _forms(words)
    return next((form for form in forms if document.digest == canonical.digest(form)), words)


def _forms(words: str) -> tuple[str, ...]:
    """Give a copy as it is, with line feeds, and without the line ends that editors add below."""
    plain = textfile.with_line_feeds(words)
    return words, plain, plain.rstrip("\n")


def _of_folder(place: str, candidates: Sequence[Document]) -> tuple[list[Text], list[str]]:
    copies: dict[str, Text] = {}
    strangers = []
    for path in _files(place):
        try:
            words = read(path)
        except BadFile:
            strangers.append(path)
            continue
        document = _with_digest(words, candidates)
        if document is None:
            strangers.append(path)
        else:
            words = _with_its_line_ends(words, document)
            copies.setdefault(document.iri, Text(document, path, words))
    if not copies:
        raise BadFile(place, "holds no file that is the text of a document of the graph")
    return [copies[document.iri] for document in candidates if document.iri in copies], strangers


def _files(place: str) -> list[str]:
    """List the files of a folder, in the order of their names."""
    try:
        names = sorted(os.listdir(place))
    except OSError as error:
        raise BadFile(place, f"cannot be read ({error.strerror})") from error
    paths = [os.path.join(place, name) for name in names]
    return [path for path in paths if os.path.isfile(path)]


def verify(words: str, ask: Ask, document: Document | None = None) -> list[Difference]:
    """Compare a text with the passages of its document.

    Args:
        words: The whole text; positions count its Unicode code points from 0.
        ask: Answers a SELECT query with plain strings.
        document: The document; if None, the one with the digest of the text, else the first.

    Returns:
        For the document, each passage and each mention that differs: its IRI, and what is wrong.
        The document comes first. Where document and passages do not differ, passages that hold a
        name without a mention are listed too.
    """
    if document is None:
        candidates = documents(ask)
        document = _with_digest(words, candidates) or next(iter(candidates), None)
    if document is None:
        return []
    return _passage_differences(words, ask, document) or _mention_differences(words, ask, document)


def sentences(place: str, ask: Ask) -> dict[str, str]:
    """Give the words of each passage, by its IRI, from the user's copies of the texts.

    Args:
        place: As for :func:`texts`.
        ask: Answers a SELECT query with plain strings.

    Raises:
        BadFile: A copy cannot be read, or is not the text that was read for the graph; names the
            first passage that differs.
    """
    sentences = {}
    for text in texts(place, ask)[0]:
        differences = _passage_differences(text.words, ask, text.document)
        if differences:
            raise BadFile(text.path, "; first, ".join(message for _, message in differences[:2]))
        for passage, _, start, end, _ in ask(_PASSAGES % text.document.iri):
            sentences[passage] = text.words[_place(start) : _place(end)]
    return sentences


def _place(digits: str) -> int:
    return count(digits, "a place in a text")


def _passage_differences(words: str, ask: Ask, document: Document) -> list[Difference]:
    differences = []
    if document.digest and canonical.digest(words) != document.digest:
        differences.append((document.iri, _document_message(words, document.length)))
    for passage, identifier, start, end, digest in ask(_PASSAGES % document.iri):
        slice_ = words[_place(start) : _place(end)]
        if len(slice_) != _place(end) - _place(start):
            message = f"{identifier} reaches to code point {end}, but the text ends at {len(words)}"
        elif canonical.digest(slice_) != digest:
            message = (
                f"{identifier} (code points {start} to {end}) differs from the text that was "
                "read for the graph"
            )
        else:
            continue
        differences.append((passage, message))
    return differences


def _mention_differences(words: str, ask: Ask, document: Document) -> list[Difference]:
    differences, spans = [], []
    for mention, surface, start, end in ask(_MENTIONS % document.iri):
        spans.append((_place(start), _place(end)))
        if words[_place(start) : _place(end)] != surface:
            differences.append((mention, f"code points {start} to {end} are not {surface!r}"))
    pattern = _name_pattern(ask, document)
    if pattern is None:
        return differences
    for passage, identifier, start, end, _ in ask(_PASSAGES % document.iri):
        for match in pattern.finditer(words, _place(start), _place(end)):
            if not any(first < match.end() and match.start() < last for first, last in spans):
                message = (
                    f"{identifier} names {match.group()!r} (code points {match.start()} to "
                    f"{match.end()}), and no sg:Mention says what that is"
                )
                differences.append((passage, message))
    return differences


def _name_pattern(ask: Ask, document: Document) -> re.Pattern[str] | None:
    """Give the pattern of all names, the longest first, that begin with a capital letter.

    Names of things that belong to another document are left out; None if there is no name.
    """
    others = [other for other in documents(ask) if other.iri != document.iri]
    names = {
        name
        for thing, name in ask(_NAMES)
        if name[:1].isupper() and not any(other.owns(thing) for other in others)
    }
    if not names:
        return None
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")


def _document_message(words: str, length: int) -> str:
    """Say in which way a whole text differs from the one that was read, of *length* code points."""
    if "\r\n" in words:
        return (
            "the text has Windows line ends, the one that was read has not; convert them and try "
            "again"
        )
    if len(words) == length:
        return "the text is as long as the one that was read, but not the same"
    return f"the text has {len(words)} code points; the one that was read has {length}"
