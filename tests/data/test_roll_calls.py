"""The family record, held against a second computation from the publishers' files, and against
inputs made to mislead it."""

import functools

import pyoxigraph
import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

import secgraph
from secgraph.dataset import release
from secgraph.namespaces import PREFIXES
from secgraph.query import catalog, sessions
from secgraph.stores.embedded import Embedded
from support.roll_calls import (
    ALL,
    ES11,
    QUAD,
    STATES,
    RollCall,
    agreement,
    cohesion,
    cohesion_by_year,
    read,
    within,
)

SG, SGV, SGD = PREFIXES["sg"], PREFIXES["sgv"], PREFIXES["sgd"]

COUNTS = ("session", "joint", "same", "share", "index")


@pytest.fixture(scope="module")
def calls() -> list[RollCall]:
    return read(ES11)


def _name(call: RollCall) -> str:
    return SGD + (
        "unga-vote-february-2023" if call.record == "4003921" else f"un-vote-{call.record}"
    )


def _cells(rows: list[dict[str, str]], columns: str) -> list[list[str]]:
    return [[row[name] for name in columns.split()] for row in rows]


@pytest.mark.shared("datasets/un-votes")
def test_the_release_has_each_roll_call_of_the_session_as_the_file_has_it(calls, release_graph):
    """Ten states in eight roll calls, with title, subjects, session, day and page."""
    graph = release_graph
    found = {}
    for vote in graph.subjects(rdflib.RDF.type, rdflib.URIRef(SG + "Vote")):
        event, option = (
            graph.value(vote, rdflib.URIRef(SG + "isCastIn")),
            graph.value(vote, rdflib.URIRef(SG + "hasVoteOption")),
        )
        found[str(event), str(vote).rpartition("-")[2].upper()] = (
            str(option).removeprefix(SGV + "vote-").replace("-", " ")
        )
        assert (
            str(graph.value(graph.value(vote, rdflib.URIRef(SG + "isCastBy")), rdflib.RDFS.label))
            == STATES[str(vote).rpartition("-")[2].upper()]
        )
    assert found == {(_name(call), code): call.votes[code] for call in calls for code in STATES}
    for call in calls:
        event = rdflib.URIRef(_name(call))
        assert str(graph.value(event, rdflib.DCTERMS.title)) == call.title
        assert sorted(map(str, graph.objects(event, rdflib.DCTERMS.subject))) == sorted(
            call.subjects
        )
        assert str(graph.value(event, rdflib.URIRef(SG + "inSession"))) == call.session
        assert str(graph.value(event, rdflib.URIRef(SG + "hasStart")))[:10] == call.date
        assert str(graph.value(event, rdflib.RDFS.seeAlso)) == call.link


@pytest.mark.shared("datasets/un-votes")
@pytest.mark.parametrize(
    ("a", "b"), [("JPN", "IND"), ("USA", "JPN"), ("CHN", "RUS"), ("UKR", "USA")]
)
@pytest.mark.parametrize("topic", ["", "ukraine", "Human Rights Council", "no such words"])
def test_two_states_agree_as_the_file_says(calls, a, b, topic):
    found = secgraph.run(
        "record/agreement", a=STATES[a], b=STATES[b], **({"topic": topic} if topic else {})
    ).rows
    assert _cells(found, "session joint same share index") == list(agreement(calls, a, b, topic))


@pytest.mark.shared("datasets/un-votes")
@pytest.mark.parametrize("topic", ["", "humanitarian"])
def test_the_pairs_of_the_quad_agree_as_the_file_says(calls, topic):
    found = secgraph.run(
        "record/agreement-within", grouping="Quad", **({"topic": topic} if topic else {})
    ).rows
    assert _cells(found, "a b joint same share index") == within(calls, QUAD, topic)


@pytest.mark.shared("datasets/un-votes")
def test_the_quad_is_as_much_of_one_voice_as_the_file_says(calls):
    found = {row["eventIri"]: row for row in secgraph.run("record/cohesion", grouping="Quad").rows}
    assert {_name(call): cohesion(call, QUAD) for call in calls} == {
        event: [row[name] for name in ["for", "against", "abstain", "notVoting", "agreement"]]
        for event, row in found.items()
    }


@pytest.mark.shared("datasets/un-votes")
def test_the_quad_is_as_much_of_one_voice_each_year_as_the_file_says(calls):
    rows = secgraph.run("record/cohesion-by-year", grouping="Quad").rows
    found = _cells(rows, "year votes unanimous agreement lowest voting")
    assert found == cohesion_by_year(calls, QUAD)


@functools.cache
def _prepared() -> Query:
    """The question about two states for rdflib, whose parser takes half a second."""
    return prepareQuery(catalog.packaged().get("record/agreement").text)


def _world(votes: str) -> tuple[pyoxigraph.Store, rdflib.Graph]:
    """Three states and what they did, as ``event:state=option`` words.

    The session of an event follows a slash, or its day.
    """
    lines = [
        f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("sg", "sgv", "sgd", "rdfs", "dcterms")
    ] + ["@prefix ex: <urn:x:> ."]
    lines += ['sgd:source-x a sg:Source ; dcterms:identifier "x" .']
    lines += [
        f'sgd:{name} a sg:State ; rdfs:label "{name}"@en .' for name in ("japan", "india", "china")
    ]
    for number, word in enumerate(votes.split()):
        place, _, option = word.partition("=")
        event, _, state = place.partition(":")
        event, _, session = event.partition("/")
        lines.append(
            f"ex:v{number} sg:isCastIn ex:{event} ; sg:isCastBy sgd:{state} ; "
            f"sg:hasVoteOption sgv:vote-{option} ."
        )
        lines.append(f"ex:v{number} dcterms:source sgd:source-x . ex:{event} a sg:VoteEvent .")
        about = (
            f'sg:hasStart "{session}T00:00:00Z"^^<{PREFIXES["xsd"]}dateTime>'
            if "-" in session
            else f'sg:inSession "{session}"'
        )
        lines += [f"ex:{event} {about} ."] if session else []
    store = pyoxigraph.Store()
    store.load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return store, rdflib.Graph().parse(data="\n".join(lines), format="turtle")


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ("e:japan=for e:india=for", [["", "1", "1", "1", "1"]]),
        ("e:japan=for e:india=abstain", [["", "1", "0", "0", "0.5"]]),
        ("e:japan=for e:india=against", [["", "1", "0", "0", "0"]]),
        ("e:japan=abstain e:india=abstain", [["", "1", "1", "1", "1"]]),
        # Absence is no position, and two who are both absent agree on nothing.
        ("e:japan=not-voting e:india=not-voting", []),
        ("e:japan=abstain e:india=not-voting", []),
        # The same vote twice is one vote; others do not count.
        (
            "e:japan=for e:japan=for e:india=for e:india=for e:china=against",
            [["", "1", "1", "1", "1"]],
        ),
        (
            "e/68:japan=for e/68:india=for f/69:japan=for f/69:india=against",
            [["68", "1", "1", "1", "1"], ["69", "1", "0", "0", "0"]],
        ),
        # Where the record names no session, the years stand apart, and come in the order of time.
        (
            (
                "e/1955-11-01:japan=for e/1955-11-01:india=for f/1946-11-01:japan=for "
                "f/1946-11-01:india=against"
            ),
            [["(1946)", "1", "0", "0", "0"], ["(1955)", "1", "1", "1", "1"]],
        ),
        ("e:japan=for f:india=for", []),
        (
            "e:japan=for e:india=for f:japan=for f:india=for g:japan=for g:india=abstain",
            [["", "3", "2", "0.667", "0.833"]],
        ),
    ],
)
def test_agreement_counts_joint_votes_once_and_absence_nowhere(votes, expected):
    """On both engines."""
    store, graph = _world(votes)
    solutions = store.query(catalog.packaged().get("record/agreement").text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert [[row[name].value for name in COUNTS] for row in solutions] == expected
    assert [[str(row[name]) for name in COUNTS] for row in graph.query(_prepared())] == expected


def test_who_joined_later_owed_nothing_before():
    """Estonia is a party of ATOP's treaty not before 26 March 2003, Poland by COW since 12 March
    1999; the treaty is of 1949."""

    def since(year: str, state: str) -> list[str]:
        return [
            row["since"]
            for row in secgraph.run(
                "record/obligations", a=state, b="United States", year=year
            ).rows
        ]

    assert since("2000", "Estonia") == []
    assert since("2010", "Estonia") == ["2003-03-26 or later"]
    assert since("1998", "Poland") == []
    assert since("2010", "Poland") == ["1999-03-12"]
    assert since("1990", "Canada") == ["1949-04-04"]


def test_obligations_have_a_direction_and_an_end_that_is_open_is_not_for_ever():
    """The United States owe Japan defence, by either source.

    COW, which ends in 2012, does not vouch for 2018.
    """
    rows = secgraph.run("record/obligations", a="United States", b="Japan", year="2018").rows
    defence = [
        (row["source"], row["direction"], row["standing"])
        for row in rows
        if "defence" in row["obligations"].split()
    ]
    assert defence == [
        ("atop", "United States to Japan", "in force"),
        ("cow-alliances", "United States to Japan", "open when its source ends"),
    ]
    assert {
        row["source"]
        for row in secgraph.run(
            "record/obligations", a="Japan", b="United States", year="1955"
        ).rows
    } == {"cow-alliances"}
    assert secgraph.run("record/obligations", a="Japan", b="United States", year="1950").rows == []
    assert secgraph.run("record/obligations", a="Japan", b="Japan", year="2018").rows == []


def test_whoever_joined_a_treaty_later_is_owed_nothing_before():
    """Spain entered in 1982; the protocol on its accession is of 1981."""
    assert secgraph.run("record/obligations", a="Spain", b="United States", year="1970").rows == []
    (row,) = secgraph.run("record/obligations", a="Spain", b="United States", year="1990").rows
    assert (row["direction"], row["since"]) == ("each to the other", "1982-05-30")


@pytest.mark.shared("datasets/un-votes")
@pytest.mark.long
@pytest.mark.sampled
def test_agreement_over_all_roll_calls_is_that_of_a_second_computation():
    """Japan and India, by session, from 1946 on.

    The votes of the two alone are put into a store, as the file has them.
    """
    calls = read(ALL)
    options = {"for": "for", "against": "against", "abstain": "abstain", "not voting": "not-voting"}
    lines = [
        f'<{SGD}{name}> <{PREFIXES["rdfs"]}label> "{name}"@en ; a <{SG}State> .'
        for name in ("japan", "india")
    ]
    lines.append(f'<{SGD}source-x> <{PREFIXES["dcterms"]}identifier> "x" .')
    for call in calls:
        event = f"<{SGD}un-vote-{call.record}>"
        lines += [f'{event} <{SG}inSession> "{call.session}" .'] if call.session else []
        lines.append(
            f'{event} <{SG}hasStart> "{call.date}T00:00:00Z"^^<{PREFIXES["xsd"]}dateTime> .'
        )
        for code, name in (("JPN", "japan"), ("IND", "india")):
            if code in call.votes:
                vote = f"<{SGD}un-vote-{call.record}-{code.lower()}>"
                lines += [
                    f"{vote} <{SG}isCastIn> {event} .",
                    f"{vote} <{SG}isCastBy> <{SGD}{name}> .",
                    f"{vote} <{PREFIXES['dcterms']}source> <{SGD}source-x> .",
                    f"{vote} <{SG}hasVoteOption> <{SGV}vote-{options[call.votes[code]]}> .",
                ]
    store = pyoxigraph.Store()
    store.load("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(catalog.packaged().get("record/agreement").text)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [[row[name].value for name in COUNTS] for row in found] == list(
        agreement(calls, "JPN", "IND")
    )


def _with(added: str) -> sessions.Session:
    """The release and statements besides."""
    store = pyoxigraph.Store()
    store.extend(release.store())
    store.update(
        "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
        + f"INSERT DATA {{ {added} }}"
    )
    return sessions.Session(Embedded(store))


def _membership(member: str, grouping: str, kind: str = "full", dates: str = "") -> str:
    return (
        f"sgd:membership-x-{member} a org:Membership ; org:member sgd:{member} ; "
        f"org:organization sgd:{grouping} ; "
        f"sg:hasMembershipKind sgv:membership-{kind} ; dcterms:source sgd:source-factbook {dates} ."
    )


def test_since_when_nobody_knows_is_told_apart_from_what_is_dated():
    """Of the Quad no source dates a membership; of NATO's 32, 19 have a start."""
    rows = {
        row["grouping"]: (row["members"], row["undated"])
        for row in secgraph.run("record/by-grouping").rows
    }
    assert (rows["Quad"], rows["NATO"], rows["U.S.-Japan Alliance"]) == (
        ("4", "4"),
        ("32", "13"),
        ("2", "0"),
    )
    (pair,) = secgraph.run("record/agreement-within", grouping="U.S.-Japan Alliance").rows
    assert (pair["joint"], pair["undated"]) == ("8", "0")
    assert {
        row["undated"]
        for row in secgraph.run("record/cohesion", grouping="U.S.-Japan Alliance").rows
    } == {"0"}


def test_a_date_by_one_source_is_not_undone_by_another_that_has_none():
    """China is said to be in the Quad since 2024, and once more without a date.

    Its votes of 2022 and 2023 do not count, those of 2025 do.
    """
    dates = '; sg:hasStart "2024-01-01T00:00:00Z"^^xsd:dateTime'
    session = _with(
        _membership("china", "quad", dates=dates)
        + _membership("china", "quad").replace("x-china", "y-china")
    )
    (quad,) = [
        row for row in session.run("record/by-grouping", {}).rows if row["grouping"] == "Quad"
    ]
    assert (quad["members"], quad["abstain"], quad["undated"]) == ("4", "1", "4")
    votes = {
        row["date"]: int(row["for"]) + int(row["against"]) + int(row["abstain"])
        for row in session.run("record/cohesion", {}).rows
    }
    assert {votes[day] for day in ("2022-03-02", "2023-02-23")} == {4} and votes["2025-02-24"] == 5
    pairs = {
        (row["a"], row["b"]): (row["joint"], row["undated"])
        for row in session.run("record/agreement-within", {}).rows
    }
    # Of the other the start is not known, so the pair is undated all the same.
    assert pairs["China", "Japan"] == ("2", "2")


def test_a_membership_that_ended_counts_until_then():
    dates = (
        '; sg:hasStart "2022-01-01T00:00:00Z"^^xsd:dateTime ; sg:hasEnd '
        '"2022-12-31T23:59:59Z"^^xsd:dateTime'
    )
    session = _with(_membership("china", "us-japan-alliance", dates=dates))
    pairs = {
        (row["a"], row["b"]): (row["joint"], row["undated"])
        for row in session.run("record/agreement-within", {"grouping": "U.S.-Japan Alliance"}).rows
    }
    assert pairs["China", "Japan"] == ("5", "0") and pairs["Japan", "United States"] == ("8", "0")


def test_the_source_is_that_of_the_votes():
    """Where another dataset has the same votes, a source that has both comes before two that
    have one each; what vouches for the event alone is not named."""
    votes = "".join(
        f"sgd:un-vote-3959039-{code} dcterms:source sgd:source-other ." for code in ("jpn", "ind")
    )
    source = 'sgd:source-other a sg:Source ; dcterms:identifier "an-other" .'
    event = "sgd:un-vote-3959039 dcterms:source sgd:source-other ."
    for added, wanted in [(source + votes, "an-other un-es11"), (source + event, "un-es11")]:
        (row,) = _with(added).run("record/agreement", {"a": "Japan", "b": "India"}).rows
        assert sorted(row["source"].split()) == wanted.split()
        assert {
            row["source"]
            for row in _with(added).run("record/agreement", {"a": "Japan", "b": "Australia"}).rows
        } == {"un-es11"}


def test_who_holds_an_office_is_no_member():
    """A tenure that a source of the user's has; the release has none."""
    tenure = """sgd:tenure a sg:Tenure ; rdfs:label "tenure"@en ; org:member sgd:jens-stoltenberg ;
        org:organization sgd:nato ; sg:isTenureOf sgd:secretary-general-of-nato ;
        sg:hasMembershipKind sgv:membership-office ; dcterms:source sgd:source-atop ."""
    assert {
        row["kind"]
        for row in _with(tenure).run("groupings/members", {"grouping": "NATO"}).rows
        if row["member"] == "Jens Stoltenberg"
    } == {"office holder"}


def test_with_and_against_can_be_asked_of_one_event_or_year():
    everything = secgraph.run("votes/with-and-against", actor="India").rows
    one = secgraph.run(
        "votes/with-and-against", actor="India", event="UN General Assembly vote of February 2023"
    ).rows
    assert [
        row for row in everything if row["event"] == "UN General Assembly vote of February 2023"
    ] == one and len(one) == 9
    assert len(secgraph.run("votes/with-and-against", actor="India", year="2022").rows) == 45
    assert secgraph.run("votes/with-and-against", actor="India", year="1999").rows == []


def test_a_treaty_without_dates_of_joining_is_not_said_to_bind_from_its_start():
    """Three parties and a start of the treaty alone.

    Then with the day on which one joined, and one that left.
    """
    treaty = """sgd:pact a sg:Treaty ; rdfs:label "Pact"@en ; sg:hasParty sgd:japan , sgd:china ,
    sgd:india ; sg:hasObligation sgv:obligation-consultation ;
        sg:hasStart "1976-02-24T00:00:00Z"^^xsd:dateTime ;
        sg:isAttestedUntil "2018-12-31T23:59:59Z"^^xsd:dateTime ;
        dcterms:source sgd:source-atop ."""

    def adherence(state: str, start: str, end: str = "") -> str:
        ends = f'; sg:hasEnd "{end}T23:59:59Z"^^xsd:dateTime' if end else ""
        begins = f'sg:hasStart "{start}T00:00:00Z"^^xsd:dateTime'
        whose = (
            f"sgd:pact-{state}-{start} a sg:Adherence ; sg:isUnderTreaty sgd:pact ; "
            f"sg:isAdherenceOf sgd:{state}"
        )
        return f"{whose} ; {begins} {ends} ; dcterms:source sgd:source-atop ."

    def told(added: str, year: int) -> list[tuple[str, str, str]]:
        rows = (
            _with(treaty + added)
            .run("record/obligations", {"a": "Japan", "b": "China", "year": str(year)})
            .rows
        )
        return [
            (row["since"], row["standing"], row["attested"])
            for row in rows
            if row["treaty"] == "Pact"
        ]

    assert told("", 1977) == [("1976-02-24 or later", "in force if both were in it", "2018-12-31")]
    assert told("", 1975) == []
    both = adherence("china", "1976-02-24") + adherence("japan", "2003-12-12")
    assert told(both, 1977) == []
    assert told(both, 2004) == [("2003-12-12", "in force", "2018-12-31")]
    # One phase after another is one belonging; who left is not in until coming back.
    phases = adherence("china", "1976-02-24", "1990-05-01") + adherence("china", "1990-05-01")
    phases += adherence("japan", "1976-02-24", "1992-05-31") + adherence("japan", "2000-11-27")
    assert told(phases, 1991) == [("1976-02-24", "in force", "2018-12-31")]
    assert told(phases, 1995) == []
    assert told(phases, 2005) == [("2000-11-27", "in force", "2018-12-31")]


def test_a_candidate_is_no_member():
    """Of the Quad by the record: an applicant's vote counts neither in it nor in its pairs."""
    session = _with(_membership("china", "quad", "applicant"))
    (quad,) = [
        row for row in session.run("record/by-grouping", {}).rows if row["grouping"] == "Quad"
    ]
    assert (quad["members"], quad["for"], quad["abstain"]) == ("4", "3", "1")
    assert not any(
        "China" in (row["a"], row["b"]) for row in session.run("record/agreement-within", {}).rows
    )
    assert {
        row["abstain"]
        for row in session.run("record/cohesion", {}).rows
        if row["date"] == "2023-02-23"
    } == {"1"}
