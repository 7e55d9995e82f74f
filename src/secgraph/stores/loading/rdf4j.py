"""Eclipse RDF4J Server and Ontotext GraphDB: repositories of a server, by one protocol."""

import json

from secgraph.errors import UsageError
from secgraph.stores.http import Transport
from secgraph.stores.loading.base import Store


class RDF4J(Store):
    """One repository, by its address or any below it."""

    kind = "rdf4j"
    title = "Eclipse RDF4J Server"
    atomic = True
    largest = 64 << 20
    server = "/rdf4j-server"
    """Path of the repositories where the address has none."""

    @classmethod
    def at(cls, transport: Transport) -> "RDF4J":
        """Give the repository of an address, or the only one of the server.

        Raises:
            UsageError: The server has several repositories, or does not say which; names them.
        """
        before, marker, after = transport.path.rstrip("/").partition("/repositories")
        name = after.strip("/").partition("/")[0]
        server = before if marker or before else cls.server
        if not name:
            name = _only(transport, server)
        place = transport.at(f"{server}/repositories/{name}")
        return cls(
            transport,
            query=place,
            update=f"{place}/statements",
            graphs=f"{place}/rdf-graphs/service",
        )

    @classmethod
    def knows(cls, transport: Transport) -> bool:
        """Whether the server speaks the protocol of RDF4J."""
        server = transport.path.partition("/repositories")[0].rstrip("/") or cls.server
        reply = transport.send("GET", transport.at(f"{server}/protocol"))
        return reply.status == 200 and reply.content.strip().isdigit()


class GraphDB(RDF4J):
    """One repository of a GraphDB server, which speaks the same protocol from its root.

    Not tested with a server.
    """

    kind = "graphdb"
    title = "Ontotext GraphDB"
    atomic = False  # not tested
    server = ""


def _only(transport: Transport, server: str) -> str:
    reply = transport.send(
        "GET",
        transport.at(f"{server}/repositories"),
        headers={"Accept": "application/sparql-results+json"},
    )
    try:
        names = (
            [binding["id"]["value"] for binding in json.loads(reply.content)["results"]["bindings"]]
            if reply.status == 200
            else []
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        names = []
    names = [name for name in names if name != "SYSTEM"]
    if len(names) == 1:
        return str(names[0])
    choice = f"; it has {', '.join(names)}" if names else ""
    raise UsageError(
        f"which repository of {transport.place} is meant? give its address, such as "
        f"http://{transport.place}{server}/repositories/NAME{choice}"
    )
