"""A release of the user's own beside the release, and a version that keeps its content."""

import hashlib
from pathlib import Path

import pyoxigraph
import pytest

from secgraph.dataset import release, serialize
from secgraph.publish import extension, versions
from secgraph.publish.void import File
from support.command import secgraph

STATE = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://example.org/id/source> a sg:Source ;
    rdfs:label "a list of mine"@en ;
    dcterms:title "A list of mine"@en ;
    dcterms:publisher "Nobody"@en ;
    dcterms:rights "Free"@en ;
    dcterms:identifier "mine" .
<https://example.org/id/atlantis> a sg:State ;
    rdfs:label "Atlantis"@en ;
    dcterms:source <https://example.org/id/source> .
"""
QUESTION = """#+ summary: Which states has my list?
SELECT ?state WHERE { ?state a <https://w3id.org/secgraph/ns#State> } ORDER BY ?state
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of RDF and a question."""
    place = tmp_path / "mine"
    (place / "queries" / "mine").mkdir(parents=True)
    (place / "states.ttl").write_text(STATE, encoding="utf-8")
    (place / "queries" / "mine" / "states.rq").write_text(QUESTION, encoding="utf-8")
    return place


def build(folder: Path, output: Path, *more: str) -> tuple[int, str, str]:
    words = ["build", "--with", str(folder), "--name", "atlas", "--version", "1.0.0"]
    done = secgraph(*words, "-o", str(output), *more)
    return done.returncode, done.stdout, done.stderr


def content(path: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file()
    }


def test_what_is_mine_is_published_checked_under_my_name(folder, tmp_path):
    """The whole holds the release and mine, the own file mine alone, and the digests are right;
    other content under the version is then refused."""
    output = tmp_path / "dist"
    code, shown, errors = build(folder, output)
    assert (code, errors) == (0, "") and "atlas-1.0.0.nt" in shown
    files = content(output)
    assert set(files) == {
        *(f"atlas-1.0.0.{format}" for format in serialize.FORMATS),
        "atlas-1.0.0-own.ttl",
        "queries/mine/states.rq",
        "void.ttl",
        "SHA256SUMS",
    }
    parse = pyoxigraph.parse
    own = set(parse(files["atlas-1.0.0-own.ttl"], format=pyoxigraph.RdfFormat.TURTLE))
    mine = set(parse(STATE.encode(), format=pyoxigraph.RdfFormat.TURTLE))
    assert own == mine
    whole = {
        quad.triple
        for quad in parse(files["atlas-1.0.0.nt"], format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    assert whole == {quad.triple for quad in mine} | set(serialize.triples())
    quads = parse(files["atlas-1.0.0.nq"], format=pyoxigraph.RdfFormat.N_QUADS)
    graphs = {str(quad.graph_name) for quad in quads if "example.org" in str(quad.subject)}
    assert graphs == {"<urn:x-atlas:graph:mine:states>"}
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    about = files["void.ttl"].decode()
    assert "urn:x-atlas:dataset:1.0.0" in about
    assert f"https://w3id.org/secgraph/dataset/{release.version()}" in about

    changed = STATE.replace("Atlantis", "Lemuria")
    (folder / "states.ttl").write_text(changed, encoding="utf-8")
    code, _, errors = build(folder, output)
    assert code == 2 and "version 1.0.0 with other content" in errors
    assert errors.count("\n") == 1 and content(output) == files


def test_what_is_wrong_is_said_and_nothing_is_written(folder, tmp_path):
    text = STATE.replace('    dcterms:publisher "Nobody"@en ;\n', "")
    (folder / "states.ttl").write_text(text, encoding="utf-8")
    code, shown, errors = build(folder, tmp_path / "dist")
    assert (code, shown) == (1, "")
    assert "A source says who publishes it." in errors and "nothing was written" in errors
    assert not (tmp_path / "dist").exists()


def spoil_question(folder: Path) -> None:
    (folder / "queries" / "mine" / "states.rq").write_text(QUESTION + "}", encoding="utf-8")


def take_header(folder: Path) -> None:
    (folder / "queries" / "mine" / "states.rq").write_text("ASK {}", encoding="utf-8")


def take_a_known_name(folder: Path) -> None:
    (folder / "queries" / "votes").mkdir()
    (folder / "queries" / "votes" / "on.rq").write_text(QUESTION, encoding="utf-8")


def empty(folder: Path) -> None:
    (folder / "states.ttl").unlink()
    (folder / "queries" / "mine" / "states.rq").unlink()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (spoil_question, "is no SPARQL"),
        (take_header, "has no header"),
        (take_a_known_name, "has a question votes/on"),
        (empty, "holds no RDF file"),
    ],
)
def test_a_folder_that_cannot_be_published_is_refused(folder, spoil, message, tmp_path):
    spoil(folder)
    code, _, errors = build(folder, tmp_path / "dist")
    assert code == 2 and message in errors and not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--with", "{folder}"], "needs --name NAME and --version V"),
        (["--with", "{folder}", "--name", "secgraph", "--version", "1"], "a name of its own"),
        (["--with", "{folder}", "--name", "../x", "--version", "1"], "a name of its own"),
        (["--with", "{folder}", "--name", "atlas", "--version", "../1"], "begins with a digit"),
        (["--with", "{folder}/none", "--name", "a", "--version", "1"], "is no folder"),
        (["--name", "atlas"], "add --with DIR"),
        (["--against", "{folder}/none"], "there is no such file"),
    ],
)
def test_bad_words_are_refused_before_anything_is_made(folder, words, message, tmp_path):
    words = [word.format(folder=folder) for word in words]
    done = secgraph("build", *words, "-o", str(tmp_path / "dist"))
    assert done.returncode == 2 and message in done.stderr and not (tmp_path / "dist").exists()


def test_a_question_alone_is_an_extension(folder):
    (folder / "states.ttl").unlink()
    own = extension.read(str(folder), "atlas", "1.0.0")
    assert [query.name for query in own.queries] == ["mine/states"] and own.paths == []


def made(version: str, text: str) -> list[File]:
    data = File(f"atlas-{version}.nt", "application/n-triples", "all", text.encode())
    sums = f"{data.sha256}  {data.name}\n".encode()
    return [data, File("SHA256SUMS", "text/plain", "digests", sums)]


def put(files: list[File], place: Path) -> None:
    place.mkdir(exist_ok=True)
    for file in files:
        (place / file.name).write_bytes(file.data)


@pytest.mark.parametrize(
    ("version", "text", "refused"),
    [("1", "a", False), ("1", "b", True), ("2", "b", False), ("1.0", "b", False)],
)
def test_a_version_keeps_its_content(tmp_path, version, text, refused):
    """Beside the files themselves, and against their list; another version may differ."""
    put(made("1", "a"), tmp_path / "dist")
    for place in (tmp_path / "dist", tmp_path / "dist" / "SHA256SUMS"):
        if refused:
            with pytest.raises(versions.ChangedContent) as error:
                versions.refuse_changed(made(version, text), version, [str(place)])
            assert error.value.names == ["atlas-1.nt"]
        else:
            versions.refuse_changed(made(version, text), version, [str(place)])


def test_a_folder_that_is_not_there_or_empty_refuses_nothing(tmp_path):
    for place in (tmp_path, tmp_path / "none"):
        versions.refuse_changed(made("1", "a"), "1", [str(place)])


def test_a_list_that_is_none_is_refused(tmp_path):
    (tmp_path / "SHA256SUMS").write_text("no digest\n", encoding="utf-8")
    with pytest.raises(versions.BadFile, match="no list of digests"):
        versions.refuse_changed(made("1", "a"), "1", [str(tmp_path / "SHA256SUMS")])
