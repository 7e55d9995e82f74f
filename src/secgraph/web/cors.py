"""Say to browsers what pages of other origins may read and send (CORS, Fetch 3.3).

Nothing here is done for a user by a cookie, so that ``*`` gives nobody more than a request without
a browser has. Pages for people are left out, since they may show the words of a user's own texts,
and so are the tools of agents, which have an Origin checked. The guard asks this module, and
nothing else sets these headers.
"""

from starlette.datastructures import Headers, MutableHeaders
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


def decide(path: str, headers: MutableHeaders, *, is_shared: bool) -> None:
    """Let pages of any origin read a response, or none of them.

    Args:
        path: What was asked for.
        headers: Those of the response.
        is_shared: Whether what is served is everybody's.
    """
    policy = "cross-origin" if is_shared else "same-origin"
    headers["Cross-Origin-Resource-Policy"] = policy
    is_page = headers.get("content-type", "").startswith("text/html") and path != _FRAMED
    if is_shared and not is_page and not _is_at(path, _AGENTS):
        headers.update(_OPEN)


def _is_at(path: str, *roots: str) -> bool:
    """Whether a path is one of *roots*, or below one."""
    return any(path == root or path.startswith(f"{root}/") for root in roots)
