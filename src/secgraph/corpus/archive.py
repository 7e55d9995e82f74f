"""Read the files of a corpus one session after another, from a tar archive or a folder.

Keeps no more than one session in memory; understands no text.
"""

import gzip
import re
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, cast

from secgraph.corpus.adapter import Adapter, Member
from secgraph.errors import BadFile

LARGEST = 16 << 20
"""Bytes of the largest file that is read; no speech comes near."""

MOST = 256 << 20
"""Bytes of all files of a session."""

_BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError)
_GZIP = b"\x1f\x8b"
_UNSAFE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/")


@dataclass(slots=True)
class File:
    """A file that holds a document."""

    name: str
    member: Member
    content: bytes


@dataclass(slots=True)
class Skipped:
    """A file that is not read, and why."""

    name: str
    reason: str


@dataclass(slots=True)
class Session:
    """The files of a session, in the order of their names."""

    number: int
    files: list[File] = field(default_factory=list)


class Archive:
    """A tar archive, read as a stream.

    Args:
        adapter: Understands the names of files.
        path: Of the archive, compressed or not.

    Attributes:
        skipped: The files so far that hold no document, with the reason.
        table: The table of speakers, once it is met.
    """

    def __init__(self, adapter: Adapter, path: str) -> None:
        self._adapter, self._path = adapter, path
        self.skipped: list[Skipped] = []
        self.table: bytes | None = None
        self._is_table = re.compile(adapter.speakers.get("member", "(?!)"))

    def sessions(self) -> Iterator[Session]:
        """Give the sessions in the order of the archive.

        Raises:
            BadFile: It cannot be read, is cut off, has two files of one document, or the files of a
                session do not stand together.
        """
        current: Session | None = None
        closed: set[int] = set()
        size = 0
        for name, content in self._members():
            member = self._member(name, content)
            if member is None:
                continue
            if current is None or member.session != current.number:
                if current is not None:
                    yield _ordered(current, self._path)
                    closed.add(current.number)
                if member.session in closed:
                    raise BadFile(
                        self._path,
                        f"the files of session {member.session} do not stand together; pack its "
                        "folder in one piece",
                    )
                current, size = Session(member.session), 0
            size += len(content)
            if size > MOST:
                raise BadFile(self._path, f"session {member.session} is larger than {MOST:,} bytes")
            current.files.append(File(name, member, content))
        if current is None:
            raise BadFile(
                self._path,
                f"holds no document of {self._adapter.name}; get it from {self._adapter.fetch}",
            )
        yield _ordered(current, self._path)

    def texts(self, names: set[str]) -> Iterator[tuple[str, bytes]]:
        """Give the content of some files, as they come."""
        left = set(names)
        for name, content in self._members():
            if name in left:
                yield name, content
                left.remove(name)
                if not left:
                    return

    def _member(self, name: str, content: bytes) -> Member | None:
        if self._is_table.fullmatch(name):
            self.table = content
            return None
        if len(content) > LARGEST:
            self.skipped.append(Skipped(name, f"larger than {LARGEST:,} bytes"))
            return None
        if _UNSAFE.search(name):
            self.skipped.append(Skipped(name, "its path leads out of the archive"))
            return None
        member = self._adapter.member(name)
        if isinstance(member, str):
            self.skipped.append(Skipped(name, member))
            return None
        reason = unreadable(content)
        if reason:
            self.skipped.append(Skipped(name, reason))
            return None
        return member

    def _members(self) -> Iterator[tuple[str, bytes]]:
        try:
            with self._stream() as stream, self._tar(stream) as tar:
                for member in tar:
                    if member.isdir():
                        continue
                    file = tar.extractfile(member) if member.isfile() else None
                    if file is None:
                        self.skipped.append(Skipped(member.name, "is no plain file"))
                        continue
                    content = file.read(LARGEST + 1)
                    if len(content) < min(member.size, LARGEST + 1):
                        raise BadFile(self._path, "is cut off; fetch it again")
                    yield member.name, content
                while stream.read(1 << 20):  # to its end, where gzip has its checksum
                    pass
        except _BROKEN as error:
            raise BadFile(self._path, _why(error)) from error

    def _stream(self) -> IO[bytes]:
        """Open the file, unpacked: tarfile itself passes over the end of what gzip has packed."""
        with open(self._path, "rb") as file:
            is_packed = file.read(2) == _GZIP
        return cast(
            "IO[bytes]",
            gzip.open(self._path) if is_packed else open(self._path, "rb"),
        )

    def _tar(self, stream: IO[bytes]) -> tarfile.TarFile:
        try:
            return tarfile.open(fileobj=stream, mode="r|")
        except tarfile.ReadError as error:
            raise BadFile(
                self._path, f"is no tar archive; get it from {self._adapter.fetch}"
            ) from error


def unreadable(content: bytes) -> str:
    """Say why a content is no text; empty if it is one."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        return f"is not UTF-8 (byte {error.start})"
    if "\0" in text:
        return "holds a null character"
    return "" if text.strip("\ufeff \t\r\n\f") else "holds no text"


def _ordered(session: Session, path: str) -> Session:
    session.files.sort(key=lambda file: (file.member.slug, file.name))
    for one, other in zip(session.files, session.files[1:], strict=False):
        if one.member.slug == other.member.slug:
            raise BadFile(
                path,
                f"{one.name} and {other.name} are of one document, {one.member.slug}; "
                "leave one of them out",
            )
    return session


def _why(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    words = " ".join(str(error).split())
    return f"is cut off or damaged ({words[:100]}); fetch it again"
