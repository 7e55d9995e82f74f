"""The figures."""

import io
import itertools
import sys
import xml.etree.ElementTree as ET

import matplotlib.image
import pytest

from secgraph.drawing import colours, figures
from secgraph.drawing.canvas import Caption
from secgraph.errors import MissingExtra

SVG = "http://www.w3.org/2000/svg"
CELLS = {("T", 1): 2, ("P1", 1): 5, ("P1", 2): 0}
KINDS = {("T", "asserted"): 2, ("T", "denied"): 0, ("P1", "asserted"): 4, ("P1", "denied"): 1}


def drawn() -> bytes:
    return figures.coverage(CELLS, KINDS, ["asserted", "denied"], Caption("Claims & more"))


def test_the_figure_is_svg_with_its_numbers_and_names_as_text():
    root = ET.fromstring(drawn())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("5") == 1
    assert words.count("0") == 2
    assert {"P1", "T", "asserted", "denied", "Claims & more"} <= set(words)


def test_a_character_that_xml_has_no_form_for_is_replaced():
    """In titles and labels of any figure; tab, line feed and every other character stay."""
    wrong = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
    right = "\x7f\x85\u202e\U0001f600 & <"
    replaced = "\ufffd" * len(wrong)
    for svg in (
        figures.coverage({(f"T{wrong}", 1): 1}, {}, [f"kind{wrong}"], Caption(wrong + right)),
        figures.bars(["bar \1"], ["part"], [[1.0]], Caption("title", wrong + right)),
    ):
        words = {element.text for element in ET.fromstring(svg).iter(f"{{{SVG}}}text")}
        assert replaced + right in words
        assert words & {f"T{replaced}", "bar \ufffd"}


def test_the_same_counts_give_the_same_bytes():
    assert drawn() == drawn()


def test_nothing_is_fetched_to_show_it():
    """The only addresses are names of namespaces and of the document type."""
    assert b"@import" not in drawn()
    assert b"url(http" not in drawn()
    assert b"<image" not in drawn()


def test_no_counts_at_all_still_draw():
    ET.fromstring(figures.coverage({}, {}, ["asserted"], Caption("Nothing")))


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"\[plot\]"):
        drawn()


@pytest.mark.parametrize(
    ("format", "magic"), [("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-"), ("svg", b"<?xml")]
)
def test_a_figure_is_written_in_each_format_with_the_same_bytes(format, magic):
    first, second = (
        figures.bars(["a"], ["part"], [[1.0]], Caption("t", footer="Source: x"), format=format)
        for _ in range(2)
    )
    assert first.startswith(magic)
    assert first == second


def test_a_figure_says_what_it_shows_to_who_does_not_see_it():
    """Title, description and role; title and description are those that the role points to."""
    caption = Caption("How <many>?", "of whom", "Source: x", "2 rows: a; b")
    root = ET.fromstring(figures.bars(["a"], ["part"], [[1.0]], caption))
    title, description = (root.find(f"{{{SVG}}}{tag}") for tag in ("title", "desc"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert title.text == "How <many>?"
    assert description.text == "of whom. 2 rows: a; b. Source: x."


def test_a_long_title_is_broken_and_not_cut():
    words = " ".join(f"word{number}" for number in range(60))
    root = ET.fromstring(figures.bars(["a"], ["part"], [[1.0]], Caption(words)))
    drawn = [element.text for element in root.iter(f"{{{SVG}}}text") if "word" in element.text]
    assert " ".join(drawn).split() == words.split()
    assert max(map(len, drawn)) < 140


@pytest.mark.parametrize("sign", "Wi-")
def test_no_line_above_or_below_reaches_beyond_the_figure(sign):
    """The outermost column of points is that of the page, whatever signs the words have."""
    words = " ".join([sign * 7] * 60)
    caption = Caption(words, words, words)
    image = matplotlib.image.imread(
        io.BytesIO(figures.bars(["a"], ["part"], [[1.0]], caption, format="png"))
    )
    assert image[:, [0, -1], :3].min() == 1
    assert image[:, 1:-1, :3].min() < 0.5


def test_every_colour_of_text_and_lines_changes_on_a_dark_page():
    """The style names each colour that the figure uses for ink, and the two pages differ."""
    svg = drawn().decode()
    style = ET.fromstring(svg).find(f"{{{SVG}}}style").text
    assert "prefers-color-scheme:dark" in style
    for colour in (colours.INK, colours.PAGE):
        assert f"fill: {colour}" in svg
        assert f'fill: {colour}"]{{fill:' in style


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


# Severity 1 of Machado, Oliveira and Fernandes 2009, over linear sRGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def lab(colour: str, kind: str) -> tuple[float, float, float]:
    """A colour as somebody sees it, in CIE L*a*b* (D65)."""
    linear = [_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5)]
    red, green, blue = (
        min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1)
        for row in BLINDNESS[kind]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_ramp_gets_darker_all_the_way(kind):
    """For every kind of colour blindness; each step of a twentieth is seen."""
    lightness = [lab(colours.ramp(step / 20), kind)[0] for step in range(21)]
    assert all(before - after > 1 for before, after in itertools.pairwise(lightness))
    assert lightness[0] - lightness[-1] > 60


@pytest.mark.parametrize("kind", BLINDNESS)
def test_the_first_four_groups_are_told_apart(kind):
    """As far apart as 12 in L*a*b*, where 2 is just seen: for, against, abstain, away."""
    seen = [lab(colour, kind) for colour in colours.SERIES[:4]]
    for number, first in enumerate(seen):
        for second in seen[number + 1 :]:
            assert sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5 > 12


def test_text_on_a_colour_can_be_read():
    """At least 4.5 to 1 for text of the normal size (WCAG 2.2, 1.4.3), on each shade and group."""
    grounds = [colours.ramp(step / 20) for step in range(21)] + list(colours.SERIES[:4])
    for ground in grounds:
        one, other = sorted(map(colours.luminance, (ground, colours.text_on(ground))))
        assert (other + 0.05) / (one + 0.05) > 4.5, ground
