"""The command line, as a process of its own."""

import os
import pty
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "secgraph"]


def secgraph(
    *argv: str, stdin: str | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
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
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=env, cwd=cwd) as process:
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
        code = process.wait()
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")
