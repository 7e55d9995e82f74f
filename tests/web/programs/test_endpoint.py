"""The endpoint keeps to the SPARQL 1.1 Protocol; each test names the section of its text.

Where the section stands without a name it is one of https://www.w3.org/TR/sparql11-protocol/.
"""

import json
import socket
import xml.etree.ElementTree as ET
from urllib.parse import quote, urlencode

import httpx
import pyoxigraph
import pytest

from secgraph.namespaces import RELEASE_GRAPH
from support import served
from support.processes import children, is_there
from support.waiting import until

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?label { sgd:japan rdfs:label ?label }"
CONSTRUCT = "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } LIMIT 3"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DIRECT = {"Content-Type": "application/sparql-query"}
SD = "http://www.w3.org/ns/sparql-service-description#"


def problem(response, status: int, reason: str) -> dict:
    """The problem details of a response (RFC 9457, section 3)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    members = response.json()
    assert members["status"] == status
    assert {"type", "title", "detail"} <= set(members)
    assert members["reason"] == reason
    return members


def test_a_query_by_get(client):
    """2.1.1: the query is a parameter of the address, percent-encoded, and the body is empty."""
    response = client.get("/sparql", params={"query": SELECT})
    assert response.status_code == 200
    (row,) = response.json()["results"]["bindings"]
    assert row["label"] == {"type": "literal", "value": "Japan", "xml:lang": "en"}


def test_a_query_by_post_of_a_form(client):
    """2.1.2: the same parameters, in a body of the type application/x-www-form-urlencoded."""
    response = client.post("/sparql", data={"query": ASK})
    assert response.json()["boolean"] is True


def test_a_query_by_post_directly(client):
    """2.1.3: the body is the query, of the type application/sparql-query, in UTF-8."""
    query = 'SELECT ("é\U0001f600" AS ?x) {}'
    response = client.post("/sparql", content=query.encode(), headers=DIRECT)
    assert response.json()["results"]["bindings"][0]["x"]["value"] == "é\U0001f600"
    headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
    assert client.post("/sparql", content=ASK, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "address", ["query=ASK%7B%7D&query=ASK%7B%7D", "query=ASK%20{}&query="], ids=str
)
def test_there_is_exactly_one_query(client, address):
    """2.1: "query: exactly 1"."""
    problem(client.get("/sparql?" + address), 400, "malformed")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    problem(client.post("/sparql", content=address, headers=headers), 400, "malformed")
    response = client.post("/sparql?query=ASK%7B%7D", content=ASK, headers=DIRECT)
    problem(response, 400, "malformed")
    problem(client.post("/sparql", data={"quer": ASK}), 400, "malformed")


def test_parameters_of_others_are_ignored(client):
    """Editors send some of their own, such as a time limit and an API key."""
    response = client.get("/sparql", params={"query": ASK, "timeout": "5", "format": "x"})
    assert response.json()["boolean"] is True


def test_the_dataset_of_a_request(client):
    """2.1.4: the default graph is that of default-graph-uri, and only named graphs that are named.

    Before the dataset that the query itself names.
    """
    graph = {"default-graph-uri": RELEASE_GRAPH}
    assert client.get("/sparql", params={"query": ASK, **graph}).json()["boolean"] is True
    within = "ASK FROM <urn:x-none:graph> { ?s ?p ?o }"
    assert client.get("/sparql", params={"query": within}).json()["boolean"] is False
    assert client.get("/sparql", params={"query": within, **graph}).json()["boolean"] is True
    named = {"query": ASK, "named-graph-uri": RELEASE_GRAPH}
    assert client.post("/sparql", data=named).json()["boolean"] is False
    address = "/sparql?" + urlencode(graph)
    assert client.post(address, content=within, headers=DIRECT).json()["boolean"] is True


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["urn:x-none:graph", "no iri", "", "<urn:x>"])
def test_a_dataset_that_is_not_there_is_refused(client, name, iri):
    """2.1.4: a service "may" refuse a dataset, and an empty answer would mislead."""
    response = client.get("/sparql", params={"query": ASK, name: iri})
    assert problem(response, 400, "unknown graph")["known"] == [RELEASE_GRAPH]


ROWS = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv; charset=utf-8",
    "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    "*/*": "application/sparql-results+json",
    "text/*": "text/csv; charset=utf-8",
    "image/png, application/xml;q=0.9, */*;q=0.1": "application/sparql-results+xml",
    "text/csv;q=0.2, text/tab-separated-values;q=0.3": "text/tab-separated-values; charset=utf-8",
    "application/*;q=0, text/csv": "text/csv; charset=utf-8",
    "": "application/sparql-results+json",
}


@pytest.mark.parametrize("accept", ROWS)
def test_rows_come_in_the_type_that_is_wanted(client, accept):
    """2.1.5 and 2.1.6: the type is that of content negotiation, as the results formats name it."""
    response = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"] == ROWS[accept]
    assert response.headers["vary"] == "Accept"
    media = ROWS[accept].partition(";")[0]
    formats = pyoxigraph.QueryResultsFormat
    if media != "text/csv":
        results = pyoxigraph.parse_query_results(
            response.content, format=formats.from_media_type(media)
        )
        assert [row["label"].value for row in results] == ["Japan"]
    else:
        assert response.text == "label\r\nJapan\r\n"


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (SELECT, 200, '<td data-column="label">Japan</td>'),
        ("SELECT ?s { ?s rdfs:label 'Japan'@en }", 200, '<a href="/id/japan.html">sgd:japan</a>'),
        (ASK, 200, '<pre tabindex="0">yes</pre>'),
        (CONSTRUCT, 200, "rdfs:label"),
        ("SELECT {", 400, "<b>No answer:</b> line 1"),
        ("ASK { SERVICE <urn:x> {} }", 403, "SERVICE, which is not done here"),
        ("SELECT ('<script>' AS ?x) {}", 200, '<td data-column="x">&lt;script&gt;</td>'),
        ("ASK { ?s ?p '</textarea><script>' }", 200, "&lt;/textarea&gt;&lt;script&gt;"),
    ],
)
def test_a_browser_gets_a_page_with_the_query_and_its_answer(client, query, status, words):
    """2.1.5: by content negotiation; a program that prefers JSON gets it all the same."""
    response = client.get("/sparql", params={"query": query}, headers={"Accept": BROWSER})
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert "access-control-allow-origin" not in response.headers
    assert response.headers["content-security-policy"].endswith("script-src 'self'")
    assert words in response.text
    assert "<script>" not in response.text
    for accept in ("application/json, text/html", "text/html;q=0.9, */*"):
        other = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert "html" not in other.headers["content-type"]


RDF = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "*/*": "text/turtle",
    "application/sparql-results+json, */*;q=0.5": "text/turtle",
}


@pytest.mark.parametrize("accept", RDF)
def test_triples_come_in_the_type_that_is_wanted(client, accept):
    """2.1.6: the answer to CONSTRUCT and DESCRIBE is RDF in the type that is wanted."""
    response = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": accept})
    media = response.headers["content-type"].partition(";")[0]
    assert media == RDF[accept]
    format = pyoxigraph.RdfFormat.from_media_type(media)
    assert len(list(pyoxigraph.parse(response.content, format=format))) == 3


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "image/png"),
        (SELECT, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (ASK, "application/json;q=0"),
        ('SELECT ("\\u0001" AS ?x) {}', "application/sparql-results+xml"),
        ("CONSTRUCT { <urn:a> <urn:b/> 1 } WHERE {}", "application/rdf+xml"),
    ],
)
def test_a_type_in_which_it_cannot_be_written_is_refused(client, query, accept):
    """RFC 9110, section 15.5.7, which 2.1.5 names."""
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query",
    ["SELECT", "ASK {", "", " ", "ASK { ?s ?p 'a\0b }", "ASK { zz:a ?p ?o }", "a" * 500],
    ids=range(7),
)
def test_what_is_no_query_is_malformed(client, query):
    """2.1.7: 400 "if the SPARQL query supplied in the request is not a legal sequence"."""
    problem(client.get("/sparql", params={"query": query}), 400, "malformed")


@pytest.mark.parametrize(
    "query", ["INSERT DATA { <urn:a> <urn:b> 1 }", "PREFIX a: <urn:a> CLEAR ALL", "DROP ALL"]
)
def test_an_update_is_refused(client, query):
    """2.2: updates are an operation of their own, which a service need not have."""
    problem(client.get("/sparql", params={"query": query}), 400, "update")
    problem(client.post("/sparql", data={"update": query}), 403, "update")
    problem(client.get("/sparql", params={"update": query}), 403, "update")
    headers = {"Content-Type": "application/sparql-update"}
    problem(client.post("/sparql", content=query, headers=headers), 403, "update")


@pytest.mark.parametrize("silent", ["", "SILENT "])
@pytest.mark.parametrize("target", ["<http://127.0.0.1:1/>", "?s"])
def test_another_store_is_never_asked(client, silent, target):
    """4: queries may be used to send requests elsewhere; SILENT would give a made-up row."""
    response = client.get(
        "/sparql", params={"query": f"ASK {{ SERVICE {silent}{target} {{ ?a ?b ?c }} }}"}
    )
    problem(response, 403, "service")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND"])
def test_other_methods_are_not_allowed(client, method):
    """2.1 names GET and POST; RFC 9110, section 15.5.6, wants the header Allow."""
    response = client.request(method, "/sparql", params={"query": ASK})
    problem(response, 405, "method")
    assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_head_gives_the_headers_of_get(client):
    """RFC 9110, section 9.3.2."""
    parameters = {"query": SELECT}
    get, head = client.get("/sparql", params=parameters), client.head("/sparql", params=parameters)
    assert head.content == b""
    names = ("content-type", "content-length", "vary", "access-control-allow-origin")
    assert [head.headers[name] for name in names] == [get.headers[name] for name in names]
    assert client.head("/sparql", params={"query": "ASK"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/sparql-query; charset=latin-1"},
        {"Content-Type": "application/sparql-query", "Content-Encoding": "gzip"},
    ],
)
def test_a_body_of_another_type_is_refused(client, headers):
    """2.1.3 and RFC 9110, section 15.5.16."""
    response = client.post("/sparql", content=ASK.encode(), headers=headers)
    assert response.status_code == 415
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("data", [b"\xff", b"ASK {} # \xc3", b"\xed\xa0\x80"])
def test_what_is_no_utf_8_is_malformed(client, data):
    """2.1.3: "Unicode, encoded in UTF-8"; a client that errs is told so, and not corrected."""
    problem(client.post("/sparql", content=data, headers=DIRECT), 400, "malformed")
    problem(client.get("/sparql?query=" + quote(data)), 400, "malformed")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    content = b"query=" + quote(data).encode()
    problem(client.post("/sparql", content=content, headers=form), 400, "malformed")


def test_what_is_too_long_is_refused(client):
    """RFC 9110, sections 15.5.14 and 15.5.15."""
    long = "ASK { " + " " * (1 << 17) + "}"
    problem(client.post("/sparql", content=long, headers=DIRECT), 413, "too large")
    problem(client.post("/sparql", data={"query": long}), 413, "too large")
    problem(client.get("/sparql", params={"query": long[-40_000:]}), 414, "too long")

    def pieces():
        yield from [b" " * (1 << 16)] * 3

    problem(client.post("/sparql", content=pieces(), headers=DIRECT), 413, "too large")
    problem(client.get("/sparql", params=[("a", "")] * 201), 400, "malformed")


@pytest.mark.parametrize(
    "query", ["ASK " + "{" * 101 + "}" * 101, "ASK {FILTER(1" + "||1" * 1001 + ")}"]
)
def test_what_is_nested_too_deeply_is_refused(client, query):
    """Just above our own limits, which are far below those of parsers."""
    problem(client.post("/sparql", content=query, headers=DIRECT), 400, "malformed")


def test_what_takes_too_much_has_no_answer(client):
    """2.1.7: 5XX where the service does not carry it out; never a part of an answer under 200."""
    problem(client.get("/sparql", params={"query": RUNAWAY}), 504, "cpu")
    everything = {"query": "SELECT * { ?s ?p ?o }"}
    problem(client.get("/sparql", params=everything), 500, "too large")


def test_any_page_may_read_what_is_here(client):
    """CORS: of Fetch, section 3.3; without credentials, and so with *."""
    origin = {"Origin": "https://example.org"}
    asked = {"Access-Control-Request-Method": "POST", **origin}
    preflight = client.options("/sparql", headers=asked)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for query in (ASK, "ASK"):
        response = client.get("/sparql", params={"query": query}, headers=origin)
        assert response.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.parametrize("accept", ["*/*", *RDF])
def test_the_bare_address_describes_the_service(client, accept):
    """SPARQL 1.1 Service Description, section 2: RDF, by content negotiation."""
    response = client.get("/sparql", headers={"Accept": accept})
    media = response.headers["content-type"].partition(";")[0]
    format = pyoxigraph.RdfFormat.from_media_type(media)
    triples = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in pyoxigraph.parse(response.content, format=format)
    }
    address = f"{client.base_url}/sparql".replace("//sparql", "/sparql")
    # Section 3.4: sd:endpoint "relates an instance of sd:Service to a SPARQL endpoint".
    assert (address, SD + "endpoint", address) in triples
    assert (address, SD + "supportedLanguage", SD + "SPARQL11Query") in triples
    assert not any("Update" in one[2] or "Federated" in one[2] for one in triples)
    formats = {one[2] for one in triples if one[1] == SD + "resultFormat"}
    assert len(formats) == 8
    problem(client.get("/sparql", headers={"Accept": "image/png"}), 406, "not acceptable")


def test_no_value_of_a_request_ends_the_server(client):
    """Texts that are no requests at all, straight into the socket."""
    host, port = client.base_url.host, client.base_url.port
    for text in (
        b"\0\0\0",
        b"GET /sparql?query=%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n"
        b"Content-Type: application/sparql-query\r\n\r\nASK",
        b"GET /sparql?query=ASK%7B%7D HTTP/9.9\r\n\r\n",
    ):
        with socket.create_connection((host, port)) as one:
            one.sendall(text)
            one.shutdown(socket.SHUT_WR)
            assert not one.recv(65536).startswith(b"HTTP/1.1 200")
    assert client.get("/sparql", params={"query": ASK}).status_code == 200


def test_xml_is_well_formed(client):
    query = "SELECT ?x { VALUES ?x { '<&>\"' UNDEF } }"
    headers = {"Accept": "application/sparql-results+xml"}
    response = client.get("/sparql", params={"query": query}, headers=headers)
    assert len(list(ET.fromstring(response.content).iter())) > 5
    assert json.dumps(response.text)


@pytest.mark.long
@pytest.mark.sampled
def test_the_child_of_a_client_that_leaves_ends():
    """Its limits are far away: nothing but the leaving ends it."""
    far = {"seconds": 3600, "cpu": 3600}
    address = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost:{{}}\r\n\r\n"
    with served.server(**far) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as one:
            one.sendall(address.format(server.port).encode())
            until(lambda: any(map(children, children(server.process.pid))))
            (zygote,) = children(server.process.pid)
        until(lambda: not children(zygote))
        assert httpx.get(f"{server.url}/sparql", params={"query": ASK}).status_code == 200
    assert not is_there(zygote)
