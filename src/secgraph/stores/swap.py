"""Put a folder in the place of another in one step, and clear away what a killed process has left.

Knows nothing of what is in them.
"""

import contextlib
import ctypes
import os
import re
import shutil

from secgraph.errors import BadFile, EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_EXCHANGE = 2
_HERE = -100


def place(beside: str, path: str) -> None:
    """Put the folder *beside* where *path* is; what was there is gone.

    Raises:
        OSError: It cannot be.
    """
    if not os.path.isdir(path) or not os.listdir(path):
        os.replace(beside, path)
        return
    if not _exchange(beside, path):
        before = f"{os.path.abspath(path)}.before"
        os.rename(path, before)
        os.rename(beside, path)
        os.rename(before, beside)
    shutil.rmtree(beside, ignore_errors=True)


def _exchange(one: str, two: str) -> bool:
    """Let two folders change places, where the system can do so in one step."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    return bool(
        rename(
            _HERE,
            os.fsencode(os.path.abspath(one)),
            _HERE,
            os.fsencode(os.path.abspath(two)),
            _EXCHANGE,
        )
        == 0
    )


@contextlib.contextmanager
def alone(path: str) -> "Iterator[None]":
    """Keep other imports into *path* out.

    Raises:
        EngineError: One is under way.
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
            f"no store can be made there ({error.strerror}); name one in a folder that is there and can be written",
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


def mend(path: str) -> None:
    """Put back what stands aside, where the system cannot exchange folders and the process was killed in between."""
    before = f"{os.path.abspath(path)}.before"
    if os.path.isdir(before) and not os.path.exists(path):
        os.rename(before, path)


def sweep(path: str) -> None:
    """Remove what imports into *path* have left that were killed; to be called while no other can be under way, see :func:`alone`."""
    folder, name = os.path.split(os.path.abspath(path))
    for each in os.listdir(folder) if os.path.isdir(folder) else []:
        if re.fullmatch(re.escape(name) + r"\.[0-9]+\.part", each):
            shutil.rmtree(os.path.join(folder, each), ignore_errors=True)
