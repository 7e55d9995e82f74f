"""The routes of pages and of their data.

What a page says is made in pages; this reads requests and chooses among formats.
"""

import functools
import inspect
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Match, Route

from secgraph.documents.document import Document
from secgraph.drawing import choice
from secgraph.query.question import Question
from secgraph.stores.embedded import Embedded
from secgraph.web import addresses, answers, forms, negotiation, reading, statements
from secgraph.web.context import Context
from secgraph.web.files import Files
from secgraph.web.links import Links
from secgraph.web.pace import Pace
from secgraph.web.pages import (
    ask,
    claim,
    document,
    find,
    home,
    ontology,
    passage,
    plain,
    programs,
    question,
    questions,
    thing,
)
from secgraph.web.problems import Problem
from secgraph.web.remembered import Body
from secgraph.web.rendering import STATIC, Page, static
from secgraph.web.replies import FOREVER, FRESH, html, moved, reply, see_other

_VIEWS = ("graph", "map", "timeline", "bars", "line", "heat")

_HTML = "text/html"

SENT = 5000
"""So many addresses of answers are remembered, as they were sent."""


def resource_page(context: Context, links: Links, iri: str) -> Page:
    """Give the page that describes an IRI of the graph."""
    if iri in context.claims:
        return claim.page(context, links, iri)
    if iri in context.passages:
        return passage.page(context, links, iri)
    return thing.page(context, links, iri)


class Routes:
    """The handlers of requests for pages.

    Args:
        context: What the pages are made of.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.links = Links(context, urlsplit(context.base_url).path.rstrip("/"))
        self.files = Files(context)
        self._routes: list[Route] = []
        self._sent: dict[tuple[str, bytes], tuple[object, ...]] = {}
        store = context.session.store
        self._pace = Pace(isinstance(store, Embedded) and store.timeout is None)

    def table(self) -> list[Route]:
        """List the routes."""
        pages: dict[str, Callable[[Context, Links], Page]] = {
            "/": home.page,
            "/query/": questions.page,
            "/doc/": document.documents,
            "/ns.html": ontology.page,
            "/about": plain.about,
            "/api": programs.page,
            "/id/": functools.partial(thing.listing, area="/id/"),
            "/vocab/": functools.partial(thing.listing, area="/vocab/"),
        }
        routes = [Route(path, self._page(path, make)) for path, make in pages.items()]
        routes += [
            Route(path.rstrip("/"), functools.partial(_slash, self.links))
            for path in ("/query/", "/doc/", "/id/", "/vocab/", "/download/")
        ]
        self._routes = [
            *routes,
            Route("/query/{rest:path}", self.question),
            Route("/ask", self.ask),
            Route("/find", self.find),
            Route("/ns", self.ontology),
            Route("/ns/{version}", self.ontology_version),
            Route("/ns.{ending}", self.ontology_data),
            Route("/id/{name}", self.resource),
            Route("/vocab/{name}", self.resource),
            Route("/doc/{slug}/", self.document),
            Route("/doc/{slug}", functools.partial(_slash, self.links)),
            Route("/doc/{slug}/argument", self.argument),
            Route("/doc/{slug}/beside/{other}", self.beside),
            Route("/doc/{slug}/{name}", self.resource),
            Route("/download/", self.downloads),
            Route("/download/{name}", self.download),
            Route("/.well-known/void", self.void),
            Route("/sitemap.xml", self.sitemap),
            Route("/robots.txt", self.robots),
            Route("/healthz", self.health),
            Route("/r/{version}/{rest:path}", self.permanent),
            Route("/{name}", self.static),
        ]
        return self._routes

    def _page(
        self, path: str, make: Callable[[Context, Links], Page]
    ) -> Callable[[Request], Response]:
        """Give the handler of a page without parameters."""

        def handle(request: Request) -> Response:
            reading.values(request)
            return self._reply(request, ("page", path), lambda: make(self.context, self.links))

        return handle

    def _reply(
        self, request: Request, key: tuple[object, ...], make: Callable[[], Page]
    ) -> Response:
        """Send a page that is remembered by a key."""
        body = self.context.remembered.made(
            (*key, self.context.release), lambda: html(self.context, self.links, make())
        )
        return reply(request, body, cache=request.scope.get("secgraph.cache", FRESH))

    # ---- questions ----

    async def question(self, request: Request) -> Response:
        """Answer a question as a page, a file, a figure, or to be framed.

        What is remembered is sent at once, and so is what was quick before; all else is made in a
        thread.
        """
        path: str = request.scope["path"]
        body = self.context.remembered.get(self._sent.get((path, request.scope["query_string"])))
        if body is not None:
            return reply(request, body, cache=request.scope.get("secgraph.cache", FRESH))
        name, ending = self._named(request.path_params["rest"])
        kind = name if ending in answers.MEDIA else path
        work = functools.partial(self._pace.timed, kind, lambda: self._question(request))
        # A thread that draws holds the lock for long, and nothing here may wait for it.
        if self._pace.is_quick(kind) and self.context.lock.acquire(blocking=False):
            try:
                return work()
            finally:
                self.context.lock.release()
        return await run_in_threadpool(work)

    def _question(self, request: Request) -> Response:
        pairs = reading.query_pairs(request)
        name, ending = self._named(request.path_params["rest"])
        if not ending and name.endswith("/") and name.rstrip("/") in self.context.names:
            return moved(self.links.to(f"/query/{name.rstrip('/')}"))
        with_html = ending in ("", ".html", "/embed")
        asked, given = self._bound(name, pairs)
        cache = request.scope.get("secgraph.cache", FRESH)
        if ending in answers.MEDIA:
            body = answers.body(self.context, asked, given, ending)
            self._remember(request, answers.key(self.context, asked, ending))
            return reply(request, body, cache=cache)
        if not with_html:
            view = ending[1:].removesuffix(".svg")
            if not choice.is_installed(view):
                raise Problem(501, "not installed", "Figures need secgraph[plot] on the server.")
            return reply(request, answers.figure(self.context, asked, given, view), cache=cache)
        key = ("question", name, asked.sparql, ending == "/embed")

        def make() -> Page:
            answered = answers.answer(self.context, asked, given)
            with self.context.lock:
                return question.page(
                    self.context, self.links, answered, embedded=ending == "/embed"
                )

        response = self._reply(request, key, make)
        self._remember(request, (*key, self.context.release))
        return response

    def _remember(self, request: Request, key: tuple[object, ...]) -> None:
        """Remember which body a path with its query leads to."""
        if len(self._sent) >= SENT:
            self._sent.clear()
        self._sent[request.scope["path"], request.scope["query_string"]] = key

    def _named(self, rest: str) -> tuple[str, str]:
        """Take a path apart: the name of a question, and the ending of a format or a figure."""
        for ending in (".html", *answers.MEDIA, "/embed", *(f"/{view}.svg" for view in _VIEWS)):
            if rest.endswith(ending):
                return rest.removesuffix(ending), ending
        return rest, ""

    def _bound(self, name: str, pairs: list[tuple[str, str]]) -> tuple[Question, dict[str, str]]:
        """Bind a question, and give its values; say of a refused one what may have been meant."""
        given = answers.read(self.context, name, pairs)
        try:
            return answers.bind(self.context, name, given), given
        except forms.Refused as error:
            raise _refused(error, given, lambda values: self.links.answer(name, values)) from error

    def ask(self, request: Request) -> Response:
        """Say what is said of a statement."""
        given = reading.values(request, ask.PARAMETERS)
        missing = [name for name in ask.PARAMETERS if name not in given]
        if given and missing:
            raise Problem(
                400,
                "malformed",
                f"A subject s, a relation p and an object o are wanted; {missing[0]} is missing.",
            )
        try:
            return self._reply(
                request,
                ("ask", *(given.get(name, "") for name in ask.PARAMETERS)),
                lambda: ask.page(self.context, self.links, given),
            )
        except forms.Refused as error:
            raise _refused(
                error, given, lambda values: f"{self.links.to('/ask')}?{_query(values)}"
            ) from error

    def find(self, request: Request) -> Response:
        """Search for words."""
        given = reading.values(request, ("q",))
        return self._reply(
            request,
            ("find", given.get("q", "")),
            lambda: find.page(self.context, self.links, given),
        )

    # ---- things ----

    def resource(self, request: Request) -> Response:
        """Describe a thing: by 303 to what a client accepts, or in the format of an ending."""
        reading.values(request)
        path: str = request.url.path if not self.links.prefix else request.scope["path"]
        if addresses.iri_of(path) in self.context.subjects:
            return self._elsewhere(request, addresses.iri_of(path))
        stem, _, ending = path.rpartition(".")
        iri = addresses.iri_of(stem)
        if iri not in self.context.subjects:
            self._unknown(
                addresses.iri_of(path) if ending not in (*addresses.DATA, "html") else iri
            )
        if ending == "html":
            if iri.endswith("/document"):
                return moved(self.links.to(addresses.page_of(iri)))
            return self._reply(
                request, ("thing", iri), lambda: resource_page(self.context, self.links, iri)
            )
        if ending not in addresses.DATA:
            raise Problem(404, "not found", f"There is no format .{ending}; there are {_listed()}.")
        return reply(request, self._data(iri, ending))

    def _data(self, iri: str, ending: str) -> Body:
        page = self.links.to(addresses.page_of(iri))
        return self.context.remembered.made(
            ("data", iri, ending, self.context.release),
            lambda: Body(
                statements.written(statements.about(self.context, iri), ending),
                statements.media(ending),
                (("Link", f'<{page}>; rel="alternate"; type="text/html"'),),
            ),
        )

    def _elsewhere(self, request: Request, iri: str) -> Response:
        """Send a client from a thing to the description in a format that it accepts."""
        offered = (_HTML, *addresses.DATA.values())
        media = negotiation.choose(request.headers.get("accept", ""), offered)
        if not media:
            raise Problem(
                406,
                "not acceptable",
                f"There is HTML, and RDF as {', '.join(addresses.DATA.values())}.",
            )
        if media == _HTML:
            return see_other(self.links.to(addresses.page_of(iri)))
        ending = next(name for name, one in addresses.DATA.items() if one == media)
        return see_other(self.links.to(addresses.data_of(iri, ending)))

    def _unknown(self, iri: str) -> None:
        """Say that nothing has an IRI, and what looks like it."""
        name = iri.rpartition("/")[2]
        with self.context.lock:
            names = self.context.session.names()
            near = [one for one in names.near_things(name) if one in self.context.subjects][:3]
        pairs = [(self.context.label(one), self.links.thing(one)) for one in near]
        raise Problem(404, "not found", f"The graph has nothing of the name {name!r}.", near=pairs)

    def _document(self, slug: str) -> Document:
        found = self.context.document(slug)
        if found is None:
            near = [
                (one.label, self.links.to(f"/doc/{one.slug}/")) for one in self.context.documents
            ]
            raise Problem(404, "not found", f"There is no document {slug!r}.", near=near[:5])
        return found

    def document(self, request: Request) -> Response:
        """Show a document."""
        found = self._document(request.path_params["slug"])
        return self._reply(
            request,
            ("document", found.iri),
            lambda: document.page(self.context, self.links, found),
        )

    def argument(self, request: Request) -> Response:
        """Show the main line of a document."""
        found = self._document(request.path_params["slug"])
        return self._reply(
            request,
            ("argument", found.iri),
            lambda: document.argument(self.context, self.links, found),
        )

    def beside(self, request: Request) -> Response:
        """Show two documents side by side."""
        one = self._document(request.path_params["slug"])
        other = self._document(request.path_params["other"])
        if one is other:
            raise Problem(
                422, "refused", "A document stands beside another one, not beside itself."
            )
        return self._reply(
            request,
            ("beside", one.iri, other.iri),
            lambda: document.beside(self.context, self.links, one, other),
        )

    # ---- the ontology ----

    def ontology(self, request: Request) -> Response:
        """Send a client to the ontology in a format that it accepts."""
        reading.values(request)
        return self._elsewhere(request, f"{addresses.ROOT}/ns")

    def ontology_version(self, request: Request) -> Response:
        """Send a client from the IRI of a version to that version."""
        return see_other(self.links.to(f"/r/{quote(request.path_params['version'])}/ns.html"))

    def ontology_data(self, request: Request) -> Response:
        """Give the ontology in RDF."""
        ending = request.path_params["ending"]
        if ending not in addresses.DATA:
            raise Problem(404, "not found", f"There is no format .{ending}; there are {_listed()}.")
        body = self.context.remembered.made(
            ("ontology", ending, self.context.release),
            lambda: Body(
                statements.written(ontology.triples(self.context), ending), statements.media(ending)
            ),
        )
        return reply(request, body)

    # ---- files ----

    def downloads(self, request: Request) -> Response:
        """List the files of the release."""
        return self._reply(
            request,
            ("page", "/download/"),
            lambda: plain.downloads(self.context, self.links, self.files.all()),
        )

    def download(self, request: Request) -> Response:
        """Give a file of the release."""
        body = self.files.body(request.path_params["name"])
        if body is None:
            raise Problem(
                404, "not found", "There is no such file of the release; /download/ lists them."
            )
        return reply(request, body)

    def void(self, request: Request) -> Response:
        """Give the description of the dataset."""
        body = self.files.body("void.ttl")
        if body is None:
            raise Problem(
                404, "not found", "What is asked here is not the release, and has no description."
            )
        return reply(request, body)

    def sitemap(self, request: Request) -> Response:
        """List the pages for search engines."""
        body = self.context.remembered.made(
            ("sitemap", self.context.release),
            lambda: Body(sitemap(self.context), "application/xml"),
        )
        return reply(request, body)

    def robots(self, request: Request) -> Response:
        """Say to robots where the list of pages is."""
        return PlainTextResponse(f"User-agent: *\nSitemap: {self.links.whole('/sitemap.xml')}\n")

    def health(self, request: Request) -> Response:
        """Say that the server lives and its store answers."""
        self.context.session.store.rows("SELECT ?x WHERE { VALUES ?x { 1 } }")
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    def static(self, request: Request) -> Response:
        """Give a file that pages load."""
        name = request.path_params["name"]
        if name not in STATIC:
            raise Problem(404, "not found", "There is no such page.")
        return reply(request, Body(static(name), STATIC[name]))

    async def permanent(self, request: Request) -> Response:
        """Give a page of this release under its permanent address."""
        version, rest = request.path_params["version"], request.path_params["rest"]
        if version != self.context.release:
            here = [
                (f"the same of release {self.context.release}", self.links.to(f"/{quote(rest)}"))
            ]
            raise Problem(404, "not found", f"This server has no release {version!r}.", near=here)
        request.scope["secgraph.cache"] = FOREVER
        return await self._again(request, f"/{rest}")

    async def _again(self, request: Request, path: str) -> Response:
        """Answer the same request for another path."""
        scope = {**request.scope, "path": path, "raw_path": quote(path).encode()}
        for route in self._routes:
            match, child = route.matches(scope)
            if match == Match.FULL and route.name != "permanent":
                handle = route.endpoint
                inner = Request({**scope, **child}, request.receive)
                if inspect.iscoroutinefunction(handle):
                    answer: Response = await handle(inner)
                    return answer
                response: Response = await run_in_threadpool(handle, inner)
                return response
        raise Problem(404, "not found", "There is no such page.")


def routes(context: Context) -> list[Route]:
    """Give the routes of pages and of their data."""
    made = Routes(context)
    return made.table()


def sitemap(context: Context) -> bytes:
    """List the pages in the form of sitemaps.org."""
    links = Links(context)
    paths = ["/", "/query/", "/doc/", "/id/", "/vocab/", "/ns.html", "/about", "/download/"]
    paths += [links.answer(query.name) for query in context.catalog]
    paths += [addresses.page_of(context.corpus.iri)] if context.corpus is not None else []
    paths += [f"/doc/{one.slug}/argument" for one in context.documents]
    paths += sorted(
        {addresses.page_of(iri).partition("#")[0] for iri in context.subjects} - {"/ns.html"}
    )
    lines = "".join(f"<url><loc>{context.base_url}{path}</loc></url>\n" for path in paths[:50000])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    ).encode()


def _slash(links: Links, request: Request) -> Response:
    return moved(links.to(f"{quote(request.scope['path'])}/"))


def _refused(
    error: forms.Refused, given: dict[str, str], link: Callable[[dict[str, str]], str]
) -> Problem:
    """Say which value is refused, with links to what may have been meant."""
    return Problem(
        422,
        "unknown value" if error.near else "bad value",
        f"{error}" if f"{error}".endswith((".", "?")) else f"{error}.",
        members={"parameter": error.parameter, "value": error.value, "nearest": error.near},
        near=[(words, link({**given, error.parameter: words})) for words in error.near],
    )


def _listed() -> str:
    return ", ".join(f".{name}" for name in ("html", *addresses.DATA))


def _query(values: dict[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
