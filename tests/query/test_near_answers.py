"""What an answer must hold, and what is near to it and must not stand in it.

Each case names claims of the first document, read in its text before the question was asked.
"""

import csv

import pytest

import secgraph as sg
from support.paths import ROOT

ESSAY = "East is East (essay on Japan and NATO)"


def rows(name: str, **params: str) -> list[dict[str, str]]:
    return list(sg.run(name, {**params, "document": ESSAY}).rows)


def pairs(name: str, column: str, **params: str) -> set[tuple[str, str]]:
    """Give the claims of an answer, by the last part of their names, each with one cell."""
    return {(row["claim"].rpartition("/")[2], row[column]) for row in rows(name, **params)}


CASES = [
    # A cause that is denied is none; a tie that should be driven by something is not so driven.
    ("claims/causes", {"thing": "India"}, "side", {("c-p4s2-e", "effect")}, {"c-p8s6-a"}),
    (
        "claims/causes",
        {"thing": "Japan-NATO cooperation"},
        "side",
        {("c-p12s2-d", "effect")},
        {"c-p12s1-a", "c-p12s1-b"},
    ),
    # The pandemic acts together with the war.
    (
        "claims/causes",
        {"thing": "COVID-19 pandemic"},
        "side",
        {("c-p7s2-c", "cause"), ("c-p7s2-d", "cause")},
        {"c-p7s1-b"},
    ),
    # What drives the Quad is a cause of it, though the sentence has it as the object.
    ("claims/causes", {"thing": "China"}, "side", {("c-p5s3-a", "cause")}, {"c-p8s7-e"}),
    # To abstain is not to refuse, and a neutrality that is only plausible is no abstention.
    (
        "alignment/distance",
        {"actor": "India"},
        "way",
        {("c-p8s2-a", "abstains"), ("c-p8s5-d", "refuses"), ("c-p9s1-e", "neutral")},
        {"c-p8s5-c", "c-p4s2-a"},
    ),
    # A want of trust is a distance; that others do not break the Quad has nothing to do with it.
    ("alignment/distance", {"actor": "Japan"}, "way", {("c-p2s1-d", "lacks")}, {"c-p8s6-a"}),
    # A rank that the content within has is none of the effort for it.
    (
        "claims/ranks",
        {"thing": "Quad"},
        "rank",
        {("c-p8s7-e", "first of all"), ("c-p8s6-a", "fatally")},
        {"c-p8s7-a", "c-p8s7-b", "c-p8s7-c", "c-p8s7-j"},
    ),
    # "Secondary" is the military component's, and no other part's.
    (
        "claims/ranks",
        {"thing": "Japan-NATO cooperation"},
        "rank",
        {("c-p12s2-a", "in second place"), ("c-p12s2-b", "the sharpest of all")},
        {"c-p12s2-f", "c-p12s2-d", "c-p12s1-a"},
    ),
    # What somebody hopes to get from Europe does not describe it.
    (
        "claims/descriptions",
        {"thing": "sgd:europe-as-actor"},
        "way",
        {("c-p7s2-e", "is characterized as")},
        {"c-p14s2-a", "c-p14s2-b", "c-p13s3-d"},
    ),
    (
        "claims/descriptions",
        {"thing": "India"},
        "way",
        {("c-p11s5-d", "is characterized as")},
        set(),
    ),
    # A quotation stands in marks; what is relayed without them is none, nor is a coined term.
    (
        "claims/quotations",
        {},
        "speaker",
        {("c-p1s1-a", "Jens Stoltenberg"), ("c-p10s1-a", "Fumio Kishida")},
        {"c-p2s4-a", "c-p9s1-a", "c-p9s2-e", "c-p3s3-c"},
    ),
    # What Europe is about to do is asked of nobody.
    (
        "recommendations/by-addressee",
        {"addressee": "Europe"},
        "role",
        {("c-p14s1-a", "addressee")},
        {"c-p14s1-c", "c-p14s2-a"},
    ),
    (
        "recommendations/by-addressee",
        {"addressee": "Japan"},
        "role",
        {("c-p11s6-b", "addressee"), ("c-p12s1-c", "party")},
        {"c-p9s1-a", "c-p9s1-c"},
    ),
    # Europe awakens to two threats; a shared challenge is no threat to an actor.
    (
        "threats/to",
        {"target": "Europe"},
        "source",
        {("c-p7s2-a", "Russia"), ("c-p7s2-b", "China"), ("c-p7s2-f", "Russia")},
        {"c-p7s2-e", "c-p14s5-h"},
    ),
    (
        "threats/in-region",
        {"region": "North Atlantic"},
        "threat",
        {("c-p10s3-a", "security challenges"), ("c-p11s1-a", "potential Russian aggression")},
        {"c-p10s3-b", "c-p11s2-a", "c-p11s2-g"},
    ),
    # Within NATO its European members differ; the Quad's members are not NATO's.
    (
        "groupings/divergence-within",
        {"grouping": "NATO"},
        "first",
        {
            ("c-p14s3-b", "the European states in NATO"),
            ("c-p14s4-a", "the European states in NATO"),
        },
        {"c-p14s3-a", "c-p4s5-e", "c-p2s1-d"},
    ),
    # A war over Taiwan is about Taiwan; what it threatens is not part of it.
    (
        "claims/about",
        {"thing": "Taiwan"},
        "as",
        {("c-p1s2-c", "part of potential war with China over Taiwan")},
        {"c-p1s2-d", "c-p1s2-a"},
    ),
    (
        "claims/about",
        {"thing": "India"},
        "as",
        {
            ("c-p4s1-a", "its government"),
            ("c-p8s7-a", "its government"),
            ("c-p8s2-a", "itself"),
            ("c-p8s3-b", "part of India's actions"),
        },
        {"c-p5s3-a"},
    ),
    # The argument for P10.S2 goes on from P10.S3 into P11.
    (
        "arguments/towards",
        {"passage": "east-is-east#P10.S2"},
        "steps",
        {("c-p10s3-e", "1"), ("c-p11s2-g", "2"), ("c-p11s4-e", "4")},
        {"c-p10s2-b", "c-p11s5-b"},
    ),
    (
        "arguments/towards",
        {"claim": "ee:c-p10s2-a"},
        "kinds",
        {("c-p10s3-a", "elaborates"), ("c-p10s3-b", "elaborates")},
        {"c-p10s3-e", "c-p11s2-g"},
    ),
    (
        "alignment/partners",
        {"actor": "India"},
        "ground",
        {("c-p6s6-b", "India regards inclusivity as a worthy guide")},
        {"c-p6s5-a"},
    ),
]


@pytest.mark.parametrize(
    ("name", "params", "column", "there", "near"),
    CASES,
    ids=[f"{case[0]} {' '.join(case[1].values())}" for case in CASES],
)
def test_what_is_near_to_an_answer_is_not_in_it(name, params, column, there, near):
    found = pairs(name, column, **params)
    assert there <= found
    assert not near & {claim for claim, _ in found}


def test_what_is_near_is_a_claim_of_the_document():
    """A misspelt name would be in no answer either."""
    with (ROOT / "queries/claims/all.csv").open(encoding="utf-8", newline="") as file:
        known = {row["claim"].rpartition("/")[2] for row in csv.DictReader(file)}
    assert {claim for *_, near in CASES for claim in near} <= known


def test_each_party_of_a_scenario_is_named_and_asserted_by_nobody():
    found = [row for row in rows("claims/descriptions", thing="Quad Minus") if not row["claim"]]
    parties = {row["description"] for row in found if row["way"] == "has participant"}
    assert parties == {"Australia", "China", "India", "Japan", "Russia", "United States"}
    assert all(not (row["holder"] or row["polarity"] or row["standing"]) for row in found)


def test_a_reason_that_is_softened_says_so():
    """That India did not mean it stands in a claim of its own."""
    softened = {
        row["reasonEvidence"]: row["qualified"]
        for row in rows("arguments/reasons", passage="east-is-east#P8.S3")
    }
    assert softened.pop("P8.S7") == "Perhaps India did not mean to lead that effort."
    assert set(softened.values()) == {""}


def test_a_span_without_a_date_is_no_date():
    times = {
        row["event"].rpartition("/")[2]: (row["when"], row["time"])
        for row in rows("timeline/events")
        if row["time"]
    }
    assert times["Japan should consider JAUKUS long before it bets on NATO."] == ("", "long before")
    assert {when for when, time in times.values() if time == "Abe's first term in office"} == {""}
    assert ".. / 2006-12-31" in {
        when for when, time in times.values() if time == "as early as 2006"
    }


def test_every_claim_of_the_questions_has_a_standing():
    for name, params, *_ in CASES:
        found = [row for row in rows(name, **params) if row.get("claim")]
        assert found and all(row["standing"] for row in found), name
