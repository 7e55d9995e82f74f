"""Account for every row of a file: imported, skipped with a reason, or rejected with its line.

Counts and texts only; whether a rejection stops an import is decided elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

KEPT = 1000
"""Rejected rows that are kept with their lines; all are counted."""


NAMED = 12
"""Values that join to nothing and are named in the report."""

UNJOINED = 10_000
"""Different values that join to nothing and are kept; all rows with such values are counted."""


_OTHERS = "…"


class Rejection(Exception):
    """A row cannot be imported; the text gives the reason."""


class Unjoined(Rejection):
    """A row has a value that joins to nothing.

    Args:
        what: What the value is, such as the column that has it.
        value: The value.
        table: What it should join to.
        where: What has the value, for the message.
    """

    def __init__(self, what: str, value: str, table: str, where: str = "") -> None:
        self.what, self.value, self.table = what, value, table
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what} {value!r} is in no row of {table}")


@dataclass(slots=True)
class Report:
    """What became of the rows of the files of one dataset.

    Attributes:
        read, imported, rejected: Numbers of rows.
        statements: Number of statements that the imported rows gave.
        skipped: Number of rows that are left out on purpose, by reason.
        reasons: Path, line and reason of the first :data:`KEPT` rejected rows.
        checks: Checks of the file as a whole that held, one text each.
        unjoined: Numbers of rows by value that joins to nothing, by what the value is and what it
            should join to.
        notes: What was imported in part only, or without a check, one text each.
    """

    read: int = 0
    imported: int = 0
    statements: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    reasons: list[tuple[str, int, str]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    unjoined: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count rows that are left out on purpose."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count

    def reject(self, path: str, line: int, reason: Rejection | str) -> None:
        """Count a row that cannot be imported."""
        self.rejected += 1
        if len(self.reasons) < KEPT:
            self.reasons.append((path, line, str(reason)))
        if isinstance(reason, Unjoined):
            rows = self.unjoined.setdefault((reason.what, reason.table), {})
            value = reason.value if reason.value in rows or len(rows) < UNJOINED else _OTHERS
            rows[value] = rows.get(value, 0) + 1

    def lines(self, shown: int = 20) -> Iterator[str]:
        """Give the report as lines of text, with up to *shown* rejected rows."""
        skipped = sum(self.skipped.values())
        yield (
            f"{self.read:,} rows read: {self.imported:,} imported, {skipped:,} skipped, "
            f"{self.rejected:,} rejected"
        )
        for reason, count in sorted(self.skipped.items()):
            yield f"  skipped {count:,}: {reason}"
        for path, line, reason in self.reasons[:shown]:
            yield f"  rejected {path}:{line}: {reason}"
        if self.rejected > shown:
            yield f"  … and {self.rejected - min(shown, len(self.reasons)):,} more rejected"
        for (what, table), rows in sorted(self.unjoined.items()):
            if self.rejected > shown:
                yield f"  {_unjoined(what, table, rows)}"
        yield from (f"  {text}" for text in (*self.notes, *self.checks))


def _unjoined(what: str, table: str, rows: dict[str, int]) -> str:
    """Name the values that join to nothing, those of most rows first."""
    ordered = sorted(rows, key=lambda value: (-rows[value], value))
    names = [
        f"{value!r} ({rows[value]:,})" if value else f"others ({rows['']:,})" for value in ordered
    ]
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    values = f"{len(rows):,} value{'' if len(rows) == 1 else 's'}"
    return (
        f"{values} of {what} in {sum(rows.values()):,} rows in no row of {table}: "
        f"{', '.join(names[:NAMED])}{more}"
    )
