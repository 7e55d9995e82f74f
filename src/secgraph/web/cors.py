"""Say to browsers that pages of any origin may read what is for programs (CORS, Fetch 3.3).

Nothing here is done for a user by a cookie, so that ``*`` gives nobody more than a request without
a browser has. Pages for people are left out, since they may show the words of a user's own texts,
and so are the tools of agents, which have an Origin checked.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
"""On every response for programs, refusals among them."""

OWN = ("/mcp", "/sparql", "/reconcile")
"""The paths below which a module of its own answers OPTIONS."""


def is_preflight(method: str, path: str, headers: Headers) -> bool:
    """Whether a browser asks here what a page of another origin may send."""
    asks = method == "OPTIONS" and "origin" in headers
    return asks and "access-control-request-method" in headers and not path.startswith(OWN)


def preflight(methods: str = "GET, HEAD", allowed: str = "GET, HEAD, OPTIONS") -> Response:
    """Say what a page of another origin may send.

    Args:
        methods: The methods that it may use.
        allowed: All that there are.
    """
    return Response(
        status_code=204,
        headers={
            **CORS,
            "Allow": allowed,
            "Access-Control-Allow-Methods": methods,
            "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def open_up(path: str, headers: MutableHeaders) -> None:
    """Let pages of any origin read a response, where it is for programs."""
    is_page = headers.get("content-type", "").startswith("text/html")
    if not is_page and not path.startswith("/mcp"):
        for name, value in CORS.items():
            headers.setdefault(name, value)


def close(headers: MutableHeaders) -> None:
    """Let no page of another origin read a response."""
    for name in [name for name in headers if name.lower().startswith("access-control-")]:
        del headers[name]
    headers["cross-origin-resource-policy"] = "same-origin"
