"""What is longer than the terminal goes to a pager, and what takes long says so."""

import os
import pty
import subprocess
import sys
import threading

import pytest

from secgraph.cli import progress
from secgraph.stores import cache
from support.command import COMMAND, process

LONG = ("queries",)
SHORT = ("run", "groupings/members", "grouping=Quad")


def on_a_terminal(*argv: str, **environment: str) -> str:
    """Run the command line on a terminal of 24 lines at which somebody could type."""
    ours, theirs = pty.openpty()
    env = {name: value for name, value in os.environ.items() if name not in ("PAGER", "NO_PAGER")}
    env |= {"COLUMNS": "80", "LINES": "24", "TERM": "xterm", **environment}
    pieces: list[bytes] = []

    def read() -> None:
        try:
            while piece := os.read(ours, 65536):
                pieces.append(piece)
        except OSError:  # nobody has it open any more
            return

    reader = threading.Thread(target=read)
    reader.start()
    child = subprocess.Popen([*COMMAND, *argv], stdin=theirs, stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    code = child.wait()
    reader.join()
    os.close(ours)
    shown = b"".join(pieces).decode().replace("\r\n", "\n")
    assert code == 0, shown
    return shown


def is_numbered(text: str) -> bool:
    """Whether ``cat -n``, which stands for a pager here, has shown a text."""
    return text.splitlines()[0].split()[0] == "1"


@pytest.mark.parametrize(
    ("argv", "environment", "paged"),
    [
        (LONG, {"PAGER": "cat -n"}, True),
        (SHORT, {"PAGER": "cat -n"}, False),
        (LONG, {"PAGER": "cat -n", "NO_PAGER": "1"}, False),
        ((*LONG, "--no-pager"), {"PAGER": "cat -n"}, False),
        (("--no-pager", *LONG), {"PAGER": "cat -n"}, False),
        (LONG, {"PAGER": ""}, False),
        (LONG, {"PAGER": "cat"}, False),
        (LONG, {"PAGER": "no-such-program"}, False),
        (LONG, {"PAGER": "'"}, False),
    ],
)
def test_only_a_long_text_is_paged_and_only_where_it_may_be(argv, environment, paged):
    shown = on_a_terminal(*argv, **environment)
    assert is_numbered(shown) == paged
    assert "votes/on" in shown or "Australia" in shown


def test_a_reader_who_has_had_enough_ends_it_without_a_word():
    """The pager stops after two lines."""
    shown = on_a_terminal(*LONG, PAGER="head -n 2")
    assert len(shown.splitlines()) == 2


def test_in_a_pipe_there_is_no_pager(monkeypatch):
    monkeypatch.setenv("PAGER", "cat -n")
    assert not is_numbered(process(*LONG).stdout)


@pytest.mark.parametrize(
    ("spent", "expected", "words"),
    [
        (3.2, None, "q: 3 s so far; asked for the first time, so there is no estimate"),
        (3.2, 10.0, "q: 3 s so far, about 7 s to go"),
        (12.0, 10.0, "q: 12 s so far; the last time it took 10 s"),
    ],
)
def test_the_line_says_how_long_and_how_long_still(spent, expected, words):
    assert progress.line("q", spent, expected) == words


PROGRAM = """
import sys, threading
from secgraph.cli import progress
with progress.shown("a question", "of a store", delay=0.001):
    # Goes on once the line is there.
    while not lines:
        threading.Event().wait(0.001)
"""
WATCHED = """
import builtins, sys
lines = []
def watched(*words, **options):
    original(*words, **options)
    lines.append(words)
original, builtins.print = print, watched
"""


def test_what_takes_long_is_said_and_remembered(tmp_path):
    """The first time without an estimate, the second time with one; the line is taken away."""
    argv = [sys.executable, "-c", WATCHED + PROGRAM]
    shown = []
    for _ in ("first", "second"):
        ours, theirs = pty.openpty()
        env = {**os.environ, "SECGRAPH_CACHE": str(tmp_path)}
        with subprocess.Popen(argv, stderr=theirs, env=env) as child:
            os.close(theirs)
            pieces = []
            try:
                while piece := os.read(ours, 65536):
                    pieces.append(piece)
            except OSError:
                pass
            assert child.wait() == 0
        os.close(ours)
        shown.append(b"".join(pieces).decode())
    assert "asked for the first time" in shown[0] and "first time" not in shown[1]
    assert all(text.endswith("\r\x1b[K") for text in shown)


@pytest.mark.parametrize("content", [b"no json", b"[]", b'{"a": "x"}', b'{"a": -1}', b"[" * 9999])
def test_durations_that_cannot_be_read_are_none(content, tmp_path, monkeypatch):
    monkeypatch.setenv("SECGRAPH_CACHE", str(tmp_path))
    assert cache.folder() == str(tmp_path)
    (tmp_path / "durations.json").write_bytes(content)
    assert progress._durations() == {}
