"""Claims held against the record.

Which rule says what of which claim, and what it must never say.
"""

import csv

import pyoxigraph
import pytest

from secgraph.claims import record
from secgraph.dataset import release
from secgraph.namespaces import prefixes
from secgraph.stores.embedded import Embedded
from support.command import secgraph
from support.paths import FIXTURES, ROOT

PREFIXES = prefixes()
with (FIXTURES / "claims-tested.csv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file))
EE, SGD, SGV, SG = (PREFIXES[each] for each in ("ee", "sgd", "sgv", "sg"))


def outcomes(*changes: str) -> "dict[str, record.ClaimTest]":
    """Test all claims of the essay after updates."""
    store = pyoxigraph.Store()
    store.extend(release.store())
    for change in changes:
        store.update("".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items()) + change)
    return {
        test.claim.rpartition("/")[2]: test
        for test in record.test_claims(Embedded(store))
        if test.claim.startswith(EE)
    }


@pytest.fixture(scope="module")
def tested() -> "dict[str, record.ClaimTest]":
    return outcomes()


def test_each_claim_is_tested_as_was_expected_from_reading_it(tested):
    """The rules speak of these claims and of no other."""
    found = {(name, test.outcome, test.rule) for name, test in tested.items() if test.rule}
    assert found == {(row["claim"], row["outcome"], row["rule"]) for row in EXPECTED}


def test_every_other_claim_says_why_it_is_not_testable(tested):
    assert len(tested) == 240
    for test in tested.values():
        assert test.finding
        assert test.rule or test.outcome == "not testable"
    assert tested["c-p11s6-a"].finding == "a recommendation says nothing of what is so"


def test_another_vote_contradicts_and_a_denial_turns_it():
    """Had India voted for it, the claim would be contradicted.

    A denial of it would then be corroborated.
    """
    voted = (
        "DELETE { ?v sg:hasVoteOption ?o } INSERT { ?v sg:hasVoteOption sgv:vote-for } "
        "WHERE { BIND (sgd:un-vote-4003921-ind AS ?v) ?v sg:hasVoteOption ?o }"
    )
    denied = (
        "DELETE { ?c sg:hasPolarity ?p } INSERT { ?c sg:hasPolarity sgv:denied } WHERE { "
        "BIND (ee:c-p8s2-a AS ?c) ?c sg:hasPolarity ?p }"
    )
    assert outcomes(voted)["c-p8s2-a"].outcome == "contradicted"
    assert outcomes(voted, denied)["c-p8s2-a"].outcome == "corroborated"
    assert outcomes(denied)["c-p8s2-a"].outcome == "contradicted"


def test_not_voting_is_no_abstention_and_no_vote_says_nothing():
    vote = "BIND (sgd:un-vote-4003921-ind AS ?v) ?v sg:hasVoteOption ?o"
    absent = (
        f"DELETE {{ ?v sg:hasVoteOption ?o }} INSERT {{ ?v sg:hasVoteOption "
        f"sgv:vote-not-voting }} WHERE {{ {vote} }}"
    )
    assert outcomes(absent)["c-p8s2-a"].outcome == "contradicted"
    gone = outcomes("DELETE WHERE { sgd:un-vote-4003921-ind ?p ?o }")["c-p8s2-a"]
    assert (gone.outcome, gone.rule) == ("not testable", "")


def test_a_text_never_corroborates_itself():
    """Memberships that only the text vouches for do not count.

    One member more by a dataset contradicts.
    """
    alone = outcomes(
        "DELETE { ?m dcterms:source sgd:source-factbook } WHERE { ?m org:organization "
        "sgd:quad ; dcterms:source sgd:source-factbook }"
    )
    assert alone["c-p8s7-i"].rule == ""
    more = outcomes(
        "INSERT DATA { sgd:membership-x a org:Membership ; org:member sgd:ukraine ; "
        "org:organization sgd:quad ; "
        "sg:hasMembershipKind sgv:membership-full ; dcterms:source sgd:source-factbook }"
    )
    assert (more["c-p8s7-i"].outcome, more["c-p8s7-i"].finding) == (
        "contradicted",
        "5 members, 4 said",
    )


def test_a_later_abstention_is_no_earlier_one(tested):
    """India also abstained in 2025, which says nothing of what came before February 2023."""
    assert "2025" not in tested["c-p8s2-b"].finding
    assert len(tested["c-p8s2-b"].facts) == 5


def test_a_reported_view_is_tested_for_its_content_only(tested):
    told = "; of the content, not of whether its holder holds it"
    assert (
        outcomes("INSERT DATA { ee:c-p8s2-a sg:isReportedBy ee:author }")["c-p8s2-a"].finding
        == tested["c-p8s2-a"].finding + told
    )


def test_what_is_owed_by_treaty_says_nothing_of_who_makes_the_rules(tested):
    """The next sentence says what is unequal: one takes rules, the other makes them."""
    assert tested["c-p2s5-a"].finding.startswith(
        "by treaty United States owes Japan defence, not in return"
    )
    assert tested["c-p2s5-a"].facts == [SGD + "commitment-united-states-to-japan"]


def test_the_outcomes_that_are_shipped_are_those_of_the_rules():
    """Of the release without them, so that no outcome rests on an outcome."""
    store = pyoxigraph.Store()
    shipped = ROOT / "data" / "tests" / "claims.ttl"
    for path in release.files():
        if path != str(shipped):
            store.extend(release.read(path))
    assert record.graph(record.test_claims(Embedded(store)), "ttl") == shipped.read_bytes()


def test_outcomes_stand_in_a_graph_of_their_own_and_are_the_same_twice(tmp_path):
    for name in ("one.trig", "two.trig"):
        assert secgraph("test-claims", "-o", str(tmp_path / name)).returncode == 0
    assert (tmp_path / "one.trig").read_bytes() == (tmp_path / "two.trig").read_bytes()
    quads = list(
        pyoxigraph.parse((tmp_path / "one.trig").read_bytes(), format=pyoxigraph.RdfFormat.TRIG)
    )
    assert {str(quad.graph_name) for quad in quads} == {f"<{record.GRAPH}>"}
    linked = {
        str(quad.subject) for quad in quads if str(quad.predicate) == f"<{SG}isCorroboratedBy>"
    }
    assert linked == {
        f"<{EE}{row['claim']}>" for row in EXPECTED if row["outcome"] == "corroborated"
    }
    done = secgraph("test-claims", "-o", str(tmp_path / "one.csv"))
    assert (done.returncode, "written as RDF" in done.stderr) == (2, True)


def graph_claims() -> list[str]:
    query = f"SELECT ?claim {{ ?claim a <{SG}Claim> }}"
    return [row["claim"].value for row in release.store().query(query)]


def test_the_command_lists_what_rules_speak_of_or_all():
    """The statements of 2021 have no claim that a rule speaks of."""
    spoken, all_claims = (
        list(csv.DictReader(secgraph("test-claims", *words, "--format", "csv").stdout.splitlines()))
        for words in ([], ["--all"])
    )
    assert len(spoken) == len(EXPECTED)
    assert sum(row["claim"].startswith("ee:") for row in all_claims) == 240
    assert len(all_claims) == len(graph_claims())
