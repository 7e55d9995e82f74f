"""Split what is to be loaded into graphs, each as lines of N-Triples that can be sent again.

Reads the release or the user's files; a corpus is read one graph after another, so that it need not
fit into memory.
"""

import hashlib
import io
import os.path
import queue
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import pyoxigraph

from secgraph.dataset import release, serialize
from secgraph.errors import BadFile, BadValue
from secgraph.namespaces import SKOLEM, is_iri

T = TypeVar("T")

_TERM = rb'<[^<>\s]*>|_:[^\s<>"]+'
_LINE = re.compile(
    rb"("
    + _TERM
    + rb") (<[^<>\s]*>) ("
    + _TERM
    + rb'|"(?:[^"\\\n\r]|\\.)*"(?:\^\^<[^<>\s]*>|@[A-Za-z0-9-]+)?) (?:('
    + _TERM
    + rb") )?\.\s*"
)
_BLANK = re.compile(rb"_:([^\s<>\"]+)")
_IRI = rb"<[^\x00-\x20<>\\]*+>"
_NAMED = (
    _IRI
    + rb" "
    + _IRI
    + rb" (?:"
    + _IRI
    + rb'|"[^"\\\n\r]*+(?>(?:\\[^uU\n\r][^"\\\n\r]*+)*)"(?:\^\^'
    + _IRI
    + rb"|@[A-Za-z0-9-]+)?)"
)
"""What comes before the graph in a line without blank nodes.

With no groups, which cost as much as the match.
"""
# Not (?:…)*+, by which Python 3.11.0 to 3.11.4 take a last repetition that breaks off for a whole
# one.
_STATEMENT, _STATEMENTS = re.compile(_NAMED), re.compile(rb"(?>(?:" + _NAMED + rb" \.\n)*)")

_BLOCK = 1 << 16
"""Bytes that are read and matched together."""

_BATCH = 8 << 20
"""Bytes that are loaded together."""


class Part:
    """Statements for one graph.

    Attributes:
        graph: IRI of the graph; None for the default graph.
        lines: Statements in N-Triples, a line each, no two the same, without blank nodes.
        size: Bytes.

    Raises:
        BadValue: *graph* is no IRI: in an update it could be read as more than a name.
    """

    __slots__ = ("graph", "lines", "size")

    def __init__(self, graph: str | None, lines: Sequence[bytes]) -> None:
        if graph is not None and not is_iri(graph):
            raise BadValue(graph, "the name of a graph is a whole IRI, such as urn:x-mine:graph")
        self.graph, self.lines, self.size = graph, lines, sum(map(len, lines))

    def __len__(self) -> int:
        return len(self.lines)

    def chunks(self, largest: int) -> Iterator[Sequence[bytes]]:
        """Give the lines in runs of at most *largest* bytes, and of at least one line."""
        run: list[bytes] = []
        size = 0
        for line in self.lines:
            if run and size + len(line) > largest:
                yield run
                run, size = [], 0
            run.append(line)
            size += len(line)
        if run:
            yield run


def of_release(graph: str | None) -> Part:
    """Give the whole release for one graph."""
    return Part(graph, serialize.write("nt").splitlines(keepends=True))


def of_files(paths: Iterable[str], graph: str | None) -> "Iterator[Part]":
    """Give the statements of files, one part a named graph, and one for all that name none.

    Args:
        paths: RDF files. Lines of N-Triples and N-Quads are read one graph at a time, other formats
            one file at a time.
        graph: Where statements go that name no graph.

    Raises:
        BadFile: A file is missing, is no RDF, or comes back to a graph that it has left: then the
            graph would be replaced twice.
    """
    rest: dict[bytes, None] = {}
    seen: dict[str, str] = {}
    for path in paths:
        for name, lines in _graphs(path):
            if name is None:
                rest |= lines
                continue
            if name in seen:
                raise BadFile(
                    path,
                    f"comes back to the graph {name}, which was in {seen[name]} before; sort the "
                    "statements by graph",
                )
            seen[name] = path
            yield Part(name, list(lines))
    if rest:
        yield Part(graph, list(rest))
    elif not seen:
        raise BadFile(", ".join(paths), "holds no statement; is it the right file?")


def batches(parts: "Iterable[Part]", size: int = _BATCH) -> "Iterator[list[Part]]":
    """Give the parts in lists of at most *size* bytes; a larger part is alone in its list.

    Raises:
        BadFile: As the parts do, after all that came before the fault.
    """
    batch: list[Part] = []
    try:
        for part in parts:
            if batch and sum(part.size for part in batch) + part.size > size:
                yield batch
                batch = []
            batch.append(part)
    except BadFile:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def ahead(read: Iterable[T]) -> Iterator[T]:
    """Give the same items, reading the next one in a thread while the caller works on the last.

    Raises:
        BadFile: As the parts do, after all that came before the fault.
    """
    ready: queue.Queue[T | Exception | None] = queue.Queue(1)
    left = threading.Event()

    def give(what: T | Exception | None) -> bool:
        while not left.is_set():
            try:
                ready.put(what, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            for item in read:
                if not give(item):
                    return
            give(None)
        except Exception as error:  # raised again in the caller's thread
            give(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        left.set()


def _graphs(path: str) -> Iterator[tuple[str | None, dict[bytes, None]]]:
    """Give runs of statements of one graph each, in the order of the file."""
    ending = os.path.splitext(path)[1].lower()
    runs = (
        _of_lines(path)
        if ending in (".nt", ".nq")
        else ((name, [line]) for name, line in _of_parser(path))
    )
    current: str | None = None
    lines: dict[bytes, None] = {}
    for name, run in runs:
        if not run:
            continue
        if lines and name != current:
            yield current, lines
            lines = {}
        current = name
        lines |= dict.fromkeys(run)
    if lines:
        yield current, lines


def _of_lines(path: str) -> Iterator[tuple[str | None, Sequence[bytes]]]:
    current: str | None = None
    ending = b"\n\n"  # as no line ends
    number = 0
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK) + file.readline():
                # Most lines name the graph of the line before: whole blocks do.
                count = block.count(b"\n")
                if block.count(ending) == count and _STATEMENTS.fullmatch(
                    lines := block.replace(ending, b" .\n")
                ):
                    yield current, lines.splitlines(keepends=True)
                    number += count
                    continue
                run: list[bytes] = []
                start = number + 1
                for number, line in enumerate(io.BytesIO(block), start):
                    if line.endswith(ending) and _STATEMENT.fullmatch(
                        line, 0, len(line) - len(ending)
                    ):
                        run.append(line[: -len(ending)] + b" .\n")
                        continue
                    # What came before a fault is given before it.
                    yield current, run
                    run = []
                    # SPARQL reads \u0022 as a quotation mark before it looks for the end of a
                    # literal: such marks are spelled out.
                    match = None if b"\\u" in line or b"\\U" in line else _LINE.fullmatch(line)
                    if match is None:
                        yield from (
                            (name, [statement]) for name, statement in _of_line(path, number, line)
                        )
                        continue
                    subject, predicate, object, graph = match.groups()
                    if subject.startswith(b"_:") or object.startswith(b"_:"):
                        subject, object = _named(subject, path), _named(object, path)
                    current = _named(graph, path)[1:-1].decode() if graph else None
                    ending = b" %s .\n" % graph if graph else b" .\n"
                    yield current, [b"%s %s %s .\n" % (subject, predicate, object)]
                yield current, run
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path, "cannot be read") from error


def _of_line(path: str, number: int, line: bytes) -> Iterator[tuple[str | None, bytes]]:
    """Read a line that is not spelled as most are: a comment, spaces elsewhere, or a fault."""
    try:
        for quad in pyoxigraph.parse(line, format=pyoxigraph.RdfFormat.N_QUADS):
            yield _spelled(quad, path)
    except (SyntaxError, ValueError) as error:
        raise BadFile(
            path,
            "is not a statement in N-Quads: "
            f"{str(getattr(error, 'msg', None) or error).splitlines()[0]}",
            number,
        ) from error


def _of_parser(path: str) -> Iterator[tuple[str | None, bytes]]:
    for quad in sorted(
        release.read(path, keep_graphs=True), key=lambda quad: (str(quad.graph_name), str(quad))
    ):
        yield _spelled(quad, path)


def _spelled(quad: object, path: str) -> tuple[str | None, bytes]:
    assert isinstance(quad, pyoxigraph.Quad)  # noqa: S101 - for the type checker
    terms = [
        _named(str(term).encode(), path) for term in (quad.subject, quad.predicate, quad.object)
    ]
    graph = (
        None
        if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        else _named(str(quad.graph_name).encode(), path)[1:-1].decode()
    )
    return graph, b"%s %s %s .\n" % tuple(terms)


def _named(term: bytes, path: str) -> bytes:
    """Give a blank node the IRI that stands for it in a store: another one for another file."""
    match = _BLANK.fullmatch(term)
    if not match:
        return term
    digest = hashlib.sha256(os.path.basename(path).encode() + b"\0" + match[1]).hexdigest()[:32]
    return f"<{SKOLEM}{digest}>".encode()
