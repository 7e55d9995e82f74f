"""Waiting for another thread, without a pause of a fixed length."""

import os
import time
from collections.abc import Callable

SECONDS = 120
"""After so long a condition counts as never met; no test is meant to come near it."""


def until(condition: Callable[[], bool]) -> None:
    """Return as soon as the condition holds; give way to other threads meanwhile."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "the condition was never met"
        os.sched_yield()
