"""Make one figure and write it as SVG, the same bytes for the same figure.

Knows nothing of what is drawn.
"""

from secgraph.errors import MissingExtra

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

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
