"""Draw how much is claimed on each passage.

Counts nothing: the rows come from the question evidence/coverage.
"""

from secgraph.drawing import figures
from secgraph.drawing.canvas import Caption
from secgraph.namespaces import slug
from secgraph.query.passages import KINDS, by_document, place


def draw(rows: "list[dict[str, str]]", title: str, *, format: str = "svg") -> bytes:
    """Draw the counts.

    Args:
        rows: Those of :func:`secgraph.query.passages.rows`.
        title: Stands above the figure.
        format: Of the file: svg, png or pdf.

    Raises:
        MissingExtra: What draws is not installed.
    """
    cells: dict[tuple[str, int], int] = {}
    kinds: dict[tuple[str, str], int] = {}
    several = len(by_document(rows)) > 1
    for row in rows:
        block, sentence = place(row["passage"])
        if several:
            block = f"{slug(row['documentIri'])} {block}"
        cells[block, sentence] = int(row["claims"])
        for kind in KINDS:
            kinds[block, kind] = kinds.get((block, kind), 0) + int(row[kind])
    sources = ", ".join(dict.fromkeys(row["document"] for row in rows))
    claims = sum(cells.values())
    caption = Caption(
        title,
        footer=f"Source: {sources}" if sources else "",
        description=f"{claims} claims on {len(cells)} passages",
    )
    return figures.coverage(cells, kinds, KINDS, caption, format=format)
