"""Answer a query in a process of its own that can be killed when its time is over.

No statement is copied: a store on disk is opened there again, one in memory is there by the fork.
"""

import multiprocessing
import os
import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import pyoxigraph

from secgraph.errors import EngineError, QueryTimeout
from secgraph.stores import embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection
    from typing import Any

_WORKER = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from secgraph.stores import limited
limited.work()
"""


@dataclass(frozen=True)
class Work:
    """A query that is to be answered in another process."""

    query: str
    prefixes: "dict[str, str] | None"
    graphs: "Sequence[str]"


def on_disk(folder: str, work: Work, seconds: float) -> "tuple[str, Any]":
    """Answer a query from the store in a folder.

    Returns:
        See :func:`secgraph.stores.embedded.outcome`.

    Raises:
        QueryTimeout: The time was over; the process is gone.
        EngineError: The process ended without an answer.
    """
    request = pickle.dumps(sys.path) + pickle.dumps((folder, work))
    command = [sys.executable, "-c", _WORKER]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603
        try:
            content, errors = process.communicate(request, seconds)
        except subprocess.TimeoutExpired as error:
            raise QueryTimeout(seconds) from error
        finally:
            process.kill()
    if content:
        kind, result = pickle.loads(content)  # noqa: S301 - from a process of ours
        return kind, result
    lines = errors.decode("utf-8", "replace").strip().split("\n")
    raise _ended(lines[-1] if lines[-1] else f"exit code {process.returncode}")


def work() -> None:
    """Answer the query that stands on standard input, in the process that is made for it."""
    import signal

    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    folder, work = pickle.load(sys.stdin.buffer)  # noqa: S301 - from a process of ours
    try:
        store = pyoxigraph.Store.read_only(folder)
    except (OSError, RuntimeError) as error:
        outcome: tuple[str, object] = ("engine", f"{folder}: {error}")
    else:
        outcome = embedded.outcome(store, work.query, work.prefixes, work.graphs)
    sys.stdout.buffer.write(pickle.dumps(outcome))


def in_memory(store: pyoxigraph.Store, work: Work, seconds: float) -> "tuple[str, Any]":
    """Answer a query from a store in memory; see :func:`on_disk`."""
    if "fork" not in multiprocessing.get_all_start_methods():
        with tempfile.TemporaryDirectory() as folder:
            _copy(store, folder)
            return on_disk(folder, work, seconds)
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, store, work), daemon=True)
    process.start()
    sender.close()
    try:
        if not receiver.poll(seconds):
            raise QueryTimeout(seconds)
        kind, result = pickle.loads(receiver.recv_bytes())  # noqa: S301 - from a process of ours
        return kind, result
    except EOFError as error:
        process.join()
        raise _ended(f"exit code {process.exitcode}") from error
    finally:
        process.kill()
        process.join()
        receiver.close()


def _send(sender: "Connection", store: pyoxigraph.Store, work: Work) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sender.send_bytes(pickle.dumps(embedded.outcome(store, work.query, work.prefixes, work.graphs)))


def _copy(store: pyoxigraph.Store, folder: str) -> None:
    copy = pyoxigraph.Store(os.path.join(folder))
    copy.bulk_extend(store)
    copy.flush()


def _ended(reason: str) -> EngineError:
    return EngineError(f"the process that answers within a time limit ended: {reason}")
