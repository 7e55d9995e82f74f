"""What all stores have in common: where they are asked, told and loaded, and how a graph is put in another's place.

A store of its own kind changes what is otherwise with it; nothing here is sent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from secgraph.namespaces import GRAPHS
from secgraph.stores.http import Reply, Transport

BUSY = (429, 502, 503, 504)
TRIPLES = "application/n-triples"
STAGING = GRAPHS + "staging/"
"""Where the names of graphs begin that a load fills before it swaps."""


class Body:
    """The pieces of a body, anew each time they are asked for: a store may want them again once it knows who sends them."""

    def __init__(self, pieces: Callable[[], Iterable[bytes]]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces())


class Request:
    """One request to a store.

    Attributes:
        does: What it does, in words.
        method, url: Of HTTP.
        form: Fields, for a form.
        pieces: Gives the body anew each time it is called, for anything else.
        size: Bytes of the body, as far as known.
        media: Media type of the body.
    """

    __slots__ = ("does", "form", "media", "method", "pieces", "size", "url")

    def __init__(
        self, does: str, method: str, url: str, *, form: Mapping[str, str] | None = None
    ) -> None:
        self.does, self.method, self.url, self.form = does, method, url, form
        self.pieces: Callable[[], Iterable[bytes]] | None = None
        self.size, self.media = 0, ""

    def carrying(
        self, pieces: Callable[[], Iterable[bytes]], size: int, media: str = TRIPLES
    ) -> "Request":
        """Give the request this body."""
        self.pieces, self.size, self.media = pieces, size, media
        return self

    def send(self, transport: Transport, seconds: float | None) -> Reply:
        """Send it, and give the whole reply."""
        if self.pieces is None:
            return transport.send(self.method, self.url, form=self.form, seconds=seconds)
        # A length lets a store refuse what is too large before it has read it, and a proxy see that
        # a body was cut.
        headers = {"Content-Type": self.media, "Content-Length": str(self.size)}
        return transport.send(
            self.method, self.url, content=Body(self.pieces), headers=headers, seconds=seconds
        )

    def __str__(self) -> str:
        lines = [f"# {self.does}", f"{self.method} {self.url}"]
        if self.form is not None:
            lines += [
                f"  "
                f"{name}={value if len(value) < 400 else value[:400] + f' … ({len(value):,} characters)'}"
                for name, value in self.form.items()
            ]
        elif self.pieces is not None:
            lines += [f"  Content-Type: {self.media}", f"  ({self.size:,} bytes)"]
        return "\n".join(lines)


class Store:
    """A store that speaks SPARQL 1.1: the Protocol for questions, Update for changes, the Graph Store Protocol for graphs if it has it.

    Args:
        transport: The connection to it.
        query: Address of the questions.
        update: Address of the changes; None where it takes none.
        graphs: Address of the graph store; None where it has none.
    """

    kind = "sparql"
    title = "a store that speaks SPARQL 1.1 Update"
    atomic = False
    """Whether a PUT of a graph is done whole or not at all; tests provoke it."""
    largest = 8 << 20
    """Bytes in one upload."""
    unnamed = True
    """Whether it has a default graph that is nobody else's."""
    together = 1000
    """So many graphs are counted in one request."""
    abreast = 1
    """So many uploads to staging graphs are sent side by side."""
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
        """Give the request that puts (PUT) or adds (POST) statements to a graph; None is the default graph.

        Raises:
            UsageError: The store takes no changes.
        """
        if self._graphs is not None:
            from urllib.parse import quote

            place = f"{self.fields[1]}={quote(graph, safe='')}" if graph is not None else "default"
            return Request(does, method, f"{self._graphs}?{place}").carrying(pieces, size)
        statements = b"".join(pieces()).decode()
        inside = f"GRAPH <{graph}> {{\n{statements}}}" if graph is not None else statements
        request = self.change(does, f"INSERT DATA {{ {inside} }}")
        request.size = size
        return request

    def change(self, does: str, text: str) -> Request:
        """Give the request that carries out an update.

        Raises:
            UsageError: The store takes no changes.
        """
        from secgraph.errors import UsageError

        if self._update is None:
            raise UsageError(
                f"where {self.query} takes changes is not known; say so with --update URL"
            )
        return Request(does, "POST", self._update, form={self.fields[0]: text})

    def transient(self, reply: Reply) -> bool:
        """Whether a request that failed is likely to be carried out when it is sent again."""
        return reply.status in BUSY

    def why(self, reply: Reply) -> str:
        """Give what the store says of a request that failed, as one short line; empty where it says nothing."""
        return reply.said

    def counts(self, graphs: Sequence[str]) -> str:
        """Give the question for the numbers of statements in several graphs: rows of graph and number, none for a graph that is empty."""
        # Of the ways to name several graphs this was the fastest on each of three stores.
        named = " ".join(f"FROM NAMED <{graph}>" for graph in graphs)
        return f"SELECT ?g (COUNT(*) AS ?n) {named} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"

    def swap(self, staging: str, target: str | None) -> Request:
        """Give the request that puts the staging graph in the place of the target, in one step."""
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
        """Give the request that removes these statements, each in the form of N-Triples, from a graph."""
        inside = "\n".join(statements)
        return self.change(
            f"remove {len(statements):,} statements",
            f"DELETE DATA {{ {f'GRAPH <{graph}> {{ {inside} }}' if graph is not None else inside} "
            f"}}",
        )
