"""Write the picture of the README: from the text to a passage, a claim and its content.

Usage: python docs/figures/model.py > docs/figures/model.svg. Same input, same bytes.
"""

from typing import NamedTuple
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1040, 384
INK, GREY, PALE, GROUND = "#1f2933", "#52606d", "#cbd2d9", "#f5f7fa"
BLUE, RED, GREEN = "#2f6690", "#a03020", "#3a7d44"
BOLD = ' font-weight="bold"'
DARK = {
    INK: "#e8e8e8",
    GREY: "#b4bcc4",
    PALE: "#4a545e",
    GROUND: "#161616",
    "#ffffff": "#22272c",
    BLUE: "#7db4e0",
    RED: "#ff9a85",
    GREEN: "#7fc98f",
}
"""What stands for each colour where the reader prefers a dark page."""


class Card(NamedTuple):
    """A box with a title and lines, each line with its colour."""

    left: int
    top: int
    width: int
    height: int
    title: str
    colour: str
    lines: list[tuple[str, str]]


class Arrow(NamedTuple):
    """An arrow from one point to another; the label is above its middle, or beside it."""

    start: tuple[int, int]
    end: tuple[int, int]
    label: str


CARDS = [
    Card(20, 56, 160, 136, "Text", GREY, [("", INK)] * 3 + [("stays with its owner", GREY)]),
    Card(
        *(260, 56, 190, 136, "Passage P10.S2", BLUE),
        [
            ("paragraph 10, sentence 2", INK),
            ("characters 5542 to 5695", INK),
            ("SHA-256 922934ce…", INK),
            ("a pointer, not the words", GREY),
        ],
    ),
    Card(
        *(530, 56, 210, 136, "Claim", RED),
        [
            ("holder: the authors", INK),
            ("force: assertion", INK),
            ("polarity: denied", RED),
            ("paraphrase in our words", GREY),
        ],
    ),
    Card(
        *(800, 56, 220, 136, "Content", BLUE),
        [
            ("security of the North Atlantic", INK),
            ("is inseparable from", BLUE),
            ("that of the Indo-Pacific", INK),
            ("described, never asserted", GREY),
        ],
    ),
    Card(
        *(260, 264, 190, 98, "Source", GREEN),
        [("a dataset, such as the", INK), ("roll calls of the UN", INK)],
    ),
    Card(
        *(530, 264, 210, 98, "Fact", GREEN),
        [("India abstained", INK), ("on 23 February 2023", INK)],
    ),
    Card(
        *(800, 264, 220, 98, "Things", GREY),
        [("states, groupings, regions,", INK), ("events, treaties", INK)],
    ),
]
ARROWS = [
    Arrow((260, 124), (180, 124), "points into"),
    Arrow((530, 124), (450, 124), "evidence"),
    Arrow((740, 124), (800, 124), "content"),
    Arrow((910, 192), (910, 264), "subject, object"),
    Arrow((530, 313), (450, 313), "source"),
    Arrow((740, 313), (800, 313), "about"),
]


def text(
    x: float, y: float, words: str, *, colour: str = INK, size: int = 13, more: str = ""
) -> str:
    """Write one line of text."""
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-size="{size}"{more}>{escape(words)}</text>'
    )


def card(box: Card) -> list[str]:
    """Draw a box with a title and lines."""
    place = f'x="{box.left}" y="{box.top}" width="{box.width}" height="{box.height}" rx="6"'
    return [
        f'<rect {place} fill="#ffffff" stroke="{box.colour}" stroke-width="1.5"/>',
        text(box.left + 12, box.top + 24, box.title, colour=box.colour, size=15, more=BOLD),
        *[
            text(box.left + 12, box.top + 50 + 22 * row, words, colour=colour)
            for row, (words, colour) in enumerate(box.lines)
            if words
        ],
    ]


def sentences() -> list[str]:
    """Draw the sentences of the text as grey lines, one of them marked as the passage."""
    return [
        f'<rect x="32" y="{92 + 14 * row}" width="{width}" height="6" rx="3" '
        f'fill="{BLUE if row == 2 else PALE}"/>'
        for row, width in enumerate((136, 128, 136, 96))
    ]


def arrow(line: Arrow) -> list[str]:
    """Draw an arrow with a label."""
    (x1, y1), (x2, y2), label = line
    x, y = ((x1 + x2) / 2, y1 - 10) if y1 == y2 else (x1 + 54, (y1 + y2) / 2 + 4)
    return [
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{GREY}" stroke-width="1.5" '
        'marker-end="url(#head)"/>',
        text(x, y, label, colour=GREY, size=11, more=' text-anchor="middle"'),
    ]


def dark() -> str:
    """Give the rules of style for a dark page."""
    return "".join(
        f'[fill="{light}"]{{fill:{colour}}}[stroke="{light}"]{{stroke:{colour}}}'
        for light, colour in DARK.items()
    )


def figure() -> str:
    """Give the whole picture as SVG."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" font-family="DejaVu Sans, Arial, sans-serif" '
        'role="img">',
        "<title>A passage points into the text; a claim names its passage and its content</title>",
        "<desc>Above, from the left: the text, a passage of it, a claim of that passage, and the "
        "content of the claim, joined by arrows. Below, apart: facts with their sources.</desc>",
        f"<style>@media(prefers-color-scheme:dark){{{dark()}}}</style>",
        '<defs><marker id="head" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto">'
        f'<path d="M0,0 L9,4 L0,8 z" fill="{GREY}"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{GROUND}"/>',
        text(20, 36, "Claims: what a document says", size=16, more=BOLD),
        text(260, 244, "Facts: what datasets record", size=16, more=BOLD),
    ]
    for box in CARDS:
        parts += card(box)
    parts += sentences()
    for line in ARROWS:
        parts += arrow(line)
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    print(figure(), end="")
