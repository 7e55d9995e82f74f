"""The command line: in this process, as a process of its own, and on a terminal."""

import contextlib
import io
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from secgraph.cli import main

COMMAND = [sys.executable, "-m", "secgraph"]


def secgraph(
    *argv: str, stdin: str = "", cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, with pipes in place of the standard streams.

    What it reads of the release stays in memory for the next call. Where exit codes of a process,
    signals, pipes or imports matter, use :func:`process`.
    """
    # As where a pipe is opened: without a terminal, and an encoding that has every character.
    source = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    errors = io.TextIOWrapper(
        io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", source)
        patch.setattr(sys, "stdout", output)
        patch.setattr(sys, "stderr", errors)
        if cwd is not None:
            patch.chdir(cwd)
        code = _exit_code(argv)
    return subprocess.CompletedProcess(argv, code, _text(output), _text(errors))


def _exit_code(argv: Sequence[str]) -> int:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return main(list(argv))
    except SystemExit as end:
        assert isinstance(end.code, int), end.code
        return end.code
    finally:
        # The command line lets the system end it on an interrupt; this process goes on.
        for number, handler in before.items():
            signal.signal(number, handler)


def _text(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode().replace("\r\n", "\n").replace("\r", "\n")


def process(
    *argv: str, stdin: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [*COMMAND, *argv], capture_output=True, text=True, input=stdin, cwd=cwd, check=False
    )


def on_a_terminal(*argv: str, columns: int = 80, **environment: str) -> str:
    """Run the command line in this process, on a terminal of so many columns, and give what is
    shown."""
    ours, theirs = pty.openpty()
    pieces: list[bytes] = []
    reader = threading.Thread(target=lambda: pieces.extend(_pieces(ours)))
    reader.start()
    with (
        os.fdopen(theirs, "w", encoding="utf-8") as screen,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in _environment(columns, environment).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", screen)
        patch.setattr(sys, "stderr", screen)
        code = _exit_code(argv)
    reader.join()
    os.close(ours)
    shown = _shown(pieces)
    assert code == 0, shown
    return shown


def _environment(columns: int, environment: dict[str, str]) -> dict[str, str]:
    return {"COLUMNS": str(columns), "TERM": "xterm-256color", "NO_PAGER": "1", **environment}


def _pieces(terminal: int) -> Iterator[bytes]:
    """Read a terminal until nobody has it open for writing."""
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 65536):
            yield piece


def _shown(pieces: Iterable[bytes]) -> str:
    return b"".join(pieces).decode().replace("\r\n", "\n")


def typed(
    command: list[str], *, columns: int = 80, cwd: Path | None = None, **environment: str
) -> tuple[int, str]:
    """Run any command as a process of its own, and give its exit code and what it shows on a
    terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, **_environment(columns, environment)}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env, cwd=cwd) as child:
        os.close(theirs)
        shown = _shown(_pieces(ours))
        code = child.wait()
    os.close(ours)
    return code, shown
