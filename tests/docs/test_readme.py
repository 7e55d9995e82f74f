"""The README is true: each of its commands is run, and prints what it says."""

import doctest
import re
import shlex

import pytest

from support.command import on_a_terminal
from support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """Each command of the README with the lines that follow it."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip("\n")))
    return found


def test_the_readme_has_its_commands():
    """At least five questions with answers, and none of the blocks is of a kind that is not run."""
    assert sum(command.startswith("secgraph run ") for command, _ in commands()) >= 5
    assert len(commands()) == README.count("\n$ ")
    assert set(re.findall(r"```(\w+)", README)) == {"console", "python"}


@pytest.mark.parametrize(
    ("command", "output"), commands(), ids=[command for command, _ in commands()]
)
def test_a_command_prints_what_the_readme_says(command, output):
    """On a terminal of 80 columns the command shows the very lines that follow it."""
    program, *argv = shlex.split(command)
    assert program == "secgraph"
    shown = re.sub(r"\x1b\[[0-9;]*m", "", on_a_terminal(*argv, NO_COLOR="1"))
    lines = [line.rstrip() for line in shown.splitlines() if not line.startswith("checking;")]
    assert "\n".join(lines).strip("\n") == output
    assert output


def test_the_python_of_the_readme_does_what_it_says():
    parser = doctest.DocTestParser()
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        test = parser.get_doctest(block, {}, "README", "README.md", 0)
        assert test.examples
        assert (
            doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(test).failed == 0
        )


def test_files_that_the_readme_names_are_there():
    for name in re.findall(r"`([\w./-]+\.(?:md|cff)|LICENSE(?:-DATA)?|[a-z]+/)`", README):
        assert (ROOT / name).exists(), name


def test_the_two_commands_are_in_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "test"):
        assert f"`make {target}`" in README
        assert f"\n{target}:" in makefile
