"""Have a server asked what strangers send: after a look at the text, and only for whole answers.

A child of the sandbox parses the text, which asks nothing there; the server never gets an update,
a SERVICE, or a graph of the stranger's choice, which some makes would fetch from the web.
"""

import functools
import logging
import re
from dataclasses import replace

import pyoxigraph
from starlette.concurrency import run_in_threadpool

from secgraph.errors import AnswerTooLarge, BadQuery, EngineError, QueryTimeout, Unreachable
from secgraph.stores import protocol
from secgraph.stores.endpoint import Endpoint, uncut
from secgraph.stores.http import Reply as Received
from secgraph.syntax import federation
from secgraph.web import sandbox, zygote
from secgraph.web.sandbox import Sandbox
from secgraph.web.zygote import Reply, Task

UNREACHABLE, STORE, DATASET = "unreachable", "store", "dataset"
"""Why there is no answer, beside the reasons of the sandbox."""

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_log = logging.getLogger("secgraph.web")


class Relay:
    """Answers queries as :class:`Sandbox` does, from a server.

    Args:
        endpoint: The server, as the session asks it.
        box: Parses texts. Of its limits time and bytes hold for the server, memory and CPU for the
            look at the text.
    """

    def __init__(self, endpoint: Endpoint, box: Sandbox) -> None:
        self._endpoint, self._box = endpoint, box
        self.limits = box.limits

    async def answer(self, task: Task, client: str = "") -> Reply:
        """Answer a query, or say why there is no answer; see :meth:`Sandbox.answer`."""
        if task.named_graphs or set(task.default_graphs or self.graphs) != set(self.graphs):
            return Reply(DATASET, "this endpoint answers from all of its graphs at once")
        return await self._box.in_turn(client, functools.partial(self._asked, task))

    async def close(self) -> None:
        """End the processes that look at texts."""
        await self._box.close()

    @property
    def graphs(self) -> list[str]:
        """The graphs that are asked, merged; none for the default graph of the server."""
        graph = self._endpoint.graph
        return [graph] if isinstance(graph, str) else list(graph or ())

    async def _asked(self, task: Task, seconds: float) -> Reply:
        look = await self._box.run(replace(task, is_only_parsed=True), seconds)
        if look.fault:
            return look
        fault = _refused(task.query)
        if fault is not None:
            return fault
        is_rows = look.media in zygote.ROWS
        return await run_in_threadpool(self._ask, task, is_rows=is_rows, seconds=seconds)

    def _ask(self, task: Task, *, is_rows: bool, seconds: float) -> Reply:
        try:
            received = self._endpoint.exchange(
                task.query,
                _ROWS if is_rows else _TRIPLES,
                timeout=seconds,
                prefixes=task.prefixes,
                max_bytes=task.output,
            )
            return _written(received, task, is_rows=is_rows)
        except QueryTimeout:
            return Reply(sandbox.TIME, f"no whole answer within {self.limits.seconds:g} seconds")
        except BadQuery as error:
            return Reply(zygote.MALFORMED, error.reason)
        except AnswerTooLarge:
            return Reply(zygote.TOO_LARGE, f"the answer has more than {task.output:,} bytes")
        except Unreachable as error:
            _log.warning("%s", error)
            return Reply(UNREACHABLE, "the store behind this endpoint does not answer")
        except (EngineError, SyntaxError, ValueError) as error:
            _log.warning("%s", error)
            return Reply(STORE, "the store behind this endpoint gave no whole answer")


def _refused(query: str) -> Reply | None:
    """Say why a query is not sent, though it is SPARQL.

    Some engines resolve escapes before they read a text, and others within its strings: it has to
    be harmless either way.
    """
    resolved = _ESCAPE.sub(_character, query)
    if federation.suspected(resolved) and resolved != query:
        return Reply(zygote.SERVICE, "the query would ask another store by SERVICE, once resolved")
    if protocol.names_graphs(query) or protocol.names_graphs(resolved):
        return Reply(DATASET, "the query has FROM or GRAPH, and this endpoint chooses its graphs")
    return None


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else match[0]


def _written(received: Received, task: Task, *, is_rows: bool) -> Reply:
    """Write what a server gave in the format that is wanted.

    Raises:
        SyntaxError: It is broken.
        EngineError: The server says that it has cut it, or it is of another type.
    """
    wanted = (_ROWS, "application/json") if is_rows else (_TRIPLES, "text/plain")
    if received.kind not in wanted:
        raise EngineError(f"the store gave {received.kind[:60]!r}")
    if not is_rows:
        quads = pyoxigraph.parse(received.content, format=pyoxigraph.RdfFormat.N_TRIPLES)
        triples = [quad.triple for quad in quads]
        uncut(received, len(triples))
        return zygote.written(triples, task)
    results = _parsed(received)
    if isinstance(results, pyoxigraph.QuerySolutions):
        uncut(received, sum(1 for _ in results))
        results = _parsed(received)
    return zygote.written(results, task)


def _parsed(received: Received) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    return pyoxigraph.parse_query_results(
        received.content, format=pyoxigraph.QueryResultsFormat.JSON
    )
