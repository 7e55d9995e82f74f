"""docs/record.md is true: each of its commands is run, and prints what it says."""

import re
import shlex
from xml.etree import ElementTree as ET

import pytest

from support import roll_calls
from support.command import COMMAND, on_a_terminal, secgraph, typed
from support.paths import ROOT

PAGE = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
ALL_COMMANDS = [
    part.partition("\n")[::2]
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]
COMMANDS = [each for each in ALL_COMMANDS if "mystore" not in each[0]]
OVER_ALL = [each for each in ALL_COMMANDS if "mystore" in each[0]]


def test_the_page_has_its_commands():
    """Three worked examples at least, and no block that is not run."""
    assert len(ALL_COMMANDS) == PAGE.count("\n$ ")
    assert len(COMMANDS) >= 3 and len(OVER_ALL) >= 3
    assert set(re.findall(r"```(\w+)", PAGE)) == {"console"}


FIGURES = re.findall(
    r"`secgraph (run [^`]*) --view bars -o docs/(figures/[a-z-]+\.svg)`[^!]*!\[[^\]]+\]\(([^)]*)\)",
    PAGE,
)


def words(svg: bytes) -> list[str]:
    return [
        "".join(each.itertext())
        for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    ]


def test_a_figure_of_the_page_is_what_its_command_draws(tmp_path):
    """The same words and numbers at the same places of the order.

    The strokes may differ with the version of the drawing library.
    """
    assert len(FIGURES) == 2 == PAGE.count("![")
    for command, path, shown in FIGURES:
        assert path == shown
        done = secgraph(*shlex.split(command), "--view", "bars", "-o", str(tmp_path / "made.svg"))
        assert done.returncode == 0, done.stderr
        assert words((tmp_path / "made.svg").read_bytes()) == words(
            (ROOT / "docs" / path).read_bytes()
        )


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_the_page_says(command, output):
    """On a terminal of 80 columns."""
    program, *argv = shlex.split(command)
    assert program == "secgraph"
    assert plain(on_a_terminal(*argv, NO_COLOR="1")) == output.strip("\n")
    assert output


def plain(shown: str) -> str:
    """What a terminal shows, without colours and the blanks at the ends of lines."""
    return "\n".join(
        line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    ).strip("\n")


@pytest.mark.shared("datasets/un-votes")
def test_the_whole_record_answers_as_the_page_says(tmp_path):
    """The import into a pipe, the questions on a terminal.

    The pairs of the Quad by the second computation too.
    """
    for path in (roll_calls.ALL, roll_calls.ES11):
        (tmp_path / path.name).symlink_to(path)
    (made, report), *questions = OVER_ALL
    done = secgraph(*shlex.split(made)[1:], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == report
    for command, output in questions:
        code, shown = typed([*COMMAND, *shlex.split(command)[1:]], cwd=tmp_path, NO_COLOR="1")
        assert code == 0
        assert plain(shown) == output.strip("\n"), command
    calls = roll_calls.read(roll_calls.ALL) + roll_calls.read(roll_calls.ES11)
    overall = next(
        output
        for command, output in questions
        if command.startswith("secgraph run record/agreement-within grouping=Quad --store")
    )
    rows = [re.split(r" {2,}", line)[:6] for line in overall.splitlines()[4:10]]
    assert rows == roll_calls.within(calls, roll_calls.QUAD)
