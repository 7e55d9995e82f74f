"""Test the claims of the documents against the facts, by the rules of queries/tests/.

A rule says whether facts agree with a content; what that means for a claim depends on the force and
polarity of the claim. Changes no claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph

from secgraph.dataset import serialize
from secgraph.namespaces import GRAPHS, PREFIXES, SG
from secgraph.query import catalog
from secgraph.stores.answer import Answer, plain
from secgraph.stores.embedded import Embedded
from secgraph.syntax.literals import count


class Engine(Protocol):
    """A store that answers the rules."""

    def ask(self, query: str, timeout: float | None = None) -> Answer:
        """Answer a query."""

    def rows(self, query: str) -> list[list[str]]:
        """Answer a SELECT query with plain strings."""


FAMILY = "tests"
GRAPH = GRAPHS + "tests"
"""The graph of the results, apart from claims and facts."""

OUTCOMES = ("corroborated", "contradicted", "not testable")

_Statement = tuple[pyoxigraph.NamedNode, str, pyoxigraph.NamedNode | pyoxigraph.Literal]

_HEADING = (
    b"# What the rules of queries/tests/ say of the claims, held against the facts. "
    b"Made by `secgraph test-claims -o`; do not edit.\n\n"
)

_CLAIMS = f"""PREFIX sg: <{SG}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}> PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?claim ?content ?force ?polarity ?text ?reporter ?kind ?ordinal ?passage ?document
WHERE {{
  ?claim a sg:Claim ; sg:hasContent ?content ; sg:hasForce ?forceIri ;
    sg:hasPolarity ?polarityIri ; sg:hasEvidence ?evidence ; rdfs:label ?text .
  ?forceIri rdfs:label ?force .
  ?polarityIri rdfs:label ?polarity .
  ?content sg:hasRelation ?relation .
  ?relation rdfs:label ?kind .
  ?evidence dcterms:identifier ?passage ; sg:ordinal ?ordinal ; oa:hasSource ?document .
  OPTIONAL {{ ?claim sg:isReportedBy ?reporter . }}
}}"""


@dataclass(slots=True, repr=False)
class ClaimTest:
    """What the facts say of one claim.

    Attributes:
        claim: IRI of the claim.
        text: Its paraphrase.
        outcome: One of :data:`OUTCOMES`.
        finding: What the facts say, with numbers; or why the claim cannot be tested.
        rule: The rule, such as ``tests/abstention``; empty where none tests such a content.
        facts: IRIs of the facts that were compared.
        evidence: Identifiers of the passages, in the order of the text.
    """

    claim: str
    text: str
    outcome: str
    finding: str
    rule: str
    facts: list[str]
    evidence: list[str]

    def __repr__(self) -> str:
        return f"<secgraph {self.claim.rpartition('/')[2]} {self.outcome}: {self.finding}>"


@dataclass(slots=True)
class _Match:
    """What one rule says of one content.

    Attributes:
        rule: Name of the rule.
        agreements: Whether the facts agree: ``yes``, ``no`` or empty, one for each row.
        findings: What they say, one for each row.
        facts: IRIs of the facts, one for each row.
    """

    rule: str
    agreements: list[str]
    findings: list[str]
    facts: list[str]


def test_claims(engine: Engine | None = None) -> list[ClaimTest]:
    """Test every claim against the facts.

    Args:
        engine: Where to ask; the packaged graph, in memory, if None.

    Returns:
        One test a claim, in the order of the documents and of their text. Of a reported claim the
        content is tested, not whether its holder holds it. A denied content is corroborated where
        facts disagree with it, and contradicted where they agree.
    """
    store = engine if engine is not None else Embedded()
    matches = _matches(store)
    facets: dict[str, list[str]] = {}
    passages: dict[str, set[tuple[str, int, str]]] = {}
    for claim, *values, ordinal, passage, document in store.rows(_CLAIMS):
        facets.setdefault(claim, values)
        passages.setdefault(claim, set()).add(
            (document, count(ordinal, f"the ordinal of {passage}"), passage)
        )
    ordered = sorted(facets, key=lambda claim: (min(passages[claim])[:2], claim))
    return [
        _test(claim, facets[claim], [passage for _, _, passage in sorted(passages[claim])], matches)
        for claim in ordered
    ]


def rules() -> list[catalog.Query]:
    """Give the rules, in the order of their names."""
    packaged = catalog.packaged()
    return [packaged.get(name) for name in packaged.names(FAMILY)]


def _matches(engine: Engine) -> dict[str, _Match]:
    """Give, by content, what the first rule that speaks of it says."""
    matches: dict[str, _Match] = {}
    for rule in rules():
        for row in engine.ask(rule.text).rows:
            content, agrees, finding, fact = map(plain, row)
            match = matches.setdefault(content, _Match(rule.name, [], [], []))
            if match.rule == rule.name:
                match.agreements.append(agrees)
                match.findings.append(finding)
                match.facts.append(fact)
    return matches


def _test(
    claim: str, facets: list[str], passages: list[str], matches: dict[str, _Match]
) -> ClaimTest:
    content, force, polarity, text, reporter, kind = facets
    match = matches.get(content)
    if force != "assertion" or match is None:
        finding = (
            f"a {force} says nothing of what is so"
            if force != "assertion"
            else f"no rule holds '{kind}' against a dataset"
        )
        return ClaimTest(claim, text, "not testable", finding, "", [], passages)
    outcome, finding = _outcome(match, polarity)
    if reporter and outcome != "not testable":
        finding += "; of the content, not of whether its holder holds it"
    facts = list(dict.fromkeys(match.facts))
    return ClaimTest(claim, text, outcome, finding, match.rule, facts, passages)


def _outcome(match: _Match, polarity: str) -> tuple[str, str]:
    """Give the outcome and the finding for a claim of this polarity."""
    agreements = set(match.agreements) - {""}
    finding = "; ".join(dict.fromkeys(match.findings))
    if not agreements:
        return "not testable", finding
    if len(agreements) > 1:
        return "not testable", f"the facts disagree with each other: {finding}"
    agrees, affirmed = agreements == {"yes"}, polarity == "affirmed"
    return "corroborated" if agrees == affirmed else "contradicted", finding


def graph(tests: Iterable[ClaimTest], format: str = "trig") -> bytes:
    """Write the outcomes as RDF: a node for each test of a rule, and what bears on which claim.

    Args:
        tests: What :func:`test_claims` gave.
        format: ``trig`` or ``nq``, in the graph :data:`GRAPH`, or ``ttl`` or ``nt`` without one.

    Returns:
        UTF-8, sorted, the same bytes for the same outcomes; in Turtle and TriG below a line that
        says what it is.
    """
    graph = _iri(GRAPH) if format in ("trig", "nq") else pyoxigraph.DefaultGraph()
    quads = {
        pyoxigraph.Quad(subject, _iri(predicate), value, graph)
        for test in tests
        if test.rule
        for subject, predicate, value in (*_result(test), *_bearing(test))
    }
    heading = b"" if format in ("nt", "nq") else _HEADING
    return heading + serialize.serialized(sorted(quads, key=str), format)


def _iri(text: str) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(text)


def _result(test: ClaimTest) -> list[_Statement]:
    """Give the statements about the node of a test."""
    rule, name = test.rule.rpartition("/")[2], "-".join(test.claim.rsplit("/", 2)[1:])
    node = _iri(f"{PREFIXES['sgd']}test-{rule}-{name}")
    outcome = f"{PREFIXES['sgv']}outcome-{test.outcome.replace(' ', '-')}"
    return [
        (node, PREFIXES["rdf"] + "type", _iri(SG + "ClaimTest")),
        (node, SG + "testsClaim", _iri(test.claim)),
        (node, SG + "hasTestOutcome", _iri(outcome)),
        (node, SG + "hasFinding", pyoxigraph.Literal(test.finding)),
        (node, SG + "appliesRule", pyoxigraph.Literal(test.rule)),
        *((node, SG + "looksAt", _iri(fact)) for fact in test.facts),
    ]


def _bearing(test: ClaimTest) -> list[_Statement]:
    """Give the statements that join a claim to the facts that corroborate or contradict it."""
    link = {"corroborated": "isCorroboratedBy", "contradicted": "isContradictedBy"}
    if test.outcome not in link:
        return []
    return [(_iri(test.claim), SG + link[test.outcome], _iri(fact)) for fact in test.facts]
