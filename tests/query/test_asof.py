"""Of when the lists are that give an answer its undated memberships."""

import pytest

import secgraph as sg
from secgraph.query import asof
from secgraph.stores.embedded import Embedded
from support.command import on_a_terminal

UNDATED = """
@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix sgv: <https://w3id.org/secgraph/vocab/> .
@prefix sgd: <https://w3id.org/secgraph/id/> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
sgd:union a sg:Grouping ; rdfs:label "Union"@en ; sg:hasListStatus sgv:list-closed .
sgd:m1 a org:Membership ; org:organization sgd:union ; org:member sgd:japan ;
    sg:hasMembershipKind sgv:membership-full ; dcterms:source sgd:atlas .
sgd:m2 a org:Membership ; org:organization sgd:union ; org:member sgd:united-states ;
    sg:hasMembershipKind sgv:membership-full ; dcterms:source sgd:atlas .
sgd:m3 a org:Membership ; org:organization sgd:union ; org:member sgd:united-kingdom ;
    sg:hasMembershipKind sgv:membership-full ; dcterms:source sgd:atlas .
sgd:atlas a sg:Source ; dcterms:identifier "atlas" {date}.
"""

DATED = """
sgd:m4 a org:Membership ; org:organization sgd:union ; org:member sgd:united-kingdom ;
    sg:hasMembershipKind sgv:membership-full ; dcterms:source sgd:gazette ;
    sg:hasStart "1973-01-01T00:00:00Z"^^xsd:dateTime ;
    sg:hasEnd "2020-01-31T00:00:00Z"^^xsd:dateTime .
sgd:gazette a sg:Source ; dcterms:identifier "gazette" .
"""


@pytest.fixture
def asked(tmp_path):
    """Asks the release, with a file beside it."""

    def ask(name: str, text: str, **values: str):
        path = tmp_path / "mine.ttl"
        path.write_text(text, encoding="utf-8")
        return sg.run(name, values, store=Embedded(sg.store([str(path)])))

    return ask


def test_a_list_is_named_with_its_date_or_said_to_state_none(asked):
    text = UNDATED.replace("{date}", "")
    note = asof.note(asked("groupings/members", text, grouping="Union"))
    assert note == "undated memberships: by atlas, a list that states no date"
    text = UNDATED.replace("{date}", '; dcterms:issued "2023-05"^^xsd:gYearMonth ')
    note = asof.note(asked("groupings/members", text, grouping="Union"))
    assert note == "undated memberships: by atlas, a list of 2023-05"


def test_a_dated_source_wins(asked):
    """Who left by a dated source is not counted from a list without dates."""
    text = UNDATED.replace("{date}", "")

    def members(more: str) -> tuple[str, str]:
        rows = asked("record/by-grouping", text + more).rows
        (row,) = (row for row in rows if row["grouping"] == "Union")
        return row["members"], row["undated"]

    assert members("") == ("3", "3")
    assert members(DATED) == ("2", "2")


@pytest.mark.parametrize(
    ("name", "lists"),
    [
        ("record/by-grouping", ("factbook", "iaea-aukus")),
        ("record/agreement-within", ("factbook",)),
        ("groupings/of-actor", ("factbook",)),
        ("groupings/at-date", ()),
        ("votes/on", ()),
    ],
)
def test_only_answers_with_undated_memberships_have_a_note(name, lists):
    note = asof.note(sg.run(name))
    assert [name in note for name in lists] == [True] * len(lists)
    assert bool(note) == bool(lists)


def test_the_terminal_says_it_below_the_rows():
    shown = " ".join(on_a_terminal("run", "groupings/of-actor").split())
    assert "undated memberships: by factbook, a list that states no date" in shown
