"""Answer a query in a process of its own, with limits of time and memory, and without sockets.

A store on disk is opened there again; one in memory is there by a fork, or copied to a folder where
this process has threads or the system has no fork.
The process runs no code of the current folder, and ends with the one that has started it.
"""

import multiprocessing
import os
import pickle
import subprocess
import tempfile
import threading
from dataclasses import dataclass

import pyoxigraph

from secgraph.dataset import isolated
from secgraph.errors import EngineError, QueryTimeout
from secgraph.stores import confinement, embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from typing import Any


@dataclass(frozen=True)
class Work:
    """A query that is to be answered in another process.

    Attributes:
        query: SPARQL.
        prefixes: Namespaces that it need not declare.
        graphs: IRIs of the graphs that patterns see; the default graph if empty.
        offline: Whether the process gets no socket.
    """

    query: str
    prefixes: "dict[str, str] | None"
    graphs: "Sequence[str]"
    offline: bool = False


def on_disk(folder: str, work: Work, seconds: float | None) -> "tuple[str, Any]":
    """Answer a query from the store in a folder.

    Args:
        folder: The store.
        work: The query.
        seconds: For the whole answer; None for no limit.

    Returns:
        See :func:`secgraph.stores.embedded.outcome`.

    Raises:
        QueryTimeout: The time was over; the process is gone.
        EngineError: The process could not be started, or ended without an answer.
    """
    task = (os.getpid(), os.path.abspath(folder), work)
    try:
        done = isolated.run(answer, pickle.dumps(task), seconds=seconds)
    except subprocess.TimeoutExpired as error:
        raise QueryTimeout(seconds or 0) from error
    if done.stdout:
        kind, result = pickle.loads(done.stdout)  # noqa: S301 - from a process of ours
        return kind, result
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    raise _ended(lines[-1] if lines else _reason(done.returncode))


def answer(task: bytes) -> bytes:
    """Answer a query in the process that is made for it; see :func:`on_disk`."""
    import signal

    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent, folder, work = pickle.loads(task)  # noqa: S301 - from a process of ours
    confinement.end_with(parent)
    try:
        store = pyoxigraph.Store.read_only(folder)
    except (OSError, RuntimeError) as error:
        outcome: tuple[str, object] = ("engine", f"{folder}: {error}")
    else:
        outcome = _confined(store, work)
    return pickle.dumps(outcome)


def in_memory(store: pyoxigraph.Store, work: Work, seconds: float | None) -> "tuple[str, Any]":
    """Answer a query from a store in memory; see :func:`on_disk`."""
    # A fork while another thread holds a lock of the store would wait for it for ever.
    has_threads = threading.active_count() > 1
    if has_threads or "fork" not in multiprocessing.get_all_start_methods():
        with tempfile.TemporaryDirectory() as folder:
            _copy(store, folder)
            return on_disk(folder, work, seconds)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    parent = os.getpid()
    process = context.Process(target=_send, args=(sender, store, work, parent), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise QueryTimeout(seconds or 0)
        kind, result = pickle.loads(receiver.recv_bytes())  # noqa: S301 - from a process of ours
        return kind, result
    except EOFError as error:
        process.join()
        raise _ended(_reason(process.exitcode)) from error
    finally:
        process.kill()
        process.join()
        receiver.close()


def _send(sender: "Connection", store: pyoxigraph.Store, work: Work, parent: int) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    confinement.end_with(parent)
    sender.send_bytes(pickle.dumps(_confined(store, work)))


def _confined(store: pyoxigraph.Store, work: Work) -> "tuple[str, object]":
    """Answer a query without what it has no need of."""
    isolated.limit_memory(confinement.MEMORY)
    if work.offline:
        try:
            try:
                confinement.refuse_sockets()
            except OSError:
                confinement.refuse_descriptors()
        except OSError:
            return "refused", ()
    return embedded.outcome(store, work.query, work.prefixes, work.graphs)


def _copy(store: pyoxigraph.Store, folder: str) -> None:
    copy = pyoxigraph.Store(os.path.join(folder))
    copy.bulk_extend(store)
    copy.flush()


def _reason(code: int | None) -> str:
    """Say how a process ended; below 0 is the number of a signal."""
    ending = isolated.ending(code)
    if code is None or code >= 0:
        return ending
    gibibytes = confinement.MEMORY >> 30
    return f"{ending}; it may have wanted more than {gibibytes} GiB of memory, so ask for less"


def _ended(reason: str) -> EngineError:
    return EngineError(f"the process that answers the query ended: {reason}")
