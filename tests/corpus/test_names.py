"""Text as names are compared, and the places of its words in the file."""

import pytest

from secgraph.corpus.names import Folded


@pytest.mark.parametrize(
    ("text", "folded", "name"),
    [
        ("in the Indo-\nPacific we", "in the Indo-Pacific we", "Indo-Pacific"),
        ("in the Indo- Pacific we", "in the Indo-Pacific we", "Indo-Pacific"),
        ("mandated, NATO-\nled mission", "mandated, NATO-led mission", "NATO"),
        ("of the Organi-\nzation now", "of the Organization now", "Organization"),
        ("of the  European\nUnion", "of the European Union", "European Union"),
    ],
)
def test_a_divided_word_is_joined_and_found_where_it_stands(text, folded, name):
    words = Folded(text)
    assert words.text == folded
    start = words.text.index(name)
    left, right = words.span(start, start + len(name))
    whole = "".join(text[left:right].split()).replace("-", "")
    assert whole == name.replace("-", "").replace(" ", "")


@pytest.mark.parametrize("text", ["pre- and post-war", "North- and South", "2020- Pacific"])
def test_what_is_no_divided_name_stays_as_it_is(text):
    assert Folded(text).text == text
