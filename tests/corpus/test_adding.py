"""Adding to a corpus: every file is accounted for, and nothing is half added."""

import fcntl
import gzip
import json
import os
import resource
import shutil
import subprocess
from pathlib import Path

import pytest

from secgraph.corpus import manifest, tables
from secgraph.corpus import text as texts
from support import corpora, cuts, judged
from support.command import COMMAND, secgraph
from support.paths import ROOT


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpora.pack(tmp_path_factory.mktemp("archive") / "small.tgz", corpora.members())


@pytest.fixture(scope="module")
def added(archive, tmp_path_factory) -> tuple[Path, str]:
    """The small corpus, and the report of its addition."""
    folder = tmp_path_factory.mktemp("added") / "small"
    done = secgraph("corpus", "add", "ungdc", str(archive), "-o", str(folder))
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture
def copy(added, tmp_path) -> Path:
    """A copy of the corpus that a test may harm."""
    return Path(shutil.copytree(added[0], tmp_path / "copy"))


def add(path: Path, folder: Path, name: str = "ungdc") -> subprocess.CompletedProcess[str]:
    return secgraph("corpus", "add", name, str(path), "-o", str(folder))


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a corpus, but for what was noted of earlier checks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != manifest.CHECKED
    }


def rows(folder: Path, table: str) -> dict[str, list]:
    return tables.read(manifest.read(str(folder)).paths(str(folder), table), tables.TABLES[table])


def test_the_last_line_counts_the_speeches_read(added):
    assert added[1].splitlines()[-1] == f"{len(corpora.texts())} speeches read"


def test_every_file_of_the_archive_is_read_or_named_with_its_reason(added):
    """Files that are no speech, of another encoding, empty, of no state, or of another year."""
    report = " ".join(added[1].split())
    for name in set(corpora.members()) - set(corpora.texts()) - {corpora.TABLE}:
        assert name in report
    for reason in (
        "its name is none of a document",
        "is not UTF-8 (byte 2)",
        "holds no text",
        "no state has the code XYZ",
        "session 72 is that of 2017, not of 2018",
    ):
        assert f"not read, {reason}: " in report


def test_the_table_of_speakers_is_joined_and_its_faults_are_named(added):
    report = " ".join(added[1].split())
    assert "spelt otherwise: 2: 'JPN ' for JPN, 'POR' for PRT" in report
    assert "stand twice: 1: JPN in session 73" in report
    assert "rows without a speech: 1: PRT in session 77" in report
    documents = rows(added[0], "documents")
    speakers = dict(zip(documents["slug"], documents["speaker"], strict=True))
    assert speakers["AUS_73_2018"] == "Ann Speaker"
    assert speakers["JPN_73_2018"] == "Ben Speaker"
    assert speakers["IND_77_2022"] is None


def test_a_code_stands_for_the_state_of_its_year(added):
    """The Soviet Union in 1991, Russia in 2018; the Republic of China in 1970, China in 2021."""
    documents = rows(added[0], "documents")
    labels = dict(zip(documents["slug"], documents["label"], strict=True))
    assert labels["RUS_46_1991"] == "Soviet Union, general debate of 1991"
    assert labels["RUS_73_2018"] == "Russia, general debate of 2018"
    assert labels["CHN_25_1970"] == "Republic of China, general debate of 1970"
    assert labels["CHN_76_2021"] == "China, general debate of 2021"


def test_a_name_of_two_things_is_counted_and_not_guessed(added):
    """China in 1970 and Korea in 2018 are undecided."""
    assert "undecided, names of several things: China 1, Korea 1" in " ".join(added[1].split())


def test_passages_and_mentions_point_into_the_file(added):
    """The words at their places have the digests and are the surfaces that the tables hold."""
    documents = rows(added[0], "documents")
    files = corpora.texts()
    whole = {
        key: files[name].decode()
        for key, name in zip(documents["document"], documents["file"], strict=True)
    }
    held = rows(added[0], "mentions")
    surfaces = {
        (whole[document][start:end], surface)
        for document, start, end, surface in zip(
            held["document"], held["start"], held["end"], held["surface"], strict=True
        )
    }
    assert ("Indo-\nPacific", "Indo-Pacific") in surfaces
    assert {found for found in surfaces if found[0] != found[1]} == {
        ("Indo-\nPacific", "Indo-Pacific")
    }


@pytest.mark.long
@pytest.mark.sampled
def test_adding_twice_gives_the_same_bytes(archive, added, copy):
    before = content(copy)
    assert add(archive, copy).returncode == 0
    assert content(copy) == before


def test_an_archive_replaces_the_sessions_that_it_holds_and_leaves_the_rest(copy, tmp_path):
    name = "TXT/Session 73 - 2018/AUS_73_2018.txt"
    later = "TXT/Session 78 - 2023/AUS_78_2023.txt"
    files = {name: b"We speak of AUKUS.\n", later: b"We speak of the Quad.\n"}
    done = add(corpora.pack(tmp_path / "one.tgz", files), copy)
    assert done.stdout.splitlines()[-1] == "2 speeches read"
    assert "sessions replaced: 73" in done.stdout
    assert "sessions left as they were: 25, 46, 76 to 77" in done.stdout
    assert "speakers and posts stay empty" in " ".join(done.stdout.split())
    slugs = rows(copy, "documents")["slug"]
    assert {"AUS_73_2018", "AUS_78_2023", "AUS_76_2021"} <= set(slugs)
    assert "JPN_73_2018" not in slugs
    answer = secgraph("run", "corpus/first", "thing=AUKUS", "--store", str(copy)).stdout
    assert answer.splitlines()[1].startswith("AUKUS,Australia,,2018,")


@pytest.mark.parametrize("part", [0.4, 0.999])
def test_a_cut_archive_adds_nothing(part, archive, copy, tmp_path):
    data = archive.read_bytes()
    cut = tmp_path / "cut.tgz"
    cut.write_bytes(data[: int(len(data) * part)])
    before = content(copy)
    done = add(cut, copy)
    assert done.returncode == 2
    assert "cut off" in done.stderr
    kept = {path: data for path, data in content(copy).items() if ".adding" not in path}
    assert kept == before
    assert secgraph("corpus", "status", str(copy)).returncode == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no archive at all", "is no tar archive"),
        (gzip.compress(b"neither is this", mtime=0), "is no tar archive"),
    ],
)
def test_what_is_no_archive_makes_no_folder(data, reason, tmp_path):
    (tmp_path / "file.tgz").write_bytes(data)
    done = add(tmp_path / "file.tgz", tmp_path / "new")
    assert done.returncode == 2
    assert reason in done.stderr
    assert not (tmp_path / "new").exists()


def test_an_archive_without_speeches_is_refused(tmp_path):
    archive = corpora.pack(tmp_path / "none.tgz", {"a.txt": b"x"})
    done = add(archive, tmp_path / "new")
    assert done.returncode == 2
    assert "holds no document of ungdc" in done.stderr


def test_two_files_of_one_speech_are_refused(tmp_path):
    folder = "Session 73 - 2018/AUS_73_2018.txt"
    files = {f"TXT/{folder}": b"One.", f"TXT/more/{folder}": b"Two."}
    done = add(corpora.pack(tmp_path / "two.tgz", files), tmp_path / "new")
    assert done.returncode == 2
    assert "are of one document, AUS_73_2018" in done.stderr


@pytest.mark.long
@pytest.mark.sampled
def test_sessions_that_were_read_before_a_fault_are_not_read_again(archive, tmp_path):
    """The fault lies in session 73; those before it are kept, and give the same corpus."""
    twice = "TXT/Session 73 - 2018/more/Session 73 - 2018/AUS_73_2018.txt"
    faulty = corpora.pack(tmp_path / "two.tgz", {**corpora.members(), twice: b"Again."})
    assert add(faulty, tmp_path / "new").returncode == 2
    assert not (tmp_path / "new" / manifest.NAME).exists()
    done = add(archive, tmp_path / "new")
    assert "sessions read before and not again: 25, 46\n" in done.stdout
    assert add(archive, tmp_path / "other").returncode == 0
    assert content(tmp_path / "new") == content(tmp_path / "other")


def test_two_additions_at_once_are_refused(archive, copy):
    """The second says so, and changes nothing."""
    before = content(copy)
    with Path(f"{copy}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = add(archive, copy)
    assert done.returncode != 0
    assert "under way" in done.stderr
    assert content(copy) == before


@pytest.mark.long
@pytest.mark.sampled
def test_a_file_that_cannot_be_written_whole_adds_nothing(archive, copy, tmp_path):
    """As on a full disk: no file may grow beyond a few bytes."""
    name = "TXT/Session 73 - 2018/AUS_73_2018.txt"
    other = corpora.pack(tmp_path / "other.tgz", {name: b"We speak of AUKUS.\n"})
    before = content(copy)
    argv = [*COMMAND, "corpus", "add", "ungdc", str(other), "-o", str(copy)]
    limited = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert limited.returncode == 2, limited.stderr
    assert "cannot be written" in limited.stderr
    kept = {path: data for path, data in content(copy).items() if ".adding" not in path}
    assert kept == before
    assert add(other, copy).stdout.splitlines()[-1] == "1 speeches read"


def _stray(folder: Path) -> None:
    part = next(folder.glob("mentions/session=76/*.parquet"))
    shutil.copy(part, part.with_suffix(".parquet.bak"))


def _missing(folder: Path) -> None:
    next(folder.glob("mentions/session=76/*.parquet")).unlink()


def _changed(folder: Path) -> None:
    """One bit of a file is another, its size and its time are not."""
    part = next(folder.glob("mentions/session=76/*.parquet"))
    status, data = part.stat(), bytearray(part.read_bytes())
    data[len(data) // 2] ^= 1
    part.write_bytes(data)
    os.utime(part, ns=(status.st_atime_ns, status.st_mtime_ns))


def _new_folder(folder: Path) -> None:
    shutil.copytree(folder / "mentions" / "session=76", folder / "mentions" / "session=99")


def _damaged(folder: Path) -> None:
    (folder / manifest.NAME).write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (_stray, "does not belong to the corpus"),
        (_missing, "is missing from the corpus"),
        (_changed, "is not as it was written"),
        (_new_folder, "does not belong to the corpus"),
        (_damaged, "is damaged"),
    ],
)
def test_a_corpus_that_was_changed_behind_its_back_answers_nothing(harm, reason, copy):
    """Asked before and after: the first answer notes what was checked, the second must not trust
    it."""
    argv = ("run", "corpus/first", "thing=Quad", "--store", str(copy))
    assert secgraph(*argv).returncode == 0
    harm(copy)
    done = secgraph(*argv)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert secgraph("corpus", "status", str(copy)).returncode == 2


def test_the_status_names_what_a_corpus_holds(added):
    done = secgraph("corpus", "status", str(added[0]), "--format", "json")
    held = json.loads(done.stdout)
    assert held["sessions"] == {"25": 1, "46": 1, "73": 3, "76": 3, "77": 3}
    assert held["documents"] == len(corpora.texts())
    assert held["scannedWithOtherNames"] == []


def test_a_corpus_is_removed_and_files_of_others_are_left(copy):
    (copy / "notes.txt").write_text("mine", encoding="utf-8")
    assert secgraph("corpus", "remove", str(copy)).returncode == 0
    assert [path.name for path in copy.rglob("*")] == ["notes.txt"]
    assert secgraph("corpus", "remove", str(copy)).returncode == 2


def test_a_folder_of_other_files_is_no_place_for_a_corpus(archive, tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    done = add(archive, tmp_path)
    assert done.returncode == 2
    assert "is a folder of other files" in done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt"}


def test_texts_of_a_folder_with_a_table_are_added(tmp_path):
    """The second adapter: its documents are dated by the day and titled by the table."""
    texts_folder = tmp_path / "texts"
    texts_folder.mkdir()
    (texts_folder / "metadata.csv").write_text(
        "file,state,date,speaker,title\none.md,Japan,2021-03-12,Ann,A talk\ntwo.txt,JPN,2022,,\n",
        encoding="utf-8",
    )
    (texts_folder / "one.md").write_text("The Quad has met.\n", encoding="utf-8")
    (texts_folder / "two.txt").write_text("The Quad has met again.\n", encoding="utf-8")
    (texts_folder / "three.txt").write_text("Whose is this?\n", encoding="utf-8")
    done = add(texts_folder, tmp_path / "mine", "folder")
    assert "no row of metadata.csv names it: three.txt" in " ".join(done.stdout.split())
    assert done.stdout.splitlines()[-1] == "2 speeches read"
    argv = ("run", "corpus/first", "thing=Quad", "--store", str(tmp_path / "mine"))
    answer = secgraph(*argv).stdout.splitlines()
    assert answer[1].startswith("Quad,Japan,Ann,2021-03-12,A talk,P1.S1,")
    assert len(answer) == 2


@pytest.mark.long
@pytest.mark.sampled
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("one.md,Atlantis,2021", "no state is called 'Atlantis'"),
        ("one.md,Japan,yesterday", "'yesterday' is no date"),
        ("../one.md,Japan,2021", "is no name of a .txt or .md file"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(row, reason, tmp_path):
    (tmp_path / "metadata.csv").write_text(f"file,state,date\n{row}\n", encoding="utf-8")
    (tmp_path / "one.md").write_text("Words.\n", encoding="utf-8")
    done = add(tmp_path, tmp_path.parent / f"{tmp_path.name}-mine", "folder")
    assert done.returncode == 2
    assert "metadata.csv:2: " in done.stderr
    assert reason in done.stderr


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1.\tOne is here. Two is there.\n2.\tThree.\n", [(1, 1), (1, 2), (2, 1)]),
        ("A page ends in the\n \nmiddle of it. So it goes.\n", [(1, 1), (1, 2)]),
        ("", []),
        ("\f\n \n", []),
    ],
)
def test_sentences_are_numbered_by_paragraph(text, sentences):
    found = texts.sentences(texts.plain(text.encode()))
    assert [(one.paragraph, one.number) for one in found] == sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "The harbour is open to the. Ships come in the morning.",
            ["The harbour is open to the. Ships come in the morning."],
        ),
        (
            "They speak of the realization of. the purposes of the club. It is late.",
            ["They speak of the realization of. the purposes of the club.", "It is late."],
        ),
        (
            "The keeper has come home. 130. If the lamp is lit, ships stay away from the rocks.",
            [
                "The keeper has come home.",
                "130. If the lamp is lit, ships stay away from the rocks.",
            ],
        ),
        (
            "He was asked about it. No. He had not seen the lamp. There were 130. It is late.",
            [
                "He was asked about it.",
                "No.",
                "He had not seen the lamp.",
                "There were 130.",
                "It is late.",
            ],
        ),
    ],
)
def test_a_full_stop_within_a_sentence_ends_none(text, words):
    """Behind an article, before a small letter, and behind the number of a paragraph."""
    whole = texts.plain(text.encode())
    assert [whole[one.start : one.end] for one in texts.sentences(whole)] == words


def test_the_cuts_are_as_right_as_the_page_says():
    """The counts and the intervals of Wilson follow from the judged positions."""
    page = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")
    table = page.split("| draw | judged | right | cases | share | interval |", 1)[1]
    shown = [row.strip("|").split(" | ") for row in table.split("\n\n", 1)[0].splitlines()[2:]]
    names = {
        "20261201": "before the rule",
        "20261202": "with the rule",
        "cut": "cuts",
        "long": "long sentences",
    }
    expected = []
    for (draw, kind), (right, of) in cuts.counts().items():
        low, high = judged.interval(right, of)
        share = [str(right), str(of), f"{right / of:.3f}", f"{low:.3f} to {high:.3f}"]
        expected.append([names[draw], names[kind], *share])
    assert [[cell.strip() for cell in row] for row in shown] == expected


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("notes", "metadata.csv: is not there; the table of the texts has the columns file, state"),
        ("notes/one.txt", "one.txt: is no folder of texts"),
    ],
)
def test_what_is_no_folder_with_a_table_is_named(place, shown, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.txt").write_text("Australia thanks NATO.", encoding="utf-8")
    done = secgraph(
        "corpus", "add", "folder", str(tmp_path / place), "-o", str(tmp_path / "corpus")
    )
    assert done.returncode == 2
    assert shown in " ".join(done.stderr.split())
    assert not (tmp_path / "corpus").exists()
