"""Act on bytes in a fresh process, which may be ended without harm to this one.

It runs no code of the current folder and none that the environment adds, and shares no thread, lock
or memory with the process that starts it. Keeps no process for a second task.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable

import pyoxigraph

import secgraph
from secgraph.errors import EngineError

Action = Callable[..., bytes]

_START = """
import sys
module, name, count, *words = sys.argv[1:]
sys.path.extend(words[int(count):])
from importlib import import_module
action = getattr(import_module(module), name)
sys.stdout.buffer.write(action(sys.stdin.buffer.read(), *words[:int(count)]))
"""


def run(
    action: Action, data: bytes, *words: str, seconds: float | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Call a function in a process of its own.

    Args:
        action: A function of a module of this package, which takes bytes and words.
        data: The bytes.
        words: The words.
        seconds: For the whole work; None for no limit.

    Returns:
        How the process ended, with the bytes that the function gave as its standard output.

    Raises:
        subprocess.TimeoutExpired: The time was over; the process is gone.
        EngineError: The system starts no process.
    """
    try:
        return subprocess.run(  # noqa: S603 - this interpreter with the text above
            command(action, *words), input=data, capture_output=True, check=False, timeout=seconds
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise EngineError(
            f"the system starts no process of {sys.executable or 'Python'} ({reason}), which this "
            "needs; end other processes and try again"
        ) from error


def command(action: Action, *words: str) -> list[str]:
    """Give the command that calls a function with the bytes of its standard input."""
    files = (module.__file__ for module in (secgraph, pyoxigraph))
    places = [os.path.dirname(os.path.dirname(os.path.abspath(file))) for file in files if file]
    names = (action.__module__, action.__name__, str(len(words)))
    return [sys.executable, "-I", "-c", _START, *names, *words, *places]


def ending(code: int | None) -> str:
    """Say how a process ended: by which signal, where its exit code is below 0, or with which."""
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def limit_memory(most: int) -> None:
    """Let this process take no more memory than it has and so many bytes, where that can be."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            present = int(file.read().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = present + most
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    except (ImportError, OSError, ValueError):
        return
