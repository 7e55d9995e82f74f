"""A corpus on Trino with two workers: the rows of DuckDB, and none where something fails."""

import concurrent.futures
import shutil
from collections.abc import Iterator

import pytest

from distributed.cluster import SCHEMA, Cluster, declare
from distributed.conftest import CASES, QUESTIONS, case_id
from secgraph.corpus import manifest, store
from secgraph.errors import EngineError, QueryTimeout
from secgraph.query import sessions
from support import waiting
from support.command import secgraph

pytestmark = pytest.mark.distributed

_TOGETHER = 'AS "passages"'
"""Words of the SQL of things named together, and of no other question."""

LIMIT = 15
"""Seconds within which a question ends of which a worker was lost."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, folder: str) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("metastore"), workers=2) as both:
        declare(both.url, folder)
        yield both


@pytest.fixture(scope="module")
def on_trino(cluster: Cluster, folder: str) -> sessions.Session:
    return sessions.Session(store.Corpus(f"{folder}@trino:{cluster.url}", timeout=300))


def test_the_corpus_is_large_enough(folder, in_duckdb):
    """Faults of engines were seen at 1,000 documents that were not there at 100."""
    held = manifest.read(folder)
    assert held.rows("documents") >= 1000
    assert all(in_duckdb((name, {})).rows for name in QUESTIONS)


@pytest.mark.parametrize("case", CASES, ids=case_id)
def test_two_workers_give_the_rows_of_duckdb_in_their_order(case, on_trino, in_duckdb):
    expected = in_duckdb(case)
    answer = on_trino.run(*case)
    assert answer.columns == expected.columns
    assert answer.terms == expected.terms


def test_each_worker_does_its_share(cluster, on_trino):
    """Of things named together each worker has 30 to 70 % of the splits, and of the rows read."""
    on_trino.run("corpus/together", {})
    waiting.until(lambda: not cluster.queries("FINISHING", _TOGETHER))
    shares = cluster.shares(cluster.queries("FINISHED", _TOGETHER)[-1])
    workers = [shares[f"node-{worker.port}"] for worker in cluster.workers]
    for measure in ("splits", "rows"):
        total = sum(one[measure] for one in workers)
        assert total > 0
        assert all(0.3 <= one[measure] / total <= 0.7 for one in workers), (measure, workers)


def test_free_sparql_of_the_subset_is_answered_from_the_command_line(cluster, folder):
    """A union with other variables on its sides, and a constant with quotes."""
    text = (
        "PREFIX sg: <https://w3id.org/secgraph/ns#> PREFIX sgd: <https://w3id.org/secgraph/id/> "
        "PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?x (COUNT(?m) AS ?n) (COUNT(?d) AS ?k) WHERE { "
        '{ ?m sg:refersTo sgd:quad . BIND ("it\'s // one" AS ?x) } UNION '
        '{ ?d dcterms:contributor "Zoë \\"Quote\\" O\'Hara" } } GROUP BY ?x ORDER BY ?x'
    )
    here = secgraph("sparql", text, "--store", folder)
    there = secgraph("sparql", text, "--store", f"{folder}@trino:{cluster.url}")
    assert there.returncode == 0, there.stderr
    assert there.stdout == here.stdout
    assert here.stdout.count("\n") == 3


def test_a_changed_file_is_named_before_trino_is_asked(cluster, folder, tmp_path):
    """Trino would count a file of any name."""
    copy = shutil.copytree(folder, tmp_path / "copy")
    part = next(copy.glob("mentions/session=75/*.parquet"))
    shutil.copy(part, part.with_suffix(".parquet.bak"))
    done = secgraph("run", "corpus/first", "--store", f"{copy}@trino:http://127.0.0.1:9/hive/x")
    assert done.returncode == 2
    assert "does not belong to the corpus" in done.stderr


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda part: shutil.copy(part, part.with_suffix(".parquet.bak")), "reads mentions/"),
        (lambda part: part.unlink(), "does not read mentions/session=75"),
        (
            lambda part: shutil.copy(
                next(part.parents[1].glob("session=76/*.parquet")),
                part,
            ),
            "reads another mentions/session=75",
        ),
    ],
    ids=["stray", "missing", "other"],
)
def test_other_files_on_the_side_of_trino_are_named_and_nothing_is_answered(
    harm, reason, cluster, folder, tmp_path
):
    """The folder here is whole, and the one that Trino reads is not."""
    there = shutil.copytree(folder, tmp_path / "there")
    harm(next(there.glob("mentions/session=75/*.parquet")))
    schema = f"harmed_{reason.split()[1].strip('/')}_{len(reason)}"
    declare(cluster.url, str(there), schema)
    url = cluster.url.replace(f"/{SCHEMA}", f"/{schema}")
    done = secgraph("run", "corpus/first", "--store", f"{folder}@trino:{url}")
    assert (done.returncode, done.stdout) == (3, "")
    assert reason in done.stderr


def test_a_new_session_that_trino_was_not_told_of_is_named(cluster, folder, tmp_path):
    """Trino sees no new folder until its partitions are renewed; then it answers."""
    there = shutil.copytree(folder, tmp_path / "there")
    late = tmp_path / "late"
    shutil.move(there / "documents" / "session=81", late)
    declare(cluster.url, str(there), "late")
    shutil.move(late, there / "documents" / "session=81")
    spec = f"{there}@trino:{cluster.url.replace(SCHEMA, 'late')}"
    done = secgraph("run", "corpus/first", "--store", spec)
    assert done.returncode == 3
    assert "does not read documents/session=81" in done.stderr
    assert "secgraph corpus tables" in done.stderr
    declare(cluster.url, str(there), "late")
    assert secgraph("run", "corpus/first", "--store", spec).returncode == 0


@pytest.mark.parametrize(
    ("address", "code", "reason"),
    [
        ("http://127.0.0.1:9/hive/corpus", 3, "no store answers at 127.0.0.1:9"),
        ("http://127.0.0.1:9/hive", 2, "name a coordinator, a catalog and a schema"),
        ("ftp://127.0.0.1/hive/corpus", 2, "name a coordinator, a catalog and a schema"),
        ("{origin}/hive/nothing", 3, "SCHEMA_NOT_FOUND"),
        ("{origin}/nothing/corpus", 3, "CATALOG_NOT_FOUND"),
    ],
)
def test_a_wrong_address_is_named(address, code, reason, cluster, folder):
    url = address.format(origin=cluster.coordinator.origin)
    done = secgraph("run", "corpus/first", "--store", f"{folder}@trino:{url}")
    assert (done.returncode, done.stdout) == (code, "")
    assert reason in done.stderr


def test_a_worker_that_hangs_ends_at_the_time_limit(cluster, folder):
    worker = cluster.workers[0]
    worker.freeze()
    try:
        spec = f"{folder}@trino:{cluster.url}"
        done = secgraph("run", "corpus/together", "--store", spec, "--timeout", "5")
    finally:
        worker.thaw()
    assert (done.returncode, done.stdout) == (3, "")
    assert "within 5" in done.stderr
    waiting.until(lambda: cluster.active() == 2)


def test_a_worker_killed_in_a_query_ends_in_the_right_answer_or_a_refusal(
    cluster, folder, in_duckdb
):
    """And the one that is left gives the same rows."""
    corpus = sessions.Session(store.Corpus(f"{folder}@trino:{cluster.url}", timeout=300))
    corpus.run("corpus/first", {})  # the files were compared
    worker = cluster.workers[1]
    worker.freeze()  # so that the query is not over before
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = pool.submit(corpus.run, "corpus/together", {}, LIMIT)
        waiting.until(lambda: bool(cluster.queries("RUNNING", _TOGETHER)))
        worker.kill()
        error = answer.exception()
    if error is None:
        assert answer.result().terms == in_duckdb(("corpus/together", {})).terms
    else:
        assert isinstance(error, EngineError), error
        assert not isinstance(error, QueryTimeout)
        assert "Trino at" in str(error)
    waiting.until(lambda: cluster.active() == 1)
    for case in CASES:
        assert corpus.run(*case).terms == in_duckdb(case).terms, case
