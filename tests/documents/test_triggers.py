"""Trigger words with their places."""

import csv

import pytest

from secgraph.documents import passages, triggers, words
from secgraph.query.sessions import session
from support.paths import ROOT, SHARED

LINES = (ROOT / "data" / "authoring" / "triggers.tsv").read_text(encoding="utf-8").splitlines()
ROWS = list(csv.reader(LINES[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


def seen(passage: str) -> list[tuple[int, str, str]]:
    return [(one.at, one.surface, one.trigger_class) for one in triggers.triggers(passage)]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("It is by no means over.", [(3, "by no means", "negation"), (3, "by no means", "hedge")]),
        ("They cannot – and don’t – go.",
         [(2, "cannot", "negation"), (2, "cannot", "modal"), (4, "don’t", "negation")]),
        ("According to Ms. Rao, it works.", [(1, "According to", "attribution")]),
        ("It was set forth by Ms. Rao.", [(3, "set forth by", "attribution")]),
        ("The fleet set forth.", []),
        ("A number of ports", [(1, "A number of", "quantity")]),
        ("At most two boats", [(1, "At most", "quantity")]),
        ("Not just ships", [(1, "Not just", "negation"), (1, "Not just", "quantity")]),
        ("Form No. 3 and No.\u00a04", []),
        ("an all-weather port, a no-fly zone, a must‑have", []),
        ("allies—not foes", [(1, "not", "negation")]),
        ("Notable cannon mayor", []),
        ("", []),
        ("– …", []),
    ],
)  # fmt: skip
def test_triggers_are_found(passage, expected):
    assert seen(passage) == expected


def test_places_are_those_of_the_words():
    passage = "“Perhaps,” she said, “it may not.”"
    for one in triggers.triggers(passage):
        assert passage[one.start : one.end] == one.surface
        start, end = words.spans(passage)[one.at - 1]
        assert start <= one.start < end
    assert [one.surface for one in triggers.triggers(passage)] == [
        "Perhaps",
        "said",
        "may",
        "may",
        "not",
    ]


def test_words_are_counted_from_one_without_the_marks_around_them():
    passage = "“We – the U.S. – go,” he said."
    assert [passage[start:end] for start, end in words.spans(passage)] == [
        *("We", "the", "U.S", "go", "he", "said"),
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_each_word_of_the_list_is_found(row):
    """Alone in a passage, and with no row twice."""
    name, written, kind = row
    assert kind.strip()
    assert (1, written, name) in seen(written)
    assert sum(other[:2] == row[:2] for other in ROWS) == 1


def test_every_class_has_words():
    assert {row[0] for row in ROWS} == set(triggers.CLASSES)


@pytest.mark.shared("essay")
@pytest.mark.parametrize(
    ("pattern", "classes", "claims", "missed"),
    [
        ("sg:hasPolarity sgv:denied", {"negation"}, 17, 2),
        ("sg:hasHedge ?x", {"hedge", "modal"}, 26, 0),
        ("sg:isReportedBy ?x", {"attribution"}, 21, 2),
    ],
)
def test_claims_of_the_essay_have_their_triggers(pattern, classes, claims, missed):
    """The rest is presupposed, or continues the sentence before it."""
    text = (SHARED / "essay" / "east-is-east.txt").read_text(encoding="utf-8")
    path = ROOT / "data" / "documents" / "east-is-east" / "passages.ttl"
    by_name = {
        one.identifier: {found.trigger_class for found in triggers.triggers(one.words(text))}
        for one in passages.read(str(path))
    }
    query = (
        f"SELECT DISTINCT ?claim ?id {{ ?claim a sg:Claim ; {pattern} ; sg:hasEvidence ?p . "
        "?p dcterms:identifier ?id ; oa:hasSource ee:document }"
    )
    rows = session().sparql(query).rows
    assert len(rows) == claims
    assert sum(not classes & by_name[row["id"]] for row in rows) == missed
