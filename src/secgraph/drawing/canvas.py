"""Make one figure and write it as SVG, the same bytes for the same figure.

Knows nothing of what is drawn.
"""

import textwrap

from secgraph.errors import MissingExtra

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLE: "dict[Any, Any]" = {
    "svg.fonttype": "none",
    "svg.hashsalt": "secgraph",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8,
    "text.parse_math": False,
}


def titled(figure: "Figure", title: str, under: str) -> None:
    """Write what a figure is about above it."""
    figure.suptitle(title + (f"\n{under}" if under else ""), fontsize=10)


def wrapped(
    labels: "Sequence[str]", width: int, gap: float
) -> "tuple[list[list[str]], list[float], float]":
    """Break labels that stand below each other into lines; give the lines and the middle of each, in lines from the top, and where the last ends."""
    lines = [textwrap.wrap(label, width) for label in labels]
    middles, place = [], 0.0
    for each in lines:
        height = max(len(each), 1) + gap
        middles.append(place + height / 2)
        place += height
    return lines, middles, place


def ruled(
    axes: "Axes", lines: "Sequence[Sequence[str]]", middles: "Sequence[float]", bottom: float
) -> None:
    """Write a label at each middle, from the top, and leave of the frame the line below, with pale lines upward."""
    axes.set_yticks(middles, ["\n".join(each) for each in lines])
    axes.set_ylim(bottom, 0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def svg(size: "tuple[float, float]", paint: "Callable[[Figure], None]") -> bytes:
    """Make a figure of so many inches, have it painted, and write it without clock or random names.

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

    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure)
        drawn = io.BytesIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": "secgraph"})
    return drawn.getvalue()
