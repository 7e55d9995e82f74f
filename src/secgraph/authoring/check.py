"""Look for everything that can be wrong with the claims of a document.

Each part of the work is done elsewhere. Writes nothing, and leaves no part out in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from secgraph.authoring import build, declare, naming, parse, project, readings, released, resolve
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistake, Mistakes
from secgraph.authoring.model import Work
from secgraph.authoring.project import Project, Reading
from secgraph.authoring.readings import Pair
from secgraph.authoring.released import Standing
from secgraph.authoring.vocabulary import Vocabulary

SHOWN = 20


@dataclass(slots=True)
class Report:
    """What a check found.

    Attributes:
        path: The file of claims.
        claims: How many there are.
        form, gate, graph: What is wrong, by the part that found it.
        unread: Claims without a second reading.
        differences: Claims in which the readings differ.
        standing: What a changed text means for what was released; None where nothing was.
        parts: What was looked at.
        omitted: What was not, with the reason.
    """

    path: str
    claims: int = 0
    form: Mistakes = field(default_factory=lambda: Mistakes(""))
    gate: Mistakes = field(default_factory=lambda: Mistakes(""))
    graph: Mistakes = field(default_factory=lambda: Mistakes(""))
    unread: list[str] = field(default_factory=list)
    differences: list[Pair] = field(default_factory=list)
    standing: Standing | None = None
    parts: list[str] = field(default_factory=list)
    omitted: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        changed = self.standing is not None and bool(self.standing.again)
        return not (
            self.form or self.gate or self.graph or self.unread or self.differences or changed
        )

    def lines(self) -> list[str]:
        """Give the report as lines."""
        lines = [*self.form.lines(), *self.gate.lines(), *self.graph.lines()]
        lines += [
            f"{self.path}: {pair.name}: {name} is {one!r} in the draft and {other!r} in the second "
            "reading"
            for pair in self.differences
            for name, one, other in pair.differences
        ]
        if self.unread:
            lines.append(f"{self.path}: without a second reading: {_listed(self.unread)}")
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
        count += len(self.differences) + len(self.unread)
        found = f"{count:,} found" if not self.ok else "nothing found"
        lines.append(f"{found}; {self.claims} claims; looked at {', '.join(self.parts)}")
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
        }


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}" if names else "none"


def check(place: Project, path: str | None = None, *, only_form: bool = False) -> Report:
    """Check the claims of a document.

    Args:
        place: Its folder.
        path: Another file of claims of it; the one in work if None.
        only_form: Whether only the form and the names are looked at, which needs no text.

    Raises:
        BadFile: A file is missing or is not what it should be.
    """
    own = path is None
    path = path or place.claims_path()
    if only_form:
        return _form(place, path)
    before = place.released()
    reading = project.read(place, path, names=before)
    report = Report(path, len(reading.work.claims), reading.form, reading.gate)
    report.parts = ["form", "names", "text", "triggers"]
    if reading.form:
        report.omitted["graph, readings"] = "the form has to be right first"
        return report
    _mentions(reading, place)
    report.graph = _graph(reading, place)
    report.parts += ["shapes", "hygiene", "consistency"]
    if before:
        report.standing = released.standing(before, reading.work.passages)
        report.parts.append("released identifiers")
    if own:
        _readings(place, reading, report)
    return report


def _form(place: Project, path: str) -> Report:
    file, form = parse.read(path)
    work = resolve.resolve(file, place.folder.head, place.passages, Vocabulary(place.rows), form)
    report = Report(path, len(work.claims), form, parts=["form", "names"])
    report.omitted["text, graph, readings"] = "only the form was asked for"
    return report


def _mentions(reading: Reading, place: Project) -> None:
    """Note the names of several things that somebody has to settle."""
    naming.Finder(reading.work, place.rows).found(reading.marks, reading.work.claims, reading.gate)


def _graph(reading: Reading, place: Project) -> Mistakes:
    """Check the graph that all claims together would make, approved or not."""
    work = reading.work
    if not work.claims:
        return Mistakes(reading.path)
    try:
        files = build.documents_files(reading, work.claims, place.rows)
    except Broken as error:
        reading.gate.add(0, f"the graph cannot be made before this is right: {error}")
        return Mistakes(reading.path)
    findings = build.graph_findings(files)
    partial = len(declare.covered(work)) < len(work.passages) or bool(reading.gate)
    kept = [one for one in findings if not (partial and one.rule in build.PARTIAL)]
    return Mistakes(reading.path, build.lines(work, kept))


def _readings(place: Project, reading: Reading, report: Report) -> None:
    """Compare the second reading with the first; a claim that is decided on is settled."""
    work = reading.work
    waiting = {claim.name for claim in work.claims if build.state(work, claim) == "drafted"}
    path = place.second_path()
    if path is None:
        report.unread = [
            f"{claim.passage}.{claim.letter}" for claim in work.claims if claim.name in waiting
        ]
        return
    second = project.read(place, path)
    report.form.entries += [
        Mistake(0, f"the second reading, line {one.line}: {one.message}") for one in second.form
    ]
    if second.form:
        report.omitted["readings"] = "the form of the second reading has to be right first"
        return
    names = [name for name in work.passages if name in declare.covered(work)]
    report.parts.append("readings")
    settled = _settled(work)
    report.differences = [
        pair
        for pair in readings.compare(work, second.work, names)
        if pair.differences
        and (pair.first.name in waiting if pair.first else pair.passage not in settled)
    ]


def _settled(work: Work) -> set[str]:
    """Give the passages all of whose claims are decided on."""
    states: dict[str, set[str]] = {}
    for claim in work.claims:
        states.setdefault(claim.passage, set()).add(build.state(work, claim))
    return {name for name, of in states.items() if "drafted" not in of}
