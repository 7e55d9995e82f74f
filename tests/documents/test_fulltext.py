"""Holding a text against the passages that point into it, with a text of our own."""

import hashlib

import pyoxigraph
import pytest

from secgraph.documents import fulltext
from secgraph.errors import BadFile
from secgraph.stores.embedded import Embedded

TEXT = "Île 𝔘topia\n\nThomas says: no island is closer. 島 So be it."
SPANS = {"T": (0, 10), "P1.S1": (12, 45), "P1.S2": (46, 57)}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def rows_of(text: str):
    """A graph with the pointers into a text as long as the one above."""
    turtle = """@prefix sg: <https://w3id.org/secgraph/ns#> .
    @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix ex: <https://example.org/> ."""
    turtle += (
        f"\nex:document a sg:Document ; sg:codePointCount {len(text)} ; "
        f'sg:sha256 "{digest(text)}" .'
    )
    for place, (name, (start, end)) in enumerate(SPANS.items(), 1):
        slug = name.lower().replace(".", "")
        turtle += (
            f'\nex:{slug} dcterms:identifier "{name}" ; sg:ordinal {place} ; '
            f'oa:hasSource ex:document ; sg:sha256 "{digest(text[start:end])}" ; '
            f"oa:hasSelector ex:{slug}-p ."
        )
        turtle += f"\nex:{slug}-p oa:start {start} ; oa:end {end} ."
    return asking(turtle)


@pytest.fixture
def rows():
    return rows_of(TEXT)


def asking(turtle: str):
    store = pyoxigraph.Store()
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return Embedded(store).rows


@pytest.fixture
def mentioned(rows):
    """The same graph with a person whom the first sentence names.

    The mention is handed in by its place.
    """

    def with_mention(start: int, surface: str, rows=rows):
        more = f"""@prefix sg: <https://w3id.org/secgraph/ns#> .
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix ex: <https://example.org/> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        ex:thomas rdfs:label "Thomas" ; dcterms:source ex:p1s1 .
        ex:p1s1 oa:hasSource ex:document . ex:m sg:hasSurface "{surface}" ;
          sg:inPassage ex:p1s1 ; sg:refersTo ex:thomas ; oa:hasSelector ex:m-p .
        ex:m-p oa:start {start} ; oa:end {start + len(surface)} ."""
        both = asking(more)
        return lambda query: [*rows(query), *both(query)]

    return with_mention


def test_the_text_itself_differs_nowhere(rows):
    """Positions count code points.

    Letters outside the basic plane and in other scripts count one each.
    """
    assert fulltext.verify(TEXT, rows) == []


def test_a_changed_word_is_found_in_its_passage_alone(rows):
    found = fulltext.verify(TEXT.replace("closer", "nearer"), rows)
    assert [iri.rpartition("/")[2] for iri, _ in found] == ["document", "p1s1"]
    assert "P1.S1" in found[1][1]


def test_a_truncated_text_says_how_far_it_reaches(rows):
    found = {iri.rpartition("/")[2]: message for iri, message in fulltext.verify(TEXT[:50], rows)}
    assert set(found) == {"document", "p1s2"}
    assert "ends at 50" in found["p1s2"]


def test_windows_line_ends_are_named_as_the_cause(rows):
    found = fulltext.verify(TEXT.replace("\n", "\r\n"), rows)
    assert "Windows line ends" in found[0][1]
    assert len(found) == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
@pytest.mark.parametrize("named", [True, False])
def test_a_copy_counts_as_the_text_whatever_its_editor_made_of_mark_and_lines(
    rows, tmp_path, end, mark, named
):
    """Positions are those of the text that was read, so that nothing differs."""
    path = tmp_path / "copy.txt"
    place = f"https://example.org/document={path}" if named else str(path)
    for added in (0, 1, 3):
        copy = mark + TEXT.replace("\n", end) + end * added
        path.write_text(copy, encoding="utf-8", newline="")
        (text,), strangers = fulltext.texts(place, rows)
        assert (text.words, strangers) == (TEXT, [])
        assert fulltext.verify(text.words, rows, text.document) == []


@pytest.mark.parametrize("end", [" ", "\t", ".", "\n."])
def test_other_signs_below_are_no_line_ends_of_an_editor(rows, tmp_path, end):
    (tmp_path / "copy.txt").write_text(TEXT + end, encoding="utf-8", newline="")
    place = f"https://example.org/document={tmp_path / 'copy.txt'}"
    (text,), _ = fulltext.texts(place, rows)
    assert text.words == TEXT + end
    assert fulltext.verify(text.words, rows, text.document)


def test_reading_keeps_line_ends(tmp_path):
    (tmp_path / "text.txt").write_bytes(b"a\r\nb")
    assert fulltext.read(str(tmp_path / "text.txt")) == "a\r\nb"


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "text.txt").write_bytes("Île".encode("latin-1"))
    with pytest.raises(BadFile, match="UTF-8"):
        fulltext.read(str(tmp_path / "text.txt"))


def test_a_missing_text_is_refused(tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        fulltext.read(str(tmp_path / "none.txt"))


def test_a_mention_in_its_place_is_right(mentioned):
    assert fulltext.verify(TEXT, mentioned(12, "Thomas")) == []


def test_a_mention_of_other_words_is_found_and_the_name_it_misses_too(mentioned):
    found = [message for _, message in fulltext.verify(TEXT, mentioned(24, "island"))]
    assert found[0] == "code points 24 to 30 are not 'island'"
    assert found[1].startswith("P1.S1 names 'Thomas' (code points 12 to 18)")
    assert len(found) == 2


def test_a_name_inside_a_longer_word_is_no_name(mentioned):
    """Thomas is not mentioned by a text that has only Thomason."""
    text = TEXT.replace("Thomas ", "Thomason")
    without = fulltext.verify(text, mentioned(46, "島", rows_of(text)))
    assert [message for _, message in without if "names" in message] == []
    named = fulltext.verify(TEXT, mentioned(46, "島"))
    assert len([message for _, message in named if "names" in message]) == 1


def test_the_sentences_are_given_by_passage(rows, tmp_path):
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8", newline="")
    assert (
        fulltext.sentences(str(tmp_path / "text.txt"), rows)["https://example.org/p1s2"]
        == TEXT[46:57]
    )


def test_another_text_gives_no_sentence_and_names_the_first_passage_that_differs(rows, tmp_path):
    (tmp_path / "text.txt").write_text(
        TEXT.replace("closer", "nearer"), encoding="utf-8", newline=""
    )
    with pytest.raises(BadFile, match=r"first, P1\.S1 \(code points 12 to 45\) differs"):
        fulltext.sentences(str(tmp_path / "text.txt"), rows)
