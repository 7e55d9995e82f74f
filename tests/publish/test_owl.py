"""The release in the tools of OWL. ROBOT, with the API of Protégé, is installed apart: `make
test-readers`."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import owlready2
import pyoxigraph
import pytest
import rdflib

from secgraph.checks import reasoning
from secgraph.dataset import release, serialize
from secgraph.namespaces import PREFIXES, SG
from secgraph.publish.labels import Labels
from support.paths import ROOT

STEM = f"secgraph-{release.version()}"
JARS = ROOT / ".readers" / "robot"
OWL = rdflib.OWL
Robot = Callable[..., str]


@pytest.fixture(scope="module")
def folder(files, tmp_path_factory) -> Path:
    """The files of the release."""
    place = tmp_path_factory.mktemp("dist")
    for file in files.values():
        (place / file.name).write_bytes(file.data)
    return place


@pytest.fixture(scope="module")
def robot() -> Robot:
    """Runs ROBOT, which has to succeed, and gives what it prints."""

    def run(*arguments: str | Path) -> str:
        java = ["java", "-Xmx1500M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        main = ["-cp", f"{JARS}{os.sep}*", "org.obolibrary.robot.CommandLineInterface"]
        argv = [*java, *main, *map(str, arguments)]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    return run


def world(path: Path) -> tuple[owlready2.World, owlready2.Ontology]:
    made = owlready2.World()
    return made, made.get_ontology(f"file://{path}").load()


@pytest.mark.parametrize("name", [f"{STEM}.owl", "secgraph.owl", f"{STEM}.rdf", f"{STEM}.nt"])
def test_owlready2_reads_the_definition_of_a_class(name, folder):
    """A conjunction with two restrictions, none of which is a class with a name."""
    made, _ = world(folder / name)
    (definition,) = made[SG + "Denial"].equivalent_to
    named, *restrictions = definition.Classes
    assert named is made[SG + "Claim"]
    assert [(part.property.name, part.type, part.value.name) for part in restrictions] == [
        ("hasForce", owlready2.VALUE, "assertion"),
        ("hasPolarity", owlready2.VALUE, "denied"),
    ]


def test_owlready2_lists_the_individuals_of_the_owl_file(folder):
    _, ontology = world(folder / f"{STEM}.owl")
    claims = [each for each in ontology.individuals() if "Claim" in [c.name for c in each.is_a]]
    stated = {str(triple.subject) for triple in serialize.triples() if _is_claim(triple)}
    assert {f"<{claim.iri}>" for claim in claims} == stated
    assert ontology.metadata.versionInfo == [release.version()]


def _is_claim(triple: pyoxigraph.Triple) -> bool:
    return triple.predicate.value.endswith("#type") and str(triple.object) == f"<{SG}Claim>"


def test_the_owl_file_adds_only_declarations_and_its_header(folder):
    """Beside the release: individuals are said to be such, and the file has its own IRI."""
    owl, whole = (_triples(folder / f"{STEM}.{ending}") for ending in ("owl", "rdf"))
    base = "https://w3id.org/secgraph/dataset"
    assert {triple for triple in owl if triple[2] == f"<{OWL.Ontology}>"} == {
        (f"<{base}>", f"<{rdflib.RDF.type}>", f"<{OWL.Ontology}>")
    }
    version = f"<{base}/{release.version()}>"
    assert (f"<{base}>", f"<{OWL.versionIRI}>", version) in owl
    declared = {triple for triple in owl if triple[2] == f"<{OWL.NamedIndividual}>"}
    kinds = {f"<{kind}>" for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)}
    terms = {triple[0] for triple in owl if triple[2] in kinds}
    assert declared and not {triple[0] for triple in declared} & terms
    names = tuple(f"<{name}>" for name in (rdflib.RDFS.label, rdflib.SKOS.prefLabel))
    about = (f"<{base}>", "<https://w3id.org/secgraph/ns>", f"<{rdflib.DCTERMS.description}>")
    preferred = (
        f"<{rdflib.SKOS.prefLabel}>",
        f"<{rdflib.RDF.type}>",
        f"<{OWL.AnnotationProperty}>",
    )
    assert {
        triple
        for triple in owl - declared - {preferred}
        if triple[0] not in about and triple[1] not in names
    } == {triple for triple in whole if triple[0] not in about and triple[1] not in names}
    # A label of the release stays one, or is the preferred label of what is told apart.
    labels = {triple[0::2] for triple in owl if triple[1] in names}
    assert {triple[0::2] for triple in whole if triple[1] == names[0]} <= labels


def test_whatever_the_owl_file_has_as_an_individual_has_a_label_of_its_own(folder):
    """A membership, a vote, a step, a mention and its place too, which have none in the release."""
    owl = _triples(folder / f"{STEM}.owl")
    label = f"<{rdflib.RDFS.label}>"
    labels = [triple[2] for triple in owl if triple[1] == label]
    assert len(labels) == len(set(labels))
    individuals = {triple[0] for triple in owl if triple[2] == f"<{OWL.NamedIndividual}>"}
    assert individuals <= {triple[0] for triple in owl if triple[1] == label}
    by_name = {
        triple[0][1:-1].rpartition("/")[2]: triple[2] for triple in owl if triple[1] == label
    }
    assert by_name["membership-japan-quad"] == '"Japan in Quad, full member"@en'
    started = "United States in U.S.-Japan Alliance, full member, since 1960-06-23"
    assert by_name["membership-united-states-us-japan-alliance"] == f'"{started}"@en'
    event = "UN General Assembly vote on A/RES/ES-11/8"
    assert by_name["un-vote-4076673-usa"] == f'"United States, abstain, in: {event}"@en'
    link = "quad-2021:c-p5s4-a elaborates quad-2021:c-p5s1-a"
    assert by_name["l-p5s4-a-elaborates-p5s1-a"] == f'"{link}"@en'
    assert by_name["m-title-50-54"] == '"mention of Quad in T"@en'


def test_a_label_by_rule_names_what_is_missing_by_its_short_iri():
    """A vote of a state without a label, in no event; a place and a step that nothing has."""
    text = """@prefix sg: <https://w3id.org/secgraph/ns#> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix sgd: <https://w3id.org/secgraph/id/> .
        sgd:v a sg:Vote ; sg:isCastBy sgd:nowhere . sgd:p a oa:TextPositionSelector .
        sgd:s a sg:ArgumentStep . sgd:other a sg:State ."""
    triples = {quad.triple for quad in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)}
    made = {triple.subject.value: triple.object.value for triple in Labels(triples).missing()}
    assert {iri.rpartition("/")[2]: label for iri, label in made.items()} == {
        "v": "sgd:nowhere, sgd:v, in: sgd:v",
        "p": "position sgd:p",
        "s": "step sgd:s",
    }


def _triples(path: Path) -> set[tuple[str, ...]]:
    """The statements of a file of RDF/XML; blank nodes are called there as in the other files."""
    read = pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.RDF_XML)
    return {(str(each.subject), str(each.predicate), str(each.object)) for each in read}


def test_labels_of_the_ontology_for_editors_differ(folder):
    """What shared its label keeps it as skos:prefLabel."""
    graph = rdflib.Graph().parse(folder / "secgraph.owl", format="xml")
    labels = list(graph.objects(None, rdflib.RDFS.label))
    assert len(labels) == len(set(labels))
    value = rdflib.URIRef(PREFIXES["sgv"] + "link-supports")
    assert str(graph.value(value, rdflib.RDFS.label)) == "supports (link kinds)"
    assert str(graph.value(value, rdflib.SKOS.prefLabel)) == "supports"


def test_conclusions_declare_every_term_of_the_project(folder):
    graph = rdflib.Graph().parse(folder / "inferred.ttl", format="turtle")
    (header,) = graph.subjects(rdflib.RDF.type, OWL.Ontology)
    assert str(graph.value(header, OWL.versionIRI)).endswith(f"/inferred/{release.version()}")
    used = {predicate for predicate in graph.predicates() if str(predicate).startswith(SG)}
    kinds = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert used
    assert all(kinds & set(graph.objects(term, rdflib.RDF.type)) for term in used)


def test_the_shapes_file_finds_what_the_shapes_find(folder):
    """Every statement of the source files, up to the names of blank nodes."""
    from rdflib.compare import isomorphic

    ours = rdflib.Graph()
    for path in sorted((ROOT / "ontology" / "shapes").glob("*.ttl")):
        ours.parse(path, format="turtle")
    assert isomorphic(rdflib.Graph().parse(folder / "shapes.ttl", format="turtle"), ours)


class _Page(HTMLParser):
    """The identifiers, the links and the open tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        self.open += [tag] if tag != "meta" else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_of_the_ontology_has_each_term_and_no_dead_link(folder):
    text = (folder / "ontology.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    graph = rdflib.Graph().parse(folder / "ontology.ttl", format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    terms = {str(term) for kind in kinds for term in graph.subjects(rdflib.RDF.type, kind)}
    ours = {term.removeprefix(SG) for term in terms if term.startswith(SG)}
    assert {f"sg-{name}" for name in ours} <= set(page.ids)
    assert not re.search(r"<script|src=|@import|url\(", text)
    denial = text[text.index('<article id="sg-Denial">') :].partition("</article>")[0]
    words = re.sub(r"<[^>]+>", "", denial)
    assert "claim and has force assertion and has polarity denied" in words


@pytest.mark.readers
@pytest.mark.sampled
def test_robot_reads_the_same_axioms_from_every_file(robot, folder):
    """Reasoners conclude from axioms alone: what HermiT finds from one file, it finds from each."""
    assert shutil.which("java")
    whole = folder / f"{STEM}.ttl"
    for ending in ("nt", "rdf", "jsonld", "nq", "trig"):
        said = robot("diff", "--left", whole, "--right", folder / f"{STEM}.{ending}")
        assert said.strip() == "Ontologies are identical", ending
    said = robot("diff", "--left", whole, "--right", folder / f"{STEM}.owl")
    changed = [line for line in said.splitlines() if line[:2] in ("+ ", "- ")]
    assert changed
    label, preferred = f"<{rdflib.RDFS.label}>", f"<{rdflib.SKOS.prefLabel}>"
    ours = ("Annotation(", f"AnnotationAssertion({label} ", "AnnotationAssertion(rdfs:label ")
    also = ("+ Declaration(NamedIndividual(", "+ OntologyID", "- OntologyID")
    also += (f"+ AnnotationAssertion({preferred} ", f"+ Declaration(AnnotationProperty({preferred}")
    also += (f"+ Declaration(AnnotationProperty(<{rdflib.DCTERMS.description}>",)
    assert [
        line for line in changed if not (line.startswith(also) or line[2:].startswith(ours))
    ] == []


@pytest.mark.readers
def test_robot_reports_no_error_and_finds_the_profile_of_owl_dl(robot, folder, tmp_path):
    robot("report", "--input", folder / "secgraph.owl", "--fail-on", "ERROR", "--print", "5")
    both = ("--input", folder / f"{STEM}.owl", "--input", folder / "inferred.ttl")
    robot("merge", *both, "report", "--fail-on", "ERROR", "--print", "5")
    beside = ("merge", "--input", folder / f"{STEM}.owl", "--input", folder / "inferred.ttl")
    for start in (beside, ("merge", "--input", folder / "secgraph.owl")):
        out = tmp_path / "profile.txt"
        robot(*start, "validate-profile", "--profile", "DL", "--output", out)
        assert "[Ontology and imports closure in profile]" in out.read_text(encoding="utf-8")


@pytest.mark.readers
@pytest.mark.sampled
def test_robot_with_hermit_finds_the_members_of_each_defined_class(robot, folder, tmp_path):
    """As many as our own reasoning, and each class has some."""
    asked = ("--reasoner", "hermit", "--axiom-generators", "ClassAssertion")
    whole, out = folder / f"{STEM}.owl", tmp_path / "reasoned.ttl"
    robot("reason", "--input", whole, *asked, "--output", out)
    graph = rdflib.Graph().parse(out, format="turtle")
    found = {
        name: {str(each) for each in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + name))}
        for name in reasoning.DEFINED
    }
    ours = reasoning.reason(reasoning.graph(release.store()))
    assert found == ours.members
    assert all(found.values())
