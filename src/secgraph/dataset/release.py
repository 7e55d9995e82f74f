"""Merge the ontology and the data into one graph.

Decides which files belong to the release and in which order they are read; knows no queries.
"""

import os.path

from secgraph.dataset import location
from secgraph.errors import BadFile, BadSyntax
from secgraph.namespaces import PREFIXES, add_source
from secgraph.syntax import textfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    import pyoxigraph
    import rdflib

    from secgraph.dataset.nodes import Scope

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

BASE = "https://w3id.org/secgraph/user/"
"""The base of relative IRIs in a file."""

# The marks are looked for one by one, which is five times as fast as one expression for all.
_MARKS = {
    "application/n-triples": (b"_:", b"<<", b"VERSION"),
    # A label, an anonymous node, a list, a reifier with no name, triple terms.
    "text/turtle": (b"_:", b"[", b"(", b"~", b"<<", b"{|"),
}
"""Without these a file of the format has no blank node and no triple term.

Other formats show them in no such way.
"""

_WORDS = (
    rb'<[^<>"{}|^`\\\s]*>|"""(?:[^"\\]|\\.|"(?!""))*"""'
    rb'|"(?:[^"\\\n\r]|\\[^\n\r])*"|#[^\n\r]*'
)
"""An IRI, a text in quotation marks, or a comment."""

_UNUSUAL = (b"'", b"\\")
"""Outside of these, marks beside which they may begin and end elsewhere than it seems."""

_OF_LINES = ("application/n-triples", "application/n-quads")
_WITH_LINES = (*_OF_LINES, "text/turtle", "application/trig")

DOCUMENT = "document.ttl"
"""Name of the files that describe a document and declare its prefix."""

HEAD = "document.toml"
"""Name of the file by which the folder of a document in work is known."""

DRAFTS = os.path.join("drafts", "drafts.trig")
"""The graph of what nobody has approved, in the folder of a document in work."""

DESCRIPTION = os.path.join("links", "void.ttl")
"""The description of the links, which is not part of the data."""

_cache: "dict[str, pyoxigraph.Store]" = {}
_versions: "dict[str, str]" = {}


def files() -> "list[str]":
    """List the files of the release: the ontology first, then the data.

    Shapes, geometry and the description of the links are not included.
    """
    root = location.root()
    ontology = [
        path
        for path in location.turtle_files(os.path.join(root, "ontology"))
        if os.sep + "shapes" + os.sep not in path
    ]
    geometry = os.path.join(root, "data", "geo") + os.sep
    return ontology + [
        path
        for path in location.turtle_files(os.path.join(root, "data"))
        if not path.startswith(geometry) and not path.endswith(DESCRIPTION)
    ]


def is_ontology(path: str) -> bool:
    """Whether a file of the release belongs to the ontology, and not to the data."""
    return path.startswith(os.path.join(location.root(), "ontology") + os.sep)


def data_files(paths: "Iterable[str]", *, drafts: bool = False) -> "list[str]":
    """List the user's RDF files: the named files, and the files below each named folder.

    Of the folder of a document only what it was built to counts.

    Args:
        paths: Files and folders.
        drafts: Whether the claims of a document that nobody has approved count, too.

    Returns:
        In the order of *paths*; within a folder sorted, without names that begin with a dot.

    Raises:
        BadFile: A path is not there, or a folder cannot be read or holds no RDF file.
    """
    files: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            files.append(path)
            continue
        inside = []
        for folder, below, names in os.walk(path, onerror=_refuse_folder):
            below[:] = sorted(name for name in below if not name.startswith("."))
            if HEAD in names:
                below[:] = []
                if drafts and os.path.isfile(os.path.join(folder, DRAFTS)):
                    inside.append(os.path.join(folder, DRAFTS))
            inside += [os.path.join(folder, name) for name in sorted(names) if _is_rdf(name)]
        if not inside:
            raise BadFile(path, f"holds no RDF file; their names end in {' '.join(FORMATS)}")
        files += inside
    return list(dict.fromkeys(files))


def _refuse_folder(error: OSError) -> None:
    raise BadFile(str(error.filename), f"cannot be read ({error.strerror})") from error


def _is_rdf(name: str) -> bool:
    return not name.startswith(".") and os.path.splitext(name)[1].lower() in FORMATS


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


def content(path: str) -> bytes:
    """Read the bytes of a file, without its byte order mark.

    Raises:
        BadFile: The file is missing, cannot be read, or is no text in UTF-8.
    """
    return textfile.content(path)


def load(
    store: "pyoxigraph.Store",
    path: str,
    data: "bytes | None" = None,
    scope: "Scope | None" = None,
    *,
    labels: bool = True,
) -> None:
    """Add the statements of one file to the default graph of a store.

    Args:
        store: The store.
        path: The file; its ending determines the format.
        data: Its bytes, where they have been read already.
        scope: The files that are read together with it; see :func:`read`.
        labels: Whether blank nodes have the same labels at each reading, which takes longer than
            the reading itself.

    Raises:
        BadFile: The file is missing, empty, of an unknown kind or not RDF, or its blank nodes
            cannot be told apart.
        EngineError: The system starts no process to read it in.
    """
    import pyoxigraph

    media, data = _within_limits(path, data)
    if labels and _may_have_blank_nodes(path, media, data):
        store.extend(read(path, data=data, scope=scope))
        return
    format_ = pyoxigraph.RdfFormat.from_media_type(media)
    try:
        store.load(data, format=format_, base_iri=BASE)
        # Its length would have the store count all that it holds, once more for every file.
        is_empty = next(pyoxigraph.parse(data, format=format_, base_iri=BASE), None) is None
    except _UNREADABLE as error:
        raise _unreadable(path, media, error) from error
    if is_empty:
        read(path, data=data)  # which refuses a file without statements


def _may_have_blank_nodes(path: str, media: str, data: bytes) -> bool:
    """Whether a file shows a mark of a blank node or of a triple term.

    In a file of the release a mark within a text, an IRI or a comment is none.
    """
    marks = _MARKS.get(media)
    if marks is None:
        return True
    if not any(mark in data for mark in marks):
        return False
    if not _is_own(path):
        return True
    import re

    rest = re.sub(_WORDS, b"", data)
    return any(mark in rest for mark in (*marks, *_UNUSUAL))


def read(
    path: str,
    *,
    keep_graphs: bool = False,
    data: "bytes | None" = None,
    scope: "Scope | None" = None,
) -> "list[pyoxigraph.Quad]":
    """Read the statements of one file; its blank nodes have the same labels at each reading.

    Args:
        path: The file; its ending determines the format.
        keep_graphs: Whether statements keep their graphs; otherwise all are in the default graph.
        data: Its bytes, where they have been read already.
        scope: The files that are read together with it, where it is not alone.

    Raises:
        BadFile: The file is missing, empty, of an unknown kind or not RDF, or its blank nodes
            cannot be told apart.
        EngineError: The system starts no process to read it in.
    """
    import pyoxigraph

    from secgraph.dataset import nodes, rdf12

    media, data = _within_limits(path, data)
    if media in _OF_LINES:
        data = rdf12.without_version(data)
    if not _is_own(path):
        from secgraph.dataset import trial

        if trial.is_needed(media, data):
            trial.run(path, media, data, BASE)
    try:
        format_ = pyoxigraph.RdfFormat.from_media_type(media)
        quads = list(pyoxigraph.parse(data, format=format_, base_iri=BASE))
    except _UNREADABLE as error:
        raise _unreadable(path, media, error) from error
    if not quads:
        raise BadFile(path, "holds no statement; is it the right file?")
    quads = (scope or nodes.Scope()).identify(quads, path, own=_is_own(path))
    if keep_graphs:
        return quads
    return [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]


def _within_limits(path: str, data: "bytes | None") -> "tuple[str, bytes]":
    """Give the media type and the bytes of a file that is neither too long nor nested too deeply.

    Raises:
        BadFile: It is, or it is missing or of an unknown kind.
    """
    from secgraph.dataset import limits

    media = _media_type(path)
    data = content(path) if data is None else data
    limits.check(path, media, data)
    return media, data


def lines(path: str, data: bytes) -> "list[tuple[pyoxigraph.Quad, int]]":
    """Read the statements of one file with the lines on which they end, labels as written.

    Returns:
        Statements in the default graph; none for a format whose statements have no lines.
    """
    from typing import cast

    import pyoxigraph

    media = _media_type(path)
    if media not in _WITH_LINES:
        return []
    from secgraph.dataset import rdf12

    reader = _LineReader(rdf12.without_version(data) if media in _OF_LINES else data)
    quads = pyoxigraph.parse(
        cast("IO[bytes]", reader),
        format=pyoxigraph.RdfFormat.from_media_type(media),
        base_iri=BASE,
    )
    return [
        (pyoxigraph.Quad(quad.subject, quad.predicate, quad.object), reader.number)
        for quad in quads
    ]


class _LineReader:
    """Gives a parser one line at a time, so that the last one given holds what it has read."""

    def __init__(self, data: bytes) -> None:
        self._lines = iter(data.splitlines(keepends=True))
        self._rest = b""
        self.number = 0

    def read(self, size: int) -> bytes:
        """Give at most *size* bytes of one line; none at the end."""
        if not self._rest:
            self._rest = next(self._lines, b"")
            self.number += bool(self._rest)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def _is_own(path: str) -> bool:
    """Whether a file belongs to the release."""
    folders = (os.path.join(location.root(), name) + os.sep for name in ("ontology", "data"))
    return os.path.abspath(path).startswith(tuple(folders))


def _media_type(path: str) -> str:
    ending = os.path.splitext(path)[1].lower()
    if ending not in FORMATS:
        name = ending or "a name without ending"
        raise BadFile(path, f"cannot tell what {name} holds; use one of {' '.join(FORMATS)}")
    return FORMATS[ending]


_UNREADABLE = (SyntaxError, ValueError, MemoryError)
"""What the parser raises of a file that it cannot read."""


def _unreadable(path: str, media: str, error: Exception) -> BadFile:
    """Say why the parser cannot read a file."""
    if isinstance(error, MemoryError):
        # One term, for which the parser has a limit and a text, or all of it.
        if str(error):
            return BadFile(path, f"holds a term too long for the parser ({error}); shorten it")
        return BadFile(path, "needs more memory to be parsed than there is; split it")
    text = str(getattr(error, "msg", None) or error)
    if "LoadDocumentCallback" in text:
        # pyoxigraph says so where it would have to fetch a context.
        address = _context_elsewhere(path)
        where = f" ({address})" if address else ""
        return BadSyntax(
            path,
            f"its @context is elsewhere{where}, and nothing is fetched: put that context into the "
            "file in place of its address",
        )
    reason = text.partition("\n")[0] if text else "unreadable"
    return BadSyntax(path, f"is not {media}: {reason}", getattr(error, "lineno", None))


def _context_elsewhere(path: str) -> str:
    """Give the first address of a context in a file of JSON-LD; empty where none is found."""
    import json

    try:
        queue = [json.loads(content(path))]
    except (BadFile, ValueError, RecursionError):
        return ""
    while queue:
        value = queue.pop(0)
        if isinstance(value, dict):
            contexts = value.get("@context")
            for context in contexts if isinstance(contexts, list) else [contexts]:
                address = context.get("@import") if isinstance(context, dict) else context
                if isinstance(address, str):
                    return address
            queue += value.values()
        elif isinstance(value, list):
            queue += value
    return ""


def document_prefixes() -> "dict[str, str]":
    """Give the namespace of each prefix that a document of the release declares."""
    folder = os.path.join(location.root(), "data", "documents")
    terms: dict[str, dict[str, str]] = {}
    for path in location.turtle_files(folder):
        if os.path.basename(path) != DOCUMENT:
            continue
        for quad in read(path):
            term, value = quad.predicate.value.removeprefix(PREFIXES["vann"]), quad.object
            terms.setdefault(str(quad.subject), {})[term] = getattr(value, "value", "")
    return {
        values["preferredNamespacePrefix"]: values["preferredNamespaceUri"]
        for values in terms.values()
        if "preferredNamespacePrefix" in values and "preferredNamespaceUri" in values
    }


add_source(document_prefixes)


def store(extra: "Iterable[str]" = ()) -> "pyoxigraph.Store":
    """Give the release as a pyoxigraph store in memory, everything in its default graph.

    Args:
        extra: RDF files of the user, or folders of them, added to the release.

    Returns:
        One store per process for the release alone; a new store each time with *extra*.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    import pyoxigraph

    own = data_files(extra)
    if not own and "release" in _cache:
        return _cache["release"]
    from secgraph.dataset.nodes import Scope

    store, scope = pyoxigraph.Store(), Scope()
    for path in [*files(), *own]:
        load(store, path, scope=scope)
    if not own:
        _cache["release"] = store
    return store


def graph(extra: "Iterable[str]" = ()) -> "rdflib.Dataset":
    """Give the release as an rdflib dataset, everything in its default graph.

    Args:
        extra: RDF files of the user, added to the release.

    Raises:
        BadFile: A file cannot be read as RDF, or holds what rdflib has no terms for.
    """
    from secgraph.dataset import rdflib_form

    own = data_files(extra)
    for path in own:
        if beyond := rdflib_form.beyond_rdflib(read(path)):
            raise BadFile(
                path, f"holds {beyond}, which rdflib has no terms for; take secgraph.store()"
            )
    return rdflib_form.as_rdflib(store(own))
