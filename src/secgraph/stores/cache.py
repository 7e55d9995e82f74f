"""Keep the graph that files hold as a store on disk, which the next start opens.

Trusts no folder of another user, never answers from a store whose files have changed, and fails
silently: where nothing can be kept, the graph is read into memory at each start.
"""

import os
import zlib

from secgraph.dataset import release
from secgraph.errors import SecgraphError
from secgraph.stores import disk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph

LAYOUT = "2"
"""Raised when what is kept changes its form."""

YOUNG = 2 * 10**9
"""Nanoseconds: a file changed so shortly before it was read may change again without a new time."""

UNUSED = 30 * 86400
"""Seconds after which a store that was kept is removed."""

ABANDONED = 3600
"""Seconds after which a store that was never finished is removed."""


def folder() -> "str | None":
    """Give the user's folder of kept stores, which is made; None where none can be trusted.

    ``SECGRAPH_CACHE`` names it; else it is ``secgraph`` in ``XDG_CACHE_HOME`` or ``~/.cache``.
    """
    path = os.environ.get("SECGRAPH_CACHE")
    if not path:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
        path = os.path.join(base, "secgraph")
    if not os.path.isabs(path):
        path = os.path.abspath(path)
    try:
        if not os.path.lexists(path):
            os.makedirs(path, mode=0o700, exist_ok=True)
        status = os.stat(path)
    except OSError:
        return None
    if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
        return None
    return path


class Graph:
    """The graph that files hold.

    Attributes:
        store: The statements, all in the default graph.
        folder: The folder of the store on disk; None where it is in memory.
    """

    __slots__ = ("_began", "_digests", "_files", "_stamp", "_was_kept", "folder", "store")

    def __init__(self, files: "Sequence[str]") -> None:
        self._files = [os.path.abspath(path) for path in files]
        self._digests: dict[str, str] = {}
        self._began = 0
        self._stamp = ""
        self._was_kept = False
        self.folder: str | None = None
        self.store: pyoxigraph.Store

    def open(self, *, cached: bool = True) -> "Graph":
        """Open the store that was kept of the files, or read them.

        Args:
            cached: Whether to look for a kept store, and to keep this one when the program ends.

        Raises:
            BadFile: A file cannot be read as RDF.
        """
        import pyoxigraph

        self._stamp = self._stamp_now() if cached and disk.has_room() else ""
        place = self._place()
        if place is not None and self._is_current(place):
            kept = os.path.join(place, "store")
            try:
                if not disk.fault(kept, os.path.join(place, "files")):
                    self.store, self.folder = pyoxigraph.Store.read_only(kept), kept
                    return self
            except (OSError, RuntimeError):  # the latter where the store is damaged
                pass
            _remove(place)
        self._read()
        return self

    def kept(self) -> "str | None":
        """Give the folder in which this store is kept, and what is made of it may be.

        A store that was read from the files is kept now, and not when the program ends.

        Returns:
            None where it is not kept, or another process has kept the store of these files.
        """
        if self.folder is None and not self._was_kept:
            self.keep()
        return self._place() if self.folder is not None or self._was_kept else None

    @property
    def is_kept(self) -> bool:
        """Whether the store of these files, as they are now, is kept; so too where none can be."""
        self._stamp = self._stamp_now()
        place = self._place()
        return place is None or self._is_current(place)

    def drop(self) -> "tuple[pyoxigraph.Store, str | None]":
        """Remove the store that was kept, since it cannot be read, and read the files instead."""
        if self.folder is not None:
            _remove(os.path.dirname(self.folder))
        self._read()
        return self.store, self.folder

    def _read(self) -> None:
        """Read the files into a store in memory, to be kept when the program ends."""
        import atexit
        import time

        import pyoxigraph

        from secgraph.dataset.nodes import Scope

        self._began, scope = time.time_ns(), Scope()
        self._was_kept = False
        self.store, self.folder = pyoxigraph.Store(), None
        for path in self._files:
            data = None
            if self._stamp and _newest(path) > self._began - YOUNG:
                # What is read is what the digest is of.
                data = release.content(path)
                self._digests[path] = _digest(data)
            release.load(self.store, path, data, scope)
        if self._place() is not None:
            atexit.register(self.keep)

    def keep(self) -> None:
        """Write the store in memory to the user's folder of kept stores; never raises."""
        import atexit
        import contextlib

        atexit.unregister(self.keep)
        place = self._place()
        if place is None or self.folder is not None or os.path.exists(place):
            return
        beside = f"{place}.{os.getpid()}.part"
        with contextlib.suppress(OSError, RuntimeError, MemoryError, SecgraphError):
            self._write(beside)
            if self._stamp_now() == self._stamp:
                os.rename(beside, place)
                self._was_kept = True
                _prune(place)
        _remove(beside)

    def _write(self, place: str) -> None:
        import pyoxigraph

        os.makedirs(place, mode=0o700)
        record = os.path.join(place, "stamp")
        with open(record, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(self._stamp)
            file.writelines(f"{digest} {path}\n" for path, digest in self._digests.items())
        os.utime(record, ns=(self._began, self._began))
        kept = pyoxigraph.Store(os.path.join(place, "store"))
        kept.bulk_extend(self.store)  # bulk_load would give new labels to blank nodes
        kept.flush()
        del kept
        disk.record(os.path.join(place, "store"), os.path.join(place, "files"))

    def _place(self) -> "str | None":
        """Give the folder in which the store of these files, as they are, is kept."""
        root = folder()
        if root is None or not self._stamp:
            return None
        names = "\n".join(self._files).encode(errors="surrogateescape")
        state = self._stamp.encode(errors="surrogateescape")
        return os.path.join(root, f"graph-{zlib.crc32(names):08x}", f"{zlib.crc32(state):08x}")

    def _stamp_now(self) -> str:
        """Say by what the state of the files is known; empty where one of them is missing."""
        import pyoxigraph

        try:
            package, engine = release.version(), pyoxigraph.__version__
            lines = [f"secgraph {LAYOUT} {package} pyoxigraph {engine}\n"]
            for path in self._files:
                status = os.stat(path)
                times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
                lines.append(f"{status.st_size} {times} {status.st_ino} {path}\n")
        except (OSError, SecgraphError):
            return ""
        return "".join(lines) + "\n"

    def _is_current(self, place: str) -> bool:
        """Whether the store that is kept there is of the files as they are now."""
        record = os.path.join(place, "stamp")
        try:
            with open(record, encoding="utf-8", errors="surrogateescape") as file:
                written = file.read()
            if not written.startswith(self._stamp):
                return False
            limit = os.stat(record).st_mtime_ns - YOUNG
            digests = written[len(self._stamp) :].split("\n")[:-1]
            young = [line for line in digests if _newest(line.partition(" ")[2]) > limit]
            if young:
                return self._is_unchanged(record, young)
        except (OSError, ValueError):
            return False
        return True

    def _is_unchanged(self, record: str, digests: "Sequence[str]") -> bool:
        """Compare the content of files that were young when they were read."""
        import contextlib
        import time

        now = time.time_ns()
        for line in digests:
            digest, _, path = line.partition(" ")
            if _digest(release.content(path)) != digest:
                return False
        with contextlib.suppress(OSError):  # of a read-only folder; the next start compares again
            os.utime(record, ns=(now, now))
        return True


def prepare(files: "Sequence[str]") -> None:
    """Have another process read files and keep their store, where it is not kept yet.

    This process then opens it, and has no memory that it does not give back after reading. Whatever
    goes wrong is left to the one who opens the files.
    """
    import json

    from secgraph.dataset import isolated

    if not Graph(files).is_kept:
        isolated.run(keep_files, json.dumps(list(files)).encode())


def keep_files(files: bytes) -> bytes:
    """Read files, named in JSON, and keep their store; for :func:`prepare`."""
    import json

    Graph(json.loads(files)).open().keep()
    return b""


def _newest(path: str) -> int:
    status = os.stat(path)
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def _prune(place: str) -> None:
    """Remove what was kept of the same files before, what is old, and what was never finished."""
    import re
    import time

    now = time.time()
    group, kept = os.path.split(place)
    root = os.path.dirname(group)
    for name in os.listdir(root):
        # The folder may be one that the user has for other things too.
        if not re.fullmatch(r"graph-[0-9a-f]{8}", name):
            continue
        for entry in os.listdir(os.path.join(root, name)):
            path = os.path.join(root, name, entry)
            unfinished = entry.endswith(".part")
            superseded = os.path.join(root, name) == group and entry != kept and not unfinished
            age = now - os.stat(path).st_mtime
            if superseded or age > (ABANDONED if unfinished else UNUSED):
                _remove(path)


def _remove(path: str) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)
