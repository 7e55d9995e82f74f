"""Read the rows of a file, plain or gzipped, with the line in which each begins; name what makes the file as a whole unusable.

Knows nothing of what columns mean.
"""

import contextlib
import csv
import gzip
import hashlib
import io
import os
import zlib

from secgraph.errors import BadFile
from secgraph.imports import adapter as adapters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from secgraph.imports.adapter import Adapter

_PIECE = 1 << 16
_LONGEST = 1 << 20
_NEWLINE = 10


class Hashed(io.RawIOBase):
    """A file that keeps the digest of what is read of it, and says how far it is."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.file = open(path, "rb")  # noqa: SIM115 - closed in close()
        self.size = os.fstat(self.file.fileno()).st_size
        self.done = 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Read, and count."""
        count = self.file.readinto(buffer)
        self.digest.update(memoryview(buffer)[:count])
        self.done += count
        return count

    def close(self) -> None:
        """Close the file behind it."""
        self.file.close()
        super().close()


class Source:
    """One file that a user gives.

    Args:
        path: Where it is.

    Raises:
        BadFile: It cannot be read, is a folder, or is empty.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            self.hashed = Hashed(path)
        except OSError as error:
            raise BadFile(path, f"cannot be read ({error.strerror})") from error
        if not self.hashed.size and os.path.isfile(path):
            raise BadFile(path, "is empty")

    def bytes(self) -> "BinaryIO":
        """Give its bytes, unpacked where it is gzipped."""
        # Kept, since a reader that is forgotten closes what it reads from.
        self.raw = io.BufferedReader(self.hashed, _PIECE)
        return gzip.GzipFile(fileobj=self.raw) if self.raw.peek(2)[:2] == b"\x1f\x8b" else self.raw  # type: ignore[return-value]

    def other(self, name: str) -> str:
        """Say which adapter but *name* the file fits, and how it is imported then; nothing where it fits none."""
        try:
            with open(self.path, "rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
            with gzip.open(self.path) if packed else open(self.path, "rb") as file:
                start = file.read(_PIECE)
        except (OSError, EOFError, zlib.error):
            return ""
        fits = [each for each in adapters.fitting(start) if each != name]
        return f"; it looks like {' or '.join(fits)}: try 'secgraph import {fits[0]} {self.path}'" if fits else ""

    @property
    def sha256(self) -> str:
        """The digest of the file as it was given; whole once all is read."""
        return self.hashed.digest.hexdigest()

    def finish(self) -> None:
        """Read what is left, so that the digest is that of the whole file."""
        while self.raw.read(_PIECE):
            pass
        self.raw.close()


@contextlib.contextmanager
def guarded(source: Source, line: "Callable[[], int]") -> "Iterator[None]":
    """Name what breaks off while a file is read.

    Raises:
        BadFile: The compressed file is cut off or damaged, or cannot be read.
    """
    try:
        yield
    except EOFError as error:
        raise BadFile(source.path, "the gzip file is cut off here; fetch it again", line() + 1) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadFile(source.path, f"the gzip file is damaged after this line ({error}); fetch it again", line() + 1) from error
    except OSError as error:
        raise BadFile(source.path, f"cannot be read on ({error.strerror})", line() + 1) from error


def _lines(stream: "BinaryIO") -> "Iterator[bytes]":
    """Give lines, whichever line ends the file has; CR alone counts where there is no LF."""
    start = stream.peek(_PIECE)[:_PIECE] if hasattr(stream, "peek") else b""
    return iter(stream) if b"\n" in start or b"\r" not in start else _returned(stream)


def _returned(stream: "BinaryIO") -> "Iterator[bytes]":
    rest = b""
    while piece := stream.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\r")
        yield from (line + b"\n" for line in whole)
    if rest:
        yield rest


class Table:
    """The rows of a table.

    Args:
        adapter: Says what the header has to be, and how the cells are set apart.
        source: The file.
    """

    def __init__(self, adapter: "Adapter", source: Source) -> None:
        self.adapter, self.source = adapter, source
        self.line = 0
        self._ended = True

    def _text(self) -> "Iterator[str]":
        with guarded(self.source, lambda: self.line):
            yield from self._decoded()

    def _decoded(self) -> "Iterator[str]":
        comment = self.adapter.told.get("comment", "")
        mark, first = self.adapter.told.get("header_line", ""), True
        for raw in _lines(self.source.bytes()):
            self.line += 1
            if len(raw) > _LONGEST:
                raise BadFile(self.source.path, f"the line is longer than any of such a file{self.source.other(self.adapter.name)}", self.line)
            try:
                line = raw.decode("utf-8-sig" if first else "utf-8")
            except UnicodeDecodeError as error:
                at = f"byte {raw[error.start]:#04x} at {error.start}" if error.start < len(raw) else "it breaks off within a character"
                raise BadFile(self.source.path, f"is not UTF-8 ({at}); convert it first, such as with iconv -f latin1 -t utf-8", self.line) from error
            first = False
            if raw[-1] != _NEWLINE:
                self._ended = False
            if not comment:
                yield line
            elif mark and line.startswith(mark):
                yield line[1:]
            elif not line.startswith(comment):
                yield line

    def rows(self) -> "Iterator[tuple[int, list[str]]]":
        """Give each row with its line, after the header.

        Raises:
            BadFile: The file has another header, is cut off, is not UTF-8 or no such table at all.
        """
        quoted = self.adapter.told.get("quoted", True)
        reader = csv.reader(
            self._text(), delimiter=self.adapter.told.get("delimiter", ","), quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=True
        )
        begun, width = 0, len(self.adapter.header)
        try:
            header = next(reader, None)
            self._check(header)
            begun = self.line
            for row in reader:
                if row:
                    if len(row) != width and not self._ended:
                        raise BadFile(self.source.path, f"breaks off within this row, which has {len(row)} of {width} columns; fetch it again", begun + 1)
                    yield begun + 1, row
                begun = self.line
        except csv.Error as error:
            whole = "a quoted cell that begins here is never closed" if "end of data" in str(error) else f"is no such table: {error}"
            told = whole + (self.source.other(self.adapter.name) if not begun else "")
            raise BadFile(self.source.path, told, begun + 1) from error

    def _check(self, header: "list[str] | None") -> None:
        wanted, path = self.adapter.header, self.source.path
        if header == wanted:
            return
        if not header:
            raise BadFile(path, "holds no header", self.line or 1)
        missing, other = [name for name in wanted if name not in header], [name for name in header if name not in wanted]
        told = [f"lacks the column{'' if len(missing) == 1 else 's'} {', '.join(missing[:6])}"] if missing and len(missing) < len(wanted) else []
        told += [f"has {', '.join(map(repr, [name[:40] for name in other[:6]]))} besides"] if other and told else []
        told = told or (["has other columns: " + ", ".join(repr(name[:40]) for name in other[:6])] if other else ["has the columns in another order"])
        raise BadFile(path, f"the header is not that of {self.adapter.name}: it {' and '.join(told)}{self.source.other(self.adapter.name)}", self.line or 1)
