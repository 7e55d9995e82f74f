"""What of RDF 1.2 each store takes is loaded and comes back equal; the rest is refused unsent."""

import os
import re
import subprocess
from collections.abc import Iterator

import pyoxigraph
import pytest

from servers.processes import Server
from servers.stores import MAKES
from support import oxigraph as plain
from support.command import COMMAND
from support.paths import ROOT

pytestmark = pytest.mark.servers

PAGE = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
TITLES = {
    "oxigraph": "Oxigraph",
    "fuseki": "Apache Jena Fuseki",
    "rdf4j": "Eclipse RDF4J Server",
    "virtuoso": "OpenLink Virtuoso",
}
GRAPH = "urn:x-secgraph-test:rdf12"
HEAD = """@prefix e: <urn:x-e:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
FILES = {
    "triple terms": HEAD
    + """e:r rdf:reifies <<( e:a e:b e:c )>> ; e:by "me" .
e:s rdf:reifies <<( e:a e:b <<( e:a e:b 1.5 )>> )>> .
e:t rdf:reifies <<( e:a e:b "x"@en )>> .
""",
    "reifiers": HEAD
    + """e:a e:b e:c ~ e:r {| e:by "me" |} .
<< e:a e:b e:d ~ e:q >> e:by "you" .
[] rdf:reifies <<( e:a e:b _:who )>> .
""",
    "base direction": HEAD
    + """e:a e:b "\u0645\u0631\u062d\u0628\u0627"@ar--rtl , "y"@en--ltr , "z"@en .
""",
    "a direction in a triple term": HEAD + 'e:r rdf:reifies <<( e:a e:b "x"@ar--rtl )>> .\n',
}
CHANGES = re.compile(rb"^(?:PUT|DELETE|PATCH) |^POST .*(?:n-triples|update=)", re.DOTALL)


@pytest.fixture(scope="module", params=list(MAKES))
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Each make in turn, empty."""
    with MAKES[request.param]() as process:
        yield process


def rows_of_page() -> dict[str, tuple[str, str]]:
    """Version and outcome of each store in the table of the page."""
    table = re.findall(r"^\| (.+?) (\d\S*) \| (loaded|refused)\b.*\|$", PAGE, re.MULTILINE)
    return {title: (version, outcome) for title, version, outcome in table}


def secgraph(server: Server, *argv: str) -> subprocess.CompletedProcess[str]:
    """The command line, with user and password of the server in the environment."""
    auth = server.auth
    env = {"SECGRAPH_USER": auth.user, "SECGRAPH_PASSWORD": auth.password} if auth else {}
    return subprocess.run(
        [*COMMAND, *argv], capture_output=True, text=True, env=os.environ | env, check=False
    )


def statements(text: str) -> str:
    """The canonical form of a graph in Turtle or N-Triples."""
    parsed = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
    dataset = pyoxigraph.Dataset(parsed)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.UNSTABLE)
    return "\n".join(sorted(map(str, dataset)))


def test_the_page_says_of_each_store_what_it_takes(server):
    assert set(rows_of_page()) == set(TITLES.values())
    version, _ = rows_of_page()[TITLES[server.name]]
    assert version == server.version


@pytest.mark.parametrize("feature", FILES)
def test_a_file_of_rdf_1_2_is_loaded_and_read_back_or_refused_unsent(server, tmp_path, feature):
    file = tmp_path / "mine.ttl"
    file.write_text(FILES[feature], encoding="utf-8")
    _, outcome = rows_of_page()[TITLES[server.name]]
    ask = ("--store", server.query_url, "--graph", GRAPH)
    with plain.proxy(server.port) as proxy:
        sent: list[bytes] = []
        proxy.before = sent.append
        base = server.base.replace(server.origin, proxy.url)
        load = ("load", base, str(file), "--graph", GRAPH, "--make", server.name)
        done = secgraph(server, *load)
        changes = [request for request in sent if CHANGES.search(request)]
        if outcome == "refused":
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
            assert re.search(r"knows no (triple terms|base direction) \(RDF 1\.2\)", done.stderr)
            assert changes == []
            return
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert changes, "nothing that the pattern takes for a change went by"
    back = secgraph(server, "sparql", *ask, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert statements(back.stdout) == statements(FILES[feature])
    assert secgraph(server, "unload", server.base, str(file), "--graph", GRAPH).returncode == 0
    assert secgraph(server, "sparql", *ask, "ASK { ?s ?p ?o }").returncode == 3, "not empty"
