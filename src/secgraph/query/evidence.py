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

AT_ONCE = 300
"""So many things are asked about in one query, which every store takes."""

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "rdfs", "dcterms", "oa"))
_OF_CLAIMS = "SELECT DISTINCT ?thing ?passage WHERE {{ VALUES ?thing {{ {} }} ?thing sg:hasEvidence ?passage . }}"
_PASSAGES = """SELECT DISTINCT ?thing ?id ?of ?start ?end ?place WHERE {{ VALUES ?thing {{ {} }} ?thing dcterms:identifier ?id ;
    sg:ordinal ?place ; oa:hasSource ?document ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end .
    ?document rdfs:label ?of . FILTER (LANGMATCHES(LANG(?of), "en")) }}"""
_SOURCES = """SELECT DISTINCT ?thing ?id ?of WHERE {{ VALUES ?thing {{ {} }} ?thing dcterms:identifier ?id ; dcterms:title ?of . ?thing a sg:Source . }}"""
_NAMED = "SELECT DISTINCT ?id ?thing WHERE {{ VALUES ?id {{ {} }} ?thing dcterms:identifier ?id ; a sg:Passage . }}"


def behind(
    rows: "Sequence[Mapping[str, str]]", ask: "Ask", words: "Mapping[str, str]"
) -> "list[list[Backing]]":
    """Give for each row what stands behind it.

    That is what its source column names; else the passage it speaks of; else the passages of its
    claims, of which an evidence column names those that are meant; else the passages which that
    column names. A count has nothing of the kind.

    Args:
        rows: The rows of an answer.
        ask: Answers a SELECT query with plain strings.
        words: The words of each passage, by IRI, as far as they are at hand.

    Returns:
        Passages in the order of their text, then sources.
    """
    claims = _grouped(_asked(ask, _OF_CLAIMS, {iri for row in rows for iri in _iris(row)}))
    names = [_identifiers(row) for row in rows]
    ways = [
        [
            row.get("sourceIri", "").split(),
            row.get("passageIri", "").split(),
            _of_claims(row, claims),
        ]
        for row in rows
    ]
    loose = {name for way, said in zip(ways, names, strict=True) if not way[2] for name in said}
    named = _grouped(_asked(ask, _NAMED, loose, '"{}"'))
    known = _told(
        ask,
        {iri for way in ways for found in way for iri in found}
        | {iri for found in named.values() for iri in found},
        words,
    )
    made = []
    for way, said in zip(ways, names, strict=True):
        # The source of a threat is a state: only what is a passage or a source counts.
        direct = [iri for found in way[:2] for iri in found if iri in known]
        meant = [
            iri for iri in way[2] if iri in known and (not said or known[iri][1].identifier in said)
        ]
        found = direct or meant or [iri for name in sorted(said) for iri in named.get(name, ())]
        told = [known[iri] for iri in dict.fromkeys(found) if iri in known]
        made.append(
            [backing for _, backing in sorted(told, key=lambda pair: (pair[0], pair[1].iri))]
        )
    return made


def _of_claims(row: "Mapping[str, str]", claims: "Mapping[str, Sequence[str]]") -> "list[str]":
    return [passage for iri in _iris(row) for passage in claims.get(iri, ())]


def _told(
    ask: "Ask", iris: "set[str]", words: "Mapping[str, str]"
) -> "dict[str, tuple[tuple[str, int], Backing]]":
    """Give each passage and source with the key that puts passages in the order of their text, and sources last."""
    found = {}
    for iri, identifier, of, start, end, place in _asked(ask, _PASSAGES, iris):
        found[iri] = (
            (of, int(place)),
            Backing(identifier, iri, of, (int(start), int(end)), words.get(iri, "")),
        )
    for iri, identifier, of in _asked(ask, _SOURCES, iris):
        found[iri] = (("\uffff", 0), Backing(identifier, iri, of))
    return found


def _asked(
    ask: "Ask", query: str, values: "Iterable[str]", form: str = "<{}>"
) -> "list[Sequence[str]]":
    """Ask about each of the values, so many at once."""
    listed = sorted(value for value in values if not any(mark in value for mark in '<>"{}|^`\\ \n'))
    rows: list[Sequence[str]] = []
    for first in range(0, len(listed), AT_ONCE):
        rows += ask(
            _HEAD
            + query.format(
                " ".join(form.format(value) for value in listed[first : first + AT_ONCE])
            )
        )
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
