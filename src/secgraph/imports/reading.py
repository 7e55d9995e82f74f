"""Read the rows of a file, plain or gzipped, each with the line in which it begins.

What makes the file as a whole unusable is named. Knows nothing of what columns mean.
"""

import contextlib
import csv
import gzip
import hashlib
import io
import itertools
import os
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from secgraph.errors import BadFile
from secgraph.imports import adapter as adapters
from secgraph.imports.adapter import Adapter
from secgraph.syntax import textfile

_BLOCK = 1 << 16
_LONGEST_LINE = 1 << 20

LARGEST = 1 << 28
"""Bytes that a file may have that is read whole, unpacked where it is gzipped."""


class HashingReader(io.RawIOBase):
    """A file that hashes and counts the bytes that are read from it."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.file = open(path, "rb")  # noqa: SIM115 - closed in close()
        self.size = os.fstat(self.file.fileno()).st_size
        self.bytes_read = 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    # The type of the one overridden takes any buffer; a BufferedReader hands in these.
    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read into a buffer, hash and count."""
        count = self.file.readinto(buffer)
        self.digest.update(memoryview(buffer)[:count])
        self.bytes_read += count
        return count

    def close(self) -> None:
        """Close the file."""
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
            self.reader = HashingReader(path)
        except OSError as error:
            raise BadFile(path, f"cannot be read ({error.strerror})") from error
        if not self.reader.size and os.path.isfile(path):
            raise BadFile(path, "is empty")

    def stream(self) -> BinaryIO:
        """Open the bytes of the file, unpacked where it is gzipped."""
        # Kept as an attribute: a buffered reader that is collected closes the file below it.
        self.raw = io.BufferedReader(self.reader, _BLOCK)
        # A GzipFile is no BinaryIO by its type, though it reads as one.
        return gzip.GzipFile(fileobj=self.raw) if self.raw.peek(2)[:2] == b"\x1f\x8b" else self.raw  # type: ignore[return-value]

    def whole(self) -> bytes:
        """Read the whole file, unpacked.

        Raises:
            BadFile: It cannot be read, is damaged, or holds more than :data:`LARGEST`.
        """
        with read_errors(self, lambda: 0):
            data = self.stream().read(LARGEST + 1)
        if len(data) > LARGEST:
            raise BadFile(
                self.path, f"holds more than {LARGEST >> 20} MiB, more than any of such a file"
            )
        return data

    def suggestion(self, name: str) -> str:
        """Give the end of a message that names the adapters other than *name* that the file fits.

        Empty where it fits none.
        """
        names = [fitting for fitting in recognized(self.path) if fitting != name]
        return (
            f"; it looks like {' or '.join(names)}: try 'secgraph import {names[0]} {self.path}'"
            if names
            else ""
        )

    @property
    def sha256(self) -> str:
        """The digest of the file as it was given; complete once all is read."""
        return self.reader.digest.hexdigest()

    def finish(self) -> None:
        """Read the rest, so that the digest is that of the whole file, and close it."""
        while self.raw.read(_BLOCK):
            pass
        self.raw.close()


@contextlib.contextmanager
def read_errors(source: Source, line: Callable[[], int]) -> Iterator[None]:
    """Turn errors while a file is read into BadFile.

    Args:
        source: The file.
        line: Gives the number of lines read so far.

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


class Cells:
    """The rows of a table, split into cells, each row with the line in which it begins.

    Gives what the csv module gives, without calling it where a line has no quote, or ends like the
    line before it.

    Args:
        lines: The lines, without their line ends.
        delimiter: The character between cells.
        quoted: Whether cells may be quoted.
        shared: The column from which on consecutive rows are mostly equal; 0 if there is none.
    """

    def __init__(
        self, lines: Iterator[str], delimiter: str, *, quoted: bool = True, shared: int = 0
    ) -> None:
        self.line = 0
        """The number of the line read last; whoever drops lines before this class adds them."""
        self.begun = 0
        """The number of the line in which the row read last begins."""
        self._lines, self._delimiter, self._shared = lines, delimiter, shared
        self._first: list[str] = []
        self._reader = csv.reader(
            self._feed(),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            strict=True,
        )

    def _feed(self) -> Iterator[str]:
        """Give the csv module the first line of a row, and the lines on which the row goes on."""
        while True:
            yield self._first.pop() + "\n"
            while not self._first:
                line = next(self._lines, None)
                if line is None:
                    return
                self.line += 1
                yield line + "\n"

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its line; the row of an empty line is empty.

        Raises:
            csv.Error: From the line *begun* on, this is no table that the csv module reads.
        """
        delimiter, shared, longest = self._delimiter, self._shared, csv.field_size_limit()
        tail, size, tail_cells = "", 0, [""]
        for line in self._lines:
            self.line += 1
            # A cell of the csv module begins after a delimiter outside quotes, and from there on
            # equal text gives equal cells.
            if tail and line.endswith(tail):
                head = line[:-size]
                if (
                    '"' not in head
                    and "\r" not in head
                    and "\n" not in head
                    and len(head) < longest
                ):
                    yield self.line, head.split(delimiter) + tail_cells
                    continue
            self.begun = self.line
            if '"' not in line and "\r" not in line and "\n" not in line and len(line) < longest:
                row = line.split(delimiter) if line else []
            else:
                self._first.append(line)
                row = next(self._reader)
            if shared and self.begun == self.line:
                *heads, rest = line.split(delimiter, shared)
                if len(heads) == shared and '"' not in line[: -len(rest) - 1]:
                    tail, size, tail_cells = delimiter + rest, len(rest) + 1, row[shared:]
            yield self.begun, row


class Table:
    """The rows of a file that is a table.

    Args:
        adapter: Gives the header that the file must have, and how cells are set apart.
        source: The file.
        shared: The column from which on consecutive rows are mostly equal; 0 if there is none.
    """

    def __init__(self, adapter: Adapter, source: Source, shared: int = 0) -> None:
        self.adapter, self.source = adapter, source
        self._lines_done = 0
        self._ended = True
        lines = itertools.chain.from_iterable(self._batches())
        self._cells = Cells(
            self._uncommented(lines) if adapter.config.get("comment") else lines,
            adapter.config.get("delimiter", ","),
            quoted=adapter.config.get("quoted", True),
            shared=shared,
        )

    def _batches(self) -> Iterator[list[str]]:
        """Give lines without their line ends, many at a time.

        A line ends with LF or CR LF, or with CR where the start of the file has no LF.
        """
        with read_errors(self.source, lambda: self._lines_done):
            stream = self.source.stream()
            # Both that it can be have peek and read1, which BinaryIO does not promise.
            start = stream.peek(_BLOCK)[:_BLOCK]  # type: ignore[attr-defined]
            end = b"\n" if b"\n" in start or b"\r" not in start else b"\r"
            rest = b""
            # Never more than one read at a time: lines before the place where a file is cut off or
            # damaged are handed on first.
            while block := stream.read1(_BLOCK):  # type: ignore[attr-defined]
                whole, ending, block = block.rpartition(end)
                if ending:
                    yield from self._decoded(rest + whole, end)
                    rest = block
                else:
                    rest += block
                    if len(rest) > _LONGEST_LINE:
                        break
            if rest:
                self._ended = False
                yield from self._decoded(rest, end)

    def _decoded(self, block: bytes, end: bytes) -> Iterator[list[str]]:
        try:
            lines = (
                self._text(block, self._lines_done + 1).split(end.decode())
                if len(block) < _LONGEST_LINE
                else None
            )
        except BadFile:
            lines = None
        if lines is not None:
            yield lines
            self._lines_done += len(lines)
            return
        # A line may be wrong: the lines before it are handed on first.
        for raw in block.split(end):
            yield [self._decoded_line(raw)]
            self._lines_done += 1

    def _text(self, data: bytes, line: int) -> str:
        # A row with a null character is rejected as such, and the others are imported.
        return textfile.decoded(data, self.source.path, line, nulls=True)

    def _decoded_line(self, raw: bytes) -> str:
        number = self._lines_done + 1
        if len(raw) >= _LONGEST_LINE:
            hint = self.source.suggestion(self.adapter.name)
            raise BadFile(
                self.source.path, f"the line is longer than any of such a file{hint}", number
            )
        return self._text(raw, number)

    def _uncommented(self, lines: Iterator[str]) -> Iterator[str]:
        comment, mark = self.adapter.config["comment"], self.adapter.config.get("header_line", "")
        for line in lines:
            if mark and line.startswith(mark):
                yield line[1:]
            elif line.startswith(comment):
                self._cells.line += 1
            else:
                yield line

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its line, after the header; an empty line is a row without cells.

        Raises:
            BadFile: The file has another header, is cut off, not UTF-8, or no table.
        """
        header_read = False
        rows = iter(self._cells)
        try:
            self._check_header(next(rows, (0, None))[1])
            header_read = True
            yield from rows
        except csv.Error as error:
            reason = (
                "a quoted cell that begins here is never closed"
                if "end of data" in str(error)
                else f"is no such table: {error}"
            )
            hint = "" if header_read else self.source.suggestion(self.adapter.name)
            raise BadFile(self.source.path, reason + hint, self._cells.begun) from error

    def check_end(self, line: int, row: list[str]) -> None:
        """Find out whether a row of the wrong width is the last one of a file that is cut off.

        Raises:
            BadFile: It is: no line end follows it.
        """
        if not self._ended:
            width = len(self.adapter.header)
            raise BadFile(
                self.source.path,
                f"breaks off within this row, which has {len(row)} of {width} columns; "
                "fetch it again",
                line,
            )

    def _check_header(self, header: list[str] | None) -> None:
        if header == self.adapter.header:
            return
        line = self._cells.line or 1
        if not header:
            raise BadFile(self.source.path, "holds no header", line)
        differences = " and ".join(_differences(header, self.adapter.header))
        hint = self.source.suggestion(self.adapter.name)
        raise BadFile(
            self.source.path,
            f"the header is not that of {self.adapter.name}: it {differences}{hint}",
            line,
        )


def recognized(path: str) -> list[str]:
    """Give the names of the adapters whose header a file has; none where it cannot be unpacked.

    Raises:
        BadFile: It cannot be read.
    """
    try:
        with open(path, "rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else open(path, "rb") as file:
            start = file.read(_BLOCK)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return []
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error
    return adapters.fitting(start)


def _differences(header: list[str], wanted: list[str]) -> list[str]:
    """Say how a header differs from the one that is wanted."""
    missing = [name for name in wanted if name not in header]
    other = [repr(name[:40]) for name in header if name not in wanted][:6]
    if missing and len(missing) < len(wanted):
        columns = "the column" if len(missing) == 1 else "the columns"
        differences = [f"lacks {columns} {', '.join(missing[:6])}"]
        return differences + ([f"has {', '.join(other)} besides"] if other else [])
    if other:
        return ["has other columns: " + ", ".join(other)]
    return ["has the columns in another order"]
