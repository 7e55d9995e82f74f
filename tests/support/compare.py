"""Two short documents of the project's own words that contest each other, built as a user does."""

import shutil
from pathlib import Path

import pyoxigraph

from secgraph.authoring import build
from secgraph.dataset import release
from secgraph.query import catalog
from support.authoring import approve
from support.command import secgraph
from support.paths import FIXTURES

SPACE = "https://w3id.org/secgraph/doc/"
DATES = {"tideway": "2024-03-01", "lantern": "2025-06"}
"""By the slug of a document, its date."""

_SILENT = {"document": [f"<{SPACE}tideway/document>"], "other": [f"<{SPACE}lantern/document>"]}


def folders(place: Path) -> list[Path]:
    """Write and build the two documents, each in a folder of its own."""
    made = []
    for name, date in DATES.items():
        folder = place / name
        page = FIXTURES / "compare" / f"{name}.md"
        words = ["--date", date, "--licence", "CC0-1.0"]
        _done("document", "new", str(page), "-o", str(folder), *words)
        _done("document", "segment", str(folder))
        shutil.copy(FIXTURES / "compare" / f"{name}.claims", folder / "draft.claims")
        approve(folder)
        _done("document", "build", str(folder))
        made.append(folder)
    return made


def _done(*words: str) -> None:
    done = secgraph(*words)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def files(made: list[Path]) -> list[str]:
    """List the Turtle files of documents."""
    return [str(path) for folder in made for path in sorted(folder.glob("*.ttl"))]


def dataset(made: list[Path]) -> pyoxigraph.Store:
    """Load documents beside what all documents share, and no other document."""
    store = pyoxigraph.Store()
    for path in [*build.premises(), *files(made)]:
        release.load(store, path)
    return store


def questions() -> dict[str, str]:
    """Give the questions across documents, by name, asked of the two documents."""
    known = catalog.packaged()
    names = [name for name in known.names() if name.startswith("compare/")]
    return {
        name: known.get(name).fill(_SILENT if name == "compare/silent" else {}) for name in names
    }
