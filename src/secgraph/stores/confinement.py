"""Take from a thread or process what a query has no need of: sockets, memory, a life of its own.

The kernel refuses, whatever the query is and whatever was read into it. Asks nothing.
"""

import ctypes
import errno
import functools
import os
import struct
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

MEMORY = 4 << 30
"""Bytes that a process may take for a query, above those of the graph."""

STACK = 16 << 20
"""Bytes of stack of a thread that parses a query; some systems give half of a mebibyte."""

_NO_NEW_PRIVILEGES, _SECCOMP, _DEATH_SIGNAL = 38, 22, 1
"""PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP and PR_SET_PDEATHSIG of prctl(2)."""

_FILTER_MODE = 2
"""SECCOMP_MODE_FILTER of seccomp(2)."""

_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198), "riscv64": (0xC00000F3, 198)}
"""By machine, its AUDIT_ARCH of linux/audit.h and its number of the system call socket."""

_RING = 425
"""The number of io_uring_setup, which opens sockets too, on every machine."""

_OTHER_TABLE = 0x40000000
"""System calls of numbers from here on are those of x32, and there are none on other machines."""


class _Program(ctypes.Structure):
    """A struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def is_available() -> bool:
    """Whether the kernel can refuse sockets to one thread of this process."""
    global _available  # noqa: PLW0603 - tried once
    if _available is None:
        _available = _in_a_thread(_is_confined)
    return _available


_available: bool | None = None


def without_sockets(action: Callable[[], T]) -> T:
    """Act in a thread to which the kernel gives no socket.

    Raises:
        OSError: The kernel cannot refuse sockets to a thread.
    """

    def confined() -> T:
        refuse_sockets()
        return action()

    return _in_a_thread(confined)


def refuse_sockets() -> None:
    """Have the kernel refuse every new socket to this thread from now on.

    Raises:
        OSError: It cannot.
    """
    if sys.platform != "linux" or os.uname().machine not in _MACHINES or sys.maxsize < 1 << 32:
        raise OSError(errno.ENOSYS, "no system calls can be refused here")
    program = _filter(*_MACHINES[os.uname().machine])
    kept = ctypes.create_string_buffer(program, len(program))
    pointer = _Program(len(program) // 8, ctypes.cast(kept, ctypes.c_void_p))
    _prctl(_NO_NEW_PRIVILEGES, 1)
    _prctl(_SECCOMP, _FILTER_MODE, ctypes.addressof(pointer))


def refuse_descriptors() -> None:
    """Have the kernel refuse every new descriptor, a socket too, to this process from now on.

    Raises:
        OSError: It cannot.
    """
    try:
        import resource
    except ImportError as error:
        raise OSError(errno.ENOSYS, "no descriptors can be refused here") from error
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def end_with(parent: int) -> None:
    """End this process when the one that has started it ends, however it does.

    Args:
        parent: Its number.
    """
    if sys.platform == "linux":
        import signal

        _prctl(_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)
    else:
        threading.Thread(target=_await_end, args=(parent,), daemon=True).start()


def _await_end(parent: int) -> None:
    import time

    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


@functools.cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *values: int) -> None:
    library = _library()
    words = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if library.prctl(ctypes.c_int(option), *words) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _filter(machine: int, socket: int) -> bytes:
    """Give a program of seccomp(2) that answers EACCES to whoever wants a socket."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    steps = (
        (load, 0, 0, 4),  # the machine of the system call
        (equal, 0, 5, machine),
        (load, 0, 0, 0),  # its number
        (at_least, 3, 0, _OTHER_TABLE),
        (equal, 2, 0, socket),
        (equal, 1, 0, _RING),
        (give, 0, 0, 0x7FFF0000),  # SECCOMP_RET_ALLOW
        (give, 0, 0, 0x00050000 | errno.EACCES),  # SECCOMP_RET_ERRNO
    )
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _is_confined() -> bool:
    """Refuse sockets to this thread, and see whether one is refused."""
    import socket

    try:
        refuse_sockets()
    except OSError:
        return False
    try:
        socket.socket().close()
    except PermissionError:
        return True
    return False


def _in_a_thread(action: Callable[[], T]) -> T:
    """Act in a thread of its own, and give or raise what comes of it."""
    results: list[T] = []
    errors: list[BaseException] = []

    def act() -> None:
        try:
            results.append(action())
        except BaseException as error:  # raised again by the caller
            errors.append(error)

    before = threading.stack_size(STACK)
    try:
        thread = threading.Thread(target=act, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return results[0]
