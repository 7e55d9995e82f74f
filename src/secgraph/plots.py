"""Draw figures as SVG, with matplotlib.

The only importer of matplotlib. Draws what it is handed; asks nothing.
"""

from secgraph.errors import MissingExtra

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from matplotlib.axes import Axes

_STYLE: "dict[Any, Any]" = {"svg.fonttype": "none", "svg.hashsalt": "secgraph", "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 8}


def coverage(cells: "Mapping[tuple[str, int], int]", kinds: "Mapping[tuple[str, str], int]", columns: "Sequence[str]", title: str) -> bytes:
    """Draw how many claims each sentence carries, and of which kind those of each block are.

    Args:
        cells: Claims by block (title, heading or paragraph) and number of the sentence, from 1.
        kinds: Claims by block and kind.
        columns: The kinds, in the order in which they are drawn.
        title: What the figure is about.

    Returns:
        SVG in UTF-8, the same for the same input: no clock, no random name.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("plot", "drawing") from error
    import io

    blocks = list(dict.fromkeys(block for block, _ in cells))
    longest = max((number for _, number in cells), default=1)
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(11, 1.2 + 0.3 * len(blocks)), layout="constrained")
        FigureCanvasSVG(figure)
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(longest, len(columns) * 1.4))
        _grid(left, blocks, [str(number) for number in range(1, longest + 1)], {(block, str(number)): count for (block, number), count in cells.items()})
        _grid(right, blocks, columns, kinds)
        left.set_xlabel("sentence")
        left.set_ylabel("paragraph")
        right.set_xlabel("kind of claim")
        figure.suptitle(title)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": "secgraph"})
    return drawn.getvalue()


def _grid(axes: "Axes", rows: "Sequence[str]", columns: "Sequence[str]", counts: "Mapping[tuple[str, str], int]") -> None:
    """Draw counts as numbers on squares, the darker the more; where there is nothing to count, no square."""
    top = max(counts.values(), default=1) or 1
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            if (row, column) in counts:
                count = counts[row, column]
                _square(axes, across, down, count, count / top)
    axes.set_xticks(range(len(columns)), columns)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _square(axes: "Axes", across: int, down: int, count: int, share: float) -> None:
    from matplotlib.patches import Rectangle

    shade = (1 - 0.85 * share, 1 - 0.6 * share, 1 - 0.35 * share)
    axes.add_patch(Rectangle((across - 0.47, down - 0.45), 0.94, 0.9, facecolor=shade, edgecolor="#999999", linewidth=0.4))
    axes.text(across, down, str(count), ha="center", va="center", color="white" if share > 0.6 else "black")
