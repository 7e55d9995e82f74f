"""Asserted, reported, possible, recommended, denied, contested, a fact, or not spoken of."""

import json

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.claims import fact_layer, standings, wordings
from secgraph.errors import BadValue, UnknownValue
from secgraph.query.sessions import session as session_of
from secgraph.stores.embedded import Embedded
from support.command import secgraph
from support.paths import FIXTURES, ROOT


@pytest.mark.parametrize(
    ("subject", "relation", "object_", "verdict", "claims"),
    [
        ("North Atlantic", "has security inseparable from", "Indo-Pacific", "denied", ["p10s2-b"]),
        ("Indo-Pacific", "has security inseparable from", "North Atlantic", "denied", ["p10s2-b"]),
        ("North Atlantic", "has security linked with", "Indo-Pacific", "asserted", ["p10s2-a"]),
        (
            "North Atlantic",
            "has security inseparable from",
            "Asia",
            "only reported",
            ["p10s1-a", "p10s1-b"],
        ),
        ("North Atlantic", "is linked with", "Asia", "only reported", ["p10s1-a", "p10s1-b"]),
        (
            "Japan",
            "is a de facto member of",
            "NATO",
            "possible or supposed",
            ["p13s3-a", "p13s3-d"],
        ),
        (
            "Japan",
            "considers",
            "JAUKUS",
            "recommended or committed to",
            ["p11s6-a", "p11s6-b"],
        ),
        ("Japan", "bets on", "NATO", "possible or supposed", ["p11s6-b"]),
        ("China", "threatens", "India", "silent", []),
        ("Japan", "threatens", "North Korea", "silent", []),
        ("North Korea", "is threatened by", "Japan", "silent", []),
        ("Japan", "is threatened by", "North Korea", "asserted", ["p1s2-d"]),
        ("NATO", "is about keeping out", "Russia", "asserted", ["p11s3-a"]),
        ("sgd:quad", "sgv:is-focused-primarily-on", "sgd:russia", "denied", None),
        ("India", "is a member of", "Quad", "a fact", []),
        # The name of a class, for the kind that a claim means by it; that kind alone.
        ("AUKUS", "is called", "alliance", "asserted", ["p9s2-g"]),
        ("Quad", "is called", "alliance", "silent", []),
    ],
)
def test_the_answer_is_one_of_eight(subject, relation, object_, verdict, claims):
    """Symmetric kinds count both ways, others one.

    Silence is no denial; what is only nested or recommended is not asserted.
    """
    answer = sg.ask(subject, relation, object_)
    assert answer.verdict == verdict
    if claims is not None:
        assert [voice.claim.rpartition("/c-")[2] for voice in answer.voices] == claims
    assert all(voice.evidence for voice in answer.voices)


def test_a_denied_opposite_counts_as_affirmed_and_the_answer_says_so():
    (voice,) = sg.ask("India", "disagrees with", "Japan", documents=["east-is-east"]).voices
    assert (voice.bearing, voice.polarity) == ("affirms", "denied")
    assert (voice.standing, voice.toward) == ("denied", "asserted")
    assert voice.note == "it denies the opposite, “agrees with”"


def test_who_shares_and_who_rejects_a_view_is_named():
    answer = sg.ask("North Atlantic", "has security inseparable from", "Asia")
    assert answer.stance == "rejected"
    voices = answer.voices
    assert (voices[0].holder, voices[0].stance) == ("Fumio Kishida", "the authors reject it")
    assert (voices[1].bearing, voices[1].toward) == ("leaves open", "asked")


def small_graph(*more: str) -> Embedded:
    """Give a small document in which Thomas denies of Utopia and Arcadia what the writer says."""
    store = pyoxigraph.Store()
    for path in [
        *sorted((ROOT / "ontology").glob("*.ttl")),
        FIXTURES / "valid" / "base.ttl",
        FIXTURES / "hygiene" / "denial-without-attack.ttl",
    ]:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    for turtle in more:
        store.load((PREFIXES + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return Embedded(store)


PREFIXES = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/doc/> .
"""


def test_what_one_affirms_and_another_denies_is_contested():
    """None of the claims has a stated standing, so the rule is applied."""
    answer = sg.ask("Utopia", "is a partner of", "Arcadia", engine=small_graph())
    assert (answer.verdict, answer.code) == ("contested", 5)
    assert (answer.affirmed_by, answer.denied_by) == (("the writer",), ("Thomas",))
    assert {voice.holder: voice.bearing for voice in answer.voices} == {
        "the writer": "affirms",
        "Thomas": "denies",
    }


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["Jappan", "threatens", "India"], "did you mean 'Japan'"),
        (["Japan", "is friends with", "India"], "no sg:RelationKind is named 'is friends with'"),
        (["Japan", "threatens", '"} DROP ALL #'], "no thing is named"),
        (["javascript:alert(1)", "threatens", "India"], "cannot be used"),
        (["India", "voted agains", "Quad"], "did you mean 'voted against'"),
        (["India", "xyzzy", "Quad"], "'secgraph ask --kinds' lists what can be asked"),
        (["India", "voted against", "Russia"], "its class is state, and 'voted against'"),
        (["India", "voted against", "Russia"], "such as 'UN General Assembly vote of February"),
        (
            ["India", "threatens", "sgd:free-and-open-indo-pacific"],
            "its class is strategic concept",
        ),
        (["India", "threatens"], "a subject, a relation and an object are wanted"),
        (["--kinds", "India"], "--kinds lists what can be asked"),
    ],
)
def test_a_wrong_name_is_one_line(argv, says):
    done = secgraph("ask", *argv)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["North Atlantic", "has security linked with", "Indo-Pacific"], 0),
        (["North Atlantic", "has security inseparable from", "Indo-Pacific"], 1),
        (["China", "threatens", "India"], 4),
        (["India", "agrees with", "Japan"], 5),
        (["Japan", "considers", "JAUKUS"], 6),
        (["North Atlantic", "has security inseparable from", "Asia"], 7),
    ],
)
def test_the_exit_code_tells_the_answer(argv, code):
    done = secgraph("ask", *argv)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.startswith(f"{argv[0]} – ")
    assert ("silence is no denial" in done.stdout) == (code == 4)
    assert ("[ee:c-p" in done.stdout) == (code != 4)


def test_an_unknown_name_is_an_error_from_python_too():
    with pytest.raises(UnknownValue):
        sg.ask("Atlantis", "threatens", "Japan")


def with_claims(*claims: str) -> Embedded:
    """Give a small document with claims of one content: Utopia threatens Arcadia."""
    store = pyoxigraph.Store()
    for path in [*sorted((ROOT / "ontology").glob("*.ttl")), FIXTURES / "valid" / "base.ttl"]:
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    content = """ex:q-asked a sg:Proposition ; rdfs:label "asked"@en ; sg:hasSubject ex:utopia ;
        sg:hasRelation sgv:threatens ; sg:hasObject ex:arcadia ."""
    stated = [
        f"""ex:c-{number} a sg:Claim ; rdfs:label "claim {number}"@en ; sg:hasContent ex:q-asked ;
        sg:hasEvidence ex:p1s1 ; {claim} ."""
        for number, claim in enumerate(claims)
    ]
    turtle = PREFIXES + content + "\n".join(stated)
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return Embedded(store)


def put(force: str, polarity: str, more: str = "sg:hasClaimant ex:writer") -> str:
    """Write who puts the content forward, and how."""
    return f"sg:hasForce sgv:{force} ; sg:hasPolarity sgv:{polarity} ; {more}"


RELAYED = "sg:hasClaimant ex:thomas ; sg:isReportedBy ex:writer"
SAYS, DENIES = put("assertion", "affirmed"), put("assertion", "denied")
RECOMMENDS = put("recommendation", "affirmed")
RELAYS = put("assertion", "affirmed", RELAYED)
RELAYS_DENIAL = put("assertion", "denied", RELAYED)
FINDS_POSSIBLE = f"{SAYS} ; sg:hasHedge sgv:possible"


@pytest.mark.parametrize(
    ("claims", "code", "standing"),
    [
        ([SAYS], 0, "asserted"),
        ([put("prediction", "affirmed")], 0, "predicted"),
        ([DENIES], 1, "denied"),
        ([RELAYS], 7, "reported and left open"),
        ([f"{RELAYS} ; sg:isRejectedBy ex:writer"], 7, "reported and rejected"),
        ([f"{RELAYS} ; sg:isEndorsedBy ex:writer"], 7, "reported and shared"),
        ([RELAYS_DENIAL], 7, "reported denial, left open"),
        # One affirms what another denies, in whatever voice.
        ([SAYS, RELAYS_DENIAL], 5, "contested"),
        ([DENIES, RELAYS], 5, "contested"),
        ([RELAYS, put("assertion", "denied", RELAYED.replace("thomas", "utopia"))], 5, "contested"),
        # A state and its government are one holder.
        (
            [
                put("assertion", "affirmed", RELAYED.replace("thomas", "utopia")),
                put("assertion", "denied", RELAYED.replace("thomas", "court")),
            ],
            7,
            "reported and left open",
        ),
        # Whoever finds it possible or recommends it does not affirm it.
        ([FINDS_POSSIBLE, RELAYS_DENIAL], 6, "possible"),
        ([RECOMMENDS, DENIES], 1, "denied"),
        # Else the first of 0, 1, 6, 7.
        ([SAYS, RELAYS, RECOMMENDS], 0, "asserted"),
        ([RECOMMENDS, RELAYS], 6, "recommended"),
        ([put("commitment", "affirmed"), FINDS_POSSIBLE], 6, "committed to"),
        ([put("recommendation", "denied")], 6, "opposed"),
        ([put("hypothesis", "affirmed")], 6, "supposed"),
        ([f"{DENIES} ; sg:hasHedge sgv:probable"], 6, "doubted"),
        ([RELAYS, put("question", "undetermined")], 7, "reported and left open"),
        ([put("question", "undetermined")], 6, "asked"),
        ([put("question", "undetermined", RELAYED)], 7, "reported question"),
        ([], 4, "silent"),
    ],
)
def test_the_verdict_is_contested_or_the_first_that_holds(claims, code, standing):
    answer = sg.ask("Utopia", "threatens", "Arcadia", store=with_claims(*claims))
    assert (answer.code, answer.standing) == (code, standing)
    assert [part.code for part in answer.documents] == ([code] if claims else [])


@pytest.mark.parametrize(
    ("argv", "field", "value"),
    [
        (["India", "agrees with", "Japan"], "affirmedBy", ["the leaders of the Quad"]),
        (["India", "agrees with", "Japan"], "deniedBy", ["the authors"]),
        (["India", "agrees with", "Japan"], "exitCode", 5),
        (["North Atlantic", "has security inseparable from", "Asia"], "stance", "rejected"),
        (["China", "threatens", "India"], "standing", "silent"),
        (["India", "is a member of", "Quad"], "affirmedBy", ["factbook"]),
    ],
)
def test_json_has_the_standing_and_who_affirms_and_denies(argv, field, value):
    done = secgraph("ask", *argv, "--format", "json")
    answer = json.loads(done.stdout)
    assert answer[field] == value
    assert answer["exitCode"] == done.returncode
    assert {claim["standing"] for claim in answer["claims"]} <= set(standings.LABELS.values())


def test_a_fact_has_source_and_date():
    (fact,) = sg.ask("India", "abstained in", "UN General Assembly vote of February 2023").facts
    assert (fact.source, fact.since, fact.until) == ("un-es11", "2023-02-23", "2023-02-23")
    (treaty,) = sg.ask("United States", "owes consultation to", "Japan").facts
    assert (treaty.source, treaty.text) == ("atop", "U.S.-Japan Security Treaty")
    assert (treaty.since, treaty.attested) == ("1960-01-19", "2018-12-31")


def test_a_membership_that_has_ended_is_no_fact_of_today():
    ended = """ex:m a <http://www.w3.org/ns/org#Membership> ;
        <http://www.w3.org/ns/org#member> ex:arcadia ;
        <http://www.w3.org/ns/org#organization> ex:league ;
        sg:hasMembershipKind sgv:membership-full ;
        sg:hasEnd "1600-12-31T23:59:59Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
        <http://purl.org/dc/terms/source> ex:source ."""
    answer = sg.ask("Arcadia", "is a member of", "League", store=small_graph(ended))
    assert (answer.code, [fact.standing for fact in answer.facts]) == (4, ["ended"])
    assert answer.facts[0].until == "1600-12-31"
    assert sg.ask("Utopia", "is a member of", "League", store=small_graph(ended)).code == 0


def test_a_fact_that_a_document_denies_is_contested():
    denied = """ex:q-m a sg:Proposition ; rdfs:label "m"@en ; sg:hasSubject ex:utopia ;
        sg:hasRelation sgv:is-member-of ; sg:hasObject ex:league .
        ex:c-m a sg:Claim ; rdfs:label "no"@en ; sg:hasContent ex:q-m ; sg:hasEvidence ex:p1s1 ;
        sg:hasForce sgv:assertion ; sg:hasPolarity sgv:denied ; sg:hasClaimant ex:writer ."""
    answer = sg.ask("Utopia", "is a member of", "League", store=small_graph(denied))
    assert (answer.code, answer.affirmed_by, answer.denied_by) == (
        5,
        ("invented",),
        ("the writer",),
    )


def test_a_wording_of_two_kinds_is_refused_and_names_both():
    twice = """sgv:a-a a sg:RelationKind ; rdfs:label "twins"@en ; sg:isSymmetric false .
        sgv:b-b a sg:RelationKind ; rdfs:label "twins"@en ; sg:isSymmetric false ."""
    with pytest.raises(BadValue, match="use one of sgv:a-a, sgv:b-b"):
        sg.ask("Utopia", "twins", "Arcadia", store=small_graph(twice))


def test_what_can_be_asked_is_listed_and_can_be_asked():
    """Each kind from both of its sides, and each kind of fact."""
    rows = json.loads(secgraph("ask", "--kinds", "--format", "json").stdout)["results"]["bindings"]
    listed = {row["relation"]["value"]: row for row in rows}
    assert listed["voted against"]["answeredBy"]["value"] == "facts"
    assert listed["is a member of"]["answeredBy"]["value"] == "claims and facts"
    assert listed["threatens"]["inverse"]["value"] == "is threatened by"
    session = session_of(None)
    for row in rows:
        for name in ("relation", "inverse"):
            wording = row.get(name, {}).get("value")
            if wording:
                resolved = wordings.resolve(session, wording, required=False)
                assert resolved or fact_layer.kind(wording), wording


def test_the_labels_of_standings_are_those_of_the_vocabulary():
    rows = session_of(None).store.rows(
        "PREFIX sg: <https://w3id.org/secgraph/ns#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "SELECT ?s ?l { ?s a sg:Standing ; rdfs:label ?l }"
    )
    assert {standings.name(iri): label for iri, label in rows} == standings.LABELS


@pytest.mark.parametrize(
    ("standing", "force", "hedged", "expected"),
    [
        ("asserted", "assertion", False, "denied"),
        ("denied", "assertion", False, "asserted"),
        ("denied", "prediction", False, "predicted"),
        ("possible", "assertion", True, "doubted"),
        ("doubted", "assertion", True, "possible"),
        ("doubted", "hypothesis", False, "supposed"),
        ("recommended", "recommendation", False, "opposed"),
        ("opposed", "commitment", False, "committed-to"),
        ("reported-shared", "assertion", False, "reported-denial-shared"),
        ("reported-denial-left-open", "assertion", False, "reported-left-open"),
        ("reported-denial-rejected", "assertion", True, "reported-possibility-rejected"),
        ("reported-denial-shared", "recommendation", False, "reported-proposal-shared"),
        ("asked", "question", False, "asked"),
    ],
)
def test_a_standing_is_turned_for_the_opposite(standing, force, hedged, expected):
    assert standings.turned(standing, force, hedged=hedged) == expected
