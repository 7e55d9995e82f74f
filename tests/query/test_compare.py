"""Questions across documents: two short texts contest each other, agree and keep silent as planned.

Each sentence of ``tests/fixtures/compare`` is there for one row below, or for being near to one.
"""

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from secgraph.dataset import release
from secgraph.query.sessions import Session
from secgraph.stores.embedded import Embedded
from support import compare
from support.paths import FIXTURES

TIDEWAY, LANTERN = "A Note from the Tideway", "The Lantern Paper"

CONTESTED = [
    # What affirms, whose it is, what denies, why; by sentence.
    ("lantern P6.S1", "the authors", "tideway P6.S1", "opposite"),
    ("tideway P1.S1", "the authors", "lantern P1.S1", "equal"),
    # The government of a state counts as the state.
    ("tideway P2.S1", "the authors", "lantern P2.S1", "equal"),
    # Narrower by degree, by kind and by topic.
    ("tideway P3.S1", "the authors", "lantern P3.S1", "narrower"),
    ("tideway P4.S1", "the authors", "lantern P4.S1", "narrower"),
    ("tideway P5.S1", "the authors", "lantern P5.S1", "narrower"),
    ("tideway P7.S1", "the authors", "lantern P7.S1", "symmetric"),
    # A closed list; a collective that is drawn from two states.
    ("tideway P8.S1", "the authors", "lantern P8.S1", "member"),
    # A view of China; one of Russia, which its own document denies.
    ("tideway P9.S1", "China", "lantern P9.S1", "equal"),
    ("tideway P10.S1", "Russia", "tideway P11.S1", "equal"),
    # What is possible is denied; what is predicted.
    ("tideway P12.S1", "the authors", "lantern P10.S1", "equal"),
    ("tideway P13.S1", "the authors", "lantern P11.S1", "equal"),
    ("tideway P14.S1", "the authors", "lantern P12.S1", "equal"),
    ("tideway P36.S1", "the authors", "lantern P32.S1", "member"),
]

NEAR = {
    "what is denied is narrower": ("tideway P15.S1", "lantern P13.S1"),
    "another topic": ("tideway P16.S1", "lantern P14.S1"),
    "a supposition": ("tideway P17.S1", "lantern P15.S1"),
    "a question": ("tideway P18.S1", "lantern P16.S1"),
    "a recommendation": ("tideway P19.S1", "lantern P17.S1"),
    "a commitment": ("tideway P20.S1", "lantern P18.S1"),
    "an open list": ("tideway P21.S1", "lantern P19.S1"),
    "a modifier that binds": ("tideway P22.S1", "lantern P20.S1"),
    "both only possible": ("tideway P23.S1", "lantern P21.S1"),
    "under a condition": ("tideway P24.S1", "lantern P22.S1"),
    "the same holder": ("tideway P25.S1", "lantern P23.S1"),
    "a directed kind, exchanged": ("tideway P26.S1", "lantern P24.S1"),
    "inside another content": ("tideway P27.S1", "lantern P25.S1"),
    "of another time": ("tideway P28.S1", "lantern P26.S1"),
    "opposites on two topics": ("tideway P29.S1", "lantern P27.S1"),
    "a recommendation of what is asserted": ("tideway P33.S1", "lantern P31.S1"),
}

AGREE = [
    ("lantern P28.S1", "tideway P30.S1", "affirmed"),
    # Both deny, of a state and of its government.
    ("lantern P29.S1", "tideway P31.S1", "denied"),
    # Each document has a quality of its own, of one name.
    ("lantern P30.S1", "tideway P32.S1", "affirmed"),
]


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return compare.folders(tmp_path_factory.mktemp("compare"))


@pytest.fixture(scope="session")
def store(folders: list[Path]) -> pyoxigraph.Store:
    return compare.dataset(folders)


@pytest.fixture(scope="session")
def graph(store: pyoxigraph.Store) -> rdflib.Graph:
    triples = store.dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
    return rdflib.Graph(store="SimpleMemory").parse(data=triples, format="nt")


@pytest.fixture
def session(store: pyoxigraph.Store) -> Session:
    return Session(Embedded(store))


def place(row: dict[str, str], document: str, evidence: str) -> str:
    """Say where a claim of a row stands: the short name of its document, and the passage."""
    return f"{row[document].removeprefix(compare.SPACE).partition('/')[0]} {row[evidence]}"


def pairs(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [
        (place(row, "documentIri", "evidence"), place(row, "otherDocumentIri", "otherEvidence"))
        for row in rows
    ]


def run(session: Session, name: str, **params: str) -> list[dict[str, str]]:
    return list(session.run(name, params).rows)


def test_the_planted_contests_are_found_and_nothing_else(session):
    found = run(session, "compare/contested")
    rows = [
        (one, row["holder"].partition(" of ")[0], other, row["why"])
        for row, (one, other) in zip(found, pairs(found), strict=True)
    ]
    assert rows == CONTESTED


def test_every_sentence_is_planted_or_near_to_what_is_planted():
    """No sentence of the two texts is there for nothing, but those of the things not named."""
    used = {place for row in CONTESTED for place in (row[0], row[2])}
    used |= {place for near in NEAR.values() for place in near}
    used |= {place for row in AGREE for place in row[:2]}
    written = {
        f"{name} {line.strip()}"
        for name in compare.DATES
        for line in (FIXTURES / "compare" / f"{name}.claims").read_text("utf-8").splitlines()
        if line.startswith("P") and "|" not in line
    }
    written = {" ".join(place.split()[:2]) for place in written}
    assert written - used == {"tideway P34.S1", "tideway P35.S1"}
    assert used <= written


@pytest.mark.parametrize("name", NEAR)
def test_a_near_miss_is_no_contest(name, session):
    """Each two sentences would be one, were it not for what the name says."""
    assert NEAR[name] not in pairs(run(session, "compare/contested"))


def test_what_is_possible_is_shown_as_such(session):
    hedged = [row for row in run(session, "compare/contested") if row["hedge"]]
    assert [(row["evidence"], row["hedge"]) for row in hedged] == [("P12.S1", "possible")]


def test_contests_are_asked_for_by_thing_and_by_document(session):
    everything = run(session, "compare/contested")
    of_nato = run(session, "compare/contested", thing="NATO")
    assert pairs(of_nato) == [
        pair
        for row, pair in zip(everything, pairs(everything), strict=True)
        if "NATO" in row["text"]
    ]
    within = run(session, "compare/contested", document="tideway", other="tideway")
    assert pairs(within) == [("tideway P10.S1", "tideway P11.S1")]
    first = run(session, "compare/contested", document="lantern")
    assert pairs(first) == [("lantern P6.S1", "tideway P6.S1")]


def test_the_contents_that_both_share_are_found_and_nothing_else(session):
    found = run(session, "compare/agree")
    rows = [(*pair, row["polarity"]) for row, pair in zip(found, pairs(found), strict=True)]
    assert rows == AGREE


def test_a_thing_of_which_one_makes_much_is_not_named_by_the_other(session):
    """South Korea stands in four claims of 39. North Korea and deterrence stand in too few, and
    Russia is named by its government."""
    found = run(session, "compare/silent", document="tideway", other="lantern")
    assert [(row["thing"], row["claims"], row["passages"]) for row in found] == [
        ("South Korea", "4", "1")
    ]
    assert run(session, "compare/silent", document="lantern", other="tideway") == []


def test_a_document_that_is_not_there_is_not_silent(session):
    """The packaged question speaks of two documents, of which the graph has none."""
    assert run(session, "compare/silent") == []


def test_what_a_thing_is_called_has_its_polarity(session):
    found = run(session, "compare/called")
    assert [(row["name"], row["document"], row["polarity"]) for row in found] == [
        ("alliance (as a kind of grouping)", LANTERN, "denied"),
        ("alliance (as a kind of grouping)", TIDEWAY, "affirmed"),
    ]
    (quality, other) = run(session, "compare/called", thing="Quad")
    assert quality["name"] == other["name"] == "open"
    assert quality["relation"] == "is characterized as"


def test_claims_stand_in_the_order_of_the_dates(session):
    """The earlier document first, though its name comes last."""
    found = run(session, "compare/over-time", thing="AUKUS")
    assert [(row["date"], row["evidence"]) for row in found] == [
        *(("2024-03-01", f"P{number}.S1") for number in (1, 6, 13, 14, 15, 30)),
        *(("2025-06", f"P{number}.S1") for number in (1, 6, 11, 12, 13, 28)),
    ]


def test_a_document_without_a_date_stands_last(folders):
    """The essay has none."""
    beside = Session(Embedded(release.store(compare.files(folders))))
    found = run(beside, "compare/over-time", thing="AUKUS")
    dates = [row["date"] for row in found]
    assert dates == sorted(dates, key=lambda date: (not date, date))
    assert dates[-1] == ""


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("name", compare.questions())
def test_rdflib_gives_the_same_rows(name, store, graph):
    text = compare.questions()[name]
    ours = [[term.value if term else "" for term in row] for row in store.query(text)]
    theirs = [[str(term or "") for term in row] for row in graph.query(text)]
    assert ours == theirs
    assert ours
