"""Find the passages and sources that stand behind each row of an answer.

Asks through a function that is handed in, so it works on any engine; reads no text and judges nothing.
"""

from secgraph.names import PREFIXES
from secgraph.results import Backing

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


def behind(rows: "Sequence[Mapping[str, str]]", ask: "Ask", words: "Mapping[str, str]") -> "list[list[Backing]]":
    """Give for each row what stands behind it.

    That is what its source column names; else the passage it speaks of; else the passages of its claims, of which an evidence column
    names those that are meant; else the passages which that column names. A count has nothing of the kind.

    Args:
        rows: The rows of an answer.
        ask: Answers a SELECT query with plain strings.
        words: The words of each passage, by IRI, as far as they are at hand.

    Returns:
        Passages in the order of their text, then sources.
    """
    claims = _grouped(_asked(ask, _OF_CLAIMS, {iri for row in rows for iri in _iris(row)}))
    wanted = []
    for row in rows:
        direct = row.get("sourceIri", "").split() or row.get("passageIri", "").split()
        found = direct or list(dict.fromkeys(passage for iri in _iris(row) for passage in claims.get(iri, ())))
        wanted.append((found, set() if direct else _identifiers(row)))
    loose = {name for found, names in wanted if not found for name in names}
    named = _grouped(_asked(ask, _NAMED, loose, '"{}"')) if loose else {}
    wanted = [(found or [iri for name in sorted(names) for iri in named.get(name, ())], names) for found, names in wanted]
    known = _told(ask, {iri for found, _ in wanted for iri in found}, words)
    made = []
    for found, names in wanted:
        told = [known[iri] for iri in found if iri in known and (not names or known[iri][1].identifier in names)]
        made.append([backing for _, backing in sorted(told, key=lambda pair: (pair[0], pair[1].iri))])
    return made


def _told(ask: "Ask", iris: "set[str]", words: "Mapping[str, str]") -> "dict[str, tuple[tuple[str, int], Backing]]":
    """Give each passage and source with the key that puts passages in the order of their text, and sources last."""
    found = {}
    for iri, identifier, of, start, end, place in _asked(ask, _PASSAGES, iris):
        found[iri] = ((of, int(place)), Backing(identifier, iri, of, (int(start), int(end)), words.get(iri, "")))
    for iri, identifier, of in _asked(ask, _SOURCES, iris):
        found[iri] = (("\uffff", 0), Backing(identifier, iri, of))
    return found


def _asked(ask: "Ask", query: str, values: "Iterable[str]", form: str = "<{}>") -> "list[Sequence[str]]":
    """Ask about each of the values, so many at once."""
    listed = sorted(value for value in values if not any(mark in value for mark in '<>"{}|^`\\ \n'))
    rows: list[Sequence[str]] = []
    for first in range(0, len(listed), AT_ONCE):
        rows += ask(_HEAD + query.format(" ".join(form.format(value) for value in listed[first : first + AT_ONCE])))
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
    return {part for name, value in row.items() if name.lower().endswith("evidence") for part in value.split()}
