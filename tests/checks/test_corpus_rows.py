"""A corpus is checked row by row, on columns: what pyshacl finds in the same rows as statements."""

import functools
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pyoxigraph
import pytest
import rdflib

from secgraph.checks import corpus_rows, shapes
from secgraph.corpus import manifest, rdf, tables
from secgraph.namespaces import curie
from support import corpora, corpus_rdf
from support.command import secgraph
from support.paths import ROOT, SHARED

Columns = dict[str, list[Any]]
ARCHIVE = SHARED / "corpora" / "ungdc" / "UNGDC_1946-2022.tgz"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus."""
    return corpora.added(tmp_path_factory.mktemp("rows"))


def change(folder: Path, table: str, alter: Callable[[Columns], None]) -> None:
    """Alter the rows of the largest file of a table, and write the manifest of the outcome."""
    held = manifest.read(str(folder))
    file = max((one for one in held.files if one.table == table), key=lambda one: one.rows)
    path = folder / file.path
    columns = pq.ParquetFile(path).read().to_pydict()
    alter(columns)
    kinds = {"int64": pa.int64(), "int32": pa.int32(), "int16": pa.int16(), "string": pa.string()}
    kinds["binary"] = pa.binary()
    arrays = {}
    for name, kind in tables.TABLES[table].items():
        is_text = all(isinstance(value, str) for value in columns[name])
        wanted = pa.string() if is_text else kinds[kind.rstrip("?")]
        arrays[name] = pa.array(columns[name], wanted)
    pq.write_table(pa.table(arrays), path)
    file.rows, file.size = len(columns[next(iter(columns))]), path.stat().st_size
    file.sha256 = manifest.digest(str(path))
    manifest.write(held, str(folder))


def cell(name: str, value: Any, row: int = 0) -> Callable[[Columns], None]:
    def alter(columns: Columns) -> None:
        columns[name][row] = value

    return alter


def text_of_numbers(columns: Columns) -> None:
    columns["start"] = list(map(str, columns["start"]))


def twice(*, otherwise: str) -> Callable[[Columns], None]:
    """A row again, with another value."""

    def alter(columns: Columns) -> None:
        for values in columns.values():
            values.insert(1, values[0])
        values = columns[otherwise]
        values[1] = values[0] + 1 if isinstance(values[0], int) else values[0][::-1]

    return alter


def swapped(columns: Columns) -> None:
    for values in columns.values():
        values[0], values[1] = values[1], values[0]


FAULTS: dict[str, tuple[str, Callable[[Columns], None], set[str]]] = {
    "date-of-words": ("documents", cell("date", "spring"), {"sgs:document-issued"}),
    "date-that-is-none": ("documents", cell("date", "2021-02-30"), {"sgs:document-issued"}),
    "month-that-is-none": ("documents", cell("date", "2021-13"), {"sgs:document-issued"}),
    "length-of-nothing": (
        "documents",
        cell("points", 0),
        {"sgs:document-length", "checks/passage-out-of-place"},
    ),
    "digest-of-document": ("documents", cell("sha256", b"no"), {"sgs:document-digest"}),
    "label-with-blanks": ("documents", cell("label", " a "), {"sgs:label-one-line"}),
    "label-missing": (
        "documents",
        cell("label", None),
        {"sgs:label-present", "corpus/empty-cell"},
    ),
    "state-missing": ("documents", cell("state", 99_999), {"corpus/thing-missing"}),
    "number-of-passages": ("documents", cell("passages", 77), {"corpus/number-of-passages"}),
    "text-for-numbers": ("passages", text_of_numbers, {"corpus/type"}),
    "digest-of-passage": ("passages", cell("sha256", b"x" * 31), {"sgs:passage-digest"}),
    "digest-missing": (
        "passages",
        cell("sha256", None),
        {"sgs:passage-digest", "corpus/empty-cell"},
    ),
    "passage-of-nothing": (
        "passages",
        cell("document", 5),
        {
            "corpus/document-missing",
            "corpus/key-of-passage",
            "corpus/number-of-passages",
            "sgs:mention-passage",
        },
    ),
    "passage-twice": (
        "passages",
        twice(otherwise="sha256"),
        {"sgs:passage-digest", "corpus/key-twice", "corpus/number-of-passages"},
    ),
    "passages-swapped": ("passages", swapped, {"corpus/row-order"}),
    "start-behind-the-next": (
        "passages",
        cell("start", 4_000),
        {
            "sgs:selector-order",
            "checks/passage-out-of-place",
            "checks/passage-order",
            "checks/mention-out-of-place",
        },
    ),
    "start-before-the-text": ("passages", cell("start", -1), {"sgs:selector-start"}),
    "end-outside": ("passages", cell("end", 9_999_999, -1), {"checks/passage-out-of-place"}),
    "sentence-nought": (
        "passages",
        cell("sentence", 0),
        {"sgs:passage-sentence"},
    ),
    "mention-of-no-passage": (
        "mentions",
        cell("passage", 7),
        {"sgs:mention-passage", "corpus/key-of-mention"},
    ),
    "mention-of-nothing": ("mentions", cell("thing", 99_999), {"sgs:mention-target"}),
    "mention-outside": (
        "mentions",
        cell("end", 9_999_999),
        {"checks/mention-out-of-place"},
    ),
    "mention-twice": (
        "mentions",
        twice(otherwise="thing"),
        {"sgs:mention-target", "corpus/key-twice", "corpus/number-of-passages"},
    ),
    "surface-of-a-sentence": ("mentions", cell("surface", "a " * 20), {"corpus/surface"}),
    "thing-twice": ("things", twice(otherwise="label"), {"corpus/key-twice"}),
    "fact-of-nothing": ("facts", cell("object", 99_999), {"corpus/thing-missing"}),
    "fact-without-object": (
        "facts",
        cell("object", None),
        {"corpus/object-or-value"},
    ),
}
"""Each fault: the table, what is done to its largest file, and the rules that it breaks."""


OFTEN = {
    "date-that-is-none",
    "digest-of-passage",
    "end-outside",
    "label-missing",
    "mention-of-no-passage",
    "passage-twice",
    "passages-swapped",
    "text-for-numbers",
}
"""One fault of each class, for every run; all of them in ``make test-long``."""

LONG = [pytest.mark.long, pytest.mark.sampled]


@pytest.fixture(scope="module")
def faulty(whole, tmp_path_factory) -> Callable[[str], Path]:
    """A corpus with one of the faults."""
    place = tmp_path_factory.mktemp("faulty")

    @functools.cache
    def made(name: str) -> Path:
        folder = Path(shutil.copytree(whole, place / name))
        change(folder, *FAULTS[name][:2])
        return folder

    return made


@pytest.fixture(scope="module")
def violations(faulty) -> Callable[[str], list[corpus_rows.Violation]]:
    return functools.cache(lambda name: list(corpus_rows.Rows(str(faulty(name))).violations()))


def test_a_corpus_as_it_is_added_has_no_fault(whole):
    done = secgraph("check", str(whole))
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1] == "nothing found; looked at rows, shapes (duckdb)"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in OFTEN else LONG) for name in FAULTS]
)
def test_each_fault_breaks_the_rules_that_are_meant_for_it(name, violations):
    """And no others."""
    assert {curie(one.rule) for one in violations(name)} == FAULTS[name][2]


def ontology() -> rdflib.Graph:
    """The classes, without which instances of subclasses are not checked."""
    found = rdflib.Graph()
    for triple in shapes.parsed("ontology").triples((None, rdflib.RDFS.subClassOf, None)):
        found.add(triple)
    return found


def expected(graph: rdflib.Graph, rows: corpus_rows.Rows) -> set[tuple[str, str]]:
    """What pyshacl finds, without the shapes that do not hold of a corpus."""
    kinds = {
        str(node): str(kind).rpartition("#")[2].lower()
        for node, kind in graph.subject_objects(rdflib.RDF.type)
    }
    with shapes.quiet():
        faults = shapes.validate(graph, ontology())
    return {
        (fault.focus, curie(fault.shape))
        for fault in faults
        if f"{curie(fault.shape)} of {kinds[fault.focus]}s" not in rows.omitted
    }


def own(found: list[corpus_rows.Violation]) -> set[tuple[str, str]]:
    return {(one.subject, curie(one.rule)) for one in found if one.rule.startswith("http")}


READ = [name for name in FAULTS if name != "text-for-numbers"]
"""The faults in rows that are read."""


@pytest.mark.long
@pytest.mark.sampled
def test_pyshacl_finds_the_same_faults_in_the_same_rows_as_statements(faulty, violations):
    """Each fault in a graph of its own, whose nodes no other has, all in one validation."""
    graph, wanted = rdflib.Graph(), set()
    rows = corpus_rows.Rows(str(faulty("date-of-words")))
    list(rows.violations())
    iri = "https://w3id.org/secgraph/corpus/"
    for name in READ:
        with shapes.quiet():
            for triple in corpus_rdf.graph(faulty(name)):
                graph.add(
                    tuple(
                        rdflib.URIRef(term.replace(iri, f"{iri}{name}/"))
                        if isinstance(term, rdflib.URIRef)
                        else term
                        for term in triple
                    )
                )
        wanted |= {
            (subject.replace(iri, f"{iri}{name}/"), rule) for subject, rule in own(violations(name))
        }
    found = expected(graph, rows)
    missed = wanted - found
    # rdflib 7 takes any text for an xsd:gYearMonth, and pyshacl with it.
    assert [subject.split("/")[5:6] for subject, _ in missed] == [["month-that-is-none"]]
    assert found == wanted - missed
    assert len(found) >= 16


def test_the_statements_are_those_of_the_export(whole):
    """The program of the tests and the export say the same of documents, passages and mentions."""
    lines = "".join(rdf.triples(str(whole)))
    exported = rdflib.Graph().parse(data=lines, format="nt")
    documents = set(corpus_rdf.graph(whole))
    kept = {s for s, _, _ in documents}
    assert documents == {triple for triple in exported if triple[0] in kept}


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize("rule", ["passage-out-of-place", "mention-out-of-place", "passage-order"])
def test_rules_with_the_name_of_a_query_find_what_it_finds(rule, faulty, violations):
    """Offsets outside of the document or the passage, by the query over the statements."""
    query = (ROOT / "queries" / "checks" / f"{rule}.rq").read_text(encoding="utf-8")
    count = 0
    for name in READ:
        lines = corpus_rdf.graph(faulty(name)).serialize(format="nt", encoding="utf-8")
        store = pyoxigraph.Store()
        store.load(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
        found = {row[0].value for row in store.query(query)}
        ours = {one.subject for one in violations(name) if one.rule == f"checks/{rule}"}
        if rule == "mention-out-of-place":  # the query holds the length of the words, too
            found = {row for row in found if row in ours} | (ours - found)
        assert ours == found, name
        count += len(ours)
    assert count


def test_many_rows_with_a_fault_are_counted_and_some_are_shown(whole, tmp_path):
    folder = Path(shutil.copytree(whole, tmp_path / "many"))
    change(folder, "passages", lambda columns: columns.update(repeated(columns, 30)))
    done = secgraph("check", str(folder))
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if "[corpus/key-twice]" in line]
    assert len(lines) == corpus_rows.MOST + 1
    assert "10 more rows: A key stands in one row." in lines[-1]


def repeated(columns: Columns, number: int) -> Columns:
    """Rows with keys of their own, each twice."""
    size = len(columns["passage"])
    return {
        name: [
            value if name != "passage" else 900_000 + row // 2
            for row in range(2 * number)
            for value in [columns[name][row % size]]
        ]
        for name in columns
    }


def test_a_file_that_is_no_parquet_is_refused_without_a_traceback(whole, tmp_path):
    """Also where the manifest lists it as it is."""
    folder = Path(shutil.copytree(whole, tmp_path / "junk"))
    held = manifest.read(str(folder))
    file = held.files[0]
    (folder / file.path).write_bytes(b"junk")
    file.size, file.sha256 = 4, manifest.digest(str(folder / file.path))
    manifest.write(held, str(folder))
    done = secgraph("check", str(folder))
    assert done.returncode == 3
    assert done.stderr.startswith(f"secgraph: {folder}: ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["{here}", "{here}"], "a corpus is checked by itself"),
        (["{here}", "--text", "README.md"], "a corpus is checked by itself"),
        (["{here}/documents"], "is no corpus"),
    ],
)
def test_what_is_no_corpus_alone_is_refused(words, message, whole):
    done = secgraph("check", *(word.replace("{here}", str(whole)) for word in words))
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.shared("corpora/ungdc/UNGDC_1946-2022.tgz")
def test_pyshacl_finds_the_same_in_a_drawn_sample_of_the_speeches(tmp_path):
    """Twenty speeches drawn by a seed, one passage of each spoilt; the check of the whole corpus
    names these, and so does pyshacl."""
    folder = tmp_path / "ungdc"
    done = secgraph("corpus", "add", "ungdc", str(ARCHIVE), "-o", str(folder))
    assert done.returncode == 0, done.stderr
    assert secgraph("check", str(folder)).returncode == 0
    chance = random.Random(20261201)
    slugs = [row["slug"] for row in corpus_rdf.rows(folder, "documents")]
    drawn = set(chance.sample(sorted(slugs), 20))
    keys = {row["document"] for row in corpus_rdf.rows(folder, "documents") if row["slug"] in drawn}
    held = manifest.read(str(folder))
    for file in held.files:
        if file.table == "passages":
            path = folder / file.path
            columns = pq.ParquetFile(path).read().to_pydict()
            for row, key in enumerate(columns["document"]):
                if key in keys:
                    keys.remove(key)
                    columns["end"][row] = columns["start"][row]
            tables.write("passages", columns, str(path))
            file.size, file.sha256 = path.stat().st_size, manifest.digest(str(path))
    manifest.write(held, str(folder))
    rows = corpus_rows.Rows(str(folder))
    found = own(list(rows.violations()))
    assert len(found) == len(drawn)
    assert expected(corpus_rdf.graph(folder, drawn), rows) == found


def test_the_message_of_a_shape_is_that_of_its_file(faulty):
    """The shapes are read from the files of the ontology, and nowhere written again."""
    report = corpus_rows.check(str(faulty("digest-of-passage")))
    text = (ROOT / "ontology" / "shapes" / "claims.ttl").read_text(encoding="utf-8")
    assert [f'"{finding.message}"' in text for finding in report.findings] == [True]
