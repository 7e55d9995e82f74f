"""Say which path of a server stands for an IRI of the project, and which IRI for a path.

Looks nothing up: whether the graph holds the thing is for the caller.
"""

from urllib.parse import quote

ROOT = "https://w3id.org/secgraph"
"""IRIs of the project begin so; what follows is the path of the page."""

DATA = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The endings of the descriptions of a thing in RDF, and their media types."""


def is_own(iri: str) -> bool:
    """Whether an IRI belongs to the project."""
    return iri.startswith(f"{ROOT}/") and not any(mark in iri for mark in ' <>"{}|^`\\')


def path_of(iri: str) -> str:
    """Give the path of an IRI of the project, without the fragment; empty for the IRIs of others.

    The path is the one that redirects: ``/id/japan`` or ``/ns``.
    """
    return iri[len(ROOT) :].partition("#")[0] if is_own(iri) else ""


def page_of(iri: str) -> str:
    """Give the path and fragment of the page that describes an IRI; empty for those of others."""
    path = path_of(iri)
    if not path:
        return ""
    if path == "/ns" or path.startswith("/ns/"):
        _, sharp, fragment = iri.partition("#")
        return f"/ns.html{sharp}{quote(fragment)}"
    if path.startswith("/doc/") and path.endswith("/document"):
        return path.removesuffix("document")
    if path.startswith("/corpus/"):
        return _speech_of(path)
    if path.startswith(("/id/", "/vocab/", "/doc/")):
        return f"{path}.html"
    return path


def _speech_of(path: str) -> str:
    """Give the page of a corpus, of a document in it, or the place of a passage on that."""
    _, _, corpus, *rest = path.split("/")
    if not rest:
        return f"/corpus/{corpus}/"
    slug, *parts = rest
    page = f"/corpus/{corpus}/{quote(slug)}.html"
    return f"{page}#{quote(parts[0])}" if parts else page


def data_of(iri: str, ending: str) -> str:
    """Give the path of the description of an IRI in RDF."""
    return f"{path_of(iri)}.{ending}"


def iri_of(path: str) -> str:
    """Give the IRI that a path without an ending stands for."""
    return ROOT + path
