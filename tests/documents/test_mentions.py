"""Names in a passage: the longest, whole words, decoys, and names of two things."""

import csv

import pytest

from secgraph.dataset.names import fold
from secgraph.documents import document, mentions, words
from secgraph.namespaces import expand
from secgraph.query.sessions import session
from support.paths import ROOT, SHARED

OWN = [("https://example.org/accord", "Harbour Accord"), ("https://example.org/tug", "tug")]


@pytest.fixture(scope="module")
def index() -> mentions.Index:
    return mentions.Index([*mentions.names(session().store.rows), *OWN])


def named(index: mentions.Index, passage: str, *used: str) -> list[tuple[str, str]]:
    """The surfaces in a passage, with the end of the IRI of the thing; ? for several."""
    return [
        (one.surface, one.things[0].rpartition("/")[2] if one.is_settled else "?")
        for one in index.mentions(passage, used)
    ]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Japan’s ally is the U.S.", [("Japan", "japan"), ("U.S.", "united-states")]),
        ("The U.S. and South Korea.", [("U.S.", "united-states"), ("South Korea", "south-korea")]),
        (
            "The Democratic People’s Republic of Korea",
            [("Democratic People’s Republic of Korea", "north-korea")],
        ),
        ("the Indo- Pacific region", [("Indo- Pacific", "indo-pacific")]),
        ("the Indo‑Pacific and the Indo–Pacific",
         [("Indo‑Pacific", "indo-pacific"), ("Indo–Pacific", "indo-pacific")]),
        ("JAPAN AND NATO", [("JAPAN", "japan"), ("NATO", "nato")]),
        ("Cote d'Ivoire", [("Cote d'Ivoire", "iso-civ")]),
        ("They told us of the japanese quad", []),
        ("Nigeria, not Niger", [("Nigeria", "iso-nga"), ("Niger", "iso-ner")]),
        ("Guinea-Bissau and Guinea", [("Guinea-Bissau", "iso-gnb"), ("Guinea", "iso-gin")]),
        ("the Harbour\u00a0 Accord", [("Harbour\u00a0 Accord", "accord")]),
        ("Europe and Korea", [("Europe", "?"), ("Korea", "?")]),
    ],
)  # fmt: skip
def test_names_are_found(index, passage, expected):
    assert named(index, passage) == expected


def test_a_decoy_of_each_row_hides_the_name_that_it_looks_like(index):
    """Without the list, most of them would be taken for the thing."""
    blind = mentions.Index(mentions.names(session().store.rows), [])
    seen = 0
    for decoy in mentions.decoys():
        assert not index.mentions(decoy.words), decoy
        seen += bool(blind.mentions(decoy.words))
    assert seen > len(mentions.decoys()) * 0.7


@pytest.mark.parametrize(
    "passage",
    [
        "South-East Asia",
        "the Gulf of Guinea",
        "the Taiwan Strait",
        "5 million US$",
        "Indo-China",
        "SSN-AUKUS",
    ],
)
def test_what_only_looks_like_a_name_is_none(index, passage):
    assert named(index, passage) == []
    assert index.candidates(passage) == []


def test_a_decoy_hides_no_name_beside_it(index):
    assert [one.surface for one in index.candidates("AUKUS builds SSN-AUKUS.")] == ["AUKUS"]


def test_a_decoy_gives_way_to_a_thing_of_that_name():
    decoy = mentions.Decoy("Gulf of Guinea", "Guinea", "a gulf")
    own = mentions.Index([("https://example.org/gulf", "Gulf of Guinea")], [decoy])
    assert named(own, "the Gulf of Guinea") == [("Gulf of Guinea", "gulf")]


def test_common_nouns_count_only_where_a_claim_uses_the_thing(index):
    assert named(index, "A tug and deterrence.") == []
    assert named(index, "A tug and deterrence.", OWN[1][0]) == [("tug", "tug")]
    assert [one.surface for one in index.candidates("A tug and deterrence.")] == [
        "tug",
        "deterrence",
    ]


def test_a_surface_has_at_most_five_words_where_a_shorter_name_is_inside(index):
    passage = "The United Kingdom of Great Britain and Northern Ireland met."
    assert named(index, passage) == [("United Kingdom", "united-kingdom")]


def test_a_name_of_more_words_without_a_shorter_one_is_marked():
    long = "Treaty of One Two Three Four"
    (found,) = mentions.Index([("https://example.org/t", long)], []).mentions(f"the {long}")
    assert (found.surface, found.is_short) == (long, False)


def test_own_things_of_another_document_are_no_names(index):
    first, second, *_ = document.documents(session().store.rows)
    things = {thing for thing, _ in mentions.names(session().store.rows)}
    assert not any(first.owns(thing) for thing in things)
    own = {thing for thing, _ in mentions.names(session().store.rows, first)}
    assert any(first.owns(thing) for thing in own)
    assert not any(second.owns(thing) for thing in own)


@pytest.mark.parametrize("name", ["decoys.tsv", "shared-names.tsv"])
def test_each_row_of_a_list_is_there_once_and_has_its_reason(name):
    with (ROOT / "data" / "authoring" / name).open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(len(row) == 3 and all(cell == cell.strip() != "" for cell in row) for row in rows)
    keys = [fold(row[0]) for row in rows[1:]]
    assert len(keys) == len(set(keys))


def test_shared_names_name_states_of_the_table():
    from secgraph.dataset import states

    assert {thing for thing, _ in mentions.shared_names()} <= set(states.states())
    assert expand("sgd:south-korea") in {thing for thing, _ in mentions.shared_names()}


@pytest.mark.parametrize(
    "text", ["Île  d’Or – the U.S.", "  a\u00a0\tb", "Straße", "x- y", "𝔘topia", "..."]
)
def test_a_folded_text_knows_where_each_letter_comes_from(text):
    plain = words.folded(text)
    assert len(plain.text) == len(plain.origin)
    assert plain.text.replace("x-y", "x- y").strip() == fold(text)
    for letter, place in zip(plain.text, plain.origin, strict=True):
        assert letter == " " or letter in fold(text[place])


@pytest.mark.shared("essay")
def test_the_names_of_the_essay_are_those_that_readers_marked(index):
    """Every mention of a proper name, less what only a reader can tell."""
    from secgraph.documents import fulltext, passages

    text = fulltext.read(str(SHARED / "essay" / "east-is-east.txt"))
    rows = session().store.rows(
        "SELECT ?start ?end ?thing { ?m <https://w3id.org/secgraph/ns#refersTo> ?thing ; "
        "<http://www.w3.org/ns/oa#hasSelector> ?s . ?s <http://www.w3.org/ns/oa#start> ?start ; "
        "<http://www.w3.org/ns/oa#end> ?end }"
    )
    marked: dict[tuple[int, int], set[str]] = {}
    for start, end, thing in rows:
        marked.setdefault((int(start), int(end)), set()).add(thing)
    path = ROOT / "data" / "documents" / "east-is-east" / "passages.ttl"
    right = wrong = 0
    for passage in passages.read(str(path)):
        for one in index.mentions(passage.words(text)):
            span = (passage.start + one.start, passage.start + one.end)
            if one.is_settled:
                same = one.things[0] in marked.get(span, ())
                right, wrong = right + same, wrong + (not same)
    assert right > 150
    assert wrong <= 4
