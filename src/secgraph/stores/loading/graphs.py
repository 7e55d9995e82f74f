"""Split files to be loaded into graphs, each as lines of N-Triples that can be sent repeatedly.

Reads the release or the user's files; a corpus is read one graph after another, so that it need not
fit into memory.
"""

import io
import os.path
import queue
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import pyoxigraph

from secgraph.dataset import limits, nodes, rdf12, release, serialize
from secgraph.errors import BadFile, BadSyntax, BadValue
from secgraph.namespaces import is_iri
from secgraph.syntax import textfile

T = TypeVar("T")

_TERM = rb"<[^<>\s]*>"
_LINE = re.compile(
    rb"("
    + _TERM
    + rb") (<[^<>\s]*>) ("
    + _TERM
    + rb'|"(?:[^"\\\n\r]|\\.)*"(?:\^\^<[^<>\s]*>|@[A-Za-z0-9-]+)?) (?:('
    + _TERM
    + rb") )?\.\s*"
)
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
"""Subject, predicate and object of a line without blank nodes.

It has no capturing groups: they would double the time of a match.
"""
# Not (?:…)*+: in Python 3.11.0 to 3.11.4 it also matches an incomplete last repetition.
_STATEMENT, _STATEMENTS = re.compile(_NAMED), re.compile(rb"(?>(?:" + _NAMED + rb" \.\n)*)")

_BLANK_NODE = b"_:"
"""What each line of N-Triples or N-Quads with a blank node has."""

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
        BadValue: *graph* is no IRI, and in an update could be read as other SPARQL.
    """

    __slots__ = ("graph", "lines", "size")

    def __init__(self, graph: str | None, lines: Sequence[bytes]) -> None:
        if graph is not None and not is_iri(graph):
            raise BadValue(graph, "the name of a graph is a whole IRI, such as urn:x-mine:graph")
        self.graph, self.lines, self.size = graph, lines, sum(map(len, lines))

    def __len__(self) -> int:
        return len(self.lines)

    def samples(self) -> dict[str, bytes]:
        """Give for each feature of RDF 1.2 that the statements need the first that needs it."""
        samples: dict[str, bytes] = {}
        for line in self.lines:
            for feature in rdf12.features(line):
                samples.setdefault(feature, line)
        return samples

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


def of_files(
    paths: Iterable[str], graph: str | None, scope: nodes.Scope | None = None
) -> Iterator[Part]:
    """Give the statements of files, one part a named graph, and one for all that name none.

    Args:
        paths: RDF files. Lines of N-Triples and N-Quads without blank nodes are read one graph at a
            time, others one file at a time, since what a blank node is called hangs on all of it.
        graph: The graph of statements that name none.
        scope: The files that are read together; these files if None.

    Raises:
        BadFile: A file is missing, is no RDF, has blank nodes that cannot be told apart, or returns
            to an earlier graph, which would then be replaced twice.
    """
    scope = scope or nodes.Scope()
    rest: dict[bytes, None] = {}
    seen: dict[str, str] = {}
    for path in paths:
        for name, lines in _graphs(path, scope):
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


def batches(parts: Iterable[Part], size: int = _BATCH) -> Iterator[list[Part]]:
    """Give the parts in lists of at most *size* bytes; a larger part is alone in its list.

    Raises:
        BadFile: As the parts do, after all items before the fault.
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
        BadFile: As the parts do, after all items before the fault.
    """
    ready: queue.Queue[T | Exception | None] = queue.Queue(1)
    closed = threading.Event()

    def give(item: T | Exception | None) -> bool:
        while not closed.is_set():
            try:
                ready.put(item, timeout=0.1)
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
        closed.set()


def _graphs(path: str, scope: nodes.Scope) -> Iterator[tuple[str | None, dict[bytes, None]]]:
    """Give runs of statements of one graph each, in the order of the file."""
    if _is_of_lines(path) and not _holds_blank(path):
        runs = _of_lines(path)
    else:
        runs = ((name, [line]) for name, line in _of_parser(path, scope))
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


def _is_of_lines(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in (".nt", ".nq")


def _holds_blank(path: str) -> bool:
    """Whether a file of lines may hold a blank node.

    Raises:
        BadFile: It cannot be read.
    """
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK) + file.readline():
                if _BLANK_NODE in block:
                    return True
    except OSError as error:
        raise BadFile(path, "cannot be read") from error
    return False


def _of_lines(path: str) -> Iterator[tuple[str | None, Sequence[bytes]]]:
    """Read lines of N-Triples or N-Quads as runs of statements of one graph each."""
    reader = _LineReader(path)
    for block in textfile.blocks(path, _BLOCK):
        yield from reader.runs(block)


class _LineReader:
    """Reads blocks of lines, most of which name the graph of the line before.

    Attributes:
        graph: IRI of the graph of the last regular line.
        ending: The end of such a line: graph, full stop and line feed.
        number: Number of the last line.
    """

    __slots__ = ("ending", "graph", "number", "path")

    def __init__(self, path: str) -> None:
        self.path, self.number = path, 0
        self.graph: str | None = None
        self.ending = b"\n\n"  # no line ends so

    def _check_utf8(self, block: bytes) -> None:
        try:
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadSyntax(
                self.path,
                f"is not UTF-8 (byte {block[error.start]:#04x}); convert it, such as with "
                "'iconv -f LATIN1 -t UTF-8'",
                self.number + block.count(b"\n", 0, error.start) + 1,
            ) from error

    def runs(self, block: bytes) -> Iterator[tuple[str | None, Sequence[bytes]]]:
        """Give the statements of a block, which is one run where all lines name the same graph."""
        count = block.count(b"\n")
        self._check_utf8(block)
        if block.count(self.ending) == count:
            lines = block.replace(self.ending, b" .\n")
            if _STATEMENTS.fullmatch(lines):
                self.number += count
                yield self.graph, lines.splitlines(keepends=True)
                return
        run: list[bytes] = []
        for line in io.BytesIO(block):
            self.number += 1
            if line.endswith(self.ending):
                end = len(line) - len(self.ending)
                if _STATEMENT.fullmatch(line, 0, end):
                    run.append(line[:end] + b" .\n")
                    continue
            # Statements before a fault are given before it.
            yield self.graph, run
            run = []
            yield from self._other(line)
        yield self.graph, run

    def _other(self, line: bytes) -> Iterator[tuple[str | None, Sequence[bytes]]]:
        """Read a line that names another graph than the line before, or is spelled otherwise."""
        # SPARQL reads \u0022 as a quotation mark before it looks for the end of a literal: such
        # marks are decoded.
        match = None if b"\\u" in line or b"\\U" in line else _LINE.fullmatch(line)
        if match is None:
            for name, statement in _of_line(self.path, self.number, line):
                yield name, [statement]
            return
        subject, predicate, object, graph = match.groups()
        self.graph = graph[1:-1].decode() if graph else None
        self.ending = b" %s .\n" % graph if graph else b" .\n"
        yield self.graph, [b"%s %s %s .\n" % (subject, predicate, object)]


def _of_line(path: str, number: int, line: bytes) -> Iterator[tuple[str | None, bytes]]:
    """Read a line with the parser: a comment, unusual spaces, escapes, or a fault."""
    if reason := limits.too_deep(line):
        raise _no_statement(path, reason, number)
    try:
        statement = rdf12.without_version(line)
        for quad in pyoxigraph.parse(statement, format=pyoxigraph.RdfFormat.N_QUADS):
            yield _spelled(quad)
    except (SyntaxError, ValueError) as error:
        reason = str(getattr(error, "msg", None) or error).partition("\n")[0]
        raise _no_statement(path, reason, number) from error


def _no_statement(path: str, reason: str, line: int | None) -> BadFile:
    return BadFile(path, f"is not a statement in N-Quads: {reason}", line)


def _of_parser(path: str, scope: nodes.Scope) -> Iterator[tuple[str | None, bytes]]:
    try:
        quads = release.read(path, keep_graphs=True, scope=scope)
    except BadSyntax as error:
        if _is_of_lines(path):
            raise _no_statement(path, error.reason.partition(": ")[2], error.line) from error
        raise
    named = map(nodes.skolemized, quads)
    for quad in sorted(named, key=lambda quad: (str(quad.graph_name), str(quad))):
        yield _spelled(quad)


def _spelled(quad: object) -> tuple[str | None, bytes]:
    """Give the graph of a statement without blank nodes, and its line."""
    assert isinstance(quad, pyoxigraph.Quad)  # noqa: S101 - for the type checker
    graph = None
    if not isinstance(quad.graph_name, pyoxigraph.DefaultGraph):
        graph = quad.graph_name.value
    return graph, f"{quad.triple} .\n".encode()
