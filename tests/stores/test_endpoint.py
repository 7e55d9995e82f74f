"""Asking a store over HTTP: a real one for what it answers, and a server that does wrong on purpose
for what must not be believed."""

import base64
import gzip
import hashlib
import http.server
import json
import re
import sys
import threading
import zlib
from collections.abc import Iterator
from urllib.parse import parse_qs

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.claims import verdict
from secgraph.namespaces import PREFIXES, RELEASE_GRAPH
from secgraph.query import sessions
from secgraph.stores import loading, protocol
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import Transport
from secgraph.stores.loading.virtuoso import Virtuoso
from support import oxigraph as servers
from support.command import secgraph

JSON = "application/sparql-results+json"
ONE_ROW = (
    b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"whole"}}]}}'
)
YES = b'{"head":{},"boolean":true}'


@pytest.fixture(scope="module", params=["oxigraph-http", "oxigraph-http-union"])
def store(request, stores) -> Iterator[Endpoint]:
    with Endpoint(stores[request.param]) as endpoint:
        yield endpoint


# --- what a store answers


def test_values_by_label_order_and_evidence_are_those_of_the_graph_in_memory(store):
    """Names are looked up in the store, and the parts of evidence stand in the order of the
    text that the store holds."""
    for name, params in {
        "linkage/between-regions": {"from": "Asia"},
        "groupings/members": {"grouping": "jaukus"},
        "threats/to": {"target": "Japan"},
    }.items():
        assert sg.run(name, params, store=store).serialize("csv") == sg.run(name, params).serialize(
            "csv"
        )
    with pytest.raises(sg.UnknownValue, match="did you mean"):
        sg.run("threats/to", target="Japann", store=store)
    parts = ["P1.S2", "P4.S3", "P10.S2", "https://w3id.org/secgraph/doc/east-is-east/P2.S1"]
    assert sessions.Session(store).order(parts) == sessions.Session().order(parts)


def test_every_form_of_query_is_answered(store):
    assert store.ask("# SELECT\nPREFIX select: <urn:ask#> ASK { ?s ?p ?o }").truth is True
    assert store.ask("ASK { <urn:none> ?p ?o }").truth is False
    given = sg.sparql("CONSTRUCT { ?s a sg:Alliance } WHERE { ?s a sg:Alliance }", store=store)
    assert (
        given.serialize()
        == sg.sparql("CONSTRUCT { ?s a sg:Alliance } WHERE { ?s a sg:Alliance }").serialize()
    )
    assert given.triples
    assert store.ask("DESCRIBE <https://w3id.org/secgraph/id/japan>").triples


def test_terms_keep_language_and_datatype_and_plain_strings_are_simple(store):
    found = store.ask('SELECT * { VALUES (?a ?b ?c ?d) { ("x" "x"@en 5 UNDEF) } }')
    assert found.columns == ("a", "b", "c", "d")
    integer = pyoxigraph.NamedNode(PREFIXES["xsd"] + "integer")
    assert found.rows == [
        (
            pyoxigraph.Literal("x"),
            pyoxigraph.Literal("x", language="en"),
            pyoxigraph.Literal("5", datatype=integer),
            None,
        )
    ]


def test_a_verdict_is_the_same(store):
    for statement in (
        ("India", "views differently from", "Japan"),
        ("North Atlantic", "has security inseparable from", "Asia"),
        ("India", "is a member of", "Quad"),
        ("Japan", "is a member of", "JAUKUS"),
        ("India", "voted against", "UN General Assembly vote of February 2023"),
        ("France", "is a party to", "North Atlantic Treaty"),
        ("Japan", "has a treaty with", "United States"),
        ("United States", "owes defence to", "Japan"),
    ):
        answer, here = verdict.ask(*statement, store=store), verdict.ask(*statement)
        assert (answer.voices, answer.facts) == (here.voices, here.facts)
        assert answer.judgement == here.judgement
        assert answer.voices or answer.facts


def test_a_wrong_query_is_told_as_the_graph_in_memory_tells_it(store):
    """With a prefix that had to be declared and without, the line is the one that its author
    wrote."""
    for text in ("SELECT * { ?s ?p }", "SELECT *\n{ ?s a sg:Claim .\n ?s ?p }", "SELECT *"):
        said = []
        for engine in (None, store):
            with pytest.raises(sg.BadQuery) as error:
                sg.sparql(text, store=engine)
            said.append(str(error.value))
        assert said[0] == said[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DROP ALL",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "# SELECT",
        "PREFIX x: <urn:SELECT>",
        '"SELECT"',
    ],
)
def test_what_is_no_question_is_not_sent(text):
    """Nothing listens there: an attempt to send it would be another error."""
    with pytest.raises(sg.BadQuery, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        Endpoint(f"http://127.0.0.1:{servers.free_port()}").ask(text)


def test_half_a_character_is_a_clean_error(store):
    with pytest.raises(sg.BadQuery, match="half of a character"):
        store.ask("SELECT * { ?s ?p '\ud800' }")


def test_an_answer_that_the_store_cuts_short_is_none(store):
    """Oxigraph answers 200, begins the JSON, and then cannot go on.

    Such an answer is an error that says how it ends.
    """
    with pytest.raises(sg.EngineError, match=r"breaks off.*nothing of it is used.*it ends in"):
        store.ask("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")


def test_a_graph_that_was_never_loaded_is_no_silence(stores):
    """Zero rows from an empty graph would look as if the text said nothing."""
    with pytest.raises(sg.EngineError, match=r"the graph urn:none of .* is empty or not there"):
        Endpoint(stores["oxigraph-http"], graph="urn:none").ask("SELECT * { ?s ?p ?o }")
    with pytest.raises(sg.EngineError, match="the default graph of"):
        Endpoint(stores["oxigraph-http"], graph=None).ask("SELECT * { ?s ?p ?o }")
    assert Endpoint(stores["oxigraph-http-union"], graph=None).ask("ASK { ?s ?p ?o }").truth


def test_a_query_that_names_graphs_is_asked_only_without_a_graph(stores):
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    with pytest.raises(sg.UsageError, match="--default-graph"):
        Endpoint(stores["oxigraph-http"]).ask(text)
    assert Endpoint(stores["oxigraph-http"], graph=None).rows(text) == [[RELEASE_GRAPH]]


# --- a server that does wrong


class Wrong(http.server.BaseHTTPRequestHandler):
    """Answers each request with what the test has put on the list, and keeps what came."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.seen.append(
            (self.command, self.path, dict(self.headers), parse_qs(body), self.client_address)
        )
        step = self.server.steps.pop(0) if self.server.steps else (200, {}, YES)
        if callable(step):
            step(self)
            self.close_connection = True
            return
        code, headers, content = step
        self.send_response(code)
        for name, value in {
            "Content-Type": JSON,
            "Content-Length": str(len(content)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.do_POST()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def wrong() -> Iterator[http.server.ThreadingHTTPServer]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Wrong) as server:
        server.daemon_threads, server.block_on_close = True, False
        server.steps, server.seen, server.done = [], [], threading.Event()
        server.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.done.set()
        server.shutdown()
        thread.join()


def asked(server, *steps, query="SELECT ?x { ?x ?y ?z }", timeout=None, **options):
    server.steps[:] = steps
    with Endpoint(server.url, **options) as endpoint:
        return endpoint.ask(query, timeout)


def test_what_is_sent_is_a_form_with_the_graph_over_one_connection(wrong):
    wrong.steps[:] = [(200, {}, ONE_ROW), (200, {}, ONE_ROW), (200, {}, ONE_ROW)]
    with Endpoint(wrong.url) as endpoint:
        for _ in range(3):
            assert endpoint.rows("SELECT ?x { ?x a ?y }") == [["whole"]]
    # The first has a comment of its own at its end, until it is known that the server is no
    # Virtuoso.
    method, path, headers, fields, _ = wrong.seen[1]
    assert (method, path) == ("POST", "/sparql")
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Accept"].startswith(JSON)
    assert fields == {"query": ["SELECT ?x { ?x a ?y }"], "default-graph-uri": [RELEASE_GRAPH]}
    assert len({seen[4] for seen in wrong.seen}) == 1


def test_without_a_graph_none_is_named_and_only_missing_prefixes_are_declared(wrong):
    wrong.steps[:] = [(200, {}, YES)]
    text = 'PREFIX sg: <urn:mine#> ASK { ?x a sg:Claim ; rdfs:label "sgd:x" # sgv:y\n }'
    Endpoint(wrong.url, graph=None).ask(text, prefixes=PREFIXES)
    (sent,) = wrong.seen[0][3].pop("query")
    assert re.fullmatch(
        re.escape(f"PREFIX rdfs: <{PREFIXES['rdfs']}>\n{text}") + "\n# [0-9a-f]{8}", sent
    )
    assert wrong.seen[0][3] == {}


def test_only_virtuoso_gets_each_question_with_a_comment_of_its_session(wrong):
    """It keeps the plan of a text, and one made while the graph was empty gives no rows for
    ever."""
    for server, marks in (
        ("Virtuoso/07.20 (Linux)", [True] * 3),
        ("another", [True, False, False]),
    ):
        wrong.seen.clear()
        wrong.steps[:] = [(200, {"Server": server}, ONE_ROW)] * 3
        with Endpoint(wrong.url) as endpoint:
            for _ in range(3):
                endpoint.rows("SELECT ?x { ?x a ?y }")
        texts = [seen[3]["query"][0] for seen in wrong.seen]
        assert ["\n# " in text for text in texts] == marks
        assert len(set(texts)) == (1 if server.startswith("Virtuoso") else 2)


def test_after_each_change_virtuoso_is_asked_by_another_text(wrong):
    """By the plan that it made while a graph was empty it counts a full one ten times as long."""
    for server, texts in (("Virtuoso/07.20 (Linux)", 3), ("another", 2)):
        wrong.seen.clear()
        count = ONE_ROW.replace(b"whole", b"1").replace(b'"x"', b'"n"')
        wrong.steps[:] = [(200, {"Server": server}, count)] * 6
        store = Virtuoso.at(Transport(wrong.url))
        with Endpoint(wrong.url) as endpoint:
            loader = loading.Loader(store, endpoint)
            assert loader.count(RELEASE_GRAPH) == loader.count(RELEASE_GRAPH) == 1
            loader.again(store.drop(RELEASE_GRAPH))
            assert loader.count(RELEASE_GRAPH) == 1
            loader.once(store.swap("urn:x:staging", RELEASE_GRAPH))
            assert loader.count(RELEASE_GRAPH) == 1
        counts = [seen[3]["query"][0] for seen in wrong.seen if "COUNT" in seen[3]["query"][0]]
        assert len(counts) == 4
        assert len(set(counts)) == texts


@pytest.mark.parametrize("cut", [*range(0, len(ONE_ROW), 3), len(ONE_ROW) - 1])
def test_a_row_is_believed_only_from_a_whole_answer(wrong, cut):
    """Wherever a 200 is cut, nothing of it is used."""
    with pytest.raises(sg.EngineError, match="broken or breaks off"):
        asked(wrong, (200, {}, ONE_ROW[:cut]))


@pytest.mark.parametrize(
    "content",
    [YES[:-1], YES + b"x", b'{"boolean":"true"}', b'{"head":{"vars":["x"]}}',
     ONE_ROW + b"x", ONE_ROW.replace(b'["x"]', b'"x"')],
)  # fmt: skip
def test_a_malformed_answer_is_an_error(wrong, content):
    with pytest.raises(sg.EngineError, match="broken or breaks off"):
        asked(wrong, (200, {}, content))


def test_a_body_shorter_than_announced_is_an_error(wrong):
    with pytest.raises(sg.EngineError, match=r"broke off .*ask again"):
        asked(wrong, (200, {"Content-Length": "5000", "Connection": "close"}, ONE_ROW), timeout=30)


def test_another_kind_of_page_is_named(wrong):
    with pytest.raises(sg.EngineError, match="gave text/html and not the results"):
        asked(wrong, (200, {"Content-Type": "text/html; charset=utf-8"}, b"<html>Welcome</html>"))
    with pytest.raises(sg.EngineError, match="and not the triples"):
        asked(wrong, (200, {}, b""), query="CONSTRUCT WHERE { ?s ?p ?o }")


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (204, {}, r"no content \(204\); is it the address"),
        (206, {"Content-Range": "bytes 0-1/9"}, r"a part of its answer \(206\)"),
        (200, {"Content-Type": ""}, "without Content-Type and not the results"),
        (200, {"Content-Encoding": "br"}, "packed by br, which was not asked for"),
        (200, {"Content-Encoding": "gzip, gzip"}, "packed by gzip, gzip, which"),
        (200, {"Content-Encoding": "gzip"}, "cannot be unpacked"),
    ],
)
def test_a_reply_that_is_no_whole_body_of_results_says_so(wrong, status, headers, message):
    with pytest.raises(sg.EngineError, match=message):
        asked(wrong, (status, headers, b"" if status == 204 else ONE_ROW), timeout=30)


@pytest.mark.parametrize("form", ["gzip", "gzip in two parts", "zlib", "bare deflate"])
def test_a_packed_answer_that_lacks_its_end_is_none(wrong, form):
    """At the end of a line, where what is there could be taken for the whole."""
    lines = b"".join(b"<urn:a> <urn:b> <urn:c%d> .\n" % number for number in range(50))
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(lines),
        "gzip in two parts": gzip.compress(lines[:270]) + gzip.compress(lines[270:]),
        "zlib": zlib.compress(lines),
        "bare deflate": bare.compress(lines) + bare.flush(),
    }[form]
    part = zlib.compressobj(wbits={"z": 15, "b": -15}.get(form[0], 31))
    cut = part.compress(lines) + part.flush(zlib.Z_SYNC_FLUSH)
    kind = {
        "Content-Type": "application/n-triples",
        "Content-Encoding": "gzip" if "gzip" in form else "deflate",
    }
    query = "CONSTRUCT WHERE { ?s ?p ?o }"
    assert len(asked(wrong, (200, kind, packed), query=query).triples) == 50
    with pytest.raises(sg.EngineError, match="breaks off before its end"):
        asked(wrong, (200, kind, cut), query=query)


def test_triples_are_read_whole_or_not_at_all(wrong):
    kind = {"Content-Type": "application/n-triples"}
    assert (
        len(
            asked(
                wrong,
                (200, kind, b"<urn:a> <urn:b> <urn:c> .\n"),
                query="CONSTRUCT WHERE { ?s ?p ?o }",
            ).triples
        )
        == 1
    )
    assert wrong.seen[0][2]["Accept"].startswith("application/n-triples")
    with pytest.raises(sg.EngineError, match="broken or breaks off"):
        asked(
            wrong,
            (200, kind, b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn"),
            query="CONSTRUCT WHERE { ?s ?p ?o }",
        )


def test_rows_that_a_store_cuts_in_silence_are_refused(wrong):
    """Virtuoso answers 200 and names in a header the number at which it cut.

    Below that number the answer is whole.
    """
    with pytest.raises(sg.EngineError, match=r"no more than 1 rows.*page by key"):
        asked(wrong, (200, {"X-SPARQL-MaxRows": "1"}, ONE_ROW))
    assert len(asked(wrong, (200, {"X-SPARQL-MaxRows": "2"}, ONE_ROW)).rows) == 1
    with pytest.raises(sg.EngineError, match=r"not whole \(S1TAT: Anytime query"):
        asked(wrong, (200, {"X-SQL-State": "S1TAT", "X-SQL-Message": "Anytime query"}, ONE_ROW))


def test_each_failure_has_a_message_of_its_own(wrong):
    plain = {"Content-Type": "text/plain"}
    for code, said in {
        404: "is not there",
        429: "too busy",
        503: "too busy",
        500: r"failed \(500: out of memory\)",
        302: r"failed \(302",
    }.items():
        with pytest.raises(sg.EngineError, match=said):
            asked(wrong, (code, plain, b"out\nof \x1b memory"))
    with pytest.raises(sg.BadQuery, match="the store refused it: Virtuoso 37000 Error"):
        asked(wrong, (400, plain, b"Virtuoso 37000 Error SP030"))


def test_nobody_listening_is_told_with_the_place():
    port = servers.free_port()
    with pytest.raises(sg.EngineError, match=f"no store answers at 127.0.0.1:{port} .*start it"):
        Endpoint(f"http://127.0.0.1:{port}").ask("ASK {}")


def test_a_server_that_says_nothing_runs_out_of_time(wrong):
    with pytest.raises(sg.QueryTimeout, match=r"within 0.2 seconds"):
        asked(wrong, lambda handler: handler.server.done.wait(), timeout=0.2)


def test_a_server_that_never_comes_to_an_end_runs_out_of_time(wrong):
    """A byte now and then keeps a connection alive, but not the question."""

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        try:
            while not handler.server.done.wait(0.01):
                handler.wfile.write(b" ")
        except OSError:
            pass  # the other side has given up, as it should

    with pytest.raises(sg.QueryTimeout):
        asked(wrong, drip, timeout=0.3)


@pytest.mark.parametrize(
    "piece", [b"HTTP/1.1 102 Processing\r\n\r\n", b"x"], ids=["interim replies", "a header"]
)
def test_a_reply_that_does_not_begin_runs_out_of_time(wrong, piece):
    """Interim replies, or a header in drops, count as no answer."""

    def drip(handler):
        if piece == b"x":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drops: ")
        try:
            while not handler.server.done.wait(0.01):
                handler.wfile.write(piece)
        except OSError:
            pass  # the other side has given up, as it should

    with pytest.raises(sg.QueryTimeout):
        asked(wrong, drip, timeout=0.3)


def test_an_answer_that_is_too_large_is_refused_while_it_arrives(wrong):
    def flood(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        try:
            while not handler.server.done.is_set():
                handler.wfile.write(b" " * 65536)
        except OSError:
            pass  # the other side has given up, as it should

    with pytest.raises(sg.EngineError, match="larger than 1,000,000 bytes"):
        asked(wrong, flood, max_bytes=1_000_000)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_the_same_server_may_send_to_another_path(wrong, code):
    """The question is put again there, as it was, with the user's name."""
    found = asked(wrong, (code, {"Location": "/other"}, b""), (200, {}, ONE_ROW), auth="secret")
    assert len(found.rows) == 1
    assert [(seen[0], seen[1]) for seen in wrong.seen] == [("POST", "/sparql"), ("POST", "/other")]
    assert wrong.seen[1][3] == wrong.seen[0][3]


@pytest.mark.parametrize(
    "target",
    [
        "http://localhost:{port}/sparql",
        "http://127.0.0.1:1/sparql",
        "https://127.0.0.1:{port}.example.org/",
        "//user:pw@example.org/sparql",
    ],
)
def test_another_server_is_named_and_not_followed(wrong, target):
    target = target.format(port=wrong.server_address[1])
    with pytest.raises(sg.EngineError) as error:
        asked(wrong, (307, {"Location": target}, b""), (200, {}, ONE_ROW), auth="secret")
    assert len(wrong.seen) == 1
    assert "pw" not in str(error.value)
    assert "secret" not in str(error.value)


def test_a_circle_of_addresses_comes_to_an_end(wrong):
    with pytest.raises(sg.EngineError, match="from one address to the next"):
        asked(wrong, *[(307, {"Location": "/sparql"}, b"")] * 20)


# --- who asks


def basic(handler):
    given = handler.headers.get("Authorization", "")
    if given == "Basic " + base64.b64encode(b"ann:s3cret").decode():
        return 200, {}, ONE_ROW
    return 401, {"WWW-Authenticate": 'Basic realm="store"'}, b""


def digest(handler):
    fields = dict(re.findall(r'(\w+)="?([^",]+)', handler.headers.get("Authorization", "")))

    def of(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    inner, outer = of("ann:store:s3cret"), of(f"POST:{handler.path}")
    if fields.get("response") == of(
        ":".join([inner, "n0nce", fields.get("nc", ""), fields.get("cnonce", ""), "auth", outer])
    ):
        return 200, {}, ONE_ROW
    return (
        401,
        {"WWW-Authenticate": 'Digest realm="store", nonce="n0nce", qop="auth", algorithm=MD5'},
        b"",
    )


def answering(judge):
    def step(handler):
        code, headers, content = judge(handler)
        (text,) = handler.server.seen[-1][3]["query"]
        # A store names its columns as the query does.
        column = re.search(r"\?(\w+)", text)[1].encode()
        content = content.replace(b'"x"', b'"' + column + b'"')
        handler.send_response(code)
        for name, value in {
            "Content-Type": JSON,
            "Content-Length": str(len(content)),
            "Connection": "close",
            **headers,
        }.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return step


@pytest.mark.parametrize("judge", [basic, digest])
def test_user_and_password_are_given_as_the_store_asks_for_them(wrong, judge):
    wrong.steps[:] = [answering(judge)] * 9
    with Endpoint(wrong.url, auth=("ann", "s3cret")) as endpoint:
        assert len(endpoint.ask("SELECT ?x {}").rows) == 1
        first = len(wrong.seen)
        assert len(endpoint.ask("SELECT ?x {}").rows) == 1
    assert "Authorization" not in wrong.seen[0][2]
    assert len(wrong.seen) == first + 1, "the way is remembered"


@pytest.mark.parametrize("judge", [basic, digest])
def test_a_wrong_password_is_said_without_it(wrong, judge):
    with pytest.raises(sg.EngineError, match="refused: user or password") as error:
        asked(wrong, *[answering(judge)] * 9, auth=("ann", "wr0ng"))
    assert "wr0ng" not in str(error.value)
    with pytest.raises(sg.EngineError, match="refused"):
        asked(wrong, answering(judge), (403, {}, b""))


def test_a_token_is_sent_as_one(wrong):
    asked(wrong, (200, {}, ONE_ROW), auth="t0ken")
    assert wrong.seen[0][2]["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize(
    "url",
    [
        "localhost:7878",
        "ftp://x/",
        "",
        "/query",
        "http://",
        "http://[::1",
        "http://user:hidden@127.0.0.1/",
        "http://\ud800/",
    ],
)
def test_what_is_no_address_of_a_store_is_refused(url):
    with pytest.raises(sg.BadValue) as error:
        Endpoint(url)
    assert "hidden" not in str(error.value)


def test_an_address_without_a_path_means_query():
    assert [
        Endpoint(url).url
        for url in ("http://x.org", "http://x.org/", "http://x.org/sparql?token=t")
    ] == ["http://x.org/query"] * 2 + ["http://x.org/sparql"]


def test_without_httpx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "httpx", None)
    for name in ("secgraph.stores.endpoint", "secgraph.stores.http"):
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(sg.MissingExtra, match=r"\[store\]"):
        import secgraph.stores.endpoint  # noqa: F401 - importing is the test


def test_a_blank_node_of_any_name_and_the_old_kind_of_literal_are_read():
    old = (
        b'{"head":{"vars":["x","y"]},"results":{"bindings":[{"x":{"type":"bnode",'
        b'"value":"nodeID://b1"},"y":{"type":"typed-literal","value":"1","datatype":"http://'
        b'www.w3.org/2001/XMLSchema#integer"}}]}}'
    )
    ((blank, literal),) = protocol.read_rows(old).rows
    assert isinstance(blank, pyoxigraph.BlankNode)
    assert literal.datatype.value.endswith("#integer")


def test_two_names_of_blank_nodes_stay_two():
    """Also where one is what another would be written as."""
    labels = ["a:b", "ax3ab", "a_3a_b", "a b", "ab", "_", "é"]
    rows = [{"x": {"type": "bnode", "value": label}} for label in labels]
    content = json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}})
    nodes = {row[0] for row in protocol.read_rows(content.encode()).rows}
    assert len(nodes) == len(labels)


def test_members_that_the_standard_does_not_name_are_passed_over():
    """QLever adds "meta", and Virtuoso names a column that the query leaves without a name."""
    content = (
        b'{"head":{"vars":["x","callret-1"]},"results":{"distinct":false,"bindings":'
        b'[{"callret-1":{"type":"literal","value":"3"}}]},"meta":{"size":1}}'
    )
    answer = protocol.read_rows(content)
    assert answer.columns == ("x", "callret-1")
    assert answer.rows == [(None, pyoxigraph.Literal("3"))]
    assert protocol.read_rows(b'{"head":{},"boolean":false,"meta":{}}').truth is False


def test_terms_of_rdf_1_2_are_read_as_the_library_writes_them():
    """Triple terms in each other, with a blank node and a text from right to left."""
    query = """SELECT ?t ?d { BIND ("x"@ar--rtl AS ?d) BIND (BNODE() AS ?b)
      BIND (TRIPLE(<urn:a>, <urn:b>, TRIPLE(?b, <urn:c>, ?d)) AS ?t) }"""
    answer = pyoxigraph.Store().query(query)
    content = answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    ((triple, text),) = protocol.read_rows(content).rows
    assert str(text) == '"x"@ar--rtl'
    assert re.fullmatch(r'<urn:a> <urn:b> <<\( _:\w+ <urn:c> "x"@ar--rtl \)>>', str(triple))


@pytest.mark.parametrize(
    "value", ['"urn:a"', "{}", '{"subject":1,"predicate":1,"object":1}', "null", "[]"]
)
def test_half_a_triple_is_no_value(value):
    term = f'{{"type":"triple","value":{value}}}'
    content = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{term}}}]}}}}'
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        protocol.read_rows(content.encode())


def results(**term: object) -> bytes:
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": [{"x": term}]}}).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (results(type="uri", value="http://a.example/a b"), "row 1, x: http://a.example/a b is no"),
        (results(type="uri", value="relative"), "row 1, x: relative is no IRI"),
        (results(type="literal", value="v", **{"xml:lang": "en_US"}), "row 1, x: v has the lang"),
        (results(type="literal", value="v", datatype="int"), "row 1, x: v has the datatype int"),
        (results(type="number", value="7"), "row 1, x: 7 is of the kind number"),
        (results(type="literal", value=5), "row 1, x: {'type': 'literal', 'value': 5} is no term"),
        (results(type="literal", value="\ud800"), "row 1, x:   holds half of a character"),
        (results(type="bnode", value=""), "row 1, x: is a blank node without a label"),
        (b'{"error":"out of time"}', "it is JSON and holds no results: {'error': 'out of time'}"),
        (b'["head"]', "it is JSON and holds no results"),
        (b"{}", "it is JSON and holds no results: {}"),
        (b'"head"', "it is JSON and holds no results: head"),
        (results(), "row 1, x: {} is no term"),
        (ONE_ROW.replace(b'["x"]', b'["x", "y"]'), "the query has no column y"),
        (ONE_ROW.replace(b'["x"]', b'["x", "x"]'), "two of its columns have one name"),
        (ONE_ROW.replace(b'"x"', b'"\\u001b[2J"'), "the query has no column  [2J"),
        (ONE_ROW.replace(b"whole", b"\xe9t\xe9"), "not in UTF-8 from byte"),
        (b'{"head":{"vars":["x"]},"results":' + b"[" * 100_000, "nested too deeply"),
        (YES, "true or false where the query asks for rows"),
    ],
)  # fmt: skip
def test_an_answer_that_is_whole_and_odd_is_named(wrong, content, message):
    """Row, column and value are in the message, in one line."""
    with pytest.raises(sg.EngineError) as error:
        asked(wrong, (200, {}, content), may_be_empty=True)
    assert message in str(error.value)
    assert str(error.value).isprintable()


def test_columns_are_those_of_the_query(wrong):
    """In its order; a column that is named and not there is a fault, and no row needs none."""
    two = b'{"head":{"vars":["y","x"]},"results":{"bindings":[{"x":{"type":"bnode","value":"b"}}]}}'
    query = "SELECT DISTINCT ?x (COUNT(?z) AS ?y) WHERE { ?x ?y ?z } GROUP BY ?x"
    assert asked(wrong, (200, {}, two), query=query).columns == ("x", "y")
    with pytest.raises(sg.EngineError, match="lacks the column y"):
        asked(wrong, (200, {}, ONE_ROW), query=query)
    none = b'{"head":{"vars":[]},"results":{"bindings":[]}}'
    assert asked(wrong, (200, {}, none), query=query, may_be_empty=True).columns == ("x", "y")
    assert asked(wrong, (200, {}, ONE_ROW), query="SELECT * { ?a ?b ?c }").columns == ("x",)
    with pytest.raises(sg.EngineError, match="rows where the query asks for true or false"):
        asked(wrong, (200, {}, ONE_ROW), query="ASK { ?a ?b ?c }")


@pytest.mark.parametrize("given", ["", "many", "-1", "1" * 5000, "٣"])
def test_a_number_of_a_store_is_one(wrong, given):
    """What it gives for a number of statements is read as one, or named."""
    content = results(type="literal", value=given).replace(b'"x"', b'"n"')
    wrong.steps[:] = [(200, {}, content)]
    with Endpoint(wrong.url, graph=None) as endpoint:
        loader = loading.Loader(loading.find(Transport(wrong.url), "sparql"), endpoint)
        with pytest.raises(sg.EngineError, match="as the number of statements, which is no whole"):
            loader.count(None)


def test_a_way_of_login_that_is_not_known_is_named(wrong):
    head = {"WWW-Authenticate": 'Digest realm="r", nonce="n", algorithm=MD9'}
    with pytest.raises(sg.EngineError, match=r"in a way that is not known .*MD9"):
        asked(wrong, *[(401, head, b"")] * 2, auth=("ann", "s3cret"))


# --- the command line


def test_the_command_line_asks_a_store(stores):
    for verb in (
        ["run", "linkage/between-regions", "from=North Atlantic"],
        ["ask", "India", "views differently from", "Japan"],
        ["sparql", "SELECT ?s { ?s a sg:Alliance } ORDER BY ?s"],
    ):
        there, here = secgraph(*verb, "--store", stores["oxigraph-http"]), secgraph(*verb)
        assert (there.returncode, there.stdout, there.stderr) == (here.returncode, here.stdout, "")
    done = secgraph(
        "run", "claims/denied", "--store", stores["oxigraph-http"], "--graph", "urn:none"
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "urn:none" in done.stderr
    assert (
        secgraph(
            "sparql",
            "ASK { GRAPH ?g { ?s ?p ?o } }",
            "--store",
            stores["oxigraph-http"],
            "--default-graph",
        ).stdout
        == "true\n"
    )


def test_options_that_do_not_go_together_are_a_mistake_and_a_store_that_fails_is_none(tmp_path):
    url = f"http://127.0.0.1:{servers.free_port()}"
    done = secgraph("run", "claims/denied", "--store", url, "--data", "x.ttl")
    assert (done.returncode, "--data" in done.stderr) == (2, True)
    assert secgraph("run", "claims/denied", "--graph", "urn:x").returncode == 2
    assert (
        secgraph(
            "run", "claims/denied", "--store", url, "--graph", "urn:x", "--default-graph"
        ).returncode
        == 2
    )
    assert secgraph("run", "claims/denied", "--store", url).returncode == 3


def test_user_and_password_come_from_the_environment_or_a_netrc_file(wrong, monkeypatch, tmp_path):
    question = ["sparql", "SELECT ?x { ?x a ?y }", "--store", wrong.url, "--format", "json"]
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ann password s3cret\n")
    netrc.chmod(0o600)
    for environment in (
        {"SECGRAPH_USER": "ann", "SECGRAPH_PASSWORD": "s3cret"},
        {"NETRC": str(netrc)},
    ):
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            wrong.steps[:] = [answering(basic)] * 9
            assert secgraph(*question).returncode == 0
    monkeypatch.setenv("SECGRAPH_TOKEN", "t0ken")
    wrong.seen.clear()
    wrong.steps[:] = [answering(lambda handler: (200, {}, ONE_ROW))] * 9
    assert secgraph(*question).returncode == 0
    assert wrong.seen[0][2]["Authorization"] == "Bearer t0ken"


def test_the_release_that_is_named_is_that_of_the_store(wrong):
    """What a store holds may be another release than the one that is installed.

    It is asked once, and only for formats that name it.
    """
    named = (
        b'{"head":{"vars":["version"]},"results":{"bindings":[{"version":{"type":"literal",'
        b'"value":"9.9.9"}}]}}'
    )
    wrong.steps += [(200, {}, ONE_ROW), (200, {}, ONE_ROW), (200, {}, named)]
    session = sessions.Session(Endpoint(wrong.url))
    assert session.sparql("SELECT ?x { ?x ?y ?z }").serialize("csv") == b"x\nwhole\n"
    assert len(wrong.seen) == 1
    found = session.sparql("SELECT ?x { ?x ?y ?z }")
    assert b"ns/9.9.9" in found.serialize("json")
    assert b"ns/9.9.9" in found.serialize("xml")
    assert len(wrong.seen) == 3


def test_an_answer_stands_where_the_store_cannot_say_which_release_it_holds(wrong):
    wrong.steps += [(200, {}, ONE_ROW), (500, {}, b"no"), (200, {}, ONE_ROW)]
    session = sessions.Session(Endpoint(wrong.url))
    found = session.sparql("SELECT ?x { ?x ?y ?z }")
    assert b"whole" in found.serialize("json")
    assert len(wrong.seen) == 2


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("1.0", "1"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("0.500", "0.5"),
        (".5", "0.5"),
        ("+1", "1"),
        ("-010.10", "-10.1"),
        ("x", "x"),
        pytest.param("1" + "0" * 1_000_000 + "x", None, id="a million figures, and no number"),
        pytest.param("1." + "0" * 1_000_000 + "x", None, id="the same after the point"),
    ],
)
def test_a_decimal_is_the_same_number_in_the_same_words_from_every_store(told, wanted):
    """Stores write 1.0 and 1 for the same decimal.

    What is none is left as it came, for the reader to see.
    """
    from secgraph.stores import protocol

    datatype = "http://www.w3.org/2001/XMLSchema#decimal"
    content = json.dumps(
        {
            "head": {"vars": ["x"]},
            "results": {
                "bindings": [{"x": {"type": "literal", "value": told, "datatype": datatype}}]
            },
        }
    )
    wanted = told if wanted is None else wanted
    assert protocol.read_rows(content.encode()).rows[0][0].value == wanted


def test_a_server_that_does_not_say_its_make_is_asked_for_with_the_option_that_there_is(wrong):
    wrong.steps[:] = [(404, {}, b"")] * 40
    done = secgraph("describe", wrong.url)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "say --make oxigraph" in done.stderr
