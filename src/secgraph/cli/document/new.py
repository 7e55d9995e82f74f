"""The action document new: make the folder of a document from a saved page.

Decides nothing about the text; writes the whole folder or nothing.
"""

import os.path
import shlex
import unicodedata

from secgraph.cli import out
from secgraph.errors import BadValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.documents.head import Head
    from secgraph.documents.page import Page

HELP = "make the folder of a document from a saved page: canonical text and head"

DESCRIPTION = (
    "Make the folder of a document from a saved page (Markdown, HTML or plain text, in UTF-8): "
    "text.txt, the canonical text in which passages are counted, and document.toml, which says "
    "where it comes from and how it was made."
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the action takes."""
    from secgraph.documents import head

    parser.description = DESCRIPTION
    parser.add_argument("page", metavar="PAGE", help="a file that ends in .md, .html or .txt")
    parser.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="the new folder; never one that is"
    )
    parser.add_argument(
        "--slug",
        help="the short name of the document, such as ports-2024 (default: the name of DIR)",
    )
    parser.add_argument("--label", help="its common name (default: the title)")
    parser.add_argument("--title", help="its title, where the page names none or another")
    parser.add_argument("--date", help="when it was published, such as 2021-03-12 or 2023-02..")
    parser.add_argument("--language", help="a tag of English, such as en-GB (default: en)")
    parser.add_argument("--source", metavar="URL", help="where it is published")
    parser.add_argument(
        "--licence",
        help=f"of the text: {', '.join(head.FREE)}, or other terms in a line; with these or none "
        "the text stays out of a repository",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Make the folder, and say what is in it."""
    from secgraph.documents import document, folder, page
    from secgraph.query.sessions import session

    target = arguments.output
    folder.refuse_place(target)
    values = {
        name: _line(name, value)
        for name in ("label", "title", "date", "language", "source", "licence")
        if (value := getattr(arguments, name)) is not None
    }
    values["slug"] = arguments.slug or os.path.basename(os.path.normpath(target))
    folder.refuse_taken(values["slug"], document.documents(session().store.rows))
    saved = page.read(arguments.page)
    head = folder.new_head(saved, arguments.page, values)
    out.new_folder(folder.new_files(head, saved), target)
    out.text("\n".join(_report(target, head, saved)))
    return 0


def _line(name: str, value: str) -> str:
    """Check a value that goes into the head: a line of characters that a text can have."""
    value = " ".join(value.split())
    if not value:
        raise BadValue(value, f"--{name} is empty; leave it out or say it")
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in value):
        raise BadValue(value, f"--{name} holds a character that is none of a text")
    return unicodedata.normalize("NFC", value)


def _report(target: str, head: "Head", page: "Page") -> "list[str]":
    headings = ", ".join(map(str, head.headings)) or "none"
    date = head.date
    if date == "unknown":
        has = f"the page has {page.unread_date[:40]!r}; " if page.unread_date else ""
        date += f" ({has}write it into document.toml, such as 2021-03-12, 2021-03 or 2021)"
    lines = [
        f"{target}: {head.title}",
        f"  {len(page.blocks)} blocks, {head.code_points:,} code points, from {page.kind} by the "
        f"recipe {head.recipe}",
        f"  date {date}",
        f"  headings: {headings}; if that is wrong, change it in document.toml before the next "
        "step",
    ]
    if head.is_free:
        lines.append(f"  licence {head.licence}: the text may be published with the document")
    else:
        lines.append(f"  licence {head.licence}: the text stays out of a repository, by .gitignore")
    return [*lines, f"next: secgraph document segment {shlex.quote(target)}"]
