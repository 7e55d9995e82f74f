"""A folder of one's own questions: begun, run, tested, described."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from secgraph.query.expected import differences
from support.command import secgraph
from support.paths import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one question and its right answer."""
    assert secgraph("queries", "new", "mine/held", "--queries", str(tmp_path / "q")).returncode == 0
    path = tmp_path / "q" / "mine" / "held.rq"
    text = path.read_text(encoding="utf-8")
    (default,) = re.findall(r"VALUES \?who \{ <(.*)> \}", text)
    kishida = "https://w3id.org/secgraph/id/fumio-kishida"
    path.write_text(text.replace(default, kishida), encoding="utf-8")
    # Expected from the text: P10.S1 is the one sentence that relays a word of Kishida's.
    path.with_suffix(".csv").write_text(
        (
            "claim,text,evidence,document,documentIri\n"
            "https://w3id.org/secgraph/doc/east-is-east/c-p10s1-a,The "
            "North Atlantic and Asia are inseparable in their security.,P10.S1,"
            "East is East (essay on Japan and NATO),"
            "https://w3id.org/secgraph/doc/east-is-east/document\n"
        ),
        encoding="utf-8",
    )
    return tmp_path / "q"


def test_a_new_question_runs_as_it_stands(folder):
    """The template is a question with a parameter, and works the same as those of the release."""
    done = secgraph("run", "mine/held", "holder=Jens Stoltenberg", "--queries", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("P1.S1") == 2
    assert "holder: holder" in secgraph("queries", "mine/held", "--queries", str(folder)).stdout
    assert "mine/held" in secgraph("queries", "--queries", str(folder)).stdout
    assert (
        "sh:select"
        in secgraph("queries", "export", "--format", "ttl", "--queries", str(folder)).stdout
    )


def test_a_question_that_is_there_is_not_written_over(folder):
    before = (folder / "mine" / "held.rq").read_bytes()
    done = secgraph("queries", "new", "mine/held", "--queries", str(folder))
    assert done.returncode == 2
    assert "nothing was changed" in done.stderr
    assert (folder / "mine" / "held.rq").read_bytes() == before


@pytest.mark.parametrize("name", ["held", "../x/y", "a/b/c", "A/b", "a/b.rq", "", "a/ b"])
def test_a_question_has_a_family_and_a_name(name, tmp_path):
    done = secgraph("queries", "new", name, "--queries", str(tmp_path))
    assert done.returncode == 2
    assert not list(tmp_path.iterdir())


def test_the_right_answer_is_the_same(folder):
    done = secgraph("queries", "test", str(folder))
    assert done.returncode == 0
    assert "1 questions, 0 with another answer" in done.stdout


def test_another_answer_is_shown_row_by_row(folder):
    """What was expected and is missing stands behind a minus, what came instead behind a plus."""
    path = folder / "mine" / "held.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("P10.S1,", "P10.S2,"), encoding="utf-8"
    )
    done = secgraph("queries", "test", str(folder))
    assert done.returncode == 1
    lines = [line.strip() for line in done.stdout.splitlines()]
    assert any(line.startswith("- https") and ",P10.S2," in line for line in lines)
    assert any(line.startswith("+ https") and ",P10.S1," in line for line in lines)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.with_suffix(".csv").unlink(), "write the expected answer"),
        (
            lambda path: path.write_text("SELECT * WHERE { ?s ?p ?o }", encoding="utf-8"),
            "has no header",
        ),
        (
            lambda path: path.write_text("#+ summary: x\nSELECT ?s WHERE {", encoding="utf-8"),
            "held.rq:2: is not SPARQL",
        ),
        (lambda path: path.with_suffix(".csv").write_bytes(b"claim\n\xff\n"), "UTF-8"),
        (
            lambda path: path.with_suffix(".csv").write_text("", encoding="utf-8"),
            "- columns (none)",
        ),
    ],
)
def test_a_broken_question_is_reported_and_the_others_are_tested(folder, damage, said):
    shutil.copy(folder / "mine" / "held.rq", folder / "mine" / "other.rq")
    shutil.copy(folder / "mine" / "held.csv", folder / "mine" / "other.csv")
    damage(folder / "mine" / "held.rq")
    done = secgraph("queries", "test", str(folder))
    assert done.returncode == 1
    assert said in done.stdout
    assert "2 questions, 1 with another answer" in done.stdout


BROKEN = {
    "brace.rq": (b"#+ summary: x\nSELECT ?s { ?s ?p ?o\n", "brace.rq:3: is not SPARQL: column 1"),
    "service.rq": (b"#+ summary: a service\nSELECT ?s {\n", "service.rq:3: is not SPARQL"),
    "deep.rq": (b"#+ summary: x\nASK " + b"{" * 5000 + b"}" * 5000, "levels deep"),
    "update.rq": (b"#+ summary: x\nDELETE WHERE { ?s ?p ?o }\n", "update.rq:2: is not SPARQL"),
    "header.rq": (b"#+ summary: x\n#+ tags: one\nASK {}\n", "header.rq:2: 'tags' is a list"),
    "none.rq": (b"ASK {}\n", "none.rq:1: has no header"),
    "latin.rq": (b"#+ summary: caf\xe9\nASK {}\n", "latin.rq:1: is not UTF-8"),
    "wide.rq": ("#+ summary: x\nASK {}\n".encode("utf-16"), "wide.rq: is UTF-16"),
    "two words.rq": (b"#+ summary: x\nASK {}\n", "two words.rq: cannot be asked by its name"),
}
"""Files that are no question, and what is said of each."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_hides_no_question(folder, name):
    """The list has the others and names it, as do the test and the export; the others are
    answered; whoever asks it hears what is wrong with it."""
    content, message = BROKEN[name]
    (folder / "mine" / name).write_bytes(content)
    done = secgraph("queries", "--queries", str(folder))
    assert (done.returncode, "mine/held,Which" in done.stdout) == (2, True)
    assert done.stdout.count("mine/") == 1
    assert message in done.stderr
    done = secgraph("queries", "export", "--queries", str(folder))
    assert (done.returncode, "mine/held.rq" in done.stdout) == (2, True)
    assert message in done.stderr
    assert secgraph("run", "mine/held", "--queries", str(folder)).returncode == 0
    done = secgraph("queries", "test", str(folder))
    assert (done.returncode, "same     mine/held" in done.stdout) == (1, True)
    assert message in done.stdout
    done = secgraph("run", f"mine/{name[:-3]}", "--queries", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    # Of a broken text with the word SERVICE in it the guard speaks first, and names the line.
    assert name in done.stderr or "from line 2 on" in done.stderr


def test_a_broken_file_of_another_family_is_not_named(folder):
    (folder / "other").mkdir()
    (folder / "other" / "brace.rq").write_bytes(BROKEN["brace.rq"][0])
    done = secgraph("queries", "mine", "--queries", str(folder))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_that_is_none_is_said():
    for argv in (
        ["queries", "test", "no-such-folder"],
        ["run", "a/b", "--queries", "no-such-folder"],
    ):
        done = secgraph(*argv)
        assert done.returncode == 2
        assert "is no folder" in done.stderr


def test_the_questions_of_the_release_pass_their_own_test():
    done = secgraph("queries", "test")
    assert done.returncode == 0
    assert (
        f"{len(list((ROOT / 'queries').glob('*/*.csv')))} questions, 0 with another answer"
        in done.stdout
    )


def test_rows_in_another_order_or_twice_are_not_the_same():
    """Order counts, parts of a set column do not; a row that stands twice is missed once."""
    head, one, two = ["x", "e"], ["a", "P1 P2"], ["b", ""]
    assert differences([head, one, two], [head, ["a", "P2 P1"], two], ["e"]) == []
    assert differences([head, one, two], [head, two, one]) == [
        "the rows are the same, in another order"
    ]
    assert differences([head, one, one], [head, one]) == ["- a,P1 P2"]
    assert differences([head, one], [["x"], ["a"]]) == ["- columns x,e", "+ columns x"]
    assert differences([], []) == []


COMPLETE = """
eval "$(register-python-argcomplete secgraph)"
secgraph() { python -m secgraph "$@"; }
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
read -ra COMP_WORDS <<< "$1"
case $1 in *" ") COMP_WORDS+=("");; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMPREPLY=()
_python_argcomplete secgraph
printf '%s\\n' "${COMPREPLY[@]}"
"""


def completions(line: str) -> set[str]:
    """What a real bash offers for a half-typed line."""
    import os

    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", COMPLETE, "bash", line], capture_output=True, text=True, env=env, check=True
    )
    return {each.replace("\\", "").strip() for each in done.stdout.splitlines()}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("secgraph ru", {"run"}),
        ("secgraph run linkage/b", {"linkage/between-regions", "linkage/bridges"}),
        ("secgraph run linkage/between-regions f", {"from="}),
        ("secgraph run linkage/between-regions from=nor", {"North Atlantic"}),
        ("secgraph run threats/to target=North", {"North Korea", "North Macedonia"}),
        ("secgraph passage P14.S", {f"P14.S{number}" for number in range(1, 7)}),
        ("secgraph show JAU", {"JAUKUS"}),
        ("secgraph queries te", {"test"}),
        ("secgraph links AUK", {"AUKUS"}),
        ("secgraph links res", {"resolve"}),
        ("secgraph links Japan --target iso-", {"iso-alpha2", "iso-alpha3", "iso-numeric"}),
        ("secgraph run no/such x", {""}),
        ("secgraph document s", {"segment", "status"}),
        ("secgraph document new --lic", {"--licence"}),
    ],
)
def test_the_shell_completes_verbs_questions_parameters_and_values(line, offered):
    assert completions(line) == offered


def test_what_is_no_question_does_not_stand_in_the_way(folder):
    """A folder, a link to nowhere and an editor's own files are no questions, whatever they are
    called."""
    (folder / "mine" / "folder.rq").mkdir()
    (folder / "mine" / "lost.rq").symlink_to("nowhere.rq")
    (folder / "mine" / ".#held.rq").symlink_to("somebody@somewhere.1")
    shutil.copy(folder / "mine" / "held.rq", folder / "mine" / "._held.rq")
    assert secgraph("queries", "--queries", str(folder)).stdout.splitlines()[1:] == [
        "mine/held,Which claims does an actor hold?"
    ]
    assert secgraph("queries", "test", str(folder)).returncode == 0


def test_a_question_with_a_name_that_cannot_be_asked_is_named(folder):
    shutil.copy(folder / "mine" / "held.rq", folder / "mine" / "held copy.rq")
    done = secgraph("queries", "--queries", str(folder))
    assert done.returncode == 2
    assert "held copy.rq: cannot be asked by its name" in done.stderr


def test_a_question_that_cannot_be_described_is_named(folder):
    (folder / "mine" / "told.rq").write_text(
        "#+ summary: What is there?\nDESCRIBE <urn:x>\n", encoding="utf-8"
    )
    done = secgraph("queries", "export", "--format", "ttl", "--queries", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert "told.rq: is neither SELECT nor ASK nor CONSTRUCT" in done.stderr


@pytest.mark.parametrize(
    "target",
    [
        "http://[",
        "https://example.org/%zz",
        "http://",
        "http:///sparql",
        "javascript:alert(1)",
        "https://example.org/> .",
        "x",
    ],
)
def test_a_target_is_an_address_of_the_web(target):
    done = secgraph("queries", "export", "--format", "ttl", "--target", target)
    assert (done.returncode, done.stdout) == (2, "")
    assert "an endpoint has an address" in done.stderr
