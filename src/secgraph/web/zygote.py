"""Answer each query of a stranger in a child that is forked for it, without sockets, within limits.

Runs in a process of its own, which has one thread, has loaded the store, and never asks it: so it
is as it was after each child, whatever the child was given. Speaks to the server over one socket.
"""

import gc
import json
import os
import re
import select
import signal
import socket
import tempfile
from dataclasses import asdict, dataclass, field
from typing import Any

import pyoxigraph

from secgraph.corpus import manifest
from secgraph.corpus import store as corpus
from secgraph.dataset import isolated
from secgraph.errors import BadQuery, SecgraphError, ServiceRefused
from secgraph.namespaces import RELEASE_GRAPH
from secgraph.query.result import Result
from secgraph.stores import cache, confinement, disk
from secgraph.stores.embedded import where
from secgraph.syntax import federation, limits
from secgraph.syntax.portability import parse
from secgraph.syntax.text import form

MESSAGE = 256
"""Bytes of a message on the socket, at most."""

READY, START, KILL, ENDED = "ready", "start", "kill", "ended"
"""The first words of messages: from the zygote, to it, to it, from it."""

TOO_LARGE, NO_MEMORY, MALFORMED, UPDATE, SERVICE, FAILED, UNWRITABLE = (
    "too large",
    "no memory",
    "malformed",
    "update",
    "service",
    "failed",
    "unwritable",
)
"""Why a child gives no answer."""

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")
_NICE = 10
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|<[\w.-]*:[\s>]")
"""What no XML with namespaces may hold: control characters, and names without a local part."""


@dataclass(frozen=True)
class Task:
    """A query with what it may take.

    Attributes:
        query: SPARQL.
        prefixes: Namespaces that it need not declare.
        default_graphs, named_graphs: IRIs of the graphs that it sees; None for all of the store.
        rows, triples: Media types of the answer, for rows or a truth, and for triples; empty where
            the client takes none of that kind.
        output, memory: Bytes of the answer, and bytes above those of the graph.
        cpu: Seconds of the processor.
        is_only_parsed: Whether the reply has no answer, and the media type that one would have.
    """

    query: str
    prefixes: dict[str, str]
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    rows: str = "application/sparql-results+json"
    triples: str = "text/turtle"
    output: int = 64 << 20
    memory: int = 1 << 30
    cpu: float = 10.0
    is_only_parsed: bool = False

    def file(self) -> int:
        """Write it to a file of the system that has no name, and give its descriptor."""
        data = json.dumps(asdict(self)).encode()
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("secgraph-query")
        else:
            with tempfile.TemporaryFile() as file:
                descriptor = os.dup(file.fileno())
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.lseek(descriptor, 0, os.SEEK_SET)
        return descriptor


@dataclass(frozen=True)
class Reply:
    """What a child gives back.

    Attributes:
        fault: Why there is no answer; empty where there is one.
        reason: The same in words.
        media: Media type of the answer.
        body: Its bytes.
    """

    fault: str = ""
    reason: str = ""
    media: str = ""
    body: bytes = field(default=b"", repr=False)

    def write(self) -> bytes:
        """Give it as bytes, with the length of the body, so that a part is no whole."""
        head = [self.fault, self.reason, self.media, len(self.body)]
        return json.dumps(head).encode() + b"\n" + self.body

    @classmethod
    def read(cls, data: bytes) -> "Reply | None":
        """Read it; None where it is no whole reply."""
        head, _, body = data.partition(b"\n")
        try:
            fault, reason, media, length = json.loads(head)
        except ValueError:
            return None
        return cls(fault, reason, media, body) if length == len(body) else None


def main(data: bytes, descriptor: str) -> bytes:
    """Load the store, and fork a child for each query until the server ends.

    Args:
        data: JSON with the ``files`` of the graph, or the ``folder`` of a store; an empty one is
            asked where there are neither.
        descriptor: Number of the socket to the server.
    """
    with socket.socket(fileno=int(descriptor)) as control:
        place = json.loads(data)
        _confine(alone=place["folder"] is None)
        parse.services("ASK {}")  # loads the grammar, on a text of ours
        if place["folder"] is not None and manifest.is_corpus(place["folder"]):
            corpus.load_libraries()
        store = _store(place)
        gc.collect()
        gc.freeze()
        _Zygote(control, store, place["folder"]).serve()
    return b""


def _store(place: dict[str, Any]) -> pyoxigraph.Store | None:
    """Load what is asked; nothing where each child opens a folder."""
    if place["files"]:
        return cache.Graph(place["files"]).open(cached=False).store
    return None if place["folder"] else pyoxigraph.Store()


def _confine(*, alone: bool) -> None:
    """Give up sockets, for this process and all that are forked from it.

    Raises:
        OSError: The kernel refuses none, and there are files to be opened.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        confinement.refuse_sockets()
    except OSError:
        if not alone:  # a child that opens no file is refused descriptors instead
            raise


class _Zygote:
    """The loop of the process.

    Args:
        control: The socket to the server.
        store: What is asked; None where each child opens a folder.
        folder: The folder of a store on disk.
    """

    def __init__(
        self, control: socket.socket, store: pyoxigraph.Store | None, folder: str | None
    ) -> None:
        self._control, self._store, self._folder = control, store, folder
        self._children: dict[int, int] = {}
        """The process of each query."""

    def serve(self) -> None:
        """Fork and reap until the server closes its end of the socket."""
        ends, alarm = os.pipe()
        watched: list[socket.socket | int] = [self._control, ends]
        os.set_blocking(alarm, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
        self._send(READY)
        try:
            while True:
                ready, _, _ = select.select(watched, [], [])
                if ends in ready:
                    os.read(ends, 4096)
                    self._reap()
                if self._control in ready and not self._receive():
                    return
        finally:
            for process in self._children.values():
                os.kill(process, signal.SIGKILL)

    def _receive(self) -> bool:
        """Do what a message says; False where the server has ended."""
        data, descriptors, _, _ = socket.recv_fds(self._control, MESSAGE, 2)
        words = data.decode().split()
        if not words:
            return False
        number = int(words[1])
        if words[0] == KILL:
            if number in self._children:
                os.kill(self._children[number], signal.SIGKILL)
            return True
        self._fork(number, float(words[2]), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def _fork(self, number: int, seconds: float, task: int, reply: int) -> None:
        parent = os.getpid()
        try:
            process = os.fork()
        except OSError:
            self._send(f"{ENDED} {number} {-signal.SIGKILL}")
            return
        if process:
            self._children[number] = process
            return
        try:
            _limit_time(seconds)
            signal.set_wakeup_fd(-1)
            self._control.close()
            confinement.end_with(parent)
            _answer(self._store, self._folder, task, reply)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        for number, process in list(self._children.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                del self._children[number]
                self._send(f"{ENDED} {number} {os.waitstatus_to_exitcode(status)}")

    def _send(self, message: str) -> None:
        try:
            self._control.send(message.encode())
        except OSError:  # the server has ended, which the next message will say
            return


def _limit_time(seconds: float) -> None:
    """Have the kernel end this process after so many seconds, whatever it is doing."""
    for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))


def _answer(store: pyoxigraph.Store | None, folder: str | None, task: int, reply: int) -> None:
    """Answer the query of a file, in the process that is made for it."""
    work = Task(**json.loads(os.read(task, os.fstat(task).st_size)))
    signal.setitimer(signal.ITIMER_PROF, work.cpu)
    os.nice(_NICE)
    isolated.limit_memory(work.memory)
    try:
        if store is not None:
            confinement.refuse_descriptors()
            result = _evaluated(store, work)
        elif manifest.is_corpus(folder or ""):
            result = _of_corpus(folder or "", work)
        else:
            result = _evaluated(disk.open_folder(folder or ""), work)
    except MemoryError:
        result = Reply(NO_MEMORY)
    rest = memoryview(result.write())
    while rest:
        rest = rest[os.write(reply, rest) :]


def _evaluated(store: pyoxigraph.Store, work: Task) -> Reply:
    """Hold a query against the limits of texts and the guard, and evaluate it."""
    try:
        limits.check(work.query)
        federation.directed(work.query, services=False)
        return written(_asked(store, work), work)
    except ServiceRefused as error:
        if error.line is not None:
            return Reply(
                MALFORMED,
                f"it has the word 'service' and is no SPARQL 1.1 from line {error.line} on",
            )
        whom = " and ".join(f"<{iri}>" for iri in error.services) or "another store"
        return Reply(SERVICE, f"the query would ask {whom} by SERVICE, which is not done here")
    except BadQuery as error:
        return Reply(MALFORMED, error.reason)
    except (OSError, RuntimeError) as error:
        return Reply(FAILED, " ".join(str(error).split())[:300])
    except (SyntaxError, ValueError) as error:
        if form(work.query) in _UPDATES:
            return Reply(UPDATE, "it is an update, and this graph can only be asked")
        return Reply(MALFORMED, where(work.query, str(getattr(error, "msg", None) or error)))


_FORMATS = {"csv": "csv", "json": "json", "tab-separated-values": "tsv", "xml": "xml"}
"""How the answers of a corpus are written, by what their media type ends in."""


def _of_corpus(folder: str, work: Task) -> Reply:
    """Answer a query of the subset that is compiled for a corpus."""
    kind = re.split("[/+]", work.rows)[-1]
    if kind not in _FORMATS:
        return Reply(UNWRITABLE, f"this answer can be had as {', '.join(ROWS)}")
    if work.default_graphs is not None or work.named_graphs is not None:
        return Reply(MALFORMED, "a corpus has no graphs; leave the dataset out")
    try:
        limits.check(work.query)
        federation.directed(work.query, services=False)
        answer = corpus.Corpus(folder).free(work.query, prefixes=work.prefixes)
        body = Result(answer).serialize(_FORMATS[kind])
    except ServiceRefused:
        return Reply(SERVICE, "the query would ask another store by SERVICE, which is not done")
    except BadQuery as error:
        return Reply(MALFORMED, error.reason)
    except SecgraphError as error:
        return Reply(FAILED, str(error))
    if len(body) > work.output:
        return Reply(TOO_LARGE, f"the answer has more than {work.output:,} bytes")
    return Reply(media=work.rows, body=body)


_Results = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples
_Node = pyoxigraph.NamedNode | pyoxigraph.DefaultGraph | pyoxigraph.BlankNode


def _asked(store: pyoxigraph.Store, work: Task) -> _Results:
    if work.default_graphs is None or work.named_graphs is None:
        return store.query(work.query, prefixes=work.prefixes)
    return store.query(
        work.query,
        prefixes=work.prefixes,
        default_graph=[_graph(store, iri) for iri in work.default_graphs],
        named_graphs=[pyoxigraph.NamedNode(iri) for iri in work.named_graphs],
    )


def _graph(store: pyoxigraph.Store, iri: str) -> _Node:
    """Give the graph of an IRI: a store of one graph has the release in its default graph."""
    node = pyoxigraph.NamedNode(iri)
    if iri == RELEASE_GRAPH and not store.contains_named_graph(node):
        return pyoxigraph.DefaultGraph()
    return node


class _TooLarge(Exception):
    """The answer is larger than it may be."""


class _Bounded:
    """Takes what is written, up to a limit."""

    def __init__(self, most: int) -> None:
        self._pieces: list[bytes] = []
        self._left = most

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLarge
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits to be written."""

    def value(self) -> bytes:
        return b"".join(self._pieces)


ROWS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
TRIPLES = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
}
"""The media types of answers, the usual one first."""


def written(results: "_Results | list[pyoxigraph.Triple]", work: Task) -> Reply:
    """Write the whole answer, in the format that suits its kind.

    Raises:
        ValueError: It is broken.
    """
    is_triples = isinstance(results, pyoxigraph.QueryTriples | list)
    media = work.triples if is_triples else work.rows
    if not media:
        kinds = TRIPLES if is_triples else ROWS
        return Reply(UNWRITABLE, f"this answer can be had as {', '.join(kinds)}")
    if work.is_only_parsed:
        return Reply(media=media)
    try:
        return _whole(results, work, media)
    except _TooLarge:
        return Reply(TOO_LARGE, f"the answer has more than {work.output:,} bytes")


def _whole(results: "_Results | list[pyoxigraph.Triple]", work: Task, media: str) -> Reply:
    output: Any = _Bounded(work.output)
    if isinstance(results, pyoxigraph.QueryTriples | list):
        prefixes = work.prefixes if media == "text/turtle" else None
        pyoxigraph.serialize(results, output, format=TRIPLES[media], prefixes=prefixes)
    else:
        results.serialize(output, format=ROWS[media])
    body = output.value()
    if media.endswith("xml") and _NO_XML.search(body):
        return Reply(UNWRITABLE, f"it holds a character or a name that {media} has no way to write")
    return Reply(media=media, body=body)
