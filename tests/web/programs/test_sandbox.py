"""Queries of strangers are answered in processes that end at their limits, and with the server."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from secgraph.errors import EngineError
from secgraph.web import sandbox
from secgraph.web.sandbox import Limits, Sandbox
from secgraph.web.zygote import Task
from support.processes import children, is_there
from support.waiting import until

ASK = Task("ASK { ?s ?p ?o }", {})
RUNAWAY = Task("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {})


@pytest.fixture(scope="module")
def runner():
    with asyncio.Runner() as one:
        yield one


@pytest.fixture(scope="module")
def shared(runner):
    """One for the module: its process takes most of a second of a processor to start."""
    box = Sandbox(limits=Limits(seconds=60))
    runner.run(box.start())
    yield box
    runner.run(box.close())


@pytest.fixture
def box(shared):
    shared.limits = Limits(seconds=60)
    return shared


def test_the_process_that_forks_has_one_thread(runner, box):
    """Also after it has forked: only then is a fork of it whole."""
    assert runner.run(box.answer(ASK)).body == b'{"head":{},"boolean":true}'
    assert len(os.listdir(f"/proc/{box.process}/task")) == 1


@pytest.mark.parametrize(
    ("task", "limits", "fault"),
    [
        (RUNAWAY, {"seconds": 0.2, "cpu": 60.0}, sandbox.TIME),
        (Task(RUNAWAY.query, {}, cpu=0.2), {}, sandbox.CPU),
        (
            Task("SELECT (GROUP_CONCAT(STR(?s)) AS ?x) { ?s ?p ?o }", {}, memory=1 << 20),
            {},
            sandbox.MEMORY,
        ),
    ],
)
def test_a_runaway_is_ended_by_the_kernel(runner, box, task, limits, fault):
    box.limits = Limits(**{"seconds": 60, **limits})
    assert runner.run(box.answer(task)).fault == fault
    assert runner.run(_afterwards(box)).fault == ""
    until(lambda: not children(box.process))


async def _afterwards(box: Sandbox):
    box.limits = Limits(seconds=60)
    return await box.answer(ASK)


def test_waiting_counts(runner, box):
    """Whoever is cut off while waiting is told that it was busy, and that soon."""
    box.limits = Limits(seconds=0.3, at_once=1)
    box._turns = None

    async def both():
        return await asyncio.gather(*(box.answer(RUNAWAY, str(who)) for who in range(2)))

    first, second = runner.run(both())
    assert (first.fault, second.fault) == (sandbox.TIME, sandbox.BUSY)
    box._turns = None


def test_so_many_wait_and_no_more(runner, box):
    box.limits = Limits(seconds=60, at_once=1, waiting=1, of_one=1)
    box._turns = None

    async def crowd():
        first = asyncio.create_task(box.answer(RUNAWAY, "a"))
        second = asyncio.create_task(box.answer(RUNAWAY, "b"))
        await asyncio.sleep(0)
        faults = [(await box.answer(ASK, who)).fault for who in ("a", "c")]
        for one in (first, second):
            one.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        return faults, (await box.answer(ASK, "a")).fault

    assert runner.run(crowd()) == ([sandbox.CROWDED, sandbox.BUSY], "")
    box._turns = None
    until(lambda: not children(box.process))


def test_a_child_has_no_socket():
    """The kernel refuses sockets in all that is forked, whatever a query may come to."""
    code = """
import socket, json, os
from secgraph.web import zygote
zygote._confine(alone=True)
if os.fork() == 0:
    try:
        socket.socket()
    except PermissionError:
        os._exit(7)
    os._exit(1)
os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


def test_the_process_is_started_again_where_it_has_ended(runner, box):
    """What was being answered then has no answer; the next query has one."""

    async def killed():
        task = asyncio.create_task(box.answer(RUNAWAY))
        while not box.running:
            await asyncio.sleep(0)
        os.kill(box.process, signal.SIGKILL)
        return await task

    before = box.process
    assert runner.run(killed()).fault == sandbox.ENDED
    assert runner.run(box.answer(ASK)).fault == ""
    assert box.process not in (None, before)


def test_all_processes_end_with_the_server(tmp_path):
    """However the server ends: here it is killed while a query runs."""
    code = """
import asyncio, os, sys
from secgraph.web.sandbox import Limits, Sandbox
from secgraph.web.zygote import Task

async def main():
    box = Sandbox(limits=Limits(seconds=600, cpu=600))
    await box.start()
    task = asyncio.create_task(box.answer(Task(sys.argv[1], {}, cpu=600)))
    path = f"/proc/{box.process}/task/{box.process}/children"
    while not open(path).read().strip():
        await asyncio.sleep(0)
    print(box.process, open(path).read().split()[0], flush=True)
    await task

asyncio.run(main())
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, RUNAWAY.query], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        zygote, child = map(int, server.stdout.readline().split())
        assert is_there(zygote)
        assert is_there(child)
        server.kill()
    until(lambda: not is_there(zygote) and not is_there(child))


def test_a_server_is_asked_elsewhere():
    with pytest.raises(EngineError, match="asked there"):
        Sandbox("http://127.0.0.1:1/")
