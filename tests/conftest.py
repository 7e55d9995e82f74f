"""What several tests need: the release on each engine, loaded once.

And which tests a run leaves out, and says so.
"""

import faulthandler
import gc
import hashlib
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph
import pytest
import rdflib

from secgraph.checks import hermit, reasoning, shapes
from secgraph.dataset import nodes, release, serialize
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores import cache
from secgraph.stores.endpoint import Endpoint
from support import fuzzing  # noqa: F401 - registers the profiles of hypothesis
from support import oxigraph as servers
from support.paths import SHARED
from support.questions import Ask, AskTerms, Rows, Term, Terms
from support.roll_calls import WholeRecord

T = TypeVar("T")

_MARKER_NOTES = {
    "servers": "need real triple stores: make test-stores",
    "readers": "need libraries and programs that read our tables: make test-readers",
    "browser": "drive a browser or write whole sites: make test-browser",
    "distributed": "need Trino and Ontop: make test-distributed",
    "long": "take minutes: make test-long",
    "shared": "need the folder of datasets beside the checkout: not run",
}
"""What the last lines of a run say of the tests that it left out, by their marker."""

MEMORY = 9 << 30
"""Bytes of address space for a process of tests; a JVM of two gibibytes takes half of it."""

_left_out: Counter[str] = Counter()

# Processes of the command line are started by the hundred, and each that meets no compiled modules
# compiles them again, where the environment says that none are written.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tenth", metavar="SEED", help="of the tests marked sampled, run a tenth")


def pytest_configure(config: pytest.Config) -> None:
    """Let an interrupt be one, also where SIGINT is ignored.

    A job in the background or under nohup inherits that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # A child that a test lets run out of memory ends by a signal, which the test awaits; its trace
    # would stand in the output of the run.
    os.register_at_fork(after_in_child=faulthandler.disable)
    # A test that takes more fails by itself, instead of having the system end the whole run.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    if not hasattr(config, "workerinput"):
        _keep_the_release(config)


def _keep_the_release(config: pytest.Config) -> None:
    """Keep the release where all tests find it, and nowhere in the user's own folder."""
    folder = tempfile.mkdtemp(prefix="secgraph-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["SECGRAPH_CACHE"] = folder
    cache.Graph(release.files()).open().keep()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Have the garbage collector pass over the tests and modules, which live to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a file of the shared folder that is not there."""
    absent = [
        item
        for item in items
        if any(
            not (SHARED / path).exists()
            for mark in item.iter_markers("shared")
            for path in mark.args
        )
    ]
    _left_out["shared"] = len(absent)
    elsewhere = re.findall(r"not (\w+)", config.option.markexpr)
    if len(elsewhere) > 1:
        for marker in elsewhere:
            _left_out[marker] = sum(item.get_closest_marker(marker) is not None for item in items)
    seed = config.getoption("tenth")
    left_out = set(absent)
    if seed:
        left_out |= {
            item
            for item in items
            if (marker := item.get_closest_marker("sampled")) and not _drawn(item, marker, seed)
        }
    # What takes longest begins first, so that no worker is left with it at the end.
    items.sort(key=lambda item: not item.nodeid.partition("::")[0].endswith(_CHECKING))
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=list(left_out))


def _drawn(item: pytest.Item, marker: pytest.Mark, seed: str) -> bool:
    """Draw one test in ten; over many seeds, every test.

    Those that share what is costly to make name it in their marker and are drawn together.
    """
    lot = marker.kwargs.get("together", item.nodeid)
    return hashlib.sha256(f"{seed} {lot}".encode()).digest()[0] * 10 < 256


_CHECKING = (
    "checks/test_runner.py",
    "cli/test_main.py",
    "data/test_ontology.py",
    "docs/test_readme.py",
)
"""The files whose tests have HermiT or pyshacl look at the same graphs."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have one worker of pytest-xdist run the tests that share what is costly to load."""
    from xdist.scheduler import LoadScopeScheduling

    class ByWhatIsShared(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path, _, name = nodeid.partition("::")
            if "whole_record" in name or "all_votes" in name:
                return "whole record"
            if path.endswith(_CHECKING):
                return "checking"
            engine = re.search(r"\[(rdflib-union|rdflib)[-\]]", name)
            return engine[1] if engine else path

    return ByWhatIsShared(config, log)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the numbers to the process that reports, where this one is a worker of pytest-xdist."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left out"] = dict(_left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the numbers from a worker; each collects all tests, so that they are not added up."""
    _left_out.update(
        {
            marker: max(0, number - _left_out[marker])
            for marker, number in getattr(node, "workeroutput", {}).get("left out", {}).items()
        }
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line for each kind which tests this run left out."""
    for marker, note in _MARKER_NOTES.items():
        if _left_out[marker]:
            terminalreporter.line(f"{_left_out[marker]} tests {note}")


@pytest.fixture(autouse=True)
def an_interrupt_stays_one() -> Iterator[None]:
    """A test that lets the system end this process on an interrupt fails, and names itself.

    Left so, a later test that sends an interrupt would end the worker without a word.
    """
    yield
    handler = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert handler is signal.default_int_handler


@pytest.fixture(scope="session", autouse=True)
def each_graph_is_checked_once() -> Iterator[None]:
    """What HermiT, Pellet and pyshacl say of a graph holds for the session: for the release they
    take 25 s of a processor.

    Two graphs are the same where their canonical forms (RDFC-1.0) are, whatever their blank nodes
    are called.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hermit, "consistency", _once(hermit.consistency, "owlready2"))
        patch.setattr(reasoning, "reason", _once(reasoning.reason, "owlready2"))
        patch.setattr(reasoning, "explain", _once(_quickly(reasoning.explain), "owlready2"))
        patch.setattr(shapes, "validate", _once(shapes.validate, "pyshacl"))
        yield


@pytest.fixture(scope="session", autouse=True)
def the_release_is_written_once() -> Iterator[None]:
    """What is loaded into stores and imported beside data is the same while its files are."""
    write, kept = serialize.write, {}

    def write_once(format: str, statements: Sequence[pyoxigraph.Quad] | None = None) -> bytes:
        if statements is not None:
            return write(format, statements)
        files = ((path, Path(path).stat().st_mtime_ns) for path in release.files())
        key = (format, *files)
        if key not in kept:
            kept[key] = write(format)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serialize, "write", write_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def a_file_of_the_release_is_parsed_once() -> Iterator[None]:
    """A file with the same bytes has the same statements, wherever no blank node is in them.

    A check of one file loads the whole release beside it.
    """
    load, own = release.load, frozenset(release.files())
    kept: dict[tuple[str, bytes], list[pyoxigraph.Quad] | None] = {}

    def load_once(
        store: pyoxigraph.Store,
        path: str,
        data: bytes | None = None,
        scope: nodes.Scope | None = None,
        *,
        labels: bool = True,
    ) -> None:
        if path not in own:
            return load(store, path, data, scope, labels=labels)
        key = path, release.content(path) if data is None else data
        if key not in kept:
            alone = pyoxigraph.Store()
            load(alone, path, key[1])
            is_apart = any(any(nodes.blank_nodes(quad)) for quad in alone)
            kept[key] = None if is_apart else list(alone)
        quads = kept[key]
        if quads is None:
            return load(store, path, key[1], scope, labels=labels)
        store.extend(quads)
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(release, "load", load_once)
        yield


def _once(check: Callable[..., T], library: str) -> Callable[..., T]:
    """Keep what a check says of each graph, and give it again while its library is there."""
    kept: dict[object, T] = {}

    def check_once(graph: rdflib.Graph | bytes, *others: object, **options: object) -> T:
        is_compared = any(isinstance(other, rdflib.Graph) for other in others)
        if is_compared or sys.modules.get(library, True) is None:
            return check(graph, *others, **options)
        key = (_digest(graph), others, tuple(options.items()))
        if key not in kept:
            kept[key] = check(graph, *others, **options)
        return kept[key]

    return check_once


def _quickly(explain: Callable[..., T]) -> Callable[..., T]:
    """Give Pellet, which is started twice for an explanation, the options that HermiT has.

    The JVM names them in a line of its own, which may not be taken for an axiom.
    """

    def explain_quickly(*arguments: object) -> T:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("JDK_JAVA_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            return explain(*arguments)

    return explain_quickly


def _digest(graph: rdflib.Graph | bytes) -> bytes:
    """Give a digest that two graphs share only where they are isomorphic."""
    data = graph if isinstance(graph, bytes) else graph.serialize(format="nt", encoding="utf-8")
    statements = pyoxigraph.Dataset(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES))
    statements.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, statements))).encode()).digest()


# Some statements stand in both: a union default graph keeps the duplicates, and no answer may count
# them twice. Not all of them, since a join of twenty patterns would then meet each row a million
# times.
ONE, TWO = "https://example.org/graph/one", "https://example.org/graph/two"


def _pyoxigraph(store: pyoxigraph.Store, union: bool) -> AskTerms:
    def ask(query: str) -> Terms:
        found = store.query(query, use_default_graph_as_union=union)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [each.value for each in found.variables]
        return names, [tuple(row) for row in found]

    return ask


def _rdflib(graph: rdflib.Graph) -> AskTerms:
    def ask(query: str) -> Terms:
        found = graph.query(query)
        return [str(each) for each in found.vars or []], [
            tuple(_of_rdflib(term) for term in row) for row in found
        ]

    return ask


def _of_rdflib(term: object) -> Term:
    """Give the term that rdflib has, as it spells it."""
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        if term.language:
            return pyoxigraph.Literal(str(term), language=term.language)
        datatype = str(term.datatype or rdflib.XSD.string)
        return pyoxigraph.Literal(str(term), datatype=pyoxigraph.NamedNode(datatype))
    is_blank = isinstance(term, rdflib.BNode)
    return (pyoxigraph.BlankNode if is_blank else pyoxigraph.NamedNode)(str(term))


def _endpoint(url: str) -> AskTerms:
    endpoint = Endpoint(url)

    def ask(query: str) -> Terms:
        found = endpoint.ask(query)
        return list(found.columns), found.rows

    return ask


def _data_files() -> list[str]:
    return [
        path
        for path in release.files()
        if Path(path).name in ("claims.ttl", "events.ttl", "groupings.ttl")
    ]


@pytest.fixture(scope="session")
def whole_record(tmp_path_factory: pytest.TempPathFactory) -> WholeRecord:
    """All roll calls since 1946, imported once; for tests with the marker shared."""
    return WholeRecord.imported(tmp_path_factory.mktemp("record"))


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of two Oxigraph servers that hold the release in its graph.

    One leaves named graphs out of the default graph, one merges them.
    """
    triples = _triples()
    with ExitStack() as stack:
        found = {}
        for name, flags in {
            "oxigraph-http": [],
            "oxigraph-http-union": ["--union-default-graph"],
        }.items():
            found[name] = stack.enter_context(
                servers.oxigraph(tmp_path_factory.mktemp(name), *flags)
            )
            servers.put(found[name], RELEASE_GRAPH, triples)
        yield found


def _union_store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    for graph, paths in ((ONE, release.files()), (TWO, _data_files())):
        for path in paths:
            store.load(
                path=path, format=pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(graph)
            )
    return store


def _triples() -> bytes:
    return release.store().dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )


def _union_dataset() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.graph(ONE).parse(data=_triples(), format="nt")
    for path in _data_files():
        dataset.graph(TWO).parse(path, format="turtle")
    return dataset


_ENGINES: dict[str, Callable[[], AskTerms]] = {
    "pyoxigraph": lambda: _pyoxigraph(release.store(), False),
    "pyoxigraph-union": lambda: _pyoxigraph(_union_store(), True),
    "rdflib": lambda: _rdflib(
        rdflib.Graph(store="SimpleMemory").parse(data=_triples(), format="nt")
    ),
    "rdflib-union": lambda: _rdflib(_union_dataset()),
}
"""The release on two engines in this process, with and without a union default graph over two
graphs that overlap."""


@pytest.fixture(scope="session")
def loaded_engines() -> dict[str, AskTerms]:
    """The engines that a test of this session has asked, each loaded by the first."""
    return {}


_SLOW = ("rdflib", "rdflib-union")
"""Each takes longer than all others together."""


@pytest.fixture(
    params=[
        *(
            pytest.param(engine, marks=[pytest.mark.long, pytest.mark.sampled])
            if engine in _SLOW
            else engine
            for engine in _ENGINES
        ),
        "oxigraph-http",
        "oxigraph-http-union",
    ]
)
def ask_terms(request: pytest.FixtureRequest, loaded_engines: dict[str, AskTerms]) -> AskTerms:
    """Each engine in this process, and two servers."""
    if request.param not in loaded_engines:
        loaded_engines[request.param] = (
            _ENGINES[request.param]()
            if request.param in _ENGINES
            else _endpoint(request.getfixturevalue("stores")[request.param])
        )
    return loaded_engines[request.param]


@pytest.fixture
def ask(ask_terms: AskTerms) -> Ask:
    """The same, giving plain values."""

    def ask(query: str) -> Rows:
        columns, rows = ask_terms(query)
        return columns, [["" if term is None else term.value for term in row] for row in rows]

    return ask


@pytest.fixture(scope="session")
def release_graph() -> rdflib.Graph:
    """The release in rdflib, which takes seconds to parse it; not to be changed."""
    return release.graph().default_graph


@pytest.fixture(scope="session")
def terms() -> rdflib.Graph:
    """The ontology without the triples by which its own terms are checked, so that a broken
    file alone is looked at."""
    graph = rdflib.Graph()
    for triple in shapes.parsed("ontology"):
        if triple[1] != rdflib.RDFS.isDefinedBy:
            graph.add(triple)
    return graph
