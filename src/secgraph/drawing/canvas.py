"""Make one figure and write it as SVG, the same bytes for the same figure.

Knows nothing of what is drawn.
"""

import io
import textwrap
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from secgraph.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "secgraph",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8,
    "text.parse_math": False,
}

# The characters that XML 1.0 has no form for (section 2.2, production Char).
_NOT_XML = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"
)


def add_titles(figure: "Figure", title: str, under: str) -> None:
    """Write the title and a second line above a figure."""
    figure.suptitle(title + (f"\n{under}" if under else ""), fontsize=10)


def wrap_labels(
    labels: Sequence[str], width: int, gap: float
) -> tuple[list[list[str]], list[float], float]:
    """Break labels into lines of *width* characters and put them below each other.

    Returns:
        The lines of each label; the middle of each and the end of the last, in lines from the top.
    """
    lines = [textwrap.wrap(label, width) for label in labels]
    middles, place = [], 0.0
    for label_lines in lines:
        height = max(len(label_lines), 1) + gap
        middles.append(place + height / 2)
        place += height
    return lines, middles, place


def label_rows(
    axes: "Axes", lines: Sequence[Sequence[str]], middles: Sequence[float], bottom: float
) -> None:
    """Write a label at each middle, from the top; draw the lower axis and vertical grid lines."""
    axes.set_yticks(middles, ["\n".join(label_lines) for label_lines in lines])
    axes.set_ylim(bottom, 0)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def svg(size: tuple[float, float], paint: Callable[["Figure"], None]) -> bytes:
    """Make a figure, have it painted, and write it without a date or random names.

    A character in a label that XML has no form for, such as a control character, is written as
    U+FFFD.

    Args:
        size: Width and height in inches.
        paint: Draws on the figure.

    Returns:
        SVG in UTF-8.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("plot", "drawing") from error
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # Whoever shows the figure takes another font for a character that this one lacks.
        warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font", UserWarning)
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        paint(figure)
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": "secgraph"})
    # Only texts can hold such a character, and matplotlib writes them as they are.
    return file.getvalue().decode().translate(_NOT_XML).encode()
