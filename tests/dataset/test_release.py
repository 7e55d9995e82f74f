"""The release as a graph, and files put beside it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import secgraph as sg
from secgraph.dataset import location, release
from secgraph.errors import BadFile
from support.command import secgraph
from support.paths import ROOT


def test_store_and_graph_hold_the_same():
    store = sg.store()
    graph = sg.graph()
    assert len(graph.default_graph) == len(store)
    assert store.query("ASK { <https://w3id.org/secgraph/id/japan> ?p ?o }")
    assert (
        rdflib.URIRef("https://w3id.org/secgraph/id/japan"),
        rdflib.RDFS.label,
        rdflib.Literal("Japan", lang="en"),
    ) in graph


def test_everything_is_in_the_default_graph():
    assert list(sg.store().named_graphs()) == []


def test_the_version_is_that_of_the_ontology():
    assert sg.__version__ == release.version() == "0.1.0"
    assert f"## {sg.__version__} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {sg.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_a_checkout_is_read_where_it_stands():
    assert Path(location.root()) == ROOT


def test_the_order_of_files_is_the_same_everywhere():
    files = release.files()
    assert files == sorted(
        files, key=lambda path: ("/data/" in path.replace("\\", "/"), path.split("/")[:-1], path)
    )
    assert len(files) > 15


@pytest.mark.parametrize(
    ("ending", "format"),
    [
        ("ttl", "turtle"),
        ("nt", "nt"),
        ("rdf", "xml"),
        ("trig", "trig"),
        ("nq", "nquads"),
        ("jsonld", "json-ld"),
    ],
)
def test_a_file_of_each_kind_is_read_named_graphs_and_all(tmp_path, ending, format):
    """The same statement in six formats, two of them in a named graph, lands in the default
    graph."""
    data = rdflib.Dataset()
    target = data.graph("https://example.org/g") if ending in ("trig", "nq") else data.default_graph
    target.add(
        (
            rdflib.URIRef("https://example.org/s"),
            rdflib.URIRef("https://example.org/p"),
            rdflib.Literal("ö"),
        )
    )
    path = tmp_path / f"user.{ending}"
    (target if ending not in ("trig", "nq") else data).serialize(
        str(path), format=format, encoding="utf-8"
    )
    store = sg.store([str(path)])
    assert store.query(
        'ASK { <https://example.org/s> <https://example.org/p> "ö" ; '
        "^<https://example.org/none>? ?x }"
    )
    assert len(store) == len(sg.store()) + 1


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        (
            "broken.ttl",
            "@prefix ex: <urn:x:> .\nex:a ex:b ex:c\nex:d ex:e .",
            3,
            "is not text/turtle",
        ),
        ("empty.ttl", "", None, "holds no statement"),
        ("comment.ttl", "# nothing\n", None, "holds no statement"),
        ("data.csv", "a,b\n", None, "cannot tell what .csv holds"),
        ("words.ttl", "this is no RDF at all", 1, "is not text/turtle"),
        ("cut.nt", '<urn:a> <urn:b> "unfin', 1, "is not application/n-triples"),
    ],
)
def test_a_bad_file_is_named_with_its_line(tmp_path, name, content, line, says):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(sg.BadFile, match=says) as error:
        sg.store([str(path)])
    assert error.value.path == str(path)
    assert error.value.line == line


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(sg.BadFile, match="cannot be read"):
        sg.store([str(tmp_path / "none.ttl")])


def test_a_users_file_does_not_change_the_release(tmp_path):
    path = tmp_path / "user.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    before = len(sg.store())
    sg.store([str(path)])
    assert len(sg.store()) == before


def test_a_wheel_finds_its_folders_beside_the_package(tmp_path):
    """Copied away from the checkout, with the three folders inside, the package answers the
    same."""
    place = tmp_path / "site" / "secgraph"
    shutil.copytree(ROOT / "src" / "secgraph", place, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / folder, place / folder)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import secgraph; "
        "sys.stdout.buffer.write(secgraph.run('claims/contested').serialize('csv'))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(tmp_path / "site")],
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stdout == sg.run("claims/contested").serialize("csv")


ELSEWHERE = {
    '{"@context":"https://example.org/c.jsonld","@id":"http://a/","name":"x"}': "c.jsonld",
    '[{"@context":[{"a":"http://a/"},"https://example.org/d"],"@id":"http://a/","name":"x"}]': "/d",
    '{"@context":{"@import":"https://example.org/i"},"@id":"http://a/","name":"x"}': "/i",
    '{"@graph":[{"@id":"http://a/","p":{"@context":"https://example.org/n","q":"x"}}]}': "/n",
}


@pytest.mark.parametrize("text", ELSEWHERE)
@pytest.mark.parametrize("verb", ["run votes/on --data", "check"])
def test_a_context_elsewhere_is_said_not_to_be_fetched(text, verb, tmp_path):
    path = tmp_path / "mine.jsonld"
    path.write_text(text, encoding="utf-8")
    run = secgraph(*verb.split(), str(path))
    said = next(line for line in (run.stderr + run.stdout).splitlines() if "@context" in line)
    assert run.returncode in (1, 2)
    assert ELSEWHERE[text] in said and "nothing is fetched" in said and "LoadDocument" not in said


@pytest.mark.skipif(not shutil.which("setpriv"), reason="no other user can be taken here")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
def test_a_folder_that_cannot_be_listed_is_no_empty_one(tmp_path):
    """What lies beside it is not read as if it were all; asked as nobody, since root may list."""
    folder = tmp_path / "mine"
    (folder / "closed").mkdir(parents=True)
    (folder / "a.ttl").write_text("<urn:a> <urn:b> 1 .")
    (folder / "closed").chmod(0o700)
    for above in (folder, *list(folder.parents)[:-2]):
        above.chmod(0o755)
    code = (
        "import sys; from secgraph.dataset import release\n"
        "try: release.data_files(sys.argv[1:])\n"
        "except release.BadFile as error: print(error)"
    )
    user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = subprocess.run(
        [*user, sys.executable, "-c", code, str(folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.endswith("closed: cannot be read (Permission denied)\n"), done.stderr


def test_a_link_to_nothing_in_a_folder_is_an_error(tmp_path):
    (tmp_path / "lost.ttl").symlink_to(tmp_path / "nowhere.ttl")
    with pytest.raises(BadFile, match="cannot be read"):
        release.store([str(tmp_path)])


def test_a_folder_with_the_name_of_a_file_is_read_as_a_folder(tmp_path):
    (tmp_path / "mine.ttl").mkdir()
    with pytest.raises(BadFile, match="holds no RDF file"):
        release.data_files([str(tmp_path / "mine.ttl")])
    (tmp_path / "mine.ttl" / "a.ttl").write_text("<urn:a> <urn:b> 1 .")
    assert len(release.data_files([str(tmp_path)])) == 1
