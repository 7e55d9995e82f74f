"""The page about linking is true.

Its commands are run in a folder of their own, and print what it says.
"""

import doctest
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from support import oxigraph as servers
from support.command import typed
from support.paths import FIXTURES, ROOT

PAGE = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
SECTIONS = [
    "What is this called elsewhere?",
    "Joining a table of your own, in three commands",
    "A table of links of your own",
    "Asking Wikidata too",
    "Claims and the record",
]
"""The sections whose commands need no dataset."""
MINE = "country,interviews\nJPN,12\nGBR,7\nAUS,4\nNAM,2\nKOR,5\n"


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def commands(title: str) -> list[tuple[str, str]]:
    """Each command of a section with the lines that follow it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", section(title), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip("\n")))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a user has: the files that the page shows, and the fixture below the path that it
    names."""
    shown = dict(commands("A table of links of your own"))
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8")
    (tmp_path / "proposed.sssom.tsv").write_text(
        shown["cat proposed.sssom.tsv"] + "\n", encoding="utf-8"
    )
    (tmp_path / "tests" / "fixtures" / "federation").mkdir(parents=True)
    shutil.copy(
        FIXTURES / "federation" / "wikidata.ttl", tmp_path / "tests" / "fixtures" / "federation"
    )
    return tmp_path


@pytest.mark.parametrize("title", SECTIONS)
def test_a_command_prints_what_the_page_says(title, folder):
    """On a terminal of 80 columns, one after the other."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    server = None
    try:
        for command, output in commands(title):
            if command.endswith("&"):
                server = servers.Oxigraph(folder, verb="serve-read-only")
                continue
            text = command.replace("http://localhost:7878", server.url) if server else command
            _, shown = typed(["bash", "-c", text], cwd=folder, PATH=path, NO_COLOR="1")
            lines = [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()]
            assert "\n".join(lines).strip("\n") == output, command
    finally:
        if server is not None:
            server.stop()


def test_no_block_is_of_a_kind_that_is_not_run():
    assert set(re.findall(r"```(\w+)", PAGE)) == {"console", "python"}


def test_the_python_of_the_page_does_what_it_says():
    parser = doctest.DocTestParser()
    for title in SECTIONS:
        for block in re.findall(r"```python\n(.*?)```", section(title), re.DOTALL):
            test = parser.get_doctest(block, {}, title, "docs/linking.md", 0)
            assert test.examples
            assert doctest.DocTestRunner().run(test).failed == 0
