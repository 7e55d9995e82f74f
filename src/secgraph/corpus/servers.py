"""Ask a server that reads the files of a corpus: Trino by SQL, Ontop by SPARQL.

Takes an answer only whole, and of Trino only where it reads the files that the manifest lists.
Starts no server and declares no table.
"""

import getpass
import json
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from secgraph.corpus.declarations import IDENTITY
from secgraph.corpus.dialect import TRINO
from secgraph.corpus.manifest import Manifest
from secgraph.corpus.tables import TABLES
from secgraph.errors import BadValue, EngineError, LostAnswer, NotTaken, QueryTimeout, Unreachable
from secgraph.namespaces import SG
from secgraph.stores.answer import plain
from secgraph.stores.endpoint import Endpoint
from secgraph.stores.http import TIMEOUT, Reply, Transport
from secgraph.syntax import tokens

if TYPE_CHECKING:
    from secgraph.stores.answer import Answer
    from secgraph.stores.http import Auth

_BUSY = (502, 503, 504)
"""What a coordinator says when it is to be asked again."""

_PAUSE = 0.1
"""Seconds until a coordinator that is busy is asked again."""

_HINT = "'secgraph corpus tables DIR' prints the statements that declare and renew its tables"

_IDENTITY = f"SELECT ?digest WHERE {{ <{IDENTITY}> <{SG}sha256> ?digest . }}"
_DECIMAL = re.compile(r"\d+\.\d+")

_WRONG = ("SYNTAX_ERROR", "FUNCTION_NOT_FOUND", "TYPE_MISMATCH", "NOT_SUPPORTED")
"""The names of errors of Trino that say that a query cannot be asked there."""


def connect(engine: str, url: str, manifest: Manifest, auth: "Auth" = None) -> "Trino | Ontop":
    """Give the server of an engine.

    Args:
        engine: One of :data:`secgraph.stores.ENGINES`.
        url: Its address, such as ``http://127.0.0.1:8080/hive/ungdc``.
        manifest: Of the corpus, which lists the files that the server has to read.
        auth: User and password, or a token.

    Raises:
        BadValue: The address is none.
    """
    return Ontop(url, manifest, auth) if engine == "ontop" else Trino(url, manifest, auth)


class Ontop:
    """A server of Ontop, which answers SPARQL from tables.

    Args:
        url: The address of its queries, such as ``http://127.0.0.1:8080/sparql``.
        manifest: Of the corpus.
        auth: User and password, or a token.
    """

    def __init__(self, url: str, manifest: Manifest, auth: "Auth" = None) -> None:
        self._endpoint = Endpoint(url, graph=None, auth=auth, may_be_empty=True)
        self._manifest, self._is_checked = manifest, False

    def ask(self, query: str, seconds: float | None) -> "Answer":
        """Answer SPARQL; see :meth:`Endpoint.ask`.

        Raises:
            EngineError: The tables of Ontop were made from other files than the manifest lists.
        """
        if not self._is_checked:
            self._check(seconds)
            self._is_checked = True
        return self._endpoint.ask(query, seconds)

    def _check(self, seconds: float | None) -> None:
        digests = self._endpoint.ask(_IDENTITY, seconds).rows
        if [plain(row[0]) for row in digests] != [self._manifest.digest]:
            raise EngineError(
                f"Ontop at {self._endpoint.url} reads another corpus, or this one as it was; make "
                "its tables anew from what 'secgraph corpus tables DIR --engine ontop' writes"
            )

    def saved(self, query: str, seconds: float | None) -> "Answer":
        """Answer a saved question, with doubles where it has decimals.

        Ontop makes decimals of 38 digits of them, which overflow when they are divided.
        """
        words = []
        place = 0
        for start, word in tokens.tokens(query):
            if _DECIMAL.fullmatch(word):
                words += [query[place:start], f"{word}e0"]
                place = start + len(word)
        return self.ask("".join([*words, query[place:]]), seconds)


class Trino:
    """A cluster of Trino, by its coordinator.

    Args:
        url: The coordinator with a catalog and a schema: ``http://127.0.0.1:8080/hive/ungdc``.
        manifest: Of the corpus.
        auth: User and password, or a token.

    Raises:
        BadValue: *url* is not of that form.
    """

    def __init__(self, url: str, manifest: Manifest, auth: "Auth" = None) -> None:
        place = urlsplit(url)
        names = place.path.strip("/").split("/")
        if place.scheme not in ("http", "https") or len(names) != 2 or not all(names):
            raise BadValue(
                url, "name a coordinator, a catalog and a schema, as http://HOST:8080/hive/ungdc"
            )
        self._transport = Transport(
            urlunsplit((place.scheme, place.netloc, "/v1/statement", "", "")), auth=auth
        )
        user = auth[0] if isinstance(auth, tuple) else getpass.getuser()
        self._headers = {
            "X-Trino-User": user,
            "X-Trino-Source": "secgraph",
            "X-Trino-Catalog": names[0],
            "X-Trino-Schema": names[1],
            "Content-Type": "text/plain; charset=utf-8",
        }
        self.place = f"Trino at {self._transport.place}"
        self._manifest, self._is_checked = manifest, False

    def rows(
        self, sql: str, values: Mapping[str, Sequence[int | None]], seconds: float | None
    ) -> list[list[Any]]:
        """Answer a compiled question.

        Args:
            sql: With ``$name`` for each parameter.
            values: Of the parameters: keys, or whole numbers.
            seconds: For the whole answer; None for no limit.

        Raises:
            EngineError: Trino reads other files than the manifest lists, cannot be reached, or
                fails, as where a worker is lost.
            QueryTimeout: No whole answer within *seconds*.
        """
        until = None if seconds is None else time.monotonic() + seconds
        if not self._is_checked:
            self._check(seconds)
            self._is_checked = True
        for name, keys in values.items():
            constants = TRINO.listed(["NULL" if key is None else f"{key:d}" for key in keys])
            sql = sql.replace(f"CAST(${name} AS ", f"CAST({constants} AS ")
        left = None if until is None else max(until - time.monotonic(), _PAUSE)
        try:
            return self.execute(sql, left)
        except QueryTimeout as error:
            raise QueryTimeout(seconds or 0) from error

    def _check(self, seconds: float | None) -> None:
        """Compare the files that Trino reads with those of the manifest.

        Trino reads files of any name, misses none that is gone, and sees no new folder until it is
        told of it.
        """
        counts = "\nUNION ALL\n".join(
            f'SELECT \'{table}\', "$path", "$file_size", count(*) FROM {table} GROUP BY 2, 3'
            for table in TABLES
        )
        present = {
            self._in_corpus(table, path): (size, rows)
            for table, path, size, rows in self.execute(counts, seconds)
        }
        listed = {file.path: (file.size, file.rows) for file in self._manifest.files if file.rows}
        for path in sorted(present.keys() | listed.keys()):
            if present.get(path) == listed.get(path):
                continue
            if path not in listed:
                what = f"reads {path}, which does not belong to the corpus"
            elif path not in present:
                what = f"does not read {path}"
            else:
                what = f"reads another {path} than was added"
            raise EngineError(f"{self.place} {what}; {_HINT}")

    @staticmethod
    def _in_corpus(table: str, path: str) -> str:
        """Give the path of a file within the folder of the corpus."""
        _, found, rest = path.rpartition(f"/{table}/")
        return f"{table}/{rest}" if found else path

    def execute(self, sql: str, seconds: float | None = TIMEOUT) -> list[list[Any]]:
        """Carry a statement out.

        Returns:
            Its rows.

        Raises:
            BadQuery: Trino cannot carry such a statement out.
            EngineError: Trino cannot be reached, or fails.
            QueryTimeout: No whole answer within *seconds*.
        """
        until = None if seconds is None else time.monotonic() + seconds
        headers = dict(self._headers)
        if seconds is not None:
            # So that Trino gives up too, even if nobody asks it any more.
            headers["X-Trino-Session"] = f"query_max_execution_time={max(int(seconds), 1)}s"
        rows: list[list[Any]] = []
        page: dict[str, Any] = {}
        try:
            for page in self._pages(sql, headers, until):
                rows += page.get("data") or []
        except QueryTimeout as error:
            self._cancel(page.get("nextUri"))
            raise QueryTimeout(seconds or 0) from error
        except KeyboardInterrupt:
            self._cancel(page.get("nextUri"))
            raise
        return rows

    def _pages(
        self, sql: str, headers: Mapping[str, str], until: float | None
    ) -> Iterator[dict[str, Any]]:
        page = self._page(sql, None, headers, until)
        yield page
        while page.get("nextUri"):
            page = self._page(None, page["nextUri"], headers, until)
            yield page

    def _page(
        self, sql: str | None, url: str | None, headers: Mapping[str, str], until: float | None
    ) -> dict[str, Any]:
        """Send a statement, or ask for more of its answer."""
        while True:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise QueryTimeout(0)
            method = "GET" if sql is None else "POST"
            content = None if sql is None else sql.encode()
            reply = self._transport.send(
                method, url, content=content, headers=headers, seconds=left
            )
            if reply.status not in _BUSY:
                return self._read(reply)
            time.sleep(_PAUSE)

    def _read(self, reply: Reply) -> dict[str, Any]:
        if reply.status != 200:
            raise EngineError(f"{self.place} refuses with status {reply.status}: {reply.message}")
        try:
            page = json.loads(reply.content)
        except ValueError as error:
            raise LostAnswer(f"{self.place} gives what is no JSON; is it a coordinator?") from error
        if not isinstance(page, dict) or "stats" not in page:
            raise EngineError(f"{self.place} does not answer as a coordinator of Trino does")
        failure = page.get("error")
        if failure:
            raise self._failed(failure)
        return page

    def _failed(self, failure: Mapping[str, Any]) -> Exception:
        name = str(failure.get("errorName", ""))
        message = " ".join(str(failure.get("message", "")).split())[:300]
        if name == "EXCEEDED_TIME_LIMIT":
            return QueryTimeout(0)
        if name in _WRONG:
            return NotTaken(f"{self.place} cannot answer it ({name}): {message}")
        hint = f"; {_HINT}" if name in ("TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND") else ""
        return EngineError(f"{self.place} fails ({name}): {message}{hint}")

    def _cancel(self, url: str | None) -> None:
        """Tell Trino that nobody waits any more."""
        if url is None:
            return
        try:
            self._transport.send("DELETE", url, headers=self._headers, seconds=5)
        except (Unreachable, LostAnswer, QueryTimeout):
            return
