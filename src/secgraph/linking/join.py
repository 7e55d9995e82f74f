"""Put a column of our IRIs beside a column of names or codes in a user's own CSV.

What the user has stays as it is, byte for byte: only fields are added at the end of each row. Reads
and gives a row at a time, so a file may be of any size.
"""

import csv
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence

from secgraph.errors import BadFile, BadValue, UsageError
from secgraph.linking.lookup import Resolution, fitting, resolver
from secgraph.syntax import textfile

DELIMITERS = (",", "\t", ";", "|")
_OF_EXCEL = re.compile(r"\ufeff?\"?sep=[^\r\n]?\"?[\r\n]*", re.IGNORECASE)
"""A line above the names of the columns that Excel and LibreOffice know, and no standard does."""

SHOWN = 3
"""Lines that are listed for a value that is not resolved; the rest are counted."""

_LONGEST = (1 << 31) - 1
"""The longest cell, in characters; the csv module refuses more than 131,072 by default."""


class Unresolved:
    """A value that is not resolved, and where it stands.

    Attributes:
        resolution: Why, with its candidates.
        lines: The first lines on which it stands.
        count: On how many it does.
    """

    __slots__ = ("count", "lines", "resolution")

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.lines: list[int] = []
        self.count = 0

    def __str__(self) -> str:
        where = ", ".join(map(str, self.lines)) + (
            f" and {self.count - len(self.lines)} more" if self.count > len(self.lines) else ""
        )
        might = f"; {'; '.join(self.resolution.candidates)}" if self.resolution.candidates else ""
        return f"line {where}: {self.resolution.value!r} is {self.resolution.reason}{might}"


class Join:
    """One CSV file and the column of it that is resolved.

    Args:
        lines: The bytes of the file, line by line.
        name: What to call it in messages.
        column: The column by name, or by number from 1; may be left out where there is one only.
        scheme: See :func:`secgraph.resolve`.
        delimiter: What separates fields; guessed from the first line if None.
        called: The name of the new column; the column beside it, for the scheme in which the value
            was found, has ``_scheme`` added.

    Attributes:
        unresolved: By value, what was not resolved so far.
        resolved, empty: How many rows were resolved so far, and in how many the field is empty.
    """

    def __init__(
        self,
        lines: Iterable[bytes],
        name: str,
        *,
        column: str | None = None,
        scheme: str | None = None,
        delimiter: str | None = None,
        called: str = "secgraph",
    ) -> None:
        self.name, self.column, self.called, self.delimiter = name, column, called, delimiter
        self.unresolved: dict[str, Unresolved] = {}
        self.resolved = self.empty = 0
        self._resolver = resolver(scheme)
        self._fits: dict[str, int] = {}
        self._lines = lines
        self._taken: list[str] = []
        self._line = 0

    @property
    def hint(self) -> str:
        """Name the scheme with most of the unresolved codes; empty if none has, or one is set."""
        best = max(self._fits.items(), key=lambda item: item[1], default=("", 0))
        same = [target for target, count in self._fits.items() if count == best[1]]
        if self._resolver.scheme is not None or not best[1]:
            return ""
        return (
            f"where the codes are of one scheme, say --scheme {' or '.join(same)}, "
            f"which has {best[1]} of the {len(self.unresolved)} values"
        )

    def rows(self) -> Iterator[str]:
        """Give the file row by row, each with the new fields at its end.

        Raises:
            BadFile: It is no UTF-8, no CSV, empty, or a row has more fields than the first; with
                the line.
            BadValue: It has no such column.
            UsageError: No column was named, or the new one is there already.
        """
        text = self._decoded()
        first = next(text, "")
        if not first.strip("\ufeff \r\n"):
            raise BadFile(self.name, "is empty: the first line has to name the columns", 1)
        if _OF_EXCEL.fullmatch(first):
            raise BadFile(
                self.name,
                "is no line with the names of columns: Excel reads it as what separates them; "
                "remove it",
                1,
            )
        delimiter = self.delimiter or self._guess_delimiter(first)
        reader = csv.reader(self._recorded(first, text), delimiter=delimiter, strict=True)
        header: list[str] | None = None
        at = 0
        try:
            for row in _with_long_cells(reader):
                raw, self._taken = "".join(self._taken), []
                if header is None:
                    header = [name.removeprefix("\ufeff") for name in row]
                    at = self._place(header)
                    yield self._with(raw, (self.called, f"{self.called}_scheme"), delimiter)
                elif not row:
                    yield raw
                elif len(row) > len(header):
                    raise BadFile(
                        self.name,
                        f"has {len(row)} fields where the first line names {len(header)}; is "
                        f"{delimiter!r} what separates them?",
                        self._line,
                    )
                else:
                    added = self._resolved(row[at] if at < len(row) else "")
                    yield self._with(raw, ("",) * (len(header) - len(row)) + added, delimiter)
        except csv.Error as error:
            raise BadFile(self.name, f"cannot be read as CSV ({error})", self._line) from error

    def _decoded(self) -> Iterator[str]:
        for number, line in enumerate(self._lines, 1):
            text = textfile.decoded(line, self.name, number)
            if number == 1 and line.startswith(textfile.MARK):
                text = f"\ufeff{text}"  # what the user has stays as it is
            # Old files end their lines with a carriage return alone.
            yield from textfile.lines(text, ends=True) if "\r" in text else (text,)

    def _recorded(self, first: str, text: Iterator[str]) -> Iterator[str]:
        """Give the lines and keep those that a row was made of."""
        for number, line in enumerate(itertools.chain((first,), text), 1):
            if not self._taken:
                self._line = number
            self._taken.append(line)
            yield line.removeprefix("\ufeff") if number == 1 else line

    def _guess_delimiter(self, first: str) -> str:
        outside = "".join(first.split('"')[::2])
        return max(DELIMITERS, key=outside.count)

    def _place(self, header: Sequence[str]) -> int:
        for name in (self.called, f"{self.called}_scheme"):
            if name in header:
                raise UsageError(
                    f"{self.name} has a column {name} already; name the new one with --as NAME"
                )
        if self.column is None:
            if len(header) == 1:
                return 0
            raise UsageError(
                f"{self.name} has several columns; say which holds the names or codes: --column "
                f"{' | '.join(repr(name) for name in header)}"
            )
        if self.column in header:
            if header.count(self.column) > 1:
                raise BadValue(
                    self.column,
                    f"{header.count(self.column)} columns have this name; give its number, from 1",
                )
            return header.index(self.column)
        if self.column.isdecimal() and 0 < int(self.column) <= len(header):
            return int(self.column) - 1
        raise BadValue(self.column, f"{self.name} has no such column; it has {', '.join(header)}")

    def _resolved(self, value: str) -> tuple[str, str]:
        if not value.strip():
            self.empty += 1
            return ("", "")
        resolution = self._resolver(value)
        if resolution.iri:
            self.resolved += 1
            return (resolution.iri, resolution.scheme)
        kept = self.unresolved.get(resolution.value)
        if kept is None:
            kept = self.unresolved[resolution.value] = Unresolved(resolution)
            for target in fitting(resolution.value):
                self._fits[target] = self._fits.get(target, 0) + 1
        kept.count += 1
        if len(kept.lines) < SHOWN:
            kept.lines.append(self._line)
        return ("", "")

    def _with(self, raw: str, fields: Sequence[str], delimiter: str) -> str:
        body = raw.rstrip("\r\n")
        added = delimiter.join(f'"{field}"' if delimiter in field else field for field in fields)
        return body + delimiter + added + raw[len(body) :]


def _with_long_cells(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Give the rows of a reader, whose cells may be long.

    The csv module has one limit for the whole process, so it is raised only while a row is read.
    """
    while True:
        before = csv.field_size_limit(_LONGEST)
        try:
            row = next(reader)
        except StopIteration:
            return
        finally:
            csv.field_size_limit(before)
        yield row


def lines(path: str) -> Iterator[bytes]:
    """Give the lines of a file.

    Raises:
        BadFile: It cannot be read.
    """
    try:
        with open(path, "rb") as file:
            yield from file
    except OSError as error:
        raise BadFile(path, f"cannot be read ({error.strerror})") from error


def join_csv(
    path: str,
    to: str,
    *,
    column: str | None = None,
    scheme: str | None = None,
    delimiter: str | None = None,
    called: str = "secgraph",
) -> Join:
    """Write a user's CSV with our IRIs in a new column, whole or not at all.

    Args:
        path: The file, in UTF-8, whose first line names the columns.
        to: Where the new file goes; may be the old one.
        column: The column by name, or by number from 1; may be left out where there is one only.
        scheme: The scheme of the codes; see :func:`secgraph.resolve`.
        delimiter: What separates fields; guessed from the first line if None.
        called: What the new column is called.

    Returns:
        What was done: how many rows were resolved, and which values were not.

    Raises:
        UsageError: The file or the column is not as it should be; nothing is then written.
    """
    done = Join(lines(path), path, column=column, scheme=scheme, delimiter=delimiter, called=called)
    real = os.path.realpath(to)
    beside = f"{real}.{os.getpid()}.part"
    try:
        with open(beside, "w", encoding="utf-8", newline="") as file:
            file.writelines(done.rows())
        os.replace(beside, real)
    except OSError as error:
        raise BadFile(to, f"cannot be written ({error.strerror})") from error
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
    return done
