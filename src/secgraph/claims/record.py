"""Hold the claims of the documents against the facts, by the rules of queries/tests/.

A rule says of a content whether facts agree with it; what that means for a claim depends on its
force and polarity. Changes no claim.
"""

from secgraph.namespaces import GRAPHS, PREFIXES, SG
from secgraph.query import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from secgraph.stores.answer import Answer

    class Engine(Protocol):
        """What rules are put to."""

        def ask(self, query: str, timeout: float | None = None) -> Answer:
            """Answer a query."""

        def rows(self, query: str) -> "list[list[str]]":
            """Answer a SELECT query with plain strings."""


FAMILY = "tests"
GRAPH = GRAPHS + "tests"
"""The graph of the results, apart from claims and facts."""

OUTCOMES = ("corroborated", "contradicted", "not testable")

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


class ClaimTest:
    """What the record says of one claim.

    Attributes:
        claim: IRI of the claim.
        text: Its paraphrase.
        outcome: One of :data:`OUTCOMES`.
        finding: What was found, with its numbers; or why nothing can be.
        rule: The rule, such as ``tests/abstention``; empty where none holds this kind of content
            against a fact.
        facts: IRIs of the facts that were looked at.
        evidence: Identifiers of the passages, in the order of the text.
    """

    __slots__ = ("claim", "evidence", "facts", "finding", "outcome", "rule", "text")

    def __init__(
        self,
        claim: str,
        text: str,
        *,
        outcome: str,
        finding: str,
        rule: str,
        facts: "list[str]",
        evidence: "list[str]",
    ) -> None:
        self.claim, self.text, self.outcome, self.finding, self.rule = (
            claim,
            text,
            outcome,
            finding,
            rule,
        )
        self.facts, self.evidence = facts, evidence

    def __repr__(self) -> str:
        return f"<secgraph {self.claim.rpartition('/')[2]} {self.outcome}: {self.finding}>"


def test_claims(engine: "Engine | None" = None) -> "list[ClaimTest]":
    """Hold every claim against the record.

    Args:
        engine: Where to ask; the packaged graph, in memory, if None.

    Returns:
        One test a claim, in the order of the documents and of their text. Of a reported claim the
        content is tested, not that its holder holds it. What is denied is corroborated where facts
        disagree with its content, and contradicted where they agree.
    """
    from secgraph.stores.embedded import Embedded

    asked = engine if engine is not None else Embedded()
    found = _findings(asked)
    facets: dict[str, list[str]] = {}
    passages: dict[str, set[tuple[str, int, str]]] = {}
    for claim, *values, ordinal, passage, document in asked.rows(_CLAIMS):
        facets.setdefault(claim, values)
        passages.setdefault(claim, set()).add((document, int(ordinal), passage))
    ordered = sorted(facets, key=lambda claim: (min(passages[claim])[:2], claim))
    return [
        _test(claim, facets[claim], [passage for _, _, passage in sorted(passages[claim])], found)
        for claim in ordered
    ]


def rules() -> "list[catalog.Query]":
    """Give the rules, in the order of their names."""
    packaged = catalog.packaged()
    return [packaged.get(name) for name in packaged.names(FAMILY)]


def _findings(engine: "Engine") -> "dict[str, tuple[str, list[tuple[str, str, str]]]]":
    """Give, by content, the first rule that speaks of it, and its rows: agrees, finding, fact."""
    found: dict[str, tuple[str, list[tuple[str, str, str]]]] = {}
    for rule in rules():
        for row in engine.ask(rule.text).rows:
            content, agrees, finding, fact = ("" if term is None else term.value for term in row)
            name, rows = found.setdefault(content, (rule.name, []))
            if name == rule.name:
                rows.append((agrees, finding, fact))
    return found


def _test(
    claim: str,
    facets: "list[str]",
    passages: "list[str]",
    found: "dict[str, tuple[str, list[tuple[str, str, str]]]]",
) -> ClaimTest:
    content, force, polarity, text, reporter, kind = facets
    if force != "assertion":
        why = f"a {force} says nothing of what is so"
        return ClaimTest(
            claim, text, outcome="not testable", finding=why, rule="", facts=[], evidence=passages
        )
    if content not in found:
        why = f"no rule holds '{kind}' against a dataset"
        return ClaimTest(
            claim, text, outcome="not testable", finding=why, rule="", facts=[], evidence=passages
        )
    rule, rows = found[content]
    outcomes = {agrees for agrees, _, _ in rows} - {""}
    finding = "; ".join(dict.fromkeys(finding for _, finding, _ in rows))
    if len(outcomes) != 1:
        outcome, finding = (
            "not testable",
            finding if not outcomes else f"the facts disagree with each other: {finding}",
        )
    else:
        outcome = (
            "corroborated" if (outcomes == {"yes"}) == (polarity == "affirmed") else "contradicted"
        )
    if reporter and outcome != "not testable":
        finding += "; of the content, not of whether its holder holds it"
    facts = list(dict.fromkeys(fact for _, _, fact in rows))
    return ClaimTest(
        claim, text, outcome=outcome, finding=finding, rule=rule, facts=facts, evidence=passages
    )


def graph(tests: "list[ClaimTest]", format: str = "trig") -> bytes:
    """Write the outcomes as RDF: a node for each test of a rule, and what bears on which claim.

    Args:
        tests: What :func:`test_claims` gave.
        format: ``trig`` or ``nq``, in the graph :data:`GRAPH`, or ``ttl`` or ``nt`` without one.

    Returns:
        UTF-8, sorted, the same bytes for the same outcomes; in Turtle and TriG below a line that
        says what it is.
    """
    import pyoxigraph

    from secgraph.dataset import serialize

    def iri(text: str) -> pyoxigraph.NamedNode:
        return pyoxigraph.NamedNode(text)

    place = iri(GRAPH) if format in ("trig", "nq") else pyoxigraph.DefaultGraph()
    quads = set()
    for test in tests:
        if not test.rule:
            continue
        claim = iri(test.claim)
        rule, name = test.rule.rpartition("/")[2], "-".join(test.claim.rsplit("/", 2)[1:])
        node = iri(f"{PREFIXES['sgd']}test-{rule}-{name}")
        statements: list[tuple[str, pyoxigraph.NamedNode | pyoxigraph.Literal]] = [
            (PREFIXES["rdf"] + "type", iri(SG + "ClaimTest")),
            (SG + "testsClaim", claim),
            (
                SG + "hasTestOutcome",
                iri(PREFIXES["sgv"] + "outcome-" + test.outcome.replace(" ", "-")),
            ),
            (SG + "hasFinding", pyoxigraph.Literal(test.finding)),
            (SG + "appliesRule", pyoxigraph.Literal(test.rule)),
            *((SG + "looksAt", iri(fact)) for fact in test.facts),
        ]
        quads |= {
            pyoxigraph.Quad(node, iri(predicate), value, place) for predicate, value in statements
        }
        link = {"corroborated": "isCorroboratedBy", "contradicted": "isContradictedBy"}.get(
            test.outcome
        )
        if link:
            quads |= {
                pyoxigraph.Quad(claim, iri(SG + link), iri(fact), place) for fact in test.facts
            }
    return (b"" if format in ("nt", "nq") else _HEADING) + serialize.serialized(
        sorted(quads, key=str), format
    )
