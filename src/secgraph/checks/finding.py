"""Hold what a check finds, and the report of it.

Looks for nothing itself.
"""

import os.path
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        part: Which part of the check found it.
        rule: The shape, query or rule that found it.
        message: What is wrong and what to write instead.
        subject: The node that is wrong, as a prefixed name.
        file, line: Where, as far as is known; the line is that on which the subject begins.
    """

    part: str
    rule: str
    message: str
    subject: str = ""
    file: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.subject, self.message))) + f" [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        findings: In the order of the parts, then of the subjects.
        parts: The parts that were done.
        omitted: The parts that were not, each with the reason.
    """

    findings: Sequence[Finding] = ()
    parts: Sequence[str] = ()
    omitted: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def shown(path: str) -> str:
    """Shorten a path where it lies below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
