"""Work on several items in threads until all are done or one fails.

Not a ThreadPoolExecutor: its threads keep the program from ending until the last one is done, and
an upload that hangs may take ten minutes. Knows nothing of stores.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def each(
    work: Callable[[T, Callable[[], bool]], object],
    items: Sequence[T],
    workers: int,
    *,
    leave: float,
) -> tuple[T, BaseException, list[T]] | None:
    """Work on each item; begin no other once one has failed.

    Args:
        work: Called in threads with an item, and with a function that says whether another item
            has failed, so that going on is of no use.
        items: No two the same.
        workers: Number of threads, one of them the caller's.
        leave: Seconds to wait after an interrupt for the items being worked on; a second interrupt
            ends the wait.

    Returns:
        None where all are done; else the item that failed first, its error, and the items still
        being worked on: none, unless it was interrupted.
    """
    waiting, running = deque(items), deque(range(min(workers, len(items)) - 1))
    busy: list[T] = []
    failed: list[tuple[T, BaseException]] = []
    # Not Thread.join: before Python 3.13, one that was interrupted takes the thread for ended.
    over = threading.Event()

    def stopped() -> bool:
        return bool(failed)

    def interrupted() -> bool:
        return not all(isinstance(error, Exception) for _, error in failed)

    def go() -> None:
        while waiting and not failed:
            try:
                item = waiting.popleft()
            except IndexError:
                return
            busy.append(item)
            try:
                work(item, stopped)
            except BaseException as error:  # returned to the caller, an interrupt too
                failed.append((item, error))
            busy.remove(item)

    def beside() -> None:
        go()
        running.pop()
        if not running:
            over.set()

    # Daemons, so that one that hangs does not keep the program from ending.
    helpers = [threading.Thread(target=beside, daemon=True) for _ in running]
    try:
        try:
            for helper in helpers:
                helper.start()
            go()
            if helpers and not interrupted():
                over.wait()
        except KeyboardInterrupt as error:
            failed.append((busy[0] if busy else items[-1], error))
        if helpers and interrupted():
            over.wait(leave)
    except KeyboardInterrupt as error:
        failed.append((items[-1], error))
    return (*failed[0], [*busy]) if failed else None
