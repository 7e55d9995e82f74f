"""Read the files of a check, each once, and say where in them each subject begins.

Judges nothing but the syntax.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

import pyoxigraph

from secgraph.checks.finding import Finding, name, shown
from secgraph.checks.lexical import is_ill_typed, misnamed
from secgraph.dataset import nodes, rdflib_form, release
from secgraph.errors import BadSyntax
from secgraph.namespaces import SKOLEM, curie

_SUBJECT = re.compile(r"(?:<([^>\s]*)>|([\w-]*):([\w.-]*))\s")
_PREFIX = re.compile(r"@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)

Place = tuple[str, int | None]
"""A file, and the line in it where that is known."""


class Files:
    """The files of the release, and those of the user beside it.

    Args:
        checked: The user's files; those of the release are checked if there is none.
        given: The release, where it has been read already; nobody else may ask it until
            :meth:`give_back`.

    Attributes:
        paths: The files that are checked.
        own: Whether they are those of the release.
        syntax: What is wrong with their syntax.
        added: The statements of the user's files.

    Raises:
        BadFile: A file cannot be read, is empty or of no known kind.
    """

    def __init__(self, checked: Iterable[str] = (), given: pyoxigraph.Store | None = None) -> None:
        beside = list(dict.fromkeys(checked))
        self.own = not beside
        self.paths = beside or release.files()
        self.syntax: list[Finding] = []
        self._content = {path: release.content(path) for path in self.paths}
        self._quads: dict[str, list[pyoxigraph.Quad]] = {}
        # One scope for all files, those of the release too: a blank node is the same in the
        # statements, in what is found of them, and in the places, and no file has one of another.
        self._scope = nodes.Scope()
        for path in beside:
            try:
                self._read(path)
            except BadSyntax as error:
                self.syntax.append(_syntax_finding(path, error))
        self.added = [quad for path in beside for quad in self._quads.get(path, ())]
        self._has_blank_nodes = any(any(nodes.blank_nodes(quad)) for quad in self.added)
        # The labels of blank nodes depend on what is read together: such files are read anew.
        self._given = given if not self.own and not self._has_blank_nodes else None
        self._lent: list[pyoxigraph.Quad] = []

    @functools.cached_property
    def release(self) -> pyoxigraph.Store:
        """The release alone."""
        return self._loaded()

    def _loaded(self) -> pyoxigraph.Store:
        store = pyoxigraph.Store()
        for path in release.files():
            try:
                release.load(store, path, self._content.get(path), self._scope)
            except BadSyntax as error:
                if not self.own:
                    raise
                self.syntax.append(_syntax_finding(path, error))
        return store

    @functools.cached_property
    def store(self) -> pyoxigraph.Store:
        """The release and the user's files."""
        if self.own:
            return self.release
        if self._given is not None:
            self._lent = [quad for quad in self.added if quad not in self._given]
            self._given.extend(self._lent)
            return self._given
        # The release alone is seldom asked for, and reading it costs little more than a copy.
        store = self._loaded()
        store.extend(self.added)
        return store

    def give_back(self) -> None:
        """Take the statements of the user's files out of the release that was given."""
        if self._given is not None:
            for quad in self._lent:
                self._given.remove(quad)

    @functools.cached_property
    def named(self) -> pyoxigraph.Store:
        """The same with an IRI for each blank node of the user's files.

        Queries that compare and sort nodes by their IRIs thereby see these nodes too.
        """
        if not self._has_blank_nodes:
            return self.store
        added = set(self.added)
        store = pyoxigraph.Store()
        store.bulk_extend(
            nodes.skolemized(quad, _OWN_SKOLEM) if quad in added else quad for quad in self.store
        )
        return store

    def premises(self, without: str) -> pyoxigraph.Store:
        """Give what the files of the release hold, but for the files with a name."""
        store = pyoxigraph.Store()
        for path, content in self._content.items():
            if not path.endswith(without):
                release.load(store, path, content, self._scope)
        return store

    def beyond_rdflib(self) -> dict[str, str]:
        """Say for each of the user's files what neither the shapes nor the reasoner can read."""
        beyond = {}
        for path, quads in self._quads.items():
            if statements := rdflib_form.beyond_rdflib(quads):
                beyond[shown(path)] = f"{statements}, which shapes and reasoner do not read"
        return beyond

    def content(self, path: str) -> bytes:
        """Give the bytes of a file that is checked."""
        return self._content[path]

    @functools.cached_property
    def terms(self) -> list[pyoxigraph.Quad]:
        """The statements of the ontology."""
        return self._read_all(path for path in release.files() if release.is_ontology(path))

    @functools.cached_property
    def facts(self) -> list[pyoxigraph.Quad]:
        """The statements of the data of the release."""
        return self._read_all(path for path in release.files() if not release.is_ontology(path))

    def _read_all(self, paths: Iterable[str]) -> list[pyoxigraph.Quad]:
        return [quad for path in paths for quad in self._read(path)]

    @functools.cached_property
    def subjects(self) -> set[str]:
        """The subjects of the checked files."""
        return {name(quad.subject) for path in self.paths for quad in self._read(path)}

    def _read(self, path: str) -> list[pyoxigraph.Quad]:
        if path not in self._quads:
            data = self._content.get(path)
            self._quads[path] = release.read(path, data=data, scope=self._scope)
        return self._quads[path]

    @functools.cached_property
    def places(self) -> dict[str, Place]:
        """The place of each subject of the checked files.

        The line is known as far as the layout shows it: where a line begins with the subject.
        """
        places: dict[str, Place] = {}
        for path in self.paths:
            file = shown(path)
            for quad in self._read(path):
                places.setdefault(name(quad.subject), (file, None))
            for label, last in self._blank_nodes(path).items():
                places[f"_:{label}"] = (file, last)
            for node, line in _lines(self._text(path)):
                if places.get(node) == (file, None):
                    places[node] = (file, line)
        return places

    def _text(self, path: str) -> str:
        return self._content[path].decode("utf-8", "replace")

    def _blank_nodes(self, path: str) -> dict[str, int | None]:
        """Give the line of each blank node of a file, where the format has lines of statements."""
        quads = self._read(path)
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

    def ill_typed(self) -> list[Finding]:
        """List the literals whose text is no form of their datatype, or whose datatype is none."""
        findings: dict[tuple[str, str, str], Finding] = {}
        for path in self.paths:
            for quad in self._read(path):
                for literal in _literals(quad.object):
                    datatype = literal.datatype.value
                    if is_ill_typed(literal.value, datatype) or misnamed(datatype) is not None:
                        key = (path, name(quad.subject), str(literal))
                        findings.setdefault(key, self._ill_typed(path, quad, literal))
        return list(findings.values())

    def _ill_typed(self, path: str, quad: pyoxigraph.Quad, literal: pyoxigraph.Literal) -> Finding:
        subject = name(quad.subject)
        _, line = self.places.get(subject, ("", None))
        text, datatype = f'"{literal.value[:80]}"', curie(literal.datatype.value)
        meant = misnamed(literal.datatype.value)
        message = f"{text} is no {datatype}"
        if meant is not None:
            message = f"{text} has the datatype {datatype}, which XML Schema does not have"
            message += f"; it has {curie(meant)}" if meant else ""
        return Finding(
            "syntax",
            "ill-typed",
            message,
            curie(subject),
            shown(path),
            _line_of(self._text(path), f'"{literal.value}"', line or 1)
            or _line_of(self._text(path), literal.value, line or 1)
            or line,
            nodes=(subject,),
        )

    def line_of(self, text: str) -> Place | None:
        """Find the first line of a checked file in which an IRI is written, whole or prefixed."""
        for path in self.paths:
            for form in (f"<{text}>", curie(text), text):
                line = _line_of(self._text(path), form, 1)
                if line:
                    return shown(path), line
        return None


def blank_name(iri: str) -> str:
    """Give ``_:label`` for the IRI that :attr:`Files.named` has for a blank node."""
    if not iri.startswith(_OWN_SKOLEM):
        return iri
    return "_:" + iri.removeprefix(_OWN_SKOLEM)


_OWN_SKOLEM = SKOLEM + "checked/"


def _literals(term: object) -> Iterator[pyoxigraph.Literal]:
    """Give the literals of a term, which may be a triple term."""
    if isinstance(term, pyoxigraph.Literal):
        yield term
    elif isinstance(term, pyoxigraph.Triple):
        yield from _literals(term.subject)
        yield from _literals(term.object)


def _syntax_finding(path: str, error: BadSyntax) -> Finding:
    return Finding("syntax", "syntax", error.reason, file=shown(path), line=error.line)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Give the node with which a line of Turtle begins, and the number of the line."""
    prefixes: dict[str, str] = {}
    for number, line in enumerate(text.split("\n"), 1):
        declared = _PREFIX.findall(line) if _PREFIX.match(line) else []
        prefixes.update(declared)
        match = None if declared else _SUBJECT.match(line + "\n")
        if match is None:
            continue
        if match[1] is not None:
            yield urljoin(release.BASE, match[1]) if match[1] else release.BASE, number
        else:
            yield prefixes.get(match[2], match[2] + ":") + match[3], number


def _line_of(text: str, wanted: str, first: int) -> int | None:
    """Give the number of the first line that holds a text, from a line on, else from the top."""
    lines = text.split("\n")
    for start in (first, 1):
        for number, line in enumerate(lines[start - 1 :], start):
            if wanted in line:
                return number
    return None
