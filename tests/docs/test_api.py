"""docs/api.md is true: its commands are run against a server, its Python against an agent's own."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import ROOT
from support.web import serving

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
ADDRESS = "http://localhost:8000"
BIN = Path(sys.executable).parent
COMMANDS = [
    (command, output.strip("\n"))
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for command, _, output in (
        part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    )
]


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture
def path(monkeypatch):
    """The programs of this environment come first."""
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=range(len(COMMANDS)))
def test_a_command_prints_what_the_page_shows(command, output, server, path):
    text = command.replace(ADDRESS, server.url)
    run = subprocess.run(["bash", "-c", text], capture_output=True, text=True, check=False)
    assert (run.stdout.replace("\r\n", "\n").strip("\n"), run.stderr) == (output, "")


def test_there_are_commands():
    assert len(COMMANDS) > 6
    assert all(ADDRESS in command for command, _ in COMMANDS)


@pytest.mark.long
@pytest.mark.sampled
def test_the_python_does_what_the_page_shows(path, capfd):
    """Each call starts a server of its own, which takes two seconds of a processor."""
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(block, {}, "api", "docs/api.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0, capfd.readouterr().out
