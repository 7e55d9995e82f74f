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

_SMALL = 1 << 16
"""Bytes up to which the content of a file is read each time that its store is opened."""

_BLOCK = 1 << 20


_ROOM = 640 << 20
_ROOM_OF_CORE = 128 << 20
"""Bytes of address space that RocksDB takes for a small store, and more for each core; measured
with the limits at which it ends the process, of 400 to 650 MiB on one and two cores."""

_MOST_CORES = 8
"""Cores that are counted, so that a usual limit is not refused on a machine with many."""


def room() -> "tuple[int, int | None]":
    """Give the address space that a store on disk needs and the limit of this process, in bytes.

    RocksDB ends the process where it can start no thread, so this is asked before. The limit is
    None where there is none, or the system does not say.
    """
    needed = _ROOM + _ROOM_OF_CORE * min(os.cpu_count() or 1, _MOST_CORES)
    try:
        with open("/proc/self/limits", encoding="ascii") as file:
            line = next(line for line in file if line.startswith("Max address space"))
    except (OSError, StopIteration):
        return needed, None
    soft = line.split()[3]
    return needed, int(soft) if soft.isdigit() else None


def has_room() -> bool:
    """Whether this process may take the address space that a store on disk needs."""
    needed, limit = room()
    return limit is None or limit >= needed


def demand_room(path: str) -> None:
    """Refuse a store on disk for which this process may not take enough address space.

    Raises:
        EngineError: It may not.
    """
    needed, limit = room()
    if limit is not None and limit < needed:
        raise EngineError(
            f"{path}: a store on disk needs {needed >> 20:,} MiB of address space, and this "
            f"process may take {limit >> 20:,}; raise the limit (ulimit -v)"
        )


def is_store(path: str) -> bool:
    """Whether a folder looks like an Oxigraph store.

    Raises:
        BadFile: It cannot be read.
    """
    try:
        names = os.listdir(path)
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error
    return "CURRENT" in names and any(name.startswith("MANIFEST-") for name in names)


def open_folder(path: str) -> "pyoxigraph.Store":
    """Open a store to ask it; several processes may at once.

    Raises:
        BadFile: There is none, or it is damaged.
    """
    import pyoxigraph

    _mend(path)
    if not os.path.isdir(path) or not is_store(path):
        why = "is not there" if not os.path.exists(path) else "is no Oxigraph store"
        raise BadFile(
            path,
            f"{why}; 'secgraph import NAME FILE -o {path}' makes one, "
            f"'secgraph corpus add NAME FILE -o {path}' a corpus",
        )
    check(path)
    try:
        store = pyoxigraph.Store.read_only(path)
    except (OSError, RuntimeError) as error:
        raise BadFile(
            path, f"cannot be opened as an Oxigraph store: {' '.join(str(error).split())[:200]}"
        ) from error
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
    lines = [f"{state(os.path.join(path, name))} {name}\n" for name in _names(path)]
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
            if not is_as_written(os.path.join(path, name), state):
                return f"{name} is not as it was written"
        except OSError:
            return f"{name} is missing"
    return ""


def is_as_recorded(path: str) -> bool:
    """Whether no program but this one has written to a store since :func:`record`.

    Oxigraph gives its list of files another name each time that it opens a store to write.
    """
    try:
        with open(os.path.join(path, FILES), encoding="utf-8", errors="replace") as file:
            names = {line.rpartition(" ")[2] for line in file.read().splitlines()}
        lists = {name for name in os.listdir(path) if name.startswith("MANIFEST-")}
    except OSError:
        return False
    return bool(lists) and lists <= names


def _names(path: str) -> "list[str]":
    """List the files of a store that hold statements, or say which do."""
    return sorted(
        name
        for name in os.listdir(path)
        if name == "CURRENT" or name.startswith("MANIFEST-") or name.endswith((".sst", ".log"))
    )


def state(path: str) -> str:
    """Give the size of a file, the time of its last change, and the checksum of its content."""
    status = os.stat(path)
    checksum = 0
    with open(path, "rb") as file:
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
    return f"{status.st_size} {status.st_mtime_ns} {checksum:08x}"


def is_as_written(path: str, written: str) -> bool:
    """Whether a file is as its record, which :func:`state` gave, says.

    The content of a small file is read each time, that of a large one where it has been written to
    since, or copied. Oxigraph has checksums of its own in large files, but what it takes from a
    file that was changed can end the process, or never end.
    """
    size, _, rest = written.partition(" ")
    time, _, checksum = rest.partition(" ")
    status = os.stat(path)
    if str(status.st_size) != size:
        return False
    if status.st_size > _SMALL and str(status.st_mtime_ns) == time:
        return True
    return state(path).rpartition(" ")[2] == checksum


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
