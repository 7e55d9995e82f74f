"""What a saved question takes is read in one way, from words and from JSON."""

import pytest

from secgraph.errors import BadValue, UnknownParameter, UnknownQuery, UnknownValue
from secgraph.query import inputs
from secgraph.query.sessions import Session
from support.paths import FEDERATING, QUERIES

NAMES = sorted(f"{path.parent.name}/{path.stem}" for path in (*QUERIES, *FEDERATING))


@pytest.fixture(scope="module")
def session():
    return Session()


def test_every_question_has_an_interface(session):
    assert sorted(asked.name for asked in inputs.interfaces(session)) == NAMES
    assert len(NAMES) > 60


@pytest.mark.parametrize("name", NAMES)
def test_defaults_choices_and_examples_are_taken(session, name):
    """Each value that is offered is one that the command line takes, and stands for its thing."""
    asked = inputs.interface(session, name)
    text = session.queries.get(name)
    defaults = {one.name: ",".join(one.default) for one in asked.inputs if one.default}
    asked_by_default = session.question(name, defaults).things()
    assert asked_by_default == session.question(name, {}).things()
    for one in asked.inputs:
        assert one.example, one.name
        session.question(name, {one.name: one.example})
        assert one.optional == (not one.default)
        assert one.several == text.params[one.name].many
        for choice in one.choices:
            terms = session.question(name, {one.name: choice.value}).things()
            assert terms[one.name] == [choice.iri]


def test_words_and_json_are_read_alike(session):
    """From a form with two options chosen, a list of JSON, and the text of a command line."""
    asked = inputs.interface(session, "record/agreement")
    from_words = inputs.read_words(
        asked, [("a", "Japan"), ("sessions", "76"), ("sessions", "ES-11"), ("topic", "")]
    )
    from_json = inputs.read_json(asked, {"a": "Japan", "sessions": ["76", "ES-11"]})
    assert from_words == from_json == {"a": "Japan", "sessions": "76,ES-11"}


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"year": "2018"}, BadValue, "a whole number, such as 2018"),
        ({"year": 2018.0}, BadValue, "a whole number"),
        ({"year": True}, BadValue, "a whole number"),
        ({"year": None}, BadValue, "a whole number"),
        ({"year": [2018]}, BadValue, "such as 2018"),
        ({"member": 5}, UnknownParameter, "it takes"),
        ({"\ud800": 5}, inputs.Malformed, "no character"),
    ],
)
def test_a_value_of_another_type_is_refused(session, values, error, words):
    """The text "2018" is no whole number, and 2018.0 is none that was meant as one."""
    asked = inputs.interface(session, "record/obligations")
    with pytest.raises(error, match=words):
        inputs.read_json(asked, values)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"document": "east-is-east"}, BadValue),
        ({"document": []}, BadValue),
        ({"document": ["east-is-east", 5]}, BadValue),
        ({"from": ["Asia"]}, BadValue),
        ({"from": ""}, BadValue),
        ({"from": " "}, BadValue),
        ({"from": "x" * 1001}, BadValue),
        ({"from": "a\0b"}, inputs.Malformed),
        ({"from": "a\udc00b"}, inputs.Malformed),
        ({"from": "a\x1bb"}, inputs.Malformed),
    ],
)
def test_one_value_and_several_are_told_apart(session, values, error):
    asked = inputs.interface(session, "linkage/between-regions")
    with pytest.raises(error):
        inputs.read_json(asked, values)


def test_a_value_given_twice_is_malformed(session):
    asked = inputs.interface(session, "linkage/between-regions")
    with pytest.raises(inputs.Malformed, match="from is given 2 times"):
        inputs.read_words(asked, [("from", "Asia"), ("from", "Asia")])
    with pytest.raises(BadValue, match="needs a value"):
        inputs.read_words(asked, [("from", "")])
    with pytest.raises(UnknownParameter):
        inputs.read_words(asked, [("form", "Asia")])


def test_a_name_is_looked_up_by_the_question(session):
    """The model reads; names that nothing has are refused with those near them."""
    asked = inputs.interface(session, "linkage/between-regions")
    values = inputs.read_json(asked, {"from": "Azia"})
    with pytest.raises(UnknownValue) as error:
        session.question(asked.name, values)
    assert "Asia" in error.value.nearest
    with pytest.raises(UnknownQuery):
        inputs.interface(session, "linkage/between-region")
