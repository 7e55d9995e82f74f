"""Say which prefix stands for which namespace, and turn one form of a name into the other.

Nothing else in the package knows a namespace; this module knows nothing of graphs. Prefixes of
documents stand in their data: whoever has a graph names a source of them, which is read once and
only where a name needs it.
"""

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIXES = {
    "sg": "https://w3id.org/secgraph/ns#",
    "sgv": "https://w3id.org/secgraph/vocab/",
    "sgd": "https://w3id.org/secgraph/id/",
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
    **dict.fromkeys(
        (
            "long",
            "int",
            "short",
            "byte",
            "nonNegativeInteger",
            "positiveInteger",
            "unsignedLong",
            "unsignedInt",
            "unsignedShort",
            "unsignedByte",
            "nonPositiveInteger",
            "negativeInteger",
        ),
        int,
    ),
}
"""The datatypes of XML Schema that are numbers, and what Python has for each."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LOCAL = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)

WAITING = 50
"""So many sources of prefixes wait to be read; the oldest is read when there are more."""

_documents: "dict[str, str]" = {}
_sources: "list[Callable[[], Mapping[str, str]]]" = []


def add_source(source: "Callable[[], Mapping[str, str]]") -> None:
    """Name a source of the prefixes of documents; it is called once, when a name first needs it.

    Where two sources give one prefix to two namespaces, the first one keeps it and the names of
    the second are shown as whole IRIs.
    """
    _sources.append(source)
    while len(_sources) > WAITING:
        _read_source()


def prefixes() -> "dict[str, str]":
    """Give every prefix: those of the project, then those of documents, then those of others."""
    own = ("sg", "sgv", "sgd")
    return {
        **{name: PREFIXES[name] for name in own},
        **dict(sorted(_of_documents().items())),
        **PREFIXES,
    }


def _of_documents() -> "dict[str, str]":
    while _sources:
        _read_source()
    return _documents


def _read_source() -> None:
    for prefix, namespace in sorted(_sources.pop(0)().items()):
        if prefix not in PREFIXES:
            _documents.setdefault(prefix, namespace)


def is_iri(text: str) -> bool:
    """Whether a text is a whole IRI as SPARQL writes it between ``<`` and ``>``."""
    return _IRI.fullmatch(text) is not None


def expand(name: str) -> str | None:
    """Give the IRI that a prefixed name such as ``sgd:japan`` stands for.

    Returns:
        The IRI, or None where the text has no prefix that is known here.
    """
    prefix, colon, local = name.partition(":")
    if not colon or local.startswith("//"):
        return None
    namespace = PREFIXES.get(prefix) or _of_documents().get(prefix)
    return namespace + local if namespace else None


def curies(text: str) -> str:
    """Give the prefixed names of IRIs with a space between; another text as it is."""
    return (
        " ".join(map(curie, text.split(" "))) if text.startswith(("http://", "https://")) else text
    )


def curie(iri: str) -> str:
    """Give the prefixed name of an IRI, or the IRI itself where no prefix fits."""
    if not iri.startswith(("http://", "https://")):
        return iri
    return _prefixed(iri, PREFIXES) or _prefixed(iri, _of_documents()) or iri


def turtle_name(iri: str) -> str:
    """Write an IRI in Turtle: as a prefixed name where Turtle has one for it."""
    name = curie(iri)
    return name if _LOCAL.fullmatch(name.partition(":")[2]) else f"<{iri}>"


def _prefixed(iri: str, namespaces: "Mapping[str, str]") -> str:
    for prefix, namespace in namespaces.items():
        if iri.startswith(namespace):
            local = iri[len(namespace) :]
            if "/" not in local and "#" not in local:
                return f"{prefix}:{local}"
    return ""


def slug(iri: str) -> str:
    """Give the short name of a document: the last segment of its IRI, without ``/document``."""
    parts = [part for part in re.split(r"[/#]", iri) if part]
    return parts[-2] if len(parts) > 3 and parts[-1] == "document" else parts[-1]
