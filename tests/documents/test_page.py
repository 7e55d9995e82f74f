"""From a saved page to its canonical text, with pages of our own."""

import unicodedata
from pathlib import Path

import pytest

from secgraph.documents import canonical, page
from secgraph.errors import BadFile
from support.paths import FIXTURES

HARBOUR = FIXTURES / "documents" / "harbour.md"


def saved(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def text_of(path: str) -> str:
    return canonical.text(page.read(path).blocks)


def test_the_head_of_a_page_says_title_day_and_address():
    read = page.read(str(HARBOUR))
    assert read.title == "Who Guards the Harbour? A Note on Small Navies"
    assert (read.date, read.source) == ("2024-05-06", "https://example.org/notes/harbour")
    assert page.headings(read.blocks) == [1, 3, 6]


@pytest.mark.parametrize(
    ("given", "date", "unread"),
    [
        ("2021", "2021", ""),
        ("'2021'", "2021", ""),
        ("2021-03", "2021-03", ""),
        ("2021-03-12T10:00:00Z", "2021-03-12", ""),
        ("2021-03-12 10:00", "2021-03-12", ""),
        ("12 March 2021", "", "12 March 2021"),
        ("2021-03-123", "", "2021-03-123"),
        ("''", "", ""),
    ],
)
def test_a_date_is_a_day_a_month_or_a_year(tmp_path, given, date, unread):
    read = page.read(saved(tmp_path, "a.md", f"---\ntitle: A\ndate: {given}\n---\nShips sail.\n"))
    assert (read.date, read.unread_date) == (date, unread)


def test_a_block_stands_on_each_second_line_and_the_last_has_no_line_end():
    lines = text_of(str(HARBOUR)).split("\n")
    assert len(lines) == 17
    assert all(lines[::2])
    assert not any(lines[1::2])


MARKDOWN = """# One *title*

First [line](https://example.org)
and **second**, with `code` and &amp;.

<!-- a comment -->

- item one
- item two

> quoted
"""
HTML = """<!DOCTYPE html><html lang="en-GB"><head><title>One title | Site</title>
<link rel="canonical" href="https://example.org/x"><style>p {}</style>
<meta property="article:published_time" content="2024-05-06T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><header>Site</header><main><h1>One <em>title</em></h1>
<p>First <a href="https://example.org">line</a>
and <b>second</b>, with <code>code</code> and &amp;.<sup><a href="#n1">1</a></sup></p>
<script>alert("no")</script><ul><li>item one<li>item two</ul><p hidden>unseen</p>
<blockquote>quoted</blockquote></main><footer>All rights</footer></body></html>"""
PLAIN = "One title\n\nFirst line\nand second, with code and &.\n\nitem one\n\nitem two\n\nquoted\n"


@pytest.mark.parametrize(
    ("name", "content"), [("a.md", MARKDOWN), ("a.html", HTML), ("a.txt", PLAIN)]
)
def test_each_kind_of_page_gives_the_same_text(tmp_path, name, content):
    """Mark-up, navigation, scripts, comments and references to notes are no words of the text."""
    expected = (
        "One title\n\nFirst line and second, with code and &.\n\nitem one\n\nitem two\n\nquoted"
    )
    assert text_of(saved(tmp_path, name, content)) == expected


def test_an_html_page_says_its_day_address_and_language(tmp_path):
    read = page.read(saved(tmp_path, "a.html", HTML))
    assert (read.date, read.source, read.language) == (
        "2024-05-06",
        "https://example.org/x",
        "en-GB",
    )


def test_letters_are_composed_and_blanks_plain(tmp_path):
    decomposed = unicodedata.normalize("NFD", "Côte d’Ivoire")
    path = saved(tmp_path, "a.txt", f"{decomposed}\u00a0 is\u2009a\tco\u00adun\u200btry.\n")
    assert text_of(path) == "Côte d’Ivoire is a country."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "mark"])
def test_marks_and_line_ends_of_editors_change_nothing(tmp_path, end, mark):
    content = mark + HARBOUR.read_text(encoding="utf-8").replace("\n", end)
    assert text_of(saved(tmp_path, "a.md", content)) == text_of(str(HARBOUR))


def test_lines_without_empty_ones_are_paragraphs(tmp_path):
    path = saved(tmp_path, "a.txt", "One is here.\nTwo is there.\nThree is away.\n")
    assert text_of(path) == "One is here.\n\nTwo is there.\n\nThree is away."


def test_a_short_line_without_a_mark_at_its_end_is_a_heading(tmp_path):
    path = saved(tmp_path, "a.txt", "A Title\n\nSome words.\n\nA Heading\n\nMore words.")
    assert page.headings(page.read(path).blocks) == [1, 3]


def test_two_breaks_divide_a_block_and_one_does_not(tmp_path):
    path = saved(tmp_path, "a.html", "<p>One<br>line.<br> <br>Another.</p>")
    assert text_of(path) == "One line.\n\nAnother."


def test_an_address_alone_and_xhtml_are_read_without_a_warning(tmp_path):
    assert text_of(saved(tmp_path, "a.html", "https://example.org")) == "https://example.org"
    declared = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p>One.</p></html>'
    assert text_of(saved(tmp_path, "a.xhtml", declared)) == "One."


def test_quotations_in_quotations_are_read(tmp_path):
    assert text_of(saved(tmp_path, "a.md", "> " * 40 + "Deep.")) == "Deep."


def test_a_page_of_many_levels_is_read(tmp_path):
    path = saved(tmp_path, "a.html", "<div>" * 20_000 + "Deep." + "</div>" * 20_000)
    assert text_of(path) == "Deep."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", "<html><script>let x</script></html>", "holds no text"),
        ("a.md", "---\ntitle: x\n---\n\n***\n", "holds no text"),
        ("a.txt", "\n \n", "holds no text"),
        ("a.txt", "", "holds no text"),
        ("a.txt", b"%PDF-1.7\n\xe2\xe3", "is a PDF"),
        ("a.txt", b"\x7fELF\0\0", "null character"),
        ("a.html", b"<p>caf\xe9</p>", "not UTF-8"),
        ("a.txt", "Some text.".encode("utf-16"), "is UTF-16"),
        ("a.pdf", b"%PDF-1.7", "is no page by its name"),
        ("a", "Some text.", "is no page by its name"),
        ("a.txt", "It\u0092s here.", "U+0092"),
        ("a.txt", "It\ufffds here.", "U+FFFD"),
        ("a.html", "<p>&#xD800;</p>", "U+FFFD"),
        ("a.md", '---\ntitle: "\\ud800"\n---\nText.', "U+D800"),
        ("a.md", "---\ntitle: [x\n---\nText.", "a.md:3: has a head that is no YAML"),
        ("a.md", "---\n- x\n---\nText.", "no list of keys"),
        ("a.txt", "The line ends\nin the middle of\na sentence that\ngoes on.", "no empty line"),
    ],
)
def test_a_page_that_is_none_is_refused_in_a_line(tmp_path, name, content, reason):
    with pytest.raises(BadFile) as caught:
        page.read(saved(tmp_path, name, content))
    assert reason.removeprefix("a.md") in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.shared("documents")
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("2021-03-12-quad-leaders-joint-statement-the-spirit-of-the-quad.md", 11),
        ("2021-09-15-joint-leaders-statement-on-aukus.md", 13),
        ("2023-03-13-joint-leaders-statement-on-aukus-2.md", 27),
    ],
)
def test_statements_have_as_many_lines_as_were_counted(name, lines):
    from support.paths import SHARED

    assert text_of(str(SHARED / "documents" / name)).count("\n") + 1 == lines
