"""Text as names are compared, the places of its words in the file, and what they name."""

import pytest

from secgraph import stores
from secgraph.corpus.names import Finder, Folded, table
from secgraph.corpus.text import sentences
from secgraph.documents import mentions


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


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(table(mentions.names(stores.open().rows)))


@pytest.mark.parametrize(
    ("text", "year", "things"),
    [
        ("The Palestine Liberation Organization met.", 1980, []),
        ("There is chaos in Palestine.", 1947, ["iso-pse"]),
        ("For a year the British Commonwealth stood alone.", 1947, []),
        ("Great Britain and Britain agreed.", 1960, ["united-kingdom", "united-kingdom"]),
        ("A fleet off Angamos in the Pacific war.", 1979, []),
        ("The North Atlantic bloc met.", 1953, []),
        ("They gathered at New Delhi in March.", 1983, []),
        ("(spoke in French) I thank you.", 2008, []),
        ("The non-Albanians of Kosovo and the Kosovo Albanians.", 2013, ["iso-xkx", "iso-xkx"]),
        ("The Turkish Cypriots and the Turkish army.", 1990, ["cyprus", "turkey"]),
        ("We signed the United Nations Convention on rivers.", 1997, []),
        ("The Uruguayan and the Indian ministers.", 1955, ["iso-ury", "india"]),
        ("The Indian Ocean and the West Indian islands.", 1975, []),
        ("The people of Viet-Nam fight.", 1948, ["iso-vnm"]),
        ("The people of Viet-Nam fight.", 1960, []),
        ("The people of Viet-Nam work.", 1980, ["iso-vnm"]),
        ("The United Arab Republic spoke.", 1960, []),
        ("The United Arab Republic spoke.", 1969, ["iso-egy"]),
        ("The Chinese army.", 1947, ["republic-of-china"]),
        ("The Chinese army.", 1960, []),
        ("The Chinese army.", 1985, ["china"]),
        ("The Chinese People's Republic.", 1953, ["china"]),
        ("The German government.", 1947, ["germany"]),
        ("The German government.", 1960, []),
        ("The question of East Timor.", 1984, ["iso-tls"]),
        ("South West Africa and Southern Rhodesia.", 1967, ["iso-nam", "iso-zwe"]),
        ("The South West Africa People's Organization.", 1978, []),
    ],
)
def test_a_name_is_that_of_its_things_in_its_year(finder, text, year, things):
    """Kinds of faults that reading drawn sentences showed: decoys, adjectives, former names."""
    found, _ = finder.mentions(text, sentences(text), year)
    assert [one.thing.rpartition("/")[2] for one in found] == things
