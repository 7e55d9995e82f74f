"""Lay out a document as a strip: a bar for each passage, of what its claims do.

Draws with classes only, so that the style sheet has the colours; words stand beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from secgraph.query.passages import KINDS
from secgraph.web.context import Context

HEIGHT, STEP, WIDTH = 64, 6, 1160
"""Of the strip, of a claim in it, and across, in units of its view box."""

GROUPS = {
    "asserted": "k1",
    "denied": "k2",
    "recommended": "k3",
    "committed": "k3",
    "predicted": "k4",
    "supposed": "k4",
    "asked": "k4",
}
"""What claims do, and the class by which a bar is coloured."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a bar: place and size, and the class of its colour."""

    x: float
    y: float
    width: float
    height: float
    group: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A document in bars.

    Attributes:
        bars: Their parts.
        ticks: Where paragraphs begin, and their numbers.
        width, height: Of the view box.
        words: What is seen, for those who do not see it.
    """

    bars: list[Bar]
    ticks: list[tuple[float, str]]
    width: int
    height: int
    words: str


def strip(context: Context, document: str) -> Strip:
    """Lay out the passages of a document."""
    counts = context.coverage
    passages = [one for one in context.passages.values() if one.document == document]
    step = WIDTH / max(len(passages), 1)
    most = max((_total(counts.get(one.iri, {})) for one in passages), default=1) or 1
    unit = min(STEP, HEIGHT / most)
    bars: list[Bar] = []
    ticks: list[tuple[float, str]] = []
    before = ""
    for place, passage in enumerate(passages):
        x, top = round(place * step, 1), float(HEIGHT)
        row = counts.get(passage.iri, {})
        for kind in KINDS:
            number = int(row.get(kind) or 0)
            if number:
                top -= number * unit
                bars.append(
                    Bar(
                        x,
                        round(top, 1),
                        round(step * 0.88, 1),
                        round(number * unit, 1),
                        GROUPS[kind],
                    )
                )
        if top == HEIGHT:
            bars.append(Bar(x, HEIGHT - 3, round(step * 0.88, 1), 3, "k0"))
        paragraph = passage.identifier.partition(".")[0]
        if paragraph != before and paragraph[1:].isdigit() and paragraph.startswith("P"):
            ticks.append((x, paragraph[1:]))
        before = paragraph
    words = f"Claims of each of the {len(passages)} passages, by what they do"
    return Strip(bars, ticks, WIDTH, HEIGHT + 20, words)


def _total(row: Mapping[str, str]) -> int:
    return sum(int(row.get(kind) or 0) for kind in KINDS)
