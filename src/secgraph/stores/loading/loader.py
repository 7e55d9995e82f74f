"""Count statements in a store and send it changes, some of them again after a failure.

Knows no make of store. No library retries here: a retry also stops when another upload has failed,
which shows only while waiting.
"""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence

import pyoxigraph

from secgraph.dataset import nodes, rdf12
from secgraph.errors import BadQuery, EngineError, LostAnswer, QueryTimeout, Unreachable
from secgraph.namespaces import SG
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import Reply
from secgraph.stores.loading.base import Request, Store
from secgraph.syntax import literals

Progress = Callable[[str, int, int], None]

PATIENCE = 600.0
"""Seconds for one request that changes a store."""

LEAVE = 10.0
"""Seconds to wait for requests that are still running after an interrupt."""

TRIES = 4
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_OURS = f'ASK {{ ?s a ?class . FILTER (STRSTARTS(STR(?class), "{SG}")) }}'

_PROBES = {
    rdf12.TRIPLE_TERMS: "ASK { BIND (<<( <urn:x:s> <urn:x:p> <urn:x:o> )>> AS ?t) "
    "FILTER (isTRIPLE(?t)) }",
    rdf12.DIRECTION: 'ASK { FILTER (hasLANGDIR("a"@ar--rtl)) }',
}
"""For each feature of RDF 1.2 a question that only a store with it answers with yes."""


class Loader:
    """Sends queries and changes to one store.

    Args:
        store: The store.
        endpoint: Address of its queries; the loader sets its graph.
        pause: Waits for some seconds; a parameter, so that tests need not wait. Called from several
            threads, where uploads are parallel.
        progress: Called with the current step, bytes done and bytes in all; from several threads.
        patience: Seconds for one request that changes the store.
        leave: Seconds to wait for requests that are still running after an interrupt.
    """

    def __init__(
        self,
        store: Store,
        endpoint: Endpoint,
        *,
        pause: Callable[[float], None] = time.sleep,
        progress: Progress | None = None,
        patience: float = PATIENCE,
        leave: float = LEAVE,
    ) -> None:
        self.store, self.endpoint, self.pause = store, endpoint, pause
        self.patience, self.leave = patience, leave
        self.progress = progress or (lambda *_: None)
        self.accepted = False
        """Whether the store has taken an upload."""

    def count(self, graph: str | None) -> int:
        """Count the statements of a graph."""
        self.endpoint.graph = graph
        rows = self.endpoint.rows(_COUNT)
        if len(rows) != 1:
            raise EngineError(f"{self.endpoint.url} gives {len(rows):,} rows for a number")
        return literals.count(rows[0][0], "the number of statements")

    def counts(self, graphs: Sequence[str | None]) -> list[int]:
        """Count the statements of each of several graphs."""
        if len(graphs) < 2:
            return [self.count(graph) for graph in graphs]
        self.endpoint.graph = None
        numbers = {
            row[0]: literals.count(row[1], f"the number of statements in {row[0]}")
            for text in _counts(self.store, graphs)
            for row in self.endpoint.rows(text)
        }
        return [self.count(None) if graph is None else numbers.get(graph, 0) for graph in graphs]

    def holds_ours(self, graph: str | None) -> bool:
        """Whether a graph holds anything of a class of this project."""
        self.endpoint.graph = graph
        return bool(self.endpoint.ask(_OURS).truth)

    def knows(self, feature: str) -> bool:
        """Whether the store knows a feature of RDF 1.2.

        Raises:
            EngineError: The store gives no answer at all.
        """
        self.endpoint.graph = None
        try:
            return bool(self.endpoint.ask(_PROBES[feature]).truth)
        except (Unreachable, LostAnswer, QueryTimeout):
            raise
        except (BadQuery, EngineError):
            return False

    def holds(self, quad: pyoxigraph.Quad, graph: str | None) -> bool:
        """Whether the store holds a statement of a file, with IRIs for its blank nodes.

        Args:
            quad: The statement.
            graph: The graph where the statement names none.
        """
        named = nodes.skolemized(quad)
        own = named.graph_name
        self.endpoint.graph = graph if isinstance(own, pyoxigraph.DefaultGraph) else own.value
        return bool(self.endpoint.ask(f"ASK {{ {named.triple} }}").truth)

    def once(self, request: Request) -> Reply:
        """Send a request, without a retry.

        Raises:
            EngineError: It was refused or failed, or its answer did not come.
        """
        self.endpoint.changed()
        return _taken(request.send(self.store.transport, self.patience), request, self.store)

    def again(self, request: Request, stopped: Callable[[], bool] = lambda: False) -> Reply:
        """Send a request, and send it again where the store is busy or the answer is lost.

        Args:
            request: One that may be carried out twice.
            stopped: Says whether sending it again is of no use.

        Raises:
            EngineError: As :meth:`once`, at the last attempt.
        """
        self.endpoint.changed()
        for attempt in range(TRIES):
            try:
                reply = request.send(self.store.transport, self.patience)
            except (LostAnswer, Unreachable):
                if attempt == TRIES - 1 or stopped():
                    raise
            else:
                if attempt == TRIES - 1 or stopped() or not self.store.transient(reply):
                    return _taken(reply, request, self.store)
            # With jitter, so that requests that failed together are not sent again together.
            self.pause((1 + secrets.randbelow(1000) / 1000) * 2**attempt / 3)
        raise AssertionError("the last attempt returns or raises")


def _taken(reply: Reply, request: Request, store: Store) -> Reply:
    """Give a reply back if the store has carried out the request.

    Raises:
        EngineError: It was refused or failed.
    """
    if 200 <= reply.status < 300:
        return reply
    detail = f": {reason}" if (reason := store.why(reply)) else ""
    if reply.status in (401, 403):
        raise EngineError(
            f"{store.transport.place} did not let us {request.does}: "
            f"user or password, or a right to change, is missing ({reply.status})"
        )
    if reply.status == 413:
        raise EngineError(
            f"{store.transport.place} takes no {request.size:,} bytes at once "
            f"({reply.status}{detail})"
        )
    raise EngineError(f"{store.transport.place} did not {request.does} ({reply.status}{detail})")


def counting(store: Store, does: str, graphs: Sequence[str | None]) -> Iterator[Request]:
    """Give the requests that count the statements of several graphs; *does* describes them."""
    if len(graphs) > 1:
        for text in _counts(store, graphs):
            yield Request(does, "POST", store.query, form={"query": text})
    for graph in graphs:
        if graph is None:
            yield Request(does, "POST", store.query, form={"query": _COUNT})
        elif len(graphs) == 1:
            form = {"query": _COUNT, "default-graph-uri": graph}
            yield Request(does, "POST", store.query, form=form)


def _counts(store: Store, graphs: Sequence[str | None]) -> Iterator[str]:
    named = [graph for graph in graphs if graph is not None]
    for start in range(0, len(named), store.together):
        yield store.counts(named[start : start + store.together])
