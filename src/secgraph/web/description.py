"""Describe the endpoint in RDF, as SPARQL 1.1 Service Description has it.

Asks nothing; names the formats that the sandbox writes.
"""

from collections.abc import Sequence

import pyoxigraph

from secgraph.namespaces import PREFIXES, RELEASE_GRAPH
from secgraph.web.zygote import ROWS, TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}


def of_service(address: str, graphs: Sequence[str], media: str) -> bytes:
    """Describe an endpoint.

    Args:
        address: Its URL.
        graphs: IRIs of the named graphs of the store.
        media: The media type to write.
    """
    node, type_ = pyoxigraph.NamedNode, pyoxigraph.NamedNode(PREFIXES["rdf"] + "type")
    service, dataset = node(address), node(address + "#dataset")
    default = node(address + "#default-graph")
    pairs = [
        (service, type_, node(SD + "Service")),
        (service, node(SD + "endpoint"), service),
        (service, node(SD + "supportedLanguage"), node(SD + "SPARQL11Query")),
        (service, node(SD + "defaultDataset"), dataset),
        (dataset, type_, node(SD + "Dataset")),
        (dataset, node(SD + "defaultGraph"), default),
        (default, type_, node(SD + "Graph")),
        *(
            (service, node(SD + "resultFormat"), node(_FORMATS + _NAMES[name]))
            for name in (*ROWS, *TRIPLES)
        ),
    ]
    if not graphs:
        pairs.append((default, node(PREFIXES["dcterms"] + "isVersionOf"), node(RELEASE_GRAPH)))
    for number, iri in enumerate(graphs):
        named = node(f"{address}#graph-{number}")
        pairs += [
            (dataset, node(SD + "namedGraph"), named),
            (named, type_, node(SD + "NamedGraph")),
            (named, node(SD + "name"), node(iri)),
        ]
    triples = [pyoxigraph.Triple(*pair) for pair in pairs]
    prefixes = {"sd": SD, "formats": _FORMATS, "rdf": PREFIXES["rdf"]}
    data = pyoxigraph.serialize(
        triples,
        format=TRIPLES[media],
        prefixes=prefixes if media == "text/turtle" else None,
    )
    assert data is not None  # noqa: S101 - no output was named
    return data
