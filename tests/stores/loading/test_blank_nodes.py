"""Files with blank nodes and with terms of RDF 1.2 in a real store: loaded, asked and taken out."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pyoxigraph
import pytest
import rdflib

from secgraph.stores import loading
from support import oxigraph as servers
from support.command import secgraph

GRAPH = "urn:x-test:graph"
ANONYMOUS = "PREFIX e: <urn:e:>\ne:a e:b [ e:name 'Ann' ] .\n[] e:name 'Cy' .\ne:a e:name 'Al' .\n"
NEW = """PREFIX e: <urn:e:>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
e:r rdf:reifies <<( e:a e:b _:who )>> .
_:who e:name "Ann" .
<< e:a e:b e:c >> e:since 2020 .
"""
RIGHT_TO_LEFT = "<urn:e:a> <urn:e:name> 'מרים'@he--rtl .\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[servers.Oxigraph]:
    made = servers.Oxigraph(tmp_path_factory.mktemp("store"))
    yield made
    made.stop()


@pytest.fixture(autouse=True)
def _empty(request) -> None:
    """No test finds what another one has loaded."""
    if "server" in request.fixturenames:
        secgraph("unload", request.getfixturevalue("server").url, "--graph", GRAPH, "--all")


def held(server: servers.Oxigraph) -> list[str]:
    """The lines of the graph, asked of the store itself."""
    reply = httpx.get(
        f"{server.url}/store",
        params={"graph": GRAPH},
        headers={"Accept": "application/n-triples"},
        trust_env=False,
        timeout=servers.PATIENCE,
    )
    text = reply.text if reply.status_code == 200 else ""
    return [line for line in text.split("\n") if line]


def run(verb: str, server: servers.Oxigraph, *words: str | Path) -> str:
    """What a verb says that goes well."""
    done = secgraph(verb, server.url, *map(str, words), "--graph", GRAPH)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


@pytest.fixture
def give(tmp_path):
    """Write a file and give its path."""

    def write(name: str, text: str = ANONYMOUS) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("text", [ANONYMOUS, NEW, RIGHT_TO_LEFT], ids=["blank", "new", "rtl"])
@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a.nq"])
def test_what_load_puts_there_unload_takes_out(server, give, name, text):
    """Each file is read anew: no name is remembered between the commands."""
    if name.endswith((".nt", ".nq")):
        quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
        text = "".join(f"{quad.triple} .\n" for quad in quads)
    path = give(name, text)
    run("load", server, path)
    lines = held(server)
    assert not any("_:" in line for line in lines)
    assert len(lines) == len(set(pyoxigraph.parse(path=path)))
    assert "statements removed\n" in run("unload", server, path)
    assert held(server) == []


def test_a_file_is_loaded_again_over_itself_and_over_nothing_else(server, give):
    """Nothing is lost where all that the graph holds is in the file."""
    path = give("a.ttl")
    run("load", server, path)
    before = held(server)
    assert "4 statements in 1 graph" in run("load", server, path)
    assert held(server) == before
    other = give("b.ttl", "<urn:e:other> <urn:e:name> 'Bo' .\n" * 2 + ANONYMOUS.replace("Cy", "Di"))
    done = secgraph("load", server.url, str(other), "--graph", GRAPH)
    assert done.returncode == 2
    assert "holds 4 statements, none of them of this project" in done.stderr
    assert held(server) == before


def test_of_two_files_of_a_load_one_is_taken_out(server, give):
    """The labels are the same in both files, and are not joined; the folder does not count."""
    first, second = give("one/a.ttl", "_:x <urn:e:p> 1 ."), give("two/a.ttl", "_:x <urn:e:p> 2 .")
    run("load", server, first, second)
    assert len({line.split(" ")[0] for line in held(server)}) == 2
    moved = give("three/b.nt", '_:y <urn:e:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer> .\n')
    assert "1 statements removed" in run("unload", server, moved)
    assert [line.split(" ")[2][:3] for line in held(server)] == ['"1"']


@pytest.mark.parametrize("text", [ANONYMOUS, NEW], ids=["blank", "new"])
def test_of_two_copies_one_is_taken_out_at_a_time(server, give, text):
    """One copy has everything until the last one goes, also what has no blank node."""
    paths = [give(name, text) for name in ("a.ttl", "b.ttl", "c.ttl")]
    run("load", server, paths[0])
    alone = set(held(server))
    run("load", server, *paths)
    blank = sum("genid" in line for line in alone)
    assert len(held(server)) == len(alone) + 2 * blank
    run("unload", server, paths[1])
    assert len(held(server)) == len(alone) + blank
    run("unload", server, paths[2])
    assert set(held(server)) == alone
    assert f": {len(alone)} statements removed\n" in run("unload", server, paths[0])
    assert f"0 statements removed; {len(alone)} were not there" in run("unload", server, paths[0])


def test_copies_are_taken_out_together_as_they_were_loaded(server, give):
    paths = [give("a.ttl"), give("b.ttl")]
    run("load", server, *paths)
    run("unload", server, *paths)
    assert held(server) == []


def test_one_file_named_twice_is_one_file(server, give):
    path = give("a.ttl")
    run("load", server, path, path)
    assert len(held(server)) == 4


def test_named_graphs_keep_their_nodes_apart_from_other_files(server, give):
    """A node is one in all graphs of its file, and a graph without a name has an IRI too."""
    path = give("a.trig", "<urn:x-test:g> { _:n <urn:p> 1 } _:n { <urn:s> <urn:p> _:n }")
    parts = {part.graph: part.lines[0].decode() for part in loading.of_files([str(path)], None)}
    (anonymous,) = parts.keys() - {"urn:x-test:g"}
    assert "/.well-known/genid/b" in anonymous
    assert parts["urn:x-test:g"].startswith(f"<{anonymous}> ")
    assert parts[anonymous] == f"<urn:s> <urn:p> <{anonymous}> .\n"


def rows(answer: str, format: str) -> list[str]:
    """The rows of an answer, sorted, without the release, which not every graph names."""
    if format == "json":
        return sorted(map(str, json.loads(answer)["results"]["bindings"]))
    return sorted(line for line in answer.split("\n") if "<link" not in line)


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml"])
def test_an_answer_of_the_store_is_that_of_the_file(server, give, format):
    """The IRIs that stand for blank nodes there are blank nodes again, with the same labels."""
    path = give("a.ttl", NEW + RIGHT_TO_LEFT)
    run("load", server, path)
    query = (
        "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER (STRSTARTS(STR(?s), 'urn:e:') || isBlank(?s) || "
        "CONTAINS(STR(?s), 'genid')) FILTER (isTRIPLE(?o) || STRSTARTS(STR(?p), 'urn:e:')) } "
        "ORDER BY STR(?p) STR(?s) ?o"
    )
    there = secgraph(
        "sparql", query, "--store", server.url, "--graph", GRAPH, "--format", format
    ).stdout
    here = secgraph("sparql", query, "--data", str(path), "--format", format).stdout

    assert rows(there, format) == rows(here, format)
    assert "genid" not in there
    assert there.count("c14n") == here.count("c14n") > 2


class OfSparql11(http.server.BaseHTTPRequestHandler):
    """A server of rdflib, which answers questions of SPARQL 1.1 and takes no other request."""

    requests: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body)
        try:
            answer = rdflib.Graph().query(fields["query"][0]).serialize(format="json")
            code = 200
        except Exception as error:  # what its parser says
            answer, code = str(error).encode(), 400
        if "query" not in fields:
            self.requests.append(body)
        self.send_response(code)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(answer or b"")))
        self.end_headers()
        self.wfile.write(answer or b"")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def old() -> Iterator[tuple[str, list[str]]]:
    """The address of a store that knows no RDF 1.2, and the changes that it was sent."""
    OfSparql11.requests = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), OfSparql11) as made:
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{made.server_address[1]}/sparql", OfSparql11.requests
        made.shutdown()


@pytest.mark.parametrize(
    ("text", "feature"),
    [(NEW, "triple terms"), (RIGHT_TO_LEFT, "base direction")],
    ids=["triple", "direction"],
)
@pytest.mark.parametrize("option", ["--show", "--replace"])
def test_what_a_store_does_not_know_is_refused_before_anything_is_sent(
    old, give, text, feature, option
):
    url, requests = old
    done = secgraph("load", url, str(give("a.ttl", text)), "--make", "sparql", option)
    assert (done.returncode, done.stdout, requests) == (2, "", [])
    assert f"knows no {feature} (RDF 1.2)" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_store_of_rdf_1_1_is_not_asked_about_what_no_statement_needs(old, give):
    """A literal that looks like a triple term is none: the upload begins, and is refused here."""
    url, requests = old
    path = give("a.ttl", "<urn:e:a> <urn:e:b> '<<( <urn:a> <urn:b> <urn:c> )>> .' .")
    done = secgraph("load", url, str(path), "--make", "sparql")
    assert done.returncode == 3
    assert len(requests) > 0


def test_a_file_that_is_no_utf8_is_refused_with_its_line(server, tmp_path):
    """Whether it has blank nodes or not, nothing of it reaches the store."""
    for number, subject in enumerate(("<urn:a>", "_:a")):
        path = tmp_path / f"{number}.nq"
        text = "<urn:a> <urn:b> <urn:c> .\n" * 3000 + f'{subject} <urn:b> "\xe9" .\n'
        path.write_bytes(text.encode("latin-1"))
        done = secgraph("load", server.url, str(path), "--graph", GRAPH)
        assert done.returncode == 2
        assert f"{path}:3001: is not UTF-8" in done.stderr
        assert held(server) == []
