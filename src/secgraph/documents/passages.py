"""Passages of a text as pointers: their names, digests and Turtle.

Holds no word of a text beside the names of passages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import pyoxigraph

from secgraph.dataset import limits
from secgraph.documents.canonical import digest
from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, SG
from secgraph.syntax import textfile

_PASSAGES = f"""
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?id ?ordinal ?paragraph ?sentence ?start ?end ?digest WHERE {{
  ?passage a <{SG}Passage> ; <{PREFIXES["dcterms"]}identifier> ?id ; <{SG}ordinal> ?ordinal ;
    <{SG}sha256> ?digest ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?passage <{SG}paragraphNumber> ?paragraph ; <{SG}sentenceNumber> ?sentence . }}
}} ORDER BY ?ordinal"""


@dataclass(frozen=True, slots=True)
class Passage:
    """A title, heading or sentence.

    Attributes:
        identifier: ``T`` for the title, ``H1`` for a heading, ``P1.S2`` for a sentence.
        ordinal: Its place in the text, from 1.
        paragraph, sentence: Its numbers, from 1; 0 for a title or heading.
        start, end: Code points, from 0; the end is exclusive.
        digest: SHA-256 of its words in UTF-8, in hexadecimal.
    """

    identifier: str
    ordinal: int
    paragraph: int
    sentence: int
    start: int
    end: int
    digest: str

    @property
    def local_name(self) -> str:
        """The end of its IRI: ``title``, ``h1``, ``p1s2``."""
        return "title" if self.identifier == "T" else self.identifier.lower().replace(".", "")

    def words(self, text: str) -> str:
        """Give its words, from the whole text."""
        return text[self.start : self.end]

    def is_in(self, text: str) -> bool:
        """Whether a text has the words of the passage in its place."""
        return self.end <= len(text) and digest(self.words(text)) == self.digest


def number(
    text: str, spans: Iterable[Sequence[tuple[int, int]]], kinds: Iterable[str]
) -> list[Passage]:
    """Number the sentences of each block.

    Args:
        text: The whole text.
        spans: For each block, the start and end of each of its passages.
        kinds: For each block ``T``, ``H`` or ``P``: a title, a heading or a paragraph.
    """
    passages: list[Passage] = []
    paragraphs = headings = 0
    for block, kind in zip(spans, kinds, strict=True):
        paragraphs += kind == "P"
        headings += kind == "H"
        for sentence, (start, end) in enumerate(block, 1):
            names = {"T": "T", "H": f"H{headings}", "P": f"P{paragraphs}.S{sentence}"}
            place = (paragraphs, sentence) if kind == "P" else (0, 0)
            passages.append(
                Passage(names[kind], len(passages) + 1, *place, start, end, digest(text[start:end]))
            )
    return passages


def turtle(passages: Sequence[Passage], prefix: str, namespace: str) -> str:
    """Write passages in Turtle, in the form of ``data/documents/*/passages.ttl``.

    Args:
        passages: In the order of the text.
        prefix: Of the document.
        namespace: Of the document, whose IRI is that and ``document``.
    """
    names = {"sg": SG, prefix: namespace} | {
        name: PREFIXES[name] for name in ("rdfs", "dcterms", "oa")
    }
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in names.items())
    note = (
        "# Pointers to the title, headings and sentences: 0-based Unicode code points, end "
        "exclusive, and the\n# SHA-256 of the slice in UTF-8. Paragraph numbers count body "
        "paragraphs only.\n"
    )
    return "\n".join([head, note, *(_turtle(passage, prefix) for passage in passages)])


def _turtle(passage: Passage, prefix: str) -> str:
    name = f"{prefix}:{passage.local_name}"
    numbers = (
        f"    sg:paragraphNumber {passage.paragraph} ;\n"
        f"    sg:sentenceNumber {passage.sentence} ;\n"
        if passage.paragraph
        else ""
    )
    return (
        f"{name} a sg:Passage ;\n"
        f'    rdfs:label "{passage.identifier}"@en ;\n'
        f'    dcterms:identifier "{passage.identifier}" ;\n'
        f"    sg:ordinal {passage.ordinal} ;\n"
        f"{numbers}"
        f"    oa:hasSource {prefix}:document ;\n"
        f"    oa:hasSelector {name}-position ;\n"
        f'    sg:sha256 "{passage.digest}" .\n'
        "\n"
        f"{name}-position a oa:TextPositionSelector ;\n"
        f"    oa:start {passage.start} ;\n"
        f"    oa:end {passage.end} .\n"
    )


def read(path: str) -> list[Passage]:
    """Read the passages of a file in Turtle, in the order of the text.

    Raises:
        BadFile: The file cannot be read, is no Turtle, is nested too deeply, or has no passage or
            two of one name.
    """
    store, data = pyoxigraph.Store(), textfile.content(path)
    limits.check(path, pyoxigraph.RdfFormat.TURTLE.media_type, data)
    try:
        store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise BadFile(path, f"is no Turtle ({error.msg})", error.lineno) from error
    rows = cast("pyoxigraph.QuerySolutions", store.query(_PASSAGES))
    try:
        passages = [_passage([term.value if term else "" for term in row]) for row in rows]
    except ValueError as error:
        raise BadFile(path, f"has a passage with a number that is none ({error})") from error
    names = [passage.identifier for passage in passages]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names:
        raise BadFile(path, f"has {twice[0]} twice" if twice else "has no passage")
    return passages


def _passage(row: Sequence[str]) -> Passage:
    identifier, ordinal, paragraph, sentence, start, end, sha256 = row
    return Passage(
        identifier,
        int(ordinal),
        int(paragraph or 0),
        int(sentence or 0),
        int(start),
        int(end),
        sha256,
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What a changed text means for passages that were frozen.

    Attributes:
        standing: The passages whose words stand where they stood.
        moved: The passages whose words stand elsewhere, each as it was and with its new place.
        missing: The passages whose words are in the text no more: to be read again.
        added: The new passages that have the words of no frozen one.
        renamed: The identifier of each standing or moved passage, before and now.
    """

    standing: list[Passage]
    moved: list[tuple[Passage, Passage]]
    missing: list[Passage]
    added: list[Passage]
    renamed: dict[str, str]

    def __bool__(self) -> bool:
        """Whether anything has changed for a passage."""
        return bool(self.moved or self.missing or self.added)


def compare(frozen: Sequence[Passage], now: Sequence[Passage]) -> Changes:
    """Say which frozen passages a new segmentation has, by the digests of their words.

    Words that stand several times are matched in the order of the text.
    """
    free: dict[str, list[Passage]] = {}
    for passage in now:
        free.setdefault(passage.digest, []).append(passage)
    changes = Changes([], [], [], [], {})
    for passage in frozen:
        matches = free.get(passage.digest, [])
        same = [match for match in matches if match.start == passage.start]
        if not matches:
            changes.missing.append(passage)
            continue
        match = (same or matches)[0]
        matches.remove(match)
        if same:
            changes.standing.append(passage)
        else:
            changes.moved.append((passage, match))
        changes.renamed[passage.identifier] = match.identifier
    changes.added.extend(passage for passage in now if passage in free[passage.digest])
    return changes
