"""Ten questions with a trap, put to the graph.

The right answers are those of docs/annotation.md, written from the text.
"""

import pytest

from secgraph.dataset import release
from secgraph.namespaces import prefixes

PREFIXES = prefixes()
HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("sg", "sgv", "sgd", "ee", "dcterms")
)


def ask(pattern: str, *names: str) -> set[tuple[str, ...]]:
    """What the pattern finds, as slugs, from the graph in memory."""
    found = release.store().query(
        f"{HEAD} SELECT DISTINCT {' '.join('?' + name for name in names)} WHERE {{ {pattern} }}"
    )
    return {
        tuple("" if term is None else term.value.rpartition("/")[2] for term in row)
        for row in found
    }


def said(pattern: str, *names: str) -> set[tuple[str, ...]]:
    """The same of contents (?q) that somebody affirms or denies (?polarity), with the passage
    (?id) if that is asked for."""
    return ask(
        (
            f"?c sg:hasContent ?q ; sg:hasPolarity ?polarity ; sg:hasClaimant ?holder ; "
            f"sg:hasEvidence ?p . ?p dcterms:identifier ?id . {pattern}"
        ),
        *names,
    )


def test_nobody_says_that_japan_is_a_member_of_nato():
    """Neither a claim nor a membership; only a content that Europe may perceive."""
    member = (
        "?q sg:hasSubject sgd:japan ; sg:hasObject sgd:nato ; sg:hasRelation ?kind . ?kind "
        "sg:hasFamily sgv:family-membership ."
    )
    assert said(member, "c") == set()
    assert (
        ask(
            (
                "?m <http://www.w3.org/ns/org#member> sgd:japan ; "
                "<http://www.w3.org/ns/org#organization> sgd:nato ."
            ),
            "m",
        )
        == set()
    )
    assert ask(member, "q") == {("q-japan-de-facto-member",)}
    assert said(
        (
            "?q sg:hasRelation sgv:strengthens ; sg:hasObject ?o . ?o sg:hasObject "
            "ee:q-japan-de-facto-member . ?c sg:hasHedge ?h ."
        ),
        "h",
        "id",
    ) == {("possible", "P13.S3")}


def test_kishidas_word_is_about_asia_and_the_denial_about_the_indo_pacific():
    inseparable = (
        "{ ?q sg:hasContext/sg:hasFiller sgv:degree-inseparably } UNION { ?q sg:hasRelation/"
        "sg:hasModifier sgv:degree-inseparably } ?q sg:hasObject ?region . ?c sg:hasForce "
        "sgv:assertion ."
    )
    assert said(inseparable, "holder", "region", "polarity") == {
        ("fumio-kishida", "asia", "affirmed"),
        ("author", "indo-pacific", "denied"),
    }


def test_four_formats_must_be_considered_against_chinese_attacks():
    """Not NATO, not the Quad, not JAUKUS."""
    found = said(
        (
            "?q sg:hasRelation sgv:aims-at--binding-considered ; sg:hasSubject ?format . ?c "
            "sg:hasStrength sgv:must ."
        ),
        "format",
        "id",
    )
    assert found == {
        (name, "P9.S2")
        for name in ("us-japan-alliance", "aukus", "g7", "r-other-relevant-partnerships")
    }


def test_what_abe_had_understood_by_2006_is_endorsed_and_the_rules_are_the_authors_word():
    found = said(
        (
            "FILTER (?holder = sgd:shinzo-abe) ?c sg:isMadeAt ee:t-as-early-as-2006 . "
            "OPTIONAL { ?c sg:isEndorsedBy ?by }"
        ),
        "q",
        "polarity",
        "by",
    )
    assert found == {
        ("q-rise-peaceful", "denied", "author"),
        ("q-us-tie-asymmetric-2006", "affirmed", "author"),
        ("q-us-tie-inflexible-2006", "affirmed", "author"),
    }
    rules = (
        "?q sg:hasRelation sgv:is-characterized-as ; sg:hasObject ?rule ; sg:hasSubject ?who ; "
        "sg:hasContext/sg:hasFiller sgd:japan-us-relationship ."
    )
    assert said(rules, "who", "rule", "holder") == {
        ("japan", "quality-the-one-that-follows-the-rules", "author"),
        ("united-states", "quality-the-one-that-makes-the-rules", "author"),
    }


def test_nobody_says_that_the_four_are_equals():
    """That they have equal seats is only what an act would bring about, and that is predicted."""
    assert said("?q sg:hasContext/sg:hasFiller sgv:manner-as-equals .", "c") == set()
    found = said(
        "?q sg:hasObject ee:q-four-have-equal-seats . ?c sg:hasForce ?force .", "holder", "force"
    )
    assert found == {("shinzo-abe", "prediction")}


def test_japan_is_closer_to_india_and_australia_and_better_placed_towards_the_united_states():
    assert said(
        "?q sg:hasRelation sgv:is-partner-of--binding-more ; sg:hasSubject sgd:japan ; "
        "sg:hasObject ?to .",
        "to",
        "id",
    ) == {("india", "P5.S4"), ("australia", "P5.S4")}
    assert said(
        "?q sg:hasRelation sgv:is-characterized-as--binding-more ; "
        "sg:hasContext/sg:hasFiller ?to .",
        "to",
    ) == {("united-states",)}


def test_china_seeks_territory_in_the_eastern_pacific_and_in_south_asia():
    """Attempts, both affirmed, with the regions of the text and no others."""
    found = said(
        (
            "?q sg:hasRelation sgv:aims-at ; "
            "sg:hasContext/sg:hasFiller sgd:territorial-acquisitions ; "
            "sg:hasContext ?x . ?x "
            "sg:hasQualifierKind sgv:place ; sg:hasFiller ?where ."
        ),
        "where",
        "polarity",
    )
    assert found == {("eastern-pacific", "affirmed"), ("south-asia", "affirmed")}


def test_nato_aligns_with_japan_and_south_korea_and_both_are_welcome():
    aligned = said(
        "?q sg:hasRelation sgv:aligns-with ; sg:hasSubject sgd:nato ; sg:hasObject ?with .",
        "with",
        "id",
    )
    assert aligned == {("japan", "P14.S5"), ("south-korea", "P14.S5")}
    welcome = said(
        (
            "?q sg:hasRelation sgv:is-judged ; sg:hasObject ee:quality-welcome ; "
            "sg:hasSubject ?what . ?what sg:hasObject ?with ; sg:hasSubject sgd:nato ."
        ),
        "with",
    )
    assert welcome == {("japan",), ("south-korea",)}
    pair = (
        "VALUES (?a ?b) { (sgd:japan sgd:south-korea) (sgd:south-korea sgd:japan) } ?q "
        "sg:hasSubject ?a ; sg:hasObject ?b ."
    )
    assert ask(pair, "q") == set()


def test_european_states_differ_on_two_matters():
    found = said(
        "?q sg:hasRelation sgv:disagrees-with ; sg:hasContext ?x . ?x sg:hasFiller ?on .",
        "on",
        "id",
    )
    assert found == {("indo-pacific", "P14.S3"), ("r-russia-in-ukraine", "P14.S4")}


def test_influence_matters_most_of_the_forms_that_a_stronger_tie_could_take():
    """The last of three in the list, possible like the others, and ranked first without a hedge."""
    forms = said(
        "?q sg:hasRelation sgv:consists-in ; sg:hasObject ?form ; sg:hasSubject "
        "ee:q-engagement-strengthens-eu-tie . ?c sg:hasHedge ?h .",
        "form",
        "h",
    )
    assert forms == {
        ("r-enhanced-dialogue", "possible"),
        ("r-better-economic-relations", "possible"),
        ("r-influence-in-europe", "possible"),
    }
    first = said(
        (
            "?q sg:hasContext/sg:hasFiller sgv:respect-importance ; sg:hasSubject ?form ; "
            "sg:hasObject ?among . OPTIONAL { ?c sg:hasHedge ?h }"
        ),
        "form",
        "h",
        "id",
    )
    assert first == {("r-influence-in-europe", "", "P13.S2")}
    assert ask("ee:g-forms-of-a-stronger-tie sg:lists ?form", "form") == {
        (form,) for form, _ in forms
    }


def test_the_condition_is_on_the_attacks_and_not_on_considering_the_formats():
    """Only the supposition that attacks come is conditional; what counters them has it inside."""
    hedges = said(
        "FILTER (?id = 'P9.S2') ?c sg:hasForce ?force . OPTIONAL { ?c sg:hasHedge ?h }",
        "force",
        "h",
    )
    assert hedges == {("recommendation", ""), ("assertion", ""), ("hypothesis", "conditional")}
    assert ask("ee:q-chinese-attacks-countered sg:hasContext ?x", "x") == {
        ("x-if-chinese-attacks-come",),
        ("x-manner-effectively",),
    }


def test_what_is_plausible_is_that_russia_takes_sides_while_india_takes_none():
    """Each content has the other with it; none of the two is hedged alone."""
    joint = said(
        "FILTER (?id = 'P9.S1') ?c sg:hasHedge sgv:possible . ?q sg:hasContext ?x . "
        "?x sg:hasQualifierKind sgv:co-participant ; sg:hasFiller ?with .",
        "q",
        "with",
    )
    assert joint == {
        ("q-russia-sides-with-china", "r-situation-of-p9s1"),
        ("q-india-keeps-neutral", "r-situation-of-p9s1"),
    }
    assert ask("sgd:quad-minus sg:hasParticipant ?who", "who") == {
        ("russia",),
        ("china",),
        ("india",),
        ("united-states",),
        ("japan",),
        ("australia",),
    }


def test_europe_is_threatened_by_those_to_whose_threat_it_awakened():
    threats = said(
        "?q sg:hasRelation sgv:threatens ; sg:hasSubject ?who ; "
        "sg:hasObject sgd:europe-as-actor . ?c sg:hasExplicitness ?how .",
        "who",
        "how",
        "id",
    )
    assert threats == {("russia", "presupposed", "P7.S2"), ("china", "presupposed", "P7.S2")}


def test_a_stance_is_stated_by_a_word_or_inferred():
    """The view of Kishida is rejected, and the argument of P9.S1 shared, by inference alone."""
    stances = ask(
        "{ ?c sg:isEndorsedBy ?who } UNION { ?c sg:isRejectedBy ?who } "
        "?c sg:hasStanceBasis sgv:inferred .",
        "c",
    )
    assert stances == {("c-p9s1-a",), ("c-p9s1-b",), ("c-p9s1-c",), ("c-p10s1-a",)}


def test_memberships_start_on_the_day_of_entry():
    """Not on that of a protocol on accession or of the signature of a treaty of two."""
    starts = ask(
        "VALUES ?m { sgd:membership-greece-nato sgd:membership-turkey-nato "
        "sgd:membership-spain-nato sgd:membership-japan-us-japan-alliance } ?m sg:hasStart ?day .",
        "m",
        "day",
    )
    assert {(member, day[:10]) for member, day in starts} == {
        ("membership-greece-nato", "1952-02-18"),
        ("membership-turkey-nato", "1952-02-18"),
        ("membership-spain-nato", "1982-05-30"),
        ("membership-japan-us-japan-alliance", "1960-06-23"),
    }


@pytest.mark.parametrize(
    "pattern", ["?q sg:hasRelation sgv:consists-in .", "?q sg:hasSubject sgd:japan ."]
)
def test_the_asking_finds_something(pattern):
    """The helper is not blind: broad patterns have answers."""
    assert said(pattern, "c")
