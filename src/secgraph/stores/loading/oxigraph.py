"""The Oxigraph server: one folder of paths, and a PUT that is one transaction."""

from secgraph.stores.http import Transport
from secgraph.stores.loading.base import Store

_PATHS = ("/query", "/update", "/store")
_PAGE = "/sparql"
"""Path of the queries that are typed into its page."""


class Oxigraph(Store):
    """An Oxigraph server, by its base or any of its addresses."""

    kind = "oxigraph"
    title = "Oxigraph server"
    atomic = True
    largest = 100 << 20  # it takes up to 128 MiB

    @classmethod
    def at(cls, transport: Transport) -> "Oxigraph":
        """Give the store of an address."""
        base = transport.path.rstrip("/")
        for path in (*_PATHS, _PAGE):
            base = base.removesuffix(path)
        query, update, graphs = (transport.at(base + path) for path in _PATHS)
        return cls(transport, query=query, update=update, graphs=graphs)

    @staticmethod
    def knows(transport: Transport) -> bool:
        """Whether the server says that it is one."""
        reply = transport.send("GET", transport.at("/"))
        return reply.status == 200 and b"oxigraph" in reply.content[:20000].lower()
