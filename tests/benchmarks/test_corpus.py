"""The synthetic corpus of the benchmarks: the same bytes each time, and data that break no rule."""

import itertools
from collections import Counter

import pyoxigraph
import pytest

import corpus
from secgraph.checks import constraints, rudof, statements
from secgraph.claims import inference
from secgraph.dataset import release
from secgraph.namespaces import curie
from support.paths import CHECKS


@pytest.fixture(scope="module")
def beside() -> pyoxigraph.Store:
    """The release with one synthetic document beside it."""
    store = pyoxigraph.Store()
    store.extend(release.store())
    store.load("".join(corpus.corpus(1)).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first = list(corpus.corpus(2, 7))
    assert list(corpus.corpus(2, 7)) == first
    assert list(corpus.corpus(2, 8)) != first


def test_a_document_does_not_depend_on_those_after_it_nor_on_where_it_is_written():
    short, long = list(corpus.corpus(1)), corpus.corpus(2)
    assert list(itertools.islice(long, len(short))) == short
    in_graphs = list(corpus.corpus(1, graphs=True))
    assert [
        line.replace(" <https://w3id.org/secgraph/graph/synthetic-0001>", "") for line in in_graphs
    ] == short


def test_documents_are_of_one_size_and_hold_no_statement_twice():
    lines = list(corpus.corpus(10))
    assert len(set(lines)) == len(lines)
    sizes = Counter(line.partition("/doc/")[2].partition("/")[0] for line in lines)
    assert sorted(sizes) == [f"synthetic-{number:04d}" for number in range(1, 11)]
    assert all(2500 <= size <= 4500 for size in sizes.values())


def test_a_document_beside_the_release_fits_the_shapes(beside):
    found = rudof.validate(statements.ntriples(beside), constraints.shapes())
    assert [(curie(fault.focus), curie(fault.shape), fault.value) for fault in found] == []


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_a_document_beside_the_release_passes_each_hygiene_check(path, beside):
    assert [tuple(map(str, row)) for row in beside.query(path.read_text(encoding="utf-8"))] == []


def test_what_the_rules_derive_is_in_the_document_already(beside):
    """The index and the direct links are written with the document, as derived.ttl is with the
    first one."""
    store = pyoxigraph.Store()
    store.extend(beside)
    assert {name: found for name, found in inference.conclude(store).items() if found} == {}
