"""Finding things by the names that people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.errors import BadValue, UnknownValue
from secgraph.namespaces import SG, curie, expand, prefixes
from secgraph.query import sessions
from secgraph.query.labels import Names, fold
from support.fuzzing import examples

PREFIXES = prefixes()
JAPAN = PREFIXES["sgd"] + "japan"


def names(*classes: str):
    return sessions.session().names(*classes)


@pytest.mark.parametrize(
    "name", ["Japan", "japan", " JAPAN ", "sgd:japan", JAPAN, f"<{JAPAN}>", "Jápan"]
)
def test_a_state_is_found_by_any_of_its_names(name):
    assert names(SG + "Actor").one(name) == JAPAN


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("US", "united-states"),
        ("U.S.", "united-states"),
        ("Uncle Sam", "united-states"),
        ("nato", "nato"),
        ("North Atlantic Treaty Organization", "nato"),
        ("U.S.–Japan Alliance", "us-japan-alliance"),
        ("Tokyo", "government-of-japan"),
        ("Group of Seven", "g7"),
        ("the Quad", "quad"),
        ("The U.S.-Japan Alliance", "us-japan-alliance"),
    ],
)
def test_aliases_full_stops_and_dashes_do_not_matter(name, slug):
    assert names(SG + "Actor").one(name) == PREFIXES["sgd"] + slug


def test_a_definite_article_is_one_where_nothing_has_the_name_as_it_stands():
    """What is named *the authors* is found without it; an article before nothing names nothing."""
    assert names(SG + "Actor").one("authors") == PREFIXES["ee"] + "author"
    for other in ("the", "the ", "then Quad", "theQuad", "the the Quad"):
        assert names(SG + "Actor").all(other) == []


def test_subclasses_count():
    """NATO is an alliance, so it is an actor and a grouping."""
    for each in ("Actor", "Grouping", "Alliance"):
        assert names(SG + each).one("NATO") == PREFIXES["sgd"] + "nato"


def test_a_passage_is_found_by_its_identifier():
    assert names(SG + "Passage").one("P10.S2") == PREFIXES["ee"] + "p10s2"


def test_an_unknown_name_lists_the_nearest():
    with pytest.raises(UnknownValue) as error:
        names(SG + "Region").one("Indo-Pacfic")
    assert error.value.nearest[0] == "Indo-Pacific"


def test_a_name_of_another_class_is_said_to_be_one():
    with pytest.raises(UnknownValue, match="of another class"):
        names(SG + "Region").one("Japan", names)


def test_a_name_of_several_things_asks_which():
    """Europe the region and Europe the actor share a label, so without a class the name is not
    enough."""
    with pytest.raises(BadValue, match="sgd:europe, sgd:europe-as-actor"):
        names().one("Europe")


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "<japan>",
        "http://example.org/} DROP ALL",
        "data:text/plain,x",
    ],
)
def test_dangerous_and_relative_iris_are_refused(value):
    with pytest.raises((BadValue, UnknownValue)):
        names(SG + "Actor").one(value)


def test_an_iri_that_is_not_in_the_graph_is_unknown():
    with pytest.raises(UnknownValue):
        names(SG + "Actor").one("https://example.org/atlantis")


@pytest.mark.fuzz
@examples(200)
@given(st.text(max_size=40))
def test_no_text_is_taken_for_a_thing_that_lacks_the_name(text):
    """Whatever is typed, the answer is a thing that bears the name, or an error of ours."""
    try:
        found = names(SG + "Actor").one(text)
    except (UnknownValue, BadValue):
        return
    assert found in names(SG + "Actor").labels


def test_folding_is_idempotent_and_forgets_what_it_should():
    assert fold("U.S.–Japan  Alliance") == fold("us-japan alliance")
    assert fold(fold("Ça  VA…")) == fold("Ça  VA…")


def test_prefixed_names_and_iris_turn_into_each_other():
    assert expand("sgd:japan") == JAPAN
    assert curie(JAPAN) == "sgd:japan"
    assert expand("nonsense:japan") is None
    assert curie("https://example.org/x") == "https://example.org/x"


def test_names_are_asked_for_without_a_path():
    """A path that ends in one of several values is refused by Virtuoso, and then no question
    takes a value by its name there."""
    asked: list[str] = []

    def ask(text: str):
        asked.append(text)
        return sessions.session().engine.rows(text)

    found = Names(ask, [SG + "Actor", SG + "Grouping"])
    assert (found.one("Japan"), found.one("Quad")) == (JAPAN, PREFIXES["sgd"] + "quad")
    assert asked
    assert not any(mark in text for text in asked for mark in (">*", ">+"))
