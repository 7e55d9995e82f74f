"""What several tests need: the release on each engine, loaded once; and which tests a run leaves out, and says so."""

import hashlib
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import owlready2
import pyoxigraph
import pytest
import rdflib

from secgraph.checks import reasoning
from secgraph.dataset import release
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores import cache
from secgraph.stores.endpoint import Endpoint
from support import oxigraph as servers
from support.paths import SHARED
from support.questions import Ask, Rows

_MARKER_NOTES = {
    "servers": "need real triple stores: make test-stores",
    "shared": "need the folder of datasets beside the checkout: not run",
}
"""What the last lines of a run say of the tests that it left out, by their marker."""

_left_out: Counter[str] = Counter()


def pytest_configure(config: pytest.Config) -> None:
    """Let an interrupt be one, also where SIGINT is ignored: a job in the background or under nohup inherits that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        _keep_the_release(config)


def _keep_the_release(config: pytest.Config) -> None:
    """Keep the release where all tests find it, and nowhere in the user's own folder."""
    folder = tempfile.mkdtemp(prefix="secgraph-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["SECGRAPH_CACHE"] = folder
    cache.Graph(release.files()).open().keep()


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
    if config.option.markexpr == "not servers":
        _left_out["servers"] = sum(item.get_closest_marker("servers") is not None for item in items)
    if absent:
        items[:] = [item for item in items if item not in set(absent)]
        config.hook.pytest_deselected(items=absent)


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


@pytest.fixture(scope="session", autouse=True)
def one_look_of_the_reasoner_at_each_graph() -> Iterator[None]:
    """HermiT takes 15 s of a processor for the release: what it says of a graph holds for the session.

    Two graphs are the same where their canonical forms (RDFC-1.0) are, whatever their blank nodes
    are called.
    """
    reason, outcomes = reasoning.reason, dict[bytes, reasoning.Outcome]()

    def reason_once(graph: rdflib.Graph) -> reasoning.Outcome:
        if sys.modules.get("owlready2", owlready2) is None:
            return reason(graph)  # a test has taken the library away
        key = _digest(graph)
        if key not in outcomes:
            outcomes[key] = reason(graph)
        return outcomes[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reasoning, "reason", reason_once)
        yield


def _digest(graph: rdflib.Graph) -> bytes:
    """Give a digest that two graphs share only where they are isomorphic."""
    statements = pyoxigraph.Dataset(
        pyoxigraph.parse(
            graph.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES
        )
    )
    statements.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return hashlib.sha256("\n".join(sorted(map(str, statements))).encode()).digest()


# Some statements stand in both: a union default graph keeps the duplicates, and no answer may count
# them twice. Not all of them, since a join of twenty patterns would then meet each row a million
# times.
ONE, TWO = "https://example.org/graph/one", "https://example.org/graph/two"


def _pyoxigraph(store: pyoxigraph.Store, union: bool) -> Ask:
    def ask(query: str) -> Rows:
        found = store.query(query, use_default_graph_as_union=union)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [each.value for each in found.variables]
        return names, [["" if term is None else term.value for term in row] for row in found]

    return ask


def _rdflib(graph: rdflib.Graph) -> Ask:
    def ask(query: str) -> Rows:
        found = graph.query(query)
        return [str(each) for each in found.vars or []], [
            ["" if term is None else str(term) for term in row] for row in found
        ]

    return ask


def _endpoint(url: str) -> Ask:
    endpoint = Endpoint(url)

    def ask(query: str) -> Rows:
        found = endpoint.ask(query)
        return list(found.columns), [
            ["" if term is None else term.value for term in row] for row in found.rows
        ]

    return ask


def _data_files() -> list[str]:
    return [
        path
        for path in release.files()
        if Path(path).name in ("claims.ttl", "events.ttl", "groupings.ttl")
    ]


@pytest.fixture(scope="session")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses of two Oxigraph servers that hold the release in its graph: one leaves named graphs out of the default graph, one merges them."""
    triples = release.store().dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
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


@pytest.fixture(scope="session")
def engines(stores: dict[str, str]) -> dict[str, Ask]:
    """The release on two engines in this process, with and without a union default graph over two graphs that overlap, and on two servers."""
    plain = release.store()
    union = pyoxigraph.Store()
    for path in release.files():
        union.load(
            path=path, format=pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(ONE)
        )
    for path in _data_files():
        union.load(
            path=path, format=pyoxigraph.RdfFormat.TURTLE, to_graph=pyoxigraph.NamedNode(TWO)
        )
    triples = plain.dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
    graph = rdflib.Graph().parse(data=triples, format="nt")
    both = rdflib.Dataset(default_union=True)
    both.graph(ONE).parse(data=triples, format="nt")
    for path in _data_files():
        both.graph(TWO).parse(path, format="turtle")
    return {
        "pyoxigraph": _pyoxigraph(plain, False),
        "pyoxigraph-union": _pyoxigraph(union, True),
        "rdflib": _rdflib(graph),
        "rdflib-union": _rdflib(both),
        **{name: _endpoint(url) for name, url in stores.items()},
    }


@pytest.fixture(
    params=[
        "pyoxigraph",
        "pyoxigraph-union",
        "rdflib",
        "rdflib-union",
        "oxigraph-http",
        "oxigraph-http-union",
    ]
)
def ask(request: pytest.FixtureRequest, engines: dict[str, Ask]) -> Ask:
    return engines[request.param]


@pytest.fixture(scope="session")
def terms() -> rdflib.Graph:
    """The ontology without the triples by which its own terms are checked, so that a broken file alone is looked at."""
    from secgraph.checks import shapes

    graph = rdflib.Graph()
    for triple in shapes.parsed("ontology"):
        if triple[1] != rdflib.RDFS.isDefinedBy:
            graph.add(triple)
    return graph
