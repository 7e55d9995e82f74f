"""Parse a stranger's file once in a process that may end, before it is parsed in this one.

A parser that calls itself for each level of nesting ends its process where the stack or the memory
is used up, and no error can be caught. The limits of :mod:`secgraph.dataset.limits` keep a file far
below that; where they should not be enough, the process made here ends instead. What the file says
is not handed over: the caller parses it again, and gets its errors there.
"""

import os

from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 4 << 30
"""Bytes that the parsing of one file may take, where the system can limit them."""

_NESTING = ("application/rdf+xml", "application/ld+json")


def is_needed(media: str, data: bytes) -> bool:
    """Whether the parser of a file calls itself: for XML, for JSON, and for triple terms."""
    return media in _NESTING or b"<<" in data


def run(path: str, parse: "Callable[[], object]") -> None:
    """Parse a file in a process that is thrown away; do nothing where none can be forked.

    Args:
        path: What to call the file.
        parse: Parses it; an error that it raises is left to the caller, who will meet it again.

    Raises:
        BadFile: The process ended, or had too little memory.
    """
    if not hasattr(os, "fork"):
        return
    child = os.fork()
    if not child:
        _parse(parse)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code < 0:
        raise BadFile(path, f"ends the program that parses it (signal {-code}), and is not read")
    if code:
        raise BadFile(path, f"needs more than {MEMORY >> 30} GiB to be parsed, and is not read")


def _parse(parse: "Callable[[], object]") -> None:
    """Parse in the process that is thrown away, and end it."""
    code = 0
    try:
        # What a parser writes as it ends is not for the user.
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        _limit_memory()
        parse()
    except MemoryError:
        code = 1
    except BaseException:  # noqa: S110 - the caller meets it again
        pass
    finally:
        os._exit(code)


def _limit_memory() -> None:
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            present = int(file.read().split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most == resource.RLIM_INFINITY or present + MEMORY < most:
            resource.setrlimit(resource.RLIMIT_AS, (present + MEMORY, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError):
        return
