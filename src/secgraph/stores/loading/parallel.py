"""Do the same with several things, some of them side by side, until all is done or something fails. Knows nothing of stores."""

import threading
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    T = TypeVar("T")


def each(
    work: "Callable[[T, Callable[[], bool]], object]",
    things: "Sequence[T]",
    abreast: int,
    *,
    leave: float,
) -> "tuple[T, BaseException, list[T]] | None":
    """Do the work with each thing; begin no other once something has failed.

    Args:
        work: What is done, called in threads; also given what tells whether something has failed,
            so that no more is of use.
        things: With what, no two the same.
        abreast: So many side by side, one of them in the thread that calls.
        leave: Seconds to wait after an interrupt for what is on its way; who interrupts again waits
            no longer.

    Returns:
        None where all is done; else what failed first, how it did, and with what the work still
        goes on: nothing, unless it was interrupted.
    """
    waiting, running = deque(things), deque(range(min(abreast, len(things)) - 1))
    busy: list[T] = []
    failed: list[tuple[T, BaseException]] = []
    # Not a join: one that was interrupted takes the thread for ended, in Python before 3.13.
    over = threading.Event()

    def stopped() -> bool:
        return bool(failed)

    def interrupted() -> bool:
        return not all(isinstance(error, Exception) for _, error in failed)

    def go() -> None:
        while waiting and not failed:
            try:
                thing = waiting.popleft()
            except IndexError:
                return
            busy.append(thing)
            try:
                work(thing, stopped)
            except BaseException as error:  # given to whoever called, an interrupt too
                failed.append((thing, error))
            busy.remove(thing)

    def beside() -> None:
        go()
        running.pop()
        if not running:
            over.set()

    # What hangs must not keep the program from ending.
    helpers = [threading.Thread(target=beside, daemon=True) for _ in running]
    try:
        try:
            for helper in helpers:
                helper.start()
            go()
            if helpers and not interrupted():
                over.wait()
        except KeyboardInterrupt as error:
            failed.append((busy[0] if busy else things[-1], error))
        if helpers and interrupted():
            over.wait(leave)
    except KeyboardInterrupt as error:
        failed.append((things[-1], error))
    return (*failed[0], [*busy]) if failed else None
