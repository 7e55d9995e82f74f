"""Find the passages and sources that stand behind each row of an answer.

Asks through a function that is handed in, so it works on any engine; reads no text and judges
nothing.
"""

from secgraph.namespaces import PREFIXES
from secgraph.query.result import Backing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Ask = Callable[[str], Sequence[Sequence[str]]]

    Place = tuple[int, str, int, str]
    """What puts passages in the order of documents and text, and sources last."""

AT_ONCE = 300
"""So many things are asked about in one query, which every store takes."""

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
_NAMED = """SELECT DISTINCT ?id ?thing WHERE {{
    VALUES ?id {{ {} }} ?thing dcterms:identifier ?id ; a sg:Passage . }}"""


def behind(
    rows: "Sequence[Mapping[str, str]]", ask: "Ask", words: "Mapping[str, str]"
) -> "list[list[Backing]]":
    """Give for each row what stands behind it.

    That is what its source column names; else the passage it speaks of; else the passages of its
    claims, of which an evidence column names those that are meant; else the passages which that
    column names, of the documents of the row where it has any. A count has nothing of the kind.

    Args:
        rows: The rows of an answer.
        ask: Answers a SELECT query with plain strings.
        words: The words of each passage, by IRI, as far as they are at hand.

    Returns:
        Passages in the order of the documents and of their text, then sources.
    """
    evidence = _grouped(_answers(ask, _OF_CLAIMS, {iri for row in rows for iri in _iris(row)}))
    of_claims = [[each for iri in _iris(row) for each in evidence.get(iri, ())] for row in rows]
    loose = {
        name
        for row, passages in zip(rows, of_claims, strict=True)
        if not passages
        for name in _identifiers(row)
    }
    named = _grouped(_answers(ask, _NAMED, loose, '"{}"'))
    candidates = {iri for passages in (*of_claims, *named.values()) for iri in passages}
    candidates |= {iri for row in rows for iri in _direct(row)}
    known = _backings(ask, candidates, words)
    return [
        _of_row(row, passages, named, known) for row, passages in zip(rows, of_claims, strict=True)
    ]


def _of_row(
    row: "Mapping[str, str]",
    of_claims: "Sequence[str]",
    named: "Mapping[str, Sequence[str]]",
    known: "Mapping[str, tuple[Place, Backing]]",
) -> "list[Backing]":
    """Give what stands behind one row, in order."""
    identifiers = _identifiers(row)
    documents = {row.get("documentIri", ""), row.get("otherDocumentIri", "")} - {""}

    def fits(iri: str) -> bool:
        backing = known[iri][1]
        return (not identifiers or backing.identifier in identifiers) and (
            not documents or backing.document in documents
        )

    # The source of a threat is a state: only what is a passage or a source counts.
    found = [iri for iri in _direct(row) if iri in known]
    if not found:
        found = [iri for iri in of_claims if iri in known and fits(iri)]
    if not found:
        of_names = (iri for name in sorted(identifiers) for iri in named.get(name, ()))
        found = [iri for iri in of_names if iri in known and fits(iri)]
    return [backing for _, backing in sorted((known[iri] for iri in set(found)), key=_place)]


def _place(pair: "tuple[Place, Backing]") -> "Place":
    return pair[0]


def _direct(row: "Mapping[str, str]") -> "list[str]":
    """Give the sources and the passage that a row is about."""
    return [*row.get("sourceIri", "").split(), *row.get("passageIri", "").split()]


def _backings(
    ask: "Ask", iris: "set[str]", words: "Mapping[str, str]"
) -> "dict[str, tuple[Place, Backing]]":
    """Give each passage and source, with its place in the order."""
    found: dict[str, tuple[Place, Backing]] = {}
    for iri, identifier, of, start, end, ordinal, document in _answers(ask, _PASSAGES, iris):
        place = document, int(start), int(end)
        backing = Backing(identifier, iri, of, place, words.get(iri, ""))
        found[iri] = (0, document, int(ordinal), iri), backing
    for iri, identifier, of in _answers(ask, _SOURCES, iris):
        found[iri] = (1, "", 0, iri), Backing(identifier, iri, of)
    return found


def _answers(
    ask: "Ask", query: str, values: "Iterable[str]", form: str = "<{}>"
) -> "list[Sequence[str]]":
    """Ask about each of the values, so many at once."""
    listed = sorted(value for value in values if not any(mark in value for mark in '<>"{}|^`\\ \n'))
    rows: list[Sequence[str]] = []
    for first in range(0, len(listed), AT_ONCE):
        terms = " ".join(form.format(value) for value in listed[first : first + AT_ONCE])
        rows += ask(_HEAD + query.format(terms))
    return rows


def _grouped(rows: "Iterable[Sequence[str]]") -> "dict[str, list[str]]":
    found: dict[str, list[str]] = {}
    for first, second in rows:
        found.setdefault(first, []).append(second)
    return found


def _iris(row: "Mapping[str, str]") -> "list[str]":
    return [value for value in row.values() if value.startswith(("http://", "https://"))]


def _identifiers(row: "Mapping[str, str]") -> "set[str]":
    """Give the identifiers in the columns of evidence."""
    return {
        part
        for name, value in row.items()
        if name.lower().endswith("evidence")
        for part in value.split()
    }
