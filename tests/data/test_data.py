"""The data, held against what a careful reader knows of the text."""

import itertools
import re
from collections.abc import Iterable

import pyoxigraph
import pytest
import rdflib

from secgraph.dataset import nodes
from secgraph.namespaces import SG, prefixes
from support.paths import ROOT

PREFIXES = prefixes()
DOCUMENT = ROOT / "data" / "documents" / "east-is-east"
EE, SGV = PREFIXES["ee"], PREFIXES["sgv"]


@pytest.fixture(scope="module")
def graph(release_graph) -> rdflib.Graph:
    return release_graph


def sg(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(SG + name)


def facets(graph: rdflib.Graph, claim: str) -> dict[str, set[str]]:
    """What a claim says of itself, by property, as slugs."""
    found: dict[str, set[str]] = {}
    for predicate, value in graph.predicate_objects(rdflib.URIRef(f"{EE}c-{claim}")):
        found.setdefault(str(predicate).rpartition("#")[2], set()).add(
            str(value).rpartition("/")[2]
        )
    return found


def of_the_essay(nodes: Iterable[rdflib.term.Node]) -> list[rdflib.term.Node]:
    return [node for node in nodes if str(node).startswith(EE)]


def test_there_are_68_passages_that_follow_each_other(graph):
    """The title, two headings and 65 sentences, in order and without overlap."""
    passages = sorted(
        of_the_essay(graph.subjects(rdflib.RDF.type, sg("Passage"))),
        key=lambda each: int(graph.value(each, sg("ordinal"))),
    )
    assert len(passages) == 68
    oa = rdflib.Namespace(PREFIXES["oa"])
    spans = [
        tuple(
            int(graph.value(graph.value(each, oa.hasSelector), end)) for end in (oa.start, oa.end)
        )
        for each in passages
    ]
    assert all(start < end for start, end in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    assert (
        spans[-1][1]
        == int(graph.value(rdflib.URIRef(EE + "document"), sg("codePointCount")))
        == 8290
    )
    assert sum(1 for each in passages if graph.value(each, sg("sentenceNumber")) is not None) == 65


def test_every_sentence_has_claims(graph):
    """Each of the 65 sentences and the title; the two headings say why they have none."""
    for passage in of_the_essay(graph.subjects(rdflib.RDF.type, sg("Passage"))):
        has, why = (
            list(graph.subjects(sg("hasEvidence"), passage)),
            graph.value(passage, sg("reasonForNoAssertion")),
        )
        assert bool(has) != (
            str(graph.value(passage, rdflib.URIRef(PREFIXES["dcterms"] + "identifier")))
            in {"H1", "H2"}
        ), passage
        assert has or why, passage


@pytest.mark.parametrize(
    ("document", "count", "sentences"), [("quad-2021", 105, 28), ("aukus-2021", 59, 18)]
)
def test_every_sentence_of_a_statement_has_claims(document, count, sentences, graph):
    """Coverage is whole: the title alone has none, and says why."""
    space = f"https://w3id.org/secgraph/doc/{document}/"
    passages = [
        each
        for each in graph.subjects(rdflib.RDF.type, sg("Passage"))
        if str(each).startswith(space)
    ]
    without = [each for each in passages if not any(graph.subjects(sg("hasEvidence"), each))]
    assert len(passages) == sentences + 1
    claims = graph.subjects(rdflib.RDF.type, sg("Claim"))
    assert sum(str(each).startswith(space) for each in claims) == count
    page = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"{count}( claims)? on {sentences}\b", page)
    assert [str(each) for each in without] == [f"{space}title"]
    assert all(graph.value(each, sg("reasonForNoAssertion")) for each in without)


def test_a_statement_does_not_mention_a_state_that_it_leaves_unnamed(graph):
    """*South China Seas* names waters, and no mention of China stands in the Quad's statement."""
    space = "https://w3id.org/secgraph/doc/quad-2021/"
    china = rdflib.URIRef(PREFIXES["sgd"] + "china")
    naming = (str(each) for each in graph.subjects(sg("refersTo"), china))
    assert not any(each.startswith(space) for each in naming)
    involving = (str(each) for each in graph.subjects(sg("involves"), china))
    assert not any(each.startswith(space) for each in involving)


def test_two_sentences_only_ask(graph):
    asking = {
        str(each).rpartition("/")[2]
        for each in of_the_essay(graph.subjects(sg("reasonForNoAssertion")))
    }
    assert asking == {"h1", "h2", "p5s1", "p6s1"}


def test_there_are_well_over_two_hundred_claims(graph):
    assert len(list(graph.subjects(rdflib.RDF.type, sg("Claim")))) > 230


def test_the_main_line_runs_from_the_first_paragraph_to_the_last(graph):
    """One path, in the order of the text, that leaves out what is on the way only.

    Consequences, the war's effects, India's views, the tie with the EU.
    """
    steps = {
        int(graph.value(step, sg("ordinal"))): graph.value(step, sg("isStepFor"))
        for step in graph.objects(None, sg("hasStep"))
    }
    assert sorted(steps) == list(range(1, len(steps) + 1))
    passages = [
        min(
            int(graph.value(each, sg("ordinal")))
            for each in graph.objects(steps[number], sg("hasEvidence"))
        )
        for number in sorted(steps)
    ]
    assert passages == sorted(passages)
    paragraphs = [
        int(
            graph.value(
                next(graph.objects(steps[number], sg("hasEvidence"))), sg("paragraphNumber")
            )
        )
        for number in sorted(steps)
    ]
    assert (paragraphs[0], paragraphs[-1]) == (1, 14)
    assert set(range(1, 15)) - set(paragraphs) == {3, 6, 7, 13}


def test_every_mention_is_five_words_at_most_and_refers_to_something_that_is_there(graph):
    mentions = list(graph.subjects(rdflib.RDF.type, sg("Mention")))
    assert len(mentions) > 300
    for mention in mentions:
        assert len(str(graph.value(mention, sg("hasSurface"))).split()) <= 5
        assert graph.value(graph.value(mention, sg("refersTo")), rdflib.RDF.type), mention


@pytest.mark.parametrize(
    ("passage", "surface", "thing"),
    [
        ("p1s6", "Tokyo", "government-of-japan"),
        ("p5s5", "Uncle Sam", "united-states"),
        ("p8s7", "New Delhi", "government-of-india"),
        ("p8s5", "Moscow", "government-of-russia"),
        ("p7s2", "Europe", "europe-as-actor"),
        ("p13s2", "Europe", "europe"),
        ("p11s4", "Indo-Pacific", "indo-pacific-concept"),
        ("p11s2", "Indo-Pacific", "indo-pacific"),
    ],
)
def test_a_surface_form_leads_to_the_thing_that_is_meant_there(graph, passage, surface, thing):
    found = {
        str(graph.value(mention, sg("refersTo"))).rpartition("/")[2]
        for mention in graph.subjects(sg("inPassage"), rdflib.URIRef(EE + passage))
        if str(graph.value(mention, sg("hasSurface"))) == surface
    }
    assert found == {thing}


def test_no_content_that_only_nests_is_anybodys_claim(graph):
    """Traps of the text: what is perceived, considered or feared is nobody's assertion."""
    claimed = {str(each).rpartition("/")[2] for each in graph.objects(None, sg("hasContent"))}
    for name in (
        "japan-de-facto-member",
        "japan-priority-partner",
        "japan-bets-on-nato",
        "japan-sees-india-negative",
        "allies-defend-japan-fully",
    ):
        assert f"q-{name}" not in claimed
        assert (rdflib.URIRef(f"{EE}q-{name}"), rdflib.RDF.type, sg("Proposition")) in graph


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (
            "p10s1-a",
            {
                "hasClaimant": {"fumio-kishida"},
                "isReportedBy": {"author"},
                "isRejectedBy": {"author"},
                "hasPolarity": {"affirmed"},
                "hasContent": {"q-inseparable-asia"},
            },
        ),
        (
            "p2s4-a",
            {
                "hasClaimant": {"shinzo-abe", "g-abes-advisors"},
                "hasPolarity": {"denied"},
                "isEndorsedBy": {"author"},
                "isMadeAt": {"t-as-early-as-2006"},
            },
        ),
        ("p4s3-a", {"hasClaimant": {"shinzo-abe"}, "hasForce": {"prediction"}}),
        ("p5s2-a", {"answers": {"c-p5s1-a"}}),
        ("p13s2-c", {"hasHedge": {"possible"}, "hasContent": {"q-tie-takes-form-influence"}}),
        ("p13s2-d", {"hasHedge": None, "hasContent": {"q-influence-most-important"}}),
        (
            "p14s5-c",
            {"hasHedge": {"certain"}, "hasContent": {"q-nato-south-korea-alignment-welcome"}},
        ),
        (
            "p10s2-b",
            {
                "hasClaimant": {"author"},
                "hasPolarity": {"denied"},
                "hasContent": {"q-inseparable-indo-pacific"},
                "attacks": {"c-p10s1-a"},
            },
        ),
        (
            "p9s1-a",
            {
                "hasClaimant": {"a-unnamed-arguers"},
                "hasForce": {"recommendation"},
                "hasStrength": {"must"},
            },
        ),
        (
            "p11s6-a",
            {
                "hasForce": {"recommendation"},
                "isAddressedTo": {"japan"},
                "isPreferredTo": {"q-japan-bets-on-nato"},
            },
        ),
        (
            "p12s2-c",
            {"hasPolarity": {"denied"}, "hasHedge": {"certain"}, "supports": {"c-p12s2-a"}},
        ),
        (
            "p13s3-a",
            {"hasHedge": {"possible"}, "hasContent": {"q-engagement-reinforces-perception-member"}},
        ),
        ("p8s7-c", {"hasHedge": {"possible"}}),
        (
            "p8s2-a",
            {"hasExplicitness": {"presupposed"}, "isCorroboratedBy": {"un-vote-4003921-ind"}},
        ),
        ("p14s2-b", {"hasPolarity": {"denied"}, "hasExplicitness": {"implied"}}),
    ],
)
def test_a_claim_says_what_its_sentence_says(graph, claim, wanted):
    found = facets(graph, claim)
    assert {name: found.get(name) for name in wanted} == wanted


def test_asia_and_the_indo_pacific_are_not_merged(graph):
    """Kishida speaks of Asia, the authors deny it of the Indo-Pacific: two contents."""
    objects = {
        graph.value(rdflib.URIRef(f"{EE}q-inseparable-{name}"), sg("hasObject"))
        for name in ("asia", "indo-pacific")
    }
    assert len(objects) == 2


def test_no_proposed_thing_exists(graph):
    """JAUKUS is proposed, Quad Minus a situation.

    Neither is a grouping, and neither has members.
    """
    jaukus, minus = (rdflib.URIRef(PREFIXES["sgd"] + name) for name in ("jaukus", "quad-minus"))
    assert set(graph.objects(jaukus, rdflib.RDF.type)) == {sg("ProposedGrouping")}
    assert set(graph.objects(minus, rdflib.RDF.type)) == {sg("Scenario")}
    assert not list(graph.subjects(rdflib.URIRef(PREFIXES["org"] + "organization"), jaukus))


def test_the_united_states_owe_japan_defence_and_not_the_other_way_round(graph):
    """By either source; what is owed between other pairs is another matter."""
    defence = rdflib.URIRef(SGV + "obligation-defence")
    japan, states = (
        rdflib.URIRef(PREFIXES["sgd"] + "japan"),
        rdflib.URIRef(PREFIXES["sgd"] + "united-states"),
    )
    owed = [
        (graph.value(each, sg("isOwedBy")), graph.value(each, sg("isOwedTo")))
        for each in graph.subjects(sg("hasObligation"), defence)
    ]
    assert [pair for pair in owed if japan in pair] == [(states, japan)] * 2


def test_the_data_hold_no_blank_node_and_no_identity_statement():
    for path in (ROOT / "data").rglob("*.ttl"):
        for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            assert not list(nodes.blank_nodes(quad)), path
            assert quad.predicate.value != str(rdflib.OWL.sameAs), path


def test_a_paraphrase_is_one_sentence_of_moderate_length(graph):
    for claim in graph.subjects(rdflib.RDF.type, sg("Claim")):
        text = str(graph.value(claim, rdflib.RDFS.label))
        assert re.fullmatch(r"[A-Z].{10,170}[.?]", text), text


def test_a_denied_kind_is_worded_positively(graph):
    """No label of a relation kind begins with a negation, so that no denial is a double
    negative."""
    for kind in graph.subjects(rdflib.RDF.type, sg("RelationKind")):
        assert not re.search(
            r"\b(not|no|never|cannot|without being)\b", str(graph.value(kind, rdflib.RDFS.label))
        ), kind


def test_the_words_of_quantity_are_those_of_the_guide(graph):
    """The table in data/README.md and the check have the same words for the same quantifiers."""
    guide = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    table = guide.partition("| words | quantifier |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| ([a-z].*?)(?: \(.*\))? \| ([a-z]+) \|$", table, re.MULTILINE)
    words_of = {(word, quantifier) for words, quantifier in rows for word in words.split(", ")}
    check = ROOT / "queries" / "checks" / "quantity-without-quantifier.rq"
    checked = re.findall(
        r'\("([a-z ]+)" sgv:quantifier-([a-z]+)\)', check.read_text(encoding="utf-8")
    )
    assert words_of == set(checked)
    assert {quantifier for _, quantifier in words_of} == {
        path.rpartition("quantifier-")[2]
        for path in map(str, graph.subjects(rdflib.RDF.type, sg("Quantifier")))
    }
