"""Each saved question gives its answer, and each hygiene check its silence, on servers of several
makes."""

import csv
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest

from secgraph.dataset import release
from secgraph.query import catalog
from servers.stores import KNOWN, UNSORTED, Answer, Note, Store, skolemised
from support import compare
from support.paths import CHECKS, FIXTURES, QUERIES, ROOT
from support.questions import SEEDED, comparable, name_of, normal, read

pytestmark = pytest.mark.servers

TWO_DOCUMENTS = "https://example.org/graph/two-documents"
BROKEN = "https://example.org/graph/broken"

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMERIC = {
    f"{XSD}{name}"
    for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
}


def value(term: pyoxigraph.NamedNode | pyoxigraph.Literal | None) -> str:
    """Give a term as a table shows it.

    Booleans and numbers in the one spelling, since stores differ in theirs.
    """
    if term is None:
        return ""
    kind = term.datatype.value if isinstance(term, pyoxigraph.Literal) else ""
    if kind == f"{XSD}boolean":
        return {"1": "true", "0": "false"}.get(term.value, term.value)
    return f"{Decimal(term.value).normalize():f}" if kind in NUMERIC else term.value


def table(answer: Answer) -> tuple[list[str], list[list[str]]]:
    """Give the columns and rows of an answer as a table shows them."""
    columns, rows = answer
    return columns, [[value(term) for term in row] for row in rows]


def difference(got: list[list], expected: list[list]) -> tuple[str, str]:
    """Say how one table stands to another, and in one line why."""
    if got == expected:
        return "equal", ""
    if sorted(got, key=repr) == sorted(expected, key=repr):
        return "reordered", next(
            f"row {number} is another"
            for number, (one, other) in enumerate(zip(got, expected, strict=True), 1)
            if one != other
        )
    if len(got) != len(expected):
        return "different", f"{len(got)} rows for {len(expected)}"
    one, other = next(
        (one, other) for one, other in zip(got, expected, strict=True) if one != other
    )
    return "different", "; ".join(
        f"{a!r} for {b!r}" for a, b in zip(one, other, strict=True) if a != b
    )


def asked(store: Store, noted: Note, path: Path) -> Answer:
    try:
        return store.ask(path.read_text(encoding="utf-8"))
    except Exception as error:  # noted for the table of stores, and raised again
        noted(
            name_of(path), "failed", f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        )
        raise


@pytest.mark.sampled
@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_a_question_has_its_answer_on_the_store(path, store, noted, request):
    """The rows are those of the table beside the question, in its order, and the terms those of
    the packaged graph: nothing is trimmed before they are compared."""
    reason = KNOWN.get((store.name, name_of(path)))
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        head, *expected = csv.reader(file)
    query = read(path)
    answer = asked(store, noted, path)
    columns, rows = table(answer)
    got, expected = normal(rows, columns, query.sets), normal(expected, head, query.sets)
    packaged = [tuple(row) for row in release.store().query(query.text)]
    terms = comparable(answer[1], columns, query.sets)
    wanted = comparable(packaged, columns, query.sets)
    if columns != head:
        how, why = "different", f"columns {columns}"
    else:
        how, why = difference(got, expected)
        if how == "equal":
            how, why = difference(terms, wanted)
    noted(name_of(path), how, why)
    assert columns == head
    if store.name in UNSORTED:
        got, expected = sorted(got), sorted(expected)
        terms, wanted = sorted(terms, key=repr), sorted(wanted, key=repr)
    assert got == expected
    assert terms == wanted


@pytest.fixture(scope="module")
def two_documents(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    return compare.dataset(compare.folders(tmp_path_factory.mktemp("compare")))


@pytest.fixture(scope="module")
def store_of_two(store: Store, two_documents: pyoxigraph.Store) -> Store:
    """The store, with the two documents in a graph of theirs."""
    triples = skolemised(
        two_documents.dump(
            format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
        )
    )
    store.put(TWO_DOCUMENTS, triples)
    return store


@pytest.mark.sampled
@pytest.mark.parametrize("name", compare.questions())
def test_a_question_across_documents_has_its_answer_on_the_store(name, store_of_two, two_documents):
    """Of two documents that contest each other as they were planned to."""
    text = compare.questions()[name]
    columns, rows = store_of_two.ask(text, TWO_DOCUMENTS)
    sets = catalog.packaged().get(name).sets
    wanted = comparable([tuple(row) for row in two_documents.query(text)], columns, sets)
    got = comparable(rows, columns, sets)
    if store_of_two.name in UNSORTED:
        got, wanted = sorted(got, key=repr), sorted(wanted, key=repr)
    assert got == wanted
    assert got


def test_rows_are_sorted_by_several_keys(store, request):
    """The second key of ORDER BY decides where the first does not."""
    if store.name in UNSORTED:
        request.applymarker(pytest.mark.xfail(strict=True, reason=UNSORTED[store.name]))
    pairs = " ".join(f"({number % 3} {number * 7 % 30})" for number in range(30))
    rows = table(
        store.ask(
            f"SELECT ?one ?two WHERE {{ VALUES (?one ?two) {{ {pairs} }} }} ORDER BY ?one ?two"
        )
    )[1]
    assert [(int(one), int(two)) for one, two in rows] == sorted(
        (number % 3, number * 7 % 30) for number in range(30)
    )


@pytest.mark.sampled
@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_a_hygiene_check_is_silent_on_the_store(path, store, noted):
    """The release breaks no rule, whoever looks."""
    rows = table(asked(store, noted, path))[1]
    noted(
        name_of(path),
        "different" if rows else "equal",
        f"{len(rows)} rows for none" if rows else "",
    )
    assert rows == []


@pytest.fixture(scope="module")
def sound() -> pyoxigraph.Store:
    """The ontology and a small document that breaks no rule."""
    made = pyoxigraph.Store()
    for path in [*sorted((ROOT / "ontology").glob("*.ttl")), FIXTURES / "valid" / "base.ttl"]:
        made.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return made


@pytest.mark.sampled
@pytest.mark.parametrize("path", SEEDED, ids=lambda path: path.name)
def test_a_seeded_fault_is_reported_by_the_store(path, store, sound, request):
    """What breaks a rule is found on each store.

    A check that is silent there is not silent for want of an answer.
    """
    reason = KNOWN.get((store.name, f"checks/{path.name.split('.')[0]}"))
    if reason:
        request.applymarker(pytest.mark.xfail(strict=True, reason=reason))
    broken = pyoxigraph.Store()
    broken.extend(sound)
    broken.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    triples = skolemised(
        broken.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    )
    text = (ROOT / "queries" / "checks" / f"{path.name.split('.')[0]}.rq").read_text(
        encoding="utf-8"
    )
    expected = pyoxigraph.Store()
    expected.load(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    store.put(BROKEN, triples)
    rows = table(store.ask(text, BROKEN))[1]
    assert rows
    assert {row[0] for row in rows} == {row[0].value for row in expected.query(text)}
