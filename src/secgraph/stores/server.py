"""Connect to the server that a URL names, whichever of its addresses is given.

Asks nothing but which make of store it is, and that only where the address does not say.
"""

import re

from secgraph.errors import UsageError
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import TIMEOUT, Transport
from secgraph.stores.loading import detect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.stores.http import Auth


def connect(
    url: str,
    *,
    graph: "str | Sequence[str] | None",
    timeout: float | None,
    auth: "Auth",
    make: str | None,
) -> Endpoint:
    """Give the endpoint that answers queries; see :func:`secgraph.stores.open`."""
    address = query_address(url, auth, make)
    return Endpoint(address, graph=graph, auth=auth, timeout=timeout or TIMEOUT)


def query_address(url: str, auth: "Auth", make: str | None) -> str:
    """Give the address of a server's queries; the URL itself where the make is not known."""
    if make is None and re.search(r"/(query|sparql)/?$|/repositories/[^/]+/?$", url):
        return url
    transport = Transport(url, auth=auth)
    try:
        return detect.find(transport, make).query
    except UsageError:
        if make is not None:
            raise
        return url
    finally:
        transport.close()
