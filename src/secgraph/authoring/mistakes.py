"""Gather what is wrong with a file of claims, each with its line and what to write instead.

Judges nothing itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from secgraph.errors import UsageError

SHOWN = 1000
"""Mistakes that are listed at most."""

LONGEST = 500
"""Characters of a message at most."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """Something wrong in one line.

    Attributes:
        line: From 1; 0 where it stands in no line.
        message: What is wrong, and what to write instead.
    """

    line: int
    message: str


@dataclass(slots=True)
class Mistakes:
    """The mistakes of one file.

    Attributes:
        path: Of the file, for messages.
        entries: As they were found.
    """

    path: str
    entries: list[Mistake] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Note a mistake."""
        words = " ".join(message.split())
        if len(words) > LONGEST:
            words = words[: LONGEST - 2] + " …"
        self.entries.append(Mistake(line, words))

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.entries)

    def __iter__(self) -> Iterator[Mistake]:
        """Give each mistake once, in the order of the lines."""
        return iter(sorted(set(self.entries)))

    def lines(self) -> list[str]:
        """Give the lines of a report: each mistake with its file, line and message."""
        ordered = list(self)
        lines = [
            f"{self.path}{f':{entry.line}' if entry.line else ''}: {entry.message}"
            for entry in ordered[:SHOWN]
        ]
        if len(ordered) > SHOWN:
            lines.append(f"{self.path}: and {len(ordered) - SHOWN:,} more")
        return lines


class BadClaims(UsageError):
    """A file of claims has mistakes; nothing was made of it.

    Attributes:
        mistakes: All of them.
    """

    def __init__(self, mistakes: Mistakes) -> None:
        self.mistakes = mistakes
        count = len(list(mistakes))
        plural = "" if count == 1 else "s"
        super().__init__("\n".join([*mistakes.lines(), f"{count:,} mistake{plural}"]))


def quoted(words: str, most: int = 60) -> str:
    """Quote words for a message, shortened."""
    return repr(words if len(words) <= most else words[: most - 2] + " …")
