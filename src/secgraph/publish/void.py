"""Describe the release as a dataset: content, files, creators, licence (DCAT 3, VoID, PROV).

Counts and describes what it is handed; reads no clock, so that the same release has the same
description.
"""

import collections
import hashlib
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph

from secgraph.namespaces import GRAPHS, ONTOLOGY, PREFIXES, curie, expand

Term = pyoxigraph.NamedNode | pyoxigraph.Literal
Say = Callable[[str, str, Term], None]
Statement = tuple[str, str, object]

DATASET = "https://w3id.org/secgraph/dataset"
"""The dataset, whatever its version."""

_MEDIA = "https://www.iana.org/assignments/media-types/"
_SPDX = "http://spdx.org/rdf/terms#"
_VOID_EXT = "http://ldf.fi/void-ext#"
_BASE = "https://w3id.org/secgraph/"
_LINKING = {
    PREFIXES["rdfs"] + "subClassOf",
    PREFIXES["rdfs"] + "subPropertyOf",
    PREFIXES["owl"] + "equivalentClass",
    PREFIXES["owl"] + "equivalentProperty",
    *(
        PREFIXES["skos"] + name
        for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    ),
}
"""What links a thing of ours to one of others."""
_COUNTED = ("wd",)
"""Namespaces whose links are handed in, since tables count them."""


class File:
    """One file of a release.

    Attributes:
        name: Its name in the folder.
        media: Its media type, without parameters.
        title: What it holds, in a line.
        data: Its bytes.
    """

    __slots__ = ("data", "media", "name", "title")

    def __init__(self, name: str, media: str, title: str, data: bytes) -> None:
        self.name, self.media, self.title, self.data = name, media, title, data

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def describe(
    quads: Sequence[pyoxigraph.Quad],
    files: "Sequence[File]",
    links: Sequence[tuple[str, str, str, int]] = (),
) -> list[pyoxigraph.Triple]:
    """Describe a release.

    Args:
        quads: Its statements, each in the graph of its part, without blank nodes.
        files: The files in which it is published.
        links: What links its things to those of others: the target, where its IRIs begin, the kind
            of link, how many.

    Returns:
        Triples, sorted, without blank nodes: a versioned dataset with its distributions (size,
        media type, SHA-256), the number of statements by class and property, a subset for each
        part, a linkset for each vocabulary that terms are aligned to.
    """
    statements: list[pyoxigraph.Triple] = []

    def say(subject: str, predicate: str, object: Term) -> None:
        statements.append(
            pyoxigraph.Triple(
                pyoxigraph.NamedNode(subject),
                pyoxigraph.NamedNode(expand(predicate) or predicate),
                object,
            )
        )

    triples = sorted(
        {(_iri(quad.subject), quad.predicate.value, quad.object) for quad in quads}, key=str
    )
    header = _header(triples)
    version = header["owl:versionInfo"][0].value
    this = f"{DATASET}/{version}"
    for name in (
        "dcterms:title",
        "dcterms:abstract",
        "dcterms:creator",
        "dcterms:issued",
        "dcterms:modified",
        "dcterms:license",
        "dcterms:bibliographicCitation",
    ):
        for value in header.get(name, ()):
            say(this, "dcterms:description" if name == "dcterms:abstract" else name, value)
    for kind in ("dcat:Dataset", "void:Dataset"):
        say(this, "rdf:type", _node(kind))
    say(DATASET, "rdf:type", _node("dcat:Dataset"))
    say(DATASET, "dcat:hasCurrentVersion", pyoxigraph.NamedNode(this))
    say(this, "dcat:isVersionOf", pyoxigraph.NamedNode(DATASET))
    say(this, "dcat:version", pyoxigraph.Literal(version))
    say(this, "void:uriSpace", pyoxigraph.Literal(_BASE))
    say(this, "void:vocabulary", pyoxigraph.NamedNode(ONTOLOGY))
    for subject, predicate, object in triples:
        if predicate == expand("rdf:type") and object in (_node("sg:Source"), _node("sg:Document")):
            say(this, "prov:wasDerivedFrom", _node(subject))
    _counts(this, triples, say)
    _property_partitions(this, triples, say)
    _parts(this, version, quads, say)
    _linksets(this, triples, say)
    for target, base, kind, count in links:
        place = f"{this}/links/{target}-{curie(kind).partition(':')[2]}"
        _linkset(this, place, (f"{this}/links/{target}", kind, count), say)
        say(f"{this}/links/{target}", "rdf:type", _node("void:Dataset"))
        say(f"{this}/links/{target}", "void:uriSpace", _text(base))
    for file in files:
        _distribution(this, file, say)
    return sorted(set(statements), key=str)


def _node(name: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(expand(name) or name)


def _number(value: int) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(value)


def _iri(term: object) -> str:
    return str(term).strip("<>")


def _header(triples: Sequence[Statement]) -> Mapping[str, list[Term]]:
    """Give what the ontology says of itself, by property."""
    header: dict[str, list[Term]] = {}
    for subject, predicate, object in triples:
        if subject == ONTOLOGY and isinstance(object, pyoxigraph.NamedNode | pyoxigraph.Literal):
            header.setdefault(curie(predicate), []).append(object)
    return header


def _counts(this: str, triples: Sequence[Statement], say: Say) -> None:
    say(this, "void:triples", _number(len(triples)))
    say(this, "void:distinctSubjects", _number(len({subject for subject, _, _ in triples})))
    say(this, "void:distinctObjects", _number(len({object for _, _, object in triples})))
    classes = collections.Counter(
        _iri(object) for _, predicate, object in triples if predicate == expand("rdf:type")
    )
    say(this, "void:classes", _number(len(classes)))
    say(
        this,
        "void:entities",
        _number(len({subject for subject, _, _ in triples if subject.startswith(_BASE)})),
    )
    for iri, count in classes.items():
        place = f"{this}/class/{curie(iri).replace(':', '-')}"
        say(this, "void:classPartition", _node(place))
        say(place, "void:class", _node(iri))
        say(place, "void:entities", _number(count))
    properties = collections.Counter(predicate for _, predicate, _ in triples)
    say(this, "void:properties", _number(len(properties)))
    for iri, count in properties.items():
        place = f"{this}/property/{curie(iri).replace(':', '-')}"
        say(this, "void:propertyPartition", _node(place))
        say(place, "void:property", _node(iri))
        say(place, "void:triples", _number(count))


def _property_partitions(this: str, triples: Sequence[Statement], say: Say) -> None:
    """Say for each class which properties its members have, and what these lead to.

    So that an editor of queries proposes the properties of a class, and their classes.
    """
    classes: dict[str, set[str]] = collections.defaultdict(set)
    for subject, predicate, object in triples:
        if predicate == expand("rdf:type"):
            classes[subject].add(_iri(object))
    properties: collections.Counter[tuple[str, str]] = collections.Counter()
    targets: collections.Counter[tuple[str, str, str]] = collections.Counter()
    datatypes: collections.Counter[tuple[str, str, str]] = collections.Counter()
    for subject, predicate, object in triples:
        for class_ in classes.get(subject, ()):
            properties[class_, predicate] += 1
            if isinstance(object, pyoxigraph.Literal):
                datatypes[class_, predicate, object.datatype.value] += 1
            for target in classes.get(_iri(object), ()):
                targets[class_, predicate, target] += 1
    for (class_, predicate), count in properties.items():
        of = f"{this}/class/{_place(class_)}"
        say(of, "void:propertyPartition", _node(f"{of}/property/{_place(predicate)}"))
        say(f"{of}/property/{_place(predicate)}", "void:property", _node(predicate))
        say(f"{of}/property/{_place(predicate)}", "void:triples", _number(count))
    for counts, kind, partition in (
        (targets, "void:class", "void:classPartition"),
        (datatypes, f"{_VOID_EXT}datatype", f"{_VOID_EXT}datatypePartition"),
    ):
        for (class_, predicate, target), count in counts.items():
            of = f"{this}/class/{_place(class_)}/property/{_place(predicate)}"
            place = f"{of}/{_place(target)}"
            say(of, partition, _node(place))
            say(place, kind, _node(target))
            say(place, "void:triples", _number(count))


def _place(iri: str) -> str:
    """Give a name as a segment of the IRI of a partition."""
    name = curie(iri)
    return (name if name != iri else iri.partition("//")[2].replace("/", "-")).replace(":", "-")


def _parts(this: str, version: str, quads: Sequence[pyoxigraph.Quad], say: Say) -> None:
    for graph, count in collections.Counter(_iri(quad.graph_name) for quad in quads).items():
        place = f"{this}/{graph.removeprefix(GRAPHS)}"
        say(this, "void:subset", _node(place))
        say(place, "rdf:type", _node("void:Dataset"))
        say(place, "void:triples", _number(count))
        say(place, "dcterms:identifier", _text(graph))
        say(place, "dcat:isVersionOf", _node(graph))
        say(place, "dcat:version", _text(version))


def _linksets(this: str, triples: Sequence[Statement], say: Say) -> None:
    """Describe the links to other datasets, a linkset for each namespace and kind of link."""
    linked: collections.Counter[tuple[str, str]] = collections.Counter()
    for subject, predicate, object in triples:
        if predicate in _LINKING and subject.startswith(_BASE):
            space = next(
                (
                    name
                    for name, iri in PREFIXES.items()
                    if not iri.startswith(_BASE) and _iri(object).startswith(iri)
                ),
                "",
            )
            if space and space not in ("owl", "rdf", "rdfs", "xsd", *_COUNTED):
                linked[space, predicate] += 1
    for (space, predicate), count in linked.items():
        place = f"{this}/links/{space}-{curie(predicate).partition(':')[2]}"
        _linkset(this, place, (PREFIXES[space], predicate, count), say)


def _linkset(this: str, place: str, what: tuple[str, str, int], say: Say) -> None:
    target, predicate, count = what
    say(this, "void:subset", _node(place))
    say(place, "rdf:type", _node("void:Linkset"))
    say(place, "void:subjectsTarget", _node(this))
    say(place, "void:objectsTarget", _node(target))
    say(place, "void:linkPredicate", _node(predicate))
    say(place, "void:triples", _number(count))


def _distribution(this: str, file: File, say: Say) -> None:
    place = f"{this}/{file.name}"
    say(this, "dcat:distribution", _node(place))
    say(place, "rdf:type", _node("dcat:Distribution"))
    say(place, "dcterms:title", pyoxigraph.Literal(file.title, language="en"))
    say(place, "dcterms:identifier", _text(file.name))
    say(place, "dcat:mediaType", _node(_MEDIA + file.media))
    say(
        place,
        "dcat:byteSize",
        pyoxigraph.Literal(str(len(file.data)), datatype=_node("xsd:nonNegativeInteger")),
    )
    say(place, f"{_SPDX}checksum", _node(f"{place}/checksum"))
    say(f"{place}/checksum", "rdf:type", _node(f"{_SPDX}Checksum"))
    say(f"{place}/checksum", f"{_SPDX}algorithm", _node(f"{_SPDX}checksumAlgorithm_sha256"))
    say(
        f"{place}/checksum",
        f"{_SPDX}checksumValue",
        pyoxigraph.Literal(file.sha256, datatype=_node("xsd:hexBinary")),
    )


def _text(value: str) -> pyoxigraph.Literal:
    return pyoxigraph.Literal(value)
