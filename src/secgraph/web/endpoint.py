"""Serve ``/sparql``: the SPARQL 1.1 Protocol for queries, and the service description.

Parses no query: the sandbox does. Takes no update, and follows no SERVICE.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from secgraph.namespaces import PREFIXES, RELEASE_GRAPH, is_iri
from secgraph.web import description, negotiation, reading, zygote
from secgraph.web import sandbox as boxes
from secgraph.web.needs import Context, sandbox
from secgraph.web.problems import Problem
from secgraph.web.zygote import ROWS, TRIPLES, Reply, Task

T = TypeVar("T")

PATH = "/sparql"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

MOST_GRAPHS = 50
"""Graphs of a dataset that a request names, at most."""

_ALIASES = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
_RDF_ALIASES = {"text/plain": "application/n-triples", "application/json": "application/ld+json"}
STATUS = {
    zygote.MALFORMED: 400,
    zygote.UPDATE: 400,
    zygote.SERVICE: 403,
    zygote.UNWRITABLE: 406,
    zygote.TOO_LARGE: 500,
    zygote.NO_MEMORY: 500,
    zygote.FAILED: 500,
    boxes.TIME: 504,
    boxes.CPU: 504,
    boxes.CROWDED: 429,
    boxes.BUSY: 503,
    boxes.ENDED: 503,
    "dataset": 400,
    "unreachable": 502,
    "store": 502,
}
"""SPARQL 1.1 Protocol, section 2.1.7: 400 for what is no query, 5XX for what is not carried out."""

_RETRY = {429: "2", 503: "5"}
"""After so many seconds a request may be sent again."""

Page = Callable[[Request, str, Reply | None], Awaitable[Response]]
"""Takes a request, its query, and the answer in JSON or Turtle or what is wrong; empty and None
where a browser asks for the bare address."""

MOST_SHOWN = 4 << 20
"""Bytes of an answer that a page shows."""


def routes(context: Context, page: Page | None = None) -> list[Route]:
    """Give the route of the endpoint.

    Args:
        context: What is served.
        page: Gives the page for people, where a browser asks.
    """
    return [Route(PATH, Endpoint(context, page), name="sparql")]


class Endpoint:
    """The endpoint of a store; see :func:`routes`."""

    def __init__(self, context: Context, page: Page | None = None) -> None:
        self._context, self._page = context, page
        self._graphs: list[str] | None = None
        self._prefixes: dict[str, str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by any method."""
        response = await self._served(Request(scope, receive))
        await response(scope, receive, send)

    async def _served(self, request: Request) -> Response:
        try:
            response = await self._response(request)
        except Problem as problem:
            response = problem.response
        except ClientDisconnect:
            response = Response(status_code=400)
        return response

    async def _response(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(METHODS)})
        if request.method not in METHODS:
            allow = {"Allow": ", ".join(METHODS)}
            raise Problem(
                405,
                "method",
                f"{request.method[:20]} is not done here; use GET or POST",
                headers=allow,
            )
        if request.method == "POST":
            return await self._answer(request, *await self._posted(request))
        fields = reading.query_pairs(request)
        query = _query(fields)
        if query is None:
            return await self._bare(request)
        return await self._answer(request, query, fields)

    async def _posted(self, request: Request) -> tuple[str, list[tuple[str, str]]]:
        """Read a query that was posted, and the fields that name its dataset."""
        kind, parameters = reading.media_type(request)
        limit = sandbox(self._context).limits.text
        if parameters.get("charset", "utf-8") not in ("utf-8", "utf8"):
            raise Problem(415, "charset", "a query is sent in UTF-8")
        if kind == reading.FORM:
            # An encoded character may take nine bytes for its three.
            fields = reading.pairs(await reading.body(request, 3 * limit + 8192))
            query = _query(fields)
            if query is None:
                raise Problem(400, "malformed", "the form has no field 'query'")
            return query, fields
        if kind == QUERY:
            fields = reading.query_pairs(request)
            if any(name == "query" for name, _ in fields):
                raise Problem(
                    400, "malformed", "the query is the body; leave it out of the address"
                )
            data = await reading.body(request, limit)
            try:
                return data.decode(), fields
            except UnicodeDecodeError as error:
                raise Problem(400, "malformed", "the query is no UTF-8") from error
        if kind == UPDATE:
            raise _no_update()
        raise Problem(
            415,
            "media type",
            f"a body of {kind[:60] or 'no type'!r} is not taken; send {QUERY} or {reading.FORM}",
            headers={"Accept-Post": f"{QUERY}, {reading.FORM}"},
        )

    async def _bare(self, request: Request) -> Response:
        """Give the service description, or the page for people."""
        offers = [*TRIPLES, *(["text/html"] if self._page else [])]
        media = _chosen(request, offers, _RDF_ALIASES)
        if self._page is not None and media == "text/html":
            return await self._page(request, "", None)
        if not media:
            raise _not_acceptable(offers)
        address = (self._context.base_url or str(request.base_url)).rstrip("/") + PATH
        graphs = [] if self._is_packaged else self._named_graphs()
        body = description.of_service(address, graphs, media)
        return Response(body, headers={"Vary": "Accept"}, media_type=media)

    async def _answer(
        self, request: Request, query: str, fields: list[tuple[str, str]]
    ) -> Response:
        box = sandbox(self._context)
        if len(query.encode()) > box.limits.text:
            raise Problem(413, "too large", f"a query has at most {box.limits.text:,} bytes")
        offers = [*ROWS, *TRIPLES, *_ALIASES, *_RDF_ALIASES, "text/html"]
        page = self._page if _chosen(request, offers, {}) == "text/html" else None
        rows = _chosen(request, list(ROWS), _ALIASES)
        triples = _chosen(request, list(TRIPLES), _RDF_ALIASES)
        if page is not None:
            rows, triples = next(iter(ROWS)), next(iter(TRIPLES))
        if not rows and not triples:
            raise _not_acceptable([*ROWS, *TRIPLES])
        default, named = self._dataset(fields)
        if self._prefixes is None:
            # Read from the store, which may be a server.
            self._prefixes = await run_in_threadpool(self._context.session.prefixes)
        task = Task(
            query,
            {**self._prefixes, **PREFIXES},
            default,
            named,
            rows,
            triples,
            output=box.limits.output if page is None else min(MOST_SHOWN, box.limits.output),
            memory=box.limits.memory,
            cpu=box.limits.cpu,
        )
        client = request.client.host if request.client else ""
        reply = await while_connected(request, box.answer(task, client))
        return _written(reply) if page is None else await page(request, query, reply)

    def _dataset(
        self, fields: Iterable[tuple[str, str]]
    ) -> tuple[list[str] | None, list[str] | None]:
        """Give the graphs that a request names; None and None where it names none."""
        default = [value for name, value in fields if name == "default-graph-uri"]
        named = [value for name, value in fields if name == "named-graph-uri"]
        if not default and not named:
            return None, None
        if len(default) + len(named) > MOST_GRAPHS:
            raise Problem(400, "malformed", f"a request names at most {MOST_GRAPHS} graphs")
        known = set(self._known_graphs())
        for iri in (*default, *named):
            if not is_iri(iri) or iri not in known:
                raise Problem(
                    400,
                    "unknown graph",
                    f"there is no graph {iri[:200]!r} here",
                    members={"known": sorted(known)},
                )
        return default, named

    @property
    def _is_packaged(self) -> bool:
        return getattr(self._context.session.store, "folder", None) is None or (
            self._context.spec == "memory:"
        )

    def _known_graphs(self) -> list[str]:
        """Give the graphs that a request may name; of a server those that it is asked of."""
        graphs: str | Iterable[str] | None = getattr(self._context.session.store, "graph", "")
        if graphs == "":
            return [*self._named_graphs(), RELEASE_GRAPH]
        return [graphs] if isinstance(graphs, str) else list(graphs or ())

    def _named_graphs(self) -> list[str]:
        """Give the named graphs of a store on disk; the packaged graph has none."""
        if self._graphs is None:
            store = getattr(self._context.session.store, "store", None)
            nodes = store.named_graphs() if store is not None else ()
            self._graphs = sorted(node.value for node in nodes if hasattr(node, "value"))
        return self._graphs


async def while_connected(request: Request, work: Awaitable[T]) -> T:
    """Wait for work, and cancel it where the client leaves first.

    Raises:
        ClientDisconnect: The client has left.
    """
    task = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_departure(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        for one in (task, leaving):
            one.cancel()
        await asyncio.gather(task, leaving, return_exceptions=True)


async def _departure(request: Request) -> None:
    """Return when the client has left."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return


def _query(fields: Iterable[tuple[str, str]]) -> str | None:
    """Give the text of the query of a form; None where there is none."""
    fields = list(fields)
    if any(name == "update" for name, _ in fields):
        raise _no_update()
    return reading.one(fields, "query")


def _no_update() -> Problem:
    return Problem(403, zygote.UPDATE, "this graph can be asked, and is not updated here")


def _not_acceptable(offers: Iterable[str]) -> Problem:
    offers = list(offers)
    detail = f"none of the media types that are accepted is given; there are {', '.join(offers)}"
    return Problem(406, "not acceptable", detail, members={"available": offers})


def _chosen(request: Request, offers: list[str], aliases: dict[str, str]) -> str:
    """Choose among media types and their usual aliases."""
    headers = request.headers.getlist("accept")
    choice = negotiation.choose(", ".join(headers), [*offers, *aliases])
    return aliases.get(choice, choice) if choice not in offers else choice


def _written(reply: Reply) -> Response:
    """Give the response of a reply, whole or not at all."""
    if not reply.fault:
        text = {"charset": "utf-8"} if reply.media.startswith("text/") else {}
        media = "; ".join([reply.media, *(f"{name}={value}" for name, value in text.items())])
        return Response(reply.body, headers={"Content-Type": media, "Vary": "Accept"})
    status = STATUS[reply.fault]
    headers = {"Retry-After": _RETRY[status]} if status in _RETRY else {}
    detail = reply.reason or reply.fault
    raise Problem(status, reply.fault, detail, headers=headers)


@contextlib.asynccontextmanager
async def running(context: Context) -> AsyncIterator[None]:
    """Give a context manager at whose end the processes of the sandbox have ended."""
    try:
        yield
    finally:
        await sandbox(context).close()
