"""What several tests need: the release on each engine, loaded once."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from secgraph.dataset import release
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores.endpoint import Endpoint
from support import oxigraph as servers
from support.questions import Ask, Rows

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
