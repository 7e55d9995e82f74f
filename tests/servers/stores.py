"""A store of any make, filled and asked in one way."""

import hashlib
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from secgraph.namespaces import RELEASE_GRAPH
from secgraph.stores import loading, protocol
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import Transport
from servers.processes import Comunica, Fuseki, Oxigraph, Rdf4j, Server, Virtuoso

GRAPH = RELEASE_GRAPH
GENID = "https://w3id.org/secgraph/.well-known/genid/"
SECONDS = {"comunica": 900}
"""What a question may take on a store that is not fast, however busy the machine is; on any other
half a minute."""

QUICK = {
    "comunica": (
        "alignment/between",
        "alignment/distance",
        "alignment/divergences",
        "alignment/partners",
        "alignment/views-of",
        "arguments/chain",
        "arguments/marked",
        "arguments/reasons",
        "arguments/serves",
        "record/cohesion-by-year",
    )
}
"""Questions of which a tenth is drawn on a store that takes eight minutes for others."""

UNSORTED = {
    "comunica": (
        "its SortIterator is not stable, so that of several keys of ORDER BY only the first holds"
    )
}
"""Stores on which the order of rows means nothing, and why; a test says when that is over."""

KNOWN = {
    ("virtuoso", "alignment/distance"): (
        "8 of 11 rows come, since VALUES of UNDEF with its FILTER stands before the OPTIONALs"
    ),
}
"""Questions with another answer on a store, and why; a test fails when that is over."""

MAKES: dict[str, Callable[[], Server]] = {
    "oxigraph": Oxigraph,
    "fuseki": Fuseki,
    "rdf4j": Rdf4j,
    "virtuoso": Virtuoso,
}

Answer = tuple[list[str], list[list]]
Note = Callable[[str, str, str], None]


def skolemised(triples: bytes) -> bytes:
    """Give each blank node an IRI: a store would name it anew with each load."""
    lines = triples.decode().splitlines(keepends=True)
    # A blank node is at the start of a line or before its full stop; no string ends in either.
    return "".join(
        re.sub(
            r"^_:(\w+)|(?<= )_:(\w+)(?= \.$)",
            lambda found: f"<{GENID}{found[1] or found[2]}>",
            line,
        )
        for line in lines
    ).encode()


def put(server: Server, graph: str, triples: bytes) -> None:
    """Make a graph of a server hold these triples and no others."""
    auth = server.auth and server.auth.httpx()
    headers = {"Content-Type": "application/n-triples"}
    httpx.put(
        server.graph_store_url(graph),
        content=triples,
        headers=headers,
        auth=auth,
        timeout=120,
        trust_env=False,
    ).raise_for_status()


class Store:
    """A store of any make, with one way to fill a graph and to ask it.

    Attributes:
        load_seconds: What loading the release took.
    """

    def __init__(self, process: Server | Comunica) -> None:
        self.name, self.version, self.process = process.name, process.version, process
        self.load_seconds = 0.0
        self._files: dict[str, Path] = {}

    def load(self, graph: str, triples: bytes) -> None:
        """Load the release as a user does.

        By the loader, or as a file that the first question reads.
        """
        part = loading.Part(graph, triples.splitlines(keepends=True))
        begun = time.monotonic()
        if isinstance(self.process, Server):
            auth = self.process.auth and (self.process.auth.user, self.process.auth.password)
            found = loading.find(Transport(self.process.base, auth=auth))
            assert found.kind == self.name
            with Endpoint(
                found.query, graph=None, auth=self.process.queries_as, may_be_empty=True
            ) as asked:
                assert loading.load(loading.Loader(found, asked), part) == 0
        else:
            self.put(graph, triples)
            self.ask("ASK { ?s ?p ?o }", graph)
        self.load_seconds = time.monotonic() - begun

    def put(self, graph: str, triples: bytes) -> None:
        """Make a graph hold these triples and no others."""
        if isinstance(self.process, Server):
            put(self.process, graph, triples)
            return
        # A file of its own for each content: what was read from one is kept.
        file = self.process.folder / f"{hashlib.sha256(triples).hexdigest()}.nt"
        file.write_bytes(triples)
        self._files[graph] = file

    def ask(self, query: str, graph: str = GRAPH) -> Answer:
        """Ask of one graph, and take an answer only if it comes in time."""
        seconds = SECONDS.get(self.name, 30)
        if isinstance(self.process, Server):
            with Endpoint(
                self.process.query_url, graph=graph, auth=self.process.queries_as, timeout=seconds
            ) as endpoint:
                found = endpoint.ask(query)
        else:
            found = protocol.read_rows(
                json.dumps(self.process.ask(query, self._files[graph], seconds)).encode()
            )
        return list(found.columns), found.rows
