"""A server of pages as a process of its own, on a free port of the loopback."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from support.command import COMMAND


@dataclass(frozen=True)
class Served:
    """A server that runs.

    Attributes:
        url: Its address, without a slash at the end.
        process: Its process.
    """

    url: str
    process: "subprocess.Popen[str]"

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(*options: str) -> Iterator[Served]:
    """Start a server, and end it by SIGTERM."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        address = re.search(r"http://[^/]+", line)
        if address is None:
            raise AssertionError(process.stderr.read())
        try:
            yield Served(address[0], process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
