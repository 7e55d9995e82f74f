"""Holding a text against the passages that point into it, with a text of our own."""

import hashlib

import pyoxigraph
import pytest

from secgraph import evidence
from secgraph.engines.embedded import Embedded
from secgraph.errors import BadFile

TEXT = "Île 𝔘topia\n\nThomas says: no island is closer. 島 So be it."
SPANS = {"T": (0, 10), "P1.S1": (12, 45), "P1.S2": (46, 57)}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def rows():
    """A graph with the pointers into the text above."""
    turtle = """@prefix sg: <https://w3id.org/secgraph/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
    @prefix dcterms: <http://purl.org/dc/terms/> . @prefix ex: <https://example.org/> ."""
    turtle += f'\nex:document sg:codePointCount {len(TEXT)} ; sg:sha256 "{digest(TEXT)}" .'
    for place, (name, (start, end)) in enumerate(SPANS.items(), 1):
        slug = name.lower().replace(".", "")
        turtle += f'\nex:{slug} dcterms:identifier "{name}" ; sg:ordinal {place} ; sg:sha256 "{digest(TEXT[start:end])}" ; oa:hasSelector ex:{slug}-p .'
        turtle += f"\nex:{slug}-p oa:start {start} ; oa:end {end} ."
    store = pyoxigraph.Store()
    store.load(turtle.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return Embedded(store).rows


def test_the_text_itself_differs_nowhere(rows):
    """Positions count code points: letters outside the basic plane and in other scripts count one each."""
    assert evidence.verify(TEXT, rows) == []


def test_a_changed_word_is_found_in_its_passage_alone(rows):
    found = evidence.verify(TEXT.replace("closer", "nearer"), rows)
    assert [iri.rpartition("/")[2] for iri, _ in found] == ["document", "p1s1"]
    assert "P1.S1" in found[1][1]


def test_a_truncated_text_says_how_far_it_reaches(rows):
    found = {iri.rpartition("/")[2]: message for iri, message in evidence.verify(TEXT[:50], rows)}
    assert set(found) == {"document", "p1s2"}
    assert "ends at 50" in found["p1s2"]


def test_windows_line_ends_are_named_as_the_cause(rows):
    found = evidence.verify(TEXT.replace("\n", "\r\n"), rows)
    assert "Windows line ends" in found[0][1]
    assert len(found) == 3


def test_a_byte_order_mark_is_named_as_the_cause(rows):
    assert "byte order mark" in evidence.verify("\ufeff" + TEXT, rows)[0][1]


def test_reading_keeps_line_ends(tmp_path):
    (tmp_path / "text.txt").write_bytes(b"a\r\nb")
    assert evidence.read(str(tmp_path / "text.txt")) == "a\r\nb"


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "text.txt").write_bytes("Île".encode("latin-1"))
    with pytest.raises(BadFile, match="UTF-8"):
        evidence.read(str(tmp_path / "text.txt"))


def test_a_missing_text_is_refused(tmp_path):
    with pytest.raises(BadFile, match="cannot be read"):
        evidence.read(str(tmp_path / "none.txt"))
