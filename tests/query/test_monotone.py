"""Saved questions count what is affirmed upward, and what is denied for that very kind."""

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.claims import kinds
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES
from secgraph.stores.embedded import Embedded

SGV = PREFIXES["sgv"]
CLAIM = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix sgd: <https://w3id.org/secgraph/id/> .
@prefix ee: <https://w3id.org/secgraph/doc/east-is-east/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ee:x-new a sg:Qualifier ; rdfs:label "so"@en ; sg:hasQualifierKind sgv:{way} ;
    sg:hasFiller sgv:{modifier} .
ee:q-new a sg:Proposition ; rdfs:label "new"@en ; sg:hasSubject sgd:germany ;
    sg:hasRelation sgv:{kind} ; sg:hasObject {object} ;
    sg:involves sgd:germany , {object}{context} .
ee:quality-new a sg:Quality ; rdfs:label "fine"@en .
ee:c-new a sg:Claim ; rdfs:label "New."@en ; sg:hasContent ee:q-new ; sg:hasClaimant ee:author ;
    sg:hasForce sgv:assertion ; sg:hasPolarity sgv:{polarity} ; sg:hasExplicitness sgv:explicit ;
    sg:hasEvidence ee:p1s1 .
"""


def store(polarity: str, kind: str, modifier: str = "", object: str = "sgd:india") -> Embedded:
    """Give the release with one claim of Germany and India more."""
    graph = pyoxigraph.Store()
    for path in release.files():
        release.load(graph, path)
    way = modifier.partition("-")[0]
    context = " ; sg:hasContext ee:x-new" if modifier else ""
    turtle = CLAIM.format(
        way=way or "degree",
        modifier=modifier or "degree-fully",
        kind=kind,
        object=object,
        context=context,
        polarity=polarity,
    )
    graph.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    for made in kinds.load(Embedded(graph).rows).sub_kinds([SGV + kind]):
        graph.extend(pyoxigraph.Quad(*triple) for triple in made.statements)
    return Embedded(graph)


@pytest.mark.parametrize(
    ("question", "stated", "counts"),
    [
        # Denied alignment is a divergence; denied in some degree only it is none.
        (("alignment/divergences", {"actor": "Germany"}), ("denied", "aligns-with"), True),
        (
            ("alignment/divergences", {"actor": "Germany"}),
            ("denied", "aligns-with--degree-fully"),
            False,
        ),
        (
            ("alignment/divergences", {"actor": "Germany"}),
            ("affirmed", "opposes", "manner-firmly"),
            True,
        ),
        (
            ("alignment/divergences", {"actor": "Germany"}),
            ("affirmed", "opposes--binding-refuses"),
            False,
        ),
        # Alignment that is affirmed counts with whatever narrows it, not with what binds.
        (
            ("alignment/partners", {"actor": "Germany"}),
            ("affirmed", "is-ally-of--degree-fully"),
            True,
        ),
        (
            ("alignment/partners", {"actor": "Germany"}),
            ("affirmed", "trusts--binding-lacks"),
            False,
        ),
        # A threat, and a challenge in security; no mere problem, and nothing that only can be.
        (("threats/to", {"target": "India"}), ("affirmed", "attacks"), True),
        (("threats/to", {"target": "India"}), ("affirmed", "attacks--degree-fully"), True),
        (("threats/to", {"target": "India"}), ("affirmed", "attacks--binding-can"), False),
        (("threats/to", {"target": "India"}), ("affirmed", "challenges"), False),
        (
            ("threats/to", {"target": "India"}),
            ("affirmed", "challenges", "respect-security"),
            True,
        ),
        (("threats/perceived", {}), ("affirmed", "attacks"), False),
        (("threats/perceived", {}), ("affirmed", "attacks--binding-can"), False),
        (("threats/perceived", {}), ("affirmed", "counters--binding-must--degree-fully"), True),
        (("threats/perceived", {}), ("affirmed", "counters"), False),
        # A verdict is what is asked for, and no mere property.
        (("strategies/assessed", {}), ("affirmed", "is-judged", "", "ee:quality-new"), True),
        (
            ("strategies/assessed", {}),
            ("affirmed", "is-judged--degree-fully", "", "ee:quality-new"),
            True,
        ),
        (
            ("strategies/assessed", {}),
            ("affirmed", "is-characterized-as", "", "ee:quality-new"),
            False,
        ),
    ],
)
def test_a_question_counts_what_follows_and_nothing_else(question, stated, counts):
    name, values = question
    rows = sg.run(name, values, store=store(*stated)).rows
    claims = {row["claim"].rpartition("/")[2] for row in rows}
    assert ("c-new" in claims) == counts
    assert len(claims) > counts or name != "threats/perceived"
