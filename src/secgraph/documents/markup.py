"""Take HTML and Markdown apart: blocks of words, and what the page says of itself.

Markdown is turned into HTML first, so both have one rule of what a block is. Fetches nothing and
runs no script.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.documents.canonical import Block
from secgraph.errors import MissingExtra

if TYPE_CHECKING:
    import bs4

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
    *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr"),
    *("html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
_LEFT_OUT = (
    *("audio", "button", "canvas", "embed", "head", "iframe", "input", "map", "math", "nav"),
    *("noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video"),
)
"""Elements whose words are no text of the page."""
_AROUND = ("aside", "footer", "form", "header")
"""Elements around a text, left out unless they stand inside of an article."""
LEVELS = 100
"""Levels of quotations and lists in Markdown that are read; what is deeper is left out."""

_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page without its mark-up.

    Attributes:
        title: Its main heading, else its title; empty where it has neither.
        blocks: The others, in their order.
        facts: What the page says of itself: ``date``, ``source`` and ``language``, where it does.
    """

    title: str
    blocks: list[Block]
    facts: dict[str, str] = field(default_factory=dict)


def of_markdown(words: str) -> Parsed:
    """Take CommonMark with tables apart.

    Raises:
        MissingExtra: markdown-it-py or beautifulsoup4 is not installed.
    """
    try:
        import markdown_it
    except ImportError as error:
        raise MissingExtra("author", "reading Markdown") from error
    parser = markdown_it.MarkdownIt("commonmark", {"maxNesting": LEVELS}).enable("table")
    return of_html(parser.render(words))


def of_html(words: str) -> Parsed:
    """Take an HTML page apart.

    Raises:
        MissingExtra: beautifulsoup4 is not installed.
    """
    try:
        import bs4
    except ImportError as error:
        raise MissingExtra("author", "reading HTML") from error
    with warnings.catch_warnings():
        # That a page looks like an address, or is XHTML, is no news to its reader.
        warnings.simplefilter("ignore", UserWarning)
        page = bs4.BeautifulSoup(words, "html.parser")
    facts = _facts(page)
    title = page.title.get_text() if page.title else ""
    content = _content(page)
    heading = content.find("h1")
    if heading is not None:
        title = heading.get_text()
        heading.extract()
    return Parsed(title, list(_blocks(content)), facts)


def _facts(page: "bs4.BeautifulSoup") -> dict[str, str]:
    places = {
        "date": (
            ('meta[property="article:published_time"]', "content"),
            ('meta[name="date"]', "content"),
            ("time[datetime]", "datetime"),
        ),
        "source": (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content")),
        "language": (("html[lang]", "lang"),),
    }
    facts = {}
    for name, selectors in places.items():
        for selector, attribute in selectors:
            element = page.select_one(selector)
            if element is not None and str(element.get(attribute, "")).strip():
                facts[name] = str(element[attribute]).strip()
                break
    return facts


def _content(page: "bs4.BeautifulSoup") -> "bs4.Tag":
    """Give the part of a page that holds its text, without what is no text of it."""
    for element in page(list(_LEFT_OUT)):
        element.extract()
    for element in page.select('[hidden], [aria-hidden="true"], [role="navigation"]'):
        element.extract()
    for element in page.select('sup:has(a[href^="#"]), a[href^="#"]:has(sup)'):
        element.extract()  # references to notes
    for name in ("main", "article"):
        parts = page(name)
        if len(parts) == 1:
            return parts[0]
    for element in page(list(_AROUND)):
        if element.find_parent("article") is None:
            element.extract()
    return page


def _blocks(content: "bs4.Tag") -> Iterator[Block]:
    """Give the blocks in the order of the page; walks without recursion, however deep it is."""
    from bs4.element import NavigableString, PageElement, Tag

    words: list[str] = []
    kind = ""
    stack: list[PageElement | str] = [content]
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, PageElement):
            yield from _split(words, kind)  # the end of a block
            words, kind = [], ""
        elif isinstance(node, Tag):
            if node.name == "br":
                words.append("\n")
            elif node.name in _BLOCKS:
                yield from _split(words, kind)
                words, kind = [], node.name
                stack.append(node.name)
            stack.extend(reversed(node.contents))
        elif type(node) is NavigableString:  # and no comment or declaration
            words.append(re.sub(r"\s+", " ", node))
    yield from _split(words, kind)


def _split(words: list[str], kind: str) -> Iterator[Block]:
    """Give the block or, where line breaks leave empty lines, the blocks of some words."""
    for part in _BREAK.split("".join(words)):
        if part.strip():
            yield Block(part, kind in _HEADINGS)
