"""Marks of blank nodes within texts, IRIs and comments of the release are none; others are."""

import pyoxigraph
import pytest

from secgraph.dataset import location, nodes, release


@pytest.fixture
def own(tmp_path, monkeypatch):
    """The path of a file of a release."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(location, "root", lambda: str(tmp_path))
    return tmp_path / "data" / "file.ttl"


@pytest.mark.parametrize(
    "text",
    [
        '<urn:a> <urn:b> "one [ two" , <urn:c> . <urn:d> <urn:b> [ <urn:b> "]" ] .',
        '<urn:a> <urn:b> \'one " two\' , [ ] , "three" .',
        "<urn:a> <urn:b> 'one' , ( <urn:c> ) .  # \"a comment",
        '@prefix u: <urn:> . u:a\\#b u:b [ ] . u:c u:b """ " [ """ .',
        '<urn:a> <urn:b> """one \\""" two""" , _:c .',
    ],
)
def test_blank_nodes_beside_marks_in_texts_have_the_label_they_always_have(own, text):
    """The parser by itself would draw another label at each reading."""
    own.write_text(text, encoding="utf-8")
    stores = [pyoxigraph.Store() for _ in range(2)]
    for store in stores:
        release.load(store, str(own))
    assert set(stores[0]) == set(stores[1]) == set(release.read(str(own)))
    assert any(any(nodes.blank_nodes(quad)) for quad in stores[0])


def test_marks_in_texts_alone_are_none(own):
    own.write_text('<urn:a> <urn:b> "x (y) _:z ~" .  # [ ] (\n', encoding="utf-8")
    store = pyoxigraph.Store()
    release.load(store, str(own))
    assert set(store) == set(release.read(str(own)))
