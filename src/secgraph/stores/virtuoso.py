"""OpenLink Virtuoso: changes need Digest on paths of their own, and a PUT that fails leaves half a graph."""

import itertools

from secgraph.stores.base import Request, Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from secgraph.transport import Transport

_PATHS = ("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql")
_COMMENT = b"# <!--\n"
"""Stands before what is uploaded. Virtuoso asks of each upload whether it is HTML, whatever its media type, and reads 64 KiB of it as such: a
sixth of the whole time. A comment of N-Triples in which one of HTML begins, and never ends, leaves it nothing to read."""


class Virtuoso(Store):
    """A Virtuoso server, by its base or any of its addresses."""

    kind = "virtuoso"
    title = "OpenLink Virtuoso"
    largest = 4 << 20
    unnamed = False
    together = False  # it looks through all graphs, however the ones in question are named
    fields = ("query", "graph")  # a direct POST of an update hangs; as the field of a form it does not

    @classmethod
    def at(cls, transport: "Transport") -> "Virtuoso":
        """Give the store of an address."""
        base = transport.path.rstrip("/")
        for path in _PATHS:
            base = base.removesuffix(path)
        query, update, graphs = (transport.at(base + path) for path in ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth"))
        return cls(transport, query=query, update=update, graphs=graphs)

    @staticmethod
    def knows(transport: "Transport") -> bool:
        """Whether the server says that it is one."""
        return "virtuoso" in transport.send("GET", transport.at("/sparql", "query=ASK%7B%7D")).headers.get("Server", "").lower()

    def upload(self, does: str, method: str, graph: str | None, pieces: "Callable[[], Iterable[bytes]]", size: int) -> Request:
        """See :meth:`Store.upload`."""
        return super().upload(does, method, graph, lambda: itertools.chain((_COMMENT,), pieces()), size + len(_COMMENT))
