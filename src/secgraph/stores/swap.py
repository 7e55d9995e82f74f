"""Build a folder beside its place, put it there in one step, and clear away what was left of that.

Everything that is moved or removed lies in a folder that bears a mark of ours: a folder or link of
the user is neither, whatever its name. Knows nothing of what is in them.
"""

import contextlib
import glob
import os
import re
import shutil
from collections.abc import Iterator

from secgraph.errors import BadFile, EngineError

MARK = "unfinished"
"""The file that marks a folder in which something is built, and its content."""

_CONTENT = b"secgraph builds a store in this folder, and removes it when it is done\n"
_NEW, _OLD = "new", "old"


def staging(path: str) -> str:
    """Make the folder in which a new content of *path* is built, and give the place of the content.

    Raises:
        OSError: It cannot be.
    """
    part = f"{os.path.abspath(path)}.{os.getpid()}.part"
    os.mkdir(part)
    with open(os.path.join(part, MARK), "xb") as file:
        file.write(_CONTENT)
    return os.path.join(part, _NEW)


def discard(new: str, path: str) -> None:
    """Remove the folder of :func:`staging`; the old content goes back where it is not replaced."""
    part = os.path.dirname(new)
    old = os.path.join(part, _OLD)
    if os.path.isdir(old) and not os.path.lexists(path):
        os.rename(old, path)
    _remove(part)


def place(new: str, path: str) -> None:
    """Put the folder *new* of :func:`staging` where *path* is; what was there is gone.

    Between two renames nothing is at *path*: who opens it then finds no store, and where the
    process is killed then, :func:`mend` puts the old one back.

    Raises:
        OSError: It cannot be.
    """
    part = os.path.dirname(new)
    if not os.path.isdir(path) or not os.listdir(path):
        os.replace(new, path)
        return
    old = os.path.join(part, _OLD)
    os.rename(path, old)
    try:
        os.rename(new, path)
    except OSError:
        os.rename(old, path)
        raise
    _remove(part)


def mend(path: str) -> None:
    """Put back the old folder where a process was killed while it was replacing it.

    To be called while no other can be under way, see :func:`alone`.
    """
    if os.path.lexists(path):
        return
    for part in _parts(path):
        old = os.path.join(part, _OLD)
        if os.path.isdir(old):
            os.rename(old, path)
            return


def is_broken_off(path: str) -> bool:
    """Whether nothing is at *path*, since a process was killed while it was replacing it."""
    return not os.path.lexists(path) and any(
        os.path.isdir(os.path.join(part, _OLD)) for part in _parts(path)
    )


def sweep(path: str) -> None:
    """Remove what killed imports into *path* have left.

    To be called while no other can be under way, see :func:`alone`.
    """
    for part in _parts(path):
        _remove(part)


def _parts(path: str) -> list[str]:
    """List the folders of :func:`staging` of *path*: by name and mark, and no links."""
    whole = os.path.abspath(path)
    numbered = re.compile(re.escape(whole) + r"\.[0-9]+\.part")
    return [
        part
        for part in sorted(glob.glob(f"{glob.escape(whole)}.*.part"))
        if numbered.fullmatch(part) and not os.path.islink(part) and _is_marked(part)
    ]


def _is_marked(part: str) -> bool:
    try:
        with open(os.path.join(part, MARK), "rb") as file:
            content = file.read(len(_CONTENT) + 1)
    except OSError:
        return False
    # A process that is killed at once leaves a mark without content.
    return content in (_CONTENT, b"") and set(os.listdir(part)) <= {MARK, _NEW, _OLD}


def _remove(part: str) -> None:
    """Remove a folder of :func:`staging`; the mark last, so that what is left is still seen."""
    for name in (_NEW, _OLD):
        shutil.rmtree(os.path.join(part, name), ignore_errors=True)
    with contextlib.suppress(OSError):
        os.unlink(os.path.join(part, MARK))
    with contextlib.suppress(OSError):
        os.rmdir(part)


# Not filelock: it makes folders that are missing, takes one that cannot be written for one that is
# locked, and leaves its file behind.
@contextlib.contextmanager
def alone(path: str) -> Iterator[None]:
    """Keep other imports into *path* out.

    Raises:
        BadFile: Its folder is missing or cannot be written, or a file of the user is in the way.
        EngineError: Another import is under way.
    """
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    name = f"{os.path.abspath(path)}.lock"
    try:
        file = os.open(name, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o644)
    except OSError as error:
        raise BadFile(
            path,
            f"no store can be made there ({error.strerror}); "
            "name one in a folder that is there and can be written",
        ) from error
    if os.fstat(file).st_size:
        os.close(file)
        raise BadFile(name, "is in the way of the lock of the store; give one of them another name")
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
