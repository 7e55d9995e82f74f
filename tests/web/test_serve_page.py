"""The page on serving is true: its commands, asked of a real server, print what it shows."""

import re
import subprocess

import pytest

from secgraph.cli.verbs import arguments
from support.paths import ROOT

PAGE = (ROOT / "docs" / "serve.md").read_text("utf-8")
COMMANDS = [
    (command, output.strip("\n"))
    for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for command, _, output in (part.partition("\n") for part in block.split("$ ")[1:])
]


def test_the_page_has_commands():
    assert len(COMMANDS) == PAGE.count("\n$ ") == 4


@pytest.mark.parametrize(("command", "output"), COMMANDS, ids=[c[:60] for c, _ in COMMANDS])
def test_a_command_prints_what_the_page_shows(command, output, served):
    asked = command.replace("http://127.0.0.1:8000", served.url)
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip("\n") == output


def test_the_options_of_the_unit_are_taken():
    """The command of the unit is understood, up to the port, which another program may have."""
    line = re.search(r"ExecStart=\S+/secgraph (.+)", PAGE)
    assert line
    assert arguments(line[1].split()).base_url == "https://example.org/secgraph"
