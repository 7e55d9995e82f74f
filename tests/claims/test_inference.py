"""What the rules conclude."""

import pyoxigraph
import pytest

from secgraph.claims import inference
from secgraph.dataset import release
from secgraph.errors import BadValue
from secgraph.namespaces import prefixes
from secgraph.query import catalog
from support.command import secgraph
from support.paths import ROOT

PREFIXES = prefixes()
DERIVED = ROOT / "data" / "documents" / "east-is-east" / "derived.ttl"
EE, SG, SGD = PREFIXES["ee"], PREFIXES["sg"], PREFIXES["sgd"]


def involved(name: str) -> set[str]:
    query = f"SELECT ?x {{ <{EE}q-{name}> <{SG}involves> ?x }}"
    return {row[0].value.rpartition("/")[2] for row in release.store().query(query)}


def test_the_published_file_is_what_the_rules_give():
    assert DERIVED.read_bytes() == inference.files()["east-is-east/derived.ttl"]


def test_the_same_data_give_the_same_bytes():
    assert inference.derive() == inference.derive()


def test_every_rule_gives_something():
    text = DERIVED.read_text(encoding="utf-8")
    parts = text.split("# rule: ")[1:]
    assert [part.splitlines()[0] for part in parts] == [
        *(name.partition("/")[2] for name in catalog.packaged().names("rules")),
        "sub-kinds",
        "relation-labels",
        "content-keys",
    ]
    empty = [part.strip() for part in parts if len(part.split()) == 1]
    assert empty == ["sub-kinds"]  # documents share them: they stand in a file of none


def test_nested_contents_are_reached_at_any_depth():
    """That engagement could reinforce a perception in Europe involves Europe, Japan and NATO,
    three levels down."""
    assert {"nato-japan-formal-engagement", "europe-as-actor", "japan", "nato"} <= involved(
        "engagement-reinforces-perception-member"
    )


def test_a_group_involves_those_it_lists_and_a_tie_its_parties():
    assert {"japan", "united-states", "australia", "india"} <= involved("india-same-view-as-three")
    assert {"india", "russia"} <= involved("partnership-at-odds-with-norms")


def test_the_sides_of_a_war_are_not_drawn_in():
    """Japan's disappointment over the war in Ukraine is about Japan, India and the war, not
    about Ukraine."""
    assert involved("japan-disappointed") == {"japan", "india", "ukraine-war"}


def test_only_an_affirmed_recommendation_of_the_same_holder_is_a_preference():
    """Of four rankings (asserted, denied, somebody else's, and recommended) only the last
    yields a preference."""
    turtle = """@prefix sg: <https://w3id.org/secgraph/ns#> .
    @prefix sgv: <https://w3id.org/secgraph/vocab/> . @prefix ex: <https://example.org/> .
    ex:rank sg:hasRelation sgv:precedes ; sg:hasSubject ex:first ;
    sg:hasObject ex:second .
    ex:c sg:hasContent ex:first ; sg:hasForce sgv:recommendation ; sg:hasPolarity sgv:affirmed ;
    sg:hasClaimant ex:author .
    ex:order sg:hasContent ex:rank ; sg:hasForce %s ; sg:hasPolarity %s ; sg:hasClaimant %s ."""
    rule = catalog.packaged().get("rules/preferred").text
    for force, polarity, holder, expected in [
        ("sgv:assertion", "sgv:affirmed", "ex:author", 0),
        ("sgv:recommendation", "sgv:denied", "ex:author", 0),
        ("sgv:recommendation", "sgv:affirmed", "ex:other", 0),
        ("sgv:recommendation", "sgv:affirmed", "ex:author", 1),
    ]:
        store = pyoxigraph.Store()
        store.load(
            (turtle % (force, polarity, holder)).encode(), format=pyoxigraph.RdfFormat.TURTLE
        )
        assert len(list(store.query(rule))) == expected


def test_concluding_ends_and_adds_nothing_the_second_time():
    store = pyoxigraph.Store()
    for path in release.files():
        if not path.endswith(inference.DERIVED):
            store.extend(release.read(path))
    assert sum(map(len, inference.conclude(store).values())) > 500
    assert sum(map(len, inference.conclude(store).values())) == 0


def test_direct_statements_are_made_for_a_date_and_from_dated_facts_only():
    """The U.S.-Japan Alliance has two members in 2018.

    Before it began, and after what its source vouches for, nothing is said.
    """
    inside = inference.direct("2018-06-30").decode()
    assert [
        line for line in inside.splitlines() if " sg:isMemberOf sgd:us-japan-alliance " in line
    ] == [
        "sgd:japan sg:isMemberOf sgd:us-japan-alliance .",
        "sgd:united-states sg:isMemberOf sgd:us-japan-alliance .",
    ]
    for date in ("1960-01-18", "2019-01-01"):
        assert "us-japan-alliance" not in inference.direct(date).decode()
    assert "isMemberOf" not in inference.direct("2019-01-01").decode()
    assert "have no known start and are left out" in inside


@pytest.mark.parametrize(
    ("kind", "end", "expected"),
    [("full", "2000", 1), ("founder", "2000", 1), ("observer", "2000", 0), ("full", "1980", 0)],
)
def test_a_member_is_full_or_a_founder_and_not_yet_gone(kind, end, expected):
    store = pyoxigraph.Store()
    store.load(
        f"""@prefix sg: <{SG}> . @prefix sgv: <{PREFIXES["sgv"]}> .
        @prefix org: <{PREFIXES["org"]}> . @prefix xsd: <{PREFIXES["xsd"]}> . @prefix ex: <urn:x:> .
        ex:m a org:Membership ; org:member ex:a ; org:organization ex:b ;
        sg:hasMembershipKind sgv:membership-{kind} ;
        sg:hasStart "1970-01-01T00:00:00Z"^^xsd:dateTime ;
        sg:hasEnd "{end}-01-01T00:00:00Z"^^xsd:dateTime .""".encode(),
        format=pyoxigraph.RdfFormat.TURTLE,
    )
    query = (
        catalog.packaged()
        .get("dated/direct")
        .fill({"date": ['"1990-01-01T12:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>']})
    )
    assert len(list(store.query(query))) == expected


@pytest.mark.parametrize("date", ["soon", "2018", "2018-13-01", ""])
def test_what_is_no_date_is_refused(date):
    with pytest.raises(BadValue, match="a date such as"):
        inference.direct(date)


def test_no_rule_reads_a_claim_into_a_fact():
    """Whatever is concluded about a thing of the world speaks of it with no property of the
    fact layer."""
    for line in DERIVED.read_text(encoding="utf-8").splitlines():
        assert not line.startswith("sgd:"), line


UNNAMED = (
    "PREFIX sg: <https://w3id.org/secgraph/ns#>\nPREFIX sgd: <https://w3id.org/secgraph/id/>\n"
    "sgd:mine a sg:Proposition ; sg:hasSubject [ a sg:Proposition ; sg:hasSubject sgd:india ] .\n"
)


def test_what_follows_about_a_node_without_a_name_is_written_nowhere(tmp_path):
    """In another file its label would be that of another node; the count says what is lost."""
    path = tmp_path / "mine.ttl"
    path.write_text(UNNAMED, encoding="utf-8")
    conclusions = inference.concluded([str(path)])
    written = inference.turtle(conclusions).decode()
    assert "sgd:mine sg:involves sgd:india ." in written
    assert "_:" not in written
    assert sum(map(len, inference.named(conclusions).values())) == written.count(" .\n") - (
        written.count("@prefix")
    )


@pytest.mark.long
@pytest.mark.sampled
def test_the_report_counts_what_is_about_nodes_without_a_name(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_text(UNNAMED, encoding="utf-8")
    done = secgraph("reason", str(path), "-o", str(tmp_path / "out.ttl"))
    assert done.returncode == 0
    assert "left out: 1 conclusion is about nodes without a name" in done.stdout


# ---- standings ----

FACETS = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix ex: <https://example.org/> .
ex:document sg:hasAuthor ex:author , ex:coauthor . ex:p oa:hasSource ex:document .
ex:c a sg:Claim ; sg:hasEvidence ex:p ;
"""
OWN, OTHER = "sg:hasClaimant ex:author", "sg:hasClaimant ex:thomas ; sg:isReportedBy ex:author"


def standings(statements: str) -> set[str]:
    """The standings that the rule gives the one claim of a document."""
    store = pyoxigraph.Store()
    store.load((FACETS + statements + " .").encode(), format=pyoxigraph.RdfFormat.TURTLE)
    rule = catalog.packaged().get("rules/standing").text
    return {triple.object.value.rpartition("/standing-")[2] for triple in store.query(rule)}


@pytest.mark.parametrize(
    ("force", "polarity", "hedge", "own", "reported"),
    [
        ("assertion", "affirmed", "", "asserted", "reported"),
        ("assertion", "affirmed", "certain", "asserted", "reported"),
        ("assertion", "affirmed", "probable", "possible", "reported-possibility"),
        ("assertion", "affirmed", "possible", "possible", "reported-possibility"),
        ("assertion", "affirmed", "conditional", "possible", "reported-possibility"),
        ("assertion", "denied", "", "denied", "reported-denial"),
        ("assertion", "denied", "certain", "denied", "reported-denial"),
        ("assertion", "denied", "possible", "doubted", "reported-denial"),
        ("prediction", "affirmed", "", "predicted", "reported"),
        ("prediction", "affirmed", "possible", "possible", "reported-possibility"),
        ("prediction", "denied", "", "denied", "reported-denial"),
        ("prediction", "denied", "probable", "doubted", "reported-denial"),
        ("hypothesis", "affirmed", "", "supposed", "reported-possibility"),
        ("hypothesis", "affirmed", "conditional", "supposed", "reported-possibility"),
        ("hypothesis", "denied", "", "doubted", "reported-denial"),
        ("hypothesis", "denied", "possible", "doubted", "reported-denial"),
        ("recommendation", "affirmed", "", "recommended", "reported-proposal"),
        ("recommendation", "affirmed", "conditional", "recommended", "reported-proposal"),
        ("recommendation", "denied", "", "opposed", "reported-denial"),
        ("commitment", "affirmed", "", "committed-to", "reported-proposal"),
        ("commitment", "affirmed", "possible", "committed-to", "reported-proposal"),
        ("commitment", "denied", "", "opposed", "reported-denial"),
        ("question", "undetermined", "", "asked", "reported-question"),
        ("question", "undetermined", "possible", "asked", "reported-question"),
    ],
)
def test_a_claim_has_one_standing_by_voice_force_polarity_hedge_and_stance(
    force, polarity, hedge, own, reported
):
    facets = f"sg:hasForce sgv:{force} ; sg:hasPolarity sgv:{polarity}"
    facets += f" ; sg:hasHedge sgv:{hedge}" if hedge else ""
    assert standings(f"{facets} ; {OWN}") == {own}
    for stance, statement in [
        ("shared", " ; sg:isEndorsedBy ex:author"),
        ("rejected", " ; sg:isRejectedBy ex:author"),
        ("left-open", ""),
    ]:
        suffix = "" if reported == "reported-question" else f"-{stance}"
        assert standings(f"{facets} ; {OTHER}{statement}") == {reported + suffix}


ASSERTED = "sg:hasForce sgv:assertion ; sg:hasPolarity sgv:affirmed"


@pytest.mark.parametrize(
    ("statements", "standing"),
    [
        # Two hedges, one of them certain, are a hedge.
        (f"sg:hasHedge sgv:certain , sgv:conditional ; {OWN}", "possible"),
        # Held by an author and another: the author asserts it.
        ("sg:hasClaimant ex:author , ex:thomas", "asserted"),
        # One author relays what the other holds.
        ("sg:hasClaimant ex:coauthor ; sg:isReportedBy ex:author", "reported-left-open"),
        # Held by somebody else and relayed by nobody: never asserted.
        ("sg:hasClaimant ex:thomas", "reported-left-open"),
        # The stance is that of the authors, and of nobody else.
        (f"{OTHER} ; sg:isEndorsedBy ex:mary", "reported-left-open"),
        (f"{OTHER} ; sg:isRejectedBy ex:mary ; sg:isEndorsedBy ex:coauthor", "reported-shared"),
        # Two authors who disagree on what is reported: somebody of them rejects it.
        (
            f"{OTHER} ; sg:isRejectedBy ex:author ; sg:isEndorsedBy ex:coauthor",
            "reported-rejected",
        ),
    ],
)
def test_whose_voice_and_whose_stance_count(statements, standing):
    assert standings(f"{ASSERTED} ; {statements}") == {standing}


def test_each_claim_of_the_release_has_one_standing_of_the_list():
    rows = release.store().query(
        f"SELECT ?c ?s {{ ?c a <{SG}Claim> OPTIONAL {{ ?c <{SG}hasStanding> ?s . "
        f"?s a <{SG}Standing> }} }}"
    )
    found = [(claim.value, standing and standing.value) for claim, standing in rows]
    assert len({claim for claim, _ in found}) == len(found) > 400
    assert all(standing for _, standing in found)


@pytest.mark.parametrize(
    ("claim", "standing"),
    [
        ("p7s3-a", "asserted"),  # NATO is on firm footing
        ("p14s1-c", "predicted"),  # Europe's opprobrium is in the offing
        ("p10s2-b", "denied"),  # inseparable: highly inaccurate
        ("p8s6-a", "denied"),  # by no means
        ("p13s3-a", "possible"),  # could reinforce
        ("p8s3-a", "possible"),  # would be disingenuous
        ("p9s2-h", "supposed"),  # if and when they come
        ("p11s6-a", "recommended"),  # should consider
        ("p5s1-a", "asked"),  # what do they talk about
        ("p1s1-a", "reported-left-open"),  # Stoltenberg's words, and the authors call them gushing
        ("p2s5-a", "reported-shared"),  # Abe understood that the tie was asymmetric
        ("p2s4-a", "reported-denial-shared"),  # that China's rise was peaceful: anything but
        ("p10s1-a", "reported-rejected"),  # inseparable, as Kishida noted
        ("p9s1-d", "reported-possibility-shared"),  # plausible, it has been argued
        ("p9s1-b", "reported-proposal-shared"),  # must explore, it has been argued
        ("p1s5-a", "reported-question"),  # the question in the minds of leaders
    ],
)
def test_the_standing_of_a_claim_is_what_its_sentence_says(claim, standing):
    query = f"SELECT ?s {{ <{EE}c-{claim}> <{SG}hasStanding> ?s }}"
    assert [row[0].value.rpartition("/standing-")[2] for row in release.store().query(query)] == [
        standing
    ]
