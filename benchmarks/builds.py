"""Take an earlier build of the project out of its history."""

import os
import subprocess
import tarfile
from io import BytesIO

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def take_out(build: str, folder: str, *paths: str) -> str:
    """Write the files of a commit, or those below paths of it, into a folder; give the folder."""
    archive = subprocess.run(
        ["git", "-C", ROOT, "archive", build, *paths], check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
    return folder
