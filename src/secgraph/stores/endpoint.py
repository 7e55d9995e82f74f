"""Ask a store over the SPARQL 1.1 Protocol, and take only whole answers.

Knows of makes of stores only the headers by which some say that they cut an answer; loads nothing.
"""

import secrets
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import pyoxigraph

from secgraph.dataset import limits
from secgraph.errors import BadQuery, BadValue, EngineError, UsageError
from secgraph.namespaces import RELEASE_GRAPH, is_iri
from secgraph.stores import protocol
from secgraph.stores.answer import Answer
from secgraph.stores.answer import plain as plain_term
from secgraph.stores.embedded import where
from secgraph.stores.http import MAX_BYTES, TIMEOUT, Auth, Reply, Transport, plain
from secgraph.syntax.text import form

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_ACCEPT = {"rows": f"{_ROWS}, application/json;q=0.5", "triples": f"{_TRIPLES}, text/turtle;q=0.5"}
_PARTS = {204: "no content", 206: "a part of its answer"}


def _mark() -> str:
    return f"\n# {secrets.token_hex(4)}"


class Endpoint:
    """A store that is asked over HTTP; its connection is reused.

    Args:
        url: Address of the queries, such as ``https://example.org/sparql``; where it has no path,
            ``/query`` is used.
        graph: IRI of the graph that patterns match, or of several, merged; None for the default
            graph of the store.
        auth: User and password, sent as the store asks for them (Basic or Digest), or a bearer
            token.
        timeout: Seconds for a whole answer, unless a query has its own; None for no limit.
        max_bytes: The largest answer that is read.
        may_be_empty: Whether an empty graph is no error.

    Raises:
        BadValue: *url* is no address of a store, or holds a user or password; *graph* is no IRI.
    """

    skolemized = True
    """Whether IRIs stand for the blank nodes of the files that were loaded."""

    def __init__(
        self,
        url: str,
        *,
        graph: str | Sequence[str] | None = RELEASE_GRAPH,
        auth: Auth = None,
        timeout: float | None = TIMEOUT,
        max_bytes: int = MAX_BYTES,
        may_be_empty: bool = False,
    ) -> None:
        for name in [graph] if isinstance(graph, str) else graph or ():
            if not is_iri(name):
                raise BadValue(name, "the name of a graph is a whole IRI, such as urn:x-mine:graph")
        self._transport = Transport(url, auth=auth, max_bytes=max_bytes)
        if self._transport.path == "/":
            self._transport.move("/query")
        self.url, self.timeout = self._transport.url, timeout
        self.graph: str | Sequence[str] | None = graph
        self._holds_something = may_be_empty
        # Virtuoso caches plans by the text of the query, and a plan made for an empty graph gives
        # no rows later on: a random comment makes the text new.
        self._mark = _mark()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()

    def changed(self) -> None:
        """Avoid cached plans from here on: the content of the store has changed."""
        if self._mark:
            self._mark = _mark()

    def ask(
        self, query: str, timeout: float | None = None, *, prefixes: dict[str, str] | None = None
    ) -> Answer:
        """Answer a SPARQL query of any form.

        Args:
            query: SPARQL 1.1.
            timeout: Seconds for the whole answer; None for those of this endpoint.
            prefixes: Namespaces that the query need not declare.

        Raises:
            BadQuery: The text is not SPARQL, or the store refuses it.
            UsageError: It names graphs of its own, and this endpoint asks one graph.
            EngineError: The store cannot be reached, refuses, fails, or gives less than a whole
                answer.
            QueryTimeout: No whole answer within *timeout*.
        """
        answer = self._ask(query, timeout, prefixes or {})
        if not (answer.rows or answer.truth or answer.triples or self._holds_something):
            # A graph that was never loaded gives no rows to any query, which is no answer.
            if not self._ask("ASK { ?s ?p ?o }", timeout, {}).truth:
                names = [self.graph] if isinstance(self.graph, str) else self.graph
                place = "the default graph" if names is None else f"the graph {' and '.join(names)}"
                raise EngineError(
                    f"{place} of {self.url} is empty or not there; load the release into it, or "
                    "name the graph that holds it"
                )
            self._holds_something = True
        return answer

    def rows(self, query: str) -> list[list[str]]:
        """Answer a SELECT query with plain strings, unbound ones empty."""
        return [list(map(plain_term, row)) for row in self.ask(query).rows]

    def _ask(self, query: str, timeout: float | None, prefixes: dict[str, str]) -> Answer:
        kind = protocol.FORMS.get(form(query))
        if kind is None:
            raise BadQuery("it has no SELECT, ASK, CONSTRUCT or DESCRIBE after its prefixes")
        reply = self.exchange(query, _ACCEPT[kind], timeout=timeout, prefixes=prefixes)
        answer = self._rows(reply, query) if kind == "rows" else self._triples(reply)
        uncut(reply, len(answer.rows) if answer.triples is None else len(answer.triples))
        return answer

    def exchange(
        self,
        query: str,
        accept: str,
        *,
        timeout: float | None = None,
        prefixes: dict[str, str],
        max_bytes: int | None = None,
    ) -> Reply:
        """Send a query, and give the reply as it came.

        Args:
            query: SPARQL 1.1.
            accept: Media types of the reply, as HTTP has them.
            timeout: Seconds for the whole reply; None for those of this endpoint.
            prefixes: Namespaces that the query need not declare.
            max_bytes: The largest reply that is read; None for that of this endpoint.

        Raises:
            BadQuery, UsageError, EngineError, QueryTimeout: See :meth:`ask`.
            AnswerTooLarge: It has more bytes than that.
        """
        if self.graph is not None and protocol.names_graphs(query):
            # The graph of the protocol overrides those of the query, which would then give no rows.
            raise UsageError(
                "the query has FROM or GRAPH; ask the default graph of the store instead "
                "(graph=None, or --default-graph)"
            )
        above = protocol.preamble(query, prefixes)
        try:
            query.encode()
        except UnicodeEncodeError as error:
            raise BadQuery("it holds half of a character, which no text in UTF-8 can") from error
        fields: dict[str, str | Sequence[str]] = {"query": above + query + self._mark}
        if self.graph is not None:
            fields["default-graph-uri"] = self.graph
        seconds = timeout if timeout is not None else self.timeout
        reply = self._transport.send(
            "POST", form=fields, headers={"Accept": accept}, seconds=seconds, max_bytes=max_bytes
        )
        if "virtuoso" not in reply.headers.get("Server", "").lower():
            self._mark = ""
        if reply.status != 200:
            raise self._failure(reply, above + query, above.count("\n"))
        return reply

    def _failure(self, reply: Reply, query: str, above: int) -> Exception:
        code, message = reply.status, reply.message
        detail = f": {message}" if message else ""
        if code == 400 and message.startswith("error at "):
            return BadQuery(where(query, message, above))
        if code == 400:
            return BadQuery(f"the store refused it{detail}")
        if code in (401, 403):
            return EngineError(f"{self.url} refused: user or password ({code})")
        if code == 404:
            return EngineError(
                f"{self.url} is not there (404{detail}); give the address of the queries, such as "
                "one that ends in /query or /sparql"
            )
        if code in (429, 503):
            return EngineError(f"{self.url} is too busy ({code}{detail}); ask again later")
        if 200 < code < 300:
            given = _PARTS.get(code, "no whole answer")
            return EngineError(
                f"{self.url} gave {given} ({code}); is it the address of the queries?"
            )
        return EngineError(f"{self.url} failed ({code}{detail})")

    def _rows(self, reply: Reply, query: str) -> Answer:
        if reply.kind not in (_ROWS, "application/json"):
            raise self._wrong_type(reply, "the results")
        wanted = form(query)
        try:
            answer = protocol.read_rows(reply.content, query if wanted == "SELECT" else "")
        except protocol.OddAnswer as error:
            raise self._odd(str(error)) from error
        except UnicodeDecodeError as error:
            raise self._odd(f"it is not in UTF-8 from byte {error.start + 1:,} on") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise self._broken(reply.content) from error
        if (answer.truth is None) != (wanted == "SELECT"):
            given = "rows" if answer.truth is None else "true or false"
            asked = "rows" if wanted == "SELECT" else "true or false"
            raise self._odd(f"it is {given} where the query asks for {asked}")
        return answer

    def _triples(self, reply: Reply) -> Answer:
        format = (
            pyoxigraph.RdfFormat.N_TRIPLES
            if reply.kind == "text/plain"
            else pyoxigraph.RdfFormat.from_media_type(reply.kind)
        )
        if format not in (pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.TURTLE):
            raise self._wrong_type(reply, "the triples")
        if reason := limits.too_deep(reply.content):
            raise EngineError(f"the answer of {self.url} is not read: {reason}")
        try:
            return Answer(
                triples=[quad.triple for quad in pyoxigraph.parse(reply.content, format=format)]
            )
        except (SyntaxError, ValueError) as error:
            raise self._broken(reply.content) from error

    def _odd(self, reason: str) -> EngineError:
        return EngineError(
            f"the answer of {self.url} is whole, and nothing of it is used: {reason}"
        )

    def _wrong_type(self, reply: Reply, wanted: str) -> EngineError:
        kind = plain(reply.kind) or "an answer without Content-Type"
        return EngineError(
            f"{self.url} gave {kind} and not {wanted} of a query; is it the address of the queries?"
        )

    def _broken(self, content: bytes) -> EngineError:
        end = plain(content[-80:].decode("utf-8", "replace"))
        detail = f"it ends in {end!r}" if end else "it is empty"
        return EngineError(
            f"the answer of {self.url} is broken or breaks off after {len(content):,} bytes, and "
            f"nothing of it is used; {detail}"
        )


def uncut(reply: Reply, count: int) -> None:
    """Refuse an answer that the store has cut.

    Raises:
        EngineError: A header says that the answer was cut.
    """
    # Virtuoso cuts at a number of rows, or at its own time limit, and answers 200 all the same.
    most = reply.headers.get("X-SPARQL-MaxRows", "")
    if most.isdecimal() and len(most) < 18 and count >= int(most):
        raise EngineError(
            f"the store gives no more than {int(most):,} rows, and cut the answer there; ask for "
            "less, page by key, or raise ResultSetMaxRows"
        )
    state = reply.headers.get("X-SQL-State", "")
    if state and state != "00000":
        message = plain(reply.headers.get("X-SQL-Message", ""))
        raise EngineError(
            "the store says that its answer is not whole "
            f"({plain(state)}{': ' if message else ''}{message}); ask for less or give it more time"
        )
