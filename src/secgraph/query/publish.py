"""Show the saved queries in the forms in which others list them: a page, and an RDF description.

Both come from the headers alone; asks nothing of any engine.
"""

import re

from secgraph.errors import BadFile, BadValue
from secgraph.namespaces import PREFIXES, curie, expand, prefixes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph

    from secgraph.query.catalog import Query
    from secgraph.query.parameters import Parameter

BASE = "https://w3id.org/secgraph/query/"
"""Where the IRI of a saved query begins; its name follows."""

_HEAD = """# Questions

Made from the headers of the files by `make derive`; do not edit. `secgraph queries NAME` says all
about one, with the values that its parameters take; `secgraph run NAME` answers it. Every file is
plain SPARQL with its default values inside, runs in any tool, and has its expected answer beside
it.
"""


def page(queries: "Iterable[Query]", labels: "Mapping[str, str]") -> bytes:
    """List the queries as a page in Markdown, by family: what each asks, which parameters it takes.

    Args:
        queries: In the order in which they are listed.
        labels: What the IRIs of default values are called.

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
            takes = "<br>".join(_parameter(each, labels) for each in query.params.values())
            asks = f"{_cell(query.summary)} {_cell(query.description)}"
            lines.append(f"| [{query.name}]({query.name}.rq) | {asks} | {_cell(takes)} |")
        lines.append("")
    return "\n".join(lines).encode()


def _parameter(parameter: "Parameter", labels: "Mapping[str, str]") -> str:
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


def described(queries: "Iterable[Query]", endpoint: str | None = None) -> bytes:
    """Describe the queries in RDF, in the shape of sib-swiss/sparql-examples.

    Editors that know this shape list them.

    Args:
        queries: The queries; SELECT, ASK and CONSTRUCT are told apart.
        endpoint: Where they can be asked, as ``schema:target``; left out if None.

    Returns:
        Turtle in UTF-8, sorted, without blank nodes.

    Raises:
        BadValue: The endpoint is no address of the web.
        BadFile: A query is of no form that can be described.
    """
    import pyoxigraph

    node, text = pyoxigraph.NamedNode, pyoxigraph.Literal
    term = {
        name: node(expand(name) or name)
        for name in (
            "rdf:type",
            "rdfs:label",
            "rdfs:comment",
            "dcterms:description",
            "schema:keywords",
            "schema:target",
        )
    }
    shacl = {
        name: node(PREFIXES["sh"] + name)
        for name in (
            "SPARQLExecutable",
            "prefixes",
            "declare",
            "prefix",
            "namespace",
            "select",
            "ask",
            "construct",
        )
    }
    found: list[pyoxigraph.Triple] = []
    if endpoint is not None:
        try:
            node(endpoint)
        except ValueError:
            known = False
        else:
            known = re.match(r"https?://[^/]", endpoint) is not None
        if not known:
            raise BadValue(
                endpoint, "an endpoint has an address such as https://example.org/sparql"
            )

    def say(
        subject: str,
        predicate: "pyoxigraph.NamedNode",
        object: "pyoxigraph.NamedNode | pyoxigraph.Literal",
    ) -> None:
        found.append(pyoxigraph.Triple(node(subject), predicate, object))

    declared: set[str] = set()
    for query in queries:
        form, iri = query.form.lower(), BASE + query.name
        if form not in shacl:
            raise BadFile(
                query.path,
                "is neither SELECT nor ASK nor CONSTRUCT, and others cannot be described",
            )
        say(iri, term["rdf:type"], shacl["SPARQLExecutable"])
        say(iri, term["rdf:type"], node(f"{PREFIXES['sh']}SPARQL{form.capitalize()}Executable"))
        say(iri, term["rdfs:label"], text(query.name))
        say(iri, term["rdfs:comment"], text(query.summary, language="en"))
        takes = "; ".join(f"{each.name} ({each.label})" for each in query.params.values())
        description = " ".join(
            filter(
                None,
                (query.description, f"Parameters, each in a VALUES: {takes}." if takes else ""),
            )
        )
        if description:
            say(iri, term["dcterms:description"], text(description, language="en"))
        say(iri, shacl["prefixes"], node(f"{BASE}prefixes"))
        say(iri, shacl[form], text(query.body))
        for tag in query.tags:
            say(iri, term["schema:keywords"], text(tag))
        if endpoint:
            say(iri, term["schema:target"], node(endpoint))
        declared |= query.prefixes
    namespaces = prefixes()
    for prefix in sorted(declared & set(namespaces)):
        say(f"{BASE}prefixes", shacl["declare"], node(f"{BASE}prefixes/{prefix}"))
        say(f"{BASE}prefixes/{prefix}", shacl["prefix"], text(prefix))
        say(
            f"{BASE}prefixes/{prefix}",
            shacl["namespace"],
            text(namespaces[prefix], datatype=node(PREFIXES["xsd"] + "anyURI")),
        )
    used = {name: PREFIXES[name] for name in ("rdf", "rdfs", "dcterms", "schema", "sh", "xsd")}
    data = pyoxigraph.serialize(
        sorted(found, key=str), format=pyoxigraph.RdfFormat.TURTLE, prefixes=used
    )
    assert data is not None  # noqa: S101 - no output was named
    return data
