"""OpenLink Virtuoso: changes need Digest on paths of their own, and a PUT that fails leaves half a graph."""

from secgraph.stores.base import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    from secgraph.transport import Transport

_PATHS = ("/sparql-auth", "/sparql-graph-crud-auth", "/sparql-graph-crud", "/sparql")


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
