"""Read the files of a check, each once, and say where in them each subject begins.

Judges nothing but the syntax.
"""

import re
from collections.abc import Iterable

import pyoxigraph

from secgraph.checks.finding import Finding, shown
from secgraph.dataset import nodes, release
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
        self._quads: dict[str, list[pyoxigraph.Quad]] = {}
        # One scope for all files, and each of them read once: a blank node is the same in the
        # statements, in what is found of them, and in the places.
        scope = nodes.Scope()
        for path in dict.fromkeys([*release.files(), *beside]):
            self._content[path] = release.content(path)
            try:
                self._quads[path] = release.read(path, data=self._content[path], scope=scope)
            except BadSyntax as error:
                if path not in self.paths:
                    raise
                self.syntax.append(
                    Finding("syntax", "syntax", error.reason, file=shown(path), line=error.line)
                )

    def store(self, *, without: str = "") -> pyoxigraph.Store:
        """Give what all files hold.

        Args:
            without: Files with this name are left out.
        """
        store = pyoxigraph.Store()
        for path, quads in self._quads.items():
            if not without or not path.endswith(without):
                store.extend(quads)
        return store

    def beyond_rdflib(self) -> dict[str, str]:
        """Say for each checked file what of it neither the shapes nor the reasoner can read."""
        beyond = {}
        for path in self.paths:
            if statements := release.beyond_rdflib(self._quads.get(path, ())):
                beyond[shown(path)] = f"{statements}, which shapes and reasoner do not read"
        return beyond

    def content(self, path: str) -> bytes:
        """Give the bytes of a file."""
        return self._content[path]

    def places(self) -> dict[str, Place]:
        """Give the place of each subject of the checked files, by its prefixed name.

        The line is known as far as the layout shows it: where a line begins with the subject.
        """
        places: dict[str, Place] = {}
        for path in self.paths:
            file = shown(path)
            for subject in {str(quad.subject).strip("<>") for quad in self._quads.get(path, ())}:
                places.setdefault(curie(subject), (file, None))
            for label, line in self._blank_nodes(path).items():
                places[f"_:{label}"] = (file, line)
            for name, line in _lines(self._content[path].decode("utf-8", "replace")):
                if places.get(name) == (file, None):
                    places[name] = (file, line)
        return places

    def _blank_nodes(self, path: str) -> dict[str, int | None]:
        """Give the line of each blank node of a file, where the format has lines of statements."""
        quads = self._quads.get(path, [])
        labels = dict.fromkeys(node.value for quad in quads for node in nodes.blank_nodes(quad))
        if not labels:
            return {}
        lines = release.lines(path, self._content[path])
        written = nodes.labels((quad for quad, _ in lines), quads)
        first: dict[str, int] = {}
        for quad, line in lines:
            for node in nodes.blank_nodes(quad):
                first.setdefault(node.value, line)
        return {label: first.get(written.get(label, "")) for label in labels}


def _lines(text: str) -> Iterable[tuple[str, int]]:
    """Give the prefixed name with which a line of Turtle begins, and the number of the line."""
    prefixes: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        declared = _PREFIX.findall(line) if _PREFIX.match(line) else []
        prefixes.update(declared)
        match = None if declared else _SUBJECT.match(line + "\n")
        if match:
            yield curie(match[1] or prefixes.get(match[2], "") + match[3]), number
