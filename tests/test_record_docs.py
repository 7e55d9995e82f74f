"""docs/record.md is true: each of its commands is run, and prints what it says."""

import re
import shlex
from xml.etree import ElementTree as ET

import pytest

from conftest import ROOT
from test_cli import on_a_terminal, secgraph

PAGE = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
COMMANDS = [
    part.partition("\n")[::2] for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
]


def test_the_page_has_its_commands():
    """Three worked examples at least, and no block that is not run."""
    assert len(COMMANDS) == PAGE.count("\n$ ") >= 3
    assert set(re.findall(r"```(\w+)", PAGE)) == {"console"}


FIGURES = re.findall(r"`secgraph (run [^`]*) --view bars -o docs/(figures/[a-z-]+\.svg)`[^!]*!\[[^\]]+\]\(([^)]*)\)", PAGE)


def words(svg: bytes) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_figure_of_the_page_is_what_its_command_draws(tmp_path):
    """The same words and numbers at the same places of the order; the strokes may differ with the version of the drawing library."""
    assert len(FIGURES) == 2 == PAGE.count("![")
    for command, path, shown in FIGURES:
        assert path == shown
        done = secgraph(*shlex.split(command), "--view", "bars", "-o", str(tmp_path / "made.svg"))
        assert done.returncode == 0, done.stderr
        assert words((tmp_path / "made.svg").read_bytes()) == words((ROOT / "docs" / path).read_bytes())


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[command for command, _ in COMMANDS])
def test_a_command_prints_what_the_page_says(command, output):
    """On a terminal of 80 columns."""
    program, *argv = shlex.split(command)
    assert program == "secgraph"
    shown = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal(*argv, NO_COLOR="1"))
    assert "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n") == output.strip("\n")
    assert output
