"""Draw numbers as bars.

Draws its arguments; asks no store.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from secgraph.drawing.canvas import add_titles, label_rows, svg, wrap_labels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_COLOURS = ("#4a7fb0", "#b5523b", "#d9b44a", "#bbbbbb")
_THIN = 0.04
"""Parts narrower than this share of the width have no room for their number."""


def bars(
    labels: Sequence[str],
    parts: Sequence[str],
    lengths: Sequence[Sequence[float | None]],
    *,
    title: str,
    under: str,
) -> bytes:
    """Draw a bar for each label, its parts in a row, each with its number.

    Args:
        labels: Of the bars, from the top.
        parts: Names of the parts.
        lengths: For each bar the lengths of its parts, 0 or more; None is drawn as "no value".
        title: The first line above the figure.
        under: The second line; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    lines, middles, bottom = wrap_labels(labels, 50, 0.8)
    whole = max((sum(length or 0 for length in row) for row in lengths), default=0) or 1

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for middle, row in zip(middles, lengths, strict=True):
            start = 0.0
            for number, length in enumerate(row):
                if length is None:
                    axes.text(start, middle, " no value", va="center", color="#666666")
                elif length:
                    axes.barh(
                        middle,
                        length,
                        left=start,
                        height=1.1,
                        color=_COLOURS[number % len(_COLOURS)],
                        edgecolor="white",
                        linewidth=0.6,
                    )
                    if length > whole * _THIN:
                        axes.text(
                            start + length / 2,
                            middle,
                            f"{length:g}",
                            ha="center",
                            va="center",
                            color="black" if number == 2 else "white",
                        )
                    start += length
                elif len(row) == 1:
                    axes.text(start, middle, " 0", va="center", color="#444444")
        axes.set_xlim(0, whole)
        label_rows(axes, lines, middles, bottom)
        if len(parts) == 1:
            axes.set_xlabel(parts[0])
        else:
            from matplotlib.patches import Patch

            patches = [
                Patch(color=_COLOURS[number % len(_COLOURS)], label=name)
                for number, name in enumerate(parts)
            ]
            figure.legend(
                handles=patches, loc="outside lower center", ncols=len(parts), frameon=False
            )
        add_titles(figure, title, under)

    return svg((9, 1.4 + 0.17 * bottom), paint)
