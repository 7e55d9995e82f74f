"""Hold what a check finds, and the report of it.

Looks for nothing itself.
"""

import os.path
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph


@dataclass(slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        part: Which part of the check found it.
        rule: The shape, query or rule that found it.
        message: What is wrong and what to write instead.
        subject: The node that is wrong, as a prefixed name.
        file, line: Where, as far as is known; the line is that on which the subject begins.
        nodes: Every node that the finding names, as :func:`name` gives them.
    """

    part: str
    rule: str
    message: str
    subject: str = ""
    file: str = ""
    line: int | None = None
    nodes: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.subject, self.message))) + f" [{self.rule}]"


@dataclass(slots=True)
class Outcome:
    """What one part of a check came to.

    Attributes:
        findings: What is wrong.
        method: The tool or the rules by which the part was decided; empty where there is one only.
        omitted: What could not be decided, each with the reason.
    """

    findings: list[Finding] = field(default_factory=list)
    method: str = ""
    omitted: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found.

    Attributes:
        findings: In the order of the parts, then of the subjects.
        parts: The parts that were done.
        omitted: What was not done, each with the reason.
        methods: For a part that can be decided in several ways, the way that was taken.
    """

    findings: Sequence[Finding] = ()
    parts: Sequence[str] = ()
    omitted: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class ToolFailure(Exception):
    """A reasoner or a validator gave no result; the message is the reason, in one line."""

    def __init__(self, reason: object) -> None:
        lines = str(reason).strip().splitlines()
        super().__init__(lines[0][:300] if lines else type(reason).__name__)


def name(term: object) -> str:
    """Give an RDF term as plain text: an IRI, ``_:label``, the text of a literal, or N-Triples."""
    if isinstance(term, pyoxigraph.BlankNode):
        return f"_:{term.value}"
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)


def shown(path: str) -> str:
    """Shorten a path where it lies below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
