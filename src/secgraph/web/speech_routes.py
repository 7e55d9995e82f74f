"""The routes of a corpus: its sessions, and each speech as a page and as data.

There are none where another store than a corpus is served.
"""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

import pyoxigraph
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from secgraph.corpus import rdf, speech
from secgraph.corpus.speech import Speech
from secgraph.corpus.store import Corpus
from secgraph.errors import EngineError
from secgraph.web import addresses, negotiation, reading, statements
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.pages import speech as pages
from secgraph.web.problems import Problem
from secgraph.web.remembered import Body
from secgraph.web.rendering import Page
from secgraph.web.replies import html, moved, refusal, reply, see_other

_HTML = "text/html"
_CHANGED = (
    "The corpus is not as it was when the server was started: mend it, or start the server again."
)

_log = logging.getLogger("secgraph.web")


def routes(context: Context) -> list[Route]:
    """Give the routes of the corpus that is served; none where there is none."""
    corpus = context.corpus
    if corpus is None:
        return []
    made = _Routes(context, corpus)
    base = f"/corpus/{corpus.manifest.corpus}"
    return [
        Route(f"{base}/", made.corpus_page),
        Route(base, lambda _: moved(made.links.to(f"{base}/"))),
        Route("/corpus/", lambda _: moved(made.links.to(f"{base}/"))),
        Route(f"{base}/session/{{number}}", made.session),
        Route(f"{base}/{{slug}}", made.speech),
        Route(f"{base}/{{slug}}/{{part}}", made.part),
    ]


class Watch:
    """Answers 503 once the corpus is not as it was opened, whatever is remembered of it.

    Args:
        app: The application.
        context: What it serves.
    """

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app, self._context = app, context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        corpus = self._context.corpus
        if scope["type"] == "http" and corpus is not None:
            try:
                await run_in_threadpool(corpus.check_unchanged)
            except EngineError as error:
                links = Links(self._context, urlsplit(self._context.base_url).path.rstrip("/"))
                _log.error("%s", error)
                reason = "" if self._context.public else f" {error}."
                problem = Problem(503, "changed", f"{_CHANGED}{reason}")
                await refusal(Request(scope), self._context, links, problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)


class _Routes:
    """The handlers of requests for a corpus."""

    def __init__(self, context: Context, corpus: Corpus) -> None:
        self.context, self.corpus = context, corpus
        self.links = Links(context, urlsplit(context.base_url).path.rstrip("/"))

    def corpus_page(self, request: Request) -> Response:
        """Show the sessions."""
        reading.values(request)
        return self._reply(
            request, "", lambda: pages.corpus_page(self.context, self.links, self.corpus)
        )

    def session(self, request: Request) -> Response:
        """Show the speeches of a session."""
        reading.values(request)
        words: str = request.path_params["number"]
        known = sorted(self.corpus.manifest.sessions)
        number = int(words) if words.isdecimal() and len(words) < 10 else -1
        if number not in known or str(number) != words:
            near = sorted(known, key=lambda one: (abs(one - number), one))[:3]
            base = f"/corpus/{self.corpus.manifest.corpus}/session"
            raise Problem(
                404,
                "not found",
                f"The corpus has no session {words[:40]!r}.",
                near=[(f"session {one}", self.links.to(f"{base}/{one}")) for one in near],
            )
        return self._reply(
            request,
            f"session/{number}",
            lambda: pages.session_page(self.context, self.links, self.corpus, number),
        )

    def speech(self, request: Request) -> Response:
        """Describe a speech: by 303 to what a client accepts, or in the format of an ending."""
        reading.values(request)
        slug: str = request.path_params["slug"]
        found = speech.find(self.corpus, slug)
        if found is not None:
            return self._elsewhere(request, found.iri)
        stem, _, ending = slug.rpartition(".")
        found = self._found(stem if ending in ("html", *addresses.DATA) else slug)
        if ending == "html":
            return self._reply(
                request, stem, lambda: pages.page(self.context, self.links, self.corpus, found)
            )
        return reply(request, self._data(found, ending))

    def part(self, request: Request) -> Response:
        """Send a client from a passage or a mention to the speech in which it stands."""
        reading.values(request)
        found = self._found(request.path_params["slug"])
        name: str = request.path_params["part"].removesuffix("-position")
        passages = speech.passages(self.corpus, found)
        home = next(
            (
                one.name
                for one in passages
                if name == one.name
                or any(name == f"m{mention.start}-{mention.end}" for mention in one.mentions)
            ),
            None,
        )
        if home is None:
            page = self.links.thing(found.iri)
            raise Problem(
                404,
                "not found",
                f"{found.label} has no passage {name[:40]!r}.",
                near=[(found.label, page)],
            )
        return self._elsewhere(request, found.iri, f"{found.iri}/{home}")

    def _found(self, slug: str) -> Speech:
        found = speech.find(self.corpus, slug)
        if found is None:
            code = slug.partition("_")[0].upper()
            rows = self.corpus.fetch(
                "SELECT slug, label, iri FROM documents WHERE code = $code ORDER BY session DESC "
                "LIMIT 3",
                {"code": code},
            )
            raise Problem(
                404,
                "not found",
                f"The corpus has no speech {slug[:60]!r}.",
                near=[(label, self.links.thing(iri)) for _, label, iri in rows],
            )
        return found

    def _elsewhere(self, request: Request, iri: str, place: str = "") -> Response:
        """Send a client to the description of a speech in a format that it accepts."""
        offered = (_HTML, *addresses.DATA.values())
        media = negotiation.choose(request.headers.get("accept", ""), offered)
        if not media:
            raise Problem(406, "not acceptable", f"There are {', '.join(offered)}.")
        if media == _HTML:
            return see_other(self.links.thing(place or iri))
        ending = next(name for name, one in addresses.DATA.items() if one == media)
        return see_other(self.links.to(addresses.data_of(iri, ending)))

    def _data(self, found: Speech, ending: str) -> Body:
        def make() -> Body:
            lines = "".join(rdf.about(self.corpus.folder, found.session, found.slug))
            triples = [
                quad.triple
                for quad in pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
            ]
            page = self.links.thing(found.iri)
            return Body(
                statements.written(triples, ending),
                statements.media(ending),
                (("Link", f'<{page}>; rel="alternate"; type="text/html"'),),
            )

        return self.context.remembered.made(("speech", found.slug, ending), make)

    def _reply(self, request: Request, key: str, make: Callable[[], Page]) -> Response:
        body = self.context.remembered.made(
            ("corpus", key), lambda: html(self.context, self.links, make())
        )
        return reply(request, body)
