"""Write the release for the tools of OWL: reasoners, ROBOT, Protégé, owlready2.

Changes no statement of the release; adds what such tools need beside it. Runs no reasoner.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pyoxigraph

from secgraph.claims import inference
from secgraph.dataset import release, serialize
from secgraph.namespaces import GRAPHS, ONTOLOGY, PREFIXES, SG, curie, expand
from secgraph.publish import labels
from secgraph.publish.void import DATASET

INFERRED = "https://w3id.org/secgraph/inferred"
"""The ontology that holds what the rules conclude."""

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
_LANGUAGE = (_RDF, _RDFS, _OWL)
"""A thing whose classes all lie here is a term or an axiom, and no individual."""

_BASE = "https://w3id.org/secgraph/"
_DOCUMENTS = _BASE + "doc/"
_KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")


def _iri(name: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(expand(name) or name)


_TYPE, _LABEL, _SCHEME = _iri("rdf:type"), _iri("rdfs:label"), _iri("skos:inScheme")
_HEADER, _INDIVIDUAL = _iri("owl:Ontology"), _iri("owl:NamedIndividual")
_VERSION_IRI, _VERSION = _iri("owl:versionIRI"), _iri("owl:versionInfo")
_DESCRIPTION, _ABSTRACT = _iri("dcterms:description"), _iri("dcterms:abstract")
_ANNOTATION, _PREFERRED = _iri("owl:AnnotationProperty"), _iri("skos:prefLabel")


def ontology(statements: Iterable[pyoxigraph.Quad]) -> bytes:
    """Write the ontology alone in RDF/XML, with its blank nodes.

    Individuals are declared; of several terms with one label all but one have it with what tells
    them apart, such as ``supports (links)``, since editors list all terms together. The label
    itself is then their ``skos:prefLabel``.

    Args:
        statements: Those of the release, with blank nodes, each in the graph of its part.
    """
    graph = pyoxigraph.NamedNode(GRAPHS + "ontology")
    triples = {quad.triple for quad in statements if quad.graph_name == graph}
    described = {
        pyoxigraph.Triple(triple.subject, _DESCRIPTION, triple.object)
        for triple in triples
        if triple.predicate == _ABSTRACT and triple.subject == _iri(ONTOLOGY)
    }
    triples |= described | {pyoxigraph.Triple(_DESCRIPTION, _TYPE, _ANNOTATION)}
    triples |= {pyoxigraph.Triple(_DESCRIPTION, _LABEL, pyoxigraph.Literal("description"))}
    return _written(_told_apart(triples | _individuals(triples)))


def whole(statements: Iterable[pyoxigraph.Quad]) -> bytes:
    """Write ontology and data as one ontology in RDF/XML, with a versioned IRI of its own.

    What has no label, such as a membership, has one by rule, since editors show labels alone; what
    shares its label is told apart as in :func:`ontology`, and of what stands in a document all.

    Args:
        statements: Those of the release, with blank nodes.
    """
    triples = {quad.triple for quad in statements}
    header = {triple for triple in triples if triple.subject == _iri(ONTOLOGY)}
    kept = {
        pyoxigraph.Triple(_iri(DATASET), triple.predicate, triple.object)
        for triple in header
        if triple.predicate.value.startswith(PREFIXES["dcterms"])
    }
    described = {
        pyoxigraph.Triple(_iri(DATASET), _DESCRIPTION, triple.object)
        for triple in header
        if triple.predicate == _ABSTRACT
    }
    described |= {
        pyoxigraph.Triple(_DESCRIPTION, _TYPE, _ANNOTATION),
        pyoxigraph.Triple(_DESCRIPTION, _LABEL, pyoxigraph.Literal("description")),
    }
    whole_ = (triples - header) | kept | described | set(_header(DATASET)) | _individuals(triples)
    return _written(_told_apart(whole_ | labels.Labels(whole_).missing()))


def inferred(statements: Iterable[pyoxigraph.Quad]) -> bytes:
    """Write what the rules conclude as an ontology of its own, in Turtle.

    It declares the terms that it uses, so that beside the release each stays what it is there.

    Args:
        statements: Those of the release.
    """
    conclusions = inference.concluded()
    kinds = {_iri(f"owl:{name}") for name in _KINDS}
    used = {
        term
        for triples in conclusions.values()
        for triple in triples
        for term in (triple.predicate, triple.object if triple.predicate == _TYPE else None)
    }
    declarations = {
        quad.triple
        for quad in statements
        if quad.predicate == _TYPE and quad.object in kinds and quad.subject in used
    }
    return inference.turtle(conclusions, declarations=[*_header(INFERRED), *declarations])


def _header(iri: str) -> list[pyoxigraph.Triple]:
    """Give the statements that make a file an ontology, with the version of the release."""
    version = release.version()
    return [
        pyoxigraph.Triple(_iri(iri), _TYPE, _HEADER),
        pyoxigraph.Triple(_iri(iri), _VERSION_IRI, _iri(f"{iri}/{version}")),
        pyoxigraph.Triple(_iri(iri), _VERSION, pyoxigraph.Literal(version)),
    ]


def _individuals(triples: Iterable[pyoxigraph.Triple]) -> set[pyoxigraph.Triple]:
    """Declare each thing of the project that is a member of a class and no term itself."""
    classes: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        if triple.predicate == _TYPE and isinstance(triple.subject, pyoxigraph.NamedNode):
            classes[triple.subject.value].append(str(triple.object)[1:-1])
    return {
        pyoxigraph.Triple(_iri(iri), _TYPE, _INDIVIDUAL)
        for iri, names in classes.items()
        if iri.startswith(_BASE) and not any(name.startswith(_LANGUAGE) for name in names)
    }


def _told_apart(triples: set[pyoxigraph.Triple]) -> set[pyoxigraph.Triple]:
    """Qualify labels that several terms share: by the scheme of a value, or by its vocabulary."""
    sharing: dict[object, list[str]] = defaultdict(list)
    labels: dict[str, str] = {}
    schemes: dict[str, str] = {}
    for triple in sorted(triples, key=str):
        subject = str(triple.subject)[1:-1]
        if triple.predicate == _LABEL and isinstance(triple.subject, pyoxigraph.NamedNode):
            sharing[triple.object].append(subject)
            labels[subject] = triple.object.value  # type: ignore[union-attr]
        elif triple.predicate == _SCHEME:
            schemes.setdefault(subject, str(triple.object)[1:-1])
    changed = set(triples)
    for label, subjects in sharing.items():
        taken: set[str] = set()
        # What the rules conclude labels the kinds that it makes, which keep their labels here too.
        ordered = sorted(subjects, key=lambda iri: (not iri.startswith(SG), "--" not in iri, iri))
        # No document is the first one: of P1.S1 of several texts none is P1.S1 alone.
        first = 0 if len(ordered) > 1 and ordered[0].startswith(_DOCUMENTS) else 1
        for iri in ordered[first:]:
            qualifier = labels.get(schemes.get(iri, ""), curie(iri).partition(":")[0])
            qualifier = qualifier if qualifier not in taken else curie(iri)
            taken.add(qualifier)
            changed.remove(pyoxigraph.Triple(_iri(iri), _LABEL, label))  # type: ignore[arg-type]
            text = f"{label.value} ({qualifier})"  # type: ignore[attr-defined]
            language = label.language  # type: ignore[attr-defined]
            changed.add(
                pyoxigraph.Triple(_iri(iri), _LABEL, pyoxigraph.Literal(text, language=language))
            )
            changed.add(pyoxigraph.Triple(_iri(iri), _PREFERRED, label))  # type: ignore[arg-type]
    if changed != triples:
        changed.add(pyoxigraph.Triple(_PREFERRED, _TYPE, _ANNOTATION))
        changed.add(
            pyoxigraph.Triple(
                _PREFERRED, _LABEL, pyoxigraph.Literal("preferred label", language="en")
            )
        )
    return changed


def _written(triples: Iterable[pyoxigraph.Triple]) -> bytes:
    ordered: Sequence[pyoxigraph.Triple] = sorted(triples, key=str)
    return serialize.serialized(ordered, "rdf")
