"""OpenLink Virtuoso: changes need Digest on other paths; a failed PUT leaves half a graph."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from secgraph.stores.http import Reply, Transport, plain
from secgraph.stores.loading.base import Request, Store

_PATHS = ("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql")
_COMMENT = b"# <!--\n"
"""First line of each upload.

Whatever the media type, Virtuoso parses the first 64 KiB of an upload as HTML to detect HTML, which
takes a sixth of the time. This comment of N-Triples opens an HTML comment that never ends, so that
there is nothing to parse.
"""

_RACES = re.compile(r"\bSR(?:172|197)\b")
"""Codes of requests that Virtuoso aborts and rolls back, and that succeed when sent again.

SR197: two requests added the same new language or datatype at the same time (observed, also after a
crash). SR172: a deadlock (not observed).
"""


class Virtuoso(Store):
    """A Virtuoso server, by its base or any of its addresses."""

    kind = "virtuoso"
    title = "OpenLink Virtuoso"
    largest = 4 << 20
    unnamed = False
    together = 16
    # A hundred documents take 2.1 s with one upload at a time, 1.4 with two, 1.3 with three; with
    # four, there is always one waiting.
    abreast = 4
    # An update is sent as the field of a form, which every version answers.
    fields = ("query", "graph")

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
        reply = transport.send("GET", transport.at("/sparql", "query=ASK%7B%7D"))
        return "virtuoso" in reply.headers.get("Server", "").lower()

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
        # The reply to an upload is a page with the message between these tags.
        _, page, text = reply.content.partition(b"<xmp>")
        if not page:
            return reply.message
        return plain(text.partition(b"</xmp>")[0].decode("utf-8", "replace"))

    def counts(self, graphs: Sequence[str]) -> str:
        """See :meth:`Store.counts`."""
        # With a variable for the graph it scans all graphs, and with a SELECT for each count it
        # evaluates each of them for the rows of the others.
        patterns = " UNION ".join(
            f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} BIND (<{graph}> AS ?g) }}" for graph in graphs
        )
        return f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {patterns} }} GROUP BY ?g"
