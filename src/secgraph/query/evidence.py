"""Find the passages and sources that stand behind each row of an answer.

Asks through a function that its caller passes in, so it works on any engine; reads no text and
judges nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import pyoxigraph

from secgraph.namespaces import PREFIXES
from secgraph.query.about import Backing
from secgraph.query.result import Result
from secgraph.syntax.literals import count

Ask = Callable[[str], Sequence[Sequence[str]]]

Position = tuple[int, str, int, str]
"""Sort key: passages by document and ordinal, then sources."""

AT_ONCE = 60
"""Number of values in one query, which every store takes and which is asked in this process."""

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs", "dcterms", "oa"))
_OF_CLAIMS = """SELECT DISTINCT ?thing ?passage WHERE {{
    VALUES ?thing {{ {} }} ?thing sg:hasEvidence ?passage . }}"""
_PASSAGES = """SELECT DISTINCT ?thing ?id ?of ?start ?end ?place ?document WHERE {{
    VALUES ?thing {{ {} }} ?thing dcterms:identifier ?id ; sg:ordinal ?place ;
    oa:hasSource ?document ; oa:hasSelector ?selector .
    ?selector oa:start ?start ; oa:end ?end .
    ?document rdfs:label ?of . FILTER (LANGMATCHES(LANG(?of), "en")) }}"""
_SOURCES = """SELECT DISTINCT ?thing ?id ?of WHERE {{
    VALUES ?thing {{ {} }} ?thing dcterms:identifier ?id ; dcterms:title ?of ; a sg:Source . }}"""
_VOUCHING = """SELECT DISTINCT ?thing ?behind WHERE {{
    VALUES ?thing {{ {} }}
    {{ ?thing dcterms:source ?behind }} UNION {{ ?thing sg:hasEvidence ?behind }} %s }}"""
_AROUND = """UNION {{ ?about ?property ?thing . ?about sg:hasEvidence ?behind }}
    UNION {{ ?about ?property ?thing . ?about dcterms:source ?behind }}"""
_NAMED = """SELECT DISTINCT ?id ?thing WHERE {{
    VALUES ?id {{ {} }} ?thing dcterms:identifier ?id ; a sg:Passage . }}"""


def behind(
    rows: Sequence[Mapping[str, str]], ask: Ask, words: Mapping[str, str]
) -> list[list[Backing]]:
    """Give for each row the passages and sources behind it.

    The first of these that applies: the sources in its source column; the passage that the row is
    about; the passages of its claims, limited to those that an evidence column names; the passages
    that an evidence column names, limited to the documents of the row. A row that is a count has
    none.

    Args:
        rows: The rows of an answer.
        ask: Answers a SELECT query with plain strings.
        words: The words of passages, by IRI, where the user passed in the text.

    Returns:
        Passages in the order of the documents and of their text, then sources.
    """
    evidence = _grouped(answers(ask, _OF_CLAIMS, {iri for row in rows for iri in _iris(row)}))
    of_claims = [
        [passage for iri in _iris(row) for passage in evidence.get(iri, ())] for row in rows
    ]
    unclaimed = {
        name
        for row, passages in zip(rows, of_claims, strict=True)
        if not passages
        for name in _identifiers(row)
    }
    named = _grouped(answers(ask, _NAMED, unclaimed, '"{}"'))
    candidates = {iri for passages in (*of_claims, *named.values()) for iri in passages}
    candidates |= {iri for row in rows for iri in _direct(row)}
    backings = _backings(ask, candidates, words)
    return [
        _of_row(row, passages, named, backings)
        for row, passages in zip(rows, of_claims, strict=True)
    ]


def of_things(things: Sequence[str], ask: Ask, *, around: bool = False) -> list[Backing]:
    """Give the passages and sources that stand behind things.

    Args:
        things: IRIs of passages, sources, claims, and of what claims and facts are about.
        ask: Answers a SELECT query with plain strings.
        around: Whether what is said about the things counts too: the evidence of the claims that
            involve them, and the sources of the facts that lead to them.

    Returns:
        Those things that are passages or sources, and what vouches for the others.
    """
    query = _VOUCHING % (_AROUND if around else "")
    behind = {backing for _, backing in answers(ask, query, things)}
    backings = _backings(ask, {*things, *behind}, {})
    return [backing for _, backing in sorted(backings.values(), key=lambda pair: pair[0])]


def _of_row(
    row: Mapping[str, str],
    of_claims: Sequence[str],
    named: Mapping[str, Sequence[str]],
    backings: Mapping[str, tuple[Position, Backing]],
) -> list[Backing]:
    """Give the backings of one row, in order."""
    identifiers = _identifiers(row)
    documents = {row.get("documentIri", ""), row.get("otherDocumentIri", "")} - {""}

    def fits(iri: str) -> bool:
        if iri not in backings:
            return False
        backing = backings[iri][1]
        return (not identifiers or backing.identifier in identifiers) and (
            not documents or backing.document in documents
        )

    # The source of a threat is a state, and no backing.
    matches = [iri for iri in _direct(row) if iri in backings]
    if not matches:
        matches = [iri for iri in of_claims if fits(iri)]
    if not matches:
        by_name = (iri for name in sorted(identifiers) for iri in named.get(name, ()))
        matches = [iri for iri in by_name if fits(iri)]
    ordered = sorted((backings[iri] for iri in set(matches)), key=lambda pair: pair[0])
    return [backing for _, backing in ordered]


def _direct(row: Mapping[str, str]) -> list[str]:
    """Give the sources and the passage that a row is about."""
    return [*row.get("sourceIri", "").split(), *row.get("passageIri", "").split()]


def _backings(
    ask: Ask, iris: set[str], words: Mapping[str, str]
) -> dict[str, tuple[Position, Backing]]:
    """Give each passage and source by its IRI, with its position."""
    backings: dict[str, tuple[Position, Backing]] = {}
    for iri, identifier, of, start, end, ordinal, document in answers(ask, _PASSAGES, iris):
        place = document, count(start, f"the start of {iri}"), count(end, f"the end of {iri}")
        backing = Backing(identifier, iri, of, place, words.get(iri, ""))
        backings[iri] = (0, document, count(ordinal, f"the ordinal of {iri}"), iri), backing
    for iri, identifier, of in answers(ask, _SOURCES, iris):
        backings[iri] = (1, "", 0, iri), Backing(identifier, iri, of)
    return backings


def answers(ask: Ask, query: str, values: Iterable[str], form: str = "<{}>") -> list[Sequence[str]]:
    """Ask about each of the values, :data:`AT_ONCE` in one query."""
    listed = sorted(
        value
        for value in values
        # A blank node cannot be named in a query.
        if not value.startswith("_:") and not any(mark in value for mark in '<>"{}|^`\\ \n')
    )
    rows: list[Sequence[str]] = []
    for first in range(0, len(listed), AT_ONCE):
        terms = " ".join(form.format(value) for value in listed[first : first + AT_ONCE])
        rows += ask(_HEAD + query.format(terms))
    return rows


def _grouped(rows: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, value in rows:
        groups[key].append(value)
    return groups


def _iris(row: Mapping[str, str]) -> list[str]:
    return [value for value in row.values() if value.startswith(("http://", "https://"))]


def _identifiers(row: Mapping[str, str]) -> set[str]:
    """Give the identifiers in the columns of evidence."""
    return {
        part
        for name, value in row.items()
        if name.lower().endswith("evidence")
        for part in value.split()
    }


def beside(result: Result, text: str | None = None) -> Result:
    """Give the same rows with columns for what is behind each: see :meth:`Result.with_evidence`."""
    columns = (
        "evidence",
        "evidenceAt",
        "evidenceOf",
        *(("evidenceText",) if text is not None else ()),
        "evidenceIri",
    )
    rows = []
    for backings in result.backing(text):
        spans = [
            f"{backing.start}-{backing.end}" for backing in backings if backing.start is not None
        ]
        cells = [
            " ".join(backing.identifier for backing in backings),
            " ".join(spans),
            " | ".join(dict.fromkeys(backing.of for backing in backings)),
        ]
        if text is not None:
            sentences = (backing.sentence for backing in backings)
            cells.append(" | ".join(filter(None, sentences)))
        cells.append(" ".join(backing.iri for backing in backings))
        rows.append(tuple(map(pyoxigraph.Literal, cells)))
    return result.beside(columns, rows)
