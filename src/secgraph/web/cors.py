"""Say to browsers what pages of other origins may read and send (CORS, Fetch 3.3).

Nothing here is done for a user by a cookie, so that ``*`` gives nobody more than a request without
a browser has. Pages for people are left out, since they may show the words of a user's own texts,
and so are the tools of agents, which have an Origin checked. The guard asks this module, and
nothing else sets these headers.
"""

from starlette.datastructures import Headers
from starlette.responses import Response

_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
_AGENTS = "/mcp"
_POSTED = ("/sparql", "/reconcile")
"""The paths that take POST, and those below them."""

_FRAMED = "/reconcile/preview"
"""A page of what is public, which clients of reconciliation show in theirs."""


def preflight(method: str, path: str, headers: Headers) -> Response | None:
    """Say what a page of another origin may send, where a browser asks; None where it does not."""
    asks = method == "OPTIONS" and "origin" in headers
    if not asks or "access-control-request-method" not in headers or _is_at(path, _AGENTS):
        return None
    methods = "GET, HEAD, POST" if _is_at(path, *_POSTED) else "GET, HEAD"
    return Response(
        status_code=204,
        headers={
            "Allow": f"{methods}, OPTIONS",
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def decided(path: str, media: str, *, is_shared: bool) -> dict[str, str]:
    """Give the headers by which pages of any origin may read a response, or none of them.

    Args:
        path: What was asked for.
        media: The media type of the response.
        is_shared: Whether what is served is everybody's.
    """
    if not is_shared:
        return {"Cross-Origin-Resource-Policy": "same-origin"}
    is_page = media.startswith("text/html") and path != _FRAMED
    return {
        "Cross-Origin-Resource-Policy": "cross-origin",
        **({} if is_page or _is_at(path, _AGENTS) else _OPEN),
    }


def _is_at(path: str, *roots: str) -> bool:
    """Whether a path is one of *roots*, or below one."""
    return any(path == root or path.startswith(f"{root}/") for root in roots)
