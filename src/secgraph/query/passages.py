"""Say of the passages of a text how much is claimed on each, and all about one.

The user's own copy supplies the words, which nothing here keeps. Draws and prints nothing.
"""

import os.path
import re

from secgraph.documents import fulltext
from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from secgraph.query.sessions import Session

    Facets = dict[str, set[str]]
    """By the IRI of a property of a claim, the labels of its values."""

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
    if text is None or not os.path.isdir(text) or hasattr(session.store, "named"):
        return []  # the texts of a corpus are those of its speeches
    return fulltext.texts(text, session.store.rows)[1]


def by_document(rows: "Iterable[Mapping[str, str]]") -> "dict[str, list[Mapping[str, str]]]":
    """Group rows by the IRI of their document."""
    groups: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        groups.setdefault(row["documentIri"], []).append(row)
    return groups


def one(session: "Session", name: str, text: str | None, *, singly: bool = False) -> str:
    """Say all about one passage: its claims, mentions and links of the argument.

    Args:
        session: Where to ask.
        name: Its identifier, with ``SLUG#`` before it where several documents have one such, or
            where it is of a speech of a corpus that is not the chosen document.
        text: The user's copies; the words of the passage are then shown too.
        singly: Whether claims that take steps of the argument together are shown one by one.

    Raises:
        UnknownValue: No passage has this name.
        BadValue: Several documents have a passage of this name; the message lists them.
        BadFile: The text is not the one that was read.
    """
    iri = chosen(session, name)
    own = getattr(session.store, "description", None)
    described: str | None = own(iri, text=text) if own is not None else None
    if described is not None:
        return described
    words = fulltext.sentences(text, session.store.rows) if text is not None else {}
    return _passage(session, iri, words.get(iri), singly=singly)


def chosen(session: "Session", name: str) -> str:
    """Give the IRI of the passage of a name: see :func:`one`."""
    own = _of_corpus(session, name)
    if own:
        return own
    passages = session.names(SG + "Passage")
    if not passages.all(name):
        near = passages.near(name)
        hint = "" if near else "; a passage is named like P10.S2, T or H1"
        if hasattr(session.store, "named"):
            hint = "; the speech of a passage is named by --document SPEECH"
        raise UnknownValue(name, "passage", near, hint)
    among = [iri for iri in passages.all(name) if not session.is_elsewhere(iri)]
    if session.documents and not among:
        raise UnknownValue(name, "passage of the chosen documents", [])
    return among[0] if len(among) == 1 else passages.one(name)


def _of_corpus(session: "Session", name: str) -> str:
    """Give the IRI of the passage of a speech, where the store is a corpus; empty for none."""
    named = getattr(session.store, "named", None)
    if named is None:
        return ""
    iris: Sequence[str] = named(name, session.named_documents, passages=True)
    if len(iris) > 1:
        candidates = ", ".join(f"{iri.split('/')[-2]}#{name}" for iri in iris)
        raise BadValue(name, f"it names several passages; use one of {candidates}")
    return iris[0] if iris else ""


def _passage(session: "Session", iri: str, words: str | None, *, singly: bool) -> str:
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
    claims = [row[0] for row in _claims_of(session, iri)]
    sections = {
        "Claims": ("No claims", len(claims), _claims(session, iri, singly=singly)),
        "Mentions": ("No mentions", *_mentions(session, iri)),
        "Argument": ("No links of the argument", *_links(session, iri, claims)),
    }
    for title, (nothing, count, rows) in sections.items():
        lines += ["", f"{title} ({count})" if count else nothing, *rows]
    return "\n".join(lines)


def _claims_of(session: "Session", passage: str) -> "list[list[str]]":
    """Give each claim of a passage with its label and the unit of the argument that it is in."""
    rows = session.store.rows(
        f"""{_PREFIXES} SELECT ?claim ?text ?unit ?unitText WHERE {{
        ?claim sg:hasEvidence <{passage}> ; rdfs:label ?text .
        OPTIONAL {{ ?unit sg:unites ?claim ; rdfs:label ?unitText . }}
        }} ORDER BY STR(?claim) STR(?unit)"""
    )
    first: dict[str, list[str]] = {}
    for row in rows:
        first.setdefault(row[0], list(row))
    return list(first.values())


def _claims(session: "Session", passage: str, *, singly: bool) -> "list[str]":
    """Describe the claims; those that take steps of the argument together have one paraphrase.

    Args:
        session: Where to ask.
        passage: Its IRI.
        singly: Whether each claim has a line of its own all the same.
    """
    members: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for claim, text, unit, unit_text in _claims_of(session, passage):
        entry = claim if singly or not unit else unit
        members.setdefault(entry, []).append(claim)
        labels[entry] = text if entry == claim else unit_text
    facets = _facets_of_claims(session, passage)
    return [
        f"  {_short(claims)}  {labels[entry]}{_shared(claims, facets)}"
        for entry, claims in members.items()
    ]


def _short(claims: "Sequence[str]") -> str:
    """Give the CURIEs of claims; where they differ in the last part alone, that part after one."""
    first, *others = map(curie, claims)
    stem = first.rpartition("-")[0]
    return ", ".join(
        [
            first,
            *(name.removeprefix(stem) if name.startswith(f"{stem}-") else name for name in others),
        ]
    )


def _shared(claims: "Sequence[str]", facets: "Mapping[str, Facets]") -> str:
    """Give the facets of claims in brackets, once for those that differ in the addressee alone."""
    groups: dict[str, list[str]] = {}
    for claim in claims:
        rest = {name: values for name, values in facets[claim].items() if name != _ADDRESSEE}
        groups.setdefault(_words(rest), []).append(claim)
    parts = []
    for group in groups.values():
        together: dict[str, set[str]] = {}
        for claim in group:
            for name, values in facets[claim].items():
                together.setdefault(name, set()).update(values)
        letters = ", ".join("-" + curie(claim).rpartition("-")[2] for claim in group)
        words = _words(together)
        parts.append(words if len(groups) == 1 else f"{letters}: {words or 'asserted'}")
    return f" ({'; '.join(parts)})" if any(parts) else ""


def _mentions(session: "Session", iri: str) -> "tuple[int, list[str]]":
    """Give the words that name things, with the label of the thing where that is another.

    Where several things have the label, the CURIE follows.
    """
    rows = session.run("entities/mentioned", {"passage": iri}).rows
    mentions = []
    for row in rows:
        label = row["entity"]
        words = f"“{row['surface']}”" + (f": {label}" if label != row["surface"] else "")
        ambiguous = len(session.names().all(label)) > 1
        mentions.append(words + (f" ({curie(row['entityIri'])})" if ambiguous else ""))
    return len(rows), [f"  {'; '.join(mentions)}"] if mentions else []


def _links(session: "Session", iri: str, claims: "Container[str]") -> "tuple[int, list[str]]":
    """Give the steps of the argument that begin or end in a passage, those from it first.

    The label of the end in another passage follows its first step.
    """
    rows = session.store.rows(
        f"""{_PREFIXES} SELECT ?link ?from ?kind ?to ?basis ?marker ?fromText ?toText
          ?fromUnit ?fromUnitText ?toUnit ?toUnitText WHERE {{
        {{ ?from sg:hasEvidence <{iri}> . }} UNION {{ ?to sg:hasEvidence <{iri}> . }}
        ?link sg:linksFrom ?from ; sg:linksTo ?to ; sg:hasLinkKind ?k ; sg:hasBasis ?b .
        ?k rdfs:label ?kind . ?b rdfs:label ?basis .
        ?from rdfs:label ?fromText . ?to rdfs:label ?toText .
        OPTIONAL {{ ?link sg:linksFromUnit ?fromUnit . ?fromUnit rdfs:label ?fromUnitText . }}
        OPTIONAL {{ ?link sg:linksToUnit ?toUnit . ?toUnit rdfs:label ?toUnitText . }}
        OPTIONAL {{ ?link sg:marker ?marker . }} }}"""
    )
    steps: dict[str, tuple[bool, str, str, str, str, str]] = {}
    for link, first, kind, second, basis, marker, *labels in rows:
        first_text, second_text, from_unit, from_unit_text, to_unit, to_unit_text = labels
        mark = f"“{marker}”" if marker else basis
        if first not in claims:
            text = from_unit_text or first_text
        else:
            text = "" if second in claims else to_unit_text or second_text
        ends = from_unit or first, to_unit or second
        steps[link] = (first not in claims, ends[0], kind, ends[1], mark, text)
    lines = []
    shown = {""}
    for _, from_, kind, to, mark, text in sorted(steps.values()):
        label = f": {text}" if text not in shown else ""
        shown.add(text)
        lines.append(f"  {curie(from_)} {kind} {curie(to)} ({mark}){label}")
    return len(lines), lines


_ADDRESSEE = SG + "isAddressedTo"
_FACETS = {
    "hasForce": "",
    "hasPolarity": "",
    "hasExplicitness": "",
    "hasClaimant": "held by",
    "isReportedBy": "relayed by",
    "isEndorsedBy": "endorsed by",
    "isRejectedBy": "rejected by",
    "hasStanceBasis": "stance",
    "hasStrength": "strength",
    "hasHedge": "hedge",
    "isAddressedTo": "addressed to",
    "isMadeAt": "made",
    "answers": "answers",
}
"""The properties of a claim that a description names, in their order, and the words for them."""

_USUAL = {PREFIXES["sgv"] + name for name in ("assertion", "affirmed", "explicit")}
"""Values that a description leaves out: most claims have them."""


def _facets_of_claims(session: "Session", passage: str) -> "dict[str, Facets]":
    """Give the facets of each claim of a passage, without those of most claims.

    What the authors of the document assert in so many words has none.
    """
    labels = session.names().labels
    query = f"SELECT ?author WHERE {{ <{passage}> oa:hasSource/sg:hasAuthor ?author . }}"
    authors = {row[0] for row in session.store.rows(_PREFIXES + query)}
    facets: dict[str, Facets] = {}
    for claim, predicate, value in session.store.rows(
        f"""{_PREFIXES} SELECT ?claim ?p ?o WHERE {{
        ?claim sg:hasEvidence <{passage}> ; ?p ?o . FILTER (ISIRI(?o)) }}"""
    ):
        of_claim = facets.setdefault(claim, {})
        if value not in _USUAL and not (predicate == SG + "hasClaimant" and value in authors):
            of_claim.setdefault(predicate, set()).add(labels.get(value, curie(value)))
    return facets


def _words(facets: "Facets") -> str:
    return "; ".join(
        f"{words} {', '.join(sorted(facets[SG + name]))}".strip()
        for name, words in _FACETS.items()
        if SG + name in facets
    )
