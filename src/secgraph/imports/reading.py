"""Read the rows of a file, plain or gzipped, with the line in which each begins; name what makes the file as a whole unusable.

Knows nothing of what columns mean.
"""

import contextlib
import csv
import gzip
import hashlib
import io
import itertools
import os
import zlib

from secgraph.errors import BadFile
from secgraph.imports import adapter as adapters
from secgraph.imports.cells import Cells

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from secgraph.imports.adapter import Adapter

_PIECE = 1 << 16
_LONGEST = 1 << 20


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

    # The type of the one overridden takes any buffer; a BufferedReader hands in these.
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
        # A GzipFile is no BinaryIO by its type, though it reads as one.
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
        return (
            f"; it looks like {' or '.join(fits)}: try 'secgraph import {fits[0]} {self.path}'"
            if fits
            else ""
        )

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
        raise BadFile(
            source.path, "the gzip file is cut off here; fetch it again", line() + 1
        ) from error
    except (gzip.BadGzipFile, zlib.error) as error:
        raise BadFile(
            source.path,
            f"the gzip file is damaged after this line ({error}); fetch it again",
            line() + 1,
        ) from error
    except OSError as error:
        raise BadFile(source.path, f"cannot be read on ({error.strerror})", line() + 1) from error


class Table:
    """The rows of a table.

    Args:
        adapter: Says what the header has to be, and how the cells are set apart.
        source: The file.
        shared: The column from which on rows that follow each other are mostly alike; 0 if there is
            none.
    """

    def __init__(self, adapter: "Adapter", source: Source, shared: int = 0) -> None:
        self.adapter, self.source = adapter, source
        self._done = 0
        self._ended = True
        lines = itertools.chain.from_iterable(self._batches())
        self._cells = Cells(
            self._uncommented(lines) if adapter.told.get("comment") else lines,
            adapter.told.get("delimiter", ","),
            quoted=adapter.told.get("quoted", True),
            shared=shared,
        )

    def _batches(self) -> "Iterator[list[str]]":
        """Give lines without what ends them, many at a time, whichever line ends the file has; CR alone counts where there is no LF."""
        with guarded(self.source, lambda: self._done):
            stream = self.source.bytes()
            # Both that it can be have peek and read1, which BinaryIO does not promise.
            start = stream.peek(_PIECE)[:_PIECE]  # type: ignore[attr-defined]
            end = b"\n" if b"\n" in start or b"\r" not in start else b"\r"
            rest = b""
            # Never more than one reading: what comes before the place where a file is cut off or
            # damaged is handed on first.
            while piece := stream.read1(_PIECE):  # type: ignore[attr-defined]
                whole, found, piece = piece.rpartition(end)
                if found:
                    yield from self._decoded(rest + whole, end)
                    rest = piece
                else:
                    rest += piece
                    if len(rest) > _LONGEST:
                        break
            if rest:
                self._ended = False
                yield from self._decoded(rest, end)

    def _decoded(self, block: bytes, end: bytes) -> "Iterator[list[str]]":
        codec = "utf-8" if self._done else "utf-8-sig"
        try:
            lines = block.decode(codec).split(end.decode()) if len(block) < _LONGEST else None
        except UnicodeDecodeError:
            lines = None
        if lines is not None:
            yield lines
            self._done += len(lines)
            return
        # Something is wrong with one of them, or may be: up to there they are handed on.
        for raw in block.split(end):
            if len(raw) >= _LONGEST:
                raise BadFile(
                    self.source.path,
                    f"the line is longer than any of such a file{self.source.other(self.adapter.name)}",
                    self._done + 1,
                )
            try:
                line = raw.decode("utf-8" if self._done else "utf-8-sig")
            except UnicodeDecodeError as error:
                at = (
                    f"byte {raw[error.start]:#04x} at {error.start}"
                    if error.start < len(raw)
                    else "it breaks off within a character"
                )
                told = (
                    f"is not UTF-8 ({at}); convert it first, such as with iconv -f latin1 -t utf-8"
                )
                raise BadFile(self.source.path, told, self._done + 1) from error
            yield [line]
            self._done += 1

    def _uncommented(self, lines: "Iterator[str]") -> "Iterator[str]":
        comment, mark = self.adapter.told["comment"], self.adapter.told.get("header_line", "")
        for line in lines:
            if mark and line.startswith(mark):
                yield line[1:]
            elif line.startswith(comment):
                self._cells.line += 1
            else:
                yield line

    def rows(self) -> "Iterator[tuple[int, list[str]]]":
        """Give each row with its line, after the header; a row of no cell is an empty line.

        Raises:
            BadFile: The file has another header, is cut off, is not UTF-8 or no such table at all.
        """
        headed = False
        rows = iter(self._cells)
        try:
            self._check(next(rows, (0, None))[1])
            headed = True
            yield from rows
        except csv.Error as error:
            whole = (
                "a quoted cell that begins here is never closed"
                if "end of data" in str(error)
                else f"is no such table: {error}"
            )
            raise BadFile(
                self.source.path,
                whole + ("" if headed else self.source.other(self.adapter.name)),
                self._cells.begun,
            ) from error

    def check_end(self, line: int, row: "list[str]") -> None:
        """Take a row of another width for the end of a file that breaks off, where it is the last and nothing ends its line.

        Raises:
            BadFile: It is.
        """
        if not self._ended:
            width = len(self.adapter.header)
            raise BadFile(
                self.source.path,
                f"breaks off within this row, which has {len(row)} of {width} columns; fetch it again",
                line,
            )

    def _check(self, header: "list[str] | None") -> None:
        wanted, path = self.adapter.header, self.source.path
        if header == wanted:
            return
        if not header:
            raise BadFile(path, "holds no header", self._cells.line or 1)
        missing, other = (
            [name for name in wanted if name not in header],
            [name for name in header if name not in wanted],
        )
        told = (
            [f"lacks the column{'' if len(missing) == 1 else 's'} {', '.join(missing[:6])}"]
            if missing and len(missing) < len(wanted)
            else []
        )
        told += (
            [f"has {', '.join(map(repr, [name[:40] for name in other[:6]]))} besides"]
            if other and told
            else []
        )
        told = told or (
            ["has other columns: " + ", ".join(repr(name[:40]) for name in other[:6])]
            if other
            else ["has the columns in another order"]
        )
        fits = self.source.other(self.adapter.name)
        raise BadFile(
            path,
            f"the header is not that of {self.adapter.name}: it {' and '.join(told)}{fits}",
            self._cells.line or 1,
        )
