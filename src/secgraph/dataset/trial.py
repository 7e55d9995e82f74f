"""Parse a stranger's file once in a process that may end, before it is parsed in this one.

A parser that calls itself for each level of nesting ends its process where the stack or the memory
is used up, and no error can be caught. The limits of :mod:`secgraph.dataset.limits` keep a file far
below that; where they should not be enough, the process made here ends instead. What the file says
is not handed over: the caller parses it again, and gets its errors there.
"""

import contextlib
import threading

import pyoxigraph

from secgraph.dataset import isolated
from secgraph.errors import BadFile

MEMORY = 4 << 30
"""Bytes that the parsing of one file may take, where the system can limit them."""

_NESTING = ("application/rdf+xml", "application/ld+json")


def is_needed(media: str, data: bytes) -> bool:
    """Whether the parser of a file calls itself: for XML, for JSON, and for triple terms."""
    return media in _NESTING or b"<<" in data


def run(path: str, media: str, data: bytes, base: str) -> None:
    """Parse a file in a process that is thrown away, on a stack as large as here.

    Args:
        path: What to call the file.
        media: The media type of its format.
        data: Its bytes; what is wrong with them is left to the caller, who will meet it again.
        base: Of its relative IRIs.

    Raises:
        BadFile: The process ended, or had too little memory.
        EngineError: The system starts no process.
    """
    is_main = threading.current_thread() is threading.main_thread()
    stack = "" if is_main else str(threading.stack_size())
    done = isolated.run(parse, data, media, base, str(MEMORY), stack)
    if done.returncode:
        raise BadFile(
            path,
            f"ends the program that parses it ({isolated.ending(done.returncode)}), which may "
            f"take {MEMORY >> 30} GiB of memory, and is not read",
        )


def parse(data: bytes, media: str, base: str, memory: str, stack: str) -> bytes:
    """Parse in the process that is thrown away; give nothing."""
    _write_no_core()
    isolated.limit_memory(int(memory))
    if not stack:
        _parse(data, media, base)
        return b""
    from concurrent.futures import ThreadPoolExecutor  # takes as long as the parser to import

    threading.stack_size(int(stack))
    with ThreadPoolExecutor(1) as threads:
        threads.submit(_parse, data, media, base).result()
    return b""


def _parse(data: bytes, media: str, base: str) -> None:
    format_ = pyoxigraph.RdfFormat.from_media_type(media)
    try:
        list(pyoxigraph.parse(data, format=format_, base_iri=base))
    except (SyntaxError, ValueError):  # the caller meets it again
        pass
    except MemoryError as error:
        if not str(error):  # otherwise it is a limit of the parser, which the caller meets again
            raise


def _write_no_core() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
