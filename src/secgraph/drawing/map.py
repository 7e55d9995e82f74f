"""Draw states and regions on the coasts of the world.

Draws its arguments; the places come from its caller. States whose outline is given are filled, the
others are points.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.drawing import colours
from secgraph.drawing.canvas import Caption, write
from secgraph.drawing.geometry import Point, Ring

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABELLED = 45
"""Of more places than these none is labelled: the labels would cover the map."""


@dataclass(frozen=True, slots=True)
class Places:
    """What a map shows.

    Attributes:
        marks: Label, point and group of each place, in the order of the groups; the group may be
            empty.
        lines: Two points that are joined, and whether the relation is denied (drawn dashed).
        land: Rings of the land.
        regions: Rings of the regions among the places, by label.
        states: Rings of the states that a source outlines, by label; the others are points.
        other_states: Rings of further states, for their borders.
        disputed: Rings of ground that a source draws with a state, or apart, and others do not.
    """

    marks: Sequence[tuple[str, Point, str]]
    lines: Sequence[tuple[Point, Point, bool]] = ()
    land: Sequence[Ring] = ()
    regions: Mapping[str, Sequence[Ring]] = field(default_factory=dict)
    states: Mapping[str, Sequence[Ring]] = field(default_factory=dict)
    other_states: Sequence[Ring] = ()
    disputed: Sequence[Ring] = ()


def world(places: Places, caption: Caption, *, format: str = "svg") -> bytes:
    """Draw places on a map of the coasts; borders only where a source outlines states.

    Args:
        places: What is drawn.
        caption: The words around the figure.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    west, east, south, north = _extent([place for _, place, _ in places.marks])
    groups = list(dict.fromkeys(group for _, _, group in places.marks))

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for ring in (*places.land, *places.other_states):
            _fill(axes, ring, colours.LAND, border=ring in places.other_states)
        for rings in places.regions.values():
            for ring in rings:
                _fill(axes, ring, colours.REGION, alpha=0.55, order=1.5)
        for number, group in enumerate(groups):
            _group(axes, places, group, number)
        for ring in places.disputed:
            _dispute(axes, ring)
        for first, last, denied in places.lines:
            axes.plot(
                *zip(first, last, strict=True),
                color=colours.DENIED if denied else colours.SOFT,
                linestyle="--" if denied else "-",
                linewidth=0.9,
                zorder=3,
            )
        if len(places.marks) <= _LABELLED:
            _add_labels(axes, places.marks, (east - west) / 100)
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect(1.2)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_color(colours.RULE)
        if len(groups) > 1 or groups[0]:
            axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)

    return write((11, 0.6 + 9.6 * 1.2 * (north - south) / (east - west)), paint, caption, format)


def _group(axes: "Axes", places: Places, group: str, number: int) -> None:
    """Fill the states of a group, and draw the others as points."""
    color = colours.SERIES[number % len(colours.SERIES)]
    hatch = colours.HATCHES[number % len(colours.HATCHES)]
    labelled = False
    for label, _, other in places.marks:
        for ring in places.states.get(label, ()) if other == group else ():
            name = "" if labelled else group
            _fill(axes, ring, color, border=True, order=2, hatch=hatch, label=name)
            labelled = True
    points = [
        place
        for label, place, other in places.marks
        if other == group and label not in places.states
    ]
    if points:
        axes.plot(
            *zip(*points, strict=True),
            color=color,
            marker=colours.MARKERS[number % len(colours.MARKERS)],
            linestyle="none",
            markersize=6,
            markeredgecolor=colours.PAGE,
            markeredgewidth=0.6,
            label="" if labelled else group,
            zorder=4,
        )


def _fill(
    axes: "Axes",
    ring: Ring,
    color: str,
    *,
    border: bool = False,
    alpha: float = 1,
    order: float = 1,
    hatch: str = "",
    label: str = "",
) -> None:
    axes.fill(
        *zip(*ring, strict=True),
        facecolor=color,
        edgecolor=colours.PAGE if border else "none",
        linewidth=0.5,
        alpha=alpha,
        hatch=hatch,
        label=label or None,
        zorder=order,
    )


def _dispute(axes: "Axes", ring: Ring) -> None:
    """Hatch ground of which others say otherwise than the source, within a dashed border."""
    axes.fill(
        *zip(*ring, strict=True),
        facecolor=colours.PAGE,
        edgecolor=colours.INK,
        linestyle=(0, (3, 2)),
        linewidth=0.8,
        zorder=2.5,
    )
    axes.fill(
        *zip(*ring, strict=True),
        facecolor="none",
        edgecolor=colours.SOFT,
        linewidth=0,
        hatch="//////",
        zorder=2.6,
    )


def _extent(places: Sequence[Point]) -> tuple[float, float, float, float]:
    """Give west, east, south and north of a map that holds all places, in degrees.

    There is room around them, and the map is no smaller than a continent.
    """
    (west, east), (south, north) = ((min(axis), max(axis)) for axis in zip(*places, strict=True))
    wide, tall = max(east - west, 60) * 0.15, max(north - south, 30) * 0.2
    middle = (west + east) / 2, (south + north) / 2
    return (
        max(min(west - wide, middle[0] - 40), -180),
        min(max(east + wide, middle[0] + 40), 180),
        max(min(south - tall, middle[1] - 20), -90),
        min(max(north + tall, middle[1] + 20), 90),
    )


def _add_labels(axes: "Axes", marks: Sequence[tuple[str, Point, str]], unit: float) -> None:
    """Write each label as near its place as it covers no place and no earlier label.

    Args:
        axes: The map.
        marks: Label, place and group of each.
        unit: About the width of a letter, in degrees.
    """
    ground = {"facecolor": colours.PAGE, "alpha": 0.75, "edgecolor": "none", "pad": 0.4}
    taken = [(x - unit * 0.6, x + unit * 0.6, y, unit * 0.5) for _, (x, y), _ in marks]
    for label, (x, y), _ in sorted(marks, key=lambda mark: (-mark[1][1], mark[1][0])):
        wide, tall = len(label) * unit * 0.7, unit * 0.75
        for step in range(200):
            far, angle = unit * (1 + step // 16), math.tau * (step % 16) / 16
            right = math.cos(angle) > -0.01
            left, middle = (
                x + far * math.cos(angle) - (0 if right else wide),
                y + far * math.sin(angle),
            )
            if all(
                left + wide < other or end < left or abs(middle - level) > tall + high
                for other, end, level, high in taken
            ):
                break
        taken.append((left, left + wide, middle, tall))
        line = (
            {
                "arrowstyle": "-",
                "color": colours.BORDER,
                "linewidth": 0.5,
                "shrinkA": 0,
                "shrinkB": 2,
            }
            if step >= 16
            else None
        )
        near = (left if right else left + wide, middle)
        axes.annotate(
            label,
            (x, y),
            xytext=near,
            ha="left" if right else "right",
            va="center",
            fontsize=7.5,
            arrowprops=line,
            zorder=5,
            bbox=ground,
        )
