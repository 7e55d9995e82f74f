"""Send a request over HTTP to one server and take in its whole reply.

The only importer of httpx. Knows nothing of queries or graphs; credentials never stand in what it
says.
"""

import threading
import time

from secgraph.errors import (
    BadValue,
    EngineError,
    LostAnswer,
    MissingExtra,
    QueryTimeout,
    Unreachable,
)

try:
    import httpx
except ImportError as error:
    raise MissingExtra("store", "speaking to a store over HTTP") from error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence

    Auth = tuple[str, str] | str | None

TIMEOUT = 60.0
"""Seconds for a whole reply, unless the caller says otherwise."""

MAX_BYTES = 1 << 30
"""A reply of more bytes than these is refused while it arrives."""

_TOLD = 1 << 16
"""So much of what a server says of a failure is read."""

_HOPS = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Reply:
    """What a server gave back, whole.

    Attributes:
        status: The code of HTTP.
        headers: By name, whatever the case.
        content: The body.
        kind: Its media type without parameters, in small letters.
    """

    __slots__ = ("content", "headers", "kind", "status")

    def __init__(self, status: int, headers: "Mapping[str, str]", content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content
        self.kind = headers.get("Content-Type", "").split(";")[0].strip().lower()

    @property
    def said(self) -> str:
        """The beginning of the body as one short line, for a message; empty for a page."""
        return "" if "html" in self.kind else plain(self.content.decode("utf-8", "replace"))


class Transport:
    """One server, reached by connections that are kept; threads may share it.

    Args:
        url: An address of it.
        auth: User and password, sent as the server asks for them (Basic or Digest), or a bearer
            token.
        max_bytes: The largest reply that is taken.

    Raises:
        BadValue: *url* is no address, or holds a user or password.
    """

    def __init__(self, url: str, *, auth: "Auth" = None, max_bytes: int = MAX_BYTES) -> None:
        self._url = _address(url)
        # What is said of it leaves out the part that may hold a token.
        self.url, self.max_bytes = str(self._url.copy_with(query=None)), max_bytes
        # A proxy of the environment has no business with a store on this machine.
        self._client = httpx.Client(
            auth=_auth(auth), follow_redirects=False, trust_env=self._url.host not in _LOCAL
        )

    def move(self, path: str) -> None:
        """Speak to another path of the same server from now on."""
        self._url = self._url.copy_with(path=path)
        self.url = str(self._url.copy_with(query=None))

    @property
    def path(self) -> str:
        """The path of its address, ``/`` where it has none."""
        return self._url.path or "/"

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self._url.host}:{self._url.port or (443 if self._url.scheme == 'https' else 80)}"

    def at(self, path: str, query: str | None = None) -> str:
        """Give the address of another path of the same server."""
        return str(self._url.copy_with(path=path, query=query.encode() if query else None))

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str | None = None,
        *,
        form: "Mapping[str, str | Sequence[str]] | None" = None,
        content: "bytes | Iterable[bytes] | None" = None,
        headers: "Mapping[str, str] | None" = None,
        seconds: float | None = TIMEOUT,
    ) -> Reply:
        """Send a request, and again where the same server has what is asked for elsewhere.

        Args:
            method: Such as POST.
            url: An address of this server; the one it was made with if None.
            form: Fields, sent form-encoded; several values are sent as several fields.
            content: The body otherwise; pieces are streamed.
            headers: More of them.
            seconds: For the whole reply; None waits for ever.

        Raises:
            Unreachable: Nothing was sent.
            LostAnswer: The request may have been carried out, and its reply broke off.
            QueryTimeout: No whole reply within *seconds*.
            EngineError: The reply is too large, or sends to another server.
        """
        until = None if seconds is None else time.monotonic() + seconds
        target = httpx.URL(url) if url else self._url
        try:
            for _ in range(_HOPS):
                body = (
                    {"data": form}
                    if form is not None and method != "GET"
                    else {"content": content}
                    if content is not None
                    else {}
                )
                request = self._client.build_request(
                    method, target, headers=headers, timeout=seconds, **body
                )
                response = self._client.send(request, stream=True)
                try:
                    if response.has_redirect_location:
                        target, method = (
                            self._elsewhere(response, target),
                            "GET" if response.status_code == 303 else method,
                        )
                        continue
                    return Reply(
                        response.status_code, response.headers, self._read(response, until, seconds)
                    )
                finally:
                    response.close()
        except httpx.TimeoutException as error:
            raise QueryTimeout(seconds or 0) from error
        except httpx.HTTPError as error:
            raise self._unreached(error) from error
        raise EngineError(
            f"{self.url} sends from one address to the next, {_HOPS} times and more; give the "
            "address of the queries themselves"
        )

    def _elsewhere(self, response: httpx.Response, here: httpx.URL) -> httpx.URL:
        try:
            target = here.join(response.headers["Location"]).copy_with(userinfo=b"")
        except httpx.InvalidURL as error:
            raise EngineError(f"{self.url} sends elsewhere, to what is no address") from error
        safer = (here.scheme, target.scheme) == ("http", "https") and here.host == target.host
        if not safer and (here.scheme, here.host, here.port) != (
            target.scheme,
            target.host,
            target.port,
        ):
            raise EngineError(
                f"{self.url} sends to another server, {target.copy_with(query=None)}, which is not "
                "followed; if you trust it, give that address"
            )
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
                raise EngineError(
                    f"the answer is larger than {limit:,} bytes; ask for less, such as by LIMIT"
                )
        return bytes(content)

    def _unreached(self, error: httpx.HTTPError) -> EngineError:
        said = plain(str(error))
        if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in said.upper():
            return Unreachable(f"{self.place} does not prove who it is ({said}); nothing was sent")
        if isinstance(error, httpx.ConnectError):
            return Unreachable(
                f"no store answers at {self.place} ({said}); start it, or give another address"
            )
        if isinstance(error, httpx.DecodingError):
            return LostAnswer(f"{self.url} gave a body that cannot be unpacked ({said})")
        return LostAnswer(
            f"the answer of {self.place} broke off ({said}); nothing of it is used, so ask again"
        )


class _Asked(httpx.Auth):
    """User and password in the way that the store asks for, which is remembered."""

    def __init__(self, user: str, password: str) -> None:
        self._ways: dict[str, httpx.Auth] = {
            "digest": httpx.DigestAuth(user, password),
            "basic": httpx.BasicAuth(user, password),
        }
        self._way: httpx.Auth | None = None
        # A number counts the uses of what the server gave, which Digest wants to be another each
        # time.
        self._lock = threading.Lock()

    def auth_flow(self, request: httpx.Request) -> "Generator[httpx.Request, httpx.Response, None]":
        if self._way is None:
            response = yield request
            asked = {
                each.strip().split(" ")[0].lower()
                for each in response.headers.get_list("WWW-Authenticate", split_commas=True)
            }
            wanted = next((way for way in self._ways if way in asked), None)
            if response.status_code != 401 or wanted is None:
                return
            self._way = self._ways[wanted]
        flow = self._way.auth_flow(request)
        with self._lock:
            sent = next(flow)
        while True:
            response = yield sent
            try:
                with self._lock:
                    sent = flow.send(response)
            except StopIteration:
                return


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
        raise BadValue(
            "the address of the store",
            "it is not one that HTTP knows, such as http://localhost:7878",
        ) from None
    bare = given.copy_with(userinfo=b"", fragment=None)
    if given.scheme not in ("http", "https") or not given.host:
        raise BadValue(str(bare), "the address of a store is whole, such as http://localhost:7878")
    if given.userinfo:
        raise BadValue(
            str(bare),
            "an address with a user or password in it ends up in logs; leave them out, and set "
            "SECGRAPH_USER and SECGRAPH_PASSWORD",
        )
    return bare


def plain(text: str) -> str:
    """Give what a server says as one short line of printable text."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= 200 else line[:199] + "…"
