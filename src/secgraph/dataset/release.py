"""Merge the ontology and the data into one graph.

Decides which files belong to the release and in which order they are read; knows no queries.
"""

import os.path

from secgraph.dataset import location
from secgraph.errors import BadFile, BadSyntax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph
    import rdflib

FORMATS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".jsonld": "application/ld+json",
}
"""File name endings that are read, with their media types."""

LINKS = os.path.join("links", "links.ttl")
"""The links to identifiers of others, which few queries need."""

DESCRIPTION = os.path.join("links", "void.ttl")
"""The description of the links, which is not part of the data."""

_cache: "dict[str, pyoxigraph.Store]" = {}
_versions: "dict[str, str]" = {}


def files(*, links: bool = True) -> "list[str]":
    """List the files of the release: the ontology first, then the data.

    Shapes, geometry and the description of the links are no part of it.

    Args:
        links: Whether the links to identifiers of others come too.
    """
    root = location.root()
    ontology = [
        path
        for path in location.turtle_files(os.path.join(root, "ontology"))
        if os.sep + "shapes" + os.sep not in path
    ]
    geometry = os.path.join(root, "data", "geo") + os.sep
    away = (DESCRIPTION,) if links else (DESCRIPTION, LINKS)
    return ontology + [
        path
        for path in location.turtle_files(os.path.join(root, "data"))
        if not path.startswith(geometry) and not path.endswith(away)
    ]


def version() -> str:
    """Give the version of the release, which the ontology holds as ``owl:versionInfo``."""
    path = os.path.join(location.root(), "ontology", "secgraph.ttl")
    if path in _versions:
        return _versions[path]
    with open(path, encoding="utf-8") as ontology:
        for line in ontology:
            before, declaration, after = line.partition('owl:versionInfo "')
            if declaration and not before.strip():
                _versions[path] = after.partition('"')[0]
                return _versions[path]
    raise BadFile(path, "holds no owl:versionInfo, so the release has no version")


def read(path: str, *, keep_graphs: bool = False) -> "list[pyoxigraph.Quad]":
    """Read the statements of one file.

    Args:
        path: The file, whose ending says its format.
        keep_graphs: Whether statements keep the graph that the file gives them; all are of the
            default graph otherwise.

    Raises:
        BadFile: The file is missing, empty, of an unknown kind or not RDF.
    """
    import pyoxigraph

    ending = os.path.splitext(path)[1].lower()
    media = FORMATS.get(ending)
    if media is None:
        raise BadFile(
            path,
            f"cannot tell what {ending or 'a name without ending'} holds; use one of "
            f"{' '.join(FORMATS)}",
        )
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error
    try:
        quads = [
            quad if keep_graphs else pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)
            for quad in pyoxigraph.parse(
                data,
                format=pyoxigraph.RdfFormat.from_media_type(media),
                base_iri="https://w3id.org/secgraph/user/",
                path=None,
            )
        ]
    except (SyntaxError, ValueError) as error:
        raise BadSyntax(
            path, f"is not {media}: {_reason(error)}", getattr(error, "lineno", None)
        ) from error
    if not quads:
        raise BadFile(path, "holds no statement; is it the right file?")
    return quads


def subjects(path: str) -> "set[str]":
    """Give the IRI of everything that one file says something about; see :func:`read`."""
    return {str(quad.subject).strip("<>") for quad in read(path)}


def _reason(error: Exception) -> str:
    text = getattr(error, "msg", None) or str(error)
    return str(text).splitlines()[0] if str(text) else "unreadable"


LOOKED_AT = ("Match", "notation", "seeAlso", "sameAs", "dcterms:subject")
"""Words of which a query that needs the links has one, unless its properties are variables."""


def looks_at_links(query: str) -> bool:
    """Whether a saved query may give other answers without the links."""
    return any(word in query for word in LOOKED_AT)


def store(extra: "Iterable[str]" = (), *, links: bool = True) -> "pyoxigraph.Store":
    """Give the release as a pyoxigraph store in memory, everything in its default graph.

    Args:
        extra: Files of the user's own, added to the release.
        links: Whether the links to identifiers of others come too; it starts sooner without.

    Returns:
        One store per process for the release alone; a store of its own with *extra*, or without
        links.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    import pyoxigraph

    extra = list(extra)
    if not extra and links and "release" in _cache:
        return _cache["release"]
    made = pyoxigraph.Store()
    for path in files(links=links):
        # The release is known to be Turtle in the default graph: the shortest way in.
        made.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    for path in extra:
        made.extend(read(path))
    if not extra and links:
        _cache["release"] = made
    return made


def graph(extra: "Iterable[str]" = ()) -> "rdflib.Dataset":
    """Give the release as an rdflib dataset, everything in its default graph.

    Args:
        extra: Files of the user's own, added to the release.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    import pyoxigraph
    import rdflib

    from secgraph.namespaces import PREFIXES

    data = store(extra).dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
    made = rdflib.Dataset()
    made.default_graph.parse(data=data, format="nt")
    for prefix, namespace in PREFIXES.items():
        made.bind(prefix, namespace, override=True, replace=True)
    return made
