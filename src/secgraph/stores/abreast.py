"""Do the same with several things, some of them side by side, until all is done or something fails. Knows nothing of stores."""

import threading
from collections import deque

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    T = TypeVar("T")


def each(work: "Callable[[T], object]", things: "Sequence[T]", abreast: int, *, leave: float) -> "tuple[T, BaseException, list[T]] | None":
    """Do the work with each thing; begin no other once something has failed.

    Args:
        work: What is done; called in threads.
        things: With what, one at least, no two the same.
        abreast: So many side by side, one of them in the thread that calls.
        leave: Seconds to wait after an interrupt for what is on its way.

    Returns:
        None where all is done; else what failed first, how it did, and with what the work still goes on: nothing, unless it was interrupted.
    """
    waiting = deque(things)
    busy: list[T] = []
    failed: list[tuple[T, BaseException]] = []

    def go() -> None:
        while waiting and not failed:
            try:
                thing = waiting.popleft()
            except IndexError:
                return
            busy.append(thing)
            try:
                work(thing)
            except BaseException as error:  # given to whoever called, an interrupt too
                failed.append((thing, error))
            busy.remove(thing)

    # What hangs must not keep the program from ending.
    helpers = [threading.Thread(target=go, daemon=True) for _ in range(min(abreast, len(things)) - 1)]
    try:
        for helper in helpers:
            helper.start()
        go()
        for helper in helpers:
            helper.join(None if all(isinstance(error, Exception) for _, error in failed) else leave)
    except KeyboardInterrupt as error:
        failed.append((things[-1], error))
        for helper in helpers:
            if helper.ident is not None:
                helper.join(leave)
    return (*failed[0], [*busy]) if failed else None
