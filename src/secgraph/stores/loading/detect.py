"""Find out which make of store an address belongs to.

Asks the server only where its address does not say; loads nothing.
"""

from secgraph.errors import BadValue, EngineError, Unreachable, UsageError
from secgraph.stores.http import Transport
from secgraph.stores.loading.base import Store
from secgraph.stores.loading.fuseki import Fuseki
from secgraph.stores.loading.oxigraph import Oxigraph
from secgraph.stores.loading.rdf4j import RDF4J, GraphDB
from secgraph.stores.loading.virtuoso import Virtuoso

Make = Oxigraph | Fuseki | RDF4J | Virtuoso

KINDS = ("oxigraph", "fuseki", "rdf4j", "graphdb", "virtuoso", "sparql")
"""The supported makes; ``sparql`` is any other that takes SPARQL 1.1 Update."""

_MAKES: dict[str, type[Oxigraph | Fuseki | RDF4J | Virtuoso]] = {
    "oxigraph": Oxigraph,
    "fuseki": Fuseki,
    "rdf4j": RDF4J,
    "graphdb": GraphDB,
    "virtuoso": Virtuoso,
}
_RECOGNIZED = (Virtuoso, Fuseki, RDF4J, Oxigraph)
"""Makes that a server can be recognized as, in the order of trying."""


def find(transport: Transport, kind: str | None = None, *, update: str | None = None) -> Store:
    """Give the store of an address.

    Args:
        transport: The connection, at the base of the server or at any of its addresses.
        kind: One of :data:`KINDS`; None asks the server.
        update: Address of updates, for the make ``sparql``.

    Raises:
        UsageError: The server does not say what it is, or which of its datasets is meant.
        BadValue: *kind* is none of them.
        Unreachable: No store answers there.
    """
    if kind == "sparql" or (kind is None and update is not None):
        return Store(transport, query=transport.url, update=update or transport.url)
    if kind is not None:
        if kind not in _MAKES:
            raise BadValue(kind, f"no make of store has this name; {', '.join(KINDS)} have")
        return _MAKES[kind].at(transport)
    for make in _RECOGNIZED:
        if _is_make(make, transport):
            return make.at(transport)
    makes = ", ".join(KINDS[:-1])
    raise UsageError(
        f"what is at {transport.place} does not say which store it is; say --make {makes}, or "
        "sparql with the address of its queries"
    )


def _is_make(make: type[Make], transport: Transport) -> bool:
    try:
        return make.knows(transport)
    except Unreachable:
        raise
    except EngineError:
        return False
