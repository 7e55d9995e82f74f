"""What counts where names are compared, and what does not."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secgraph.dataset.names import fold
from support.fuzzing import examples

ALIKE = [
    [
        "People's",
        "People’s",
        "Peopleʼs",
        "People‘s",
        "People`s",
        "People´s",
        "People′s",
        "PEOPLE＇S",
    ],
    [
        "Guinea-Bissau",
        "Guinea‐Bissau",
        "Guinea‑Bissau",
        "Guinea–Bissau",
        "guinea—bissau",
        "Guinea−Bissau",
    ],
    ["U.S.", "US", "u.s", "ＵＳ", "U․S․"],
    ["Côte d'Ivoire", "Cote d’Ivoire", "Co\u0302te d'ivoire", "CÔTE D'IVOIRE"],
    ["Türkiye", "TÜRKİYE", "Turkiye", "türkıye"],
    ["Straße", "STRASSE", "strasse"],
    ["Curaçao", "Curacao"],
    ["Łódź", "Lodz"],
    ["Færøerne", "Faeroerne"],
    [
        "United  States",
        " United States\n",
        "United\u00a0States",
        "United\u2009States",
        "Uni\u00adted States",
    ],
    ["Japan", "Ja\u200bpan", "\ufeffJapan", "\u202aJapan\u202c", "Ja\u200dpan"],
    ['the "Quad"', "the “Quad”", "the „Quad‟"],
]
APART = [
    "Niger",
    "Nigeria",
    "Mali",
    "Malí-x",
    "Guinea",
    "Guinea-Bissau",
    "Korea",
    "o'b",
    "ob",
    "a-b",
    "a b",
]


@pytest.mark.parametrize("names", ALIKE, ids=lambda names: names[0])
def test_what_does_not_count(names):
    assert {fold(name) for name in names} == {fold(names[0])}


def test_what_counts():
    for one, other in itertools.combinations(APART, 2):
        assert fold(one) != fold(other)


@pytest.mark.fuzz
@examples(500)
@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()).casefold() == fold(text.upper())
    assert fold(f"  {text}\t") == fold(text)
