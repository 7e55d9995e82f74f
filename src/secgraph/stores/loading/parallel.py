"""Work on several items in threads until all are done or one fails.

Not a ThreadPoolExecutor: its threads keep the program from ending until the last one is done, and
an upload that hangs may take ten minutes. Knows nothing of stores.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


Work = Callable[[T, Callable[[], bool]], object]


def run(
    work: Work[T], items: Sequence[T], workers: int, *, leave: float
) -> tuple[T, BaseException, list[T]] | None:
    """Work on each item; begin no other once one has failed.

    Args:
        work: Called in threads with an item, and with a function that says whether another item
            has failed, so that continuing is of no use.
        items: No two the same.
        workers: Number of threads, one of them the caller's.
        leave: Seconds to wait after an interrupt for the items being worked on; a second interrupt
            ends the wait.

    Returns:
        None where all are done; else the item that failed first, its error, and the items still
        being worked on: none, unless it was interrupted.
    """
    job = _Job(work, items, min(workers, len(items)) - 1)
    try:
        job.run(leave)
    except KeyboardInterrupt as error:
        job.failed.append((items[-1], error))
    return (*job.failed[0], [*job.busy]) if job.failed else None


class _Job(Generic[T]):
    """The items of one call of :func:`run`, and what has become of them.

    Attributes:
        busy: Items being worked on.
        failed: Items that failed, with their errors; in the order of time.
    """

    def __init__(self, work: Work[T], items: Sequence[T], helpers: int) -> None:
        self._work, self._items = work, items
        self._waiting = deque(items)
        self.busy: list[T] = []
        self.failed: list[tuple[T, BaseException]] = []
        # Daemons, so that one that hangs does not keep the program from ending.
        self._helpers = [threading.Thread(target=self._help, daemon=True) for _ in range(helpers)]
        self._running = deque(self._helpers)
        # Not Thread.join: before Python 3.13, one that was interrupted takes the thread for ended.
        self._over = threading.Event()

    def run(self, leave: float) -> None:
        """Work on the items, and wait for the helpers; after an interrupt *leave* seconds."""
        try:
            for helper in self._helpers:
                helper.start()
            self._process()
            if self._helpers and not self._interrupted():
                self._over.wait()
        except KeyboardInterrupt as error:
            self.failed.append((self.busy[0] if self.busy else self._items[-1], error))
        if self._helpers and self._interrupted():
            self._over.wait(leave)

    def _process(self) -> None:
        while self._waiting and not self.failed:
            try:
                item = self._waiting.popleft()
            except IndexError:
                return
            self.busy.append(item)
            try:
                self._work(item, self._stopped)
            except BaseException as error:  # returned to the caller, an interrupt too
                self.failed.append((item, error))
            self.busy.remove(item)

    def _help(self) -> None:
        self._process()
        self._running.pop()
        if not self._running:
            self._over.set()

    def _stopped(self) -> bool:
        return bool(self.failed)

    def _interrupted(self) -> bool:
        return not all(isinstance(error, Exception) for _, error in self.failed)
