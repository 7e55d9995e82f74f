"""Real stores for the tests: each on the loopback, on a free port, in a folder of its own, ended by
its own process id."""

import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

PATIENCE = 600.0
"""Seconds after which a server that is there counts as stuck, however busy the machine is."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether a server listens at a port of the loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class Oxigraph:
    """An Oxigraph server over a folder, which outlives the server."""

    def __init__(self, folder: Path, *flags: str, verb: str = "serve") -> None:
        self.folder, self.flags, self.verb = folder, flags, verb
        self.room: int | None = None
        """Bytes that a file of its may have.

        What is written beyond them fails as on a full disk.
        """
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
        argv = [
            command,
            self.verb,
            "-b",
            f"127.0.0.1:{self.port}",
            "-l",
            str(self.folder / "data"),
            *self.flags,
        ]
        if self.room is not None:
            # Blocks of 1,024 bytes; the signal would end it before it sees that there is no room.
            argv = [
                "bash",
                "-c",
                'trap "" XFSZ; ulimit -f "$0"; exec "$@"',
                str(self.room // 1024),
                *argv,
            ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(argv, stdout=log, stderr=log)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if answers(self.port):
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.03)
                raise AssertionError((self.folder / "log").read_text())
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@contextmanager
def oxigraph(folder: Path, *flags: str) -> Iterator[str]:
    """An Oxigraph server; gives its address."""
    server = Oxigraph(folder, *flags)
    try:
        yield server.url
    finally:
        server.stop()


def put(address: str, graph: str, triples: bytes) -> None:
    """Put triples into a graph of an Oxigraph server, in place of what it holds."""
    done = httpx.put(
        f"{address}/store",
        params={"graph": graph},
        content=triples,
        headers={"Content-Type": "application/n-triples"},
        trust_env=False,
        timeout=PATIENCE,
    )
    assert done.status_code in (201, 204), done.text


class Proxy:
    """Stands between a client and a store, passes everything on, and does wrong when told to.

    Args:
        port: Of the store.

    Attributes:
        cut_sending: After so many bytes of one connection towards the store, both ends are closed;
            None never.
        cut_reply: Where a request holds these bytes, its reply comes from the store and is not
            passed on: both ends are closed.
        halve: Where a request holds these bytes, half of its reply is passed on, then both ends are
            closed.
        before: Called with the bytes of a request before they are passed on.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.cut_sending: int | None = None
        self.cut_reply: bytes | None = None
        self.halve: bytes | None = None
        self.before: Callable[[bytes], None] = lambda _: None
        self.cuts = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            server = socket.create_connection(("127.0.0.1", self.port))
            with server:
                self._pass(client, server)

    def _pass(self, client: socket.socket, server: socket.socket) -> None:
        """Pass bytes both ways until one end closes or a rule cuts them."""
        sent, recent, wrong = 0, b"", ""
        while True:
            ready, _, _ = select.select([client, server], [], [])
            if client in ready:
                data = client.recv(65536)
                if not data:
                    return
                self.before(data)
                if self.cut_sending is not None and sent + len(data) > self.cut_sending:
                    server.sendall(data[: self.cut_sending - sent])
                    self.cuts += 1
                    return
                server.sendall(data)
                sent += len(data)
                # What is looked for may lie across two pieces.
                recent = (recent + data)[-200_000:]
                wrong = (
                    "cut"
                    if self.cut_reply and self.cut_reply in recent
                    else "half"
                    if self.halve and self.halve in recent
                    else wrong
                )
            if server in ready:
                data = server.recv(65536)
                if not data:
                    return
                recent = b""
                if wrong:
                    self.cuts += 1
                    if wrong == "half":
                        client.sendall(data[: len(data) - 5])
                    return
                client.sendall(data)


@contextmanager
def proxy(port: int) -> Iterator[Proxy]:
    made = Proxy(port)
    try:
        yield made
    finally:
        made.close()
