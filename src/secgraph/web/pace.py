"""Know which answers are so quick that handing them to a thread would cost more than they do.

Answers nothing itself. Another thread costs half a millisecond, as much as a small question.
"""

import time
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

QUICK = 0.005
"""An answer that takes so many seconds of a processor is a quick one; others wait as long."""

CHANCES = 3
"""After so many slow answers a kind counts as slow until the server ends."""


class Pace:
    """How long each kind of answer took; it is asked and told by several threads.

    Args:
        may_be_quick: False where answers wait for what takes no processor here, such as a server.
    """

    def __init__(self, may_be_quick: bool) -> None:
        self._may_be_quick = may_be_quick
        self._known: set[str] = set()
        self._slow: Counter[str] = Counter()

    def is_quick(self, kind: str) -> bool:
        """Whether answers of a kind have been quick, but for a few."""
        return kind in self._known and self._slow[kind] < CHANCES

    def timed(self, kind: str, work: Callable[[], T]) -> T:
        """Make an answer of a kind, and remember how long it took."""
        if not self._may_be_quick:
            return work()
        start = time.thread_time()
        done = work()
        if time.thread_time() - start <= QUICK:
            self._known.add(kind)
        elif kind in self._known:
            self._slow[kind] += 1
        return done
