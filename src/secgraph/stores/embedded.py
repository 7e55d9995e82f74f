"""Ask a pyoxigraph store in this process, be it in memory or on disk.

A query with a time limit, or one that is very long, runs in a process of its own, since pyoxigraph
cannot be interrupted.
Knows nothing of saved queries.
"""

import re

from secgraph.dataset import release
from secgraph.errors import BadQuery, EngineError, QueryTimeout, ServiceRefused
from secgraph.stores.answer import Answer
from secgraph.stores.answer import plain as plain_term
from secgraph.syntax import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    import pyoxigraph

    from secgraph.syntax.federation import Services

    Graph = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph
    Outcome = tuple[str, object]


class Embedded:
    """A store that is asked in this process.

    Args:
        store: What to ask; the release, in memory, if None.
        services: Whether a query may ask other stores by SERVICE: none, if False; any, if True; or
            those that a mapping names, each at the address it gives.
        folder: The folder of *store* where it is on disk, which no process writes to.
        graphs: IRIs of the graphs that patterns see, merged; the default graph if empty.
        timeout: Seconds for an answer where a question does not say otherwise; None for no limit.
        skolemized: Whether IRIs stand for the blank nodes of the files that were loaded.
        reopen: Gives another store, and its folder, where this one cannot be read.
        kept: Gives the folder of the user in which the store is kept, and what is made of it may
            be; None where nothing is kept.
    """

    def __init__(
        self,
        store: "pyoxigraph.Store | None" = None,
        *,
        services: "Services" = False,
        folder: str | None = None,
        graphs: "Sequence[str]" = (),
        timeout: float | None = None,
        reopen: "Callable[[], tuple[pyoxigraph.Store, str | None]] | None" = None,
        skolemized: bool = False,
        kept: "Callable[[], str | None] | None" = None,
    ) -> None:
        self.store = store if store is not None else release.store()
        self.services = services
        self.folder, self.graphs, self.timeout = folder, tuple(graphs), timeout
        self.skolemized = skolemized
        self._reopen = reopen
        self.kept = kept

    def ask(
        self, query: str, timeout: float | None = None, *, prefixes: "dict[str, str] | None" = None
    ) -> Answer:
        """Answer a SPARQL query of any form.

        Args:
            query: SPARQL 1.1.
            timeout: Seconds; None for those of this store.
            prefixes: Namespaces that the query need not declare.

        Raises:
            BadQuery: The text is not SPARQL.
            ServiceRefused: It asks another store, and may not.
            EngineError: It is SPARQL, and cannot be answered, such as a SERVICE that does not.
            QueryTimeout: No whole answer within *timeout*.
        """
        simple = limits.check(query)
        offline = False
        if limits.may_ask_others(query):
            from secgraph.syntax import federation

            # Other text asks nobody; with them, the kernel stands behind the guard.
            query, offline = federation.directed(query, self.services)
        seconds = self.timeout if timeout is None else timeout
        try:
            if seconds is not None or not simple:
                return self._ask_apart(seconds, query, prefixes, offline=offline)
            if offline:
                return self._ask_offline(query, prefixes)
            return _ask(self.store, query, prefixes, self.graphs)
        except EngineError as error:
            if self._reopen is None or isinstance(error, QueryTimeout):
                raise
            # What was kept of the files is broken: they are read again, once.
            (self.store, self.folder), self._reopen = self._reopen(), None
            return self.ask(query, timeout, prefixes=prefixes)

    def rows(self, query: str) -> "list[list[str]]":
        """Answer a SELECT query with plain strings, unbound ones empty."""
        return [list(map(plain_term, row)) for row in self.ask(query).rows]

    def _ask_offline(self, query: str, prefixes: "dict[str, str] | None") -> Answer:
        """Answer a query in a thread, or else a process, to which the kernel gives no socket."""
        from secgraph.stores import confinement

        if not confinement.is_available():
            return self._ask_apart(None, query, prefixes, offline=True)
        # What pyoxigraph gives must not leave its thread, not even in the trace of an error.
        return _answer(
            *confinement.without_sockets(
                lambda: outcome(self.store, query, prefixes, self.graphs),
            )
        )

    def _ask_apart(
        self,
        seconds: float | None,
        query: str,
        prefixes: "dict[str, str] | None",
        *,
        offline: bool,
    ) -> Answer:
        """Answer a query in a process of its own."""
        from secgraph.stores import limited

        work = limited.Work(query, prefixes, self.graphs, offline)
        if self.folder is not None:
            kind, content = limited.on_disk(self.folder, work, seconds)
        else:
            kind, content = limited.in_memory(self.store, work, seconds)
        return _answer(kind, content)


def _ask(
    store: "pyoxigraph.Store",
    query: str,
    prefixes: "dict[str, str] | None",
    graphs: "Sequence[str]" = (),
) -> Answer:
    import pyoxigraph

    try:
        if graphs:
            nodes: list[Graph] = [pyoxigraph.NamedNode(graph) for graph in graphs]
            results = store.query(query, prefixes=prefixes, default_graph=nodes)
        else:
            results = store.query(query, prefixes=prefixes)
        if isinstance(results, pyoxigraph.QuerySolutions):
            columns = [variable.value for variable in results.variables]
            return Answer(columns=columns, rows=list(map(tuple, results)))
        if isinstance(results, pyoxigraph.QueryBoolean):
            return Answer(truth=bool(results))
        return Answer(triples=list(results))
    except (OSError, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise EngineError(f"the query was understood and failed: {reason}") from error
    except (SyntaxError, ValueError) as error:
        raise BadQuery(where(query, str(getattr(error, "msg", None) or error))) from error


def outcome(
    store: "pyoxigraph.Store",
    query: str,
    prefixes: "dict[str, str] | None",
    graphs: "Sequence[str]",
) -> "Outcome":
    """Answer a query in a form that can be sent to another process.

    Returns:
        ``answer`` with the parts of an :class:`Answer`, or ``query`` or ``engine`` with what went
        wrong.
    """
    try:
        answer = _ask(store, query, prefixes, graphs)
    except BadQuery as error:
        return "query", error.reason
    except EngineError as error:
        return "engine", str(error)
    return "answer", (answer.columns, answer.rows, answer.truth, answer.triples)


def _answer(kind: str, content: "Any") -> Answer:
    """Give the answer that :func:`outcome` holds, or raise what went wrong."""
    if kind == "answer":
        return Answer(*content)
    if kind == "refused":
        raise ServiceRefused([])
    raise (BadQuery if kind == "query" else EngineError)(content)


def where(query: str, message: str, above: int = 0) -> str:
    """Say where a query breaks off, without the list of every token that could have stood there.

    Args:
        query: The text that was asked.
        message: What Oxigraph says of it.
        above: So many lines stand above the text as its author wrote it.
    """
    place = re.search(r"error at (\d+):(\d+)", message)
    if not place:
        return " ".join(message.split())
    line, column = int(place[1]), int(place[2])
    lines = query.split("\n")
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    rest = text[column - 1 :].strip()
    near = (
        f"near {rest[:30]!r}"
        if rest
        else "where something is missing (SELECT, ASK, CONSTRUCT and DESCRIBE are taken)"
    )
    return f"line {line - above}, column {column}, {near}"
