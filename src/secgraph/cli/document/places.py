"""What the actions on the claims of a document share: the folder, its lock, and their messages.

Judges no claim.
"""

import contextlib
import os
import sys

from secgraph.cli import out
from secgraph.errors import BadFile
from secgraph.syntax import textfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from secgraph.authoring.project import Project

LOCK = ".lock"
_IGNORED = ("text.txt", "places.txt", "draft.claims", "second.claims", "drafts/", LOCK)
_NOTE = (
    "# These hold words of the text, or are for this place only, and stay out of a repository.\n"
)


def opened(path: str) -> "Project":
    """Open the folder of a document beside the packaged graph."""
    from secgraph.authoring import project
    from secgraph.query.sessions import session

    return project.opened(path, session().store.rows)


def opened_to_check(path: str) -> "Project":
    """Open the folder of a document beside the release, which is read into memory.

    A check of a graph needs the release there anyway, and is asked faster there than on disk.
    """
    from secgraph.authoring import project
    from secgraph.dataset import release
    from secgraph.stores.embedded import Embedded

    graph = release.store()
    return project.opened(path, Embedded(graph).rows, graph)


def ignored(place: "Project") -> "dict[str, bytes]":
    """Give the .gitignore of a folder with claims; a free text may be published."""
    kept = [name for name in _IGNORED if not (place.folder.head.is_free and name == "text.txt")]
    path = place.folder.file(".gitignore")
    text = _NOTE + "".join(f"/{name}\n" for name in kept)
    if os.path.isfile(path):
        before = textfile.read(path)
        missing = [name for name in kept if f"/{name}\n" not in before]
        if not missing:
            return {}
        text = before + "".join(f"/{name}\n" for name in missing)
    return {".gitignore": text.encode()}


def say(lines: "Iterable[str]") -> None:
    """Print messages on standard error."""
    for line in lines:
        print(out.plain(line), file=sys.stderr)


@contextlib.contextmanager
def locked(place: "Project") -> "Iterator[None]":
    """Keep others from writing into a folder, as long as this goes on.

    Raises:
        BadFile: Somebody else writes into it.
    """
    import fcntl

    path = place.folder.file(LOCK)
    with open(path, "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BadFile(
                place.folder.path, "is being written to by somebody else; wait until that is done"
            ) from error
        yield
