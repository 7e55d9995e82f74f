"""The release is loaded, counted, described and taken out again on servers of several makes, and
nothing half done is left when that fails."""

import itertools
import os
import subprocess
import threading
from collections.abc import Callable, Iterator

import pytest

import secgraph as sg
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores import loading
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import Transport
from secgraph.stores.loading import compare
from secgraph.stores.loading.base import STAGING
from servers.processes import Auth, Fuseki, Rdf4j, Server, Virtuoso
from support import oxigraph as plain
from support.command import COMMAND
from support.triples import NEW, OLD

pytestmark = pytest.mark.servers

MAKES: dict[str, Callable[[], Server]] = {"fuseki": Fuseki, "rdf4j": Rdf4j, "virtuoso": Virtuoso}
ADDRESSES: dict[str, list[Callable[[Server], str]]] = {
    "fuseki": [
        lambda s: s.origin,
        lambda s: s.base,
        lambda s: s.query_url,
        lambda s: s.update_url,
        lambda s: f"{s.base}/data",
    ],
    "rdf4j": [
        lambda s: s.origin,
        lambda s: f"{s.origin}/rdf4j-server",
        lambda s: s.base,
        lambda s: s.update_url,
    ],
    "virtuoso": [lambda s: s.origin, lambda s: s.query_url, lambda s: s.update_url],
}
GRAPH = "https://example.org/graph/load"


@pytest.fixture(scope="module", params=[*MAKES])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Each make in turn; one runs at a time."""
    with MAKES[request.param]() as made:
        yield made


@pytest.fixture
def proxy(server) -> Iterator[plain.Proxy]:
    with plain.proxy(server.port) as made:
        yield made


def secgraph(*argv: str, auth: Auth | None = None) -> subprocess.CompletedProcess[str]:
    """The command line, with user and password in the environment."""
    env = {
        **os.environ,
        **({"SECGRAPH_USER": auth.user, "SECGRAPH_PASSWORD": auth.password} if auth else {}),
    }
    return subprocess.run([*COMMAND, *argv], capture_output=True, text=True, env=env, check=False)


def auth_of(server: Server) -> tuple[str, str] | None:
    return (server.auth.user, server.auth.password) if server.auth else None


def loader(
    server: Server, origin: str | None = None, *, largest: int | None = None, patience: float = 60
) -> loading.Loader:
    """What loads into a server, perhaps through a proxy before it."""
    base = server.base.replace(server.origin, origin) if origin else server.base
    store = loading.find(Transport(base, auth=auth_of(server)), server.name)
    if largest is not None:
        store.largest = largest
    return loading.Loader(
        store,
        Endpoint(store.query, graph=None, may_be_empty=True),
        pause=lambda _: None,
        patience=patience,
    )


def held(server: Server, graph: str = GRAPH) -> set[str]:
    """The subjects and objects of a graph, asked of the server past any proxy."""
    with Endpoint(server.query_url, graph=graph, may_be_empty=True) as asked:
        return {
            f"{subject} {value}" for subject, value in asked.rows("SELECT ?s ?o WHERE { ?s ?p ?o }")
        }


def pairs(lines: list[bytes]) -> set[str]:
    return {
        " ".join((line.split()[0][1:-1].decode(), line.split()[2][1:-1].decode())) for line in lines
    }


def put(server: Server, lines: list[bytes], graph: str = GRAPH) -> None:
    """Make a graph hold these lines, whatever it held."""
    loading.load(loader(server), loading.Part(graph, lines), replace=True)


def staged(server: Server) -> list[str]:
    with Endpoint(server.query_url, graph=None, may_be_empty=True) as asked:
        return [
            graph
            for (graph,) in asked.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
            if graph.startswith(STAGING)
        ]


@pytest.mark.sampled
def test_a_load_a_census_and_an_unload_by_any_address(server):
    """The make is told from the server.

    Twice is once; what is there is the release to the last statement, and gone after.
    """
    for address in ADDRESSES[server.name]:
        done = secgraph("load", address(server), auth=server.auth)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        assert f"{len(loading.of_release(None)):,} statements" in done.stdout
        told = secgraph("describe", address(server), auth=server.auth)
        assert "to the last statement" in told.stdout, told.stdout + told.stderr
        assert (
            secgraph("run", "claims/contested", "--store", address(server)).stdout
            == secgraph("run", "claims/contested").stdout
        )
        named = ("run", "groupings/members", "grouping=jaukus")
        assert secgraph(*named, "--store", address(server)).stdout == secgraph(*named).stdout != ""
    assert staged(server) == []
    done = secgraph("queries", "test", "--store", server.query_url)
    assert "0 with another answer" in done.stdout, done.stdout + done.stderr
    done = secgraph("unload", server.base, auth=server.auth)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert held(server, RELEASE_GRAPH) == set()
    assert secgraph("describe", server.base, auth=server.auth).returncode == 1


def test_a_corpus_in_chunks_is_whole(server):
    """Small chunks, one graph after another."""
    made = loader(server, largest=20_000)
    loading.load(made, loading.Part(GRAPH, NEW), replace=True)
    assert held(server) == pairs(NEW)
    assert staged(server) == []


def test_data_of_others_is_not_replaced(server):
    put(server, [b"<urn:a> <urn:b> <urn:c> .\n"])
    with pytest.raises(sg.UsageError, match="none of them of this project"):
        loading.load(loader(server), loading.Part(GRAPH, NEW))
    assert held(server) == {"urn:a urn:c"}


@pytest.mark.parametrize("largest", [None, 40_000])
def test_a_statement_that_the_store_refuses_leaves_the_old_content(server, largest):
    """The last of three thousand is none."""
    put(server, OLD)
    with pytest.raises(sg.EngineError, match=r"the old content still \(501 statements\)"):
        loading.load(
            loader(server, largest=largest),
            loading.Part(GRAPH, [*NEW, b'<urn:a> <urn:b> "unfinished .\n']),
        )
    assert held(server) == pairs(OLD)
    assert staged(server) == []


@pytest.mark.parametrize("after", [1_000, 60_000])
def test_a_connection_cut_in_the_middle_leaves_the_old_content(server, proxy, after):
    put(server, OLD)

    def cut(data: bytes) -> None:
        proxy.cut_sending = (
            after
            if any(verb in data[:12] for verb in (b"PUT ", b"POST ")) and b"n-triples" in data
            else proxy.cut_sending
        )

    proxy.before = cut
    with pytest.raises(sg.EngineError) as error:
        loading.load(loader(server, proxy.url), loading.Part(GRAPH, NEW))
    assert proxy.cuts >= 1
    assert "old content" in str(error.value)
    assert held(server) == pairs(OLD)


def test_a_swap_whose_answer_is_lost_is_told_from_the_counts(server, proxy):
    """The store carries it out; whether that is seen in time is said either way, and is true."""
    put(server, OLD)
    made = loader(server, proxy.url)
    made.store.atomic = False
    proxy.cut_reply = b"MOVE+GRAPH"
    with pytest.raises(sg.EngineError) as error:
        loading.load(made, loading.Part(GRAPH, NEW))
    assert "holds the whole new content (3,000 statements)" in str(error.value)
    assert held(server) == pairs(NEW)
    assert staged(server) == []


def test_two_loads_at_once_leave_the_whole_of_one(server):
    other = [line.replace(b"new-", b"other-") for line in NEW]
    said: list[Exception] = []

    def run(part: list[bytes]) -> None:
        made = loader(server)
        made.pause = threading.Event().wait
        try:
            loading.load(made, loading.Part(GRAPH, part), replace=True)
        except sg.SecgraphError as error:
            said.append(error)

    put(server, OLD)
    threads = [threading.Thread(target=run, args=(part,)) for part in (NEW, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert held(server) in (pairs(NEW), pairs(other)), said
    assert staged(server) == []
    assert len(said) < 2, said


def test_documents_that_bring_the_same_new_languages_and_datatypes_are_whole(server):
    """Virtuoso breaks one of two uploads off that bring the same new one at the same time.

    What it undid is sent again.
    """
    made = loader(server)
    made.pause = threading.Event().wait
    kinds = itertools.product("abcdefghijklmnop", repeat=3)
    for run in range(20):
        new = ["".join(next(kinds)) for _ in range(30)]
        content = [
            (
                f'<urn:s{kind}> <urn:p> "of a language"@x-{kind} .\n<urn:s{kind}> <urn:q> '
                f'"of a datatype"^^<urn:t:{kind}> .\n'
            ).encode()
            for kind in new
        ]
        lines = [line for two in content for line in two.splitlines(keepends=True)]
        parts = [loading.Part(f"{GRAPH}/{run}/{number}", lines) for number in range(4)]
        loading.load_together(made, parts, replace=True)
        for part in parts:
            assert compare.differences(Endpoint(server.query_url, graph=part.graph), part) == (0, 0)
        for part in parts:
            loading.unload(made, part, whole=True)
    assert staged(server) == []


def test_a_wrong_password_changes_nothing_and_is_not_shown():
    """Fuseki with Basic, Virtuoso with Digest."""
    for made in (Fuseki(auth=Auth("keeper", "s3cret-word")), Virtuoso()):
        with made as server:
            right = server.auth
            done = secgraph(
                "load", server.base, "--make", server.name, auth=Auth(right.user, "wr0ng-word")
            )
            assert done.returncode == 3, done
            assert "user or password" in done.stderr
            assert "wr0ng-word" not in done.stderr + done.stdout
            done = secgraph("load", server.base, "--make", server.name, auth=right)
            assert (done.returncode, done.stderr) == (0, ""), done
            assert right.password not in done.stdout


def test_a_store_that_only_reads_changes_nothing():
    """A Fuseki without updates, and a user of Virtuoso who may not change."""
    for made in (Fuseki(update=False), Virtuoso(reader=True)):
        with made as server:
            done = secgraph("load", server.base, "--make", server.name, auth=server.auth)
            assert done.returncode == 3, done
            assert "empty, as before" in done.stderr
            assert "Traceback" not in done.stderr


def test_a_store_killed_in_the_middle_holds_the_old_content_when_it_is_back():
    """Virtuoso keeps its data on disk."""
    with Virtuoso() as server:
        put(server, OLD)
        server.sql(server.dba.password, "checkpoint;")
        with plain.proxy(server.port) as proxy:
            sent = 0

            def kill(data: bytes) -> None:
                nonlocal sent
                sent += len(data)
                if sent > 100_000 and server._process.poll() is None:
                    server.kill()

            proxy.before = kill
            with pytest.raises(
                sg.EngineError, match="cannot be asked: the old content, or the whole new one"
            ):
                loading.load(loader(server, proxy.url), loading.Part(GRAPH, NEW))
        (server.folder / "virtuoso.lck").unlink(missing_ok=True)
        server.start()
        assert held(server) == pairs(OLD)


def test_credentials_are_not_in_what_is_shown():
    with Virtuoso() as server:
        done = secgraph("load", server.base, "--show", auth=server.auth)
        assert done.returncode == 0
        assert "MOVE GRAPH" in done.stdout
        assert server.auth.password not in done.stdout
        assert held(server, RELEASE_GRAPH) == set()
