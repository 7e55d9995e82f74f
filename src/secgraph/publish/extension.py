"""Make the files of a release of the user's own: the release with documents, kinds and questions.

Gives them as bytes. What is the user's bears the user's name, never that of the release, and says
of which release it was made. Checks nothing: that is for the caller.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph

from secgraph.dataset import nodes, release, serialize
from secgraph.errors import BadFile, BadValue, UsageError
from secgraph.namespaces import expand
from secgraph.publish.void import DATASET, File
from secgraph.query.catalog import FAMILIES_APART, Catalog, Query, packaged

QUERIES = "queries"
"""The folder of the user's questions, in the folder of the extension."""

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}", re.ASCII)
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,62}", re.ASCII)
_MEDIA = "https://www.iana.org/assignments/media-types/"
_SPDX = "http://spdx.org/rdf/terms#"


@dataclass(frozen=True, slots=True)
class Extension:
    """What a user publishes beside the release.

    Attributes:
        name, version: The user's own.
        paths: The files of RDF.
        queries: The questions.
    """

    name: str
    version: str
    paths: Sequence[str]
    queries: Sequence[Query]

    @property
    def dataset(self) -> str:
        """The IRI of this version of the dataset."""
        return f"urn:x-{self.name}:dataset:{self.version}"

    def graph(self, path: str) -> str:
        """Give the IRI of the graph of a file."""
        stem = re.sub(r"[^\w.-]", "-", os.path.splitext(os.path.basename(path))[0], flags=re.ASCII)
        parent = re.sub(
            r"[^\w.-]",
            "-",
            os.path.basename(os.path.dirname(os.path.abspath(path))),
            flags=re.ASCII,
        )
        return f"urn:x-{self.name}:graph:{parent}:{stem}"


def read(folder: str, name: str, version: str) -> Extension:
    """Read the folder of an extension.

    Args:
        folder: Holds RDF files and folders of documents, and in ``queries/FAMILY/NAME.rq``
            questions; either may be missing.
        name: Of the user's release: small letters, digits and hyphens.
        version: Such as ``1.0.0``.

    Raises:
        BadValue: Name or version cannot stand in the name of a file and in an IRI, or the name is
            that of this project.
        BadFile: The folder is missing or holds nothing, or a question cannot be read.
        UsageError: A question has the name of one of the release.
    """
    if not _NAME.fullmatch(name) or name.startswith("secgraph"):
        raise BadValue(
            name, "a release of yours has a name of its own: small letters, digits and -"
        )
    if not _VERSION.fullmatch(version):
        raise BadValue(version, "a version begins with a digit, such as 1.0.0")
    if not os.path.isdir(folder):
        raise BadFile(folder, "is no folder; name that of your documents, kinds and questions")
    place = os.path.join(folder, QUERIES)
    queries = _queries(place) if os.path.isdir(place) else []
    try:
        paths = release.data_files([folder])
    except BadFile:
        if not queries:
            raise
        paths = []
    return Extension(name, version, paths, queries)


def _queries(folder: str) -> list[Query]:
    catalog = Catalog(folder)
    known = set(packaged().names())
    queries, faults = catalog.readable()
    if faults:
        raise faults[0]
    for query in queries:
        if query.name in known or query.name.partition("/")[0] in FAMILIES_APART:
            raise UsageError(
                f"{query.path}: the release has a question {query.name}; give yours another name"
            )
        try:
            pyoxigraph.Store().query(query.text)
        except SyntaxError as error:
            raise BadFile(query.path, f"is no SPARQL: {' '.join(str(error).split())[:200]}") from (
                error
            )
    return queries


def files(extension: Extension) -> list[File]:
    """Give the files of the user's release by name; the digests of all others come last.

    Returns:
        Release and extension together in each format; ``NAME-VERSION-own.ttl``, the extension
        alone; the questions; ``void.ttl``, the description; ``SHA256SUMS``.

    Raises:
        BadFile: A file cannot be read as RDF, or has a literal without a canonical form.
    """
    own = _own(extension)
    quads = sorted({*serialize.quads(), *own}, key=str)
    stem = f"{extension.name}-{extension.version}"
    what = f"the release {release.version()} of secgraph and {extension.name}"
    made = [
        File(f"{stem}.{format}", media, what, serialize.write(format, quads))
        for format, media in serialize.FORMATS.items()
    ]
    alone = serialize.serialized(sorted({quad.triple for quad in own}, key=str), "ttl")
    made.append(File(f"{stem}-own.ttl", "text/turtle", f"{extension.name} alone", alone))
    made += [
        File(
            f"{QUERIES}/{query.name}.rq",
            "application/sparql-query",
            query.summary or query.name,
            query.text.encode(),
        )
        for query in extension.queries
    ]
    made.append(
        File(
            "void.ttl",
            "text/turtle",
            "the description of the dataset and of its files",
            _description(extension, quads, made),
        )
    )
    made.sort(key=lambda file: file.name)
    sums = "".join(f"{file.sha256}  {file.name}\n" for file in made)
    return [
        *made,
        File("SHA256SUMS", "text/plain", "the digests of all other files", sums.encode()),
    ]


def _own(extension: Extension) -> list[pyoxigraph.Quad]:
    """Give the statements of the extension, each file in a graph of its own."""
    scope = nodes.Scope()
    quads = set()
    for path in extension.paths:
        graph = pyoxigraph.NamedNode(extension.graph(path))
        for quad in map(nodes.skolemized, release.read(path, scope=scope)):
            value = serialize.canonical(quad.object, path)
            quads.add(pyoxigraph.Quad(quad.subject, quad.predicate, value, graph))
    return sorted(quads, key=str)


def _description(
    extension: Extension, quads: Sequence[pyoxigraph.Quad], files: Sequence[File]
) -> bytes:
    """Describe the user's dataset: what it was made of, how large it is, and its files."""
    this = extension.dataset
    triples: list[pyoxigraph.Triple] = []

    def say(subject: str, predicate: str, value: str | pyoxigraph.Literal) -> None:
        term = value if isinstance(value, pyoxigraph.Literal) else _node(value)
        triples.append(pyoxigraph.Triple(_node(subject), _node(predicate), term))

    for kind in ("dcat:Dataset", "void:Dataset"):
        say(this, "rdf:type", kind)
    say(this, "dcterms:title", pyoxigraph.Literal(extension.name, language="en"))
    say(this, "dcat:version", pyoxigraph.Literal(extension.version))
    say(this, "prov:wasDerivedFrom", f"{DATASET}/{release.version()}")
    say(this, "void:triples", pyoxigraph.Literal(len({quad.triple for quad in quads})))
    for file in files:
        place = f"{this}:{file.name}"
        say(this, "dcat:distribution", place)
        say(place, "rdf:type", "dcat:Distribution")
        say(place, "dcterms:title", pyoxigraph.Literal(file.title, language="en"))
        say(place, "dcterms:identifier", pyoxigraph.Literal(file.name))
        say(place, "dcat:mediaType", _MEDIA + file.media)
        size = pyoxigraph.Literal(str(len(file.data)), datatype=_node("xsd:nonNegativeInteger"))
        say(place, "dcat:byteSize", size)
        say(place, f"{_SPDX}checksum", f"{place}:checksum")
        say(f"{place}:checksum", "rdf:type", f"{_SPDX}Checksum")
        say(f"{place}:checksum", f"{_SPDX}algorithm", f"{_SPDX}checksumAlgorithm_sha256")
        digest = pyoxigraph.Literal(file.sha256, datatype=_node("xsd:hexBinary"))
        say(f"{place}:checksum", f"{_SPDX}checksumValue", digest)
    return serialize.serialized(sorted(set(triples), key=str), "ttl")


def _node(name: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(expand(name) or name)
