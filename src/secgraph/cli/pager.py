"""Show what is longer than the terminal in a pager, as git does.

Never in a pipe, and never where nobody can type. Knows nothing of answers.
"""

import contextlib
import io
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator

VERBS = ("run", "ask", "sparql", "show", "coverage", "passage", "find", "queries", "links")
"""The verbs whose text may be paged: all is there at once, and nobody is asked anything."""

_DEFAULT = "less"


class _Screen(io.TextIOWrapper):
    """Takes what is printed for a terminal, and says that it is one."""

    def isatty(self) -> bool:
        return True


def command() -> list[str]:
    """Give the words of the user's pager; none where there is to be none.

    ``PAGER`` names it, else it is less; ``NO_PAGER``, and a ``PAGER`` that is empty or ``cat``, say
    that there is none.
    """
    if os.environ.get("NO_PAGER"):
        return []
    try:
        words = shlex.split(os.environ.get("PAGER", _DEFAULT))
    except ValueError:  # a quotation mark without its second
        return []
    return words if words and words != ["cat"] and shutil.which(words[0]) else []


@contextlib.contextmanager
def paged(verb: str) -> Iterator[None]:
    """Keep what a verb prints on a terminal, and show it at once at the end.

    Args:
        verb: Others than :data:`VERBS` print as they go.
    """
    words = command() if verb in VERBS and sys.stdin.isatty() else []
    terminal = sys.stdout
    if not words or not isinstance(terminal, io.TextIOWrapper):
        yield
        return
    content = io.BytesIO()
    screen = _Screen(content, encoding=terminal.encoding, errors="backslashreplace")
    sys.stdout = screen
    try:
        yield
    finally:
        sys.stdout = terminal
        screen.flush()
        data = content.getvalue()
        if data.count(b"\n") < shutil.get_terminal_size().lines or not _shown(words, data):
            terminal.flush()
            terminal.buffer.write(data)
            terminal.buffer.flush()


def _shown(words: list[str], data: bytes) -> bool:
    """Hand a text to a pager, and wait until the user has read enough; False if it cannot start."""
    # As git has it: colours are kept, and a text that fits is just printed.
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - the user names the program
            words, stdin=subprocess.PIPE, stdout=sys.stdout, env=environment
        )
    except OSError:
        return False
    # An interrupt is for the pager, which takes it for the end of a search.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.communicate(data)
    except BrokenPipeError:  # the user has read enough
        process.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
