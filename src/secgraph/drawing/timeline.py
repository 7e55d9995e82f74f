"""Draw events on a line of time.

Draws its arguments; asks no store.
"""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from secgraph.drawing import colours
from secgraph.drawing.canvas import Caption, label_rows, wrap_labels, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Span = tuple[str, str, datetime.date | None, datetime.date | None]
"""Label, date as text, first and last day; None for a day that is not known."""


def timeline(spans: Sequence[Span], caption: Caption, *, format: str = "svg") -> bytes:
    """Draw for each event a bar from its first to its last day.

    Where a first or a last day is not known, the bar is pale and runs to that edge; where neither
    is, it is dotted and says so.

    Args:
        spans: From the top; at least one has a day.
        caption: The words around the figure.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    lines, middles, bottom = wrap_labels([label for label, *_ in spans], 60, 0.6)
    days = [day for _, _, first, last in spans for day in (first, last) if day]
    first_year, last_year = min(days).year, min(max(days).year + 1, datetime.MAXYEAR)
    low, high = (datetime.date(year, 1, 1).toordinal() for year in (first_year, last_year))
    high = max(high, low + 365)
    margin = (high - low) * 0.02
    edges = (low - margin, high + (high - low) * 0.25)

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for middle, span in zip(middles, spans, strict=True):
            _span(axes, middle, span, edges)
        ticks = range(first_year, last_year + 1, -(-(last_year - first_year) // 10) or 1)
        axes.set_xticks(
            [datetime.date(year, 1, 1).toordinal() for year in ticks], [str(year) for year in ticks]
        )
        axes.set_xlim(*edges)
        label_rows(axes, lines, middles, bottom)

    return write((11, 0.7 + 0.16 * bottom), paint, caption, format)


def _span(axes: "Axes", middle: float, span: Span, edges: tuple[float, float]) -> None:
    _, when, first, last = span
    known = first is not None and last is not None
    start = edges[0] if first is None else float(first.toordinal())
    end = edges[1] if last is None else float(last.toordinal()) + 1
    if first is None and last is None:
        axes.plot(edges, [middle, middle], color=colours.BORDER, linewidth=0.8, linestyle=":")
    else:
        axes.barh(
            middle,
            end - start,
            left=start,
            height=0.7,
            color=colours.SERIES[0] if known else colours.PALE,
            edgecolor=colours.SERIES[0] if known else "none",
            linewidth=0.8,
        )
        for day in (first, last) if not known else ():
            if day:
                place = float(day.toordinal())
                ends = [middle - 0.35, middle + 0.35]
                axes.plot([place, place], ends, color=colours.SERIES[0], linewidth=1.6)
    axes.annotate(
        when,
        (start if last is None else end, middle),
        xytext=(5, 0),
        textcoords="offset points",
        va="center",
        color=colours.SOFT,
        bbox={"facecolor": colours.PAGE, "edgecolor": "none", "pad": 0.6, "alpha": 0.8},
    )
