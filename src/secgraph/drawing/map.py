"""Draw places on the coasts of the world.

Draws its arguments, and no borders; the places come from its caller.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secgraph.drawing.canvas import add_titles, svg
from secgraph.drawing.geometry import Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555", "#000000")
_MARKERS = "osD^vPX*"
"""Groups differ in colour and marker, so that nobody has to distinguish colours."""


def world(
    marks: Sequence[tuple[str, Point, str]],
    lines: Sequence[tuple[Point, Point, bool]],
    land: Sequence[Sequence[Point]],
    regions: Mapping[str, Sequence[Sequence[Point]]],
    *,
    title: str,
    under: str,
) -> bytes:
    """Draw places on a map of the coasts, without borders.

    Args:
        marks: Label, place and group of each; the group may be empty.
        lines: Two places that are joined, and whether the relation is denied (drawn dashed).
        land: Rings of the land.
        regions: Rings of the regions among the places, by label.
        title: The first line above the figure.
        under: Further lines about it; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    west, east, south, north = _extent([place for _, place, _ in marks])
    groups = sorted({group for _, _, group in marks})

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for ring in land:
            axes.fill(*zip(*ring, strict=True), facecolor="#e9ebed", edgecolor="none", zorder=1)
        for rings in regions.values():
            for ring in rings:
                axes.fill(
                    *zip(*ring, strict=True),
                    facecolor="#56b4e9",
                    alpha=0.3,
                    edgecolor="none",
                    zorder=2,
                )
        for first, last, denied in lines:
            axes.plot(
                *zip(first, last, strict=True),
                color="#a03020" if denied else "#555555",
                linestyle="--" if denied else "-",
                linewidth=0.9,
                zorder=3,
            )
        for number, group in enumerate(groups):
            here = [place for _, place, other in marks if other == group]
            color, marker = _COLORS[number % len(_COLORS)], _MARKERS[number % len(_MARKERS)]
            axes.plot(
                *zip(*here, strict=True),
                color=color,
                marker=marker,
                linestyle="none",
                markersize=5,
                label=group,
                zorder=4,
            )
        _add_labels(axes, marks, (east - west) / 100)
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        axes.set_aspect(1.2)
        axes.set_xticks([])
        axes.set_yticks([])
        for side in axes.spines.values():
            side.set_color("#bbbbbb")
        if len(groups) > 1:
            axes.legend(
                loc="upper center",
                bbox_to_anchor=(0.5, 0),
                ncols=min(len(groups), 6),
                frameon=False,
            )
        add_titles(figure, title, under)

    return svg((11, 1.4 + 10.5 * 1.2 * (north - south) / (east - west)), paint)


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
    ground = {"facecolor": "white", "alpha": 0.7, "edgecolor": "none", "pad": 0.4}
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
            {"arrowstyle": "-", "color": "#777777", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2}
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
