"""Account for every row of a file: imported, skipped with a reason, or rejected with its line.

Counts and texts only; whether a rejection stops an import is decided elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

KEPT = 1000
"""Rejected rows that are kept with their lines; all are counted."""


class Rejection(Exception):
    """A row cannot be imported; the text gives the reason."""


@dataclass(slots=True)
class Report:
    """What became of the rows of the files of one dataset.

    Attributes:
        read, imported, rejected: Numbers of rows.
        statements: Number of statements that the imported rows gave.
        skipped: Number of rows that are left out on purpose, by reason.
        reasons: Path, line and reason of the first :data:`KEPT` rejected rows.
        checks: Checks of the file as a whole that held, one text each.
    """

    read: int = 0
    imported: int = 0
    statements: int = 0
    rejected: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    reasons: list[tuple[str, int, str]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)

    def skip(self, reason: str, count: int = 1) -> None:
        """Count rows that are left out on purpose."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count

    def reject(self, path: str, line: int, reason: str) -> None:
        """Count a row that cannot be imported."""
        self.rejected += 1
        if len(self.reasons) < KEPT:
            self.reasons.append((path, line, reason))

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
        yield from (f"  {check}" for check in self.checks)
