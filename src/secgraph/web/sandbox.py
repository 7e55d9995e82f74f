"""Have texts of strangers answered in processes of their own, so many at once, within limits.

Starts and ends the process that forks them (:mod:`secgraph.web.zygote`); parses no text itself.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field

from secgraph import stores
from secgraph.dataset import isolated, release
from secgraph.errors import EngineError
from secgraph.web import zygote
from secgraph.web.zygote import Reply, Task

BUSY, CROWDED, TIME, CPU, MEMORY, ENDED = (
    "busy",
    "crowded",
    "time",
    "cpu",
    "no memory",
    "ended",
)
"""Why there is no answer, beside the reasons of :mod:`secgraph.web.zygote`."""

EMPTY = "empty:"
"""Names a store of nothing, where texts are only parsed."""

_PIECE = 1 << 18
_GRACE = 1.0
"""Seconds in which the end of a child is told."""


@dataclass(frozen=True)
class Limits:
    """What a query of a stranger may take.

    Attributes:
        text: Bytes of the query.
        seconds: From when it came until the whole answer is there, waiting included.
        cpu: Seconds of the processor.
        memory, output: Bytes, above those of the graph, and of the answer.
        at_once: So many are answered at once.
        waiting: So many more wait for their turn.
        of_one: So many of one client are there at once, answered or waiting.
    """

    text: int = 1 << 17
    seconds: float = 10.0
    cpu: float = 10.0
    memory: int = 1 << 30
    output: int = 32 << 20
    at_once: int = field(default_factory=lambda: max(1, (os.cpu_count() or 2) - 1))
    waiting: int = 32
    of_one: int = 8


class _Child:
    """A query that is being answered."""

    def __init__(self) -> None:
        self.data = bytearray()
        self.whole: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.status: asyncio.Future[int] = asyncio.get_running_loop().create_future()


class Sandbox:
    """A store whose queries are answered in children.

    Its methods belong to one event loop. The process that forks the children is started by the
    first query, and again where it has ended.

    Args:
        spec: What is asked: ``memory:``, a folder, or :data:`EMPTY`.
        data: Files of the user's own beside the packaged graph.
        limits: What a query may take.

    Raises:
        EngineError: The store is a server, which no process here can open.
    """

    def __init__(
        self,
        spec: str = stores.MEMORY,
        data: Sequence[str] = (),
        limits: Limits | None = None,
    ) -> None:
        if spec.startswith(("http://", "https://")):
            raise EngineError(f"{spec} is a server, and is asked there")
        self.limits = limits or Limits()
        is_packaged = spec == stores.MEMORY
        files = [*release.files(), *release.data_files(data)] if is_packaged else []
        folder = None if is_packaged or spec == EMPTY else os.path.abspath(spec)
        self._place = json.dumps({"files": files, "folder": folder}).encode()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready: asyncio.Future[None] | None = None
        self._children: dict[int, _Child] = {}
        self._number = 0
        self._turns: asyncio.Semaphore | None = None
        self._present: dict[str, int] = {}

    @property
    def process(self) -> int | None:
        """The number of the process that forks; None where it is not there."""
        return self._process.pid if self._process is not None else None

    @property
    def running(self) -> int:
        """The number of queries that are being answered."""
        return len(self._children)

    async def answer(self, task: Task, client: str = "") -> Reply:
        """Answer a query, or say why there is no answer.

        Ends the child where the caller is cancelled.

        Args:
            task: The query; its limits are those of this sandbox.
            client: Who asks, such as an address; one may have so many queries here at once.
        """
        return await self.in_turn(client, lambda seconds: self.run(task, seconds))

    async def in_turn(self, client: str, work: Callable[[float], Awaitable[Reply]]) -> Reply:
        """Do what answers a query when its turn comes, or say why it did not come.

        Args:
            client: See :meth:`answer`.
            work: Takes the seconds that are left.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.limits.seconds
        if self._present.get(client, 0) >= self.limits.of_one:
            return Reply(CROWDED, f"{self.limits.of_one} queries of yours are being answered")
        if sum(self._present.values()) >= self.limits.at_once + self.limits.waiting:
            return Reply(BUSY, "too many queries wait to be answered")
        with self._counted(client):
            turns = self._turns = self._turns or asyncio.Semaphore(self.limits.at_once)
            try:
                async with asyncio.timeout_at(deadline):
                    await turns.acquire()
            except TimeoutError:
                return Reply(BUSY, "its turn did not come in time")
            try:
                # The kernel ends the child at the deadline; this is for where it cannot say so.
                async with asyncio.timeout_at(deadline + _GRACE):
                    return await work(deadline - loop.time())
            except TimeoutError:
                return self._ended(-signal.SIGALRM)
            finally:
                turns.release()

    @contextlib.contextmanager
    def _counted(self, client: str) -> Iterator[None]:
        self._present[client] = self._present.get(client, 0) + 1
        try:
            yield
        finally:
            self._present[client] -= 1
            if not self._present[client]:
                del self._present[client]

    async def run(self, task: Task, seconds: float) -> Reply:
        """Have a child answer within so many seconds, and wait for it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        await self.start()
        control = self._control
        if control is None:
            return Reply(ENDED, "the process that answers queries has ended")
        self._number += 1
        number, child = self._number, _Child()
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        self._children[number] = child
        loop.add_reader(reader, self._read, reader, child)
        try:
            file = task.file()
            try:
                seconds = deadline - loop.time()
                message = f"{zygote.START} {number} {seconds:.3f}".encode()
                socket.send_fds(control, [message], [file, writer])
            except OSError:
                return Reply(ENDED, "the process that answers queries has ended")
            finally:
                os.close(file)
                os.close(writer)
            await asyncio.wait({child.whole})
            reply = Reply.read(bytes(child.data))
            if reply is not None:
                return reply
            await asyncio.wait({child.status})
            return self._ended(child.status.result())
        finally:
            loop.remove_reader(reader)
            os.close(reader)
            del self._children[number]
            if not child.status.done():
                self._tell(f"{zygote.KILL} {number}")

    def _ended(self, status: int) -> Reply:
        """Say why a child has ended without a reply."""
        limits = self.limits
        if status == -signal.SIGALRM:
            return Reply(TIME, f"no whole answer within {limits.seconds:g} seconds")
        if status == -signal.SIGPROF:
            return Reply(CPU, f"no whole answer within {limits.cpu:g} seconds of the processor")
        if status in (-signal.SIGABRT, -signal.SIGSEGV):
            return Reply(
                MEMORY, f"it wants more than {limits.memory >> 20:,} MiB of memory, or a deep stack"
            )
        return Reply(ENDED, "the process that answered it has ended")

    @staticmethod
    def _read(reader: int, child: _Child) -> None:
        """Take what a child has written."""
        try:
            piece = os.read(reader, _PIECE)
        except BlockingIOError:
            return
        child.data += piece
        if not piece and not child.whole.done():
            asyncio.get_running_loop().remove_reader(reader)
            child.whole.set_result(None)

    async def start(self) -> None:
        """Start the process that forks, where it is not there, and wait until it is ready."""
        if self._ready is None:
            self._launch()
        if self._ready is not None:
            await asyncio.shield(self._ready)

    def _launch(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            # It ends with its parent, since its socket does.
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter
                isolated.command(zygote.main, str(theirs.fileno())),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        if self._process.stdin is not None:
            with contextlib.suppress(OSError), self._process.stdin as stdin:
                stdin.write(self._place)
        self._control = ours
        self._ready = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().add_reader(ours, self._hear)

    def _hear(self) -> None:
        """Take a message of the process that forks."""
        if self._control is None:
            return
        try:
            words = self._control.recv(zygote.MESSAGE).decode().split()
        except BlockingIOError:
            return
        except OSError:
            words = []
        if not words:
            self._stop()
        elif words[0] == zygote.READY and self._ready is not None and not self._ready.done():
            self._ready.set_result(None)
        elif words[0] == zygote.ENDED and int(words[1]) in self._children:
            self._children[int(words[1])].status.set_result(int(words[2]))

    def _tell(self, message: str) -> None:
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.send(message.encode())

    def _stop(self) -> None:
        """Let go of the process that forks; the next query starts another."""
        control, process, ready = self._control, self._process, self._ready
        self._control = self._process = self._ready = None
        if control is not None:
            asyncio.get_running_loop().remove_reader(control)
            control.close()
        if ready is not None and not ready.done():
            ready.set_result(None)
        for child in self._children.values():
            for future in (child.whole, child.status):
                if not future.done():
                    future.set_result(None if future is child.whole else 1)  # type: ignore[arg-type]
        if process is not None:
            process.wait()

    async def close(self) -> None:
        """End the process that forks, and with it all children."""
        self._stop()
