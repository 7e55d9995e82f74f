"""The page about Protégé, ROBOT, owlready2 and Fuseki is true: docs/protege-owlready2-fuseki.md.

Each command is run with the tool that it needs, by the test that has the tool.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from servers.stores import MAKES
from servers.test_stores_page import fits
from support.paths import ROOT

TEXT = (ROOT / "docs" / "protege-owlready2-fuseki.md").read_text(encoding="utf-8")
PARTS = re.split(r"^## (.+)\n", TEXT, flags=re.MULTILINE)
SECTIONS = {"": PARTS[0], **dict(zip(PARTS[1::2], PARTS[2::2], strict=True))}
ROBOT = f'java -cp "{ROOT}/.readers/robot/*" org.obolibrary.robot.CommandLineInterface "$@"'


def commands(section: str) -> list[tuple[str, str]]:
    """Each command of a section with what it prints."""
    blocks = re.findall(r"```console\n(.*?)```", SECTIONS[section], re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.M)[1:]]
    return [(part.partition("\n")[0], part.partition("\n")[2].rstrip("\n")) for part in parts]


@pytest.fixture
def folder(files, tmp_path) -> Path:
    """A folder with the release in dist, and robot among the programs."""
    (tmp_path / "dist").mkdir()
    for file in files.values():
        (tmp_path / "dist" / file.name).write_bytes(file.data)
    (tmp_path / "bin").mkdir()
    robot = tmp_path / "bin" / "robot"
    robot.write_text(f"#!/bin/sh\nexec {ROBOT}\n", encoding="utf-8")
    robot.chmod(0o755)
    return tmp_path


def run(section: str, folder: Path, places: dict[str, str] | None = None) -> None:
    """Run the commands of a section; what `cat` shows is written first, if it is an input."""
    path = [str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"]]
    env = {**os.environ, "PATH": os.pathsep.join(path)}
    for shown, documented in commands(section):
        command, output = shown, documented
        for old, new in (places or {}).items():
            command, output = command.replace(old, new), output.replace(old, new)
        if command.startswith("cat ") and command.endswith((".py", ".rq")):
            (folder / command.removeprefix("cat ")).write_text(output + "\n", encoding="utf-8")
        argv = ["bash", "-o", "pipefail", "-c", command]
        done = subprocess.run(
            argv, cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}\n{done.stderr}"
        assert fits(done.stdout.replace("\r", "").rstrip("\n"), output), (
            f"$ {command}\n{done.stdout}"
        )


def test_every_file_that_the_page_names_is_made(files):
    names = set(re.findall(r"dist/([\w.-]+\.\w+)", TEXT)) - {"secgraph-0.1.0"}
    assert names - set(files) == set()
    assert len(names) > 7


def test_the_commands_with_owlready2_print_what_the_page_shows(folder):
    run("owlready2", folder)


@pytest.mark.readers
@pytest.mark.sampled
def test_the_commands_with_robot_print_what_the_page_shows(folder):
    run("ROBOT", folder)


@pytest.mark.servers
def test_the_commands_with_fuseki_print_what_the_page_shows(folder):
    with MAKES["fuseki"]() as server:
        host = server.origin.removeprefix("http://")
        run("Fuseki", folder, {"localhost:3030": host})


def test_every_command_is_run():
    assert set(re.findall(r"```(\w+)", TEXT)) == {"console"}
    assert [name for name in SECTIONS if commands(name)] == ["", "ROBOT", "owlready2", "Fuseki"]
    assert [command for command, _ in commands("")] == ["secgraph build"]
