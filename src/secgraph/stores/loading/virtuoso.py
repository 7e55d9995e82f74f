"""OpenLink Virtuoso: changes need Digest on paths of their own, and a PUT that fails leaves half a graph."""

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from secgraph.stores.http import Reply, Transport
from secgraph.stores.loading.base import Request, Store

_PATHS = ("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql")
_COMMENT = b"# <!--\n"
"""Stands before what is uploaded. Virtuoso asks of each upload whether it is HTML, whatever its media type, and reads 64 KiB of it as such: a
sixth of the whole time. A comment of N-Triples in which one of HTML begins, and never ends, leaves
it nothing to read.
"""

_RACES = re.compile(r"\bSR(?:172|197)\b")
"""Of two that bring the same new language or datatype at the same time, or that wait for each other, it breaks one off, and undoes it: SR197 was
seen, and then the same sent again was whole, also after a crash; SR172 is its name for a deadlock,
and was not seen.
"""


class Virtuoso(Store):
    """A Virtuoso server, by its base or any of its addresses."""

    kind = "virtuoso"
    title = "OpenLink Virtuoso"
    largest = 4 << 20
    unnamed = False
    together = 16
    abreast = 4  # one takes 2.1 s for a hundred documents, two 1.4, three 1.3; with four the next one is always there
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
        from secgraph.stores.http import plain

        # It answers an upload with a page, in which its own words stand between these tags.
        _, page, words = reply.content.partition(b"<xmp>")
        return (
            plain(words.partition(b"</xmp>")[0].decode("utf-8", "replace")) if page else reply.said
        )

    def counts(self, graphs: Sequence[str]) -> str:
        """See :meth:`Store.counts`."""
        # Where the name of the graph is a variable, it looks through all graphs, and where each
        # count is a SELECT of its own, it works all of them out for the rows of the others.
        each = " UNION ".join(
            f"{{ GRAPH <{graph}> {{ ?s ?p ?o }} BIND (<{graph}> AS ?g) }}" for graph in graphs
        )
        return f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {each} }} GROUP BY ?g"
