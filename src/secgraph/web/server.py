"""Run the application on a socket, within limits, until a signal ends it.

Knows no page. What is printed is for the caller.
"""

import asyncio
import contextlib
import ipaddress
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from secgraph.errors import UsageError

CONNECTIONS = 200
"""So many connections are held at once; others get 503."""

HEAD_SECONDS = 10.0
"""So long the head of a request may take, and so long a new connection may be silent."""

HEAD_BYTES = 32_768
"""So large the head of a request may be."""

GRACE_SECONDS = 5
"""So long requests that are being answered have, when the server ends."""


class _Patience(H11Protocol):
    """A connection that is closed where the head of a request takes too long."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Wait for the head of a request while there is none; not longer than it may take."""
        if self.conn.their_state is not h11.IDLE:
            self._calm()
        elif self._timer is None:
            self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


class _Server(uvicorn.Server):
    """A server that ends with code 0 on SIGTERM and SIGINT, once it has answered.

    Args:
        config: How it runs.
        ready: Called when it answers, and signals end it cleanly.
    """

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end the server, while it runs."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        signals = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """Open the socket; port 0 takes a free one.

    Raises:
        UsageError: The address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise UsageError(
            f"{host} port {port} cannot be listened on ({error.strerror or error}); "
            "--port 0 takes a free port"
        ) from error


def hosts(host: str, port: int, base_url: str) -> tuple[str, ...]:
    """List the values of Host that are answered: those of the base URL and of this machine."""
    named = [urlsplit(base_url).netloc.lower(), f"127.0.0.1:{port}", f"localhost:{port}"]
    named += [f"[::1]:{port}", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if port == 80:
        named += [name.removesuffix(":80") for name in named]
    return tuple(dict.fromkeys(named))


def run(app: ASGIApp, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer requests until a signal ends the server.

    Args:
        app: The application.
        listening: The socket, which is closed at the end.
        ready: Called when requests are answered.
    """
    server = _Server(
        uvicorn.Config(
            app,
            http=_Patience,
            ws="none",
            loop="auto",  # uvloop where it is installed
            lifespan="on",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=GRACE_SECONDS,
            h11_max_incomplete_event_size=HEAD_BYTES,
        ),
        ready,
    )
    with listening:
        server.run(sockets=[listening])
