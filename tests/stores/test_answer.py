"""Asking from Python."""

import subprocess
import sys

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.stores.embedded import Embedded


def test_a_mapping_carries_names_that_the_language_reserves():
    """Kishida's word is about Asia.

    Asked of Asia there is his claim, rejected by nobody's silence, and the question about it.
    """
    found = sg.run("linkage/between-regions", {"from": "Asia"}, to="North Atlantic")
    assert [(row["holder"], row["polarity"], row["evidence"]) for row in found.rows] == [
        ("Fumio Kishida", "affirmed", "P10.S1"),
        ("the authors", "undetermined", "P10.S1"),
    ]


def test_a_state_is_asked_together_with_its_government_and_leaders():
    """Japan's views are those of its government, its leaders and its prime ministers, and of those
    with whom they speak together; the holder column says whose."""
    holders = {row["holder"] for row in sg.run("claims/by-holder", holder="Japan").rows}
    assert holders == {
        "Government of Japan",
        "Japan's leaders, of left and right alike",
        "Fumio Kishida",
        "Shinzo Abe",
        "the leaders of the Quad",
    }


def test_nothing_is_put_into_the_mouth_of_someone_who_says_nothing():
    assert len(sg.run("claims/by-holder", holder="China")) == 0


def test_de_facto_membership_is_nobodys_claim():
    """De facto membership of Japan in NATO is what engagement could make people perceive.

    No claim has it as its content.
    """
    found = sg.sparql(
        "ASK { ?q sg:hasRelation sgv:is-member-of--binding-de-facto . ?c sg:hasContent ?q }"
    )
    assert found.truth is False
    assert sg.sparql("ASK { ?q sg:hasRelation sgv:is-member-of--binding-de-facto }").truth


def test_nato_is_not_among_what_must_be_considered():
    """In paragraph 9 the formats to be considered are three by name and others unnamed.

    NATO is not one of them.
    """
    found = sg.sparql(
        "SELECT ?l { ?q sg:hasRelation sgv:aims-at--binding-considered ; "
        "sg:hasSubject/rdfs:label ?l } ORDER BY ?l"
    )
    assert [row["l"] for row in found.rows] == [
        "AUKUS",
        "G7",
        "U.S.-Japan Alliance",
        "other relevant partnerships",
    ]


def test_wrong_names_are_errors_with_the_next_step():
    with pytest.raises(sg.UnknownQuery, match="did you mean"):
        sg.run("linkage/between-region")
    with pytest.raises(sg.UnknownParameter, match="it takes from, to"):
        sg.run("linkage/between-regions", region="Asia")
    with pytest.raises(sg.UnknownValue, match="did you mean"):
        sg.run("threats/to", target="Japann")
    with pytest.raises(sg.BadValue):
        sg.run("threats/to", target=" ")
    with pytest.raises(sg.UsageError, match="give a text"):
        sg.run("threats/to", target=5)
    with pytest.raises(sg.BadQuery, match="line 1"):
        sg.sparql("SELECT * { ?s ?p }")


@pytest.mark.parametrize(
    "value",
    [
        '"} DROP ALL #',
        "Japan } UNION { ?s ?p ?o",
        "x\n}",
        "?asked",
        "sgd:japan> . ?s ?p ?o . <x:",
        "\x00",
    ],
)
def test_a_hostile_value_is_a_name_that_nothing_has(value):
    with pytest.raises(sg.UsageError):
        sg.run("threats/to", target=value)


def test_a_date_alone_is_asked_about_at_its_noon():
    """It was once put into the query as a moment without a time, of which nothing holds."""
    found = sg.run("groupings/at-date", date="2018-06-30")
    assert found.rows == sg.run("groupings/at-date", date="2018-06-30T12:00:00Z").rows
    assert found.rows


def test_an_engine_is_handed_in():
    """A question is asked of the store that is given, and of no other."""
    empty = Embedded(pyoxigraph.Store())
    assert len(sg.run("claims/denied", store=empty)) == 0
    assert len(sg.run("claims/denied")) > 0


def test_a_query_that_never_ends_is_cut_off():
    """A cross product of everything with itself would run for hours.

    The limit ends it with an error.
    """
    with pytest.raises(sg.QueryTimeout):
        sg.sparql(
            (
                "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != "
                "?d && ?d != ?g) }"
            ),
            timeout=3,
        )


def test_a_wrong_query_is_told_the_same_with_a_limit_as_without():
    said = []
    for timeout in (None, 60.0):
        with pytest.raises(sg.BadQuery) as error:
            sg.sparql("SELECT * { ?s ?p }", timeout=timeout)
        said.append(str(error.value))
    assert said[0] == said[1]


def test_within_the_limit_the_answer_is_whole():
    assert sg.run("claims/contested", timeout=60).rows == sg.run("claims/contested").rows


@pytest.mark.parametrize("given", ["file", "-"])
def test_a_script_asks_with_a_time_limit_as_it_stands(given, tmp_path):
    """A time limit runs nothing of the script again.

    Neither a file without a guard for its main part, nor one from standard input.
    """
    script = "import secgraph as sg\nprint(len(sg.run('votes/on', timeout=60)))\n"
    (tmp_path / "file").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, given],
        input=script,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "10\n", "")


def test_the_saved_queries_are_listed_in_order():
    names = [query.name for query in sg.queries()]
    assert names == sorted(names)
    assert all(query.summary.endswith("?") for query in sg.queries())


@pytest.mark.parametrize(
    ("params", "options", "told"),
    [(5, {}, "give a mapping"), ({}, {"store": "http://localhost:7878"}, "is no store")],
)
def test_what_is_no_mapping_and_no_engine_is_said(params, options, told):
    with pytest.raises(sg.UsageError, match=told):
        sg.run("votes/on", params, **options)
