"""Questions of a corpus: the answers to be read from its texts, on DuckDB and on a triple store."""

import csv
from pathlib import Path

import pyoxigraph
import pytest

from secgraph.corpus import question, rdf, store
from secgraph.dataset import release
from secgraph.query import catalog, sessions
from support import corpora
from support.command import secgraph
from support.paths import FIXTURES, ROOT
from support.questions import comparable

ANSWERS = sorted((FIXTURES / "corpus" / "answers").glob("*.csv"))
QUERIES = sorted((ROOT / "queries" / "corpus").glob("*.rq"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus, added once."""
    return corpora.added(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def corpus(folder) -> sessions.Session:
    return sessions.Session(store.Corpus(str(folder)))


@pytest.fixture(scope="module")
def triples(folder) -> pyoxigraph.Store:
    """The same statements, beside the release, in a triple store."""
    held = pyoxigraph.Store()
    held.bulk_extend(release.store())
    text = "".join(rdf.triples(str(folder))).encode()
    held.bulk_load(text, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return held


def asked(path: Path) -> tuple[str, dict[str, str]]:
    name, *values = path.stem.split(" ")
    return f"corpus/{name}", dict(value.split("=") for value in values)


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_the_answer_is_the_one_read_from_the_texts(path, corpus):
    """Each question gives the rows that were written down from reading the texts."""
    name, values = asked(path)
    with path.open(encoding="utf-8", newline="") as file:
        head, *expected = csv.reader(file)
    result = corpus.run(name, values)
    assert list(result.columns) == head
    assert [list(row.values()) for row in result.rows] == expected


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_a_triple_store_gives_the_same(path, corpus, triples):
    """DuckDB over columns gives the terms, in the order, that pyoxigraph gives over statements."""
    name, values = asked(path)
    bound = corpus.question(name, values)
    found = triples.query(bound.sparql)
    columns = [one.value for one in found.variables]
    wanted = comparable([tuple(row) for row in found], columns, [])
    assert comparable(corpus.run(name, values).terms, columns, []) == wanted
    assert wanted


def test_every_question_has_an_answer_that_was_read():
    assert {asked(path)[0] for path in ANSWERS} == {f"corpus/{path.stem}" for path in QUERIES}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_sql_beside_a_question_is_what_the_compiler_makes(path):
    """The SPARQL is the only source; ``make derive`` writes the SQL anew."""
    query = catalog.packaged().get(f"corpus/{path.stem}")
    kept = Path(question.path(query)).read_text(encoding="utf-8")
    assert kept == question.compiled(query)


def test_no_sql_is_kept_of_a_question_that_is_gone():
    kept = {path.stem for path in (ROOT / "queries" / "corpus").glob("*.sql")}
    assert kept == {path.stem for path in QUERIES}


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("?m sg:refersTo/rdfs:label ?t", "a path"),
        ("?m sg:hasHedge ?t", "sg:hasHedge"),
        ("?m ?p ?t", "a variable in the place of a property"),
        ("?m sg:refersTo ?t . FILTER (REGEX(STR(?t), 'x'))", "REGEX"),
        ("?m sg:refersTo ?t . MINUS { ?m sg:hasSurface 'x' }", "Minus"),
        ("?m sg:refersTo ?t . ?m sg:hasSurface ?t", "?t as a string and as a thing"),
        ("?m sg:refersTo ?t . FILTER (?t < 3)", "< of thing and integer"),
        ("?m sg:refersTo ?t . FILTER EXISTS { ?m sg:hasSurface 'x' }", "EXISTS"),
    ],
)
def test_what_is_outside_of_the_subset_is_refused_by_name(pattern, reason, folder):
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f"SELECT ?m ?t WHERE {{ {pattern} }}"
    )
    done = secgraph("sparql", text, "--store", str(folder))
    assert done.returncode == 2
    assert reason.lower() in done.stderr.lower()
    assert "outside of the subset" in done.stderr


def test_free_sparql_of_the_subset_is_answered(folder):
    """Two passages of the release are about the Quad too: they are none of the corpus."""
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> PREFIX sgd: <https://w3id.org/secgraph/id/> "
        "SELECT (COUNT(?m) AS ?n) WHERE { ?m sg:refersTo sgd:quad }"
    )
    assert secgraph("sparql", text, "--store", str(folder)).stdout.split() == ["n", "2"]


@pytest.mark.parametrize(
    ("bound", "variable"),
    [
        ("", "?p"),
        ("BIND (?p AS ?q)", "?q"),
        ("BIND (COALESCE(?p, ?p) AS ?q)", "?q"),
        ("BIND (IF(BOUND(?p), ?p, ?p) AS ?q)", "?q"),
    ],
)
@pytest.mark.parametrize("paragraph", [1, 9999])
def test_a_speech_without_what_is_optional_keeps_its_row(
    paragraph, bound, variable, corpus, triples
):
    """The IRI of a passage is joined: a speech that has no such passage must not go with it."""
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> PREFIX oa: <http://www.w3.org/ns/oa#> "
        "PREFIX dcterms: <http://purl.org/dc/terms/> "
        f"SELECT ?d {variable} WHERE {{ ?d dcterms:issued ?date ; dcterms:creator ?state . "
        f"OPTIONAL {{ ?p oa:hasSource ?d ; sg:paragraphNumber {paragraph} ; sg:ordinal 1 . }} "
        f"{bound} }} ORDER BY STR(?d)"
    )
    wanted = [
        tuple(row) for row in triples.query(text) if row[0].value.startswith(corpus.store.iri)
    ]
    assert [tuple(row) for row in corpus.store.free(text).rows] == wanted
    assert len(wanted) == len(corpora.texts())


def test_other_questions_are_answered_from_the_release(folder):
    plain = secgraph("run", "groupings/members", "grouping=Quad")
    assert secgraph("run", "groupings/members", "grouping=Quad", "--store", str(folder)).stdout == (
        plain.stdout
    )


def test_without_a_corpus_the_answer_is_empty_and_says_how_to_have_one():
    done = secgraph("run", "corpus/first", "thing=Quad")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert "secgraph corpus add ungdc" in done.stderr


def test_the_sentence_behind_a_row_is_shown_from_the_archive(folder):
    """A word divided at the end of a line stands as in the file, its line end as a blank."""
    archive = str(folder.parent / "small.tgz")
    argv = ("run", "corpus/first", "thing=Indo-Pacific", "--store", str(folder), "--format", "json")
    done = secgraph(*argv, "--text", archive)
    assert "Indo- Pacific, and we wish it" in done.stdout, done.stderr
    assert "source: United Nations General Debate Corpus" in done.stderr


def test_another_text_is_not_shown_behind_a_row(folder, tmp_path):
    files = corpora.members()
    name = "TXT/Session 73 - 2018/AUS_73_2018.txt"
    files[name] = files[name].replace(b"open", b"shut")
    archive = corpora.pack(tmp_path / "other.tgz", files)
    argv = ("run", "corpus/first", "thing=Indo-Pacific", "--store", str(folder))
    done = secgraph(*argv, "--text", str(archive))
    assert done.returncode == 2
    assert "its digest is another" in done.stderr


def test_a_value_of_the_graph_that_no_speech_names_gives_no_row(folder):
    done = secgraph("run", "corpus/first", "thing=Jens Stoltenberg", "--store", str(folder))
    assert done.stdout.splitlines()[1:] == []
