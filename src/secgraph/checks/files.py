"""Read the files of a check, each once, and say where in them each subject begins.

Judges nothing but the syntax.
"""

import re
from collections.abc import Iterable

import pyoxigraph

from secgraph.checks.finding import Finding, shown
from secgraph.dataset import release
from secgraph.errors import BadSyntax
from secgraph.namespaces import curie

_SUBJECT = re.compile(r"(?:<([^>\s]+)>|([\w-]*):([\w.-]+))\s")
_PREFIX = re.compile(r"@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)

Place = tuple[str, int | None]
"""A file, and the line in it where that is known."""


class Files:
    """The files of the release, and those of the user beside it.

    Args:
        checked: The user's files; those of the release are checked if there is none.

    Attributes:
        paths: The files that are checked.
        syntax: What is wrong with their syntax.

    Raises:
        BadFile: A file cannot be read, is empty or of no known kind.
    """

    def __init__(self, checked: Iterable[str] = ()) -> None:
        beside = list(checked)
        self.paths = beside or release.files()
        self.syntax: list[Finding] = []
        self._content: dict[str, bytes] = {}
        self._subjects: dict[str, set[str]] = {}
        for path in dict.fromkeys([*release.files(), *beside]):
            self._content[path] = release.content(path)
        for path in self.paths:
            try:
                quads = release.read(path, data=self._content[path])
            except BadSyntax as error:
                self.syntax.append(
                    Finding("syntax", "syntax", error.reason, file=shown(path), line=error.line)
                )
            else:
                self._subjects[path] = {str(quad.subject).strip("<>") for quad in quads}

    def store(self, *, without: str = "") -> pyoxigraph.Store:
        """Give what all files hold.

        Args:
            without: Files with this name are left out.
        """
        store = pyoxigraph.Store()
        for path, content in self._content.items():
            if not without or not path.endswith(without):
                release.load(store, path, content)
        return store

    def content(self, path: str) -> bytes:
        """Give the bytes of a file."""
        return self._content[path]

    def places(self) -> dict[str, Place]:
        """Give the place of each subject of the checked files, by its prefixed name.

        The line is known as far as the layout shows it: where a line begins with the subject.
        """
        places: dict[str, Place] = {}
        for path, subjects in self._subjects.items():
            file = shown(path)
            for subject in subjects:
                places.setdefault(curie(subject), (file, None))
            for name, line in _lines(self._content[path].decode("utf-8", "replace")):
                if places.get(name) == (file, None):
                    places[name] = (file, line)
        return places


def _lines(text: str) -> Iterable[tuple[str, int]]:
    """Give the prefixed name with which a line of Turtle begins, and the number of the line."""
    prefixes: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        declared = _PREFIX.findall(line) if _PREFIX.match(line) else []
        prefixes.update(declared)
        match = None if declared else _SUBJECT.match(line + "\n")
        if match:
            yield curie(match[1] or prefixes.get(match[2], "") + match[3]), number
