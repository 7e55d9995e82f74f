"""One string opens any store: the packaged graph, a folder, a URL."""

import subprocess
import sys

import pytest

import secgraph as sg
from secgraph import stores as opening
from secgraph.errors import BadFile, BadValue, EngineError, UsageError
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores.embedded import Embedded
from secgraph.stores.endpoint import Endpoint
from support.command import secgraph

TURTLE = '<urn:x-test:a> <http://www.w3.org/2000/01/rdf-schema#label> "a label"@en .\n'
LABEL = "SELECT ?o WHERE { <urn:x-test:a> ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.fixture
def folder(tmp_path):
    """A store on disk with one statement in the default graph and one in a named graph."""
    import pyoxigraph

    path = tmp_path / "store"
    store = pyoxigraph.Store(str(path))
    store.load(TURTLE, format=pyoxigraph.RdfFormat.TURTLE)
    store.load(
        TURTLE.replace("urn:x-test:a", "urn:x-test:b"),
        format=pyoxigraph.RdfFormat.TURTLE,
        to_graph=pyoxigraph.NamedNode("urn:x-test:graph"),
    )
    store.flush()
    del store
    return str(path)


def test_memory_is_the_packaged_graph():
    """It says the version that the package has."""
    store = opening.open("memory:")
    assert isinstance(store, Embedded)
    assert sg.sparql("ASK { ?s a sg:Claim }", store=store).truth
    assert sg.sparql("ASK { ?s a sg:Claim }", store=store).release == sg.__version__


def test_a_folder_is_a_store_on_disk(folder):
    """Its default graph, or a named one."""
    assert opening.open(folder).rows(LABEL) == [["a label"]]
    named = opening.open(folder, graph="urn:x-test:graph")
    assert named.rows(LABEL) == []
    assert named.rows(LABEL.replace("test:a", "test:b")) == [["a label"]]
    both = opening.open(folder, graph=["urn:x-test:graph"], timeout=60)
    assert both.rows(COUNT) == [["1"]]


def test_a_url_is_a_server(stores):
    """Whichever of its addresses is given; of the graph of the release unless another is named."""
    url = stores["oxigraph-http"]
    for address in (url, url + "/query", url + "/"):
        store = opening.open(address)
        assert isinstance(store, Endpoint)
        assert store.graph == RELEASE_GRAPH
        assert store.url == url + "/query"
    assert opening.open(url, make="oxigraph").ask("ASK { ?s ?p ?o }").truth
    with pytest.raises(EngineError, match=r"the default graph of .* is empty"):
        opening.open(url, graph=None).ask("ASK { ?s ?p ?o }")


def test_files_of_the_user_stand_beside_the_packaged_graph(tmp_path):
    """Named one by one, or by the folder that holds them."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "mine.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "below" / "notes.txt").write_text("no RDF", encoding="utf-8")
    for data in (tmp_path / "below" / "mine.ttl", tmp_path):
        store = opening.open(data=[str(data)])
        assert store.rows(LABEL) == [["a label"]]
        assert store.ask("ASK { ?s a <https://w3id.org/secgraph/ns#Claim> }").truth


@pytest.mark.parametrize(
    ("spec", "options", "error", "message"),
    [
        ("memory", {}, BadFile, "is not there"),
        ("http://localhost:1", {"data": ["x.ttl"]}, UsageError, "--data puts files beside"),
        ("memory:", {"graph": "urn:x"}, UsageError, "has no named graphs"),
        ("http://localhost:1", {"graph": "no iri"}, BadValue, "whole IRI"),
        ("http://localhost:1", {"services": True}, UsageError, "rules"),
        ("memory:", {"data": ["/nowhere.ttl"]}, BadFile, "cannot be read"),
    ],
)
def test_what_does_not_go_together_is_refused_in_one_line(spec, options, error, message):
    with pytest.raises(error, match=message) as caught:
        opening.open(spec, **options)
    assert "\n" not in str(caught.value)


def test_a_folder_without_rdf_is_named(tmp_path):
    with pytest.raises(BadFile, match="holds no RDF file"):
        opening.open(data=[str(tmp_path)])


VERBS = [
    ("run", "groupings/members"),
    ("sparql", "ASK { ?s a sg:Claim }"),
    ("ask", "Japan", "is disappointed by", "India"),
    ("show", "Japan"),
    ("find", "Quad"),
    ("passage", "east-is-east#T"),
    ("coverage",),
    pytest.param(("queries", "test"), marks=[pytest.mark.long, pytest.mark.sampled]),
    ("test-claims",),
]


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb[0])
def test_every_verb_that_asks_takes_the_same_options(verb, stores):
    """A server that holds the release gives the same; a folder that is not there is named."""
    here = secgraph(*verb, "--timeout", "300", "--store", "memory:")
    there = secgraph(*verb, "--timeout", "300", "--store", stores["oxigraph-http"])
    # The commands to which a search leads repeat what is asked.
    same = there.stdout.replace(f" --store {stores['oxigraph-http']}", "")
    assert (there.returncode, same) == (here.returncode, here.stdout)
    assert here.stderr == there.stderr == ""
    missing = secgraph(*verb, "--store", "/nowhere")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("secgraph: /nowhere: is not there")
    refused = secgraph(*verb, "--store", "http://localhost:1", "--data", "x.ttl")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_the_former_spellings_work_with_a_hint(stores):
    """--endpoint, --store MAKE of load, engine=, and the module of Endpoint."""
    url = stores["oxigraph-http"]
    done = secgraph("run", "groupings/members", "--endpoint", url)
    assert done.stdout == secgraph("run", "groupings/members").stdout
    assert done.stderr.startswith("secgraph: --endpoint URL is now --store URL")
    shown = secgraph("load", url, "--store", "oxigraph", "--show")
    assert shown.returncode == 0
    assert "--store oxigraph is now --make oxigraph" in shown.stderr
    with pytest.deprecated_call(match="store="):
        assert sg.run("groupings/members", engine=Embedded()).rows
    code = "from secgraph.engines.endpoint import Endpoint; Endpoint('http://localhost:1')"
    warned = subprocess.run(
        [sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True
    )
    assert "secgraph.engines.endpoint is now secgraph.stores.endpoint" in warned.stderr
