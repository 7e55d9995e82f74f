"""Say on a terminal that a question is still being answered, and how long it may take.

The estimate is what the same question took last time of the same store; without one it says so.
Answers nothing.
"""

import contextlib
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator

from secgraph.stores import cache

DELAY = 2.0
"""Seconds after which something is said, and after which a duration is remembered."""

REMEMBERED = 500
"""The durations of so many questions are kept."""

_FILE = "durations.json"


@contextlib.contextmanager
def shown(what: str, *parts: str, delay: float = DELAY) -> Iterator[None]:
    """Show on standard error, if that is a terminal, how long something has taken so far.

    Args:
        what: Its name, such as that of a question.
        parts: What it depends on beside that, such as values and store.
        delay: Seconds before anything is shown.
    """
    if not sys.stderr.isatty():
        yield
        return
    key = hashlib.sha256("\n".join((what, *parts)).encode(errors="replace")).hexdigest()[:16]
    begin, done = time.monotonic(), threading.Event()
    expected = _durations().get(key)
    ticker = threading.Thread(target=_tick, args=(what, begin, delay, expected, done), daemon=True)
    ticker.start()
    try:
        yield
        spent = time.monotonic() - begin
        if spent >= delay:
            _remember(key, spent)
    finally:
        done.set()
        ticker.join()


def _tick(
    what: str, begin: float, delay: float, expected: float | None, done: threading.Event
) -> None:
    """Print a line that is written over each second, and taken away at the end."""
    if done.wait(delay):
        return
    while True:
        print(
            f"\r\x1b[K{line(what, time.monotonic() - begin, expected)}",
            end="",
            file=sys.stderr,
            flush=True,
        )
        if done.wait(1):
            break
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def line(what: str, spent: float, expected: float | None) -> str:
    """Say how long something has taken, and how long it may."""
    so_far = f"{what}: {spent:.0f} s so far"
    if expected is None:
        return f"{so_far}; asked for the first time, so there is no estimate"
    if spent > expected:
        return f"{so_far}; the last time it took {expected:.0f} s"
    return f"{so_far}, about {expected - spent:.0f} s to go"


def _durations() -> dict[str, float]:
    """Read the durations that were kept; none where they cannot be read."""
    folder = cache.folder()
    if folder is None:
        return {}
    try:
        with open(os.path.join(folder, _FILE), "rb") as file:
            kept = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        key: float(value)
        for key, value in kept.items()
        if isinstance(value, int | float) and 0 < value < 1e6
    }


def _remember(key: str, spent: float) -> None:
    """Keep a duration; never raises."""
    folder = cache.folder()
    if folder is None:
        return
    durations = _durations()
    durations.pop(key, None)
    kept = dict([*durations.items(), (key, round(spent, 3))][-REMEMBERED:])
    path = os.path.join(folder, _FILE)
    beside = f"{path}.{os.getpid()}.part"
    with contextlib.suppress(OSError):
        with open(beside, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        os.replace(beside, path)
