"""Write the release in each RDF format, the same bytes each time.

What stores load has IRIs in place of blank nodes, since a store gives them new names at each load;
what reasoners read keeps the blank nodes, without which OWL sees no restriction and no list. Terms
are in canonical form. Loads nothing into a store.
"""

import os.path
import re
from collections.abc import Iterable, Sequence

import pyoxigraph

from secgraph.dataset import jsonld, location, nodes, release
from secgraph.errors import BadFile
from secgraph.namespaces import GRAPHS, PREFIXES, prefixes

Object = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

FORMATS = {
    "nt": "application/n-triples",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "trig": "application/trig",
}
"""The endings of the files that hold the release, with their media types.

The last two keep a graph for each part.
"""

_XSD = PREFIXES["xsd"]
_MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TRUTHS = {"1": "true", "0": "false"}


def part(path: str) -> str:
    """Give the IRI of the graph of a file: the ontology, a document, or a folder of the data."""
    below = os.path.relpath(path, location.root()).split(os.sep)
    # What documents share are sub-kinds of relation, which are terms.
    if below[0] == "ontology" or below[1:] == ["documents", "derived.ttl"]:
        return GRAPHS + "ontology"
    return GRAPHS + ("doc/" + below[2] if below[1] == "documents" else below[1])


def quads() -> list[pyoxigraph.Quad]:
    """Give every statement of the release in the graph of its part, sorted.

    Returns:
        Without blank nodes; a statement that two parts make stands in both.

    Raises:
        BadFile: A literal has no canonical form, such as a moment without its zone.
    """
    named, scope = set(), nodes.Scope()
    for path in release.files():
        graph = pyoxigraph.NamedNode(part(path))
        for quad in map(nodes.skolemized, release.read(path, scope=scope)):
            value = canonical(quad.object, path)
            named.add(pyoxigraph.Quad(quad.subject, quad.predicate, value, graph))
    return sorted(named, key=str)


def with_blank_nodes(statements: Iterable[pyoxigraph.Quad]) -> list[pyoxigraph.Quad]:
    """Give statements of :func:`quads` with their blank nodes again, sorted.

    Each node has the same label in every format, so that two builds are the same bytes.
    """
    return sorted(map(nodes.unskolemized, statements), key=str)


def triples() -> list[pyoxigraph.Triple]:
    """Give every statement of the release once, sorted, without blank nodes; see :func:`quads`."""
    return sorted({quad.triple for quad in quads()}, key=str)


def write(format: str, statements: Sequence[pyoxigraph.Quad] | None = None) -> bytes:
    """Write the release.

    Args:
        format: One of :data:`FORMATS`. ``nq`` and ``trig`` keep a graph for each part, the others
            hold one graph.
        statements: Those of :func:`quads`, with or without blank nodes, if the caller has them.

    Returns:
        UTF-8, sorted, the same bytes each time.
    """
    if statements is None:
        statements = quads()
    if format in ("nq", "trig"):
        return serialized(
            sorted(statements, key=lambda quad: (str(quad.graph_name), str(quad))), format
        )
    merged = sorted({quad.triple for quad in statements}, key=str)
    if format == "jsonld":
        return jsonld.write(
            pyoxigraph.serialize(merged, format=pyoxigraph.RdfFormat.JSON_LD) or b"[]"
        )
    return serialized(merged, format)


def serialized(
    statements: Iterable[pyoxigraph.Triple] | Iterable[pyoxigraph.Quad], format: str
) -> bytes:
    """Write statements in their order, in one of the formats of :data:`FORMATS` but JSON-LD."""
    data = pyoxigraph.serialize(
        statements,
        format=pyoxigraph.RdfFormat.from_media_type(FORMATS[format]),
        prefixes=None if format in ("nt", "nq") else prefixes(),
    )
    assert data is not None  # noqa: S101 - no output was named
    return _tidied(data) if format in ("ttl", "trig") else data


def _tidied(data: bytes) -> bytes:
    """Keep the prefixes that are used, in the project's order; the serializer gives them all."""
    lines = data.splitlines(keepends=True)
    count = next(
        (number for number, line in enumerate(lines) if not line.startswith(b"@prefix ")),
        len(lines),
    )
    heads = {line.split()[1].decode(): line for line in lines[:count]}
    body = b"".join(lines[count:])
    used = [
        heads[f"{prefix}:"]
        for prefix in prefixes()
        if f"{prefix}:" in heads and f"{prefix}:".encode() in body
    ]
    return b"".join([*used, b"\n" if used else b"", body])


def ontology() -> bytes:
    """Write the ontology alone as Turtle, with the blank nodes that OWL needs."""
    paths = [path for path in release.files() if part(path) == GRAPHS + "ontology"]
    return serialized(_merged(paths), "ttl")


def shapes() -> bytes:
    """Write the shapes as Turtle, in one file, with the blank nodes of their lists."""
    return serialized(
        _merged(location.turtle_files(os.path.join(location.root(), "ontology", "shapes"))), "ttl"
    )


def _merged(paths: Iterable[str]) -> list[pyoxigraph.Triple]:
    """Give the statements of files, sorted, their blank nodes in canonical form."""
    scope = nodes.Scope()
    dataset = pyoxigraph.Dataset(
        pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)
        for path in paths
        for quad in release.read(path, scope=scope)
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in dataset), key=str)


def canonical(term: Object, path: str) -> Object:
    """Give a term in the form that every store keeps as it is.

    Raises:
        BadFile: A literal has no canonical form, such as a moment without its zone.
    """
    if not isinstance(term, pyoxigraph.Literal):
        return term
    if term.language:
        return pyoxigraph.Literal(term.value, language=term.language.lower())
    kind = term.datatype.value.removeprefix(_XSD)
    if kind == "dateTime" and not _MOMENT.fullmatch(term.value):
        raise BadFile(
            path,
            f"{term.value!r} is no moment in whole seconds with Z, which every store keeps as it "
            "is",
        )
    if kind == "integer":
        return pyoxigraph.Literal(str(int(term.value)), datatype=term.datatype)
    return (
        pyoxigraph.Literal(_TRUTHS.get(term.value, term.value), datatype=term.datatype)
        if kind == "boolean"
        else term
    )
