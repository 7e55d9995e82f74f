"""Send a request over HTTP to one server and read its whole reply.

The only importer of httpx. Knows nothing of queries or graphs; no message holds credentials.
"""

import contextlib
import functools
import ssl
import threading
import time
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secgraph.errors import (
    AnswerTooLarge,
    BadValue,
    EngineError,
    LostAnswer,
    MissingExtra,
    QueryTimeout,
    Unreachable,
)

try:
    import httpcore
    import httpx
except ImportError as error:
    raise MissingExtra("store", "speaking to a store over HTTP") from error

Auth = tuple[str, str] | str | None

TIMEOUT = 60.0
"""Seconds for a whole reply, unless the caller says otherwise."""

MAX_BYTES = 1 << 30
"""A reply of more bytes than these is refused while it arrives."""

_MAX_MESSAGE = 1 << 16
"""Bytes that are read of the body of a failure."""

_PIECE = 1 << 16
"""Bytes that are unpacked at once."""

_HOPS = 5
_LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(slots=True)
class Reply:
    """The whole reply of a server.

    Attributes:
        status: The HTTP status code.
        headers: By name, case-insensitive.
        content: The body.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def kind(self) -> str:
        """The media type without parameters, in lower case."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    @property
    def message(self) -> str:
        """The beginning of the body as one short line; empty for an HTML page."""
        return "" if "html" in self.kind else plain(self.content.decode("utf-8", "replace"))


class Transport:
    """Kept connections to one server; threads may share it.

    Args:
        url: An address of it.
        auth: User and password, sent as the server asks for them (Basic or Digest), or a bearer
            token.
        max_bytes: The largest reply that is taken.

    Raises:
        BadValue: *url* is no address, or holds a user or password.
    """

    def __init__(self, url: str, *, auth: Auth = None, max_bytes: int = MAX_BYTES) -> None:
        self._url = _address(url)
        # Messages leave out the query part, which may hold a token.
        self.url, self.max_bytes = str(self._url.copy_with(query=None)), max_bytes
        # A store on this machine is not reached through a proxy of the environment.
        outside = self._url.host not in _LOCAL
        self._client = httpx.Client(
            auth=_auth(auth),
            follow_redirects=False,
            headers={"Accept-Encoding": "gzip, deflate"},
            trust_env=outside,
            verify=_certificates(outside),
        )
        _hold_to_deadlines(self._client)

    def move(self, path: str) -> None:
        """Use another path of the same server from now on."""
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
        """Close the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str | None = None,
        *,
        form: Mapping[str, str | Sequence[str]] | None = None,
        content: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float | None = TIMEOUT,
        max_bytes: int | None = None,
    ) -> Reply:
        """Send a request, and follow redirects within the same server.

        Args:
            method: Such as POST.
            url: An address of this server; that of the transport if None.
            form: Fields, sent form-encoded; several values are sent as several fields.
            content: The body otherwise; pieces are streamed.
            headers: Further headers.
            seconds: For the whole reply; None waits for ever.
            max_bytes: The largest reply that is taken, where it is smaller than usual.

        Raises:
            Unreachable: Nothing was sent.
            LostAnswer: The request may have been carried out, and its reply broke off.
            QueryTimeout: No whole reply within *seconds*.
            EngineError: The reply is too large, or redirects to another server.
        """
        if self._client.is_closed:
            raise Unreachable(f"the connection to {self.place} is closed; open the store again")
        until = _deadline.until = None if seconds is None else time.monotonic() + seconds
        target = httpx.URL(url) if url else self._url
        try:
            for _ in range(_HOPS):
                response = self._open(
                    method, target, _body(method, form, content), headers, seconds
                )
                with contextlib.closing(response):
                    if not response.has_redirect_location:
                        body = self._read(response, until, seconds, max_bytes or self.max_bytes)
                        return Reply(response.status_code, response.headers, body)
                    target = self._redirected(response, target)
                    if response.status_code == 303:
                        method = "GET"
        except httpx.TimeoutException as error:
            raise QueryTimeout(seconds or 0) from error
        except httpx.HTTPError as error:
            raise self._unreached(error) from error
        raise EngineError(
            f"{self.url} redirects from one address to the next, {_HOPS} times and more; give the "
            "address of the queries themselves"
        )

    def _open(
        self,
        method: str,
        target: httpx.URL,
        body: dict[str, Any],
        headers: Mapping[str, str] | None,
        seconds: float | None,
    ) -> httpx.Response:
        """Send a request once, and give its response before the body is read."""
        request = self._client.build_request(
            method, target, headers=headers, timeout=seconds, **body
        )
        return self._client.send(request, stream=True)

    def _redirected(self, response: httpx.Response, here: httpx.URL) -> httpx.URL:
        """Give the target of a redirect.

        Raises:
            EngineError: It is on another server, or no address.
        """
        try:
            target = here.join(response.headers["Location"]).copy_with(userinfo=b"")
        except httpx.InvalidURL as error:
            raise EngineError(f"{self.url} redirects to what is no address") from error
        same = (here.scheme, here.host, here.port) == (target.scheme, target.host, target.port)
        safer = (here.scheme, target.scheme) == ("http", "https") and here.host == target.host
        if not same and not safer:
            raise EngineError(
                f"{self.url} redirects to another server, {target.copy_with(query=None)}, which is "
                "not followed; if you trust it, give that address"
            )
        return target

    def _read(
        self, response: httpx.Response, until: float | None, seconds: float | None, most: int
    ) -> bytes:
        """Read the body; of a failure only its beginning.

        Raises:
            QueryTimeout: It takes too long.
            AnswerTooLarge: It is too large.
        """
        limit = most if response.status_code == 200 else _MAX_MESSAGE
        content = bytearray()
        whole = response.status_code == 200
        for piece in _unpacked(response) if whole else response.iter_bytes():
            content += piece
            if until is not None and time.monotonic() > until:
                raise QueryTimeout(seconds or 0)
            if len(content) > limit:
                if response.status_code != 200:
                    break
                raise AnswerTooLarge(
                    f"the answer is larger than {limit:,} bytes; ask for less, such as by LIMIT"
                )
        return bytes(content)

    def _unreached(self, error: httpx.HTTPError) -> EngineError:
        message = plain(str(error))
        if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in message.upper():
            return Unreachable(
                f"{self.place} has no valid certificate ({message}); nothing was sent"
            )
        if isinstance(error, httpx.ConnectError):
            return Unreachable(
                f"no store answers at {self.place} ({message}); start it, or give another address"
            )
        if isinstance(error, httpx.DecodingError):
            return LostAnswer(f"{self.url} gave a body that cannot be unpacked ({message})")
        return LostAnswer(
            f"the answer of {self.place} broke off ({message}); nothing of it is used, so ask again"
        )


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Give the body, piece by piece.

    httpx passes on what it has of a packed body whose end is missing, and a body whose packing it
    does not know; the first would be a part taken for the whole.

    Raises:
        httpx.DecodingError: It is packed in a way that was not asked for, or breaks off.
    """
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed in ("", "identity"):
        yield from response.iter_bytes()
        return
    if packed not in ("gzip", "x-gzip", "deflate"):
        raise httpx.DecodingError(f"it is packed by {packed}, which was not asked for")
    unpack = None
    for raw in response.iter_raw():
        rest = raw
        while rest:
            if unpack is None or unpack.eof:  # gzip may be in several parts
                unpack = zlib.decompressobj(_window(packed, rest))
            try:
                while piece := unpack.decompress(rest, _PIECE):
                    yield piece
                    rest = unpack.unconsumed_tail
            except zlib.error as error:
                raise httpx.DecodingError(str(error)) from error
            rest = unpack.unused_data
    if unpack is not None and not unpack.eof:
        raise httpx.DecodingError("it breaks off before its end")


def _window(packed: str, start: bytes) -> int:
    """Give the form of a packed body to zlib: gzip, zlib, or the bare form that some servers send.

    Args:
        packed: The name of the form.
        start: How it begins.
    """
    if packed != "deflate":
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if start[0] & 15 == 8 else -zlib.MAX_WBITS


class _Deadline(threading.local):
    """When the request of this thread has to be over, by the monotonic clock; None for never."""

    until: float | None = None

    def left(self, seconds: float | None) -> float | None:
        """Give the seconds that a step may take, of so many.

        Raises:
            ReadTimeout: None is left.
        """
        if self.until is None:
            return seconds
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole reply is over")
        return left if seconds is None else min(left, seconds)


_deadline = _Deadline()


class _Stream(httpcore.NetworkStream):
    """A connection each of whose steps ends with the time for the whole reply.

    httpx allows its time anew for each read, so that a reply that comes in drops never ends.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _deadline.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Makes connections that end with the time for the whole reply."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._network = network

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        left = _deadline.left(timeout)
        return _Stream(self._network.connect_tcp(host, port, left, local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        self._network.sleep(seconds)


@functools.cache
def _certificates(from_environment: bool) -> ssl.SSLContext:
    """Read the certificates of authorities once, which takes longer than a small request."""
    return httpx.create_ssl_context(trust_env=from_environment)


def _hold_to_deadlines(client: httpx.Client) -> None:
    """Have each connection of a client, through a proxy too, hold to the deadline of its thread."""
    for transport in (client._transport, *client._mounts.values()):
        if isinstance(transport, httpx.HTTPTransport):
            # httpcore takes the network as an argument, which httpx has no way to hand on.
            pool = transport._pool
            pool._network_backend = _Network(pool._network_backend)


def _body(
    method: str,
    form: Mapping[str, str | Sequence[str]] | None,
    content: bytes | Iterable[bytes] | None,
) -> dict[str, Any]:
    """Give the body as httpx takes it; a GET has no form."""
    if form is not None and method != "GET":
        return {"data": form}
    return {} if content is None else {"content": content}


class _Login(httpx.Auth):
    """User and password by the scheme that the store asks for, which is cached."""

    def __init__(self, user: str, password: str) -> None:
        self._schemes: dict[str, httpx.Auth] = {
            "digest": httpx.DigestAuth(user, password),
            "basic": httpx.BasicAuth(user, password),
        }
        self._scheme: httpx.Auth | None = None
        # Digest counts the uses of the server's nonce; no two requests may have the same count.
        self._lock = threading.Lock()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._scheme is None:
            response = yield request
            challenges = {
                challenge.strip().split(" ")[0].lower()
                for challenge in response.headers.get_list("WWW-Authenticate", split_commas=True)
            }
            name = next((name for name in self._schemes if name in challenges), None)
            if response.status_code != 401 or name is None:
                return
            self._scheme = self._schemes[name]
        flow = self._scheme.auth_flow(request)
        with self._lock:
            sent = next(flow)
        while True:
            response = yield sent
            try:
                with self._lock:
                    sent = flow.send(response)
            except StopIteration:
                return
            except (KeyError, ValueError, TypeError, NotImplementedError) as error:
                raise EngineError(
                    f"{request.url.host} asks for a password in a way that is not known "
                    f"({plain(response.headers.get('WWW-Authenticate', ''))})"
                ) from error


class _Token(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


def _auth(auth: Auth) -> httpx.Auth | None:
    if auth is None:
        return None
    return _Token(auth) if isinstance(auth, str) else _Login(*auth)


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        raise BadValue(
            "the address of the store",
            "it is no HTTP address, such as http://localhost:7878",
        ) from None
    bare = address.copy_with(userinfo=b"", fragment=None)
    if address.scheme not in ("http", "https") or not address.host:
        raise BadValue(str(bare), "the address of a store is whole, such as http://localhost:7878")
    if address.userinfo:
        raise BadValue(
            str(bare),
            "an address with a user or password in it ends up in logs; leave them out, and set "
            "SECGRAPH_USER and SECGRAPH_PASSWORD",
        )
    return bare


def plain(text: str) -> str:
    """Shorten a text of a server to one line of printable characters."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= 200 else line[:199] + "…"
