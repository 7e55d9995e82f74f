"""Account for every row of a file: imported, skipped with a reason, or rejected with its line.

Counts and words only; whether a rejection stops an import is decided elsewhere.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KEPT = 1000
"""So many rejected rows are remembered with their lines; all are counted."""


class Rejected(Exception):
    """A row cannot be imported; the text says why."""


class Report:
    """What became of the rows of the files of one dataset."""

    def __init__(self) -> None:
        self.read = 0
        self.imported = 0
        self.statements = 0
        self.skipped: dict[str, int] = {}
        self.rejected = 0
        self.reasons: list[tuple[str, int, str]] = []
        self.notes: list[str] = []
        self.checked: list[str] = []

    def skip(self, reason: str, count: int = 1) -> None:
        """Count rows that are left out on purpose."""
        self.skipped[reason] = self.skipped.get(reason, 0) + count

    def reject(self, path: str, line: int, reason: str) -> None:
        """Count a row that cannot be imported."""
        self.rejected += 1
        if len(self.reasons) < KEPT:
            self.reasons.append((path, line, reason))

    def lines(self, shown: int = 20) -> "Iterator[str]":
        """Say it in words, with up to *shown* rejected rows by name."""
        yield f"{self.read:,} rows read: {self.imported:,} imported, {sum(self.skipped.values()):,} skipped, {self.rejected:,} rejected"
        for reason, count in sorted(self.skipped.items()):
            yield f"  skipped {count:,}: {reason}"
        for path, line, reason in self.reasons[:shown]:
            yield f"  rejected {path}:{line}: {reason}"
        if self.rejected > shown:
            yield f"  … and {self.rejected - min(shown, len(self.reasons)):,} more rejected"
        yield from (f"  {note}" for note in [*self.checked, *self.notes])
