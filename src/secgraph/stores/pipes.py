"""Load Turtle into a store while it is being made: pipe after pipe, two of them at once.

Knows nothing of datasets.
"""

import contextlib
import ctypes
import os
from concurrent.futures import Future, ThreadPoolExecutor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    import pyoxigraph

BATCH = 20 << 20
"""About so many bytes go through one pipe.

Of votes, six hundred thousand statements, which the store holds in memory and sorts at the end.
"""

AT_ONCE = 2
"""So many pipes are read at the same time.

A load that ends keeps one processor busy, and the next one the other.
"""

_MXFAST = 1
"""The number that malloc.h gives M_MXFAST: the size up to which freed pieces are set aside."""

_USUAL = 16 * ctypes.sizeof(ctypes.c_size_t)
"""What that size is unless it is set, see mallopt(3)."""


@contextlib.contextmanager
def joined(library: "str | None" = None) -> "Iterator[None]":
    """Have the C library join freed memory at once, where it is glibc.

    A load frees millions of small pieces. glibc sets them aside, and goes through all of them each
        time that a large one is freed: a twelfth of the
    time of an import.

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
        tune(_MXFAST, _USUAL)


def load(store: "pyoxigraph.Store", pieces: "Iterable[bytes]") -> None:
    """Have a store read Turtle as it is made. Where this fails, part of it is in the store.

    Args:
        store: The store.
        pieces: The first holds the prefixes of all. Each other one is whole statements, and no two
            of them share a blank node.

    Raises:
        OSError: The store cannot write.
        SyntaxError: What came is no Turtle.
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
                    for each in loads:
                        if each.done():
                            each.result()
                    out, into = os.pipe()
                    pipe, sent = open(into, "wb", buffering=0), 0  # noqa: SIM115 - one that is open is closed below, whatever happens
                    loads.append(pool.submit(_from, store, out))
                    _push(pipe, head)
                _push(pipe, piece)
                sent += len(piece)
        except BrokenPipeError:
            for each in loads:
                each.result()  # the store broke off, and says why
            raise
        finally:
            # To the store a pipe that ends early is one that ends: it is the error raised here that
            # tells.
            if pipe:
                pipe.close()
    for each in loads:
        each.result()


def _from(store: "pyoxigraph.Store", out: int) -> None:
    with open(out, "rb", buffering=1 << 20) as stream:
        take(store, stream)


def take(store: "pyoxigraph.Store", stream: "BinaryIO", names: str = "/dev/fd") -> None:
    """Have a store read the Turtle that comes out of a pipe.

    Args:
        store: The store.
        stream: The end of the pipe that is read from; it stays open.
        names: The folder in which the system names open files. By such a name the store reads
            without the lock of the interpreter, which whoever fills the pipe needs.
    """
    import pyoxigraph

    named = os.path.join(names, str(stream.fileno()))
    if os.access(named, os.R_OK):
        store.bulk_load(path=named, format=pyoxigraph.RdfFormat.TURTLE)
    else:
        store.bulk_load(stream, format=pyoxigraph.RdfFormat.TURTLE)


def _push(pipe: "BinaryIO", piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[pipe.write(view) :]
