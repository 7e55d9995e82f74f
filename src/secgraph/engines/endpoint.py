"""Ask a store over the SPARQL 1.1 Protocol, and take an answer only if it is whole.

Knows nothing of any one make of store beyond the signs by which some say that they cut an answer short; loads nothing into one.
"""

import time

import pyoxigraph

from secgraph import catalog
from secgraph.engines import wire
from secgraph.engines.embedded import where
from secgraph.errors import BadQuery, BadValue, EngineError, MissingExtra, QueryTimeout, UsageError
from secgraph.names import RELEASE_GRAPH
from secgraph.results import Answer

try:
    import httpx
except ImportError as error:
    raise MissingExtra("store", "asking a store over HTTP") from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from types import TracebackType

TIMEOUT = 60.0
"""Seconds for a whole answer, unless the caller says otherwise."""

MAX_BYTES = 1 << 30
"""An answer of more bytes than these is refused while it arrives."""

_TOLD = 1 << 16
"""So much of what a store says of a failure is read."""

_HOPS = 5
_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_ACCEPT = {"rows": f"{_ROWS}, application/json;q=0.5", "triples": f"{_TRIPLES}, text/turtle;q=0.5"}
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Endpoint:
    """A store that is asked over HTTP. One connection is kept and used again.

    Args:
        url: Address of the queries, such as ``https://example.org/sparql``; where it has no path, ``/query`` is meant.
        graph: IRI of the graph that patterns see; None for whatever the store takes for its default graph.
        auth: User and password, sent as the store asks for them (Basic or Digest), or a bearer token.
        timeout: Seconds for a whole answer where a question does not say otherwise; None waits for ever.
        max_bytes: The largest answer that is taken.

    Raises:
        BadValue: *url* is no address of a store, or holds a user or password.
    """

    def __init__(
        self,
        url: str,
        *,
        graph: str | None = RELEASE_GRAPH,
        auth: "tuple[str, str] | str | None" = None,
        timeout: float | None = TIMEOUT,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._url = _address(url)
        # What is said of it leaves out the part that may hold a token.
        self.url, self.graph, self.timeout, self.max_bytes = str(self._url.copy_with(query=None)), graph, timeout, max_bytes
        self._holds_something = False
        # A proxy of the environment has no business with a store on this machine.
        self._client = httpx.Client(auth=_auth(auth), follow_redirects=False, trust_env=self._url.host not in _LOCAL)

    def __enter__(self) -> "Endpoint":
        return self

    def __exit__(self, kind: "type[BaseException] | None", error: BaseException | None, trace: "TracebackType | None") -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def ask(self, query: str, timeout: float | None = None, *, prefixes: "dict[str, str] | None" = None) -> Answer:
        """Answer a SPARQL query of any form.

        Args:
            query: SPARQL 1.1.
            timeout: Seconds for the whole answer; None for those of this endpoint.
            prefixes: Namespaces that the query need not declare.

        Raises:
            BadQuery: The text is not SPARQL, or the store cannot make sense of it.
            UsageError: It names graphs of its own, where this endpoint is asked of one.
            EngineError: The store cannot be reached, refuses, fails, or gives less than a whole answer.
            QueryTimeout: No whole answer within *timeout*.
        """
        answer = self._ask(query, timeout, prefixes or {})
        if not (answer.rows or answer.truth or answer.triples or self._holds_something):
            # A graph that was never loaded is silent on everything, which is no answer.
            if not self._ask("ASK { ?s ?p ?o }", timeout, {}).truth:
                place = "the default graph" if self.graph is None else f"the graph {self.graph}"
                raise EngineError(f"{place} of {self.url} is empty or not there; load the release into it, or name the graph that holds it")
            self._holds_something = True
        return answer

    def rows(self, query: str) -> "list[list[str]]":
        """Answer a SELECT query with plain strings, unbound ones empty."""
        return [["" if term is None else term.value for term in row] for row in self.ask(query).rows]

    def _ask(self, query: str, timeout: float | None, prefixes: "dict[str, str]") -> Answer:
        kind = wire.FORMS.get(catalog.form(query))
        if kind is None:
            raise BadQuery("it has no SELECT, ASK, CONSTRUCT or DESCRIBE after its prefixes")
        if self.graph is not None and wire.names_graphs(query):
            # The protocol puts the graph that it names above those of the query, which would then give nothing, without a word.
            raise UsageError("the query has FROM or GRAPH; ask the default graph of the store instead (graph=None, or --default-graph)")
        above = wire.preamble(query, prefixes)
        try:
            query.encode()
        except UnicodeEncodeError as error:
            raise BadQuery("it holds half of a character, which no text in UTF-8 can") from error
        seconds = timeout if timeout is not None else self.timeout
        try:
            response, content = self._send(above + query, _ACCEPT[kind], seconds)
        except httpx.TimeoutException as error:
            raise QueryTimeout(seconds or 0) from error
        except httpx.HTTPError as error:
            raise EngineError(self._unreached(error)) from error
        if response.status_code != 200:
            raise self._failure(response, content, above + query, above.count("\n"))
        answer = self._rows(response, content) if kind == "rows" else self._triples(response, content)
        _uncut(response, len(answer.rows) if answer.triples is None else len(answer.triples))
        return answer

    def _send(self, query: str, accept: str, seconds: float | None) -> "tuple[httpx.Response, bytes]":
        """Send a query, and again where the same server has it elsewhere."""
        until = None if seconds is None else time.monotonic() + seconds
        fields = {"query": query} if self.graph is None else {"query": query, "default-graph-uri": self.graph}
        url, method = self._url, "POST"
        for _ in range(_HOPS):
            request = self._client.build_request(method, url, data=fields if method == "POST" else None, headers={"Accept": accept}, timeout=seconds)
            response = self._client.send(request, stream=True)
            try:
                if response.has_redirect_location:
                    url, method = self._elsewhere(response), "GET" if response.status_code == 303 else method
                    continue
                return response, self._read(response, until, seconds)
            finally:
                response.close()
        raise EngineError(f"{self.url} sends from one address to the next, {_HOPS} times and more; give the address of the queries themselves")

    def _elsewhere(self, response: httpx.Response) -> httpx.URL:
        try:
            target = self._url.join(response.headers["Location"]).copy_with(userinfo=b"")
        except httpx.InvalidURL as error:
            raise EngineError(f"{self.url} sends elsewhere, to what is no address") from error
        here = self._url
        safer = (here.scheme, target.scheme) == ("http", "https") and here.host == target.host
        if not safer and (here.scheme, here.host, here.port) != (target.scheme, target.host, target.port):
            raise EngineError(f"{self.url} sends to another server, {target.copy_with(query=None)}, which is not followed; if you trust it, give that address")
        return target

    def _read(self, response: httpx.Response, until: float | None, seconds: float | None) -> bytes:
        """Take in the body, as long as there is time and room."""
        limit = self.max_bytes if response.status_code == 200 else _TOLD
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if until is not None and time.monotonic() > until:
                raise QueryTimeout(seconds or 0)
            if len(content) > limit:
                if response.status_code != 200:
                    break
                raise EngineError(f"the answer is larger than {limit:,} bytes; ask for less, such as by LIMIT")
        return bytes(content)

    def _unreached(self, error: httpx.HTTPError) -> str:
        place = f"{self._url.host}:{self._url.port or (443 if self._url.scheme == 'https' else 80)}"
        said = wire.plain(str(error))
        if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in said.upper():
            return f"{place} does not prove who it is ({said}); nothing was sent"
        if isinstance(error, httpx.ConnectError):
            return f"no store answers at {place} ({said}); start it, or give another address"
        if isinstance(error, httpx.DecodingError):
            return f"{self.url} gave a body that cannot be unpacked ({said})"
        return f"the answer of {place} broke off ({said}); nothing of it is used, so ask again"

    def _failure(self, response: httpx.Response, content: bytes, query: str, above: int) -> Exception:
        code, said = response.status_code, wire.plain(content.decode("utf-8", "replace"))
        told = f": {said}" if said and "html" not in _kind(response) else ""
        if code == 400:
            return BadQuery(where(query, said, above) if said.startswith("error at ") else f"the store refused it{told}")
        if code in (401, 403):
            return EngineError(f"{self.url} refused: user or password ({code})")
        if code == 404:
            return EngineError(f"{self.url} is not there (404{told}); give the address of the queries, such as one that ends in /query or /sparql")
        if code in (429, 503):
            return EngineError(f"{self.url} is too busy ({code}{told}); ask again later")
        return EngineError(f"{self.url} failed ({code}{told})")

    def _rows(self, response: httpx.Response, content: bytes) -> Answer:
        if _kind(response) not in (_ROWS, "application/json"):
            raise self._another(response, "the results")
        try:
            return wire.read_rows(content)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._broken(content) from error

    def _triples(self, response: httpx.Response, content: bytes) -> Answer:
        kind = _kind(response)
        format = pyoxigraph.RdfFormat.N_TRIPLES if kind == "text/plain" else pyoxigraph.RdfFormat.from_media_type(kind)
        if format not in (pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.TURTLE):
            raise self._another(response, "the triples")
        try:
            return Answer(triples=[quad.triple for quad in pyoxigraph.parse(content, format=format)])
        except (SyntaxError, ValueError) as error:
            raise self._broken(content) from error

    def _another(self, response: httpx.Response, wanted: str) -> EngineError:
        return EngineError(f"{self.url} gave {wire.plain(_kind(response)) or 'something'} and not {wanted} of a query; is it the address of the queries?")

    def _broken(self, content: bytes) -> EngineError:
        end = wire.plain(content[-80:].decode("utf-8", "replace"))
        told = f"it ends in {end!r}" if end else "it is empty"
        return EngineError(f"the answer of {self.url} is broken or breaks off after {len(content):,} bytes, and nothing of it is used; {told}")


class _Asked(httpx.Auth):
    """User and password in the way that the store asks for, which is remembered."""

    def __init__(self, user: str, password: str) -> None:
        self._ways: dict[str, httpx.Auth] = {"digest": httpx.DigestAuth(user, password), "basic": httpx.BasicAuth(user, password)}
        self._way: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> "Generator[httpx.Request, httpx.Response, None]":
        if self._way is None:
            response = yield request
            asked = {each.strip().split(" ")[0].lower() for each in response.headers.get_list("WWW-Authenticate", split_commas=True)}
            wanted = next((way for way in self._ways if way in asked), None)
            if response.status_code != 401 or wanted is None:
                return
            self._way = self._ways[wanted]
        yield from self._way.auth_flow(request)


class _Token(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> "Generator[httpx.Request, httpx.Response, None]":
        request.headers["Authorization"] = self._header
        yield request


def _auth(auth: "tuple[str, str] | str | None") -> httpx.Auth | None:
    if auth is None:
        return None
    return _Token(auth) if isinstance(auth, str) else _Asked(*auth)


def _address(url: str) -> httpx.URL:
    try:
        given = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        raise BadValue("the address of the store", "it is not one that HTTP knows, such as http://localhost:7878") from None
    bare = given.copy_with(userinfo=b"", fragment=None)
    if given.scheme not in ("http", "https") or not given.host:
        raise BadValue(str(bare), "the address of a store is whole, such as http://localhost:7878")
    if given.userinfo:
        raise BadValue(str(bare), "an address with a user or password in it ends up in logs; leave them out, and set SECGRAPH_USER and SECGRAPH_PASSWORD")
    return bare if bare.path not in ("", "/") else bare.copy_with(path="/query")


def _kind(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Type", "")).split(";")[0].strip().lower()


def _uncut(response: httpx.Response, count: int) -> None:
    """Refuse an answer that the store says, in a header, to have cut short.

    Raises:
        EngineError: It has.
    """
    # Virtuoso cuts at a number of rows, or when its own time is over, and answers 200 all the same.
    most = response.headers.get("X-SPARQL-MaxRows", "")
    if most.isdecimal() and count >= int(most):
        raise EngineError(f"the store gives no more than {int(most):,} rows, and cut the answer there; ask for less, page by key, or raise ResultSetMaxRows")
    state = response.headers.get("X-SQL-State", "")
    if state and state != "00000":
        said = wire.plain(response.headers.get("X-SQL-Message", ""))
        raise EngineError(f"the store says that its answer is not whole ({wire.plain(state)}{': ' if said else ''}{said}); ask for less or give it more time")
