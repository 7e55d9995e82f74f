"""Write the ontology as a page of HTML: each class, property and value with what is said of it.

Asks no server for anything: style stands in the page, and links lead to its parts or to terms of
others. Writes no file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape

import pyoxigraph

from secgraph.namespaces import GRAPHS, ONTOLOGY, PREFIXES, curie, expand

Said = Mapping[str, list[pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal]]
"""What is said of a thing, by prefixed name of the property."""

_OURS = (PREFIXES["sg"], PREFIXES["sgv"])
_SECTIONS = (
    ("classes", "Classes", "owl:Class"),
    ("object-properties", "Relations between things", "owl:ObjectProperty"),
    ("datatype-properties", "Values of things", "owl:DatatypeProperty"),
)
_TEXTS = (
    ("skos:definition", ""),
    ("rdfs:comment", ""),
    ("skos:example", '<span class="soft">Example:</span> '),
    ("skos:scopeNote", '<span class="soft">Border:</span> '),
    ("skos:editorialNote", '<span class="soft">Note:</span> '),
)
"""Properties whose values are texts, and what stands before each in HTML."""
_LINKS = (
    ("rdfs:subClassOf", "a kind of"),
    ("rdfs:subPropertyOf", "a kind of"),
    ("owl:equivalentClass", "the same as"),
    ("owl:disjointWith", "nothing in common with"),
    ("rdfs:domain", "of"),
    ("rdfs:range", "to"),
    ("owl:inverseOf", "the inverse of"),
    ("owl:propertyChainAxiom", "follows from the chain"),
    ("skos:exactMatch", "exact match"),
    ("skos:closeMatch", "close match"),
    ("skos:broadMatch", "broad match"),
    ("skos:narrowMatch", "narrow match"),
    ("skos:relatedMatch", "related match"),
    ("dcterms:isReplacedBy", "replaced by"),
)
_STYLE = """
:root{color-scheme:light dark;--text:#1a1a1a;--soft:#555;--line:#ccc;--page:#fff;--link:#0b4f8a}
@media(prefers-color-scheme:dark){
:root{--text:#e8e8e8;--soft:#aaa;--line:#444;--page:#161616;--link:#8ab8e6}}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:56rem;padding:1rem;
color:var(--text);background:var(--page);overflow-wrap:anywhere}
a{color:var(--link)}code,.soft{color:var(--soft);font-size:.9em}
article{border-top:1px solid var(--line);padding:.4rem 0}
h1,h2,h3{line-height:1.25}h3{font-size:1.05rem;margin:.4rem 0 0}
p{margin:.3rem 0}nav ul{columns:14rem;padding-left:1.2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.3rem 0}
dt{color:var(--soft)}dd{margin:0}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page(statements: Iterable[pyoxigraph.Quad]) -> bytes:
    """Write the page.

    Args:
        statements: Those of the release, with blank nodes, each in the graph of its part.

    Returns:
        HTML in UTF-8, the same bytes for the same statements.
    """
    graph = pyoxigraph.NamedNode(GRAPHS + "ontology")
    said: dict[str, defaultdict[str, list[pyoxigraph.NamedNode]]] = {}
    for quad in sorted((quad for quad in statements if quad.graph_name == graph), key=str):
        about = said.setdefault(_key(quad.subject), defaultdict(list))
        about[curie(quad.predicate.value)].append(quad.object)  # type: ignore[arg-type]
    return _Page(said).written()  # type: ignore[arg-type]


def _key(term: object) -> str:
    return str(term).strip("<>")


class _Page:
    """The page of one ontology: *said* holds what is said of each thing, by its IRI or label."""

    def __init__(self, said: Mapping[str, Said]) -> None:
        self.said = said

    def written(self) -> bytes:
        head = self.said[ONTOLOGY]
        title, version = self.text(head, "dcterms:title"), self.text(head, "owl:versionInfo")
        groups = [(key, name, self.terms(kind)) for key, name, kind in _SECTIONS]
        schemes = [iri for iri in self.said if self.is_a(iri, "skos:ConceptScheme")]
        for scheme in sorted(schemes, key=self.label):
            members = [iri for iri, about in self.said.items() if self.is_in(about, scheme)]
            groups.append((self.anchor(scheme), f"Values: {self.label(scheme)}", members))
        contents = "".join(
            f'<li><a href="#{key}">{escape(name)}</a> <span class="soft">{len(iris)}</span></li>'
            for key, name, iris in groups
            if iris
        )
        license_ = escape(self.text(head, "dcterms:license"))
        lines = [
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f"<header><h1>{escape(title)}</h1>",
            f"<p>Version {escape(version)}, <code>{escape(ONTOLOGY)}</code>, "
            f'<a href="{license_}" rel="license">{license_}</a></p>',
            f"<p>{escape(self.text(head, 'dcterms:abstract'))}</p></header>",
            f'<nav aria-label="Contents"><ul>{contents}</ul></nav><main>',
            *(self.section(*group) for group in groups if group[2]),
            "</main></body></html>",
        ]
        return ("\n".join(lines) + "\n").encode()

    def terms(self, kind: str) -> list[str]:
        return [iri for iri in self.said if iri.startswith(_OURS) and self.is_a(iri, kind)]

    def is_a(self, iri: str, kind: str) -> bool:
        return expand(kind) in {_key(term) for term in self.said[iri].get("rdf:type", ())}

    def is_in(self, about: Said, scheme: str) -> bool:
        return scheme in {_key(term) for term in about.get("skos:inScheme", ())}

    def label(self, iri: str) -> str:
        return self.text(self.said.get(iri, {}), "rdfs:label") or curie(iri)

    def text(self, about: Said, name: str) -> str:
        values = [str(getattr(value, "value", value)) for value in about.get(name, ())]
        return values[0] if values else ""

    def anchor(self, iri: str) -> str:
        return curie(iri).replace(":", "-")

    def section(self, key: str, name: str, iris: list[str]) -> str:
        shown = sorted(iris, key=lambda iri: (self.label(iri).lower(), iri))
        articles = "\n".join(self.article(iri) for iri in shown)
        heading = f'<h2 id="{key}">{escape(name)}</h2>'
        return f'<section aria-labelledby="{key}">{heading}\n{articles}\n</section>'

    def article(self, iri: str) -> str:
        about = self.said[iri]
        replaced = " (no longer used)" if self.text(about, "owl:deprecated") == "true" else ""
        texts = "".join(
            f"<p>{before}{escape(str(value.value))}</p>"
            for property_, before in _TEXTS
            for value in about.get(property_, ())
        )
        links = "".join(
            f"<dt>{name}</dt><dd>{', '.join(self.term(value) for value in about[property_])}</dd>"
            for property_, name in _LINKS
            if about.get(property_)
        )
        return (
            f'<article id="{self.anchor(iri)}"><h3>{escape(self.label(iri))}{replaced} '
            f"<code>{escape(curie(iri))}</code></h3>{texts}"
            + (f"<dl>{links}</dl>" if links else "")
            + "</article>"
        )

    def term(self, value: object, depth: int = 0) -> str:
        """Write a term as a link, or a construct of OWL in words."""
        key = _key(value)
        if isinstance(value, pyoxigraph.Literal):
            return escape(value.value)
        if isinstance(value, pyoxigraph.NamedNode):
            here = key.startswith(_OURS) and key in self.said
            target = f"#{self.anchor(key)}" if here else escape(key)
            return f'<a href="{target}">{escape(self.label(key))}</a>'
        about = self.said.get(key, {})
        for name, word in (("owl:unionOf", " or "), ("owl:intersectionOf", " and ")):
            if name in about:
                text = word.join(self.items(about[name][0], depth))
                return f"({text})" if depth else text
        if "owl:oneOf" in about:
            return f"one of {', '.join(self.items(about['owl:oneOf'][0], depth))}"
        if "owl:complementOf" in about:
            return f"not {self.term(about['owl:complementOf'][0], depth + 1)}"
        if "owl:onProperty" in about:
            return self.restriction(about, depth)
        if "rdf:first" in about:
            return ", then ".join(self.items(value, depth))
        return "a construct without a name"

    def restriction(self, about: Said, depth: int) -> str:
        relation = self.term(about["owl:onProperty"][0], depth + 1)
        for name, word in (
            ("owl:hasValue", ""),
            ("owl:someValuesFrom", "some "),
            ("owl:allValuesFrom", "only "),
            ("owl:hasSelf", "itself: "),
        ):
            if name in about:
                return f"{relation} {word}{self.term(about[name][0], depth + 1)}"
        numbers = [
            f"{curie(name).partition(':')[2]} {self.text(about, name)}"
            for name in about
            if "ardinality" in name
        ]
        return f"{relation} ({', '.join(numbers)})"

    def items(self, head: object, depth: int) -> list[str]:
        items, key = [], _key(head)
        while key in self.said and "rdf:first" in self.said[key]:
            items.append(self.term(self.said[key]["rdf:first"][0], depth + 1))
            key = _key(self.said[key]["rdf:rest"][0])
        return items
