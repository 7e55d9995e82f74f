"""What readers judged drawn sentences to name, and how right the tool was when they had judged."""

import re
from collections import Counter

import pytest

from support import judged
from support.paths import ROOT
from support.tables import rows_under

PAGE = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")

FROM = 10
"""Cases that a thing has at least if its share is shown."""

PLACES = re.compile(r"(?:[A-Za-z0-9-]+:\d+-\d+(?:,\d+-\d+)*(?: |$))*")


@pytest.mark.parametrize("measure", ["precision", "recall"])
def test_the_page_shows_what_was_right_when_it_was_judged(measure):
    cases = [case for case in judged.cases() if case.measure == measure]
    row = next(row for row in rows_under(PAGE, judged.HEAD) if row[:2] == [measure, "as judged"])
    assert row[2:] == [*judged.figures(cases)]


def test_the_page_shows_each_thing_of_ten_cases_and_no_other():
    cases = judged.cases()
    counts = Counter((case.measure, case.thing) for case in cases)
    assert rows_under(PAGE, "| thing | measure | right | cases | share | interval |") == [
        [judged.label(thing), measure, *judged.figures(of_it)]
        for (measure, thing), count in sorted(counts.items(), key=lambda one: (one[0][0], -one[1]))
        if count >= FROM
        for of_it in [[case for case in cases if (case.measure, case.thing) == (measure, thing)]]
    ]


def test_three_hundred_sentences_of_each_are_spread_over_the_decades():
    rows = judged.judged()
    assert len({tuple(row.values())[:4] for row in rows}) == len(rows)
    for measure in ("precision", "recall"):
        decades = Counter(row["document"][-4:-1] for row in rows if row["set"] == measure)
        assert sorted(decades.values()) == [33] * 6 + [34] * 3


def test_the_file_holds_things_and_places_within_the_sentence_and_no_word():
    for row in judged.judged():
        for cell in (row["named"], row["found"]):
            assert PLACES.fullmatch(cell), row
            places = [place for spans in judged.places(cell).values() for place in spans]
            assert all(
                int(row["start"]) <= start < end <= int(row["end"]) for start, end in places
            ), row
            assert not any(thing.startswith("none") for thing in judged.places(cell)), row
