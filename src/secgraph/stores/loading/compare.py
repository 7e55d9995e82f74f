"""Report what a store holds of the project: graphs, counts, version, differences from the release.

Sends queries only; changes nothing.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.namespaces import ONTOLOGY, PREFIXES, SG
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.loading.base import STAGING
from secgraph.stores.loading.graphs import Part
from secgraph.syntax.literals import count

if TYPE_CHECKING:
    from secgraph.stores.answer import Term

_OWL, _RDF = PREFIXES["owl"], PREFIXES["rdf"]
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY STR(?g)"
_VERSION = f"SELECT ?version WHERE {{ <{ONTOLOGY}> <{_OWL}versionInfo> ?version }}"
_KINDS = (
    "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { "
    f"VALUES ?class {{ <{SG}Claim> <{SG}Passage> <{SG}Document> }} ?s a ?class }} GROUP BY ?class"
)
_PREDICATES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
_OF_PREDICATE = "SELECT ?s ?o WHERE {{ ?s <{}> ?o }}"
_PAGE = "SELECT ?s ?o WHERE {{ ?s <{}> ?o . FILTER (STRSTARTS(STR(?s), {})) }}"
_MOST = 9000
"""Most rows of one query; some stores cut an answer at 10,000."""


def graphs(endpoint: Endpoint) -> dict[str, int]:
    """Count the statements of each named graph of a store."""
    endpoint.graph = None
    return {
        graph: count(number, f"the number of statements in {graph}")
        for graph, number in endpoint.rows(_GRAPHS)
        if graph
    }


def staged(endpoint: Endpoint) -> list[str]:
    """List the staging graphs of loads that failed."""
    return [graph for graph in graphs(endpoint) if graph.startswith(STAGING)]


def version(endpoint: Endpoint, graph: str | None) -> str:
    """Give the version of the release that a graph states; empty where it states none."""
    endpoint.graph = graph
    return next((row[0] for row in endpoint.rows(_VERSION)), "")


def kinds(endpoint: Endpoint, graph: str | None) -> dict[str, int]:
    """Count claims, passages and documents of a graph."""
    endpoint.graph = graph
    return {
        iri.removeprefix(SG).lower(): count(number, f"the number of {iri}")
        for iri, number in endpoint.rows(_KINDS)
    }


def differences(endpoint: Endpoint, part: Part) -> tuple[int, int]:
    """Compare a graph with what it should hold, statement by statement.

    Args:
        endpoint: The store.
        part: What the graph should hold.

    Returns:
        The numbers of statements that are missing, and of those that should not be there. Terms
        are compared by value: a store may spell true as 1.
    """
    endpoint.graph = part.graph
    by_predicate: dict[str, set[tuple[str, str]]] = {}
    for triple in pyoxigraph.parse(b"".join(part.lines), format=pyoxigraph.RdfFormat.N_TRIPLES):
        by_predicate.setdefault(triple.predicate.value, set()).add(
            (_value(triple.subject), _value(triple.object))
        )
    missing = extra = 0
    counts = {
        predicate: count(number, f"the number of statements of {predicate}")
        for predicate, number in endpoint.rows(_PREDICATES)
    }
    for predicate in sorted(by_predicate.keys() | counts.keys()):
        expected = by_predicate.get(predicate, set())
        if predicate not in counts:
            missing += len(expected)
            continue
        stored = _stored(endpoint, predicate, counts[predicate], expected)
        missing += len(expected - stored)
        extra += len(stored - expected)
    return missing, extra


def _stored(
    endpoint: Endpoint, predicate: str, size: int, expected: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Fetch the statements of one predicate; where there are many, by the beginning of subjects.

    Statements that no query gives are stand-ins, so that the number is that of the store.
    """
    if size <= _MOST:
        rows = endpoint.ask(_OF_PREDICATE.format(predicate)).rows
    else:
        # Subjects with other beginnings show in the count only.
        starts = sorted({subject[: subject.rfind("/") + 3] for subject, _ in expected})
        rows = [
            row
            for start in starts
            for row in endpoint.ask(_PAGE.format(predicate, _quoted(start.strip("<")))).rows
        ]
    stored = {(_value(row[0]), _value(row[1])) for row in rows}
    return stored | {("", str(number)) for number in range(size - len(stored))}


def _quoted(text: str) -> str:
    return str(pyoxigraph.Literal(text))


_TRUTHS: Mapping[str, str] = {"1": "true", "0": "false"}
_LOOSE = {
    PREFIXES["xsd"] + name: name for name in ("boolean", "integer", "int", "string", "dateTime")
}


def _is_short(digits: str) -> bool:
    """Whether a text is a number that is read in no time."""
    figures = digits.removeprefix("+").removeprefix("-")
    return len(figures) < 100 and figures.isascii() and figures.isdecimal()


def _value(term: "Term | object | None") -> str:
    """Give a term in a form that is equal for equal values."""
    if not isinstance(term, pyoxigraph.Literal):
        return str(term)
    if term.language:
        return f'"{term.value}"@{term.language.lower()} {term.direction}'
    kind = _LOOSE.get(term.datatype.value, term.datatype.value)
    if kind == "boolean":
        return _TRUTHS.get(term.value, term.value)
    if kind in ("integer", "int"):
        # Virtuoso gives a boolean as the number 1 or 0.
        digits = term.value
        return _TRUTHS.get(digits) or (str(int(digits)) if _is_short(digits) else digits)
    value = term.value
    if kind == "dateTime":
        value = value.replace("+00:00", "Z").replace(".000Z", "Z")
    return f"{kind} {value}"
