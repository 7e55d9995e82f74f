"""OpenLink Virtuoso: changes need Digest on other paths; a failed PUT leaves half a graph."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from secgraph.stores.http import Reply, Transport, plain
from secgraph.stores.loading.base import Request, Store

_PATHS = ("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql")
_COMMENT = b"# <!--\n"
"""Stands before what is uploaded.

Whatever the media type, Virtuoso reads 64 KiB of each upload as HTML to see whether it is, in a
sixth of the whole time. A comment of N-Triples that begins a comment of HTML, which never ends,
leaves it nothing to read.
"""

_RACES = re.compile(r"\bSR(?:172|197)\b")
"""Codes of requests that Virtuoso breaks off and undoes, and that succeed when sent again.

SR197: two brought the same new language or datatype at the same time (seen, also after a crash).
SR172: a deadlock (not seen).
"""


class Virtuoso(Store):
    """A Virtuoso server, by its base or any of its addresses."""

    kind = "virtuoso"
    title = "OpenLink Virtuoso"
    largest = 4 << 20
    unnamed = False
    together = 16
    # A hundred documents take 2.1 s with one upload at a time, 1.4 with two, 1.3 with three; with
    # four the next one is always waiting.
    abreast = 4
    fields = (
        "query",
        "graph",
    )  # a direct POST of an update hangs; as the field of a form it does not

    @classmethod
    def at(cls, transport: Transport) -> "Virtuoso":
        """Give the store of an address."""
        base = transport.path.rstrip("/")
        for path in _PATHS:
            base = base.removesuffix(path)
        query, update, graphs = (
            transport.at(base + path)
            for path in ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth")
        )
        return cls(transport, query=query, update=update, graphs=graphs)

    @staticmethod
    def knows(transport: Transport) -> bool:
        """Whether the server says that it is one."""
        return (
            "virtuoso"
            in transport.send("GET", transport.at("/sparql", "query=ASK%7B%7D"))
            .headers.get("Server", "")
            .lower()
        )

    def upload(
        self,
        does: str,
        method: str,
        graph: str | None,
        pieces: Callable[[], Iterable[bytes]],
        size: int,
    ) -> Request:
        """See :meth:`Store.upload`."""
        return super().upload(
            does,
            method,
            graph,
            lambda: itertools.chain((_COMMENT,), pieces()),
            size + len(_COMMENT),
        )

    def transient(self, reply: Reply) -> bool:
        """See :meth:`Store.transient`."""
        return super().transient(reply) or (
            reply.status == 500 and bool(_RACES.search(self.why(reply)))
        )

    def why(self, reply: Reply) -> str:
        """See :meth:`Store.why`."""
        # It answers an upload with a page, in which its own words stand between these tags.
        _, page, text = reply.content.partition(b"<xmp>")
        if not page:
            return reply.message
        return plain(text.partition(b"</xmp>")[0].decode("utf-8", "replace"))

    def counts(self, graphs: Sequence[str]) -> str:
        """See :meth:`Store.counts`."""
        # Where the name of the graph is a variable, it looks through all graphs, and where each
        # count is a SELECT of its own, it works all of them out for the rows of the others.
        patterns = " UNION ".join(
            f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} BIND (<{graph}> AS ?g) }}" for graph in graphs
        )
        return f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {patterns} }} GROUP BY ?g"
