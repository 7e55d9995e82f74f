"""The ontology: its terms with examples and borders, the shapes, and the terms of others beside.

Describes what the store holds; the shapes are those of the release.
"""

from dataclasses import dataclass, field

import pyoxigraph

from secgraph.namespaces import ONTOLOGY, PREFIXES, SG, curie
from secgraph.web import addresses
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.pages.thing import Value
from secgraph.web.rendering import Page, ontology_files

_RDFS, _SKOS, _OWL, _SH = (PREFIXES[name] for name in ("rdfs", "skos", "owl", "sh"))

_KINDS = {
    f"{_OWL}Class": "Classes",
    f"{_OWL}ObjectProperty": "Properties that lead to things",
    f"{_OWL}DatatypeProperty": "Properties that lead to values",
    f"{_OWL}AnnotationProperty": "Notes",
    f"{_RDFS}Datatype": "Kinds of codes",
}

_SECTIONS = {
    f"{_SKOS}definition": "definition",
    f"{_SKOS}example": "example",
    f"{_SKOS}scopeNote": "border",
}

_ANCHORS = (
    f"{_RDFS}subClassOf",
    f"{_RDFS}subPropertyOf",
    f"{_OWL}equivalentClass",
    f"{_OWL}equivalentProperty",
    f"{_SKOS}exactMatch",
    f"{_SKOS}closeMatch",
    f"{_SKOS}broadMatch",
    f"{_SKOS}narrowMatch",
    f"{_SKOS}relatedMatch",
    f"{_RDFS}domain",
    f"{_RDFS}range",
)


@dataclass(slots=True)
class Term:
    """A class or a property.

    Attributes:
        iri, label: Its IRI and label.
        words: Definition, examples and borders: pairs of what it is and the text.
        anchors: What it is related to, as pairs of the relation and its value.
        shapes: What a shape demands of it, in words.
    """

    iri: str
    label: str
    words: list[tuple[str, str]] = field(default_factory=list)
    anchors: list[tuple[str, Value]] = field(default_factory=list)
    shapes: list[str] = field(default_factory=list)

    @property
    def fragment(self) -> str:
        """Its name after the ``#``."""
        return self.iri.rpartition("#")[2]


def page(context: Context, links: Links) -> Page:
    """Give the page of the ontology."""
    shapes = _shapes()
    groups: dict[str, list[Term]] = {title: [] for title in _KINDS.values()}
    described = _statements(context)
    for iri in sorted(described, key=str.lower):
        rows = described[iri]
        kind = next((title for name, title in _KINDS.items() if ("type", name) in rows), "")
        if kind:
            groups[kind].append(_term(context, links, iri, rows, shapes.get(iri, [])))
    found = Page("ontology.html", "The ontology", "/ns.html", {"groups": groups, "iri": ONTOLOGY})
    found.alternates = [
        (addresses.DATA[ending], links.to(f"/ns.{ending}"), ending) for ending in links.endings
    ]
    return found


def triples(context: Context) -> list[pyoxigraph.Triple]:
    """List the statements about the ontology and its terms, sorted."""
    answer = context.session.store.ask(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o . FILTER (isIRI(?s)) FILTER (!isBlank(?o)) "
        f'FILTER (?s = <{ONTOLOGY}> || STRSTARTS(STR(?s), "{SG}")) }}'
    )
    return sorted(answer.triples or (), key=str)


def _statements(context: Context) -> dict[str, list[tuple[str, str]]]:
    """Give the statements about each term: pairs of the property, ``type`` for its class."""
    rows = context.session.store.rows(
        "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER (isIRI(?s)) FILTER (!isBlank(?o)) "
        f'FILTER (STRSTARTS(STR(?s), "{SG}")) }}'
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for subject, predicate, value in sorted(rows):
        name = "type" if predicate == PREFIXES["rdf"] + "type" else predicate
        found.setdefault(subject, []).append((name, value))
    return found


def _term(
    context: Context, links: Links, iri: str, rows: list[tuple[str, str]], shapes: list[str]
) -> Term:
    return Term(
        iri,
        context.label(iri),
        [(_SECTIONS[name], value) for name in _SECTIONS for key, value in rows if key == name],
        [
            (curie(name), Value(context.labels.get(value) or curie(value), links.thing(value)))
            for name in _ANCHORS
            for key, value in rows
            if key == name
        ],
        shapes,
    )


def _shapes() -> dict[str, list[str]]:
    """Give the messages of the shapes of each class."""
    store = pyoxigraph.Store()
    for path in ontology_files():
        with open(path, "rb") as file:
            store.load(file, pyoxigraph.RdfFormat.TURTLE)
    answer = store.query(
        f"PREFIX sh: <{_SH}> SELECT DISTINCT ?class ?message WHERE {{ ?shape sh:targetClass ?class "
        ". { ?shape sh:message ?message } UNION { ?shape sh:property/sh:message ?message } }"
    )
    found: dict[str, list[str]] = {}
    assert isinstance(answer, pyoxigraph.QuerySolutions)  # noqa: S101 - a SELECT gives no other
    for row in answer:
        found.setdefault(row["class"].value, []).append(row["message"].value)
    return {name: sorted(messages) for name, messages in found.items()}
