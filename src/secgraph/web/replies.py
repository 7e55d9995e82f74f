"""Turn pages, bodies and refusals into responses.

Decides no status but those of conditional requests; routes say what is refused.
"""

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse, Response

from secgraph.web import negotiation
from secgraph.web.links import Links
from secgraph.web.pages import plain
from secgraph.web.problems import MEDIA, Problem
from secgraph.web.remembered import Body
from secgraph.web.rendering import Page, render

if TYPE_CHECKING:
    from starlette.requests import Request

    from secgraph.web.context import Context

HTML = "text/html; charset=utf-8"
FRESH = "no-cache"
"""What is kept by a client is asked for again, which costs a 304."""

_TITLES = {400: "Not understood", 404: "Not found", 422: "Not known here", 501: "Not done here"}
"""Titles of pages that refuse; others have the phrase of their status."""

FOREVER = "public, max-age=31536000, immutable"
"""For what is of one release and will not change."""


def html(context: "Context", links: Links, page: Page) -> Body:
    """Render a page."""
    alternates = [
        ("Link", f'<{href}>; rel="alternate"; type="{media}"') for media, href, _ in page.alternates
    ]
    return Body(render(context, links, page), HTML, tuple(alternates))


def reply(request: "Request", body: Body, *, cache: str = FRESH, vary: bool = False) -> Response:
    """Send a body, or 304 where the client has it."""
    headers = {"etag": body.tag, "cache-control": cache}
    if vary:
        headers["vary"] = "Accept"
    response: Response
    if _has(request.headers.get("if-none-match", ""), body.tag):
        return Response(status_code=304, headers=headers)
    response = Response(body.data, media_type=None, headers={**headers, "content-type": body.media})
    for name, value in body.headers:
        response.headers.append(name, value)
    return response


def _has(header: str, tag: str) -> bool:
    """Whether a client has a body, by RFC 9110, section 13.1.2, which compares weakly."""
    known = [part.strip().removeprefix("W/") for part in header.split(",")]
    return "*" in known or tag in known


def see_other(path: str) -> Response:
    """Send a client to the description of what it asked for."""
    return RedirectResponse(path, 303, {"vary": "Accept", "cache-control": FRESH})


def moved(path: str) -> Response:
    """Send a client to the same under its right address."""
    return RedirectResponse(path, 308, {"cache-control": FRESH})


def refusal(request: "Request", context: "Context", links: Links, problem: Problem) -> Response:
    """Say what is wrong: as a page for people, by RFC 9457 for programs."""
    problem.headers |= {"cache-control": "no-store", "vary": "Accept"}
    if problem.status in (429, 503):
        problem.headers["retry-after"] = "5"
    if not wants_page(request):
        return problem.response
    title = _TITLES.get(problem.status, HTTPStatus(problem.status).phrase)
    page = plain.problem(problem.status, title, problem.detail, problem.near)
    headers = {**problem.headers, "content-type": HTML}
    return Response(render(context, links, page), problem.status, headers)


def wants_page(request: "Request") -> bool:
    """Whether a refusal is read by a person: a browser asked, and not for a file of data."""
    last = request.url.path.rpartition("/")[2]
    if "." in last and not last.endswith(".html"):
        return False
    accept = request.headers.get("accept", "")
    offered = ("application/json", MEDIA, "text/html")
    return negotiation.choose(accept, offered) == "text/html"
