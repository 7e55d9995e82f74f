"""The folder of a document with its claims: which files it has, and what they say together.

Writes nothing.
"""

import functools
import os.path
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph

from secgraph.authoring import released
from secgraph.authoring.marks import Marks
from secgraph.authoring.released import Row
from secgraph.authoring.vocabulary import Rows
from secgraph.dataset import release
from secgraph.documents import folder
from secgraph.documents.folder import Folder
from secgraph.documents.passages import Passage
from secgraph.errors import BadFile

DRAFT = "draft.claims"
"""The claims in work, with words of the text in their comments; stays out of a repository."""

SECOND = "second.claims"
"""The second reading."""

DRAFTS = "drafts"
"""The folder of what programs have drafted, and of the graph of what is not approved."""

GRAPH = release.DRAFTS


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of a document.

    Attributes:
        folder: As it was opened.
        passages: The frozen ones.
        rows: Answers a SELECT query on the graph beside which the document stands.
        graph: The release in memory, where it has been read already and nobody else asks it. A
            check adds the graph of the claims to it, and takes it out again.
    """

    folder: Folder
    passages: list[Passage]
    rows: Rows
    graph: pyoxigraph.Store | None = None

    @property
    def committed(self) -> str:
        """The name of the file of claims that goes into a repository."""
        return f"{self.folder.head.slug}.claims"

    def claims_path(self) -> str:
        """Give the path of the claims: those in work, else those that were committed.

        Raises:
            BadFile: There are none.
        """
        for name in (DRAFT, self.committed):
            if self.folder.has(name):
                return self.folder.file(name)
        raise BadFile(
            self.folder.path,
            f"has no claims yet; begin with 'secgraph document draft {self.folder.path}'",
        )

    def second_path(self) -> str | None:
        """Give the path of the second reading; None where there is none."""
        return self.folder.file(SECOND) if self.folder.has(SECOND) else None

    def is_read_twice(self, head: Mapping[str, str]) -> bool:
        """Whether there is a second reading, or the head of the claims says whose it was.

        ``second none`` says that there is none, and so is enough, too.
        """
        return self.second_path() is not None or bool(head.get("second"))

    def released(self) -> list[Row]:
        """Read what was released."""
        path = self.folder.file(released.FILE)
        return released.read(path) if os.path.isfile(path) else []

    def marks(self) -> Marks:
        """Read the text, and hold the frozen passages against it.

        Raises:
            BadFile: The text is not here, or is not that of the passages.
        """
        text = self.folder.text()
        wrong = [one.identifier for one in self.passages if not one.is_in(text)]
        if wrong:
            raise BadFile(
                self.folder.file(folder.TEXT),
                f"is not the text of the frozen passages ({wrong[0]} and others differ); see which "
                f"claims stand: secgraph document segment {self.folder.path}",
            )
        return Marks(text, {one.identifier: one for one in self.passages})


def opened(path: str, rows: Rows, graph: pyoxigraph.Store | None = None) -> Project:
    """Open the folder of a document whose passages are frozen.

    Args:
        path: The folder.
        rows: Answers a SELECT query on the graph beside which the document stands.
        graph: That graph in memory; see :class:`Project`.

    Raises:
        BadFile: It is none, or its passages are not frozen.
    """
    place = folder.opened(path)
    passages = place.frozen()
    if not passages:
        raise BadFile(
            path, f"has no frozen passages yet; freeze them: secgraph document segment {path}"
        )
    return Project(place, passages, _kept(rows), graph)


def _kept(rows: Rows) -> Rows:
    """Ask each question once: two readings of a document ask for the same names."""

    @functools.cache
    def answer(query: str) -> list[Sequence[str]]:
        return list(rows(query))

    return answer
