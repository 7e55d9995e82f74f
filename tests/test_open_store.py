"""A store that is opened from Python: what the verbs do, on objects."""

from pathlib import Path

import pyoxigraph
import pytest

import secgraph
from secgraph.dataset import release

ROWS = (
    "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    "JPN,740,Japan,1860,1,1,1945,8,14,2016\n"
    "JPN,740,Japan,1952,4,28,2016,12,31,2016\n"
)
SPANS = "SELECT ?s WHERE { ?s a sg:Statehood }"


@pytest.fixture
def states(tmp_path: Path) -> Path:
    """A file of the list of states, of two rows."""
    path = tmp_path / "states2016.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_the_release_answers_as_the_functions_do():
    """Each method gives what the function of the package gives for the packaged graph."""
    with secgraph.open() as store:
        assert store.run("votes/on").rows == secgraph.run("votes/on").rows
        assert store.run("linkage/between-regions", {"from": "North Atlantic"}).rows
        sentence = ("North Atlantic", "has security linked with", "Indo-Pacific")
        assert store.ask(*sentence) == secgraph.ask(*sentence)
        query = "SELECT ?s WHERE { ?s a sg:State } ORDER BY ?s"
        assert store.sparql(query).rows == secgraph.sparql(query).rows
        assert store.find("vote India").rows == secgraph.find("vote India").rows
        assert [query.name for query in store.queries()] == [
            query.name for query in secgraph.queries()
        ]


def test_what_is_shown_is_a_text_with_lines():
    with secgraph.open("memory:") as store:
        shown = store.show("Japan")
        assert repr(shown) == str(shown) and "\n" in repr(shown) and "Japan" in shown
        assert "P10.S2" in store.passage("P10.S2")
        assert store.coverage().rows == store.run("evidence/coverage").rows
        with pytest.raises(secgraph.UnknownValue):
            store.show("Nowhere at all")


def test_a_folder_is_opened_and_asked_in_two_lines(tmp_path, states):
    """A new folder, an import into it, and the same folder opened anew."""
    path = tmp_path / "mystore"
    with secgraph.open(path, create=True) as store:
        with pytest.raises(secgraph.UsageError, match="holds nothing yet"):
            store.run("votes/on")
        report = store.import_("cow-states", states)
        assert report.startswith("2 rows read: 2 imported")
        assert len(store.sparql(SPANS)) == 2
    store = secgraph.open(str(path))
    assert len(store.sparql(SPANS)) == 2 and len(store.run("votes/on")) == 10


def test_an_import_that_fails_leaves_the_store_as_it_was(tmp_path, states):
    store = secgraph.open(tmp_path / "mystore", create=True)
    store.import_("cow-states", states)
    states.write_text("no,such,header\n", encoding="utf-8")
    with pytest.raises(secgraph.BadFile):
        store.import_("cow-states", states)
    assert len(store.sparql(SPANS)) == 2


def test_an_import_beside_the_release_lasts_as_long_as_the_object(states):
    store = secgraph.open()
    store.import_("cow-states", states)
    assert len(store.sparql(SPANS)) == 2 and len(store.run("votes/on")) == 10
    assert len(secgraph.open().sparql(SPANS)) == 0 == len(secgraph.sparql(SPANS))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text('<urn:mine> <urn:p> "added" .\n', encoding="utf-8")
    return path


def test_a_document_is_asked_beside_the_release(document):
    query = "SELECT ?o WHERE { <urn:mine> <urn:p> ?o }"
    assert secgraph.open(data=document).sparql(query).rows == [{"o": "added"}]
    store = secgraph.open()
    assert store.sparql(query).rows == []
    assert store.add(document).sparql(query).rows == [{"o": "added"}]
    assert store.data == (str(document),)


def test_a_document_that_cannot_be_read_is_not_added(tmp_path, document):
    store = secgraph.open().add(document)
    with pytest.raises(secgraph.BadFile):
        store.add(tmp_path / "none.ttl")
    assert store.data == (str(document),) and len(store.run("votes/on")) == 10


def test_a_check_finds_what_is_wrong_with_a_file_beside(tmp_path):
    path = tmp_path / "broken.ttl"
    path.write_text("<urn:a> <urn:b> .\n", encoding="utf-8")
    report = secgraph.check([str(path)])
    assert report.findings
    with pytest.raises(secgraph.SecgraphError):
        secgraph.open(data=path).check()


def test_what_is_closed_is_not_asked():
    store = secgraph.open()
    with store:
        pass
    store.close()
    for ask in (lambda: store.run("votes/on"), lambda: store.import_("cow-states", "x.csv")):
        with pytest.raises(secgraph.UsageError, match="was closed"):
            ask()
    assert "(closed)" in repr(store)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda path: secgraph.open(path / "none"), "is not there"),
        (lambda path: secgraph.open(3), "is no path"),
        (lambda path: secgraph.open(data=[path, 3]), "is no path"),
        (lambda path: secgraph.open().add(None), "is no path"),
        (secgraph.open, "is no Oxigraph store"),
        (lambda path: secgraph.open(data=path / "none.ttl"), "none.ttl"),
        (lambda path: secgraph.open(create=True), "makes a folder"),
        (lambda path: secgraph.open().run("votes/on", event=3), "give a text"),
        (lambda path: secgraph.open().run("votes/nothing"), "no saved query"),
        (lambda path: secgraph.open().find(3), "give a text"),
        (lambda path: secgraph.open().import_("cow-states"), "name the file"),
        (lambda path: secgraph.open().import_("nothing", "x"), "nothing"),
        (lambda path: secgraph.open(queries=str(path / "no")), "is no folder"),
    ],
)
def test_bad_input_is_an_error_of_the_package(tmp_path, call, message):
    with pytest.raises(secgraph.UsageError, match=message):
        call(tmp_path)


def test_a_store_on_disk_takes_no_document(tmp_path, document, states):
    store = secgraph.open(tmp_path / "mystore", create=True)
    store.import_("cow-states", states)
    for call in (lambda: store.add(document), store.check):
        with pytest.raises(secgraph.UsageError):
            call()


def test_open_hides_no_builtin():
    """The name is that of a builtin, and no module of the package reads files by it."""
    import secgraph.open_store as module

    assert secgraph.open is module.open
    assert isinstance(release.store(), pyoxigraph.Store)
    source = Path(module.__file__).read_text(encoding="utf-8")
    assert source.count(" open(") == 1 == source.count("def open(")
