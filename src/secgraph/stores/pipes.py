"""Load Turtle into a store while the Turtle is being made, through two pipes at a time.

A plain ``bulk_load`` of what was made before reaches 0.70 to 0.74 of the rate of ``oxigraph load``,
below the goal of 0.8; pipes reach 0.82 (see benchmarks/README.md). Knows nothing of datasets.
"""

import contextlib
import ctypes
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

import pyoxigraph

BATCH = 20 << 20
"""Bytes that go through one pipe, about.

Of votes, six hundred thousand statements, which the store holds in memory and sorts at the end.
"""

AT_ONCE = 2
"""Pipes that are read at the same time.

While the end of one load keeps one processor busy, the next load has the other.
"""

_MXFAST = 1
"""M_MXFAST of malloc.h: sets the size up to which freed blocks are kept apart for reuse."""

_DEFAULT_SIZE = 16 * ctypes.sizeof(ctypes.c_size_t)
"""That size unless it is set, see mallopt(3)."""


@contextlib.contextmanager
def joined(library: str | None = None) -> Iterator[None]:
    """Have the C library join freed memory at once, where it is glibc.

    A load frees millions of small blocks. glibc keeps them apart, and goes through all of them each
    time that a large one is freed, which takes a twelfth of the time of an import.

    Args:
        library: The C library; None for that of the process.
    """
    try:
        tune = ctypes.CDLL(library).mallopt
    except (OSError, AttributeError, TypeError):
        yield
        return
    tune(_MXFAST, 0)
    try:
        yield
    finally:
        tune(_MXFAST, _DEFAULT_SIZE)


def load(store: pyoxigraph.Store, pieces: Iterable[bytes]) -> None:
    """Have a store read Turtle as it is made; after a failure part of it is in the store.

    Args:
        store: The store.
        pieces: The first holds the prefixes of all. Each other one is whole statements, and no two
            of them share a blank node.

    Raises:
        OSError: The store cannot write.
        SyntaxError: A piece is not Turtle.
    """
    loads: list[Future[None]] = []
    head, sent, pipe = b"", 0, None
    with joined(), ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            for piece in pieces:
                if not head:
                    head = piece
                    continue
                if pipe is None or sent >= BATCH:
                    if pipe:
                        pipe.close()
                    _raise_failures(loads)
                    out, into = os.pipe()
                    pipe, sent = open(into, "wb", buffering=0), 0  # noqa: SIM115 - closed below
                    loads.append(pool.submit(_from, store, out))
                    _push(pipe, head)
                _push(pipe, piece)
                sent += len(piece)
        except BrokenPipeError:
            for future in loads:
                future.result()  # the store stopped reading, and says why
            raise
        finally:
            # The store takes a pipe that ends early for one that is complete; only the error raised
            # here says that it is not.
            if pipe:
                pipe.close()
    for future in loads:
        future.result()


def _raise_failures(loads: list[Future[None]]) -> None:
    for future in loads:
        if future.done():
            future.result()


def _from(store: pyoxigraph.Store, out: int) -> None:
    with open(out, "rb", buffering=1 << 20) as stream:
        take(store, stream)


def take(store: pyoxigraph.Store, stream: BinaryIO, names: str = "/dev/fd") -> None:
    """Have a store read the Turtle that comes out of a pipe.

    Args:
        store: The store.
        stream: The end of the pipe that is read from; it stays open.
        names: The folder in which the system names open files. By such a name the store reads
            without the lock of the interpreter, which whoever fills the pipe needs.
    """
    named = os.path.join(names, str(stream.fileno()))
    if os.access(named, os.R_OK):
        store.bulk_load(path=named, format=pyoxigraph.RdfFormat.TURTLE)
    else:
        store.bulk_load(stream, format=pyoxigraph.RdfFormat.TURTLE)


def _push(pipe: BinaryIO, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[pipe.write(view) :]
