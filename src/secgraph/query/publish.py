"""Publish the list of saved queries as a Markdown page and as RDF.

Reads the headers of the queries only; asks no store.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph

from secgraph.errors import BadFile, BadValue
from secgraph.namespaces import PREFIXES, curie, expand, prefixes
from secgraph.query.catalog import Query
from secgraph.query.parameters import Parameter

BASE = "https://w3id.org/secgraph/query/"
"""The IRI of a saved query begins so; its name follows."""

_Statement = tuple[str, str, pyoxigraph.NamedNode | pyoxigraph.Literal]
"""Subject, prefixed name of the property, and value."""

_FORMS = ("select", "ask", "construct")

_HEAD = """# Questions

Made from the headers of the files by `make derive`; do not edit. `secgraph queries NAME` says all
about one, with the values that its parameters take; `secgraph run NAME` answers it. Every file is
plain SPARQL with its default values inside, runs in any tool, and has its expected answer beside
it.
"""


def page(queries: Iterable[Query], labels: Mapping[str, str]) -> bytes:
    """List the queries as a page in Markdown, by family, with summaries and parameters.

    Args:
        queries: In the order in which they are listed.
        labels: Labels of default values, by IRI.

    Returns:
        UTF-8, the same for the same queries.
    """
    families: dict[str, list[Query]] = {}
    for query in queries:
        families.setdefault(query.name.partition("/")[0], []).append(query)
    lines = [_HEAD]
    for family, members in families.items():
        lines += [f"## {family}", "", "| question | asks | parameters |", "|---|---|---|"]
        for query in members:
            params = "<br>".join(_parameter(item, labels) for item in query.params.values())
            summary = f"{_cell(query.summary)} {_cell(query.description)}"
            lines.append(f"| [{query.name}]({query.name}.rq) | {summary} | {_cell(params)} |")
        lines.append("")
    return "\n".join(lines).encode()


def _parameter(parameter: Parameter, labels: Mapping[str, str]) -> str:
    kind = " or ".join(map(curie, parameter.classes)) or curie(parameter.datatype or "")
    default = ", ".join(
        labels.get(expand(term) or term.strip("<>"), term) for term in parameter.default.split()
    )
    several = ", several" if parameter.many else ""
    if parameter.optional:
        default = "optional"
    return f"`{parameter.name}`: {parameter.label} ({kind}{several}; {default})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def described(queries: Iterable[Query], endpoint: str | None = None) -> bytes:
    """Describe the queries in RDF, with the vocabulary of sib-swiss/sparql-examples.

    Editors that know this vocabulary list them.

    Args:
        queries: SELECT, ASK and CONSTRUCT queries.
        endpoint: URL at which they can be asked, as ``schema:target``; left out if None.

    Returns:
        Turtle in UTF-8, sorted, without blank nodes.

    Raises:
        BadValue: The endpoint is no URL.
        BadFile: A query has another form.
    """
    if endpoint is not None and not _is_url(endpoint):
        raise BadValue(endpoint, "an endpoint has an address such as https://example.org/sparql")
    statements: list[_Statement] = []
    declared: set[str] = set()
    for query in queries:
        statements += _query(query)
        if endpoint:
            statements.append((BASE + query.name, "schema:target", _node(endpoint)))
        declared |= query.prefixes
    statements += _declarations(declared)
    triples = [
        pyoxigraph.Triple(_node(subject), _node(predicate), value)
        for subject, predicate, value in statements
    ]
    used = {name: PREFIXES[name] for name in ("rdf", "rdfs", "dcterms", "schema", "sh", "xsd")}
    data = pyoxigraph.serialize(
        sorted(triples, key=str), format=pyoxigraph.RdfFormat.TURTLE, prefixes=used
    )
    assert data is not None  # noqa: S101 - no output was named
    return data


def _node(name: str) -> pyoxigraph.NamedNode:
    """Give the node of an IRI or a prefixed name."""
    return pyoxigraph.NamedNode(expand(name) or name)


def _is_url(text: str) -> bool:
    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return re.match(r"https?://[^/]", text) is not None


def _query(query: Query) -> Iterator[_Statement]:
    """Give the statements about one query.

    Raises:
        BadFile: It has a form that cannot be described.
    """
    form, iri, text = query.form.lower(), BASE + query.name, pyoxigraph.Literal
    if form not in _FORMS:
        raise BadFile(
            query.path, "is neither SELECT nor ASK nor CONSTRUCT, and others cannot be described"
        )
    yield iri, "rdf:type", _node("sh:SPARQLExecutable")
    yield iri, "rdf:type", _node(f"sh:SPARQL{form.capitalize()}Executable")
    yield iri, "rdfs:label", text(query.name)
    if query.summary:
        yield iri, "rdfs:comment", text(query.summary, language="en")
    description = [query.description] if query.description else []
    if query.params:
        params = "; ".join(f"{item.name} ({item.label})" for item in query.params.values())
        description.append(f"Parameters, each in a VALUES: {params}.")
    if description:
        yield iri, "dcterms:description", text(" ".join(description), language="en")
    yield iri, "sh:prefixes", _node(f"{BASE}prefixes")
    yield iri, f"sh:{form}", text(query.body)
    for tag in query.tags:
        yield iri, "schema:keywords", text(tag)


def _declarations(declared: set[str]) -> Iterator[_Statement]:
    """Give the statements about the prefixes of the queries."""
    namespaces, uri = prefixes(), _node("xsd:anyURI")
    for prefix in sorted(declared & set(namespaces)):
        iri = f"{BASE}prefixes/{prefix}"
        yield f"{BASE}prefixes", "sh:declare", _node(iri)
        yield iri, "sh:prefix", pyoxigraph.Literal(prefix)
        yield iri, "sh:namespace", pyoxigraph.Literal(namespaces[prefix], datatype=uri)
