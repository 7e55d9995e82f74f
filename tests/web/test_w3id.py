"""The rules of ontology/w3id.htaccess, followed by a local server that redirects as they say."""

import http.server
import re
import threading
from collections.abc import Iterator

import httpx
import pytest

from secgraph.namespaces import ONTOLOGY
from secgraph.query.sessions import session
from support.paths import ROOT

RULE = re.compile(r"RewriteRule (\S+) (\S+) \[R=(\d+),L\]")


def rules() -> list[tuple[str, str, int]]:
    """The rules of the file: pattern, target and status, in their order."""
    lines = (ROOT / "ontology" / "w3id.htaccess").read_text("utf-8").splitlines()
    active = [line for line in lines if line and not line.startswith("#")]
    found = [match for line in active if (match := RULE.fullmatch(line))]
    assert len(found) == len(active) - 1 == 7
    return [(match[1], match[2], int(match[3])) for match in found]


@pytest.fixture(scope="module")
def w3id(served) -> Iterator[str]:
    """A server that redirects as w3id.org would, to the server of pages."""
    table = rules()

    class Redirecting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/secgraph/")
            for pattern, target, status in table:
                match = re.search(pattern, path)
                if match:
                    place = match.expand(re.sub(r"\$(\d)", r"\\\1", target))
                    self.send_response(status)
                    self.send_header("Location", place.replace("https://HOST", served.url))
                    self.end_headers()
                    return
            self.send_error(404)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Redirecting) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/secgraph"
        server.shutdown()
        thread.join()


IRIS = [
    ONTOLOGY,
    "https://w3id.org/secgraph/id/japan",
    "https://w3id.org/secgraph/vocab/denied",
    "https://w3id.org/secgraph/doc/east-is-east/document",
    "https://w3id.org/secgraph/doc/east-is-east/c-p10s2-b",
    "https://w3id.org/secgraph/query/votes/on",
    f"{ONTOLOGY}/{session().release}",
    f"https://w3id.org/secgraph/r/{session().release}/query/votes/on",
    "https://w3id.org/secgraph/",
]


@pytest.mark.parametrize("iri", IRIS)
def test_an_iri_leads_over_w3id_to_its_page(iri, w3id):
    address = iri.replace("https://w3id.org/secgraph", w3id)
    page = httpx.get(address, follow_redirects=True, headers={"accept": "text/html"}, timeout=60)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert page.history[0].status_code == 303


@pytest.mark.parametrize("iri", IRIS[:5])
def test_an_iri_leads_over_w3id_to_rdf(iri, w3id):
    address = iri.replace("https://w3id.org/secgraph", w3id)
    data = httpx.get(address, follow_redirects=True, headers={"accept": "text/turtle"}, timeout=60)
    assert data.headers["content-type"].startswith("text/turtle")


def test_every_iri_of_the_project_has_a_rule():
    rows = session().store.rows("SELECT DISTINCT ?s WHERE { ?s ?p ?o . FILTER (isIRI(?s)) }")
    start = "https://w3id.org/secgraph/"
    own = [row[0].partition("#")[0][len(start) :] for row in rows if row[0].startswith(start)]
    assert len(own) > 3000
    lost = [path for path in own if not any(re.search(rule, path) for rule, _, _ in rules())]
    assert lost == []
    assert not any(re.search(rule, "../etc/passwd") for rule, _, _ in rules())
