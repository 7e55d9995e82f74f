"""Apache Jena Fuseki: a server of several datasets, each below its name."""

import json

from secgraph.errors import UsageError
from secgraph.stores.http import Transport
from secgraph.stores.loading.base import Store

_SERVICES = ("/query", "/sparql", "/update", "/data", "/get")


class Fuseki(Store):
    """One dataset of a Fuseki server, by its address or that of any of its services."""

    kind = "fuseki"
    title = "Apache Jena Fuseki"
    atomic = True
    largest = 256 << 20

    @classmethod
    def at(cls, transport: Transport) -> "Fuseki":
        """Give the dataset of an address, or the only one of the server.

        Raises:
            UsageError: The server has several datasets, or does not say which; names them.
        """
        base = transport.path.rstrip("/")
        for service in _SERVICES:
            base = base.removesuffix(service)
        if not base:
            base = _only(transport)
        query, update, graphs = (
            transport.at(base + service) for service in ("/query", "/update", "/data")
        )
        return cls(transport, query=query, update=update, graphs=graphs)

    @staticmethod
    def knows(transport: Transport) -> bool:
        """Whether the server says that it is one."""
        return "Fuseki-Request-Id" in transport.send("GET", transport.at("/$/server")).headers


def _only(transport: Transport) -> str:
    reply = transport.send("GET", transport.at("/$/datasets"))
    try:
        names = (
            [dataset["ds.name"] for dataset in json.loads(reply.content)["datasets"]]
            if reply.status == 200
            else []
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        names = []
    if len(names) == 1:
        return str(names[0])
    choice = f"; it has {', '.join(names)}" if names else ""
    raise UsageError(
        f"which dataset of {transport.place} is meant? give its address, such as "
        f"http://{transport.place}/ds{choice}"
    )
