"""A corpus on Ontop, the oracle of our compiler: SPARQL by the rules of another, the same rows."""

import re
import shutil
from collections.abc import Iterator

import pytest

from distributed.cluster import Ontop
from distributed.conftest import CASES, QUESTIONS, case_id
from secgraph.corpus import manifest, store
from secgraph.query import sessions
from support.command import secgraph
from support.paths import ROOT

pytestmark = pytest.mark.distributed

PAGE = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ontop(folder: str) -> Iterator[Ontop]:
    server = Ontop(folder).start(300)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def on_ontop(ontop: Ontop, folder: str) -> sessions.Session:
    return sessions.Session(store.Corpus(f"{folder}@ontop:{ontop.url}", timeout=300))


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_ontop_gives_the_rows_of_the_compiled_sql_in_their_order(case, on_ontop, in_duckdb):
    expected = in_duckdb(case)
    answer = on_ontop.run(*case)
    assert answer.columns == expected.columns
    assert answer.terms == expected.terms


def test_sparql_outside_of_our_subset_is_answered(ontop, folder):
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> "
        "SELECT (COUNT(?m) AS ?n) WHERE { ?m sg:refersTo ?t . ?t a ?class . "
        'FILTER (REGEX(STR(?t), "/quad$")) }'
    )
    done = secgraph("sparql", text, "--store", f"{folder}@ontop:{ontop.url}")
    assert done.returncode == 0, done.stderr
    count = secgraph(
        "sparql",
        "PREFIX sg: <https://w3id.org/secgraph/ns#> PREFIX sgd: <https://w3id.org/secgraph/id/> "
        "SELECT (COUNT(?m) AS ?n) WHERE { ?m sg:refersTo sgd:quad }",
        "--store",
        folder,
    )
    assert done.stdout == count.stdout
    assert int(done.stdout.split()[1]) > 0


def test_what_ontop_cannot_answer_is_refused(ontop, folder):
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> "
        "SELECT ?m WHERE { ?m sg:refersTo/sg:isPartOf* ?t } LIMIT 1"
    )
    done = secgraph("sparql", text, "--store", f"{folder}@ontop:{ontop.url}")
    assert (done.returncode, done.stdout) == (3, "")


def test_tables_made_of_another_corpus_are_named(ontop, folder, tmp_path):
    """The folder has lost a session since the tables of Ontop were made."""
    later = shutil.copytree(folder, tmp_path / "later")
    held = manifest.read(str(later))
    for file in [one for one in held.files if one.session == 81]:
        (later / file.path).unlink()
        held.files.remove(file)
    del held.sessions[81]
    manifest.write(held, str(later))
    done = secgraph("run", "corpus/first", "--store", f"{later}@ontop:{ontop.url}")
    assert (done.returncode, done.stdout) == (3, "")
    assert "reads another corpus, or this one as it was" in done.stderr


def test_the_page_has_a_row_for_each_question():
    """The table says of each engine what the tests of this folder hold: the same rows."""
    rows = re.findall(r"^\| `(corpus/[a-z-]+)` \| same \| same \| same \|$", PAGE, re.MULTILINE)
    assert rows == QUESTIONS
