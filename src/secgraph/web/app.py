"""The application: its routes, collected from modules, and what stands around them.

Opens no store and no socket.
"""

import logging
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from secgraph.errors import SecgraphError, UnknownQuery
from secgraph.stores import MEMORY
from secgraph.web import answers, endpoint, openapi, problems, reconcile, site_routes, speech_routes
from secgraph.web.context import Context
from secgraph.web.guard import Guard
from secgraph.web.links import Links
from secgraph.web.pages import programs
from secgraph.web.problems import Problem
from secgraph.web.replies import html, refusal, reply
from secgraph.web.zygote import Reply

_log = logging.getLogger("secgraph.web")


def build(
    context: Context,
    hosts: "tuple[str, ...]" = (),
    families: "Sequence[str]" = (),
    folder: str = "",
) -> ASGIApp:
    """Build the application.

    Args:
        context: What is served.
        hosts: The values of Host that are answered; any if empty.
        families: Families of further tools, where agents are served.
        folder: The folder of the document of which agents draft claims.

    Raises:
        UsageError: There is no such family, or it is not offered here.
    """
    prefix = urlsplit(context.base_url).path.rstrip("/")
    links = Links(context, prefix)
    routes = _programs(context, links)
    if context.agents:
        from secgraph.web import agents

        routes += agents.routes(context, hosts, families, folder)

    async def refuse(request: Request, error: Exception) -> Response:
        return refusal(request, context, links, _problem(context, links, error))

    routes += [*speech_routes.routes(context), *site_routes.routes(context)]
    # Most requests are for answers, and routes are tried in turn.
    routes.sort(key=lambda route: not route.path.startswith("/query/"))
    app = Starlette(
        routes=routes,
        lifespan=lambda _: endpoint.running(context),
        exception_handlers={
            Problem: refuse,
            SecgraphError: refuse,
            HTTPException: refuse,
            Exception: refuse,
        },
    )
    app.router.redirect_slashes = False
    # What is the user's own, on this machine, is no business of pages that the user visits.
    is_own = not context.public and (bool(context.data) or context.spec != MEMORY)
    return Guard(speech_routes.Watch(app, context), hosts, prefix, is_shared=not is_own)


def _programs(context: Context, links: Links) -> list[Route]:
    """Give the routes for programs; the page of the endpoint is for people."""

    async def editor(request: Request, query: str, given: Reply | None) -> Response:
        body = await run_in_threadpool(
            lambda: html(context, links, programs.editor(context, links, query, given))
        )
        if given is None:
            return reply(request, body)
        status = endpoint.STATUS[given.fault] if given.fault else 200
        headers = {"vary": "Accept", "cache-control": "no-store", "content-type": body.media}
        return Response(body.data, status, headers)

    return [
        *endpoint.routes(context, editor),
        *openapi.routes(context),
        *reconcile.routes(context),
    ]


def _problem(context: Context, links: Links, error: Exception) -> Problem:
    """Say of an error which status it has, and what helps."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        words = {404: "There is no such page.", 405: "This page is only read: use GET or HEAD."}
        reason = {404: "not found", 405: "method"}.get(error.status_code, "refused")
        return Problem(error.status_code, reason, words.get(error.status_code, error.detail))
    if isinstance(error, answers.NotHere):
        return Problem(501, "elsewhere", str(error))
    if isinstance(error, SecgraphError):
        problem = problems.of(error)
        if isinstance(error, UnknownQuery):
            problem.near = [(name, links.answer(name)) for name in error.nearest]
        return problem
    _log.error("unexpected error", exc_info=error)
    return Problem(500, "failed", "Something went wrong that should not; it was logged.")
