"""The command line: in this process, as a process of its own, and on a terminal."""

import contextlib
import io
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

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
    read = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    written = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    errors = io.TextIOWrapper(
        io.BytesIO(), encoding="utf-8", errors="backslashreplace", write_through=True
    )
    before = signal.getsignal(signal.SIGINT)
    standard = sys.stdin
    sys.stdin = read
    try:
        with (
            contextlib.chdir(cwd or Path.cwd()),
            contextlib.redirect_stdout(written),
            contextlib.redirect_stderr(errors),
        ):
            code = main(list(argv))
    except SystemExit as ended:
        assert isinstance(ended.code, int), ended.code
        code = ended.code
    finally:
        sys.stdin = standard
        # The command line lets the system end it on an interrupt; this process goes on.
        signal.signal(signal.SIGINT, before)
    return subprocess.CompletedProcess(argv, code, _text(written), _text(errors))


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
    """What the command shows on a terminal of so many columns."""
    code, shown = typed([*COMMAND, *argv], columns=columns, **environment)
    assert code == 0
    return shown


def typed(
    command: list[str], *, columns: int = 80, cwd: Path | None = None, **environment: str
) -> tuple[int, str]:
    """The exit code of any command and what it shows on a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color", **environment}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env, cwd=cwd) as child:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        code = child.wait()
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")
