"""The command that brings an optional part fits the place where the package is installed."""

import json
import os
import pickle
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from secgraph.errors import BadFile
from support.paths import ROOT

PROGRAM = "from secgraph import errors; print(errors.install('tables'))"


def said(python: str, folder: Path, direct_url: object = None) -> str:
    """Give the command that a Python says, where pip has left such a record of the package."""
    site = folder / "site"
    information = site / "secgraph-9.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text("Name: secgraph\nVersion: 9\n", encoding="utf-8")
    if direct_url is not None:
        text = direct_url if isinstance(direct_url, str) else json.dumps(direct_url)
        (information / "direct_url.json").write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT / "src")])}
    done = subprocess.run(
        [python, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


FOLDER = {"url": "file:///home/a%20user/secgraph", "dir_info": {"editable": True}}
WHEEL = {"url": "file:///tmp/secgraph-1.whl", "archive_info": {}}


@pytest.mark.parametrize(
    ("record", "command"),
    [
        (None, "install 'secgraph[tables]'"),
        (FOLDER, "install -e '/home/a user/secgraph[tables]'"),
        ({**FOLDER, "dir_info": {}}, "install '/home/a user/secgraph[tables]'"),
        (WHEEL, "install 'secgraph[tables] @ file:///tmp/secgraph-1.whl'"),
        ("no json", "install 'secgraph[tables]'"),
        ({"url": 3}, "install 'secgraph[tables]'"),
        ([], "install 'secgraph[tables]'"),
    ],
)
def test_the_command_installs_from_where_the_package_came(record, command, tmp_path):
    """An index, a checkout, a folder, a wheel; a record that is broken is none."""
    assert said(sys.executable, tmp_path, record) == f"{sys.executable} -m pip {command}"


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("pipx/venvs/secgraph", "pipx install --force 'secgraph[tables]'"),
        ("uv/tools/secgraph", "uv tool install --force 'secgraph[tables]'"),
        ("plain", "uv pip --python {python} install 'secgraph[tables]'"),
    ],
)
def test_an_application_is_installed_anew_by_what_has_installed_it(place, command, tmp_path):
    """Environments at the places of pipx and of uv, and one without pip."""
    folder = tmp_path / place
    venv.create(folder, with_pip=False, symlinks=True)
    python = str(folder / "bin" / "python")
    assert said(python, tmp_path) == command.format(python=python)


def test_a_bad_file_comes_whole_from_another_process():
    """A process that meets a full disk sends it; what cannot be read again ends the others."""
    error = BadFile("a/b.parquet", "cannot be written (No space left on device)", 7)
    back = pickle.loads(pickle.dumps(error))
    assert str(back) == str(error) == "a/b.parquet:7: cannot be written (No space left on device)"
    assert (back.path, back.reason, back.line) == (error.path, error.reason, 7)
