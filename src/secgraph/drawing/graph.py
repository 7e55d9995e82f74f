"""Draw a graph in layers: boxes of claims and things, joined by arrows with labels.

The layout is graphlay's. Draws its arguments; asks no store.
"""

import itertools
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from secgraph.drawing import colours
from secgraph.drawing.canvas import Caption, write
from secgraph.errors import MissingExtra

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Network = networkx.MultiDiGraph[str]

Point = tuple[float, float]

_WIDE, _NARROW = 52, 26
"""So many characters stand on a line of a claim and of a thing."""

_LETTER, _LINE = 4.5, 10.6
"""About the width and the height of a letter, in points."""


def graph(
    network: "Network", caption: Caption, *, downwards: bool = False, format: str = "svg"
) -> bytes:
    """Draw a graph so that edges lead from the left to the right.

    Args:
        network: Nodes with ``kind`` (``claim`` or ``thing``) and ``label``; claims may have
            ``polarity``, ``hedge`` and ``evidence``; edges have ``label``, ``asked`` where they
            lead to what was asked about, which then stands before the claim, and ``mutual`` where
            they have no direction.
        caption: The words around the figure.
        downwards: Whether edges lead from the top down instead.
        format: Of the file: svg, png or pdf.

    Returns:
        The file, the same bytes for the same input.

    Raises:
        MissingExtra: matplotlib or graphlay is not installed.
    """
    boxes = {node: _lines(data) for node, data in network.nodes(data=True)}
    edges = [
        (last, first, data) if data.get("asked") else (first, last, data)
        for first, last, data in network.edges(data=True)
    ]
    middles, paths, labels, (width, height) = _layout(boxes, edges, downwards=downwards)

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for (first, last, data), points, place in zip(edges, paths, labels, strict=True):
            denied = "denied" in {
                network.nodes[node].get("polarity") for node in (first, last)
            } and bool(network.nodes[first]["kind"] != network.nodes[last]["kind"])
            _arrow(axes, points, place, data, denied=denied)
        for node, lines in boxes.items():
            _box(axes, middles[node], lines, network.nodes[node])
        axes.set_xlim(-8, width + 8)
        axes.set_ylim(height + 8, -8)
        axes.set_axis_off()

    return write((max(width / 72 + 0.5, 5), max(height / 72 + 0.4, 1)), paint, caption, format)


def _layout(
    boxes: Mapping[str, Sequence[str]],
    edges: Sequence[tuple[str, str, Mapping[str, Any]]],
    *,
    downwards: bool,
) -> tuple[dict[str, Point], list[list[Point]], list[Point], Point]:
    """Give the middle of each box, points and label of each edge, and the width and height."""
    try:
        import graphlay
    except ImportError as error:
        raise MissingExtra("plot", "drawing a graph") from error
    request = graphlay.Graph()
    for node, lines in boxes.items():
        width, height = _size(lines)
        request.node(node, width=width, height=height)
    for first, last, data in edges:
        label = data.get("label", "")
        fields: dict[str, Any] = {}
        if label:
            fields["label_size"] = [len(label) * _LETTER + 6, _LINE]
        request.edge(first, last, **fields)
    options = {
        "direction": "topbottom" if downwards else "leftright",
        "spacing": {"layer_gap": 30.0 if downwards else 60.0, "node_gap": 12.0},
        "routing": {"style": "orthogonal"},
    }
    made = graphlay.layout(request, options=options)
    corners: list[Point] = [(0.0, 0.0)]
    middles = {node: (float(x), float(y)) for node, (x, y) in made.positions().items()}
    for node, (x, y) in middles.items():
        width, height = _size(boxes[node])
        corners += [(x - width / 2, y - height / 2), (x + width / 2, y + height / 2)]
    paths = [[(point["x"], point["y"]) for point in edge["points"]] for edge in made.edges]
    anchors = [
        (anchor["x"], anchor["y"]) if (anchor := edge.get("label_anchor")) else _longest(path)
        for edge, path in zip(made.edges, paths, strict=True)
    ]
    corners = corners[1:] + [point for path in paths for point in path]
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    size = max(x for x, _ in corners) - left, max(y for _, y in corners) - top
    return (
        {node: (x - left, y - top) for node, (x, y) in middles.items()},
        [[(x - left, y - top) for x, y in path] for path in paths],
        [(x - left, y - top) for x, y in anchors],
        size,
    )


def _size(lines: Sequence[str]) -> Point:
    return max(map(len, lines), default=1) * _LETTER + 14, len(lines) * _LINE + 10


def _lines(attributes: Mapping[str, str]) -> list[str]:
    if attributes["kind"] != "claim":
        return textwrap.wrap(attributes["label"], _NARROW) or [""]
    facets = "; ".join(
        filter(None, (attributes.get(name, "") for name in ("polarity", "hedge", "evidence")))
    )
    return [*textwrap.wrap(attributes["label"], _WIDE), *textwrap.wrap(facets, _WIDE)] or [""]


def _box(axes: "Axes", middle: Point, lines: Sequence[str], attributes: Mapping[str, str]) -> None:
    from matplotlib.patches import FancyBboxPatch

    width, height = _size(lines)
    denied = attributes.get("polarity") == "denied"
    axes.add_patch(
        FancyBboxPatch(
            (middle[0] - width / 2 + 3, middle[1] - height / 2 + 3),
            width - 6,
            height - 6,
            boxstyle="round,pad=3",
            facecolor=colours.CLAIM if attributes["kind"] == "claim" else colours.THING,
            edgecolor=colours.DENIED if denied else colours.BORDER,
            linestyle="--" if denied else "-",
            linewidth=0.9,
            zorder=3,
        )
    )
    axes.text(*middle, "\n".join(lines), ha="center", va="center", zorder=4)


def _arrow(
    axes: "Axes",
    points: Sequence[Point],
    place: Point,
    attributes: Mapping[str, Any],
    *,
    denied: bool,
) -> None:
    """Draw an edge with its head and its label; to what was asked about it has no head."""
    color = colours.DENIED if denied else colours.EDGE
    style = "--" if denied else "-"
    axes.plot(*zip(*points, strict=True), color=color, linewidth=0.9, linestyle=style, zorder=1)
    if not (attributes.get("asked") or attributes.get("mutual")):
        axes.annotate(
            "",
            points[-1],
            xytext=points[-2],
            arrowprops={
                "arrowstyle": "-|>",
                "color": color,
                "shrinkA": 0,
                "shrinkB": 0,
                "linewidth": 0.9,
            },
            zorder=2,
        )
    label = attributes.get("label", "")
    if label:
        ground = {"facecolor": colours.PAGE, "edgecolor": "none", "pad": 0.8}
        axes.text(
            *place,
            label,
            ha="center",
            va="center",
            fontsize=7,
            color=colours.SOFT,
            bbox=ground,
            zorder=2.5,
        )


def _longest(points: Sequence[Point]) -> Point:
    """Give the middle of the longest piece of an edge."""
    pieces = list(itertools.pairwise(points))
    (ax, ay), (bx, by) = max(
        pieces, key=lambda piece: abs(piece[0][0] - piece[1][0]) + abs(piece[0][1] - piece[1][1])
    )
    return (ax + bx) / 2, (ay + by) / 2
