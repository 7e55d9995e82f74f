"""How the server answers what is asked badly, and what stands in each header."""

import signal
import socket
from html import unescape
from pathlib import Path

import httpx
import pytest

import corpus
from secgraph import stores
from secgraph.documents import fulltext
from support.command import secgraph
from support.web import serving

HTML = {"accept": "text/html"}


def raw(port: int, request: bytes) -> bytes:
    """What the server sends to bytes that no client library would send."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/query/linkage/between-regions?from=nowhere", 422),
        ("/query/linkage/between-regions?from=India", 422),
        ("/query/record/obligations?year=soon", 422),
        ("/query/linkage/between-regions?from=asia&from=asia", 400),
        ("/query/linkage/between-regions?from=", 422),
        ("/query/linkage/between-regions?from=a%00b", 400),
        ("/query/linkage/between-regions?from=a%1Bb", 400),
        ("/find?q=a&q=b", 400),
        ("/find?q=" + "a" * 3000, 422),
        ("/query/linkage/nothing/", 404),
        ("/query/linkage/between-regions?from=%ED%A0%80", 400),
        ("/query/linkage/between-regions?from=%FF", 400),
        ("/query/linkage/between-regions?nothing=1", 400),
        ("/query/linkage/between-regions?from=" + "a" * 3000, 422),
        ("/query/linkage/between-regions?" + "&".join(f"p{n}=1" for n in range(50)), 400),
        ("/query/linkage/between-regions?from=" + "a" * 9000, 414),
        ("/query/linkage/nothing", 404),
        ("/query/linkage/../../../../etc/passwd", 404),
        ("/query/..%2f..%2f..%2fetc%2fpasswd", 404),
        ("/%2e%2e/%2e%2e/etc/passwd", 404),
        ("/download/..%2f..%2fpyproject.toml", 404),
        ("/doc/nothing/", 404),
        ("/doc/east-is-east/beside/east-is-east", 422),
        ("/ask?s=India", 400),
        ("/ask?s=India&p=agrees+with&o=Japam", 422),
        ("/ask?s=India&p=agreees+with&o=Japan", 422),
        ("/find?w=1", 400),
        ("/id/japan.exe", 404),
        ("/query/links/codes.csv", 501),
        ("/query/strategies/list/bars.svg", 422),
    ],
)
def test_what_is_refused_has_its_status_and_a_reason_in_both_forms(path, status, served, client):
    """The status, as bytes on the wire; in words for people, as a problem for programs."""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n"
    page = raw(served.port, f"{head}Accept: text/html\r\n\r\n".encode())
    data = raw(served.port, f"{head}Accept: application/json\r\n\r\n".encode())
    assert page.split()[1] == data.split()[1] == str(status).encode()
    if status != 414:
        assert b"application/problem+json" in data
        assert f'"status": {status}'.encode() in data
    assert b"Traceback" not in page + data


def test_a_refused_value_names_near_ones_as_links(client):
    page = client.get("/query/linkage/between-regions?from=asai&to=europe", headers=HTML)
    data = client.get("/query/linkage/between-regions.json?from=asai&to=europe")
    assert 'href="/query/linkage/between-regions?from=Asia&amp;to=europe"' in page.text
    assert data.json()["parameter"] == "from"
    near = data.json()["near"][0]
    assert client.get(near["href"]).status_code == 200


def test_what_a_user_typed_is_escaped_where_it_is_shown(client):
    typed = "<script>alert(1)</script>"
    for path in (f"/query/linkage/between-regions?from={typed}", f"/find?q={typed}"):
        assert typed not in client.get(path, headers=HTML).text


def test_a_strong_tag_gives_304_and_head_gives_no_body(client):
    for path in ("/", "/query/votes/on", "/query/votes/on.csv", "/id/japan.ttl", "/style.css"):
        whole = client.get(path)
        tag = whole.headers["etag"]
        assert not tag.startswith("W/")
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304
        assert client.get(path, headers={"if-none-match": f'"x", W/{tag}'}).status_code == 304
        assert client.get(path, headers={"if-none-match": '"x"'}).status_code == 200
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(whole.content))


def test_each_response_keeps_the_browser_to_this_site_and_sets_no_cookie(client):
    for path in ("/", "/query/votes/on.csv", "/nothing", "/id/japan", "/healthz"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "script-src" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers
        assert "server" not in headers


MACHINES = (
    "/query/votes/on.csv",
    "/query/votes/on.json",
    "/query/votes/on.rq",
    "/query/votes/on/map.svg",
    "/query/votes/nothing.csv",
    "/query/votes/on.csv?issue=nothing",
    "/id/japan",
    "/id/japan.ttl",
    "/ns.jsonld",
    "/openapi.json",
    "/download/",
    "/.well-known/void",
    "/sitemap.xml",
    "/healthz",
    "/reconcile",
    "/sparql?query=ASK%7B%7D",
    "/query/votes/on.csv?" + "a" * 9000,
)


@pytest.mark.parametrize("path", MACHINES)
def test_a_page_of_any_origin_may_read_what_is_for_programs(path, client):
    """CORS of Fetch, section 3.3: answers, refusals and redirects; HTML alone is left out."""
    origin = {"origin": "https://example.org"}
    answer = client.get(path, headers=origin)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    assert ("access-control-allow-origin" in answer.headers) is not is_page
    assert "access-control-allow-credentials" not in answer.headers
    asked = {**origin, "access-control-request-method": "GET"}
    preflight = client.options(path.partition("?")[0], headers=asked)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "If-None-Match" in preflight.headers["access-control-allow-headers"]


@pytest.mark.parametrize("path", ["/", "/query/votes/on", "/id/japan.html", "/nothing", "/mcp"])
def test_no_page_of_another_origin_may_read_a_page(path, client):
    """They may show the words of a user's own copies."""
    answer = client.get(path, headers={"origin": "https://example.org", **HTML})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1:1", "localhost.example.org", ""])
def test_a_host_that_is_not_ours_is_not_answered(host, served):
    request = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    assert raw(served.port, request.encode()).split()[1] == b"421"


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://127.0.0.1:{port}/healthz", "127.0.0.1:{port}", 200),
        ("HTTP://localhost:{port}/healthz?x=y", "example.org", 200),
        ("http://127.0.0.1:{port}", "127.0.0.1:{port}", 200),
        ("http://example.org/healthz", "127.0.0.1:{port}", 421),
        ("http:///healthz", "127.0.0.1:{port}", 421),
        ("http://x@127.0.0.1:{port}/healthz", "127.0.0.1:{port}", 421),
        ("https://127.0.0.1:{port}/healthz", "127.0.0.1:{port}", 404),
        ("//example.org/healthz", "127.0.0.1:{port}", 404),
        ("*", "127.0.0.1:{port}", 404),
    ],
)
def test_a_target_with_a_host_counts_instead_of_host(target, host, status, served):
    """RFC 9112, section 3.2.2: a server takes the absolute form, and ignores Host then."""
    words = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = raw(served.port, words.format(port=served.port).encode())
    assert answer.split()[1] == str(status).encode()


def test_only_reading_is_answered(client):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/query/votes/on").status_code == 405


def test_a_body_that_is_too_large_is_not_read(served):
    request = (
        f"POST /about HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
        "Content-Length: 99999999\r\nConnection: close\r\n\r\n"
    )
    assert raw(served.port, request.encode()).split()[1] == b"413"


def test_a_term_signal_ends_the_server_cleanly():
    with serving() as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0


def test_a_server_answers_from_disk_from_its_first_start_on(tmp_path, monkeypatch):
    """What it has read into memory it could not give back, ten times as much."""
    monkeypatch.setenv("SECGRAPH_CACHE", str(tmp_path / "kept"))
    data = tmp_path / "own.ttl"
    data.write_text("<urn:x-own:a> <urn:x-own:b> <urn:x-own:c> .\n", "utf-8")
    with serving("--data", str(data)) as server:
        files = Path(f"/proc/{server.process.pid}/fd").iterdir()
        opened = {str(file.resolve()) for file in files}
        assert any(file.startswith(str(tmp_path / "kept")) for file in opened)


def test_data_of_the_user_is_read_by_no_page_of_another_origin(tmp_path):
    """Neither an answer, nor one of the endpoint or of reconciliation, which open up themselves."""
    data = tmp_path / "own.ttl"
    data.write_text("<urn:x-own:a> <urn:x-own:b> <urn:x-own:c> .\n", "utf-8")
    origin = {"origin": "https://example.org"}
    with (
        serving("--data", str(data)) as server,
        httpx.Client(base_url=server.url, headers=origin, timeout=60) as client,
    ):
        own = ("/query/votes/on.csv", "/sparql?query=ASK%7B%7D", "/reconcile", "/id/japan")
        for path in (*own, "/nothing", "/" + "a" * 9000):
            answer = client.get(path)
            assert (answer.status_code < 400) is (path in own)
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"
            asked = {"access-control-request-method": "POST"}
            preflight = client.options(path.partition("?")[0], headers=asked)
            assert "access-control-allow-origin" not in preflight.headers


@pytest.mark.browser
def test_below_a_prefix_links_and_redirects_have_it():
    with (
        serving("--base-url", "https://example.org/graph") as server,
        httpx.Client(base_url=server.url, headers={"host": "example.org"}) as client,
    ):
        page = client.get("/query/votes/on", headers=HTML).text
        assert 'href="/graph/style.css"' in page
        assert "https://example.org/graph/r/" in page
        assert client.get("/graph/query/votes/on", headers=HTML).text == page
        assert client.get("/id/japan").headers["location"] == "/graph/id/japan.html"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--host", "0.0.0.0"], "add --public --base-url"),
        (["--public"], "--public needs --base-url"),
        (["--public", "--base-url", "https://example.org", "--text", "x"], "leave out --text"),
        (["--base-url", "example.org"], "is no address"),
        (["--port", "70000"], "is not a port"),
        (["--host", "203.0.113.7", "--public", "--base-url", "http://a.org"], "cannot be listened"),
        (["--data", "nowhere.ttl"], "nowhere.ttl"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options, message):
    refused = secgraph("serve", *options)
    assert refused.returncode == 2
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.browser
def test_the_words_of_a_text_are_shown_on_this_machine(tmp_path):
    document = corpus.Document(corpus.World(), 1, 1)
    data, text = tmp_path / "one.nt", tmp_path / "one.txt"
    data.write_text("".join(" ".join(triple) + " .\n" for triple in document.triples()), "utf-8")
    text.write_text(document.text, "utf-8", newline="")
    passage = next(iri for iri in fulltext_of(data, text))
    path = passage.removeprefix("https://w3id.org/secgraph")
    with serving("--data", str(data), "--text", str(text)) as server:
        page = httpx.get(f"{server.url}{path}.html", headers=HTML, timeout=60).text
    assert fulltext_of(data, text)[passage] in unescape(page)


def fulltext_of(data, text) -> dict[str, str]:
    return fulltext.sentences(str(text), stores.open(data=[str(data)]).rows)
