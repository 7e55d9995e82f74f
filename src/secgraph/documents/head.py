"""What is known of a text as a whole: its head, kept as ``document.toml``, and its Turtle.

Holds no word of the text but its title. Says of a licence only whether it lets the text be
published with the data.
"""

import dataclasses
import json
import re
import tomllib
from dataclasses import dataclass

from secgraph.documents.canonical import RECIPE
from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, SG, is_iri
from secgraph.syntax import textfile

UNKNOWN = "unknown"

FREE = (
    "CC0-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "OGL-UK-3.0",
    "public-domain",
)
"""Licences that let a text be published whole: identifiers of SPDX, and ``public-domain``."""

DOCUMENTS = "https://w3id.org/secgraph/doc/"
"""Where the namespaces of documents begin, if the head names no other."""

NOTE = """\
# What is known of the text as a whole. Title, label, date, source, licence and headings may be
# changed by hand until the passages are frozen; the digests and the recipe are never.
"""

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_NAMESPACE = re.compile(r"https?://[^ <>\"{}|^`\\]+[/#]")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LANGUAGE = re.compile(r"en(?:-[A-Za-z0-9]{1,8})*", re.IGNORECASE)
_DATE = re.compile(r"unknown|\d{4}(?:-\d\d(?:-\d\d)?)?(?:\.\.)?|\.\.\d{4}(?:-\d\d(?:-\d\d)?)?")
_AT_LINE = re.compile(r"\(at line (\d+)")


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a text as a whole.

    Attributes:
        slug: Its short name and prefix: lower-case ASCII letters and digits with hyphens.
        label: Its common name.
        title: Its title.
        date: A day, month or year, with ``..`` for a bound, such as ``2023-02..``; or ``unknown``.
        language: A BCP 47 tag of English.
        licence: An SPDX identifier, ``public-domain``, other terms in a line, or ``unknown``.
        source: Where it is published; empty if that is not known.
        namespace: Of the IRIs of what is its own.
        recipe: Name and version of the steps from the page to the canonical text.
        page_kind: What the page was: Markdown, HTML or plain text.
        page_sha256: Digest of the file of the page.
        text_sha256: Digest of the canonical text in UTF-8.
        code_points: Length of the canonical text.
        title_block: Whether the first block is the title.
        headings: The numbers of the blocks that are headings, from 1.
    """

    slug: str
    label: str
    title: str
    date: str
    language: str
    licence: str
    source: str
    namespace: str
    page_kind: str
    page_sha256: str
    text_sha256: str
    code_points: int
    title_block: bool
    headings: tuple[int, ...]
    recipe: str = RECIPE

    @property
    def is_free(self) -> bool:
        """Whether the licence lets the text be published whole."""
        return self.licence in FREE


def is_slug(text: str) -> bool:
    """Whether a text can be the short name of a document."""
    return _SLUG.fullmatch(text) is not None


def fault(name: str, value: object) -> str:
    """Say what is wrong with the value of a key of the head; empty if nothing."""
    if name in ("label", "title", "licence") and not str(value).strip():
        return "is empty; say it in a line"
    pattern, advice = {
        "slug": (_SLUG, "use lower-case letters and digits with hyphens, such as ports-2024"),
        "date": (_DATE, "use a day such as 2021-03-12, a bound such as 2023-02.., or unknown"),
        "language": (_LANGUAGE, "only English is divided into sentences; use en or such as en-GB"),
        "namespace": (_NAMESPACE, "use an IRI that ends in / or #"),
        "page_sha256": (_DIGEST, "use the 64 figures of SHA-256"),
        "text_sha256": (_DIGEST, "use the 64 figures of SHA-256"),
    }.get(name, (None, ""))
    if pattern is not None and not pattern.fullmatch(str(value)):
        return f"cannot be {str(value)[:40]!r}; {advice}"
    if name == "source" and value and not is_iri(str(value)):
        return f"cannot be {str(value)[:40]!r}; use an address such as https://example.org/page"
    return ""


def write(head: Head) -> str:
    """Write a head as TOML."""
    values = dataclasses.asdict(head)
    lines = [f"{name} = {_toml(value)}\n" for name, value in values.items()]
    return NOTE + "".join(lines)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def read(path: str) -> Head:
    """Read a head.

    Raises:
        BadFile: The file is missing, is no TOML, or has a key that is unknown, missing or wrong;
            with the line.
    """
    words = textfile.with_line_feeds(textfile.read(path))
    try:
        values = tomllib.loads(words)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = _AT_LINE.search(str(error))
        reason = str(error).partition(" (at ")[0] or "too deep"
        raise BadFile(path, f"is no TOML: {reason}", int(line[1]) if line else None) from error
    keys = {field.name: field for field in dataclasses.fields(Head)}
    for name in values:
        if name not in keys:
            raise BadFile(path, f"has the unknown key {name!r}; remove it", _line(words, name))
    for name, field in keys.items():
        if name not in values:
            raise BadFile(path, f"has no {name}; restore it as 'secgraph document new' wrote it")
        reason = _wrong_type(values[name], field.type) or fault(name, values[name])
        if reason:
            raise BadFile(path, f"{name} {reason}", _line(words, name))
    return Head(**{**values, "headings": tuple(values["headings"])})


def _wrong_type(value: object, kind: object) -> str:
    if kind is str:
        right = isinstance(value, str) and "\n" not in value
        return "" if right else "is no text in one line; write it in quotes"
    if kind is bool:
        return "" if isinstance(value, bool) else "is neither true nor false"
    if kind is int:
        right = isinstance(value, int) and not isinstance(value, bool)
        return "" if right else "is no whole number"
    right = isinstance(value, list) and all(type(item) is int and item > 0 for item in value)
    return "" if right else "is no list of the numbers of blocks, such as [5, 14]"


def _line(words: str, name: str) -> int | None:
    match = re.search(rf"^[ \t\"']*{re.escape(name)}\b", words, re.MULTILINE)
    return words.count("\n", 0, match.start()) + 1 if match else None


def turtle(head: Head, first: str, author: str = "") -> str:
    """Write a document in Turtle, in the form of ``data/documents/*/document.ttl``.

    Args:
        head: What is known of it.
        first: The local name of the passage that names its authors, or else of the first one.
        author: The prefixed name of who speaks, described elsewhere; empty where nobody is named.
    """
    names = {"sg": SG, head.slug: head.namespace} | {
        name: PREFIXES[name] for name in ("rdfs", "skos", "dcterms", "vann")
    }
    if author.startswith("sgd:"):
        names["sgd"] = PREFIXES["sgd"]
    issued = _issued(head.date)
    if issued:
        names["xsd"] = PREFIXES["xsd"]
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in names.items()]
    source = f"    rdfs:seeAlso <{head.source}> ;\n" if head.source else ""
    return (
        "".join(lines)
        + "\n# The text as a whole. Its words stay outside; passages.ttl points into it.\n"
        f"\n{head.slug}:document a sg:Document ;\n"
        f"    rdfs:label {_literal(head.label)}@en ;\n"
        f"    dcterms:title {_literal(head.title)}@{head.language} ;\n"
        f'    vann:preferredNamespacePrefix "{head.slug}" ;\n'
        f'    vann:preferredNamespaceUri "{head.namespace}" ;\n'
        f"    sg:hasAuthor {author or f'{head.slug}:author'} ;\n"
        f"    sg:codePointCount {head.code_points} ;\n"
        f'    sg:sha256 "{head.text_sha256}" ;\n'
        f"{source}"
        f"{issued}"
        f"    skos:editorialNote {_literal(_provenance(head))}@en .\n"
    ) + ("" if author else _unnamed(head, first))


def _issued(date: str) -> str:
    """State the day, month or year of a text; nothing where only a bound of it is known."""
    datatype = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(date))
    if datatype is None or date == UNKNOWN or ".." in date:
        return ""
    return f'    dcterms:issued "{date}"^^xsd:{datatype} ;\n'


def _unnamed(head: Head, first: str) -> str:
    return (
        f"\n{head.slug}:author a sg:Collective ;\n"
        f"    rdfs:label {_literal(f'the authors of {head.label}')}@en ;\n"
        f"    dcterms:source {head.slug}:{first} .\n"
    )


def _provenance(head: Head) -> str:
    return (
        f"Date: {head.date}. Licence: {head.licence}. The text was made by the recipe "
        f"{head.recipe} of a page ({head.page_kind}) with the SHA-256 {head.page_sha256}."
    )


def _literal(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
