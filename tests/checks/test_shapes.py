"""The shapes: each constraint is broken by a file of its own, and by nothing else."""

import re

import pytest
import rdflib

from secgraph.checks import shapes
from secgraph.dataset import location, release
from secgraph.namespaces import PREFIXES, curie
from support.paths import FIXTURES, ROOT

SH = rdflib.Namespace(PREFIXES["sh"])
BASE = FIXTURES / "valid" / "base.ttl"
DOCUMENT = "https://example.org/doc/"
INVALID = sorted((FIXTURES / "invalid").glob("*.ttl"))


def faults(terms: rdflib.Graph, *files) -> list[shapes.Fault]:
    graph = rdflib.Graph()
    for triple in terms:
        graph.add(triple)
    for file in files:
        graph.parse(str(file), format="turtle")
    return shapes.validate(graph, terms)


@pytest.fixture(scope="module")
def everything() -> rdflib.Graph:
    return shapes.parsed("ontology/shapes")


def constraints(graph: rdflib.Graph) -> set[str]:
    """What a file can break: each property of a shape that has a target, and each such shape
    with a constraint of its own."""
    found = set()
    for shape in {*graph.subjects(SH.targetClass), *graph.subjects(SH.targetSubjectsOf)}:
        properties = {curie(str(each)) for each in graph.objects(shape, SH.property)}
        found |= properties or {curie(str(shape))}
    return found


def test_every_constraint_has_a_file_that_breaks_it(everything):
    assert {f"sgs:{path.name.split('.')[0]}" for path in INVALID} == constraints(everything)


def test_the_valid_document_conforms(terms):
    assert [(fault.focus, fault.shape) for fault in faults(terms, BASE)] == []


@pytest.fixture(scope="module")
def faults_of_files(terms) -> dict[str, list[shapes.Fault]]:
    """The faults of every broken file, each beside a valid document of its own.

    They are validated together, which takes a quarter of the time: the documents differ in their
    namespace, so that none has a node of another.
    """
    graph = rdflib.Graph()
    for triple in terms:
        graph.add(triple)
    for number, path in enumerate(INVALID):
        for file in (BASE, path):
            for triple in rdflib.Graph().parse(str(file), format="turtle"):
                graph.add(tuple(_moved(term, number) for term in triple))
    found: dict[str, list[shapes.Fault]] = {path.stem: [] for path in INVALID}
    for fault in shapes.validate(graph, terms):
        number = re.match(rf"(?:{DOCUMENT}|moved-)(\d+)[/-]", fault.focus)
        assert number, f"{fault.focus} is in no document"
        found[INVALID[int(number[1])].stem].append(fault)
    return found


def _moved(term: rdflib.term.Node, number: int) -> rdflib.term.Node:
    """Give a term of the document a place in the namespace of so many."""
    if isinstance(term, rdflib.URIRef) and term.startswith(DOCUMENT):
        return rdflib.URIRef(f"{DOCUMENT}{number}/{term.removeprefix(DOCUMENT)}")
    if isinstance(term, rdflib.BNode):
        return rdflib.BNode(f"moved-{number}-{term}")
    return term


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_broken_file_is_reported_by_exactly_its_constraint(path, faults_of_files):
    found = faults_of_files[path.stem]
    assert {curie(fault.shape) for fault in found} == {f"sgs:{path.name.split('.')[0]}"}
    assert all(fault.message for fault in found)


def test_the_release_conforms():
    found = shapes.validate(release.graph().default_graph)
    assert [(curie(fault.focus), curie(fault.shape), fault.value) for fault in found] == []


def test_shapes_are_named_and_speak(everything):
    """No anonymous shape; every constraint has a label and a message for the person who types
    the data."""
    for shape in {
        *everything.subjects(rdflib.RDF.type, SH.NodeShape),
        *everything.subjects(rdflib.RDF.type, SH.PropertyShape),
        *everything.objects(None, SH.property),
    }:
        assert isinstance(shape, rdflib.URIRef)
        assert everything.value(shape, rdflib.RDFS.label)
    for name in constraints(everything):
        assert everything.value(rdflib.URIRef(PREFIXES["sgs"] + name[4:]), SH.message), name


def test_every_class_that_data_use_is_the_target_of_a_shape(everything):
    """Each class of a node of the release, or a class above it, has a shape."""
    graph = release.graph().default_graph
    targets = set(everything.objects(None, SH.targetClass))
    used = {
        kind
        for kind in graph.objects(None, rdflib.RDF.type)
        if str(kind).startswith((PREFIXES["sg"], PREFIXES["org"], PREFIXES["oa"]))
    }
    for kind in used:
        assert set(graph.transitive_objects(kind, rdflib.RDFS.subClassOf)) & targets, kind


def test_the_shapes_are_no_part_of_the_release():
    assert not [path for path in release.files() if "shapes" in path]
    assert location.turtle_files(str(ROOT / "ontology" / "shapes"))
