"""Loading a real store: the old content stays or the whole new one is there, whatever goes wrong,
and the message says which."""

import gzip
import json
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pyoxigraph
import pytest

import secgraph as sg
from secgraph.dataset import release
from secgraph.errors import BadFile
from secgraph.namespaces import GRAPHS, RELEASE_GRAPH, SG
from secgraph.stores import loading
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import Reply, Transport
from secgraph.stores.loading import compare
from secgraph.stores.loading.base import STAGING, Request
from secgraph.stores.loading.oxigraph import Oxigraph
from secgraph.stores.loading.virtuoso import Virtuoso
from support import oxigraph as servers
from support.command import COMMAND, secgraph
from support.triples import NEW, OLD
from support.waiting import until


@pytest.fixture
def server(tmp_path: Path) -> Iterator[servers.Oxigraph]:
    made = servers.Oxigraph(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def proxy(server) -> Iterator[servers.Proxy]:
    with servers.proxy(server.port) as made:
        yield made


def loader(url: str, *, staged: int = 0, largest: int | None = None) -> loading.Loader:
    """What loads into the store of an address.

    In stages, as into a store whose PUT is not one transaction, so many side by side, if that is
    wanted.
    """
    transport = Transport(url)
    store = Oxigraph.at(transport)
    if staged:
        store.atomic, store.abreast = False, int(staged)
    if largest is not None:
        store.largest = largest
    return loading.Loader(
        store, Endpoint(store.query, graph=None, may_be_empty=True), pause=lambda _: None
    )


def held(server: servers.Oxigraph, graph: str = RELEASE_GRAPH) -> set[str]:
    """The lines of a graph, asked of the store past any proxy."""
    reply = httpx.get(
        f"{server.url}/store",
        params={"graph": graph},
        headers={"Accept": "application/n-triples"},
        trust_env=False,
        timeout=servers.PATIENCE,
    )
    return set(reply.text.splitlines()) if reply.status_code == 200 else set()


def graphs(server: servers.Oxigraph) -> set[str]:
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    reply = httpx.post(
        f"{server.url}/query",
        data={"query": query},
        headers={"Accept": "application/sparql-results+json"},
        trust_env=False,
        timeout=servers.PATIENCE,
    )
    return {row["g"]["value"] for row in json.loads(reply.text)["results"]["bindings"]}


def lines(part: list[bytes]) -> set[str]:
    return {line.decode().rstrip("\n") for line in part}


def put(server: servers.Oxigraph, part: list[bytes], graph: str = RELEASE_GRAPH) -> None:
    servers.put(server.url, graph, b"".join(part))


# --- what goes right


@pytest.mark.parametrize("address", ["/", "/store", "/update", "/query", "/sparql", "/query/"])
def test_a_load_by_any_address(server, tmp_path, address):
    """Each address of the server will do."""
    path = tmp_path / "small.nq"
    path.write_text("<urn:s> <urn:p> <urn:o> <urn:x-test:small> .\n", encoding="utf-8")
    done = secgraph("load", server.url + address, str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Oxigraph server" in done.stdout
    assert held(server, "urn:x-test:small") == {"<urn:s> <urn:p> <urn:o> ."}


def test_a_load_a_census_and_an_unload(server):
    """Twice is once; what was loaded answers as the graph in memory, and is gone after."""
    for address in ("", "/query"):
        done = secgraph("load", server.url + address)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Oxigraph server" in done.stdout
    assert graphs(server) == {RELEASE_GRAPH}
    told = secgraph("describe", server.url)
    assert told.returncode == 0
    assert "it is release 0.1.0, to the last statement" in told.stdout
    claims = release.store().query(f"SELECT ?claim {{ ?claim a <{SG}Claim> }}")
    assert f"{len(list(claims))} claims" in told.stdout
    assert secgraph("queries", "test", "--store", server.url).returncode == 0
    assert (
        secgraph("run", "claims/contested", "--store", server.url).stdout
        == secgraph("run", "claims/contested").stdout
    )
    done = secgraph("unload", f"{server.url}/query")
    assert done.returncode == 0
    assert graphs(server) == set()
    done = secgraph("describe", server.url)
    assert done.returncode == 1
    assert "is empty or not there" in done.stdout


def test_a_statement_too_few_or_too_many_is_seen(server):
    part = loading.of_release(RELEASE_GRAPH)
    put(server, [*part.lines[:-1], b"<urn:x> <urn:p> <urn:o> .\n"])
    assert compare.differences(loader(server.url).endpoint, part) == (1, 1)
    done = secgraph("describe", server.url)
    assert done.returncode == 1
    assert "1 statements are missing, 1 are others" in done.stdout


def test_what_others_have_put_there_stays_where_it_is(server):
    """Another graph is not touched by a load or an unload.

    What was added to ours stays after an unload, and is said.
    """
    put(server, OLD, "urn:others")
    secgraph("load", server.url)
    addition = f"INSERT DATA {{ GRAPH <{RELEASE_GRAPH}> {{ <urn:mine> <urn:p> <urn:o> }} }}"
    httpx.post(
        f"{server.url}/update", data={"update": addition}, trust_env=False, timeout=servers.PATIENCE
    )
    done = secgraph("unload", server.url)
    assert "1 are left that are not of this release" in done.stdout
    assert held(server) == {"<urn:mine> <urn:p> <urn:o> ."}
    assert held(server, "urn:others") == lines(OLD)
    secgraph("unload", server.url, "--all")
    assert graphs(server) == {"urn:others"}


def test_a_corpus_keeps_a_graph_for_each_document(server, tmp_path):
    """Each named graph of a file goes into its own and replaces it alone."""
    path = tmp_path / "corpus.nq"
    documents = {
        f"https://w3id.org/secgraph/graph/doc/{name}": name for name in ("one", "two", "three")
    }
    path.write_text(
        "".join(
            f'<https://w3id.org/secgraph/doc/{name}> <urn:p> "{number}" <{graph}> .\n'
            for graph, name in documents.items()
            for number in range(50)
        ),
        encoding="utf-8",
    )
    done = secgraph("load", server.url, str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "150 statements in 3 graphs" in done.stdout
    assert graphs(server) == set(documents)
    assert len(held(server, GRAPHS + "doc/two")) == 50
    argv = [
        part for graph in (GRAPHS + "doc/one", GRAPHS + "doc/two") for part in ("--graph", graph)
    ]
    done = secgraph("sparql", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--store", server.url, *argv)
    assert done.stdout == "n\n100\n"
    done = secgraph("unload", server.url, str(path))
    assert done.stdout.count("50 statements removed") == 3
    assert graphs(server) == set()


@pytest.mark.parametrize("ending", ["nq", "nt"])
def test_lines_that_are_not_utf_8_are_told_with_their_number(ending, server, tmp_path):
    """And nothing is sent."""
    path = tmp_path / f"mine.{ending}"
    line = b'<https://example.org/a> <https://example.org/b> "caf" .\n'
    path.write_bytes(line * 3 + line.replace(b"caf", "café".encode("latin-1")) + line)
    run = secgraph("load", server.url, str(path))
    assert run.returncode == 2, run.stderr
    assert run.stderr.startswith(f"secgraph: {path}:4: is not UTF-8 (byte 0xe9 at 52)")
    assert run.stderr.count("\n") == 1


def test_show_prints_every_request_and_sends_none_of_them(server):
    done = secgraph("load", server.url, "--show")
    assert done.returncode == 0
    assert (
        f"PUT {server.url}/store?graph=https%3A%2F%2Fw3id.org%2Fsecgraph%2Fgraph%2Frelease"
        in done.stdout
    )
    assert "SELECT (COUNT(*) AS ?n)" in done.stdout
    done = secgraph(
        "load", server.url, "--show", "--make", "sparql", "--update", f"{server.url}/update"
    )
    assert "INSERT DATA" in done.stdout
    assert f"MOVE GRAPH <{STAGING}" in done.stdout
    assert "SILENT" not in done.stdout
    assert graphs(server) == set()


def test_virtuoso_gets_an_upload_with_a_comment():
    """The comment that spares it a guess is part of what is sent, each time that it is sent,
    and states nothing."""
    with closing(Transport("http://127.0.0.1:9/sparql")) as transport:
        sent = list(loading.requests(Virtuoso.at(transport), [loading.Part(RELEASE_GRAPH, OLD)]))
    (upload,) = (request for request in sent if request.pieces)
    for _ in range(2):
        body = b"".join(upload.pieces())
        assert len(body) == upload.size
        assert {*pyoxigraph.parse(body, pyoxigraph.RdfFormat.N_TRIPLES)} == {
            *pyoxigraph.parse(b"".join(OLD), pyoxigraph.RdfFormat.N_TRIPLES)
        }


def test_virtuoso_is_asked_for_several_counts_at_once_and_for_all_of_them():
    """No more in one request than it works out quickly.

    Oxigraph, which holds the same, gives the same numbers for both texts.
    """
    names = [f"urn:g{number}" for number in range(20)]
    with closing(Transport("http://127.0.0.1:9/sparql")) as transport:
        store = Virtuoso.at(transport)
        sent = [
            request.form["query"]
            for request in loading.requests(store, [loading.Part(name, NEW[:1]) for name in names])
            if "COUNT" in str(request)
        ]
    asked = [text for text in sent if names[0] in text or names[-1] in text]
    assert [sum(f"<{name}>" in text for name in names) for text in asked] == [16, 4]
    held = pyoxigraph.Store()
    for number, name in enumerate(names):
        held.load(
            b"".join(NEW[:number]),
            pyoxigraph.RdfFormat.N_TRIPLES,
            to_graph=pyoxigraph.NamedNode(name),
        )
    for texts in (asked, [Oxigraph.counts(store, names)]):
        rows = [row for text in texts for row in held.query(text)]
        assert {row["g"].value: int(row["n"].value) for row in rows} == {
            name: number for number, name in enumerate(names) if number
        }


@pytest.mark.parametrize(
    ("status", "kind", "content", "again", "told"),
    [
        (
            500,
            "text/html",
            (
                b"<html><h3>Error 23000</h3>\n<xmp>SR197: Non unique primary key on "
                b"DB.DBA.RDF_LANGUAGE.</xmp></html>"
            ),
            True,
            "SR197: Non unique primary key on DB.DBA.RDF_LANGUAGE.",
        ),
        (
            500,
            "text/plain",
            b"Virtuoso 40001 Error SR172: Transaction deadlocked",
            True,
            "Virtuoso 40001 Error SR172: Transaction deadlocked",
        ),
        (
            500,
            "text/html",
            b"<html><h3>Error 37000</h3>\n<xmp>RDF29: syntax error</xmp></html>",
            False,
            "RDF29: syntax error",
        ),
        (400, "text/html", b"<xmp>SR197: not of this kind</xmp>", False, "SR197: not of this kind"),
        (503, "text/html", b"<html>later</html>", True, ""),
        (500, "text/html", b"<xmp>" * 12_000, False, ("<xmp>" * 40)[:199] + "…"),
    ],
)
def test_what_virtuoso_broke_off_for_another_is_worth_sending_again(
    status, kind, content, again, told
):
    """The first page is one that it gave; what stands between its tags is what the user is told."""
    with closing(Transport("http://127.0.0.1:9/sparql")) as transport:
        store, reply = Virtuoso.at(transport), Reply(status, {"Content-Type": kind}, content)
        assert store.transient(reply) is again
        assert store.why(reply) == told


@pytest.mark.parametrize("largest", [None, 20_000])
def test_in_stages_the_new_content_takes_the_place_of_the_old(server, largest):
    put(server, OLD)
    assert loading.load(
        loader(server.url, staged=True, largest=largest), loading.Part(RELEASE_GRAPH, NEW)
    ) == len(OLD)
    assert held(server) == lines(NEW)
    assert graphs(server) == {RELEASE_GRAPH}


@pytest.mark.long
@pytest.mark.sampled
def test_a_store_of_no_known_make_is_loaded_by_updates(server):
    argv = ("--make", "sparql", "--update", f"{server.url}/update")
    done = secgraph("load", f"{server.url}/query", *argv)
    assert (done.returncode, done.stderr) == (0, "")
    assert secgraph("describe", server.url).returncode == 0
    assert secgraph("unload", f"{server.url}/query", *argv).returncode == 0
    assert graphs(server) == set()


# --- what goes wrong


def test_data_of_others_is_not_replaced(server):
    foreign = [b"<urn:a> <urn:b> <urn:c> .\n"]
    put(server, foreign)
    done = secgraph("load", server.url)
    assert done.returncode == 2
    assert "1 statements, none of them of this project" in done.stderr
    assert held(server) == lines(foreign)
    assert secgraph("load", server.url, "--replace").returncode == 0
    assert secgraph("describe", server.url).returncode == 0


@pytest.mark.parametrize("staged", [False, True])
def test_a_statement_that_the_store_refuses_leaves_the_old_content(server, staged):
    """The last of three thousand is no statement to Oxigraph."""
    put(server, OLD)
    with pytest.raises(sg.EngineError, match=r"did not .*the old content still \(501 statements\)"):
        loading.load(
            loader(server.url, staged=staged),
            loading.Part(RELEASE_GRAPH, [*NEW, b"<urn:a> <urn:b> <not an iri> .\n"]),
        )
    assert held(server) == lines(OLD)
    assert graphs(server) == {RELEASE_GRAPH}


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("after", [300, 5_000, 60_000])
def test_a_connection_cut_in_the_middle_leaves_the_old_content(server, proxy, staged, after):
    """The proxy cuts each upload after so many bytes, however often it is tried."""
    put(server, OLD)
    made = loader(proxy.url, staged=staged)
    made.store.largest = 1 << 30

    def cut(data: bytes) -> None:
        proxy.cut_sending = after if b"/store?" in data[:200] else proxy.cut_sending

    proxy.before = cut
    with pytest.raises(sg.EngineError) as error:
        loading.load(made, loading.Part(RELEASE_GRAPH, NEW))
    assert proxy.cuts >= 4
    assert "old content" in str(error.value)
    assert held(server) == lines(OLD)


def test_a_connection_cut_once_is_tried_again(server, proxy):
    put(server, OLD)

    def cut(data: bytes) -> None:
        # The head of the request and its body may come in pieces of their own.
        if proxy.cuts:
            proxy.cut_sending = None
        elif b"/store?" in data[:200]:
            proxy.cut_sending = 5_000

    proxy.before = cut
    loading.load(loader(proxy.url), loading.Part(RELEASE_GRAPH, NEW))
    assert proxy.cuts == 1
    assert held(server) == lines(NEW)


TOGETHER = [f"{GRAPHS}doc/{name}" for name in ("one", "two", "three")]


@pytest.mark.parametrize("staged", [0, 1, 2])
def test_graphs_loaded_together_are_counted_together(server, proxy, staged):
    """Two counts for three graphs, and one more for what is staged.

    Each holds its own afterwards.
    """
    counts = []
    proxy.before = lambda data: counts.append(data) if b"COUNT" in data else None
    put(server, OLD, TOGETHER[1])
    parts = [loading.Part(graph, NEW[: 100 * number]) for number, graph in enumerate(TOGETHER, 1)]
    assert loading.load_together(loader(proxy.url, staged=staged), parts, replace=True) == [
        0,
        len(OLD),
        0,
    ]
    assert len(counts) == 2 + bool(staged)
    assert [held(server, part.graph) == lines(part.lines) for part in parts] == [True] * 3
    assert graphs(server) == set(TOGETHER)


@pytest.mark.parametrize("staged", [0, 1, 2, 3])
def test_a_fault_in_one_of_several_graphs_leaves_each_old_or_new_and_no_staging_graph(
    server, staged
):
    """Staged, none of them is swapped before all have arrived.

    Put one by one, those before the fault are new.
    """
    for graph in TOGETHER:
        put(server, OLD, graph)
    parts = [loading.Part(graph, NEW) for graph in TOGETHER]
    parts[1] = loading.Part(TOGETHER[1], [*NEW, b"<urn:a> <urn:b> <not an iri> .\n"])
    with pytest.raises(
        sg.EngineError, match=r"doc/two holds the old content still \(501 statements\)"
    ):
        loading.load_together(loader(server.url, staged=staged), parts, replace=True)
    assert [held(server, graph) == lines(NEW) for graph in TOGETHER] == [not staged, False, False]
    assert [held(server, graph) == lines(OLD) for graph in TOGETHER] == [bool(staged), True, True]
    assert graphs(server) == set(TOGETHER)


def test_uploads_to_staging_graphs_are_sent_side_by_side_where_a_store_gains_by_it(server, proxy):
    """Neither of two is passed on to the store before the other is there too."""
    made, both = loader(proxy.url, staged=2), threading.Barrier(2, timeout=20)
    loading.load(made, loading.Part(TOGETHER[0], OLD))  # the first goes alone
    proxy.before = lambda data: both.wait() and None if data.startswith(b"POST /store?") else None
    parts = [
        loading.Part(graph, NEW[: 100 * number])
        for number, graph in enumerate([*TOGETHER, f"{GRAPHS}doc/four"], 1)
    ]
    loading.load_together(made, parts)
    assert [held(server, part.graph) == lines(part.lines) for part in parts] == [True] * 4


def test_a_refusal_ends_what_is_sent_beside_it(server):
    """Of a part of many requests none is sent once another part was refused."""
    made, reached, sent = loader(server.url, staged=2, largest=5_000), threading.Event(), []
    made.accepted = True

    def again(request: Request, stopped: Callable[[], bool] = lambda: False) -> object:
        if b"".join(request.pieces() if request.pieces else ()).startswith(b"<urn:refused>"):
            assert reached.wait(20)
            raise sg.EngineError("refused")
        if request.pieces:
            sent.append(request)
            reached.set()
            until(stopped)
        return loading.Loader.again(made, request, stopped)

    made.again = again
    with pytest.raises(
        sg.EngineError,
        match=r"refused; the graph .*doc/two is empty, as before; nothing is left to clean",
    ):
        loading.load_together(
            made,
            [
                loading.Part(TOGETHER[0], NEW),
                loading.Part(TOGETHER[1], [b"<urn:refused> <urn:p> <urn:o> .\n"]),
            ],
        )
    assert len(sent) == 1
    assert graphs(server) == set()


def test_an_interrupt_leaves_what_is_on_its_way_beside_and_says_so(server, proxy):
    """What the store has not answered when the user has waited long enough may fill its staging
    graph yet, so that this is not removed."""
    for graph in TOGETHER:
        put(server, OLD, graph)
    reached, go_on = threading.Event(), threading.Event()

    def hold(data: bytes) -> None:
        if data.startswith(b"POST /store?"):
            reached.set()
            go_on.wait(20)

    def interrupt(*_: object) -> None:
        if threading.current_thread() is threading.main_thread():
            assert reached.wait(20)
            raise KeyboardInterrupt

    proxy.before = hold
    made = loader(proxy.url, staged=2)
    made.progress, made.leave, made.accepted = interrupt, 0.0, True
    with pytest.raises(
        sg.EngineError,
        match=(
            r"interrupted; .* holds the old content still \(501 statements\); the staging graph "
            r"\S+ was removed, and comes back if the server still finishes what it got: .*; "
            r"1 staging graph is left to clean"
        ),
    ):
        loading.load_together(made, [loading.Part(graph, NEW) for graph in TOGETHER], replace=True)
    assert [held(server, graph) == lines(OLD) for graph in TOGETHER] == [True] * 3
    go_on.set()


def test_one_swap_of_several_that_fails_leaves_each_old_or_new_and_no_staging_graph(server, proxy):
    """The second staging graph is gone when its turn comes, after all were counted."""
    for graph in TOGETHER:
        put(server, OLD, graph)
    moves = []

    def drop(data: bytes) -> None:
        if b"MOVE" in data:
            moves.append(data)
            if len(moves) == 2:
                gone = (
                    data.split(b"MOVE+GRAPH+%3C")[1]
                    .split(b"%3E")[0]
                    .replace(b"%3A", b":")
                    .replace(b"%2F", b"/")
                    .decode()
                )
                httpx.post(
                    f"{server.url}/update",
                    data={"update": f"DROP GRAPH <{gone}>"},
                    trust_env=False,
                    timeout=servers.PATIENCE,
                ).raise_for_status()

    proxy.before = drop
    with pytest.raises(sg.EngineError, match=r"doc/two holds the old content still"):
        loading.load_together(
            loader(proxy.url, staged=True),
            [loading.Part(graph, NEW) for graph in TOGETHER],
            replace=True,
        )
    assert [held(server, graph) for graph in TOGETHER] == [lines(NEW), lines(OLD), lines(OLD)]
    assert graphs(server) == set(TOGETHER)


def test_a_fault_in_a_file_comes_after_all_that_came_before_it():
    """Batches are cut where the next part would not fit, and a part that is larger than any is
    one alone."""

    def parts() -> Iterator[loading.Part]:
        for number in (1, 1, 5, 1, 1):
            yield loading.Part("urn:g", [b"12345678\n"] * number)
        raise BadFile("x.nq", "is broken", 21)

    taken = []
    with pytest.raises(BadFile, match=":21: is broken"):
        for batch in loading.batches(parts(), 27):
            taken.append([len(part) for part in batch])
    assert taken == [[1, 1], [5], [1, 1]]


def test_a_swap_whose_answer_is_lost_is_told_from_the_counts(server, proxy):
    """The store has carried it out.

    The message says that the whole new content is there, and the swap is not sent again.
    """
    put(server, OLD)
    moves = []
    proxy.before = lambda data: moves.append(data) if b"MOVE+GRAPH" in data else None
    proxy.cut_reply = b"MOVE+GRAPH"
    with pytest.raises(sg.EngineError, match=r"holds the whole new content \(3,000 statements\)"):
        loading.load(loader(proxy.url, staged=True), loading.Part(RELEASE_GRAPH, NEW))
    assert len(moves) == 1
    assert held(server) == lines(NEW)
    assert graphs(server) == {RELEASE_GRAPH}


def test_a_swap_that_never_arrives_leaves_the_old_content_and_the_staging_graph(server, proxy):
    """What is left to clean is named, and is not removed.

    A swap that is still on its way would empty the graph.
    """
    put(server, OLD)

    def cut(data: bytes) -> None:
        if b"MOVE" in data or b"POST /update" in data[:200]:
            proxy.cut_sending = 0

    proxy.before = cut
    proxy_loader = loader(proxy.url, staged=True)
    pauses = []
    # The proxy is mended while the loader waits to see what the store has done.
    proxy_loader.pause = pauses.append
    original = proxy._pass

    def mended(client, store):
        original(client, store)
        proxy.before, proxy.cut_sending = (lambda _: None), None

    proxy._pass = mended
    with pytest.raises(
        sg.EngineError,
        match=r"the old content still \(501 statements\); the staging graph .* is left to clean",
    ):
        loading.load(proxy_loader, loading.Part(RELEASE_GRAPH, NEW))
    assert pauses
    assert held(server) == lines(OLD)
    (left,) = graphs(server) - {RELEASE_GRAPH}
    assert left.startswith(STAGING)
    assert "left behind by a load" in secgraph("describe", server.url).stdout
    assert "1 staging graph removed" in secgraph("unload", server.url, "--staging").stdout
    assert graphs(server) == {RELEASE_GRAPH}


def test_a_staging_graph_that_is_gone_is_not_swapped(server, proxy):
    """Somebody drops it before it is counted: MOVE would empty the target."""
    put(server, OLD)

    def drop(data: bytes) -> None:
        if b"COUNT" in data and b"staging" in data:
            for graph in graphs(server) - {RELEASE_GRAPH}:
                httpx.post(
                    f"{server.url}/update",
                    data={"update": f"DROP GRAPH <{graph}>"},
                    trust_env=False,
                    timeout=servers.PATIENCE,
                )

    proxy.before = drop
    with pytest.raises(
        sg.EngineError,
        match=r"0 of 3,000 statements arrived.*nothing was swapped.*old content still",
    ):
        loading.load(loader(proxy.url, staged=True), loading.Part(RELEASE_GRAPH, NEW))
    assert held(server) == lines(OLD)


@pytest.mark.parametrize("staged", [False, True])
def test_half_a_count_is_no_count(server, proxy, staged):
    """A 200 with half a body, where the store is asked how much arrived, is an error, and the
    message says what the graph holds."""
    put(server, OLD)
    seen = []

    def halve(data: bytes) -> None:
        seen.append(data)
        uploaded = any(b"/store?" in each[:200] for each in seen)
        proxy.halve = b"COUNT" if uploaded and not proxy.cuts else None

    proxy.before = halve
    with pytest.raises(
        sg.EngineError, match=r"old content still \(501" if staged else r"whole new content \(3,000"
    ):
        loading.load(loader(proxy.url, staged=staged), loading.Part(RELEASE_GRAPH, NEW))
    assert proxy.cuts == 1
    assert held(server) == lines(OLD if staged else NEW)
    assert graphs(server) == {RELEASE_GRAPH}


def test_a_store_killed_in_the_middle_holds_the_old_content_when_it_is_back(server, proxy):
    put(server, OLD)
    sent = 0

    def kill(data: bytes) -> None:
        nonlocal sent
        sent += len(data)
        if sent > 100_000 and server.process.poll() is None:
            server.kill()

    proxy.before = kill
    with pytest.raises(
        sg.EngineError, match="cannot be asked: the old content, or the whole new one"
    ):
        loading.load(loader(proxy.url), loading.Part(RELEASE_GRAPH, NEW))
    server.start()
    assert held(server) == lines(OLD)


@pytest.mark.parametrize("staged", [False, True])
def test_a_full_disk_leaves_the_old_content(server, staged):
    """The store can write no more than a little.

    It fails, and holds the old content then and when there is room again.
    """
    put(server, OLD)
    server.stop()
    server.room = 300_000
    server.start()
    many = [line.replace(b"new-", b"new-%d-" % copy) for copy in range(20) for line in NEW]
    with pytest.raises(sg.EngineError, match=r"old content|cannot be asked"):
        loading.load(loader(server.url, staged=staged), loading.Part(RELEASE_GRAPH, many))
    server.kill()
    server.room = None
    server.start()
    assert held(server) == lines(OLD)


def test_a_store_that_only_reads_changes_nothing(tmp_path):
    made = servers.Oxigraph(tmp_path)
    put(made, OLD)
    made.stop()
    reading = servers.Oxigraph(tmp_path, verb="serve-read-only")
    try:
        done = secgraph("load", reading.url)
        assert done.returncode == 3
        assert "old content still (501 statements)" in done.stderr
        assert held(reading) == lines(OLD)
    finally:
        reading.stop()


@pytest.mark.parametrize("staged", [False, True])
def test_two_loads_at_once_leave_the_whole_of_one(server, staged):
    """Whichever comes last; never a mixture."""
    other = [line.replace(b"new-", b"other-") for line in NEW]
    failed = []
    aside = threading.Lock()

    def run(part: list[bytes], ended: threading.Event, other_ended: threading.Event) -> None:
        def pause(_: float) -> None:
            # A pause is of random length so that two loads part: here, one waits for the other.
            if aside.acquire(blocking=False):
                other_ended.wait(60)
                aside.release()

        try:
            made = loader(server.url, staged=staged)
            made.pause = pause
            loading.load(made, loading.Part(RELEASE_GRAPH, part), replace=True)
        except sg.SecgraphError as error:
            failed.append(error)
        finally:
            ended.set()

    for _ in range(3):
        one, two = threading.Event(), threading.Event()
        threads = [
            threading.Thread(target=run, args=(NEW, one, two)),
            threading.Thread(target=run, args=(other, two, one)),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Compared beforehand: pytest would lay out the difference of two large sets.
        whole = held(server) in (lines(NEW), lines(other))
        assert whole
    assert not failed
    assert graphs(server) == {RELEASE_GRAPH}


def test_an_interrupt_leaves_the_old_content_and_says_so(server, proxy, tmp_path):
    """Ctrl-C while the upload is on its way: exit 3, one line, nothing half done."""
    put(server, OLD)
    reached, go_on = threading.Event(), threading.Event()

    def hold(data: bytes) -> None:
        if b"/store?" in data[:200]:
            reached.set()
            go_on.wait(20)

    proxy.before = hold
    process = subprocess.Popen(
        [*COMMAND, "load", proxy.url, "--replace"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert reached.wait(20)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    go_on.set()
    assert process.returncode == 3
    assert "interrupted" in told
    assert "old content still (501 statements)" in told
    assert "Traceback" not in told
    assert held(server) == lines(OLD)


def test_nobody_there_is_said_before_anything_is_read():
    done = secgraph("load", f"http://127.0.0.1:{servers.free_port()}")
    assert done.returncode == 3
    assert "no store answers at 127.0.0.1" in done.stderr


# --- files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("x.nq", b"<urn:a> <urn:b> <urn:c> <urn:g> .\nno statement\n", ":2: is not a statement"),
        ("x.nt", b'<urn:a> <urn:b> "unfinished\n', ":1: is not a statement"),
        (
            "x.nq",
            (
                b"<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:c> <urn:h> .\n"
                b"<urn:a> <urn:b> <urn:d> <urn:g> .\n"
            ),
            "comes back to the graph urn:g",
        ),
        ("x.nt", b"# nothing\n\n", "holds no statement"),
        ("x.nt", b"\xff\xfe\n", "is UTF-16"),
        ("x.nq", '<urn:a> <urn:b> "é" <urn:g> .\n'.encode("latin-1"), ":1: is not UTF-8"),
        ("x.nq", gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n", mtime=0), "is compressed by gzip"),
        ("x.csv", b"a,b\n", "cannot tell what .csv holds"),
    ],
)
def test_a_bad_file_is_named_with_its_line(server, tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    done = secgraph("load", server.url, str(path))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_statements_are_read_however_they_are_spelled(tmp_path):
    """Comments, tabs, no space before the dot, a literal with a dot and an IRI in it.

    Blank nodes get names that another file has only where it says the same and is alone.
    """
    path = tmp_path / "x.nq"
    path.write_text(
        (
            '# a comment\n<urn:a>\t<urn:b>\t"x . <urn:g> ."@en .\n<urn:a> <urn:b> '
            '<urn:c>.\n_:b <urn:b> "1"^^<urn:t> <urn:g> .\n_:b <urn:b> _:c <urn:g> .\n'
        ),
        encoding="utf-8",
    )
    parts = {part.graph: part.lines for part in loading.of_files([str(path)], "urn:rest")}
    assert parts["urn:rest"] == [
        b'<urn:a> <urn:b> "x . <urn:g> ."@en .\n',
        b"<urn:a> <urn:b> <urn:c> .\n",
    ]
    first, second = (line.split() for line in parts["urn:g"])
    assert first[0] == second[0]
    assert first[0].startswith(b"<https://w3id.org/secgraph/.well-known/genid/")
    twin = tmp_path / "y.nq"
    twin.write_bytes(path.read_bytes())
    others = {part.graph: part.lines for part in loading.of_files([str(twin)], "urn:rest")}
    assert others == parts


def test_a_long_file_is_read_as_an_independent_parser_reads_it(tmp_path):
    """Graphs longer and shorter than what is looked at together, spelled in all ways, and a
    fault whose line is counted right."""
    plain, triple = "<urn:s{0}> <urn:p> <urn:o> <urn:{1}> .\n", "<urn:s{0}> <urn:p> <urn:{1}> .\n"
    others = (
        '<urn:s{0}> <urn:p> "a \\"quoted\\" \\u00e9 <urn:{1}> ."@en <urn:{1}> .\n',
        '<urn:s{0}>\t<urn:p> "{0}"^^<urn:t> <urn:{1}>.\n',
        "# <urn:{1}> .\n",
        "_:b{0} <urn:p> <urn:o> <urn:{1}> .\n",
    )
    text = "".join(plain.format(number, "long") for number in range(5000))
    for number in range(3000):
        # A statement without a graph stands between two graphs.
        form = triple if number % 40 == 39 else others[number % 4] if number % 7 == 0 else plain
        text += form.format(number, f"g{number // 40}")
    text += "".join(plain.format(number, "last") for number in range(5000))
    path = tmp_path / "x.nq"
    path.write_text(text, encoding="utf-8")
    read = {
        (part.graph, quad.subject, quad.object)
        for part in loading.of_files([str(path)], None)
        for quad in pyoxigraph.parse(b"".join(part.lines), pyoxigraph.RdfFormat.N_QUADS)
    }
    wanted = {
        (getattr(quad.graph_name, "value", None), quad.subject, quad.object)
        for quad in pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS)
    }
    assert {each for each in read if "genid" not in each[1].value} == {
        each for each in wanted if not isinstance(each[1], pyoxigraph.BlankNode)
    }
    assert len(read) == len(wanted) == 13_000 - text.count("# ")
    for line in (12_345, 5_001, 1):
        rows = text.splitlines(keepends=True)
        rows[line - 1] = "<urn:s> <urn:p> <urn:o <urn:last> .\n"
        path.write_text("".join(rows), encoding="utf-8")
        with pytest.raises(BadFile, match=f":{line}: is not a statement"):
            list(loading.of_files([str(path)], None))


@pytest.mark.parametrize(
    "end",
    [
        b'<urn:a> <urn:b> "12"',
        b'<urn:a> <urn:b> "cut',
        b"<urn:a> <urn:b> <urn:c",
        b"<",
        b"<urn:a> <urn:b> <urn:c>",
    ],
)
@pytest.mark.parametrize("before", [0, 1, 2_500])
def test_a_file_that_breaks_off_in_a_line_is_broken(tmp_path, before, end):
    """What comes before fills blocks of the same graph, whose lines are not looked at one by
    one."""
    path = tmp_path / "x.nq"
    path.write_bytes(b"<urn:a> <urn:b> <urn:c> <urn:g> .\n" * before + end)
    with pytest.raises(BadFile, match=f":{before + 1}: is not a statement"):
        list(loading.of_files([str(path)], None))
    path.write_bytes(
        b"<urn:a> <urn:b> <urn:c> <urn:g> .\n" * before
        + b"<urn:a> <urn:b> <urn:c>\0<urn:d> <urn:e> <urn:f> .\n"
        + b"<urn:a> <urn:b> <urn:c> <urn:g> .\n" * before
    )
    with pytest.raises(BadFile, match=f":{before + 1}: holds a null character .byte 0x00 at 23"):
        list(loading.of_files([str(path)], None))


def test_what_came_before_a_fault_in_the_same_block_is_given_before_it(tmp_path):
    path = tmp_path / "x.nq"
    path.write_bytes(
        b"<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:d> <urn:g> .\n<urn:a> "
        b"<urn:b> <urn:c> <urn:h> .\n<urn:no> .\n"
    )
    parts = loading.of_files([str(path)], None)
    assert [(part.graph, len(part)) for part in [next(parts)]] == [("urn:g", 2)]
    with pytest.raises(BadFile, match=":4:"):
        next(parts)


def test_a_corpus_is_read_one_graph_at_a_time(tmp_path):
    """The first graph is there before the last line of the file is read, which is no statement."""
    path = tmp_path / "x.nq"
    path.write_text(
        "".join(f"<urn:a> <urn:b> <urn:c> <urn:g{number}> .\n" for number in range(3))
        + "no statement\n",
        encoding="utf-8",
    )
    parts = loading.of_files([str(path)], None)
    assert [next(parts).graph, next(parts).graph] == ["urn:g0", "urn:g1"]
    with pytest.raises(BadFile, match=":4:"):
        list(parts)


@pytest.mark.parametrize(
    "graph",
    [
        "",
        " ",
        "name",
        "urn:x> ; DROP ALL #",
        "not an iri> } DROP ALL #",
        "urn:x\n",
        "urn:x\\u003E ; DROP ALL",
    ],
)
def test_what_is_no_name_of_a_graph_is_refused_before_anything_changes(server, graph):
    """Not even an empty name, as of a variable that is not set, means the usual graph."""
    put(server, NEW)
    for verb in (["load", "--show"], ["load"], ["unload"], ["unload", "--all"], ["describe"]):
        done = secgraph(*verb, server.url, "--graph", graph)
        assert (done.returncode, done.stdout) == (2, "")
        assert "the name of a graph is a whole IRI" in done.stderr
    assert (
        "the name of a graph is a whole IRI"
        in secgraph("run", "votes/on", "--store", server.url, "--graph", graph).stderr
    )
    assert held(server) == lines(NEW)


def test_no_escape_in_a_file_goes_on_in_an_update(tmp_path):
    """SPARQL reads an escaped quotation mark before it looks for the end of a literal, N-Triples
    after: what is sent spells it out."""
    path = tmp_path / "mine.nt"
    plain = '<urn:s> <urn:p> "y" .\n'
    path.write_text(
        plain
        + (
            '<urn:s> <urn:p> "\\u0022 } ; DROP ALL #" .\n<urn:s> <urn:p> "\\U00000022" .\n'
            '<urn:s\\u0061> <urn:p> "x" .\n'
        ),
        encoding="utf-8",
    )
    (part,) = loading.of_files([str(path)], "urn:g")
    assert part.lines[1:] == [
        b'<urn:s> <urn:p> "\\" } ; DROP ALL #" .\n',
        b'<urn:s> <urn:p> "\\"" .\n',
        b'<urn:sa> <urn:p> "x" .\n',
    ]
    path.write_text('<urn:s\\u003E> <urn:p> "x" .\n', encoding="utf-8")
    with pytest.raises(BadFile, match="not a statement"):
        list(loading.of_files([str(path)], "urn:g"))


def test_what_is_read_ahead_comes_in_order_with_its_fault_and_ends_when_it_is_left():
    """A fault comes after all parts before it.

    A reader that nobody listens to any more goes away.
    """
    threads = threading.active_count()

    def parts() -> Iterator[loading.Part]:
        for number in range(20):
            yield loading.Part(f"urn:g{number}", NEW[:number])
        raise BadFile("x.nq", "is broken", 21)

    taken = []
    with pytest.raises(BadFile, match=":21: is broken"):
        for part in loading.ahead(parts()):
            taken.append(part.graph)
    assert taken == [f"urn:g{number}" for number in range(20)]
    left = loading.ahead(parts())
    assert next(left).graph == "urn:g0"
    left.close()
    until(lambda: threading.active_count() <= threads)
    assert threading.active_count() == threads
