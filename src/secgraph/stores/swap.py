"""Put a folder in the place of another, and clear away what a killed process has left.

Knows nothing of what is in them.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Iterator

from secgraph.errors import BadFile, EngineError


def place(beside: str, path: str) -> None:
    """Put the folder *beside* where *path* is; what was there is gone.

    Between two renames nothing is at *path*: who opens it then finds no store, and where the
    process is killed then, :func:`mend` puts the old one back.

    Raises:
        OSError: It cannot be.
    """
    if not os.path.isdir(path) or not os.listdir(path):
        os.replace(beside, path)
        return
    before = _before(path)
    os.rename(path, before)
    try:
        os.rename(beside, path)
    except OSError:
        os.rename(before, path)
        raise
    shutil.rmtree(before, ignore_errors=True)


def mend(path: str) -> None:
    """Put back the old folder where a process was killed while it was replacing it.

    To be called while no other can be under way, see :func:`alone`.
    """
    before = _before(path)
    if os.path.isdir(before) and not os.path.exists(path):
        os.rename(before, path)


def _before(path: str) -> str:
    return f"{os.path.abspath(path)}.before"


# Not filelock: it makes folders that are missing, takes one that cannot be written for one that is
# locked, and leaves its file behind.
@contextlib.contextmanager
def alone(path: str) -> Iterator[None]:
    """Keep other imports into *path* out.

    Raises:
        BadFile: Its folder is missing or cannot be written.
        EngineError: Another import is under way.
    """
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    name = f"{os.path.abspath(path)}.lock"
    try:
        file = os.open(name, os.O_CREAT | os.O_RDWR, 0o644)
    except OSError as error:
        raise BadFile(
            path,
            f"no store can be made there ({error.strerror}); "
            "name one in a folder that is there and can be written",
        ) from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        held = os.path.exists(name) and os.fstat(file).st_ino == os.stat(name).st_ino
    except OSError:
        held = False
    if not held:
        os.close(file)
        raise EngineError(f"{path}: another import into it is under way; ask again when it is done")
    try:
        yield
    finally:
        os.unlink(name)
        os.close(file)


def sweep(path: str) -> None:
    """Remove what killed imports into *path* have left.

    To be called while no other can be under way, see :func:`alone`.
    """
    folder, name = os.path.split(os.path.abspath(path))
    left = re.compile(re.escape(name) + r"\.([0-9]+\.part|before)")
    for entry in os.listdir(folder) if os.path.isdir(folder) else []:
        if left.fullmatch(entry):
            shutil.rmtree(os.path.join(folder, entry), ignore_errors=True)
