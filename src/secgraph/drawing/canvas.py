"""Make one figure and write it as SVG, PNG or PDF, the same bytes for the same figure.

Knows nothing of what is drawn.
"""

import io
import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from secgraph.drawing import colours
from secgraph.errors import MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("svg", "png", "pdf")
"""What a figure can be written as."""

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "secgraph",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 8,
    "text.parse_math": False,
    "text.color": colours.INK,
    "axes.edgecolor": colours.BORDER,
    "axes.labelcolor": colours.INK,
    "axes.facecolor": "none",
    "xtick.color": colours.INK,
    "ytick.color": colours.INK,
    "figure.facecolor": colours.PAGE,
    "savefig.facecolor": colours.PAGE,
    "hatch.color": colours.PAGE,
    "hatch.linewidth": 0.6,
}

_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None, "Creator": "secgraph"},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": "secgraph", "Producer": None},
}
_TITLE, _FOOTER = 10, 7
"""The sizes of the letters above and below, in points."""

_MARGIN = 0.008
"""How far the words below stand from the edge, as a share of the width."""

_LINE = 0.19
"""The height of a line of the title, in inches."""

# The characters that XML 1.0 has no form for (section 2.2, production Char).
_NOT_XML = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF], "\N{REPLACEMENT CHARACTER}"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a figure.

    Attributes:
        title: What it shows; the first line above it, and the title of the file.
        under: Further lines above it; may be empty.
        footer: Its source and release, below it.
        description: Its content in words, for who does not see it.
    """

    title: str
    under: str = ""
    footer: str = ""
    description: str = ""


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
    plain_axes(axes)
    axes.spines["left"].set_visible(False)


def plain_axes(axes: "Axes") -> None:
    """Draw vertical grid lines, no ticks, and the lower and the left axis."""
    axes.grid(axis="x", color=colours.RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def write(
    size: tuple[float, float],
    paint: Callable[["Figure"], None],
    caption: Caption,
    format: str = "svg",
) -> bytes:
    """Make a figure, have it painted, and write it without a date or random names.

    A character in a label that XML has no form for, such as a control character, is written as
    U+FFFD.

    Args:
        size: Width and height in inches, without the words of the caption.
        paint: Draws on the figure.
        caption: The words around it.
        format: One of :data:`FORMATS`.

    Returns:
        The file. SVG in UTF-8 has a title, a description and a role, and dark colours where the
        reader prefers them.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtra("plot", "drawing") from error
    width, height = size
    with matplotlib.rc_context(_STYLE), warnings.catch_warnings():
        # Whoever shows the figure takes another font for a character that this one lacks.
        warnings.filterwarnings("ignore", r"Glyph \d+ .*missing from font", UserWarning)
        above = _wrapped((caption.title, *caption.under.split("\n")), width, _TITLE)
        below = _wrapped((caption.footer,), width, _FOOTER)
        height += _LINE * len(above) + 0.75 * _LINE * len(below)
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle("\n".join(above), fontsize=_TITLE)
        if below:
            figure.supxlabel(
                "\n".join(below),
                fontsize=_FOOTER,
                color=colours.SOFT,
                x=_MARGIN,
                ha="left",
                va="bottom",
            )
        paint(figure)
        file = io.BytesIO()
        figure.savefig(file, format=format, metadata=_METADATA[format], dpi=160)
    return _accessible(file.getvalue(), caption) if format == "svg" else file.getvalue()


def _wrapped(paragraphs: Sequence[str], width: float, size: int) -> list[str]:
    """Break paragraphs into lines that fit into *width* inches in letters of *size* points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=_STYLE["font.sans-serif"], size=size)
    room = 72 * width * (1 - 2 * _MARGIN)

    def fits(line: str) -> bool:
        return text_to_path.get_text_width_height_descent(line, font, False)[0] <= room

    lines = []
    for text in filter(None, paragraphs):
        words = text.translate(_NOT_XML)
        # No letter but a few is narrower than a quarter of its height.
        count = max(int(4 * room / size), 1)
        broken = textwrap.wrap(words, count)
        while count > 1 and not all(map(fits, broken)):
            count -= 1
            broken = textwrap.wrap(words, count)
        lines += broken
    return lines


def _accessible(svg: bytes, caption: Caption) -> bytes:
    """Add what a screen reader reads, and the colours of a dark page."""
    # Only texts can hold such a character, and matplotlib writes them as they are.
    text = svg.decode().translate(_NOT_XML)
    words = (caption.under.replace("\n", "; "), caption.description, caption.footer)
    description = " ".join(f"{part.rstrip('.')}." for part in words if part)
    head, tag, rest = text.partition("<svg ")
    attributes, end, body = rest.partition(">")
    role = ' role="img" aria-labelledby="figure-title figure-description"'
    added = (
        f'\n <title id="figure-title">{escape(caption.title)}</title>'
        f'\n <desc id="figure-description">{escape(description)}</desc>'
        f"\n <style>{colours.dark_style()}</style>"
    )
    return (head + tag + attributes + role + end + added.translate(_NOT_XML) + body).encode()
