"""The shapes: each constraint is broken by a file of its own, and by nothing else."""

import dataclasses
import re
from collections import defaultdict

import pyoxigraph
import pytest
import rdflib

from secgraph.checks import constraints, parts, relations, rudof, shapes, statements
from secgraph.checks.constraints import Fault
from secgraph.checks.finding import ToolFailure
from secgraph.dataset import location, rdflib_form, release
from secgraph.namespaces import PREFIXES, curie
from support.paths import FIXTURES, ROOT

RDFS = rdflib.RDFS
SH = rdflib.Namespace(PREFIXES["sh"])
BASE = FIXTURES / "valid" / "base.ttl"
DOCUMENT = "https://example.org/doc/"
INVALID = sorted((FIXTURES / "invalid").glob("*.ttl"))


def faults(terms: rdflib.Graph, *files) -> list[Fault]:
    graph = rdflib.Graph()
    for triple in terms:
        graph.add(triple)
    for file in files:
        graph.parse(str(file), format="turtle")
    return shapes.validate(graph, terms)


@pytest.fixture(scope="module")
def everything() -> rdflib.Graph:
    return shapes.parsed("ontology/shapes")


def breakable(graph: rdflib.Graph) -> set[str]:
    """What a file can break: each property of a shape that has a target, and each such shape
    with a constraint of its own."""
    found = set()
    for shape in {*graph.subjects(SH.targetClass), *graph.subjects(SH.targetSubjectsOf)}:
        properties = {curie(str(each)) for each in graph.objects(shape, SH.property)}
        found |= properties or {curie(str(shape))}
    return found


def test_every_constraint_has_a_file_that_breaks_it(everything):
    assert {f"sgs:{path.name.split('.')[0]}" for path in INVALID} == breakable(everything)


def test_the_valid_document_conforms(terms):
    assert [(fault.focus, fault.shape) for fault in faults(terms, BASE)] == []


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """The ontology and every broken file, each beside a valid document of its own.

    They are validated together, which takes a quarter of the time: the documents differ in their
    namespace, so that none has a node of another.
    """
    store = pyoxigraph.Store()
    for path in filter(release.is_ontology, release.files()):
        # Without the triples by which its own terms are checked.
        store.extend(
            quad for quad in release.read(path) if quad.predicate.value != str(RDFS.isDefinedBy)
        )
    base = release.read(str(BASE))
    for number, path in enumerate(INVALID):
        store.extend(_moved(quad, number) for quad in (*base, *release.read(str(path))))
    return store


@pytest.fixture(scope="module")
def documents(store) -> rdflib.Graph:
    """The same for rdflib, with the same labels of blank nodes."""
    return rdflib_form.as_rdflib(store).default_graph


def number_of(node: str) -> int | None:
    """Say to which of the broken files a node belongs."""
    match = re.match(rf"(?:{DOCUMENT}|_:moved-)(\d+)[/-]", node)
    return int(match[1]) if match else None


@pytest.fixture(scope="module")
def faults_of_files(store) -> dict[str, list[Fault]]:
    """The faults of every broken file, by rudof."""
    found: dict[str, list[Fault]] = {path.stem: [] for path in INVALID}
    for fault in rudof.validate(statements.ntriples(store), constraints.shapes()):
        number = number_of(fault.focus)
        assert number is not None, f"{fault.focus} is in no document"
        found[INVALID[number].stem].append(fault)
    return found


@pytest.mark.long
@pytest.mark.sampled
def test_rudof_finds_what_pyshacl_finds(terms, documents, faults_of_files):
    """Focus node, shape, message and value of every violation in every broken file."""
    expected = {
        # rdflib writes the zone of UTC in its own way.
        dataclasses.replace(fault, value=fault.value.replace("+00:00", "Z"))
        for fault in shapes.validate(documents, terms)
    }
    assert len(expected) >= len(INVALID)
    assert {fault for faults in faults_of_files.values() for fault in faults} == expected


def test_duckdb_finds_what_rudof_finds(store, faults_of_files):
    """Focus node, shape, message and value of every violation in every broken file."""
    expected = {fault for faults in faults_of_files.values() for fault in faults}
    assert len(expected) >= len(INVALID)
    assert set(relations.validate(statements.ntriples(store), constraints.shapes())) == expected


LITERALS = """
@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/x/one> a sg:Source ;
    rdfs:label "a \\"quoted\\" label"@en , "two\\nlines"@en ,
        "eine Zeile"@de , "plain" , " blank"@ja ;
    dcterms:identifier "back\\\\slash" , 7 ; dcterms:title "a  .  b" .
<https://example.org/x/two> a sg:Passage , oa:TextPositionSelector ;
    oa:start "x"^^xsd:integer , 5 , 5.0 ; oa:end 4 , "6"^^xsd:decimal ;
    sg:ordinal 0 ; sg:sha256 "ABC" , <https://example.org/x/one> , [] .
<https://example.org/x/three> a sg:TimeSpan ; rdfs:label "span"@en-GB ;
    sg:notBefore "2020-01-01T00:00:00Z"^^xsd:dateTime ;
    sg:notAfter "2019-01-01T00:00:00Z"^^xsd:dateTime .
[] a sg:Claim ; rdfs:label "no name"@en ; sg:hasForce sg:x .
"""
"""Literals with escapes, several languages and types beside each other, and blank nodes."""


def test_duckdb_finds_what_pyshacl_finds_of_odd_literals_and_blank_nodes(terms):
    """The same violations, by the focus node, the shape and the value."""
    store = pyoxigraph.Store()
    store.load(LITERALS.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    for path in filter(release.is_ontology, release.files()):
        store.extend(
            quad
            for quad in release.read(path)
            if quad.predicate.value in (str(RDFS.subClassOf), str(rdflib.RDF.type))
        )
    expected = {
        (fault.focus, fault.shape, fault.value.replace("+00:00", "Z"))
        for fault in shapes.validate(rdflib_form.as_rdflib(store).default_graph, terms)
        if fault.focus.startswith(("https://example.org/", "_:"))
    }
    found = relations.validate(statements.ntriples(store), constraints.shapes())
    assert {
        (fault.focus, fault.shape, fault.value)
        for fault in found
        if fault.focus.startswith(("https://example.org/", "_:"))
    } == expected
    assert len(expected) > 30


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("sh:closed true", "sh:closed, which only rudof and pyshacl know"),
        ("sh:path ( sg:a sg:b )", "a path of several steps"),
        ("sh:not sgs:loop", "is decided by itself"),
        ("sh:node sgs:nowhere", "which is no shape"),
        ("sh:in 3", "is no list"),
    ],
)
def test_duckdb_refuses_a_shape_that_it_does_not_know(term, reason):
    turtle = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix sgs: <https://example.org/s/> . "
        f"@prefix sg: <https://example.org/n/> . sgs:loop a sh:NodeShape ; {term} ."
    )
    unknown = constraints.Shapes(turtle, {}, None)
    with pytest.raises(ToolFailure, match=reason):
        relations.validate(b"<urn:a> <urn:b> <urn:c> .\n", unknown)


@pytest.fixture(scope="module")
def quads_of_files(store) -> dict[int | None, list[pyoxigraph.Quad]]:
    """The statements of each broken file and the valid document beside it, by its number."""
    quads = defaultdict(list)
    for quad in store:
        quads[number_of(_name(quad))].append(quad)
    return quads


Part = tuple[list[pyoxigraph.Quad], set[str]]


@pytest.fixture(scope="module")
def parts_of_files(store, quads_of_files) -> dict[str, Part]:
    """What the shapes see of each broken file, and the focus nodes for which it is whole."""
    found = {}
    for number, path in enumerate(INVALID):
        part = constraints.extract(store, quads_of_files[number], constraints.shapes())
        assert part is not None
        found[path.stem] = part
    return found


def test_the_parts_that_the_shapes_see_of_the_files_show_all_their_faults(
    faults_of_files, parts_of_files
):
    """Rudof finds in the parts, taken together, what it finds in the whole."""
    for name, (_, focuses) in parts_of_files.items():
        assert {fault.focus for fault in faults_of_files[name]} <= focuses
    quads = {quad for part, _ in parts_of_files.values() for quad in part}
    focuses = {focus for _, focuses in parts_of_files.values() for focus in focuses}
    faults = rudof.validate(statements.as_ntriples(quads), constraints.shapes())
    expected = {fault for faults in faults_of_files.values() for fault in faults}
    assert {fault for fault in faults if fault.focus in focuses} == expected


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_the_part_that_the_shapes_see_of_a_file_shows_all_its_faults(
    path, faults_of_files, parts_of_files
):
    """Also where no other part says more of the terms of the ontology."""
    quads, focuses = parts_of_files[path.stem]
    faults = rudof.validate(statements.as_ntriples(quads), constraints.shapes())
    expected = set(faults_of_files[path.stem])
    assert {fault for fault in faults if fault.focus in focuses} == expected


def _name(quad: pyoxigraph.Quad) -> str:
    blank = isinstance(quad.subject, pyoxigraph.BlankNode)
    return f"_:{quad.subject.value}" if blank else quad.subject.value


def test_a_part_can_be_taken_since_each_shape_says_how_far_it_looks(everything):
    """Paths of one step, and shapes within shapes only as far as the reach says."""
    assert constraints.shapes().predicates is not None

    def steps(shape: rdflib.term.Node, above: tuple[rdflib.term.Node, ...] = ()) -> int:
        assert shape not in above, f"{shape} is within itself"
        within = [
            *everything.objects(shape, SH.node),
            *everything.objects(shape, SH["not"]),
            *everything.objects(shape, SH.property),
        ]
        for term in (SH["and"], SH["or"], SH.xone):
            for members in everything.objects(shape, term):
                within += rdflib.collection.Collection(everything, members)
        further = max((steps(each, (*above, shape)) for each in within), default=0)
        return further + (everything.value(shape, SH.path) is not None)

    targets = {*everything.subjects(SH.targetClass), *everything.subjects(SH.targetSubjectsOf)}
    assert max(map(steps, targets)) == constraints.REACH


def test_a_class_below_another_lets_the_shapes_see_everything(store):
    subclass = pyoxigraph.Quad(
        pyoxigraph.NamedNode("urn:x"), constraints.SUBCLASS, pyoxigraph.NamedNode("urn:y")
    )
    assert constraints.extract(store, [subclass], constraints.shapes()) is None


def test_what_rudof_cannot_do_pyshacl_does(monkeypatch):
    """The report says so."""

    def fail(*_: object) -> list[Fault]:
        raise ToolFailure("rudof failed: no reason")

    monkeypatch.setattr(rudof, "validate", fail)
    store = pyoxigraph.Store()
    release.load(store, str(FIXTURES / "faulty" / "every-part.ttl"))
    outcome = parts.check_shapes(store)
    assert outcome.method == "pyshacl"
    assert outcome.omitted == {"rudof": "rudof failed: no reason"}
    assert {finding.rule for finding in outcome.findings} >= {"sgs:claim-polarity"}


def _moved(quad: pyoxigraph.Quad, number: int) -> pyoxigraph.Quad:
    """Give a statement of the document a place in the namespace of so many."""
    terms = (_moved_term(term, number) for term in (quad.subject, quad.predicate, quad.object))
    return pyoxigraph.Quad(*terms)


def _moved_term(term, number: int):
    if isinstance(term, pyoxigraph.NamedNode) and term.value.startswith(DOCUMENT):
        return pyoxigraph.NamedNode(f"{DOCUMENT}{number}/{term.value.removeprefix(DOCUMENT)}")
    if isinstance(term, pyoxigraph.BlankNode):
        return pyoxigraph.BlankNode(f"moved-{number}-{term.value}")
    return term


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_broken_file_is_reported_by_exactly_its_constraint(path, faults_of_files):
    found = faults_of_files[path.stem]
    assert {curie(fault.shape) for fault in found} == {f"sgs:{path.name.split('.')[0]}"}
    assert all(fault.message for fault in found)


@pytest.mark.long
@pytest.mark.sampled
def test_the_release_conforms():
    """Under pyshacl too; the report of the release has the outcome of rudof."""
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
    for name in breakable(everything):
        assert everything.value(rdflib.URIRef(PREFIXES["sgs"] + name[4:]), SH.message), name


def test_every_class_that_data_use_is_the_target_of_a_shape(everything, release_graph):
    """Each class of a node of the release, or a class above it, has a shape."""
    graph = release_graph
    targets = set(everything.objects(None, SH.targetClass))
    used = {
        kind
        for kind in graph.objects(None, rdflib.RDF.type)
        if str(kind).startswith((PREFIXES["sg"], PREFIXES["org"], PREFIXES["oa"]))
    }
    for kind in used:
        assert set(graph.transitive_objects(kind, rdflib.RDFS.subClassOf)) & targets, kind


def test_the_shapes_are_no_part_of_the_release():
    shapes = location.turtle_files(str(ROOT / "ontology" / "shapes"))
    assert shapes
    assert set(shapes).isdisjoint(release.files())
