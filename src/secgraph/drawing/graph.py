"""Draw counts, dates and graphs.

Draws its arguments; asks no store.
"""

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secgraph.drawing.canvas import add_titles, label_rows, svg, wrap_labels

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Place = tuple[float, float, float, list[str]]
"""Position across, from 0 (left) to 1 (right); start and end in lines from the top; the lines."""


def coverage(
    cells: Mapping[tuple[str, int], int],
    kinds: Mapping[tuple[str, str], int],
    columns: Sequence[str],
    title: str,
) -> bytes:
    """Draw the number of claims of each sentence, and of each kind in each block.

    Args:
        cells: Claims by block (title, heading or paragraph) and number of the sentence, from 1.
        kinds: Claims by block and kind.
        columns: The kinds, from the left.
        title: The first line above the figure.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    blocks = list(dict.fromkeys(block for block, _ in cells))
    longest = max((number for _, number in cells), default=1)

    def paint(figure: "Figure") -> None:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(longest, len(columns) * 1.4))
        _grid(
            left,
            blocks,
            [str(number) for number in range(1, longest + 1)],
            {(block, str(number)): count for (block, number), count in cells.items()},
        )
        _grid(right, blocks, columns, kinds)
        left.set_xlabel("sentence")
        left.set_ylabel("paragraph")
        right.set_xlabel("kind of claim")
        figure.suptitle(title)

    return svg((11, 1.2 + 0.3 * len(blocks)), paint)


def timeline(
    spans: Sequence[tuple[str, str, datetime.date, datetime.date | None]], title: str, under: str
) -> bytes:
    """Draw events on a line of time: for each a bar from its first to its last day.

    Where no end is given, the bar is pale and runs to the edge.

    Args:
        spans: Label, date as text, first and last day, from the top.
        title: The first line above the figure.
        under: The second line; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    lines, middles, bottom = wrap_labels([label for label, *_ in spans], 60, 0.6)
    first_year = min(first.year for _, _, first, _ in spans)
    last_year = max((last or first).year for _, _, first, last in spans) + 1
    low, high = (datetime.date(year, 1, 1).toordinal() for year in (first_year, last_year))
    edge = high + (high - low) * 0.25

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for middle, (_, when, first, last) in zip(middles, spans, strict=True):
            start = float(first.toordinal())
            if last is None:
                axes.barh(
                    middle, edge - start, left=start, height=0.7, color="#dce7f1", edgecolor="none"
                )
                axes.plot(
                    [start, start], [middle - 0.35, middle + 0.35], color="#1f4e79", linewidth=1.6
                )
            else:
                axes.barh(
                    middle,
                    (last - first).days + 1,
                    left=start,
                    height=0.7,
                    color="#4a7fb0",
                    edgecolor="#1f4e79",
                    linewidth=0.8,
                )
            after = start if last is None else float(last.toordinal()) + 1
            axes.annotate(
                when,
                (after, middle),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color="#444444",
            )
        ticks = range(first_year, last_year + 1, -(-(last_year - first_year) // 10))
        axes.set_xticks(
            [datetime.date(year, 1, 1).toordinal() for year in ticks], [str(year) for year in ticks]
        )
        axes.set_xlim(low - (high - low) * 0.02, edge)
        label_rows(axes, lines, middles, bottom)
        add_titles(figure, title, under)

    return svg((11, 1.3 + 0.16 * bottom), paint)


def graph(network: "networkx.MultiDiGraph[str]", title: str, under: str) -> bytes:
    """Draw claims in the middle and the things they are about on both sides.

    Without claims, there are things on both sides.

    Args:
        network: Nodes with ``kind`` (``claim`` or ``thing``) and ``label``; claims may have
            ``polarity``, ``hedge`` and ``evidence``; edges have ``label``.
        title: The first line above the figure.
        under: The second line; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    layout = _columns(network)
    height = max((end for _, _, end, _ in layout.values()), default=1.0)

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for first, last, edge in network.edges(data=True):
            _edge(
                axes,
                layout[first],
                layout[last],
                network.nodes[first],
                "" if network.nodes[first]["kind"] == "claim" else edge.get("label", ""),
            )
        for node, (across, start, end, lines) in layout.items():
            attributes = network.nodes[node]
            claim = attributes["kind"] == "claim"
            denied = attributes.get("polarity") == "denied"
            box = {
                "boxstyle": "round,pad=0.35",
                "facecolor": "#ffffff" if claim else "#e6eef6",
                "edgecolor": "#a03020" if denied else "#7a8896",
            }
            where = "left" if across == 0 else "right" if across == 1 else "center"
            axes.text(
                across,
                (start + end) / 2,
                "\n".join(lines),
                ha=where,
                va="center",
                bbox=box,
                zorder=3,
            )
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(height, 0)
        axes.set_axis_off()
        denied = any(node.get("polarity") == "denied" for _, node in network.nodes(data=True))
        add_titles(figure, title, under + ("; dashed: denied" if denied else ""))

    return svg((12, 1.2 + 0.17 * height), paint)


_WIDE, _NARROW = 62, 26
"""So many characters stand on a line of a claim and of a thing."""


def _columns(network: "networkx.MultiDiGraph[str]") -> dict[str, Place]:
    """Give each node its place in one of three columns (0, 0.5 and 1).

    Things are near the nodes they are joined to; nothing overlaps.
    """
    placed: dict[str, Place] = {}
    sides = {node: _side(network, node) for node in network if network.degree(node)}
    for node in network:
        # The first thing that a claim is about is on the left, the others on the right; where no
        # claim has a second, claims are on the right.
        for other in (
            list(network.successors(node))[1:] if network.nodes[node]["kind"] == "claim" else ()
        ):
            sides[other] = 1.0 if network.nodes[other]["kind"] != "claim" else sides[other]
    if 1.0 not in sides.values():
        sides = {node: 1.0 if side == 0.5 else side for node, side in sides.items()}
    for side in (0.5, 1.0, 0.0):
        nodes = [node for node, where in sides.items() if where == side]
        lines = {node: _lines(network.nodes[node]) for node in nodes}
        aims = {node: _aim(network, node, placed) for node in nodes}
        down = 0.0
        for node in sorted(nodes, key=lambda node: aims[node]):
            tall = len(lines[node]) + 1.4
            start = max(down, aims[node] - tall / 2)
            placed[node] = (side, start, start + tall, lines[node])
            down = start + tall
    return placed


def _side(network: "networkx.MultiDiGraph[str]", node: str) -> float:
    """Give the column of a node.

    In the middle: claims, and things with edges both in and out. On the left: the things that
    claims are about, and things with edges out only. On the right: things with edges in only.
    """
    predecessors = list(network.predecessors(node))
    if network.nodes[node]["kind"] == "claim":
        return 0.5
    if any(network.nodes[other]["kind"] == "claim" for other in predecessors):
        return 0.0
    return (1.0 if not network.out_degree(node) else 0.5) if predecessors else 0.0


def _aim(network: "networkx.MultiDiGraph[str]", node: str, placed: Mapping[str, Place]) -> float:
    """Give the mean height of the placed nodes that a node is joined to."""
    joined = [
        placed[other]
        for other in (*network.predecessors(node), *network.successors(node))
        if other in placed
    ]
    return sum((start + end) / 2 for _, start, end, _ in joined) / len(joined) if joined else 0.0


def _lines(attributes: Mapping[str, str]) -> list[str]:
    if attributes["kind"] != "claim":
        return textwrap.wrap(attributes["label"], _NARROW)
    facets = "; ".join(
        filter(None, (attributes.get(name, "") for name in ("polarity", "hedge", "evidence")))
    )
    return [*textwrap.wrap(attributes["label"], _WIDE), *([facets] if facets else [])]


def _edge(
    axes: "Axes", first: Place, last: Place, attributes: Mapping[str, str], label: str
) -> None:
    denied = attributes.get("polarity") == "denied"
    start, end = (first[1] + first[2]) / 2, (last[1] + last[2]) / 2
    color: str = "#a03020" if denied else "#8a96a3"
    axes.plot(
        [first[0], last[0]],
        [start, end],
        color=color,
        linewidth=0.9,
        linestyle="--" if denied else "-",
        zorder=1,
    )
    if label:
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        axes.text(
            (first[0] + last[0]) / 2,
            (start + end) / 2,
            label,
            ha="center",
            va="center",
            color="#444444",
            bbox=ground,
            zorder=2,
        )


def _grid(
    axes: "Axes",
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
) -> None:
    """Draw counts as numbers on squares, darker for more; no square where there is no count."""
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
    axes.add_patch(
        Rectangle(
            (across - 0.47, down - 0.45),
            0.94,
            0.9,
            facecolor=shade,
            edgecolor="#999999",
            linewidth=0.4,
        )
    )
    axes.text(
        across,
        down,
        str(count),
        ha="center",
        va="center",
        color="white" if share > 0.6 else "black",
    )
