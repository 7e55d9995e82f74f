"""Requests to a store that speaks SPARQL 1.1: query, update, upload, swap of graphs.

The makes of stores override what differs; nothing is sent here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import quote

from secgraph.errors import UsageError
from secgraph.namespaces import GRAPHS
from secgraph.stores.http import Reply, Transport

BUSY = (429, 502, 503, 504)
TRIPLES = "application/n-triples"
STAGING = GRAPHS + "staging/"
"""Beginning of the names of graphs that a load fills before it swaps."""


class Body:
    """A body that can be iterated twice: after a refusal the transport sends it with a password."""

    def __init__(self, pieces: Callable[[], Iterable[bytes]]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces())


@dataclass(slots=True)
class Request:
    """One request to a store.

    Attributes:
        does: What it does, in words.
        method, url: HTTP method and address.
        form: Fields of a form; None for another body.
        pieces: Gives another body, as often as it is called.
        size: Bytes of the body; 0 for a form of unknown size.
        media: Media type of the body.
    """

    does: str
    method: str
    url: str
    form: Mapping[str, str] | None = field(default=None, kw_only=True)
    pieces: Callable[[], Iterable[bytes]] | None = field(default=None, init=False)
    size: int = field(default=0, init=False)
    media: str = field(default="", init=False)

    def carrying(
        self, pieces: Callable[[], Iterable[bytes]], size: int, media: str = TRIPLES
    ) -> Self:
        """Set the body, and return the request."""
        self.pieces, self.size, self.media = pieces, size, media
        return self

    def send(self, transport: Transport, seconds: float | None) -> Reply:
        """Send the request, and give the whole reply."""
        if self.pieces is None:
            return transport.send(self.method, self.url, form=self.form, seconds=seconds)
        # By the length a store can refuse a body that is too large before it reads it, and a proxy
        # can detect that a body was cut.
        headers = {"Content-Type": self.media, "Content-Length": str(self.size)}
        return transport.send(
            self.method, self.url, content=Body(self.pieces), headers=headers, seconds=seconds
        )

    def __str__(self) -> str:
        lines = [f"# {self.does}", f"{self.method} {self.url}"]
        if self.form is not None:
            lines += [f"  {name}={_shortened(value)}" for name, value in self.form.items()]
        elif self.pieces is not None:
            lines += [f"  Content-Type: {self.media}", f"  ({self.size:,} bytes)"]
        return "\n".join(lines)


def _shortened(value: str) -> str:
    return value if len(value) < 400 else f"{value[:400]} … ({len(value):,} characters)"


class Store:
    """A store with SPARQL 1.1 Protocol and Update, and perhaps the Graph Store Protocol.

    Args:
        transport: The connection to it.
        query: Address of queries.
        update: Address of updates; None where it takes none.
        graphs: Address of the graph store; None where it has none.
    """

    kind = "sparql"
    title = "a store that speaks SPARQL 1.1 Update"
    atomic = False
    """Whether a PUT of a graph is done whole or not at all; tests verify it."""
    largest = 8 << 20
    """Bytes in one upload."""
    unnamed = True
    """Whether its default graph is a graph of its own, not a union of others."""
    together = 1000
    """Graphs that are counted in one request."""
    abreast = 1
    """Uploads to staging graphs that run in parallel."""
    fields = ("update", "graph")
    """Names of the form field of an update and of the parameter that names a graph."""

    def __init__(
        self, transport: Transport, *, query: str, update: str | None, graphs: str | None = None
    ) -> None:
        self.transport, self.query, self._update, self._graphs = transport, query, update, graphs

    def upload(
        self,
        does: str,
        method: str,
        graph: str | None,
        pieces: Callable[[], Iterable[bytes]],
        size: int,
    ) -> Request:
        """Give the request that writes statements as a graph (PUT) or adds them to one (POST).

        The graph None is the default graph.

        Raises:
            UsageError: The store takes no changes.
        """
        if self._graphs is not None:
            place = f"{self.fields[1]}={quote(graph, safe='')}" if graph is not None else "default"
            return Request(does, method, f"{self._graphs}?{place}").carrying(pieces, size)
        statements = b"".join(pieces()).decode()
        inside = f"GRAPH <{graph}> {{\n{statements}}}" if graph is not None else statements
        request = self.change(does, f"INSERT DATA {{ {inside} }}")
        request.size = size
        return request

    def change(self, does: str, text: str) -> Request:
        """Give the request of an update.

        Raises:
            UsageError: The store takes no changes.
        """
        if self._update is None:
            raise UsageError(
                f"where {self.query} takes changes is not known; say so with --update URL"
            )
        return Request(does, "POST", self._update, form={self.fields[0]: text})

    def transient(self, reply: Reply) -> bool:
        """Whether a request that failed is likely to succeed when it is sent again."""
        return reply.status in BUSY

    def why(self, reply: Reply) -> str:
        """Give the store's message about a request that failed, in one short line; may be empty."""
        return reply.message

    def counts(self, graphs: Sequence[str]) -> str:
        """Give the query that counts the statements of graphs: rows of graph and number.

        An empty graph has no row.
        """
        # The fastest way to name several graphs, measured on three stores.
        named = " ".join(f"FROM NAMED <{graph}>" for graph in graphs)
        return f"SELECT ?g (COUNT(*) AS ?n) {named} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"

    def swap(self, staging: str, target: str | None) -> Request:
        """Give the request that replaces the target by the staging graph, in one step."""
        place = f"GRAPH <{target}>" if target is not None else "DEFAULT"
        # Never SILENT: with the staging graph missing, that would empty the target.
        return self.change(
            "put the staged graph in the place of the old one", f"MOVE GRAPH <{staging}> TO {place}"
        )

    def drop(self, graph: str | None) -> Request:
        """Give the request that removes a graph."""
        place = f"GRAPH <{graph}>" if graph is not None else "DEFAULT"
        return self.change("remove the graph", f"DROP SILENT {place}")

    def erase(self, statements: Sequence[str], graph: str | None) -> Request:
        """Give the request that removes statements, each in N-Triples, from a graph."""
        inside = "\n".join(statements)
        if graph is not None:
            inside = f"GRAPH <{graph}> {{ {inside} }}"
        return self.change(f"remove {len(statements):,} statements", f"DELETE DATA {{ {inside} }}")
