"""Ask the graph in memory, with pyoxigraph in this process.

A query with a time limit runs in a process of its own, since pyoxigraph cannot be interrupted.
Knows nothing of saved queries.
"""

import re

from secgraph.dataset import release
from secgraph.errors import BadQuery, EngineError, QueryTimeout
from secgraph.stores.answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph

    from secgraph.syntax.federation import Services


class Embedded:
    """The graph in memory.

    Args:
        store: What to ask; the release if None.
        services: Whether a query may ask other stores by SERVICE: none, if False; any, if True; or
            those that a mapping names, each at the address it gives.
    """

    def __init__(
        self, store: "pyoxigraph.Store | None" = None, *, services: "Services" = False
    ) -> None:
        self.store = store if store is not None else release.store()
        self.services = services

    def ask(
        self, query: str, timeout: float | None = None, *, prefixes: "dict[str, str] | None" = None
    ) -> Answer:
        """Answer a SPARQL query of any form.

        Args:
            query: SPARQL 1.1; its default graph is the whole release.
            timeout: Seconds; None asks in this process, without a limit.
            prefixes: Namespaces that the query need not declare.

        Raises:
            BadQuery: The text is not SPARQL.
            ServiceRefused: It asks another store, and may not.
            EngineError: It is SPARQL, and cannot be answered, such as a SERVICE that does not.
            QueryTimeout: No whole answer within *timeout*.
        """
        if "service" in query.lower():
            from secgraph.syntax import federation

            query = federation.directed(query, self.services)
        if timeout is not None:
            return _ask_apart(self.store, query, timeout, prefixes)
        return _ask(self.store, query, prefixes)

    def rows(self, query: str) -> "list[list[str]]":
        """Answer a SELECT query with plain strings, unbound ones empty."""
        return [
            ["" if term is None else term.value for term in row] for row in self.ask(query).rows
        ]


def _ask(store: "pyoxigraph.Store", query: str, prefixes: "dict[str, str] | None") -> Answer:
    import pyoxigraph

    try:
        found = store.query(query, prefixes=prefixes)
        if isinstance(found, pyoxigraph.QuerySolutions):
            return Answer(
                columns=[each.value for each in found.variables], rows=list(map(tuple, found))
            )
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Answer(truth=bool(found))
        return Answer(triples=list(found))
    except (OSError, RuntimeError) as error:
        raise EngineError(
            f"the query was understood and failed: {' '.join(str(error).split())}"
        ) from error
    except (SyntaxError, ValueError) as error:
        raise BadQuery(where(query, str(getattr(error, "msg", None) or error))) from error


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
    lines = query.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    rest = text[column - 1 :].strip()
    near = (
        f"near {rest[:30]!r}"
        if rest
        else "where something is missing (SELECT, ASK, CONSTRUCT and DESCRIBE are taken)"
    )
    return f"line {line - above}, column {column}, {near}"


_WORKER = """
import pickle, sys
sys.path[:] = pickle.load(sys.stdin.buffer)
from secgraph.stores.memory import work
sys.stdout.buffer.write(work(sys.stdin.buffer.read()))
"""


def _ask_apart(
    store: "pyoxigraph.Store", query: str, timeout: float, prefixes: "dict[str, str] | None"
) -> Answer:
    import pickle
    import subprocess
    import sys

    import pyoxigraph

    data = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    # A fresh process, not a fork: the store has threads of its own. Not one of multiprocessing,
    # which runs the caller's script again.
    command = [sys.executable, "-c", _WORKER]
    with subprocess.Popen(  # noqa: S603 - all of it is ours
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as worker:
        try:
            content, told = worker.communicate(
                pickle.dumps(sys.path) + pickle.dumps((data, query, prefixes)), timeout
            )
        except subprocess.TimeoutExpired as error:
            raise QueryTimeout(timeout) from error
        finally:
            worker.kill()
    if not content:
        last = told.decode("utf-8", "replace").strip().splitlines()[-1:] or [
            f"exit code {worker.returncode}"
        ]
        raise EngineError(f"the process that answers within a time limit broke off: {last[0]}")
    kind, found = pickle.loads(content)  # noqa: S301 - from a process of ours
    if kind != "answer":
        raise (BadQuery if kind == "query" else EngineError)(found)
    return Answer(*found)


def work(asked: bytes) -> bytes:
    """Answer a query in the process that is made for one with a time limit.

    Args:
        asked: The pickled statements, query and prefixes.

    Returns:
        What came of it, pickled: ``answer``, ``query`` or ``engine``, and the answer or what went
            wrong.
    """
    import pickle
    import signal

    import pyoxigraph

    # Python's own handler cannot interrupt a query; the system's can.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    data, query, prefixes = pickle.loads(asked)  # noqa: S301 - from a process of ours
    store = pyoxigraph.Store()
    store.load(data, format=pyoxigraph.RdfFormat.N_TRIPLES)
    answer: tuple[str, object]
    try:
        found = _ask(store, query, prefixes)
        answer = ("answer", (found.columns, found.rows, found.truth, found.triples))
    except BadQuery as error:
        answer = ("query", error.reason)
    except EngineError as error:
        answer = ("engine", str(error))
    return pickle.dumps(answer)
