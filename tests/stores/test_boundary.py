"""What a query gets of the machine: no socket, a limit of memory, nothing of the current folder."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

import secgraph as sg
from secgraph.errors import BadQuery, ServiceRefused
from secgraph.stores import confinement, limited
from secgraph.stores.embedded import Embedded
from secgraph.syntax import federation, limits
from support.command import COMMAND
from support.waiting import until

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def port() -> Iterator[int]:
    """A port of this machine that must see no connection."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        yield listening.getsockname()[1]
        with pytest.raises(BlockingIOError):
            listening.accept()


def kept(tmp_path: Path, where: str) -> Embedded:
    """A store with one statement, in memory or in a folder."""
    folder = str(tmp_path / "store") if where == "folder" else None
    store = pyoxigraph.Store(folder) if folder else pyoxigraph.Store()
    node = pyoxigraph.NamedNode("urn:x")
    store.add(pyoxigraph.Quad(node, node, node))
    if folder:
        store.flush()
        del store
        store = pyoxigraph.Store.read_only(folder)
    return Embedded(store, folder=folder)


def test_the_kernel_gives_no_socket_to_a_thread_and_the_others_go_on(port):
    assert confinement.is_available(), "the tests of the boundary need seccomp"
    with pytest.raises(PermissionError):
        confinement.without_sockets(lambda: socket.create_connection(("127.0.0.1", port)))
    with pytest.raises(PermissionError):
        confinement.without_sockets(lambda: socket.socket(socket.AF_UNIX))
    socket.socket().close()
    assert confinement.without_sockets(lambda: 7) == 7


@pytest.mark.parametrize("seconds", [None, 60.0])
@pytest.mark.parametrize("where", ["memory", "folder"])
@pytest.mark.parametrize("means", ["seccomp", "descriptors"])
def test_what_the_guard_lets_pass_finds_no_network(  # noqa: PLR0917 - fixtures
    monkeypatch, tmp_path, port, seconds, where, means
):
    """With the guard taken away, a plain SERVICE is refused by the kernel; the rest is answered."""
    monkeypatch.setattr(federation, "directed", lambda text, services: (text, True))
    if means == "descriptors":
        if where == "folder":
            pytest.skip("a process of its own decides for itself")
        monkeypatch.setattr(confinement, "_available", False)
        monkeypatch.setattr(confinement, "_MACHINES", {})
    store = kept(tmp_path, where)
    with pytest.raises(sg.EngineError):
        store.ask(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}", seconds)
    assert len(store.ask("SELECT ?service { ?service ?p ?o }", seconds).rows) == 1


def test_where_nothing_can_be_refused_text_that_may_ask_others_is(monkeypatch):
    """What holds the letters of the word is not asked there; all else is."""

    def no() -> None:
        raise OSError("not here")

    monkeypatch.setattr(confinement, "_available", False)
    monkeypatch.setattr(confinement, "refuse_sockets", no)
    monkeypatch.setattr(confinement, "refuse_descriptors", no)
    store = Embedded(pyoxigraph.Store())
    with pytest.raises(ServiceRefused):
        store.ask("ASK { ?service ?p ?o }")
    assert store.ask("ASK { ?s ?p ?o }").truth is False


def test_in_doubt_a_query_is_not_asked():
    """The grammar does not take it and the word stands in it: it is refused, with the line."""
    with pytest.raises(ServiceRefused, match=r"no SPARQL 1\.1 from line 2") as refusal:
        sg.sparql("SELECT * {\n ?service ?p }")
    assert refusal.value.line == 2
    with pytest.raises(BadQuery, match="line 1"):
        sg.sparql("SELECT * { ?s ?p }")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK " + "{" * 101 + "}" * 101, "nested 101 levels deep"),
        ("ASK { FILTER(" + "(" * 101 + "1" + ")" * 103 + "}", "nested"),
        ("ASK { FILTER(1" + " || 1" * 1001 + ") }", "1,002 operators and clauses"),
        ("ASK { " + "OPTIONAL {} " * 1001 + "}", "1,001 operators and clauses"),
        ("ASK { }" + " " * limits.MAX_CHARACTERS, "characters"),
    ],
)
def test_a_query_beyond_the_limits_is_refused_before_it_is_parsed(text, message):
    with pytest.raises(BadQuery, match=message):
        Embedded(pyoxigraph.Store()).ask(text)


def test_addresses_hold_no_operators_and_what_only_looks_like_one_may():
    """A long list of IRIs is parsed here; what a comparison may begin is not passed over."""
    many = " ".join(f"<https://w3id.org/secgraph/doc/x-y-z/c-p{n}-a>" for n in range(300))
    assert limits.check(f"SELECT ?s {{ VALUES ?s {{ {many} }} }}")
    assert not limits.check(f"ASK {{ FILTER(1<http:a{'/1*1' * 600}>1) }}")
    with pytest.raises(BadQuery, match="operators"):
        limits.check(f"ASK {{ FILTER(1<1{'/1*1' * 600}) }}")


def test_a_query_within_the_limits_is_answered():
    """The deepest and the longest that are taken, and marks in strings count for nothing."""
    store = Embedded(pyoxigraph.Store())
    for text in (
        "ASK " + "{" * 100 + "}" * 100,
        "ASK { FILTER(1" + " || 1" * 900 + ") }",
        'ASK { BIND("' + "({[" * 2000 + "|" * 2000 + '" AS ?x) }',
        "ASK { VALUES ?x { " + "<http://example.org/a-b/c-d> " * 20_000 + "} }",
    ):
        assert store.ask(text).truth is True


@pytest.mark.parametrize("text", ["a." * 100_000, '"\\"' + '\\"' * 100_000, "a-" * 100_000])
def test_a_long_text_is_split_in_one_pass(text):
    """What would take hours if each word looked through the rest of the text."""
    with pytest.raises(sg.UsageError):
        Embedded(pyoxigraph.Store()).ask("ASK { service " + text)


def test_a_process_of_its_own_runs_no_code_of_the_current_folder(tmp_path):
    """Modules there with the names of ours, or of Python's, are not imported."""
    for name in ("secgraph", "pyoxigraph", "pickle", "sitecustomize", "signal"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n")
    kept(tmp_path, "folder")
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from secgraph.stores import limited\n"
        "print(limited.on_disk('store', limited.Work('ASK {}', None, ()), 60.0))\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "'answer'" in done.stdout
    assert not (tmp_path / "ran").exists()


def children(parent: int) -> list[int]:
    path = Path(f"/proc/{parent}/task/{parent}/children")
    return [int(number) for number in path.read_text().split()] if path.exists() else []


@pytest.mark.parametrize("cached", [True, False])
def test_a_process_of_its_own_ends_with_the_one_that_has_started_it(cached):
    """However that ends: here it is killed, in the middle of a query that has no end."""
    words = ["sparql", ENDLESS, "--timeout", "600", *([] if cached else ["--no-cache"])]
    with subprocess.Popen([*COMMAND, *words], stdout=subprocess.DEVNULL) as process:
        try:
            until(lambda: bool(children(process.pid)))
            (worker,) = children(process.pid)
        finally:
            process.send_signal(signal.SIGKILL)
        process.wait()
    try:
        until(lambda: not Path(f"/proc/{worker}").exists() or _is_over(worker))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)


def _is_over(process: int) -> bool:
    """Whether a process has ended and waits to be collected."""
    try:
        return ") Z" in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return True


def test_a_process_that_wants_more_memory_than_it_may_is_an_error(monkeypatch):
    monkeypatch.setattr(confinement, "MEMORY", 64 << 20)
    store = Embedded(pyoxigraph.Store())
    text = 'SELECT (GROUP_CONCAT(?a) AS ?x) { VALUES ?s { "' + "x" * 100_000 + '" } '
    text += " ".join(f"VALUES ?v{number} {{ 1 2 3 4 5 6 7 8 9 }}" for number in range(4))
    with pytest.raises(sg.EngineError, match="the process that answers the query ended"):
        store.ask(text + " BIND(CONCAT(?s, STR(?v0)) AS ?a) }", 120.0)
    assert limited._reason(-signal.SIGABRT).startswith("SIGABRT")


@pytest.mark.parametrize(("threads", "forks"), [(0, 1), (1, 0)])
def test_a_process_with_threads_is_not_forked(threads, forks):
    """Another thread may hold a lock of the store, which nobody would let go in the fork."""
    script = (
        "import os, sys, threading\n"
        "from secgraph import stores\n"
        "held = threading.Event()\n"
        f"for _ in range({threads}):\n"
        "    threading.Thread(target=held.wait).start()\n"
        "os.register_at_fork(after_in_parent=lambda: print('fork'))\n"
        "store = stores.open(cached=False)\n"
        "print(store.ask('ASK { ?s ?p ?o }', 60.0).truth)\n"
        "held.set()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["fork"] * forks + ["True"]
