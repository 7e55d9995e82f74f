"""Draw numbers as bars, as lines over years, and as squares of a table.

Draws its arguments; asks no store.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secgraph.drawing import colours
from secgraph.drawing.canvas import Caption, label_rows, plain_axes, wrap_labels, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_THIN = 0.04
"""Parts narrower than this share of the width have no room for their number."""


def bars(
    labels: Sequence[str],
    parts: Sequence[str],
    lengths: Sequence[Sequence[float | None]],
    caption: Caption,
    *,
    shares: Sequence[str] = (),
    format: str = "svg",
) -> bytes:
    """Draw a bar for each label, its parts in a row, each with its number.

    Args:
        labels: Of the bars, from the top.
        parts: Names of the parts.
        lengths: For each bar the lengths of its parts, 0 or more; None is drawn as "no value".
        caption: The words around the figure.
        shares: For each bar of how many its numbers are, in words; may be empty.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    lines, middles, bottom = wrap_labels(labels, 50, 0.8)
    whole = max((sum(length or 0 for length in row) for row in lengths), default=0) or 1

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for place, (middle, row) in enumerate(zip(middles, lengths, strict=True)):
            start = _bar(axes, middle, row, whole)
            if shares and shares[place]:
                axes.annotate(
                    shares[place],
                    (start, middle),
                    xytext=(14 if not start else 5, 0),
                    textcoords="offset points",
                    va="center",
                    color=colours.SOFT,
                )
        axes.set_xlim(0, whole * (1.3 if any(shares) else 1))
        axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= whole])
        label_rows(axes, lines, middles, bottom)
        if len(parts) == 1:
            axes.set_xlabel(parts[0])
        else:
            from matplotlib.patches import Patch

            patches = [
                Patch(facecolor=_colour(number), hatch=_hatch(number), label=name)
                for number, name in enumerate(parts)
            ]
            axes.legend(
                handles=patches,
                loc="upper center",
                bbox_to_anchor=(0.5, -0.9 / max(bottom * 0.17, 0.9) * 0.35),
                ncols=len(parts),
                frameon=False,
            )

    return write((9, 1.1 + 0.17 * bottom), paint, caption, format)


def _bar(axes: "Axes", middle: float, row: Sequence[float | None], whole: float) -> float:
    """Draw the parts of one bar; give where it ends."""
    start = 0.0
    for number, length in enumerate(row):
        if length is None:
            axes.text(start, middle, " no value", va="center", color=colours.SOFT)
        elif length:
            axes.barh(
                middle,
                length,
                left=start,
                height=1.1,
                color=_colour(number),
                hatch=_hatch(number),
                edgecolor=colours.PAGE,
                linewidth=0.6,
            )
            if length > whole * _THIN:
                axes.text(
                    start + length / 2,
                    middle,
                    f"{length:g}",
                    ha="center",
                    va="center",
                    color=colours.text_on(_colour(number)),
                )
            start += length
        elif len(row) == 1:
            axes.text(start, middle, " 0", va="center", color=colours.INK)
    return start


def _colour(number: int) -> str:
    return colours.SERIES[number % len(colours.SERIES)]


def _hatch(number: int) -> str:
    return "" if number < 3 else colours.HATCHES[number % len(colours.HATCHES)]


def lines(
    series: Mapping[str, Sequence[tuple[int, float | None]]],
    measure: str,
    caption: Caption,
    *,
    format: str = "svg",
) -> bytes:
    """Draw a line over years for each series; where a year has no number, the line is broken.

    Args:
        series: By name, year and number, in the order of years.
        measure: What the numbers are.
        caption: The words around the figure.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """

    def paint(figure: "Figure") -> None:
        from matplotlib.ticker import MaxNLocator

        axes = figure.subplots()
        for number, (name, points) in enumerate(series.items()):
            known = dict(points)
            years = range(min(known), max(known) + 1)
            heights = [known.get(year) for year in years]
            axes.plot(
                list(years),
                [float("nan") if height is None else height for height in heights],
                color=_colour(number),
                marker=colours.MARKERS[number % len(colours.MARKERS)],
                markersize=4,
                linewidth=1.4,
                label=name,
            )
        plain_axes(axes)
        axes.grid(axis="y", color=colours.RULE, linewidth=0.6)
        axes.set_ylabel(measure)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
        axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False)

    return write((10, 4), paint, caption, format)


def squares(
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: Mapping[tuple[str, str], float],
    caption: Caption,
    *,
    format: str = "svg",
) -> bytes:
    """Draw numbers as squares, the darker the more, each with its number; none where none is.

    Args:
        rows: Their labels, from the top.
        columns: Their labels, from the left.
        numbers: By row and column, 0 or more.
        caption: The words around the figure.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    longest = max((len(name) for name in columns), default=1)

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        grid(axes, rows, columns, numbers)
        if longest > 4:
            axes.tick_params(axis="x", rotation=90)

    side = 0.55 if len(columns) < 20 else 0.36
    size = (max(2.5 + side * len(columns), 5.5), 0.6 + 0.06 * longest + 0.32 * len(rows))
    return write(size, paint, caption, format)


def coverage(
    cells: Mapping[tuple[str, int], int],
    kinds: Mapping[tuple[str, str], int],
    columns: Sequence[str],
    caption: Caption,
    *,
    format: str = "svg",
) -> bytes:
    """Draw the number of claims of each sentence, and of each kind in each block.

    Args:
        cells: Claims by block (title, heading or paragraph) and number of the sentence, from 1.
        kinds: Claims by block and kind.
        columns: The kinds, from the left.
        caption: The words around the figure.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    blocks = list(dict.fromkeys(block for block, _ in cells))
    longest = max((number for _, number in cells), default=1)

    def paint(figure: "Figure") -> None:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(longest, len(columns) * 1.4))
        sentences = [str(number) for number in range(1, longest + 1)]
        counts = {(block, str(number)): count for (block, number), count in cells.items()}
        grid(left, blocks, sentences, counts)
        grid(right, blocks, columns, kinds)
        left.set_xlabel("sentence")
        left.set_ylabel("paragraph")
        right.set_xlabel("kind of claim")

    return write((11, 1 + 0.3 * len(blocks)), paint, caption, format)


def grid(
    axes: "Axes",
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: Mapping[tuple[str, str], float],
) -> None:
    """Draw numbers on squares, darker for more; no square where there is none."""
    from matplotlib.patches import Rectangle

    top = max(numbers.values(), default=1) or 1
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            number = numbers.get((row, column))
            if number is None:
                continue
            shade = colours.ramp(number / top)
            place = (across - 0.47, down - 0.45)
            axes.add_patch(Rectangle(place, 0.94, 0.9, facecolor=shade, edgecolor="none"))
            axes.text(
                across,
                down,
                f"{number:.3g}" if number < 1000 else f"{number:g}",
                ha="center",
                va="center",
                color=colours.text_on(shade),
            )
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
