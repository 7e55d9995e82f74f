"""Read a saved page: Markdown with a head, HTML or plain text.

Gives blocks and what the page says of itself; writes nothing, and guesses neither encoding nor
author.
"""

import hashlib
import os.path
import re
from collections.abc import Sequence
from dataclasses import dataclass

from secgraph.documents import canonical, markup
from secgraph.documents.canonical import Block
from secgraph.errors import BadFile
from secgraph.namespaces import is_iri
from secgraph.syntax import textfile

KINDS = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".txt": "plain text",
}
"""The endings of pages that are read."""

LONGEST = 12
"""Words that a line of plain text has at most where it is taken for a heading."""

_HEAD = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FACTS = {
    "title": ("title",),
    "date": ("date", "published", "published_time"),
    "source": ("source_url", "source", "url", "canonical_url"),
    "language": ("language", "lang"),
}
"""What the head of a Markdown file is asked for, and the keys that are looked at in turn."""

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?|(\d{4}(?:-\d\d)?)")
"""A day, with or without an hour behind it; or a month or year."""


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page.

    Attributes:
        kind: One of the values of :data:`KINDS`.
        digest: SHA-256 of the file, in hexadecimal.
        blocks: In plain characters; the title first, where the page has one.
        title: The title that the page gives; empty where it gives none.
        date: The day, month or year that the page gives, as ``2021-03-12``; empty where it
            gives none.
        unread_date: What the page has in the place of a date, and is none.
        source: Its address; empty where it gives none that is a whole IRI.
        language: Its BCP 47 tag; empty where it gives none.
    """

    kind: str
    digest: str
    blocks: tuple[Block, ...]
    title: str
    date: str
    source: str
    language: str
    unread_date: str = ""


def read(path: str) -> Page:
    """Read a saved page.

    Raises:
        BadFile: It is missing, of no kind that is read, not UTF-8, or holds no text.
        MissingExtra: What reads its mark-up is not installed.
    """
    kind = KINDS.get(os.path.splitext(path)[1].lower())
    if kind is None:
        endings = ", ".join(list(KINDS)[:-1]) + f" or {list(KINDS)[-1]}"
        raise BadFile(path, f"is no page by its name; save it as a file that ends in {endings}")
    data = textfile.content(path)
    words = textfile.with_line_feeds(data.decode())
    parsed = {"Markdown": _markdown, "HTML": _html, "plain text": _plain_text}[kind](words, path)
    title = canonical.plain(parsed.title, path)
    blocks = [Block(canonical.plain(block.words, path), block.heading) for block in parsed.blocks]
    blocks = [block for block in blocks if re.search(r"\w", block.words)]
    if not blocks:
        raise BadFile(path, "holds no text; save the whole page, or copy its words into a .txt")
    if title and kind != "plain text":
        blocks.insert(0, Block(title, heading=True))
    facts = {name: canonical.plain(value, path) for name, value in parsed.facts.items()}
    given = facts.get("date", "")
    date = _DATE.fullmatch(given)
    source = facts.get("source", "")
    return Page(
        kind,
        hashlib.sha256(data).hexdigest(),
        tuple(blocks),
        title,
        (date[1] or date[2]) if date else "",
        source if is_iri(source) else "",
        facts.get("language", ""),
        "" if date else given,
    )


def _html(words: str, _path: str) -> markup.Parsed:
    return markup.of_html(words)


def _markdown(words: str, path: str) -> markup.Parsed:
    head = _HEAD.match(words)
    if head is None:
        return markup.of_markdown(words)
    facts = _head(head[1], path)
    parsed = markup.of_markdown(words[head.end() :])
    title = facts.pop("title", "") or parsed.title
    blocks = parsed.blocks
    if parsed.title and _same(parsed.title, title) is False:
        # A heading of its own beside the title that the head gives.
        blocks = [Block(parsed.title, heading=True), *blocks]
    return markup.Parsed(title, blocks, facts)


def _same(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _head(words: str, path: str) -> dict[str, str]:
    """Read the YAML head of a Markdown file; every value as the text that stands there."""
    # Folders are opened far more often than pages are read.
    import yaml

    try:
        head = yaml.load(words, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise BadFile(path, f"has a head that is no YAML ({error.problem})", line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadFile(path, "has a head that is no YAML", 1) from error
    if not isinstance(head, dict):
        raise BadFile(path, "has a head that is no list of keys and values", 1)
    facts = {}
    for name, keys in _FACTS.items():
        values = [head.get(key) for key in keys]
        value = next((value for value in values if isinstance(value, str) and value.strip()), "")
        if value:
            facts[name] = value
    return facts


def _plain_text(words: str, path: str) -> markup.Parsed:
    """Take plain text apart: by its empty lines, or where it has none by its lines.

    A short line that ends in a letter or a figure is taken for a heading.
    """
    parts = [part.strip() for part in re.split(r"\n[^\S\n]*\n\s*", words) if part.strip()]
    if len(parts) == 1:
        parts = [line.strip() for line in parts[0].split("\n")]
        # Of lines that are paragraphs, hardly one begins with a small letter.
        if sum(line[0].islower() for line in parts) * 4 > len(parts):
            raise BadFile(
                path,
                "has lines that end within sentences and no empty line, so its paragraphs cannot "
                "be told apart; put an empty line between them",
            )
    blocks = [Block(part, _is_heading(part)) for part in parts]
    title = blocks[0].words if blocks and blocks[0].heading else ""
    return markup.Parsed(title, blocks)


def _is_heading(part: str) -> bool:
    words = part.split()
    return len(words) <= LONGEST and "\n" not in part and part[-1:].isalnum()


def headings(blocks: Sequence[Block]) -> list[int]:
    """Give the numbers of the blocks that are headings, counted from 1."""
    return [number for number, block in enumerate(blocks, 1) if block.heading]
