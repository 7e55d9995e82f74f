"""The verbs that speak to a store: load, unload, describe; and the store that run, ask and sparql are told to ask.

Credentials stand in no argument, which other users of the machine could read: they come from the
environment or a netrc file.
"""

import argparse
import netrc
import os
import re
import shlex
import signal
import sys
import urllib.parse

from secgraph.cli import out
from secgraph.dataset import release
from secgraph.errors import BadFile, UsageError
from secgraph.namespaces import GRAPHS, RELEASE_GRAPH
from secgraph.query.catalog import Catalog
from secgraph.query.sessions import Session
from secgraph.stores import loading
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import TIMEOUT, Transport
from secgraph.stores.loading import compare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from secgraph.stores.http import Auth
    from secgraph.stores.loading import Loader, Part


def session(arguments: argparse.Namespace) -> Session:
    """Give a session with the store that ``--endpoint`` names.

    Raises:
        UsageError: The options do not go together.
        MissingExtra: What asks a store is not installed.
    """
    if getattr(arguments, "data", []):
        raise UsageError(
            "--data puts files beside the graph in memory, which --endpoint does not ask; leave one of them out"
        )
    if arguments.graph and arguments.default_graph:
        raise UsageError(
            "--graph names one graph and --default-graph another; leave one of them out"
        )
    graph = (
        None
        if arguments.default_graph
        else RELEASE_GRAPH
        if arguments.graph is None
        else arguments.graph
    )
    timeout = getattr(arguments, "timeout", None) or TIMEOUT
    auth = _auth(arguments.endpoint)
    engine = Endpoint(_questions(arguments.endpoint, auth), graph=graph, auth=auth, timeout=timeout)
    queries = getattr(arguments, "queries", None)
    return Session(engine, Catalog(queries) if queries is not None else None)


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


def _questions(url: str, auth: "Auth") -> str:
    """Give the address of a store's questions, whichever of its addresses is given; the very one where it is of no known make."""
    if re.search(r"/(query|sparql)/?$|/repositories/[^/]+/?$", url):
        return url
    transport = Transport(url, auth=auth)
    try:
        return loading.find(transport).query
    except UsageError:
        return url
    finally:
        transport.close()


def _opened(arguments: argparse.Namespace) -> "tuple[Loader, str | None]":
    """Give what loads into the store that the user names, and the graph that is meant."""
    if arguments.graph is not None and arguments.default_graph:
        raise UsageError(
            "--graph names one graph and --default-graph another; leave one of them out"
        )
    auth = _auth(arguments.url)
    store = loading.find(
        Transport(arguments.url, auth=auth),
        arguments.store,
        update=getattr(arguments, "update", None),
    )
    if arguments.default_graph and not store.unnamed:
        raise UsageError(
            f"{store.title} has no default graph of its own; leave out --default-graph"
        )
    asked = Endpoint(
        store.query, graph=None, auth=auth, timeout=arguments.timeout or TIMEOUT, may_be_empty=True
    )
    # An empty name, as of a variable that is not set, is none and never the usual one.
    graph = (
        None
        if arguments.default_graph
        else RELEASE_GRAPH
        if arguments.graph is None
        else arguments.graph
    )
    return loading.Loader(
        store,
        asked,
        progress=_progress if sys.stderr.isatty() else None,
        patience=arguments.timeout or loading.PATIENCE,
    ), graph


def _parts(arguments: argparse.Namespace, graph: str | None) -> "Iterable[Part]":
    return (
        loading.of_files(arguments.files, graph) if arguments.files else [loading.of_release(graph)]
    )


def _progress(what: str, done: int, whole: int) -> None:
    # One line, written over, and gone when all is done: a corpus has a thousand graphs.
    print(
        f"\r\x1b[K{what}: {done * 100 // max(whole, 1)} %" if done < whole else "\r\x1b[K",
        end="",
        file=sys.stderr,
        flush=True,
    )


def load(arguments: argparse.Namespace) -> int:
    """Load the release, or files, into a store."""
    loader, graph = _opened(arguments)
    if arguments.show:
        for batch in loading.batches(_parts(arguments, graph)):
            out.text("\n".join(str(request) for request in loading.requests(loader.store, batch)))
        return 0
    # An interrupt is told what it left behind, where a question just ends.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    count = statements = 0
    parts = loading.batches(_parts(arguments, graph))
    for batch in loading.ahead(parts) if arguments.files else parts:
        before = loading.load_together(loader, batch, replace=arguments.replace)[0]
        count, statements = count + len(batch), statements + sum(map(len, batch))
        if not arguments.files:
            (part,) = batch
            name = part.graph or "the default graph"
            out.text(
                f"{loader.store.title} at {loader.store.transport.place}: {name} holds {len(part):,} statements (before: {before:,})"
            )
            out.text(f"secgraph queries test --endpoint {loader.store.query}{_again(arguments)}")
    if arguments.files:
        out.text(
            f"{loader.store.title} at {loader.store.transport.place}: {statements:,} statements in {count:,} graph{'' if count == 1 else 's'}"
        )
    return 0


def _again(arguments: argparse.Namespace) -> str:
    return (
        f" --graph {shlex.quote(arguments.graph)}"
        if arguments.graph
        else " --default-graph"
        if arguments.default_graph
        else ""
    )


def unload(arguments: argparse.Namespace) -> int:
    """Take out of a store what was loaded."""
    loader, graph = _opened(arguments)
    if arguments.staging:
        left = compare.staged(loader.asked)
        for name in left:
            loader.again(loader.store.drop(name))
        out.text(f"{len(left)} staging graph{'' if len(left) == 1 else 's'} removed")
        return 0
    for part in _parts(arguments, graph):
        before, after = loading.unload(loader, part, whole=arguments.all)
        told = (
            f"; {after:,} are left that are not of this release (--all removes the graph with them)"
            if after
            else ""
        )
        out.text(
            f"{part.graph or 'the default graph'}: {before - after:,} statements removed{told}"
        )
    return 0


def describe(arguments: argparse.Namespace) -> int:
    """Say what a store holds of this project, and whether that is the release."""
    loader, graph = _opened(arguments)
    named = compare.graphs(loader.asked)
    lines = [f"{loader.store.title} at {loader.store.transport.place}"]
    for name, count in named.items():
        if name.startswith(GRAPHS) and name != graph:
            lines.append(
                f"  {name}: {count:,} statements{', left behind by a load' if name in compare.staged(loader.asked) else ''}"
            )
    part = loading.of_release(graph)
    held = loader.count(graph)
    place = graph or "the default graph"
    if not held:
        return _said(
            [
                *lines,
                f"  {place} is empty or not there; 'secgraph load {arguments.url}' loads the release",
            ],
            1,
        )
    version, kinds = compare.version(loader.asked, graph), compare.kinds(loader.asked, graph)
    counted = ", ".join(
        f"{count:,} {name}{'' if count == 1 else 's'}" for name, count in sorted(kinds.items())
    )
    lines.append(
        f"  {place}: {held:,} statements; release {version or 'not said'}; {counted or 'no claims'}"
    )
    missing, extra = compare.differences(loader.asked, part)
    if not missing and not extra:
        return _said([*lines, f"  it is release {release.version()}, to the last statement"], 0)
    return _said(
        [
            *lines,
            f"  it is not release {release.version()}: {missing:,} statements are missing, {extra:,} are others",
        ],
        1,
    )


def _said(lines: "list[str]", code: int) -> int:
    out.text("\n".join(lines))
    return code
