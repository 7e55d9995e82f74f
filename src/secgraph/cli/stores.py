"""Take from the command line and the environment which store is asked, and as whom.

Credentials stand in no argument, which other users of the machine could read. Asks nothing itself.
"""

import argparse
import netrc
import os
import urllib.parse

from secgraph.answer import Session
from secgraph.catalog import Catalog
from secgraph.engines.endpoint import TIMEOUT, Endpoint
from secgraph.errors import BadFile, UsageError
from secgraph.names import RELEASE_GRAPH


def session(arguments: argparse.Namespace) -> Session:
    """Give a session with the store that ``--endpoint`` names.

    Raises:
        UsageError: The options do not go together.
        MissingExtra: What asks a store is not installed.
    """
    if getattr(arguments, "data", []):
        raise UsageError("--data puts files beside the graph in memory, which --endpoint does not ask; leave one of them out")
    if arguments.graph is not None and arguments.default_graph:
        raise UsageError("--graph names one graph and --default-graph another; leave one of them out")
    graph = None if arguments.default_graph else arguments.graph or RELEASE_GRAPH
    timeout = getattr(arguments, "timeout", None) or TIMEOUT
    engine = Endpoint(arguments.endpoint, graph=graph, auth=_auth(arguments.endpoint), timeout=timeout)
    queries = getattr(arguments, "queries", None)
    return Session(engine, Catalog(queries) if queries else None)


def _auth(url: str) -> "tuple[str, str] | str | None":
    token, user = os.environ.get("SECGRAPH_TOKEN"), os.environ.get("SECGRAPH_USER")
    if token:
        return token
    if user:
        return user, os.environ.get("SECGRAPH_PASSWORD", "")
    path = os.environ.get("NETRC") or os.path.expanduser("~/.netrc")
    if not os.path.isfile(path):
        return None
    try:
        known = netrc.netrc(path).authenticators(urllib.parse.urlsplit(url).hostname or "")
    except netrc.NetrcParseError as error:
        raise BadFile(path, f"is no netrc file: {error.msg}", error.lineno) from error
    except (OSError, ValueError) as error:
        raise BadFile(path, "cannot be read") from error
    return (known[0], known[2] or "") if known else None
