"""Say which prefix stands for which namespace, and turn one form of a name into the other.

Nothing else in the package knows a namespace; this module knows nothing of graphs.
"""

import re

PREFIXES = {
    "sg": "https://w3id.org/secgraph/ns#",
    "sgv": "https://w3id.org/secgraph/vocab/",
    "sgd": "https://w3id.org/secgraph/id/",
    "ee": "https://w3id.org/secgraph/doc/east-is-east/",
    "sgs": "https://w3id.org/secgraph/shapes#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "vann": "http://purl.org/vocab/vann/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}

SG = PREFIXES["sg"]
"""Classes and properties."""

ONTOLOGY = "https://w3id.org/secgraph/ns"
"""The ontology itself, which holds the version."""

GRAPHS = "https://w3id.org/secgraph/graph/"
"""Where the names of graphs begin."""

RELEASE_GRAPH = GRAPHS + "release"
"""The graph that holds the release in a store of many graphs."""

SKOLEM = "https://w3id.org/secgraph/.well-known/genid/"
"""Where the IRIs begin that stand for blank nodes in a store; see RDF 1.1 Concepts, section 3.5."""


NUMBERS: "dict[str, type[int] | type[float]]" = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
}
"""The datatypes of XML Schema in which answers give numbers, and what Python has for each."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def is_iri(text: str) -> bool:
    """Whether a text is a whole IRI as SPARQL writes it between ``<`` and ``>``, so that it cannot end there."""
    return _IRI.fullmatch(text) is not None


def expand(name: str) -> str | None:
    """Give the IRI that a prefixed name such as ``sgd:japan`` stands for.

    Returns:
        The IRI, or None where the text has no prefix that is known here.
    """
    prefix, colon, local = name.partition(":")
    namespace = PREFIXES.get(prefix)
    return namespace + local if colon and namespace else None


def curies(text: str) -> str:
    """Give the prefixed names of one or several IRIs with a space between, or the text itself where it is no such list."""
    return (
        " ".join(map(curie, text.split(" "))) if text.startswith(("http://", "https://")) else text
    )


def curie(iri: str) -> str:
    """Give the prefixed name of an IRI, or the IRI itself where no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if (
            iri.startswith(namespace)
            and "/" not in iri[len(namespace) :]
            and "#" not in iri[len(namespace) :]
        ):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
