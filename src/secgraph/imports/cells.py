"""Split the lines of a table into cells: as the csv module does, and without it where a line has no quote or ends as the one before.

Knows neither files nor what columns mean.
"""

import csv

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Cells:
    """The rows of a table, each with the line in which it begins.

    Args:
        lines: The lines, without what ends them.
        delimiter: What sets cells apart.
        quoted: Whether a cell may stand in quotes.
        shared: The column from which on rows that follow each other are mostly alike; 0 if there is
            none.
    """

    def __init__(
        self, lines: "Iterator[str]", delimiter: str, *, quoted: bool = True, shared: int = 0
    ) -> None:
        self.line = 0
        """The line that was read last; whoever takes lines away beforehand counts them here."""
        self.begun = 0
        """The line in which the row begins that was read last."""
        self._lines, self._delimiter, self._shared = lines, delimiter, shared
        self._first: list[str] = []
        self._reader = csv.reader(
            self._feed(),
            delimiter=delimiter,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
            strict=True,
        )

    def _feed(self) -> "Iterator[str]":
        """Give the csv module the line that was read, and those after it that its row goes on in."""
        while True:
            yield self._first.pop() + "\n"
            while not self._first:
                line = next(self._lines, None)
                if line is None:
                    return
                self.line += 1
                yield line + "\n"

    def __iter__(self) -> "Iterator[tuple[int, list[str]]]":
        """Give the rows; one of an empty line is empty.

        Raises:
            csv.Error: They are no such table, from the line *begun* on.
        """
        delimiter, shared, longest = self._delimiter, self._shared, csv.field_size_limit()
        tail, size, alike = "", 0, [""]
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
                    yield self.line, head.split(delimiter) + alike
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
                    tail, size, alike = delimiter + rest, len(rest) + 1, row[shared:]
            yield self.begun, row
