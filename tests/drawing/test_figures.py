"""The figures."""

import sys
import xml.etree.ElementTree as ET

import pytest

from secgraph.drawing import figures
from secgraph.errors import MissingExtra

SVG = "http://www.w3.org/2000/svg"
CELLS = {("T", 1): 2, ("P1", 1): 5, ("P1", 2): 0}
KINDS = {("T", "asserted"): 2, ("T", "denied"): 0, ("P1", "asserted"): 4, ("P1", "denied"): 1}


def drawn() -> bytes:
    return figures.coverage(CELLS, KINDS, ["asserted", "denied"], "Claims & more")


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
        figures.coverage({(f"T{wrong}", 1): 1}, {}, [f"kind{wrong}"], wrong + right),
        figures.bars(["bar \1"], ["part"], [[1.0]], title="title", under=wrong + right),
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
    ET.fromstring(figures.coverage({}, {}, ["asserted"], "Nothing"))


def test_without_matplotlib_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"secgraph\[plot\]"):
        drawn()
