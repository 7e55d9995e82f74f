"""A server of pages as a process of its own, on a free port of the loopback; and a small site."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from secgraph.dataset import serialize
from secgraph.query.catalog import Catalog
from secgraph.query.sessions import Session
from secgraph.stores.embedded import Embedded
from secgraph.web import site
from secgraph.web.context import Context
from support.command import COMMAND

PYTHONPATH = os.pathsep.join(
    filter(None, [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")])
)
"""Where a server that is a module of the tests is found."""

NAMES = (
    "claims/denied",
    "claims/about",
    "votes/on",
    "entities/by-class",
    "linkage/between-regions",
)
"""The questions of the small site."""


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
def serving(*options: str, command: Sequence[str] = COMMAND) -> Iterator[Served]:
    """Start a server, and end it by SIGTERM."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": PYTHONPATH}
    with subprocess.Popen(
        [*command, "serve", "--port", "0", *options],
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


def site_of_one_document() -> dict[str, bytes]:
    """The site of one document and five questions."""
    store = pyoxigraph.Store()
    for quad in serialize.quads():
        if "aukus" in str(quad) or "/ns" in quad.subject.value or "/vocab/" in quad.subject.value:
            store.add(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object))
    session = Session(Embedded(store), _Few())
    return site.files(Context(session, base_url="https://example.org", packaged=False))


class _Few(Catalog):
    """The catalog of the release, with few questions."""

    def names(self, apart: str | None = None) -> list[str]:
        return [name for name in super().names(apart) if apart or name in NAMES]
