"""Sentences by two votes: the places where they differ, and what becomes of the answers."""

import csv

import pytest

from secgraph.documents import canonical, page, passages, segmentation
from secgraph.documents.segmentation import CUT, KEEP, OPEN
from secgraph.errors import BadFile
from support.paths import FIXTURES, ROOT, SHARED

PAGE = page.read(str(FIXTURES / "documents" / "harbour.md"))
TEXT = canonical.text(PAGE.blocks)
HEADINGS = [3, 6]
PLACES = {"etc. | They": CUT, "Busan; | Tokyo": KEEP, "closes. | Ships": CUT}
"""Where the votes differ over the text, with the right answers."""

SENTENCES = {
    "T": ("Who Guards", "Navies"),
    "P1.S1": ("Mr. Okada", "May."),
    "P1.S2": ('"Will the', "asked."),
    "P1.S3": ("Nobody answered", "No. 3."),
    "P1.S4": ("It was,", 'shut."'),
    "P1.S5": ("She was", "right."),
    "H1": ("What the", "Need"),
    "P2.S1": ("Small ports", "etc."),
    "P2.S2": ("They do", "cruisers."),
    "P2.S3": ("Japan and", "said so."),
    "P2.S4": ("At 6", "closes."),
    "P2.S5": ("Ships of", "later."),
    "P3.S1": ("Does South-East", "own?"),
    "P3.S2": ("Perhaps it", "does."),
    "P3.S3": ("The Quad", "for it!"),
    "H2": ("A Modest", "Plan"),
    "P4.S1": ("Let each", "boats."),
    "P5.S1": ("Let Australia", "bill."),
    "P6.S1": ('"We lack', "told us."),
    "P6.S2": ("That may", "so."),
    "P6.S3": ("However, by", "flags."),
    "P6.S4": ("Europe should", "first."),
}
"""How each passage begins and ends, by hand."""


def divided(answers: dict[int, str]) -> segmentation.Segmentation:
    return segmentation.segment(TEXT, title=True, headings=HEADINGS, answers=answers)


def answers() -> dict[int, str]:
    return {TEXT.index(words.replace("| ", "")) + words.index("|"): answer
            for words, answer in PLACES.items()}  # fmt: skip


def test_the_votes_differ_in_three_places_of_twenty():
    places = divided({}).open_places
    assert [place.at for place in places] == list(answers())
    assert all(key in place.words for key, place in zip(PLACES, places, strict=True))


def test_with_the_places_answered_the_passages_are_those_of_a_reader():
    """Abbreviations, initials, quotations, ellipses and numbers end no sentence."""
    result = divided(answers())
    assert not result.open_places
    found = {one.identifier: one.words(TEXT) for one in result.passages}
    assert list(found) == list(SENTENCES)
    for name, (first, last) in SENTENCES.items():
        assert found[name].startswith(first), name
        assert found[name].endswith(last), name


def test_an_open_place_divides_nothing():
    assert len(divided({}).passages) == len(SENTENCES) - 2


def test_an_answer_overrules_both_votes():
    at = TEXT.index("She was right")
    merged = divided({**answers(), at: KEEP})
    assert [one.identifier for one in merged.passages if one.start == at] == []
    inside = TEXT.index("as Dr. Lind")
    cut = divided({**answers(), inside: CUT})
    assert [one.identifier for one in cut.passages if one.start == inside] == ["P1.S5"]


def test_the_number_of_a_paragraph_is_no_sentence():
    text = "1. We met today. We agreed."
    result = segmentation.segment(text, title=False, headings=[])
    assert [one.words(text) for one in result.passages] == ["1. We met today.", "We agreed."]


def test_the_votes_are_two_segmenters_of_others():
    syntok, nupunkt = segmentation.VOTES
    text = "One is here. Two is there."
    assert set(syntok(text)) | {0} == set(nupunkt(text)) | {0} == {0, 13}


@pytest.mark.parametrize(
    "text",
    ["a. " * 20_000, "x" * 100_000, "(" * 20_000, "?!" * 10_000, "U.S. " * 10_000, '"a" ' * 10_000],
    ids=["stops", "one word", "brackets", "marks", "abbreviations", "quotes"],
)
def test_a_text_that_is_made_to_take_long_ends(text):
    """Nothing in a text makes a segmenter take more than in proportion to its length."""
    text = text.strip()
    result = segmentation.segment(text, title=False, headings=[])
    assert (result.passages[0].start, result.passages[-1].end) == (0, len(text))


def test_places_are_written_and_read_again(tmp_path):
    path = tmp_path / "places.txt"
    places = divided({}).places
    path.write_text(segmentation.write_places(places), encoding="utf-8")
    read = segmentation.read_places(str(path), TEXT)
    assert [(place.at, place.answer) for place in read] == [(place.at, OPEN) for place in places]
    assert [place.line for place in read] == [4, 5, 6]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("maybe 363", "is no place"),
        ("cut", "is no place"),
        ("cut here", "is no place"),
        ("cut 364", "position 364 is not where"),
        ("cut 99999", "position 99999 is not where"),
        ("cut 363 other | words", "position 363 is not where"),
        ("cut 363\nkeep 363", "answered otherwise in line 2"),
        ("cut " + "9" * 5000, "is no place"),
    ],
)
def test_a_line_that_is_no_place_is_named(tmp_path, line, reason):
    path = tmp_path / "places.txt"
    path.write_text(f"# places\n{line}\n", encoding="utf-8")
    with pytest.raises(BadFile, match=reason) as caught:
        segmentation.read_places(str(path), TEXT)
    assert caught.value.line == line.count("\n") + 2


def test_answers_follow_their_words_into_a_changed_text(tmp_path):
    path = tmp_path / "places.txt"
    settled = divided(answers()).places
    path.write_text(segmentation.write_places(settled), encoding="utf-8")
    longer = TEXT.replace("tugs, pilots", "many tugs, pilots")
    read = segmentation.read_places(str(path), longer, moved=True)
    assert [longer[place.at :].split()[0] for place in read] == ["Tokyo", "Ships"]
    assert [place.at - 5 for place in read] == list(answers())[1:]


def test_passages_are_written_as_those_of_the_first_document():
    """What is read of its file and written again is the file, but for notes and reasons."""
    path = ROOT / "data" / "documents" / "east-is-east" / "passages.ttl"
    written = passages.turtle(
        passages.read(str(path)), "ee", "https://w3id.org/secgraph/doc/east-is-east/"
    )
    assert without_notes(written) == without_notes(path.read_text(encoding="utf-8"))


def without_notes(turtle: str) -> list[str]:
    lines = [line for line in turtle.splitlines() if not line.startswith("#")]
    return [line[:-1].rstrip() for line in lines if line and "reasonForNoAssertion" not in line]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "has no passage"),
        ("<urn:a> <urn", "is no Turtle"),
        ("@prefix", "is no Turtle"),
        (f"<urn:a> <urn:b> {'<<( <urn:a> <urn:b> ' * 201}<urn:c>{' )>>' * 201} .", "200 levels"),
    ],
)
def test_a_file_without_passages_is_refused(tmp_path, content, reason):
    path = tmp_path / "passages.ttl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile, match=reason):
        passages.read(str(path))


@pytest.mark.shared("essay")
def test_the_essay_has_the_68_passages_that_were_agreed():
    text = (SHARED / "essay" / "east-is-east.txt").read_text(encoding="utf-8")
    with (SHARED / "essay" / "segments.tsv").open(encoding="utf-8") as file:
        agreed = [
            (row["id"], int(row["start"]), int(row["end"]), row["sha256"])
            for row in csv.DictReader(file, delimiter="\t")
        ]
    result = segmentation.segment(text, title=True, headings=[5, 14])
    assert len(result.open_places) == 1
    settled = segmentation.segment(
        text, title=True, headings=[5, 14], answers={result.open_places[0].at: KEEP}
    )
    found = [(one.identifier, one.start, one.end, one.digest) for one in settled.passages]
    assert found == agreed
    assert len(agreed) == 68
