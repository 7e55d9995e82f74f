"""Say of the passages of a text how much is claimed on each, and all about one.

The user's own copy supplies the words, which nothing here keeps. Draws and prints nothing.
"""

import os.path
import re

from secgraph.documents import fulltext
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from secgraph.query.sessions import Session

KINDS = ("asserted", "denied", "recommended", "committed", "predicted", "supposed", "asked")
"""What a claim does, as evidence/coverage counts it: whatever is denied counts as denied."""

_PREFIXES = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs", "skos", "dcterms", "oa")
)


def rows(session: "Session", text: str | None) -> "list[dict[str, str]]":
    """Count the claims of each passage, in the order of the documents and of their text.

    Args:
        session: Where to ask.
        text: The user's copies; each row then has the words of its passage as well.
    """
    counts = session.run("evidence/coverage", {}).rows
    if text is None:
        return [dict(row) for row in counts]
    words = fulltext.sentences(text, session.store.rows)
    return [{**row, "sentence": words.get(row["passageIri"], "")} for row in counts]


def place(identifier: str) -> "tuple[str, int]":
    """Give the paragraph of a passage, and the number of its sentence there."""
    match = re.fullmatch(r"(P\d+)\.S(\d+)", identifier)
    return (match[1], int(match[2])) if match else (identifier, 1)


def strangers(session: "Session", text: str | None) -> "list[str]":
    """Give the files of a folder that are the text of no document."""
    if text is None or not os.path.isdir(text):
        return []
    return fulltext.texts(text, session.store.rows)[1]


def by_document(rows: "Iterable[Mapping[str, str]]") -> "dict[str, list[Mapping[str, str]]]":
    """Group rows by the IRI of their document."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["documentIri"], []).append(row)
    return groups


def one(session: "Session", name: str, text: str | None) -> str:
    """Say all about one passage: its claims, mentions and links of the argument.

    Args:
        session: Where to ask.
        name: Its identifier, with ``SLUG#`` before it where several documents have one such.
        text: The user's copies; the words of the passage are then shown too.

    Raises:
        UnknownValue: No passage has this name.
        BadValue: Several documents have a passage of this name; the message lists them.
        BadFile: The text is not the one that was read.
    """
    passages = session.names(SG + "Passage")
    if not passages.all(name):
        near = passages.near(name)
        raise UnknownValue(
            name, "passage", near, "" if near else "; a passage is named like P10.S2, T or H1"
        )
    chosen = [iri for iri in passages.all(name) if not session.is_elsewhere(iri)]
    if session.documents and not chosen:
        raise UnknownValue(name, "passage of the chosen documents", [])
    iri = chosen[0] if len(chosen) == 1 else passages.one(name)
    words = fulltext.sentences(text, session.store.rows) if text is not None else {}
    return _passage(session, iri, words.get(iri))


def _passage(session: "Session", iri: str, words: str | None) -> str:
    identifier, start, end, reason, document = session.store.rows(
        f"""{_PREFIXES} SELECT ?id ?start ?end ?reason ?of WHERE {{
        <{iri}> dcterms:identifier ?id ; oa:hasSelector ?s ; oa:hasSource ?d .
        ?s oa:start ?start ; oa:end ?end . OPTIONAL {{ ?d rdfs:label ?of }}
        OPTIONAL {{ <{iri}> sg:reasonForNoAssertion ?reason }} }}"""
    )[0]
    several = len(session.names(SG + "Document").labels) > 1
    of = f", {document}" if several else ""
    lines = [f"{identifier}  (code points {start} to {end}, {curie(iri)}{of})"]
    lines += [f"  “{words}”"] if words is not None else []
    lines += [f"  It asserts nothing by itself: {reason}"] if reason else []
    claims = session.store.rows(
        f"""{_PREFIXES} SELECT ?claim ?text ?force ?polarity ?how WHERE {{
        ?claim sg:hasEvidence <{iri}> ; rdfs:label ?text ; sg:hasForce ?f ; sg:hasPolarity ?p ;
          sg:hasExplicitness ?e .
        ?f rdfs:label ?force . ?p rdfs:label ?polarity . ?e rdfs:label ?how .
        }} ORDER BY STR(?claim)"""
    )
    sections = {
        "Claims": ("No claims", len(claims), _claims(session, claims)),
        "Mentions": ("No mentions", *_mentions(session, iri)),
        "Argument": ("No links of the argument", *_links(session, iri, {row[0] for row in claims})),
    }
    for title, (nothing, count, rows) in sections.items():
        lines += ["", f"{title} ({count})" if count else nothing, *rows]
    return "\n".join(lines)


def _claims(session: "Session", claims: "Iterable[Sequence[str]]") -> "list[str]":
    lines = []
    for claim, text, force, polarity, explicitness in claims:
        facets = [
            force if polarity == "affirmed" else f"{force}, {polarity}",
            *([explicitness] if explicitness != "explicit" else []),
            *_facets(session, claim),
        ]
        lines += [f"  {curie(claim)}  {text}", f"      {'; '.join(facets)}"]
    return lines


def _mentions(session: "Session", iri: str) -> "tuple[int, list[str]]":
    rows = session.run("entities/mentioned", {"passage": iri}).rows
    lines = [
        f"  “{row['surface']}”: {row['entity']} ({row['class']}, {curie(row['entityIri'])})"
        for row in rows
    ]
    return len(rows), lines


def _links(session: "Session", iri: str, claims: "Container[str]") -> "tuple[int, list[str]]":
    """Give the links of the argument that begin or end in a passage, those from it first."""
    rows = session.store.rows(
        f"""{_PREFIXES} SELECT DISTINCT ?from ?kind ?to ?basis ?marker ?fromText ?toText WHERE {{
        {{ ?from sg:hasEvidence <{iri}> . }} UNION {{ ?to sg:hasEvidence <{iri}> . }}
        ?link sg:linksFrom ?from ; sg:linksTo ?to ; sg:hasLinkKind ?k ; sg:hasBasis ?b .
        ?k rdfs:label ?kind . ?b rdfs:label ?basis .
        ?from rdfs:label ?fromText . ?to rdfs:label ?toText .
        OPTIONAL {{ ?link sg:marker ?marker . }} }}"""
    )
    rows.sort(key=lambda row: (row[0] not in claims, row[0], row[1], row[2]))
    lines = []
    for first, kind, second, basis, marker, first_text, second_text in rows:
        mark = f"“{marker}”" if marker else basis
        text = second_text if first in claims else first_text
        lines.append(f"  {curie(first)} {kind} {curie(second)} ({mark}): {text}")
    return len(rows), lines


_FACETS = {
    "hasClaimant": "held by",
    "isReportedBy": "relayed by",
    "isEndorsedBy": "endorsed by",
    "isRejectedBy": "rejected by",
    "hasStrength": "strength",
    "hasHedge": "hedge",
    "isAddressedTo": "addressed to",
    "isMadeAt": "made",
    "answers": "answers",
}
"""The properties of a claim that a description names, in their order, and the words for them."""


def _facets(session: "Session", claim: str) -> "list[str]":
    """Say who holds, relays or judges a claim, how surely, and to whom it is addressed."""
    labels = session.names().labels
    values: dict[str, list[str]] = {}
    query = f"SELECT ?p ?o WHERE {{ <{claim}> ?p ?o . FILTER (ISIRI(?o)) }}"
    for predicate, value in session.store.rows(query):
        values.setdefault(predicate, []).append(labels.get(value, curie(value)))
    return [
        f"{words} {', '.join(sorted(values[SG + name]))}"
        for name, words in _FACETS.items()
        if SG + name in values
    ]
