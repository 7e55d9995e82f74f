"""Text files as editors and exports leave them."""

import codecs
import os

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

import secgraph
from secgraph import stores
from secgraph.dataset import release
from secgraph.errors import BadFile, UsageError
from secgraph.imports import crosswalks
from secgraph.imports.adapter import Adapter
from secgraph.linking import sssom
from secgraph.query.catalog import Catalog
from secgraph.stores import loading
from secgraph.syntax import textfile
from support.command import secgraph as command
from support.fuzzing import examples

MARK = codecs.BOM_UTF8
ENDS = pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CR LF", "CR"])
MARKS = pytest.mark.parametrize("mark", [b"", MARK], ids=["no mark", "mark"])

QUERY = b"#+ summary: Which?\n# a comment\nSELECT (1 AS ?x)\nWHERE {}\n"
TURTLE = b"@prefix e: <urn:e:> .\n# a comment\ne:a e:b 'c' .\n"
NAMED = "<urn:e:a> <urn:e:b> 'c' ."
RDF = {
    "mine.ttl": TURTLE,
    "mine.trig": TURTLE,
    "mine.nt": b'<urn:e:a> <urn:e:b> "c" .\n',
    "mine.nq": b'<urn:e:a> <urn:e:b> "c" .\n',
    "mine.jsonld": b'[{"@id":"urn:e:a",\n"urn:e:b":"c"}]\n',
    "mine.rdf": (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">\n'
        b'<rdf:Description rdf:about="urn:e:a" e:b="c"/></rdf:RDF>\n'
    ),
}
STATEMENT = pyoxigraph.Quad(
    pyoxigraph.NamedNode("urn:e:a"), pyoxigraph.NamedNode("urn:e:b"), pyoxigraph.Literal("c")
)


@pytest.fixture
def folder(tmp_path):
    """A folder of questions, with a family in it."""
    (tmp_path / "q" / "mine").mkdir(parents=True)
    return tmp_path / "q"


@ENDS
@MARKS
def test_a_question_is_read(folder, mark, end):
    (folder / "mine" / "x.rq").write_bytes(mark + QUERY.replace(b"\n", end))
    query = Catalog(str(folder)).get("mine/x")
    assert query.text == QUERY.decode()
    assert query.summary == "Which?"
    assert query.body == QUERY.decode().partition("\n")[2]


@ENDS
@MARKS
def test_a_query_on_the_command_line_is_read(tmp_path, mark, end):
    path = tmp_path / "x.rq"
    path.write_bytes(mark + QUERY.replace(b"\n", end))
    done = command("sparql", str(path), "--format", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "x\n1\n", "")


@pytest.mark.long
@pytest.mark.sampled
@ENDS
@MARKS
@pytest.mark.parametrize("name", RDF)
def test_data_is_read_by_every_reader(tmp_path, name, mark, end):
    """By that of one file, that of a store in memory, and that of files to be loaded."""
    path = tmp_path / name
    path.write_bytes(mark + RDF[name].replace(b"\n", end))
    assert release.read(str(path)) == [STATEMENT]
    store = pyoxigraph.Store()
    release.load(store, str(path))
    assert list(store) == [STATEMENT]
    (part,) = loading.of_files([str(path)], None)
    assert len(part) == 1
    asked = stores.open("memory:", data=[str(path)], cached=False)
    assert secgraph.sparql("ASK { <urn:e:a> <urn:e:b> 'c' }", store=asked).truth


def test_line_ends_in_a_literal_stay_as_they_are(tmp_path):
    path = tmp_path / "mine.ttl"
    path.write_bytes(b"<urn:a> <urn:b> '''one\r\ntwo\rthree''' .\r\n")
    (quad,) = release.read(str(path))
    assert quad.object.value == "one\r\ntwo\rthree"


BROKEN = [
    ("utf-16", lambda text: text.encode("utf-16"), "is UTF-16; save it as UTF-8"),
    ("utf-16 without a mark", lambda text: text.encode("utf-16-le"), "'iconv -f UTF-16LE -t"),
    ("utf-32", lambda text: text.encode("utf-32"), "is UTF-32; save it as UTF-8"),
    ("latin-1", lambda text: text.encode("latin-1"), ":2: is not UTF-8 (byte 0xe9 at 5)"),
    (
        "null",
        lambda text: text.replace("é", "\0").encode(),
        ":2: holds a null character (byte 0x00",
    ),
    ("gzip", lambda text: b"\x1f\x8b" + text.encode(), "is compressed by gzip"),
    ("zip", lambda text: b"PK\x03\x04" + text.encode(), "is a ZIP archive"),
]


def readers(name: str) -> list:
    """All that read a file of this name."""
    if name.endswith(".rq"):
        return [lambda path: Catalog(os.path.dirname(os.path.dirname(path))).get("mine/x")]
    if name.endswith(".toml"):
        return [Adapter]
    if name == "x.tsv":
        return [sssom.read, crosswalks.rows]
    return [
        release.read,
        lambda path: release.load(pyoxigraph.Store(), path),
        lambda path: list(loading.of_files([path], None)),
        lambda path: secgraph.check([path]),
    ]


@pytest.mark.parametrize(("encoding", "encode", "reason"), BROKEN, ids=[row[0] for row in BROKEN])
@pytest.mark.parametrize("name", ["x.rq", "x.toml", "x.tsv", "x.ttl", "x.nt", "x.nq", "x.trig"])
def test_what_is_no_utf_8_is_named_with_its_place(folder, name, encoding, encode, reason):
    """No reader of text files gives another error, or takes it for something else."""
    path = folder / "mine" / name
    path.write_bytes(encode("# a first line\n# caf\xe9\n"))
    for reader in readers(name):
        with pytest.raises(BadFile) as error:
            reader(str(path))
        assert reason in str(error.value)
        assert str(error.value).startswith(str(path))


@ENDS
@MARKS
def test_a_crosswalk_is_read(tmp_path, mark, end):
    path = tmp_path / "codes.tsv"
    path.write_bytes(mark + b"code\tthing\n1\tsgd:a\n".replace(b"\n", end))
    assert crosswalks.rows(str(path)) == [{"code": "1", "thing": "sgd:a"}]


def test_lines_end_at_line_ends_only():
    """``str.splitlines`` ends them at ten characters, most of which may stand in a value."""
    text = "a\u2028b\x85c\x0bd\x0ce\x1cf\r\ng\rh\n"
    assert textfile.lines(text) == ["a\u2028b\x85c\x0bd\x0ce\x1cf", "g", "h", ""]
    assert "".join(textfile.lines(text, ends=True)) == text


@pytest.mark.parametrize("size", [1, 7, 1 << 16])
def test_blocks_are_whole_lines_and_name_the_line_of_a_fault(tmp_path, size):
    path = tmp_path / "x.nt"
    path.write_bytes(MARK + "é\n".encode() * 10 + b"x\xff\n")
    blocks = textfile.blocks(str(path), size)
    with pytest.raises(BadFile, match=r":11: is not UTF-8 .byte 0xff at 1"):
        for block in blocks:
            assert block.endswith(b"\n")
            assert not block.startswith(MARK)


PIECES = [MARK, b"\xff\xfe", b"\x1f\x8b", b"\0", b"\xe9", b"\r", b"\r\n", b"\n", b"#+ summary: x"]
PIECES += [b"\xe2\x80\xa8", b"<urn:a> <urn:b> <urn:c> .", b"a\tb", b'"', b"[x]", b"SELECT * {}"]


@pytest.mark.fuzz
@examples(60)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=8).map(b"".join))
@pytest.mark.parametrize("name", ["x.rq", "x.toml", "x.tsv", "x.ttl", "x.nq", "x.trig"])
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory, name, content):
    """No reader has another error than ours."""
    folder = tmp_path_factory.mktemp("files") / "mine"
    folder.mkdir()
    path = folder / name
    path.write_bytes(content)
    for reader in readers(name)[:3]:  # a check of every file takes minutes
        crosswalks.rows.cache_clear()
        try:
            reader(str(path))
        except UsageError:
            continue


def test_a_name_that_the_system_does_not_take_is_a_clean_error():
    with pytest.raises(BadFile, match="null"):
        textfile.read("a\0b")
