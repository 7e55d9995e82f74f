"""Send generated hostile requests to a real server: it must live, and never say 200 to a failure.

Usage: attack.py [--requests N] [--seed SEED] [--tenth SEED] [--url URL]

Each request is a right one with a fault, and so must be refused; a right one, and so must be
answered; or noise, and then whatever is answered must be whole. No text here is one that a parser
outside this project cannot take: where limits are tried, it is just above our own, which are far
below theirs. With --url a server that runs already is asked, such as the whole application.
"""

import argparse
import json
import random
import socket
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from support import served
from support.processes import children, is_there
from support.web import Served

REQUESTS = 100_000
WORKERS = 4
RIGHT, WRONG, NOISE = "right", "wrong", "noise"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
HOST = b"Host: 127.0.0.1"
HERE = b"http://127.0.0.1"
"""Their port is added where a request is sent."""

QUERIES = (
    "ASK { ?s ?p ?o }",
    "SELECT ?s { ?s a sg:State } LIMIT 3",
    'SELECT ("\U0001f600" AS ?x) {}',
    "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } LIMIT 2",
    "SELECT (COUNT(*) AS ?n) { ?s sg:hasStanding ?o }",
)
HTML = {"Accept": "text/html"}
PAGES = (
    "/",
    "/query/linkage/between-regions?from=asia&document=",
    "/query/linkage/between-regions.csv?document=east-is-east&document=quad-2021",
    "/query/votes/on/embed",
    "/ask?s=India&p=agrees+with&o=Japan",
    "/find?q=vote+India",
    "/id/japan.html",
    "/doc/east-is-east/argument",
)
TAILS = (
    "{",
    "}",
    "'",
    '"',
    "<",
    "\0",
    "\\",
    ";",
    "# \r{",
    "SELECT",
    "\u202e{",
    "}}}}",
    "^^",
    "zz:a",
)
SERVICES = ("SERVICE", "service", "SeRvIcE SILENT", "SERVICE SILENT", "SERVICE\n\n#x\n")
UPDATES = (
    "DROP ALL",
    "INSERT DATA { <urn:a> <urn:b> 1 }",
    "LOAD <file:///etc/hostname>",
    "CLEAR ALL",
)
TYPES = (
    "",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "application/x",
    "\xff",
    "a" * 900,
)
VALUES = (
    "Azia",
    "",
    " ",
    "\0",
    "a\0",
    "x" * 2000,
    "<x>",
    "../../etc/passwd",
    "';--",
    "{{7*7}}",
    "%s%n",
)
BATCHES = (
    "{",
    "[]",
    "5",
    '{"q":5}',
    '{"q":{}}',
    '{"q":{"query":"\\ud800"}}',
    '{"q":{"query":"a","limit":-1}}',
    '{"q":{"query":"a","type":"Nope"}}',
    '{"q":{"query":"a","properties":{}}}',
    "[" * 5000,
    '{"a":' * 5000,
    json.dumps({str(number): {"query": "a"} for number in range(101)}),
    json.dumps({"q": {"query": "x" * 1001}}),
    json.dumps({str(number): {"query": "a"} for number in range(1000)}),
    '{"q":{"query":"a"},"q":{"query":"b"}}',
    '{"q":{"query":"a","limit":Infinity}}',
    '{"q":{"query":"a","properties":[{"pid":"x","v":{"id":{}}}]}}',
    '{"q":{"query":"a","type_strict":{}}}',
)
POSTED = b"POST /sparql HTTP/1.1\r\n" + HOST + b"\r\nContent-Type: " + DIRECT.encode() + b"\r\n"
CHUNKED = POSTED + b"Connection: close\r\nTransfer-Encoding: chunked\r\n"
RAW = (
    CHUNKED + b"\r\nzz\r\nASK\r\n0\r\n\r\n",
    CHUNKED + b"\r\n2\r\nASK{}\r\n0\r\n\r\n",
    POSTED + b"Transfer-Encoding: gzip, chunked\r\n\r\n5\r\nASK{}\r\n0\r\n\r\n",
    POSTED + b"Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nX : a\r\n\r\n",
    b"GET http://example.org/healthz HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    b"CONNECT example.org:443 HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    b"GET * HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    b"GET //example.org/ HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    b"",
    b"\0" * 100,
    b"GET\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET /sparql HTTP/1.1\r\n" + HOST + b"\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\n"
    + HOST
    + b"\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\nz",
    b"POST /sparql HTTP/1.1\r\n" + HOST + b"\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
    b"POST /sparql HTTP/1.1\r\n"
    + HOST
    + b"\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}",
    b"GET /sparql?query=ASK{} HTTP/1.1\r\n" + HOST + b"\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    b"GET \xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


@dataclass(frozen=True)
class Attempt:
    """A request, and what must come of it."""

    kind: str
    name: str
    data: bytes
    is_raw: bool = False
    is_head: bool = False


def request(
    method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> bytes:
    """Write a request that is right as far as HTTP goes."""
    lines = [f"{method} {path} HTTP/1.1", HOST.decode()]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Attacks:
    """Makes attempts, the same ones for the same seed."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)
        self._makers: list[Callable[[], Attempt]] = [
            getattr(self, name) for name in dir(self) if name.startswith("_make_")
        ]

    def __iter__(self) -> Iterator[Attempt]:
        while True:
            yield self._random.choice(self._makers)()

    def _one(self, values: tuple) -> object:
        return self._random.choice(values)

    def _sent(self, query: str, **headers: str) -> bytes:
        """Send a query by one of the three ways."""
        way = self._random.randrange(3)
        text = quote(query.encode("utf-8", "surrogatepass"))
        if way == 0 and len(text) < 30_000:
            return request("GET", f"/sparql?query={text}", headers=headers)
        if way == 1:
            return request(
                "POST", "/sparql", f"query={text}".encode(), {"Content-Type": FORM, **headers}
            )
        data = query.encode("utf-8", "surrogatepass")
        return request("POST", "/sparql", data, {"Content-Type": DIRECT, **headers})

    def _make_right(self) -> Attempt:
        accept = self._one(("*/*", "application/xml, */*;q=0.1", "text/csv, text/turtle"))
        return Attempt(RIGHT, "query", self._sent(str(self._one(QUERIES)), Accept=str(accept)))

    def _make_broken_query(self) -> Attempt:
        query = str(self._one(QUERIES)).rstrip("}") + str(self._one(TAILS))
        # What stands behind a letter that begins no word of SPARQL is never right.
        return Attempt(WRONG, "broken query", self._sent("§" + query))

    def _make_cut_query(self) -> Attempt:
        query = str(self._one(QUERIES))
        cut = self._random.randrange(len(query))
        return Attempt(NOISE, "cut query", self._sent(query[:cut] + str(self._one(TAILS))))

    def _make_noise_query(self) -> Attempt:
        marks = list(str(self._one(QUERIES)))
        for _ in range(self._random.randrange(1, 6)):
            marks[self._random.randrange(len(marks))] = chr(self._random.randrange(1, 0x2FF))
        return Attempt(NOISE, "noise query", self._sent("".join(marks)))

    def _make_service(self) -> Attempt:
        word, target = self._one(SERVICES), self._one(("<http://127.0.0.1:1/>", "?s", "sg:x"))
        query = f"SELECT * {{ {word} {target} {{ ?a ?b ?c }} }}"
        return Attempt(WRONG, "service", self._sent(query))

    def _make_update(self) -> Attempt:
        text = str(self._one(UPDATES))
        field = f"update={quote(text)}"
        posted = request("POST", "/sparql", field.encode(), {"Content-Type": FORM})
        ways = (self._sent(text), posted, request("GET", f"/sparql?{field}"))
        return Attempt(WRONG, "update", self._random.choice(ways))

    def _make_nested(self) -> Attempt:
        depth = self._random.randrange(101, 130)
        return Attempt(WRONG, "nested", self._sent("ASK " + "{" * depth + "}" * depth))

    def _make_operators(self) -> Attempt:
        count = self._random.randrange(1001, 1100)
        return Attempt(WRONG, "operators", self._sent("ASK { FILTER(1" + "||1" * count + ") }"))

    def _make_long(self) -> Attempt:
        if self._random.random() < 0.9:
            return self._make_doubled()
        size = self._random.choice([(1 << 17) + 1, 1 << 18, 1 << 20])
        kind = self._random.choice([FORM, DIRECT])
        return Attempt(
            WRONG,
            "long",
            request("POST", "/sparql", b"query=" + b"+" * size, {"Content-Type": kind}),
        )

    def _make_long_address(self) -> Attempt:
        size = self._random.randrange(1 << 15, 50_000)
        return Attempt(WRONG, "long address", request("GET", "/sparql?query=" + "a" * size))

    def _make_doubled(self) -> Attempt:
        query = quote(str(self._one(QUERIES)))
        path = f"/sparql?query={query}&query={query}"
        return Attempt(WRONG, "doubled", request("GET", path))

    def _make_graph(self) -> Attempt:
        name = self._one(("default-graph-uri", "named-graph-uri"))
        iri = quote(
            str(self._one(("urn:x", "", "x y", "<>", "javascript:alert(1)", "\0", "a" * 5000)))
        )
        query = quote(str(self._one(QUERIES)))
        return Attempt(WRONG, "graph", request("GET", f"/sparql?query={query}&{name}={iri}"))

    def _make_accept(self) -> Attempt:
        accept = str(
            self._one(("image/png", "*/*;q=0", "application/pdf", "a/b, c/d", "\xff/\xff"))
        )
        return Attempt(WRONG, "accept", self._sent(str(self._one(QUERIES)), Accept=accept))

    def _make_type(self) -> Attempt:
        headers = {"Content-Type": str(self._one(TYPES))}
        path = str(self._one(("/sparql", "/reconcile")))
        return Attempt(WRONG, "type", request("POST", path, b"query=ASK{}", headers))

    def _make_bytes(self) -> Attempt:
        noise = bytes(
            self._random.randrange(0x80, 0x100) for _ in range(self._random.randrange(1, 9))
        )
        noise = b"\xff" + noise
        address = request("GET", f"/sparql?query=ASK%7B%7D%23{quote(noise)}")
        form = request("POST", "/sparql", b"query=ASK{}" + noise, {"Content-Type": FORM})
        body = request("POST", "/sparql", b"ASK{}#" + noise, {"Content-Type": DIRECT})
        return Attempt(WRONG, "bytes", self._random.choice((address, form, body)))

    def _make_method(self) -> Attempt:
        method = str(self._one(("PUT", "DELETE", "PATCH", "TRACE", "FOO", "get", "COPY")))
        path = str(
            self._one(("/sparql", "/reconcile", "/openapi.json", "/reconcile/preview?id=quad"))
        )
        return Attempt(WRONG, "method", request(method, path))

    def _make_question(self) -> Attempt:
        name, value = (
            self._one(("from", "to", "document", "x", "__proto__")),
            str(self._one(VALUES)),
        )
        words = f"{name}={quote(value)}"
        if name == "document" and not value.strip():
            words = f"from=Asia&{words}&from=Asia"
        return Attempt(
            WRONG, "question", request("GET", f"/query/linkage/between-regions.json?{words}")
        )

    def _make_page(self) -> Attempt:
        return Attempt(RIGHT, "page", request("GET", str(self._one(PAGES)), headers=HTML))

    def _make_statement(self) -> Attempt:
        words = f"s=India&p=agrees+with&o={quote(str(self._one(VALUES)))}"
        return Attempt(WRONG, "statement", request("GET", f"/ask?{words}", headers=HTML))

    def _make_search(self) -> Attempt:
        words = quote(str(self._one(VALUES)))
        return Attempt(NOISE, "search", request("GET", f"/find?q={words}", headers=HTML))

    def _make_path(self) -> Attempt:
        piece = str(
            self._one(
                ("..", "%2e%2e", "....//", "%00", "%2fetc%2fpasswd", "..%5c", "~", "a" * 300, "%ff")
            )
        )
        path = "/" + "/".join([piece] * self._random.randrange(1, 6))
        lead = self._one(("/query", "/query/linkage", "/reconcile/flyout", "/sparql", "/mcp", ""))
        ending = self._one((".json", "", "/passwd.json"))
        return Attempt(WRONG, "path", request("GET", f"{lead}{path}{ending}"))

    def _make_reconcile(self) -> Attempt:
        field, text = self._one(("queries", "extend")), str(self._one(BATCHES))
        data = f"{field}={quote(text)}".encode()
        return Attempt(
            WRONG, "reconcile", request("POST", "/reconcile", data, {"Content-Type": FORM})
        )

    def _make_reconcile_right(self) -> Attempt:
        name = "".join(
            chr(self._random.randrange(32, 0x24F)) for _ in range(self._random.randrange(30))
        )
        text = quote(json.dumps({"q": {"query": name}, "base": {"query": "Quad"}}))
        return Attempt(RIGHT, "reconcile right", request("GET", f"/reconcile?queries={text}"))

    def _make_callback(self) -> Attempt:
        callback = quote(str(self._one(("alert(1)", "", "a;b", "<x>", "a" * 200, "1a", "a\nb"))))
        return Attempt(WRONG, "callback", request("GET", f"/reconcile?callback={callback}"))

    def _make_flyout(self) -> Attempt:
        kind = self._one(
            ("flyout/entity?id=", "flyout/type?id=", "flyout/property?id=", "preview?id=")
        )
        return Attempt(
            WRONG, "flyout", request("GET", f"/reconcile/{kind}{quote(str(self._one(VALUES)))}")
        )

    def _make_message(self) -> Attempt:
        text = str(
            self._one(
                (
                    "",
                    "{",
                    "[]",
                    "null",
                    "5",
                    '{"jsonrpc":"1.0"}',
                    '{"jsonrpc":"2.0","id":1}',
                    "[" * 900,
                )
            )
        )
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
        }
        return Attempt(WRONG, "message", request("POST", "/mcp", text.encode(), headers))

    def _make_framed(self) -> Attempt:
        """Send a right query in the ways that HTTP has of sending one."""
        data = str(self._one(QUERIES)).encode()
        size = self._random.randrange(1, 40)
        pieces = [data[place : place + size] for place in range(0, len(data), size)]
        chunks = b"".join(b"%x;a=b\r\n%s\r\n" % (len(one), one) for one in pieces)
        words = quote(data)
        ways = (
            CHUNKED + b"\r\n" + chunks + b"0\r\nX-Trailer: y\r\n\r\n",
            request("POST", "/sparql", data, {"Content-Type": DIRECT, "Expect": "100-continue"}),
            request("GET", f"/sparql?query={words}", headers={"Range": "bytes=0-3,zz"}),
            request("GET", f"{HERE.decode()}/sparql?query={words}"),
        )
        return Attempt(RIGHT, "framed", self._random.choice(ways))

    def _make_raw(self) -> Attempt:
        return Attempt(WRONG, "raw", bytes(self._one(RAW)), is_raw=True)

    def _make_raw_noise(self) -> Attempt:
        data = bytearray(self._sent(str(self._one(QUERIES))))
        for _ in range(self._random.randrange(1, 4)):
            data[self._random.randrange(len(data))] = self._random.randrange(256)
        return Attempt(NOISE, "raw noise", bytes(data), is_raw=True)

    def _make_departure(self) -> Attempt:
        data = self._sent("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        return Attempt(NOISE, "departure", data[: self._random.randrange(len(data))], is_raw=True)


def exchanged(place: tuple[str, int], attempt: Attempt) -> bytes:
    """Send an attempt on a connection of its own, and give all that comes back."""
    data = attempt.data
    if not attempt.is_raw:
        head, _, body = data.partition(b"\r\n\r\n")
        data = head + b"\r\nConnection: close\r\n\r\n" + body
    for named in (HOST, HERE):
        data = data.replace(named, named + f":{place[1]}".encode(), 1)
    pieces = []
    with socket.create_connection(place, timeout=120) as one:
        try:
            one.sendall(data)
            if attempt.is_raw:
                one.shutdown(socket.SHUT_WR)
            while piece := one.recv(1 << 16):
                pieces.append(piece)
        except (ConnectionResetError, BrokenPipeError):
            pass  # a server that has read enough to refuse may close at once
    return b"".join(pieces)


def fault(attempt: Attempt, reply: bytes) -> str:
    """Say what is wrong with a reply; empty where nothing is."""
    if not reply:
        return "" if attempt.is_raw or attempt.name in ("long", "long address") else "no reply"
    head, _, body = reply.partition(b"\r\n\r\n")
    if head == b"HTTP/1.1 100 Continue":
        head, _, body = body.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split()[1])
    headers = {
        name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)
    }
    if attempt.kind == RIGHT and status not in (200, 429, 503):
        return f"{status} for what is right"
    if attempt.kind == WRONG and status < 400:
        return f"{status} for what is wrong"
    media = headers.get("content-type", "")
    if status == 500 and "problem+json" not in media:
        return "an error that nobody expected"
    return whole(status, media, body)


def whole(status: int, media: str, body: bytes) -> str:
    """Say whether a body is not whole for its type."""
    try:
        if "json" in media:
            value = json.loads(body)
            if "problem" in media and value["status"] != status:
                return "a problem of another status"
        elif "xml" in media:
            ET.fromstring(body)
    except (ValueError, ET.ParseError) as error:
        return f"{media} that is none: {error}"
    return ""


@contextmanager
def running(url: str) -> Iterator[tuple[tuple[str, int], Served | None]]:
    """Give the address of a server, and the one that was started for it."""
    if url:
        parts = urlsplit(url)
        yield (parts.hostname or "127.0.0.1", parts.port or 80), None
        return
    limits = {"seconds": 30, "cpu": 2.0, "waiting": 64, "of_one": 64, "output": 1 << 20}
    with served.server("--mcp", **limits) as own:
        yield ("127.0.0.1", own.port), own


def memory(process: int) -> int:
    """Give the resident memory of a process, in MiB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 >> 20


def main() -> int:
    """Attack a server, and print what came of it; 1 where anything is wrong."""
    options = argparse.ArgumentParser()
    options.add_argument("--requests", type=int, default=REQUESTS)
    options.add_argument("--seed", default="1")
    options.add_argument("--tenth", metavar="SEED")
    options.add_argument("--url", default="")
    given = options.parse_args()
    count = given.requests // 10 if given.tenth else given.requests
    attacks = iter(Attacks(given.tenth or given.seed))
    outcomes: Counter[tuple[str, str]] = Counter()
    faults: list[str] = []
    with running(given.url) as (place, own), ThreadPoolExecutor(WORKERS) as pool:
        before = memory(own.process.pid) if own else 0
        start = time.monotonic()

        def attempt(one: Attempt) -> None:
            reply = exchanged(place, one)
            wrong = fault(one, reply)
            outcomes[one.name, reply[9:12].decode("latin-1") or "closed"] += 1
            if wrong:
                faults.append(f"{one.name}: {wrong}\n  {one.data[:300]!r}\n  {reply[:300]!r}")

        for _ in pool.map(attempt, (next(attacks) for _ in range(count))):
            if len(faults) > 20:
                break
        alive = Attempt(RIGHT, "alive", request("GET", f"/sparql?query={quote(QUERIES[0])}"))
        if b'"boolean":true' not in exchanged(place, alive):
            faults.append("the server does not answer any more")
        for (name, status), number in sorted(outcomes.items()):
            print(f"{number:>7}  {status:<6}  {name}")
        seconds = time.monotonic() - start
        print(f"{sum(outcomes.values()):,} requests in {seconds:.0f} s, {len(faults)} wrong")
        if own is not None:
            if not is_there(own.process.pid):
                faults.append("the server has ended")
            left = sum(len(children(zygote)) for zygote in children(own.process.pid))
            print(
                f"server: {before} MiB before, {memory(own.process.pid)} MiB after; {left} children"
            )
    print("\n".join(faults[:20]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
