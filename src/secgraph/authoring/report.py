"""What a check of the claims of a document found, as lines and as JSON.

Looks for nothing itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from secgraph.authoring.mistakes import Mistakes

if TYPE_CHECKING:
    from secgraph.authoring.readings import Pair
    from secgraph.authoring.released import Standing

SHOWN = 20
"""Names of claims that are listed at most, in a line."""


@dataclass(slots=True)
class Report:
    """What a check found.

    Attributes:
        path: The file of claims.
        claims: How many there are.
        form, gate, graph: What is wrong, by the part that found it.
        sentences: Each claim by its name, with the sentence that its label will be; where they
            were asked for.
        unread: Claims that wait for a second reading, where there is none yet. No fault of the
            file: they are said and do not count.
        differences: Claims in which the readings differ.
        standing: What a changed text means for what was released; None where nothing was.
        parts: What was looked at.
        omitted: What could not be looked at, with the reason.
        unasked: What was not asked for, which is no fault.
    """

    path: str
    claims: int = 0
    form: Mistakes = field(default_factory=lambda: Mistakes(""))
    gate: Mistakes = field(default_factory=lambda: Mistakes(""))
    graph: Mistakes = field(default_factory=lambda: Mistakes(""))
    sentences: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    differences: "list[Pair]" = field(default_factory=list)
    standing: "Standing | None" = None
    parts: list[str] = field(default_factory=list)
    omitted: dict[str, str] = field(default_factory=dict)
    unasked: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing was found, and nothing left out that was asked for."""
        changed = self.standing is not None and bool(self.standing.again)
        found = self.form or self.gate or self.graph or self.differences
        return not (found or changed or self.omitted)

    def lines(self) -> list[str]:
        """Give the report as lines."""
        lines = [f"{name}  {sentence}" for name, sentence in self.sentences]
        lines += [*self.form.lines(), *self.gate.lines(), *self.graph.lines()]
        lines += [
            f"{self.path}: {pair.name}: {name} is {one!r} in the draft and {other!r} in the second "
            "reading"
            for pair in self.differences
            for name, one, other in pair.differences
        ]
        if self.standing is not None and (self.standing.moved or self.standing.again):
            moved = [f"{name} (now on {where})" for name, where in self.standing.moved]
            lines += [
                f"{self.path}: the text has changed under what was released: "
                f"{len(self.standing.standing)} claims stand",
                f"{self.path}: moved with their passages: {_listed(moved)}",
                f"{self.path}: to be read again: {_listed(self.standing.again)}",
            ]
        lines += [f"left out: {part} ({reason})" for part, reason in self.omitted.items()]
        count = sum(len(list(part)) for part in (self.form, self.gate, self.graph))
        count += len(self.differences)
        found = f"{count:,} found" if count else "nothing found"
        unasked = f", not at {', '.join(self.unasked)}" if self.unasked else ""
        parts = ", ".join(self.parts) + unasked
        lines.append(f"{found}; {self.claims} claims; looked at {parts}")
        if self.unread:
            plural = "" if len(self.unread) == 1 else "s"
            lines.append(f"no second reading yet of {len(self.unread):,} claim{plural}")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Give the report as JSON has it."""
        return {
            "ok": self.ok,
            "file": self.path,
            "claims": self.claims,
            **{
                name: [{"line": one.line, "message": one.message} for one in part]
                for name, part in (("form", self.form), ("gate", self.gate), ("graph", self.graph))
            },
            **({"sentences": dict(self.sentences)} if self.sentences else {}),
            "unread": self.unread,
            "differences": [
                {
                    "claim": pair.name,
                    "fields": [
                        {"field": name, "first": one, "second": other}
                        for name, one, other in pair.differences
                    ],
                }
                for pair in self.differences
            ],
            "parts": self.parts,
            "omitted": self.omitted,
            "unasked": self.unasked,
        }


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}" if names else "none"
