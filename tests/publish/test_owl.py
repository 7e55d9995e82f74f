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
    about = (f"<{base}>", "<https://w3id.org/secgraph/ns>")
    assert {triple for triple in owl - declared if triple[0] not in about} == {
        triple for triple in whole if triple[0] not in about
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
    assert all(
        line.startswith(("+ Declaration(NamedIndividual(", "+ OntologyID", "- OntologyID"))
        or line[2:].startswith("Annotation(")
        for line in changed
    )


@pytest.mark.readers
def test_robot_reports_no_error_and_finds_the_profile_of_owl_dl(robot, folder, tmp_path):
    robot("report", "--input", folder / "secgraph.owl", "--fail-on", "ERROR", "--print", "5")
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
