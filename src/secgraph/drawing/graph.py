"""Draw counts, dates and graphs.

Draws what it is handed; asks nothing.
"""

import datetime
import textwrap

from secgraph.drawing.canvas import ruled, svg, titled, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Place = tuple[float, float, float, list[str]]
    """Across, from 0 left to 1 right; start and end in lines from the top; the lines."""


def coverage(
    cells: "Mapping[tuple[str, int], int]",
    kinds: "Mapping[tuple[str, str], int]",
    columns: "Sequence[str]",
    title: str,
) -> bytes:
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
    spans: "Sequence[tuple[str, str, datetime.date, datetime.date | None]]", title: str, under: str
) -> bytes:
    """Draw what happened when: a line for each span, a bar from its first to its last day; pale to the edge where no end is given.

    Args:
        spans: Label, date in words, first and last day, in the order in which they are drawn.
        title: What the figure is about.
        under: A second line about it; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    lines, middles, bottom = wrapped([label for label, *_ in spans], 60, 0.6)
    first_year = min(first.year for _, _, first, _ in spans)
    last_year = max((last or first).year for _, _, first, last in spans) + 1
    low, high = (datetime.date(year, 1, 1).toordinal() for year in (first_year, last_year))
    edge = high + (high - low) * 0.25

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for middle, (_, said, first, last) in zip(middles, spans, strict=True):
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
                said,
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
        ruled(axes, lines, middles, bottom)
        titled(figure, title, under)

    return svg((11, 1.3 + 0.16 * bottom), paint)


def graph(drawn: "networkx.MultiDiGraph[str]", title: str, under: str) -> bytes:
    """Draw claims in the middle and the things they are about on both sides; where there are no claims, things on both sides.

    Args:
        drawn: Nodes with ``kind`` (``claim`` or ``thing``) and ``label``, claims perhaps with
            ``polarity``, ``hedge`` and ``evidence``; edges with ``label``.
        title: What the figure is about.
        under: A second line about it; may be empty.

    Returns:
        SVG in UTF-8, the same for the same input.

    Raises:
        MissingExtra: matplotlib is not installed.
    """
    layout = _columns(drawn)
    height = max((end for _, _, end, _ in layout.values()), default=1.0)

    def paint(figure: "Figure") -> None:
        axes = figure.subplots()
        for first, last, edge in drawn.edges(data=True):
            _edge(
                axes,
                layout[first],
                layout[last],
                drawn.nodes[first],
                "" if drawn.nodes[first]["kind"] == "claim" else edge.get("label", ""),
            )
        for node, (across, start, end, lines) in layout.items():
            told = drawn.nodes[node]
            claim, denied = told["kind"] == "claim", told.get("polarity") == "denied"
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
        denied = any(told.get("polarity") == "denied" for _, told in drawn.nodes(data=True))
        titled(figure, title, under + ("; dashed: denied" if denied else ""))

    return svg((12, 1.2 + 0.17 * height), paint)


_WIDE, _NARROW = 62, 26
"""So many characters stand on a line of a claim and of a thing."""


def _columns(drawn: "networkx.MultiDiGraph[str]") -> "dict[str, Place]":
    """Give each node its place: across (0 left, 0.5 middle, 1 right), where it starts and ends in lines of text from the top, and its lines.

    Things stand near what they are joined to; nothing overlaps.
    """
    placed: dict[str, Place] = {}
    sides = {node: _side(drawn, node) for node in drawn if drawn.degree(node)}
    for node in drawn:
        # Of the things that one claim is about the first stands left, the next right; where none
        # has a second, claims stand right.
        for other in (
            list(drawn.successors(node))[1:] if drawn.nodes[node]["kind"] == "claim" else ()
        ):
            sides[other] = 1.0 if drawn.nodes[other]["kind"] != "claim" else sides[other]
    if 1.0 not in sides.values():
        sides = {node: 1.0 if side == 0.5 else side for node, side in sides.items()}
    for side in (0.5, 1.0, 0.0):
        nodes = [node for node, where in sides.items() if where == side]
        lines = {node: _lines(drawn.nodes[node]) for node in nodes}
        aims = {node: _aim(drawn, node, placed) for node in nodes}
        down = 0.0
        for node in sorted(nodes, key=lambda node: aims[node]):
            tall = len(lines[node]) + 1.4
            start = max(down, aims[node] - tall / 2)
            placed[node] = (side, start, start + tall, lines[node])
            down = start + tall
    return placed


def _side(drawn: "networkx.MultiDiGraph[str]", node: str) -> float:
    """Give the column of a node: claims and what is both cause and effect in the middle, what claims are about and where edges begin left."""
    told, befores = drawn.nodes[node], list(drawn.predecessors(node))
    if told["kind"] == "claim":
        return 0.5
    if any(drawn.nodes[other]["kind"] == "claim" for other in befores):
        return 0.0
    return (1.0 if not drawn.out_degree(node) else 0.5) if befores else 0.0


def _aim(drawn: "networkx.MultiDiGraph[str]", node: str, placed: "Mapping[str, Place]") -> float:
    """Give the height in the middle of what a node is joined to, as far as that has its place."""
    joined = [
        placed[other]
        for other in (*drawn.predecessors(node), *drawn.successors(node))
        if other in placed
    ]
    return sum((start + end) / 2 for _, start, end, _ in joined) / len(joined) if joined else 0.0


def _lines(told: "Mapping[str, str]") -> "list[str]":
    if told["kind"] != "claim":
        return textwrap.wrap(told["label"], _NARROW)
    facets = "; ".join(
        filter(None, (told.get("polarity", ""), told.get("hedge", ""), told.get("evidence", "")))
    )
    return [*textwrap.wrap(told["label"], _WIDE), *([facets] if facets else [])]


def _edge(
    axes: "Axes", first: "Place", last: "Place", told: "Mapping[str, str]", label: str
) -> None:
    denied = told.get("polarity") == "denied"
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
    rows: "Sequence[str]",
    columns: "Sequence[str]",
    counts: "Mapping[tuple[str, str], int]",
) -> None:
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
