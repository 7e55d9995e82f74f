"""Open an Oxigraph store on disk, and see whether its files are those that were written.

Writes no store: imports do.
"""

import os
import zlib

from secgraph.errors import BadFile, EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph

RECORDS = "secgraph"
"""The folder in a store that holds the records of what was imported."""

FILES = os.path.join(RECORDS, "files")
"""The record of the files of a store, in the store."""

_SMALL = 1 << 20
"""Bytes up to which the content of a file is recorded; of a larger one the size."""


def is_store(path: str) -> bool:
    """Whether a folder looks like an Oxigraph store."""
    return os.path.isfile(os.path.join(path, "CURRENT")) and any(
        name.startswith("MANIFEST-") for name in os.listdir(path)
    )


def open_folder(path: str) -> "pyoxigraph.Store":
    """Open a store to ask it; several processes may at once.

    Raises:
        BadFile: There is none, or it is damaged.
    """
    import pyoxigraph

    _mend(path)
    if not os.path.isdir(path) or not is_store(path):
        why = "is not there" if not os.path.exists(path) else "is no Oxigraph store"
        raise BadFile(path, f"{why}; 'secgraph import NAME FILE -o {path}' makes one")
    try:
        store = pyoxigraph.Store.read_only(path)
    except (OSError, RuntimeError) as error:
        raise BadFile(
            path, f"cannot be opened as an Oxigraph store: {' '.join(str(error).split())[:200]}"
        ) from error
    check(path)
    return store


def check(path: str) -> None:
    """Hold the files of a store against the record of them, where there is one.

    Raises:
        BadFile: One is not as it was written.
    """
    reason = fault(path, os.path.join(path, FILES))
    if reason:
        raise BadFile(
            path,
            f"is damaged: {reason}; no answer of it could be trusted, so import into another "
            "folder, and remove this one",
        )


def record(path: str, into: str) -> None:
    """Write down the files of a store that is closed, to be held against it when it is opened.

    Raises:
        OSError: It cannot be.
    """
    lines = [f"{_state(os.path.join(path, name))} {name}\n" for name in _names(path)]
    with open(into, "w", encoding="utf-8") as file:
        file.writelines(lines)


def fault(path: str, into: str) -> str:
    """Say which file of a store is not as :func:`record` wrote it down; empty if none.

    Where Oxigraph itself has written to the store since, its list of files is another one, and
    nothing can be said.
    """
    try:
        with open(into, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ""
    states = {name: state for state, _, name in (line.rpartition(" ") for line in lines)}
    lists = [name for name in states if name.startswith("MANIFEST-")]
    if not lists:
        return "its record names no files"
    if not any(os.path.exists(os.path.join(path, name)) for name in lists):
        return ""
    for name, state in states.items():
        if os.path.basename(name) != name:
            return "its record names what is no file of it"
        try:
            if _state(os.path.join(path, name)) != state:
                return f"{name} is not as it was written"
        except OSError:
            return f"{name} is missing"
    return ""


def _names(path: str) -> "list[str]":
    """List the files of a store that hold statements, or say which do."""
    return sorted(
        name
        for name in os.listdir(path)
        if name == "CURRENT" or name.startswith("MANIFEST-") or name.endswith((".sst", ".log"))
    )


def _state(path: str) -> str:
    """Give the size of a file, and of a small one the checksum.

    Oxigraph keeps checksums in the large ones, and holds each block against its own as it reads.
    """
    size = os.path.getsize(path)
    if size > _SMALL or path.endswith(".sst"):
        return str(size)
    with open(path, "rb") as file:
        return f"{size} {zlib.crc32(file.read()):08x}"


def _mend(path: str) -> None:
    """Put a store back whose replacement was broken off, unless that is still under way."""
    if os.path.lexists(path):
        return
    from secgraph.stores import swap

    if swap.is_broken_off(path):
        try:
            with swap.alone(path):
                swap.mend(path)
        except EngineError:
            return
