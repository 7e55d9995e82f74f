"""The graph is kept as a store on disk, and never answers for files that have changed."""

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from secgraph.stores import cache
from support.command import COMMAND

LABEL = "SELECT ?o WHERE { <urn:x-test:a> ?p ?o }"
LINE = '<urn:x-test:a> <http://www.w3.org/2000/01/rdf-schema#label> "%s"@en .\n'


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder of kept stores, not made yet."""
    path = tmp_path / "cache"
    monkeypatch.setenv("SECGRAPH_CACHE", str(path))
    return path


@pytest.fixture
def data(tmp_path):
    """A folder with one RDF file, changed a minute ago."""
    folder = tmp_path / "data"
    folder.mkdir()
    write(folder / "mine.ttl", "one", age=60)
    return folder


def write(path: Path, label: str, *, age: float = 0) -> None:
    path.write_text(LINE % label, encoding="utf-8")
    if age:
        then = path.stat().st_mtime - age
        os.utime(path, (then, then))


def ask(data: Path, *options: str) -> str:
    """What another process answers, which then keeps the store."""
    done = subprocess.run(
        [*COMMAND, "sparql", LABEL, "--data", str(data), *options],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()[1]


def kept(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("graph-*/*") if not path.name.endswith(".part"))


def opened(data: Path) -> cache.Graph:
    """The graph as this process opens it."""
    from secgraph.dataset import release

    return cache.Graph([*release.files(), *release.data_files([str(data)])]).open()


def test_the_first_start_keeps_and_the_next_opens(place, data):
    assert ask(data) == "one"
    (entry,) = kept(place)
    assert opened(data).folder == str(entry / "store")
    assert ask(data) == "one"
    assert kept(place) == [entry]
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o700


@pytest.mark.parametrize("option", ["--timeout=60", "--no-cache"])
def test_the_answer_is_the_same_within_a_time_limit_and_without_the_cache(place, data, option):
    """--no-cache keeps nothing."""
    assert ask(data, option) == "one"
    assert bool(kept(place) if place.exists() else []) == (option != "--no-cache")
    assert ask(data, option) == "one"


def test_a_changed_file_is_seen(place, data):
    """Its store takes the place of the former one."""
    assert ask(data) == "one"
    (before,) = kept(place)
    write(data / "mine.ttl", "two")
    assert ask(data) == "two"
    (after,) = kept(place)
    assert after != before


def test_a_file_of_the_same_size_and_time_is_seen(place, data):
    """Changing the content gives it another time of change, whatever its time of modification."""
    assert ask(data) == "one"
    times = (data / "mine.ttl").stat()
    write(data / "mine.ttl", "two")
    os.utime(data / "mine.ttl", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (data / "mine.ttl").stat().st_size == times.st_size
    assert ask(data) == "two"


def test_a_file_as_young_as_the_record_is_compared_by_content(place, data, monkeypatch):
    """Two changes within one tick of the clock have the same time, so the time says nothing."""
    write(data / "mine.ttl", "one")
    assert ask(data) == "one"
    (entry,) = kept(place)
    record = entry / "stamp"
    text = record.read_text(encoding="utf-8")
    assert text.count(str(data / "mine.ttl")) == 2  # once with its times, once with its digest
    assert opened(data).folder is not None
    # As a change within the tick would leave it: all times as recorded, another content.
    digest = text.splitlines()[-1].partition(" ")[0]
    record.write_text(text.replace(digest, digest[::-1]), encoding="utf-8")
    os.utime(record, (0, 0))
    assert opened(data).folder is None


@pytest.mark.parametrize("change", ["new", "gone"])
def test_a_file_that_comes_or_goes_is_seen(place, data, change):
    write(data / "other.ttl", "other", age=60)
    assert ask(data) in ("one", "other")
    assert len(kept(place)) == 1
    if change == "new":
        write(data / "third.ttl", "third")
    else:
        (data / "mine.ttl").unlink()
    graph = opened(data)
    assert graph.folder is None
    labels = {row[0].value for row in graph.store.query(LABEL)}
    assert labels == ({"one", "other", "third"} if change == "new" else {"other"})


def test_what_is_broken_is_read_again(place, data):
    """Files cut to nothing, files of noise, a store without its list: the answer is right."""
    assert ask(data) == "one"
    for number in range(3):
        (entry,) = kept(place)
        for path in (entry / "store").iterdir():
            size = path.stat().st_size
            if number == 0:
                path.write_bytes(b"")
            elif number == 1 and path.suffix == ".sst":
                path.write_bytes(bytes(size))
            elif number == 2 and path.name == "CURRENT":
                path.unlink()
        assert ask(data) == "one"
    assert opened(data).folder is not None


def test_the_folder_of_another_user_is_not_trusted(place, data):
    """Nor one that others may write to; the graph is then read at each start."""
    place.mkdir(mode=0o700)
    place.chmod(0o777)
    assert ask(data) == "one"
    assert kept(place) == []
    place.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(place, 12345, 12345)
        assert ask(data) == "one"
        assert kept(place) == []


@pytest.mark.parametrize("where", ["/dev/null/cache", "/proc/cache"])
def test_where_nothing_can_be_written_nothing_is_kept(data, monkeypatch, where):
    monkeypatch.setenv("SECGRAPH_CACHE", where)
    assert ask(data) == "one"
    assert opened(data).folder is None


def test_a_full_disk_leaves_nothing_behind(place, data):
    """A limit on the size of files breaks the writing off as a full disk does."""
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, 1 << 16))\n"
        "from secgraph.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "sparql", LABEL, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == "one"
    assert list(place.glob("graph-*/*")) == []


@pytest.mark.parametrize("is_kept", [False, True])
def test_with_little_address_space_the_files_are_read_and_nothing_is_kept(place, data, is_kept):
    """A store on disk would end the process, which no Python can catch."""
    if is_kept:
        assert ask(data) == "one"
    before = kept(place)
    most = 400 << 20
    done = subprocess.run(
        [*COMMAND, "sparql", LABEL, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (most, most)),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == "one"
    assert kept(place) == before


def test_several_processes_at_once_give_the_same(place, data):
    """Who comes second finds the store there and leaves it."""
    command = [*COMMAND, "sparql", LABEL, "--data", str(data)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for process in running:
        answer, errors = process.communicate()
        assert (process.returncode, errors) == (0, "")
        assert answer.splitlines()[1] == "one"
    assert len(kept(place)) == 1
    assert list(place.glob("graph-*/*.part")) == []


def test_a_reader_goes_on_when_its_store_is_pruned(place, data):
    """A new store of the same files takes the old one away, also from under who asks it."""
    assert ask(data) == "one"
    reader = opened(data)
    write(data / "mine.ttl", "two")
    assert ask(data) == "two"
    assert [row[0].value for row in reader.store.query(LABEL)] == ["one"]


def test_what_was_never_finished_and_what_is_old_is_removed(place, data):
    """Nothing else in the folder is touched."""
    assert ask(data) == "one"
    group = kept(place)[0].parent
    unfinished, mine = group / "00000000.1.part", place / "notes"
    old = place / "graph-00000000" / "00000000"
    fresh = place / "graph-00000001" / "00000000"
    for path in (unfinished, mine, old, fresh):
        path.mkdir(parents=True)
    for path in (unfinished, mine, old):
        os.utime(path, (0, 0))
    write(data / "mine.ttl", "two")
    assert ask(data) == "two"
    assert [path.exists() for path in (unfinished, old, mine, fresh)] == [False, False, True, True]


def test_no_process_stays_behind(place, data):
    """Who reads until the end of output and errors is not kept waiting."""
    with subprocess.Popen(
        [*COMMAND, "sparql", LABEL, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        process.communicate()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_broken_file_is_named(place, data):
    (data / "broken.ttl").write_text("no Turtle", encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "sparql", LABEL, "--data", str(data)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{data / 'broken.ttl'}:1: is not text/turtle" in done.stderr
    assert done.stderr.count("\n") == 1


def test_blank_nodes_have_the_labels_of_the_files_in_what_is_kept_too(place, data):
    """Whether a process reads the files or opens what another one has kept."""
    (data / "mine.ttl").write_text(
        '<urn:x-test:a> <urn:p> [ <urn:q> <<( _:b <urn:r> "x"@ar--rtl )>> ] .', encoding="utf-8"
    )
    first = ask(data)
    assert first.startswith("_:b") and "c14n" in first
    assert opened(data).folder is not None
    assert ask(data) == first == ask(data, "--timeout=60")
