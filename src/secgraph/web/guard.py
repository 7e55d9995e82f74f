"""Stand before all routes: limits of a request, the Host that it names, headers of the response.

Reads no parameter and knows no page.
"""

import asyncio
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from secgraph.web import cors
from secgraph.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Collection, MutableMapping
    from typing import Any

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_URL = 8000
"""Bytes of a path with its query; RFC 9110, section 4.1, recommends to take as many."""

LARGEST_BODY = 1_000_000
"""Bytes of the body of a request."""

BODY_SECONDS = 10.0
"""So long the body of a request may take."""

PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors "
)
SCRIPTED = ("/sparql",)
"""The pages that load a script of their own; without it they do the same."""

FIGURES = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""What a drawing may do where it is opened by itself: nothing, with styles of its own."""

_FAULTS = {
    400: ("malformed", "The request names no host, or several."),
    408: ("slow", "The body of the request took too long."),
    413: ("too large", f"The body of the request has more than {LARGEST_BODY:,} bytes."),
    414: ("too long", f"The address has more than {LONGEST_URL:,} bytes; /sparql takes POST."),
    421: ("host", "This server does not answer for the host that the request names."),
}
"""By the status of a refusal its reason for programs, and in words."""


class _TooLarge(Exception):
    """The body of a request is larger than it may be."""


class _TooSlow(Exception):
    """The body of a request takes longer than it may."""


class Guard:
    """What stands around an application.

    Args:
        app: The application.
        hosts: The values of Host that are answered, in small letters; any if empty.
        prefix: The path below which the server stands, and which a proxy may leave before paths.
        is_shared: Whether pages of any origin may read what is for programs.
    """

    def __init__(
        self,
        app: "ASGIApp",
        hosts: "Collection[str]" = (),
        prefix: str = "",
        *,
        is_shared: bool = True,
    ) -> None:
        self.app, self.hosts, self.prefix = app, frozenset(hosts), prefix
        self.is_shared = is_shared

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = _origin_form(scope)
        status = self._refused(scope)
        if status:
            await self._refusal(status)(scope, receive, send)
            return
        scope = _below(scope, self.prefix)
        started = False

        async def secured(message: "Message") -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._secure(scope["path"], message["headers"])
            await send(message)

        if self.is_shared:
            asked = cors.preflight(scope["method"], scope["path"], Headers(scope=scope))
            if asked is not None:
                await asked(scope, receive, secured)
                return
        try:
            await self.app(scope, _limited(receive), secured)
        except (_TooLarge, _TooSlow) as error:
            if started:
                raise
            refusal = self._refusal(413 if isinstance(error, _TooLarge) else 408)
            await refusal(scope, receive, send)

    def _refused(self, scope: "Scope") -> int:
        """Give the status with which a request is refused before it is read; 0 for none."""
        headers = Headers(scope=scope)
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_URL:
            return 414
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > LARGEST_BODY:
            return 413
        named = headers.getlist("host")
        if len(named) != 1:
            return 400
        return 0 if not self.hosts or named[0].lower() in self.hosts else 421

    def _secure(self, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        """Add what keeps a response from doing or telling more than it should."""
        own = dict(headers)
        media = own.get(b"content-type", b"").decode("latin-1")
        added = _secured(path, media, self.is_shared)
        headers += [pair for pair in added if pair[0] not in own]

    def _refusal(self, status: int) -> "Response":
        """Say why a request is refused, and close the connection, whose body was not read."""
        headers = {"connection": "close", "cache-control": "no-store"}
        response = Problem(status, *_FAULTS[status], headers=headers).response
        self._secure("", response.raw_headers)
        return response


def _secured(path: str, media: str, is_shared: bool) -> list[tuple[bytes, bytes]]:
    """Give the headers of a response that has none of the same names."""
    ancestors = "*" if path.endswith("/embed") else "'none'"
    scripts = "; script-src 'self'" if path in SCRIPTED else ""
    is_figure = media.startswith("image/svg+xml")
    headers = {
        "content-security-policy": FIGURES if is_figure else f"{PAGES}{ancestors}{scripts}",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        **cors.decided(path, media, is_shared=is_shared),
    }
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _origin_form(scope: "Scope") -> "Scope":
    """Take a target with a host apart, which counts instead of Host (RFC 9112, section 3.2.2)."""
    path: str = scope["path"]
    if path[:7].lower() != "http://":
        return scope
    host, slash, _ = path[7:].partition("/")
    raw: bytes = scope.get("raw_path") or path.encode()
    names = [pair for pair in scope["headers"] if pair[0] != b"host"]
    return {
        **scope,
        "path": path[7 + len(host) :] if slash else "/",
        "raw_path": b"/" + raw[7:].partition(b"/")[2],
        "headers": [*names, (b"host", host.encode("utf-8", "replace"))],
    }


def _below(scope: "Scope", prefix: str) -> "Scope":
    """Take the prefix off a path, where a proxy has left it."""
    path: str = scope["path"]
    if not prefix or not (path == prefix or path.startswith(f"{prefix}/")):
        return scope
    raw: bytes = scope.get("raw_path") or path.encode()
    return {
        **scope,
        "path": path[len(prefix) :] or "/",
        "raw_path": raw[len(prefix.encode()) :] or b"/",
    }


def _limited(receive: "Receive") -> "Receive":
    """Read a body within limits of size and time."""
    size, deadline = 0, asyncio.get_running_loop().time() + BODY_SECONDS
    is_whole = False

    async def limited() -> "MutableMapping[str, Any]":
        nonlocal size, is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError as error:
            raise _TooSlow from error
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise _TooLarge
        is_whole = not message.get("more_body", False)
        return message

    return limited
