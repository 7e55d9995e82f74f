"""The manifest of a corpus: which files make it up, with their rows and digests.

Checked before anything is asked, so that a stray, a missing or a changed file is named and never
counted. Opens no table.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from secgraph import stores
from secgraph.errors import BadFile, UsageError

NAME = "manifest.json"
STAGING = ".adding"
"""The folder in which an unfinished addition stands; it is no part of the corpus."""

JOURNAL = os.path.join(STAGING, "journal.json")
CHECKED = ".checked.json"
"""What the system says of the files whose digests were compared."""

FORMAT = 1
_PARQUET = ".parquet"


@dataclass(slots=True)
class File:
    """A file of a corpus, by its path in the folder."""

    path: str
    table: str
    session: int | None
    rows: int
    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a corpus consists of.

    Attributes:
        corpus: The name of its adapter.
        source: Title, citation and rights.
        names: The digest of the table of names with which its facts were written.
        sessions: For each session what was counted when it was added.
        files: All files.
    """

    corpus: str
    source: dict[str, str]
    names: str = ""
    sessions: dict[int, dict[str, Any]] = field(default_factory=dict)
    files: list[File] = field(default_factory=list)

    def paths(self, folder: str, table: str) -> list[str]:
        """Give the paths of the files of a table."""
        return [os.path.join(folder, one.path) for one in self.files if one.table == table]

    @property
    def digest(self) -> str:
        """The SHA-256 of what it lists; another one where a file is another."""
        files = sorted((file.path, file.rows, file.sha256) for file in self.files)
        return hashlib.sha256(json.dumps(files).encode()).hexdigest()

    def rows(self, table: str) -> int:
        """Give the number of rows of a table."""
        return sum(file.rows for file in self.files if file.table == table)


def is_corpus(spec: str) -> bool:
    """Whether a folder holds a corpus, with or without an engine behind its name."""
    return os.path.isfile(os.path.join(stores.parts(spec)[0], NAME))


def chosen(manifest: Manifest, sessions: Sequence[int] | None) -> list[int]:
    """Give the sessions that are wanted, in their order; all if None.

    Raises:
        UsageError: The corpus has one of them not.
    """
    known = sorted(manifest.sessions)
    if sessions is None:
        return known
    missing = sorted(set(sessions) - set(known))
    if missing:
        span = f"{known[0]} to {known[-1]}" if known else "none"
        raise UsageError(f"the corpus has no session {missing[0]}; its sessions are {span}")
    return sorted(set(sessions))


def seen(manifest: Manifest, folder: str) -> dict[str, list[int]]:
    """Give what the system says of the manifest, of each file that it lists, and of their folders.

    Two are equal while no file is added, removed or changed; a file that is gone has no state. No
    file is opened.
    """
    paths = {NAME, ""}
    for file in manifest.files:
        path = file.path
        while path and path not in paths:
            paths.add(path)
            path = os.path.dirname(path)
    states = {}
    for path in sorted(paths):
        place = os.path.join(folder, path)
        states[path] = _state(place) if os.path.exists(place) else []
    return states


def read(folder: str) -> Manifest:
    """Read the manifest of a folder.

    Raises:
        BadFile: There is none, or it is damaged.
    """
    path = os.path.join(folder, NAME)
    if not os.path.isfile(path):
        what = "is no corpus" if os.path.isdir(folder) else "is not there"
        raise BadFile(folder, f"{what}; 'secgraph corpus add NAME FILE -o {folder}' makes one")
    try:
        with open(path, "rb") as file:
            data = json.load(file)
        if data["format"] != FORMAT:
            raise BadFile(path, "was written by another version; add the corpus to a new folder")
        return Manifest(
            data["corpus"],
            data["source"],
            data["names"],
            {int(number): session for number, session in data["sessions"].items()},
            [File(**one) for one in data["files"]],
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadFile(path, "is damaged; add the corpus again to a new folder") from error


def write(manifest: Manifest, folder: str) -> None:
    """Put a manifest in the place of the former one, in one step.

    Raises:
        BadFile: It cannot be written.
    """
    data = {
        "format": FORMAT,
        "corpus": manifest.corpus,
        "source": manifest.source,
        "names": manifest.names,
        "sessions": {str(number): session for number, session in sorted(manifest.sessions.items())},
        "files": [
            {name: getattr(file, name) for name in File.__slots__}
            for file in sorted(manifest.files, key=lambda file: file.path)
        ],
    }
    save(data, os.path.join(folder, NAME))


def save(data: object, path: str) -> None:
    """Write JSON in one step.

    Raises:
        BadFile: It cannot be written.
    """
    part = f"{path}.part"
    try:
        with open(part, "wb") as file:
            file.write(json.dumps(data, indent=1, ensure_ascii=False).encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.remove(part)
        raise BadFile(path, f"cannot be written ({error.strerror})") from error


def check(manifest: Manifest, folder: str) -> None:
    """Hold the files of a corpus against its manifest.

    The digest of a file is compared unless the system says that nothing has been done to it since
    it was last compared.

    Raises:
        BadFile: A file is missing, changed, or does not belong there.
    """
    listed = {file.path: file for file in manifest.files}
    present = set(_files(folder))
    journal = _journal(folder)
    strays = sorted(present - set(listed) - journal)
    if strays:
        raise BadFile(
            os.path.join(folder, strays[0]),
            f"does not belong to the corpus{_more(strays)}; remove it first",
        )
    missing = sorted(set(listed) - present)
    if missing:
        raise BadFile(
            os.path.join(folder, missing[0]),
            f"is missing from the corpus{_more(missing)}; put it back, or remove the corpus and "
            "add it again",
        )
    _compare(listed, folder)


def _more(paths: list[str]) -> str:
    return f", and {len(paths) - 1} more" if len(paths) > 1 else ""


def _compare(listed: dict[str, File], folder: str) -> None:
    states = {path: _state(os.path.join(folder, path)) for path in listed}
    kept = _load(os.path.join(folder, CHECKED))
    fresh = {}
    for path, file in listed.items():
        state = [*states[path], file.sha256]
        if kept.get(path) != state and not _is_as_written(file, states[path][0], folder):
            raise BadFile(
                os.path.join(folder, path),
                "is not as it was written; no answer of it could be trusted, so remove the corpus "
                "and add it again",
            )
        fresh[path] = state
    if fresh != kept:
        with contextlib.suppress(BadFile):  # a folder that cannot be written is compared each time
            save(fresh, os.path.join(folder, CHECKED))


def _is_as_written(file: File, size: int, folder: str) -> bool:
    return size == file.size and digest(os.path.join(folder, file.path)) == file.sha256


def _state(path: str) -> list[int]:
    """Give what the system says of a file; the time of its last change cannot be set by hand."""
    status = os.stat(path)
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def digest(path: str) -> str:
    """Give the SHA-256 of a file.

    Raises:
        BadFile: It cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error


def _files(folder: str) -> list[str]:
    """List everything in the folders of the tables, whatever its name."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if os.path.join(place, one) != _staging(folder))
        for name in names:
            path = os.path.relpath(os.path.join(place, name), folder)
            if path not in (NAME, CHECKED, f"{CHECKED}.part", f"{NAME}.part"):
                found.append(path)
    return found


def _staging(folder: str) -> str:
    return os.path.join(folder, STAGING)


def _load(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            data = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _journal(folder: str) -> set[str]:
    """Give the files that an addition which was broken off has left, or would have removed."""
    journal = _load(os.path.join(folder, JOURNAL))
    return {path for paths in journal.values() for path in paths}


def clear(manifest: Manifest, folder: str) -> None:
    """Remove what an addition has left over; nothing that the manifest lists."""
    listed = {file.path for file in manifest.files}
    for path in _journal(folder) - listed:
        if path.endswith(_PARQUET) and not os.path.isabs(path) and ".." not in path.split(os.sep):
            with contextlib.suppress(OSError):
                os.remove(os.path.join(folder, path))
            with contextlib.suppress(OSError):
                os.rmdir(os.path.dirname(os.path.join(folder, path)))
    with contextlib.suppress(OSError):
        os.remove(os.path.join(folder, JOURNAL))
