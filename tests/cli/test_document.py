"""The verb document, from a saved page to frozen passages."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pyoxigraph
import pytest

from secgraph import errors
from secgraph.documents import canonical, folder, passages
from support.command import COMMAND, process, secgraph
from support.paths import FIXTURES, ROOT, SHARED

HARBOUR = FIXTURES / "documents" / "harbour.md"
ANSWERS = {"etc. | They": "cut", "Busan; | Tokyo": "keep", "closes. | Ships": "cut"}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of a document whose places are open."""
    target = tmp_path / "harbour"
    done = secgraph("document", "new", str(HARBOUR), "-o", str(target), "--licence", "CC0-1.0")
    assert (done.returncode, done.stderr) == (0, "")
    return target


def answer(path: Path) -> None:
    """Answer each place as a reader does."""
    places = path / "places.txt"
    lines = places.read_text(encoding="utf-8").splitlines()
    for words, reply in ANSWERS.items():
        lines = [line.replace("?", reply, 1) if words in line else line for line in lines]
    places.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def frozen(made: Path) -> Path:
    """The folder of a document whose passages are frozen."""
    secgraph("document", "segment", str(made))
    answer(made)
    assert secgraph("document", "segment", str(made)).returncode == 0
    return made


def content(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.iterdir()}


def test_a_page_becomes_a_folder_that_says_where_it_is_from(made):
    head = folder.opened(str(made)).head
    text = (made / "text.txt").read_text(encoding="utf-8")
    assert (head.slug, head.date, head.licence) == ("harbour", "2024-05-06", "CC0-1.0")
    assert head.text_sha256 == canonical.digest(text)
    assert head.page_sha256 == canonical.digest(HARBOUR.read_text(encoding="utf-8"))
    assert (head.code_points, head.recipe) == (len(text), "secgraph-text 1")
    assert (head.title_block, head.headings) == (True, (3, 6))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("2021", "  date 2021\n"),
        (
            "in spring",
            "  date unknown (the page has 'in spring'; write it into document.toml, such as "
            "2021-03-12, 2021-03 or 2021)\n",
        ),
        (
            "",
            "  date unknown (write it into document.toml, such as 2021-03-12, 2021-03 or 2021)\n",
        ),
    ],
)
def test_the_date_is_said_and_so_is_what_is_none(tmp_path, given, line):
    (tmp_path / "a.md").write_text(f"---\ntitle: A\ndate: {given}\n---\nShips sail.\n")
    done = secgraph("document", "new", str(tmp_path / "a.md"), "-o", str(tmp_path / "harbour"))
    assert done.returncode == 0
    assert line in done.stdout


@pytest.mark.parametrize(
    ("licence", "ignored"),
    [(["--licence", "CC0-1.0"], False), (["--licence", "all rights reserved"], True), ([], True)],
)
def test_a_text_whose_licence_is_not_free_stays_out_of_a_repository(tmp_path, licence, ignored):
    """Git itself says what it ignores; the places hold words too."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    target = tmp_path / "harbour"
    done = secgraph("document", "new", str(HARBOUR), "-o", str(target), *licence)
    assert ("stays out of a repository" in done.stdout) == ignored
    secgraph("document", "segment", str(target))
    argv = ["git", "-C", str(target), "status", "--porcelain", "-uall", "."]
    status = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert ("text.txt" not in status) == ignored
    assert "document.toml" in status
    assert "places.txt" not in status


def test_open_places_are_named_with_file_and_line_and_nothing_is_frozen(made):
    done = secgraph("document", "segment", str(made))
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in lines] == [f"{made}/places.txt:{n}" for n in (4, 5, 6)]
    assert all(key in line for key, line in zip(ANSWERS, lines, strict=True))
    assert not (made / "passages.ttl").exists()
    before = content(made)
    assert secgraph("document", "segment", str(made)).returncode == 1
    assert content(made) == before


def test_answered_places_are_asked_for_once(made):
    """One answer at a time; the answers that are there stay."""
    secgraph("document", "segment", str(made))
    places = made / "places.txt"
    text = places.read_text(encoding="utf-8")
    places.write_text(text.replace("?  ", "keep ", 1), encoding="utf-8")
    done = secgraph("document", "segment", str(made))
    assert done.stderr.count("write cut or keep") == 2
    assert places.read_text(encoding="utf-8").count("keep ") == text.count("keep ") + 1


def test_frozen_passages_are_rdf_that_the_check_takes(frozen):
    """The only findings are that no claim stands on a passage yet."""
    done = secgraph("check", str(frozen / "document.ttl"), str(frozen / "passages.ttl"),
                    "--format", "json", "--no-cache")  # fmt: skip
    findings = json.loads(done.stdout)["findings"]
    assert {one["rule"] for one in findings} == {"checks/silent-passage"}
    assert len(findings) == 22
    shown = secgraph("passage", "harbour#P3.S2", "--data", str(frozen))
    assert shown.returncode == 0
    assert "P3.S2" in shown.stdout


def test_the_text_is_held_against_the_frozen_passages(frozen):
    done = secgraph("check", "--text", f"harbour={frozen / 'text.txt'}",
                    str(frozen / "document.ttl"), str(frozen / "passages.ttl"))  # fmt: skip
    assert "differs" not in done.stdout


def test_frozen_passages_do_not_move(frozen):
    """Neither by running again, nor by another answer, nor by other headings."""
    before = (frozen / "passages.ttl").read_bytes()
    places = frozen / "places.txt"
    places.write_text(places.read_text(encoding="utf-8").replace("cut  ", "keep "), "utf-8")
    head = frozen / "document.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("[3, 6]", "[3]"), encoding="utf-8")
    done = secgraph("document", "segment", str(frozen))
    assert (done.returncode, "nothing has changed" in done.stdout) == (0, True)
    assert (frozen / "passages.ttl").read_bytes() == before


def change(path: Path, was: str, now: str) -> None:
    text = (path / "text.txt").read_text(encoding="utf-8")
    assert was in text
    (path / "text.txt").write_text(text.replace(was, now), encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "now", "lines"),
    [
        ("She was right.", "She was not right.",
         ["stand: 5: T, P1.S1, P1.S2, P1.S3, P1.S4", "moved: 16: H1, P2.S1", ": 1: P1.S5",
          "new: 1: P1.S5"]),
        ("She was right.", "Was she? She was right.",
         ["stand: 5", "moved: 17: P1.S5", "any more: 0", "new: 1: P1.S5",
          "names: P1.S5 is now P1.S6"]),
        ("What the Ports Need\n\n", "What the Ports Need\n\nA word first.\n\n",
         ["stand: 7", "moved: 15: P2.S1", "any more: 0", "new: 1: P2.S1", "P2.S1 is now P3.S1"]),
        ("\n\nLet each port keep two boats.", "",
         ["stand: 16", "moved: 5", "any more: 1: P4.S1", "P5.S1 is now P4.S1"]),
    ],
)  # fmt: skip
def test_a_changed_text_says_what_stands_and_nothing_is_written(frozen, was, now, lines):
    change(frozen, was, now)
    before = content(frozen)
    done = secgraph("document", "segment", str(frozen))
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    for line in lines:
        assert line in done.stdout, done.stdout
    assert content(frozen) == before


def test_the_changed_text_is_taken_where_the_user_says_so(frozen):
    """Answers follow their words, and a table says what became of each passage."""
    change(frozen, "She was right.", "Was she? She was right.")
    done = secgraph("document", "segment", str(frozen), "--renew")
    assert (done.returncode, done.stderr) == (0, "")
    text = (frozen / "text.txt").read_text(encoding="utf-8")
    found = passages.read(str(frozen / "passages.ttl"))
    assert len(found) == 23
    assert all(one.is_in(text) for one in found)
    rows = (frozen / "changes.tsv").read_text(encoding="utf-8").splitlines()
    assert "P1.S5\tP1.S6\tmoved" in rows
    assert "\tP1.S5\tadded" in rows
    assert len(rows) == 24
    assert folder.opened(str(frozen)).head.headings == (3, 6)
    head = folder.opened(str(frozen)).head
    assert head.text_sha256 == canonical.digest(text)
    assert head.recipe == "secgraph-text 1, then changed"
    assert "nothing has changed" in secgraph("document", "segment", str(frozen)).stdout


def test_headings_follow_their_words_into_a_changed_text(frozen):
    change(frozen, "What the Ports Need", "A word first.\n\nWhat the Ports Need")
    assert secgraph("document", "segment", str(frozen), "--renew").returncode == 0
    assert folder.opened(str(frozen)).head.headings == (4, 7)
    assert [one.identifier for one in passages.read(str(frozen / "passages.ttl"))][6:9] == [
        *("P2.S1", "H1", "P3.S1"),
    ]


def test_windows_line_ends_change_nothing(frozen):
    text = (frozen / "text.txt").read_bytes()
    (frozen / "text.txt").write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert "nothing has changed" in secgraph("document", "segment", str(frozen)).stdout


def test_a_text_changed_before_it_is_divided_is_not_taken_silently(made):
    change(made, "She was right.", "She was wrong.")
    before = content(made)
    assert secgraph("document", "segment", str(made)).returncode == 1
    assert content(made) == before


def test_the_status_says_how_far_it_is(made):
    def state() -> dict[str, object]:
        return json.loads(secgraph("document", "status", str(made), "--format", "json").stdout)[0]

    assert (state()["text"], state()["segmentation"]) == ("as made", "")
    secgraph("document", "segment", str(made))
    assert (state()["segmentation"], state()["places"], state()["open_places"]) == ("open", 3, 3)
    answer(made)
    assert state()["open_places"] == 0
    secgraph("document", "segment", str(made))
    assert (state()["segmentation"], state()["passages"]) == ("frozen", 22)
    change(made, "She was right.", "She was wrong.")
    assert (state()["text"], state()["segmentation"]) == ("changed", "changed")
    (made / "text.txt").unlink()
    assert (state()["text"], state()["segmentation"]) == ("not here", "frozen")
    shown = secgraph("document", "status", str(made), str(made)).stdout
    assert shown.count("22 passages, frozen") == 2


@pytest.mark.parametrize(
    ("argv", "reason"),
    [
        (["new", "none.md", "-o", "x"], "none.md: cannot be read"),
        (["new", "page.pdf", "-o", "x"], "is no page by its name"),
        (["new", "pdf.txt", "-o", "x"], "is a PDF"),
        (["new", "empty.html", "-o", "x"], "holds no text"),
        (["new", "latin.txt", "-o", "x"], "not UTF-8"),
        (["new", "page.md", "-o", "there"], "is there already"),
        (["new", "page.md", "-o", "page.md"], "is there already"),
        (["new", "page.md", "-o", "page.md/x"], "is no folder"),
        (["new", "page.md", "-o", "east-is-east"], "has this slug already"),
        (["new", "page.md", "-o", "ee"], "has this slug already"),
        (["new", "page.md", "-o", "foaf"], "prefix of a vocabulary"),
        (["new", "page.md", "-o", "Über"], "give one with --slug"),
        (["new", "page.md", "-o", "x", "--slug", "a b"], "give one with --slug"),
        (["new", "page.md", "-o", ""], "give one with --slug"),
        (["new", "page.md", "-o", "x", "--date", "soon"], "use a day such as"),
        (["new", "page.md", "-o", "x", "--language", "fr"], "only English"),
        (["new", "page.md", "-o", "x", "--source", "a b"], "use an address"),
        (["new", "page.md", "-o", "x", "--label", " "], "is empty"),
        (["new", "page.md", "-o", "x", "--label", "\x1b[2J"], "none of a text"),
        (["new", "page.md", "-o", "x", "--licence", "\udcff"], "none of a text"),
        (["new", "untitled.txt", "-o", "x"], "names no title"),
        (["new", "page.md", "-o", str(ROOT / "x")], "inside of the project"),
        (["segment", "none"], "is no folder of a document"),
        (["segment", "page.md"], "is no folder of a document"),
        (["status", "there"], "is no folder of a document"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_said_in_a_line_and_leaves_nothing(tmp_path, argv, reason):
    (tmp_path / "page.md").write_text("# Title\n\nText.\n", encoding="utf-8")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty.html").write_text("<script>x</script>", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "untitled.txt").write_text("It is here.\n\nIt is there.", encoding="utf-8")
    (tmp_path / "there").mkdir()
    before = sorted(os.listdir(tmp_path))
    done = secgraph("document", *argv, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("secgraph: ")
    assert done.stderr.count("\n") == 1
    assert reason in done.stderr
    assert sorted(os.listdir(tmp_path)) == before
    assert os.listdir(tmp_path / "there") == []


@pytest.mark.parametrize(
    ("name", "was", "now", "reason"),
    [
        ("document.toml", "slug =", "slg =", "document.toml:3: has the unknown key 'slg'"),
        ("document.toml", 'slug = "harbour"', "", "has no slug"),
        ("document.toml", '"harbour"', "7", "document.toml:3: slug is no text"),
        ("document.toml", "[3, 6]", '["3"]', "headings is no list of the numbers"),
        ("document.toml", "[3, 6]", "[3", "is no TOML"),
        ("document.toml", '"en"', '"fr"', "only English"),
        ("document.toml", "title_block = true", "title_block = 1", "neither true nor false"),
        ("places.txt", "?     ", "perhaps ", "places.txt:4: is no place"),
        ("places.txt", "They do not", "They do", "places.txt:4: position"),
        ("document.toml", "[3, 6]", "[3, 10]", "has block 10 among its headings"),
        ("text.txt", None, None, "text.txt: is not here"),
    ],
)  # fmt: skip
def test_a_file_that_was_spoilt_is_named_with_its_line(made, name, was, now, reason):
    secgraph("document", "segment", str(made))
    path = made / name
    if was is None:
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now, 1), encoding="utf-8")
    before = content(made)
    done = secgraph("document", "segment", str(made))
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert content(made) == before


@pytest.mark.parametrize("option", [[], ["--renew"]])
def test_an_emptied_text_is_refused(frozen, option):
    (frozen / "text.txt").write_text("\n\n", encoding="utf-8")
    done = secgraph("document", "segment", str(frozen), *option)
    assert done.returncode == 2
    assert "holds no text" in done.stderr


def test_a_label_of_any_letters_gives_turtle(tmp_path):
    target = tmp_path / "odd"
    label = 'Say "no\\yes" – 日本 \u007b'
    secgraph("document", "new", str(HARBOUR), "-o", str(target), "--label", label)
    secgraph("document", "segment", str(target))
    answer(target)
    secgraph("document", "segment", str(target))
    triples = pyoxigraph.parse(path=str(target / "document.ttl"))
    assert label in {getattr(triple.object, "value", "") for triple in triples}


def test_an_action_that_is_missing_or_unknown_is_bad_usage():
    for argv in ([], ["nonsense"], ["new"], ["segment", "x", "--nonsense"]):
        done = process("document", *argv)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    for action in ("new", "segment", "status"):
        assert action in process("document", "--help").stdout
        assert "usage: secgraph document" in process("document", action, "--help").stdout


def test_without_the_extra_it_says_what_to_install(made):
    """Each library that only authors need, hidden from a process of its own."""
    for library, argv in {
        "bs4": ["new", str(HARBOUR), "-o", str(made.parent / "x")],
        "markdown_it": ["new", str(HARBOUR), "-o", str(made.parent / "x")],
        "syntok": ["segment", str(made)],
        "nupunkt": ["segment", str(made)],
    }.items():
        code = (
            f"import sys; sys.modules[{library!r}] = None; from secgraph.cli import main; "
            "sys.exit(main(['document', *sys.argv[1:]]))"
        )
        words = [COMMAND[0], "-c", code, *argv]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert errors.install("author") in done.stderr


def test_an_interrupt_while_it_is_written_leaves_nothing(tmp_path):
    """The signal comes when the first file of the folder has been written."""
    target = tmp_path / "x"
    code = (
        "import os, signal, sys; from secgraph.cli import main, out; save = out.save\n"
        "def save_once(data, path):\n"
        "    save(data, path)\n"
        f"    os.kill(os.getpid(), {int(signal.SIGTERM)})\n"
        "out.save = save_once\n"
        "sys.exit(main(['document', 'new', *sys.argv[1:]]))"
    )
    argv = [COMMAND[0], "-c", code, str(HARBOUR), "-o", str(target)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert done.returncode == 130
    assert os.listdir(tmp_path) == []


def test_two_at_once_make_one_folder(tmp_path):
    target = tmp_path / "x"
    argv = [*COMMAND, "document", "new", str(HARBOUR), "-o", str(target)]
    runs = [subprocess.Popen(argv, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    errors = [run.communicate()[1] for run in runs]
    assert sorted(run.returncode for run in runs) == [0, 2, 2]
    assert sum("is there already" in error for error in errors) == 2
    assert sorted(os.listdir(tmp_path)) == ["x"]
    assert sorted(os.listdir(target)) == [".gitignore", "document.toml", "text.txt"]


def test_a_half_written_renewal_is_begun_again(frozen):
    """The head is of the new text and the passages of the old one."""
    change(frozen, "She was right.", "She was wrong.")
    copy = frozen.parent / "copy"
    shutil.copytree(frozen, copy)
    secgraph("document", "segment", str(copy), "--renew")
    shutil.copy(copy / "document.toml", frozen / "document.toml")
    assert secgraph("document", "segment", str(frozen)).returncode == 1
    assert secgraph("document", "segment", str(frozen), "--renew").returncode == 0
    assert (frozen / "passages.ttl").read_bytes() == (copy / "passages.ttl").read_bytes()


@pytest.mark.shared("essay")
def test_the_essay_gives_its_68_passages_on_the_command_line(tmp_path):
    """By their digests: the page has two blanks at line ends, which no canonical text has."""
    page, target = SHARED / "essay" / "east-is-east.txt", tmp_path / "essay"
    assert secgraph("document", "new", str(page), "-o", str(target)).returncode == 0
    assert secgraph("document", "segment", str(target)).stderr.count("write cut or keep") == 1
    places = target / "places.txt"
    places.write_text(places.read_text(encoding="utf-8").replace("?  ", "keep ", 1), "utf-8")
    assert secgraph("document", "segment", str(target)).returncode == 0
    kept = passages.read(str(ROOT / "data" / "documents" / "east-is-east" / "passages.ttl"))
    found = passages.read(str(target / "passages.ttl"))
    assert [(one.identifier, one.digest) for one in found] == [
        (one.identifier, one.digest) for one in kept
    ]
    assert len(found) == 68
