"""Several things are worked on side by side, and an interrupt, a real signal, waits for what is on
its way as long as is wanted."""

import os
import signal
import threading
from collections.abc import Callable

import pytest

from secgraph.stores.loading import parallel
from support.waiting import until


@pytest.mark.parametrize("many", [1, 2, 3, 9])
def test_all_is_done_once_and_so_many_at_the_same_time(many):
    """No thing is done before as many as may be are there; alone, all of them are done here."""
    together, done, threads = threading.Barrier(min(many, 6), timeout=20), [], set()

    def work(thing: int, stopped: Callable[[], bool]) -> None:
        together.wait()
        done.append(thing)
        threads.add(threading.get_ident())

    assert parallel.run(work, range(6), many, leave=20) is None
    assert sorted(done) == [*range(6)]
    assert threading.get_ident() in threads or many > 1
    assert parallel.run(work, [], many, leave=20) is None


def test_nothing_is_begun_after_a_failure_and_what_goes_on_beside_is_told_and_waited_for():
    begun, reached = [], threading.Event()

    def work(thing: int, stopped: Callable[[], bool]) -> None:
        begun.append(thing)
        if thing == 1:
            assert reached.wait(20)
            raise ValueError("one")
        reached.set()
        until(stopped)

    thing, error, busy = parallel.run(work, range(9), 2, leave=0)
    assert (thing, str(error), busy, sorted(begun)) == (1, "one", [], [0, 1])


@pytest.mark.parametrize("again", [False, True])
def test_an_interrupt_waits_for_what_is_on_its_way_and_a_second_one_does_not(again):
    """Ctrl-C while the first thread has nothing left to do but wait."""
    here, go_on = threading.main_thread(), threading.Event()

    def work(thing: int, stopped: Callable[[], bool]) -> None:
        if threading.current_thread() is here:
            until(lambda: threading.active_count() > 1)
            return
        os.kill(os.getpid(), signal.SIGINT)
        until(stopped)
        if again:
            os.kill(os.getpid(), signal.SIGINT)
            go_on.wait(20)

    _, error, busy = parallel.run(work, [0, 1], 2, leave=20)
    assert isinstance(error, KeyboardInterrupt)
    assert len(busy) == again
    go_on.set()


def test_who_has_waited_long_enough_is_told_with_what_the_work_goes_on():
    here, reached, go_on = threading.main_thread(), threading.Event(), threading.Event()

    def work(thing: int, stopped: Callable[[], bool]) -> None:
        if threading.current_thread() is here:
            assert reached.wait(20)
            raise KeyboardInterrupt
        reached.set()
        go_on.wait(20)

    thing, error, busy = parallel.run(work, "ab", 2, leave=0)
    assert isinstance(error, KeyboardInterrupt)
    assert {thing, *busy} == {"a", "b"}
    go_on.set()
