"""Keep what a search looks through in an index of words (SQLite FTS5), beside the store.

Built from a store and a folder of saved questions, and opened again only for the same ones. Ranks
nothing.
"""

import contextlib
import os
import zlib

from secgraph.errors import UsageError
from secgraph.stores import disk

NO_FTS5 = (
    "this Python has no SQLite with FTS5, which a search needs; use a Python that has it (those of "
    "python.org, Debian, Homebrew and conda do), or read the list that 'secgraph queries' prints"
)

try:
    import sqlite3
except ImportError as missing:  # a Python that was built without SQLite
    raise UsageError(NO_FTS5) from missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from secgraph.query.sessions import Session

LAYOUT = "4"
"""Raised when the index changes its form or what it is built from."""


def open_index(session: "Session") -> sqlite3.Connection:
    """Open the index of a session's store and questions, or build it.

    It is kept in the folder in which the store is kept, under the same rules: for the same files
    only, in a folder of the user's own, and built again where it is damaged. Of other stores, and
    where nothing can be kept, it is built in memory.

    Raises:
        UsageError: This Python cannot have such an index.
        EngineError: The store does not answer.
    """
    state = _state_of(session)
    path = _path(session)
    if path is not None:
        opened = _opened(path, state)
        if opened is not None:
            return opened
    from secgraph.query import indexing

    index = _new(indexing.TABLES)
    indexing.fill(index, session, state)
    if path is not None:
        _keep(index, path)
    return index


def forget(session: "Session") -> None:
    """Remove the index that is kept, since it cannot be read."""
    path = _path(session)
    if path is not None:
        with contextlib.suppress(OSError):
            os.unlink(path)


def _state_of(session: "Session") -> str:
    """Say of which questions an index is, by the content of their files."""
    folder = session.queries.folder
    lines = [LAYOUT]
    for name in session.queries.names():
        try:
            with open(os.path.join(folder, f"{name}.rq"), "rb") as file:
                content = file.read()
        except OSError:
            content = b""
        lines.append(f"{name} {len(content)} {zlib.crc32(content):08x}")
    return "\n".join(lines)


def _path(session: "Session") -> "str | None":
    """Give where the index is kept; None where it is not."""
    kept = getattr(session.store, "kept", None)
    folder = kept() if kept is not None else None
    if folder is None:
        return None
    queries = os.path.abspath(session.queries.folder).encode(errors="surrogateescape")
    return os.path.join(folder, f"find-{zlib.crc32(queries):08x}.sqlite")


def _opened(path: str, state: str) -> "sqlite3.Connection | None":
    """Open an index that is kept, if it is whole and of these questions."""
    record = path + ".state"
    try:
        with open(record, "rb") as file:
            written = file.read(1000).decode("ascii", "replace")
        if not disk.is_as_written(path, written):
            return None
    except OSError:
        return None
    # Without urllib, which takes as long to load as the search.
    name = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        index = sqlite3.connect(f"file:{name}?mode=ro&immutable=1", uri=True)
        row = index.execute("SELECT value FROM state WHERE key = 'questions'").fetchone()
    except sqlite3.Error:  # damaged: built again
        return None
    if row is not None and row[0] == state:
        return index
    index.close()
    return None


def _keep(index: sqlite3.Connection, path: str) -> None:
    """Write an index into the folder of the store; never raises for want of room or rights."""
    beside = f"{path}.{os.getpid()}.part"
    with contextlib.suppress(OSError, sqlite3.Error):
        # What stands there is made by this process alone, and readable to nobody else.
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        target = sqlite3.connect(beside)
        index.backup(target)
        target.close()
        record = disk.state(beside)
        os.replace(beside, path)
        with open(beside, "w", encoding="ascii") as file:
            file.write(record)
        os.replace(beside, path + ".state")
    with contextlib.suppress(OSError):
        os.unlink(beside)


def _new(tables: str) -> sqlite3.Connection:
    """Make an empty index in memory."""
    index = sqlite3.connect(":memory:")
    try:
        index.executescript(tables)
    except sqlite3.OperationalError as error:
        raise UsageError(NO_FTS5) from error
    return index
