"""Pages without a question: what this is, its files, and what went wrong.

Makes no file itself; those of the release are made by publish.
"""

from collections.abc import Sequence

from secgraph.publish.void import File
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page


def about(context: Context, links: Links) -> Page:
    """Say what the graph says and what it does not."""
    return Page("about.html", "What the graph says, and what it does not", "/about")


def downloads(context: Context, links: Links, files: Sequence[File]) -> Page:
    """List the files of the release."""
    return Page("download.html", "Files of the release", "/download/", {"files": list(files)})


def problem(status: int, title: str, detail: str, near: Sequence[tuple[str, str]]) -> Page:
    """Say what went wrong, and where to go on."""
    return Page(
        "problem.html",
        title,
        "",
        {"status": status, "detail": detail, "near": list(near)},
    )
