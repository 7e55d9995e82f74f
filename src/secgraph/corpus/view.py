"""The graph that a corpus is: which column of which table each property stands for.

The one place that says so; the compiler of questions and the export as RDF both read it.
"""

from dataclasses import dataclass

from secgraph.corpus.dialect import DUCKDB, Dialect
from secgraph.corpus.facts import PREDICATES
from secgraph.corpus.tables import PER_DOCUMENT
from secgraph.namespaces import PREFIXES, SG

DOCUMENT, PASSAGE, MENTION, THING = "document", "passage", "mention", "thing"
"""Kinds of things, each with keys of its own."""

STRING, LABEL, DATE, INTEGER, DOUBLE, TRUTH = (
    "string",
    "label",
    "date",
    "integer",
    "double",
    "truth",
)
"""Kinds of values. A label is a text in English, a date a text of one of three datatypes."""

KEYS = (DOCUMENT, PASSAGE, MENTION, THING)
TABLE = {DOCUMENT: "documents", PASSAGE: "passages", MENTION: "mentions", THING: "things"}


@dataclass(frozen=True, slots=True)
class Column:
    """Where the value of a property stands.

    Attributes:
        subject: The kind of the subject.
        sql: The value, from the table of the subject, which is called ``{0}``; or for a derived
            one from its key, which is called ``{1}``. In the words of DuckDB; see
            :meth:`Dialect.own`.
        kind: Of the value.
        optional: Whether it may be missing.
        derived: Whether the key alone gives the value.
    """

    subject: str
    sql: str
    kind: str
    optional: bool = False
    derived: bool = False


LABEL_PROPERTY = PREFIXES["rdfs"] + "label"
TYPE = PREFIXES["rdf"] + "type"

COLUMNS: dict[str, tuple[Column, ...]] = {
    PREFIXES["dcterms"] + "creator": (Column(DOCUMENT, "{0}.state", THING),),
    PREFIXES["dcterms"] + "contributor": (Column(DOCUMENT, "{0}.speaker", STRING, optional=True),),
    PREFIXES["dcterms"] + "issued": (Column(DOCUMENT, "{0}.date", DATE),),
    PREFIXES["oa"] + "hasSource": (
        Column(PASSAGE, f"{{1}} // {PER_DOCUMENT}", DOCUMENT, derived=True),
    ),
    SG + "ordinal": (Column(PASSAGE, f"{{1}} % {PER_DOCUMENT}", INTEGER, derived=True),),
    PREFIXES["dcterms"] + "identifier": (
        Column(
            PASSAGE,
            "'P' || CAST({0}.paragraph AS VARCHAR) || '.S' || CAST({0}.sentence AS VARCHAR)",
            STRING,
        ),
    ),
    SG + "sha256": (
        Column(DOCUMENT, "lower(hex({0}.sha256))", STRING),
        Column(PASSAGE, "lower(hex({0}.sha256))", STRING),
    ),
    SG + "paragraphNumber": (Column(PASSAGE, "{0}.paragraph", INTEGER),),
    SG + "sentenceNumber": (Column(PASSAGE, "{0}.sentence", INTEGER),),
    SG + "codePointCount": (Column(DOCUMENT, "{0}.points", INTEGER),),
    SG + "inPassage": (Column(MENTION, "{0}.passage", PASSAGE),),
    SG + "refersTo": (Column(MENTION, "{0}.thing", THING),),
    SG + "hasSurface": (Column(MENTION, "{0}.surface", STRING),),
    LABEL_PROPERTY: (
        Column(DOCUMENT, "{0}.label", LABEL),
        Column(THING, "{0}.label", LABEL),
    ),
}
"""The properties of documents, passages, mentions and things."""

FACTS = dict.fromkeys(PREDICATES, THING) | {SG + "hasStart": STRING}
"""The properties that stand in the table of facts, with the kinds of their values."""

CLASSES = {
    SG + "Document": DOCUMENT,
    SG + "Passage": PASSAGE,
    SG + "Mention": MENTION,
}
"""The classes of which every thing of a kind is a member."""


def passage(document: str, ordinal: str) -> str:
    """Give the SQL of the key of a passage, of which the derived properties are the parts."""
    return f"{document} * {PER_DOCUMENT} + {ordinal}"


def iri(kind: str, key: str, dialect: Dialect = DUCKDB) -> str:
    """Give the SQL of the IRI of a thing, by its key."""
    if kind == THING:
        return f"(SELECT t.iri FROM things t WHERE t.thing = {key})"
    document = "(SELECT d.iri FROM documents d WHERE d.document = {})"
    if kind == DOCUMENT:
        return document.format(key)
    if kind == PASSAGE:
        within = (
            "(SELECT '/p' || CAST(p.paragraph AS VARCHAR) || 's' || CAST(p.sentence AS VARCHAR) "
            f"FROM passages p WHERE p.passage = {key})"
        )
        return f"({document.format(f'{key} {dialect.divided} {PER_DOCUMENT}')} || {within})"
    within = (
        "(SELECT '/m' || CAST(m.start AS VARCHAR) || '-' || CAST(m.\"end\" AS VARCHAR) "
        f"FROM mentions m WHERE m.mention = {key})"
    )
    owner = f"(SELECT m.document FROM mentions m WHERE m.mention = {key})"
    return f"({document.format(owner)} || {within})"


def joined(kind: str, key: str, alias: str) -> tuple[list[tuple[str, str]], str]:
    """Give the tables that hold the IRI of a thing, and the SQL of the IRI.

    An engine that reads whole tables joins them better than it looks keys up; see :func:`iri`.

    Args:
        kind: Of the thing.
        key: Its key.
        alias: What the first table is called; a second one is called so with ``d`` behind it.

    Returns:
        Each table with its alias and the condition on which it is joined; and the IRI.
    """
    own = (f"{TABLE[kind]} {alias}", f"{alias}.{kind} = {key}")
    if kind in (THING, DOCUMENT):
        return [own], f"{alias}.iri"
    owner = (f"documents {alias}d", f"{alias}d.document = {alias}.document")
    parts = (
        ("'/p'", "paragraph", "'s'", "sentence")
        if kind == PASSAGE
        else ("'/m'", "start", "'-'", '"end"')
    )
    within = f"{parts[0]} || CAST({alias}.{parts[1]} AS VARCHAR)"
    within += f" || {parts[2]} || CAST({alias}.{parts[3]} AS VARCHAR)"
    return [own, owner], f"({alias}d.iri || {within})"
