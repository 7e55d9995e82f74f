"""The endpoint of a server whose store is another server: a real Oxigraph, behind a proxy that can
do wrong."""

import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pyoxigraph
import pytest

from secgraph.namespaces import RELEASE_GRAPH
from support import served
from support.oxigraph import Proxy, proxy
from support.web import Served

SELECT = "SELECT ?label { ?s a sg:State ; rdfs:label ?label } ORDER BY ?label"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s a sg:State ; rdfs:label ?o }"
ROWS = ("json", "xml", "csv", "tsv")
FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "turtle": "text/turtle",
    "n-triples": "application/n-triples",
    "rdf-xml": "application/rdf+xml",
    "json-ld": "application/ld+json",
}


@pytest.fixture(scope="module")
def between(stores) -> Iterator[Proxy]:
    with proxy(urlsplit(stores["oxigraph-http"]).port) as one:
        yield one


@pytest.fixture(scope="module")
def relaying(between) -> Iterator[Served]:
    limits = {"seconds": 30, "output": 300_000, "at_once": 2}
    with served.server("--store", f"{between.url}/query", **limits) as running:
        yield running


@pytest.fixture(scope="module")
def relayed(relaying) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=relaying.url, trust_env=False, timeout=120) as one:
        yield one


def refused(response: httpx.Response, status: int, reason: str) -> None:
    assert (response.status_code, response.json()["reason"]) == (status, reason), response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", [SELECT, "ASK { ?s a sg:State }", CONSTRUCT], ids=str)
@pytest.mark.parametrize("format", FORMATS)
def test_the_answer_is_that_of_the_packaged_graph(format, query, relayed, client):
    """In each format of each form of query; where it has none, the same refusal."""
    headers = {"accept": FORMATS[format]}
    own = client.get("/sparql", params={"query": query}, headers=headers)
    other = relayed.get("/sparql", params={"query": query}, headers=headers)
    assert (
        other.status_code
        == own.status_code
        == (200 if (format in ROWS) is (query != CONSTRUCT) else 406)
    )
    assert other.headers["content-type"] == own.headers["content-type"]
    if query != CONSTRUCT or own.status_code != 200:
        assert other.content == own.content
    else:
        assert triples(other) == triples(own) != set()


def triples(response: httpx.Response) -> set[pyoxigraph.Triple]:
    media = response.headers["content-type"].partition(";")[0]
    format = pyoxigraph.RdfFormat.from_media_type(media)
    return {quad.triple for quad in pyoxigraph.parse(response.content, format=format)}


@pytest.mark.parametrize(
    "query",
    [
        "ASK { SERVICE <URL> { ?a ?b ?c } }",
        "ASK { SERVICE SILENT <URL> { ?a ?b ?c } }",
        "ASK { ?s ?p 'SERVICE' SERVICE ?x { ?a ?b ?c } }",
        'ASK { ?s ?p "x\\u0022 . SERVICE <URL> { ?a ?b ?c } #" }',
    ],
)
def test_no_store_is_asked_by_service(query, relayed):
    """Not either where an engine would resolve the escapes of a string before it reads the text."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        response = relayed.get("/sparql", params={"query": query.replace("URL", address)})
        refused(response, 403, "service")
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_string_about_service_is_a_string(relayed):
    response = relayed.get("/sparql", params={"query": 'SELECT ("SERVICE from \\u00e9" AS ?x) {}'})
    assert response.json()["results"]["bindings"][0]["x"]["value"] == "SERVICE from é"


@pytest.mark.parametrize("query", ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }"])
def test_an_update_never_reaches_the_store(query, relayed, between):
    sent = []
    between.before = sent.append
    refused(relayed.get("/sparql", params={"query": query}), 400, "update")
    refused(relayed.post("/sparql", data={"update": query}), 403, "update")
    refused(relayed.get("/sparql", params={"query": "SELECT {"}), 400, "malformed")
    refused(
        relayed.get("/sparql", params={"query": "ASK " + "{" * 101 + "}" * 101}), 400, "malformed"
    )
    between.before = lambda _: None
    assert sent == []


@pytest.mark.parametrize(
    "query",
    [
        "ASK FROM <http://example.org/> { ?s ?p ?o }",
        "ASK { GRAPH ?g { ?s ?p ?o } }",
        'ASK { ?s ?p "\\u0022 GRAPH ?g {} #" }',
    ],
)
def test_the_graphs_are_not_of_the_choice_of_a_stranger(query, relayed):
    """Some makes fetch from the web what FROM names."""
    refused(relayed.get("/sparql", params={"query": query}), 400, "dataset")


def test_a_request_may_name_the_graph_that_is_asked_anyway(relayed):
    asked = {"query": "ASK { ?s ?p ?o }"}
    named = {**asked, "default-graph-uri": RELEASE_GRAPH}
    assert relayed.get("/sparql", params=named).json()["boolean"] is True
    other = {**asked, "default-graph-uri": "http://example.org/"}
    refused(relayed.get("/sparql", params=other), 400, "unknown graph")
    among = {**asked, "named-graph-uri": RELEASE_GRAPH}
    refused(relayed.get("/sparql", params=among), 400, "dataset")


def test_an_answer_that_is_too_large_is_none(relayed):
    refused(relayed.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}), 500, "too large")


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT], ids=["rows", "triples"])
def test_half_an_answer_is_none(query, relayed, between):
    between.halve = b"half"
    refused(relayed.get("/sparql", params={"query": f"{query} # half"}), 502, "store")
    between.halve = None
    assert relayed.get("/sparql", params={"query": query}).status_code == 200


@pytest.mark.long
@pytest.mark.sampled
def test_a_store_that_says_nothing_is_not_waited_for(between):
    """The limit of the server holds, and other pages are answered meanwhile."""
    end, begun = threading.Event(), threading.Event()

    def wait(data: bytes) -> None:
        if b"silence" in data:
            begun.set()
            end.wait()

    between.before = wait
    with (
        served.server("--store", f"{between.url}/query", seconds=3) as running,
        httpx.Client(base_url=running.url, trust_env=False, timeout=120) as one,
    ):
        one.get("/sparql", params={"query": "ASK {}"}).raise_for_status()
        found: list[httpx.Response] = []
        params = {"query": "ASK { ?s ?p 'silence' }"}
        asking = threading.Thread(target=lambda: found.append(one.get("/sparql", params=params)))
        asking.start()
        begun.wait()
        assert httpx.get(f"{running.url}/style.css", trust_env=False).status_code == 200
        asking.join()
        refused(found[0], 504, "time")
    end.set()
    between.before = lambda _: None


@pytest.mark.long
@pytest.mark.sampled
def test_a_store_that_has_gone_is_said_without_its_address(stores):
    with proxy(urlsplit(stores["oxigraph-http"]).port) as gone:
        port = int(gone.url.rpartition(":")[2])
        with served.server("--store", f"{gone.url}/query") as running:
            params = {"query": "ASK {}"}
            httpx.get(f"{running.url}/sparql", params=params, timeout=60).raise_for_status()
            gone.before = lambda _: (_ for _ in ()).throw(OSError)
            response = httpx.get(f"{running.url}/sparql", params=params, timeout=60)
    assert response.status_code == 502
    assert str(port) not in response.text
