"""Start a server of each make on a free port of 127.0.0.1, and stop it by its own process id.

Knows how each make is started, and at which addresses it is asked; sends nothing to it but what
tells that it is ready.
"""

import contextlib
import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self
from urllib.parse import quote

import httpx

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ROOT / ".stores"
HERE = Path(__file__).parent


class NotStarted(Exception):
    """A server died or was not ready in time; the message ends with the last lines of its log."""


class Auth(NamedTuple):
    """What a server wants to be told, and how: ``basic`` or ``digest``."""

    user: str
    password: str
    scheme: str = "basic"

    def httpx(self) -> httpx.Auth:
        return (httpx.DigestAuth if self.scheme == "digest" else httpx.BasicAuth)(
            self.user, self.password
        )


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on; held together, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


def installed(pattern: str) -> Path:
    """Give the one file of `.stores` that fits the pattern."""
    found = sorted(INSTALLED.glob(pattern))
    if len(found) != 1:
        raise NotStarted(
            f"{len(found)} files fit {INSTALLED / pattern}; run 'make test-stores', "
            f"which installs the servers"
        )
    return found[0]


class Process:
    """A program with a folder of its own, which is gone when it is stopped.

    Attributes:
        name: The make.
        version: What the program says of itself, once it is ready.
        folder: Its data and its log.
    """

    name = ""
    version = ""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"secgraph-{self.name}-"))
        self.log = self.folder / "log.txt"
        self._process: subprocess.Popen[str] | None = None

    def command(self) -> list[str]:
        """Say how the program is started; files that it needs are written here."""
        raise NotImplementedError  # each program has its own

    def environment(self) -> dict[str, str]:
        return {}

    def ready(self) -> bool:
        """Ask once whether it answers."""
        raise NotImplementedError  # each program has its own

    def prepare(self) -> None:
        """Do what is left to do once it answers."""

    def start(self, seconds: float = 60) -> Self:
        """Start it and wait until it answers.

        Args:
            seconds: After these it is given up.

        Raises:
            NotStarted: It is not installed, it died, or it does not answer in time.
        """
        deadline = time.monotonic() + seconds
        try:
            self._launch()
            while not self.ready():
                if self._process is None or self._process.poll() is not None:
                    raise NotStarted(f"{self.name} died: {self.tail()}")
                if time.monotonic() > deadline:
                    raise NotStarted(
                        f"{self.name} does not answer after {seconds} s: {self.tail()}"
                    )
                time.sleep(0.1)
            self.prepare()
        except BaseException:
            self.kill()
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        return self

    def _launch(self, **pipes: int) -> None:
        command = self.command()
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                **{"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, **pipes},
                cwd=self.folder,
                env={**os.environ, **self.environment()},
                text=True,
            )

    @property
    def pid(self) -> int:
        assert self._process is not None, "not started"
        return self._process.pid

    def tail(self, lines: int = 20) -> str:
        return (
            "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
            if self.log.exists()
            else "no log"
        )

    def kill(self) -> None:
        """End it as a crash would.

        Its folder stays, so that it can be started again over its data.
        """
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._close_pipes()

    def _close_pipes(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout) if self._process else ():
            if pipe is not None:
                # What it did not read before it ended cannot be written.
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def stop(self, seconds: float = 20) -> None:
        """Ask it to end, make it end, and remove its folder."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.kill()
        self._close_pipes()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class Server(Process):
    """A store that speaks the SPARQL Protocol.

    Attributes:
        base: The address that a user would give.
        auth: What it wants to be told; None where it takes anybody.
    """

    auth: Auth | None = None

    def __init__(self) -> None:
        super().__init__()
        self.port = free_ports(1)[0]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def base(self) -> str:
        return self.origin

    @property
    def query_url(self) -> str:
        return self.base

    @property
    def queries_as(self) -> tuple[str, str] | None:
        """Who has to be told to ask a query: nobody, where only changes are guarded."""
        return self.auth and (self.auth.user, self.auth.password)

    @property
    def update_url(self) -> str:
        return self.base

    def graph_store_url(self, graph: str) -> str:
        """Give the address of one named graph in the Graph Store Protocol."""
        raise NotImplementedError  # each store has its own

    def answers(self, url: str, *status: int) -> bool:
        """Say whether an address answers, with one of these codes."""
        try:
            return (
                httpx.get(
                    url, auth=self.auth and self.auth.httpx(), timeout=5, trust_env=False
                ).status_code
                in status
            )
        except httpx.TransportError:
            return False


class Oxigraph(Server):
    """The server of Oxigraph, from PyPI, over a folder."""

    name = "oxigraph"

    def command(self) -> list[str]:
        program = Path(sys.executable).with_name("oxigraph")
        return [
            str(program),
            "serve",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--location",
            str(self.folder / "data"),
        ]

    @property
    def query_url(self) -> str:
        return f"{self.origin}/query"

    @property
    def update_url(self) -> str:
        return f"{self.origin}/update"

    def graph_store_url(self, graph: str) -> str:
        return f"{self.origin}/store?graph={quote(graph, safe='')}"

    def ready(self) -> bool:
        return self.answers(f"{self.query_url}?query=ASK%7B%7D", 200)

    def prepare(self) -> None:
        program = Path(sys.executable).with_name("oxigraph")
        self.version = subprocess.run(
            [program, "--version"], check=True, capture_output=True, text=True
        ).stdout.split()[-1]


class Fuseki(Server):
    """Fuseki over a dataset in memory, `/ds`.

    Args:
        update: Whether it takes changes.
        auth: If given, the only user, told by HTTP Basic.
    """

    name = "fuseki"

    def __init__(self, *, update: bool = True, auth: Auth | None = None) -> None:
        super().__init__()
        self.update, self.auth = update, auth

    def command(self) -> list[str]:
        jar = installed("java/jena-fuseki-server-*.jar")
        self.version = jar.stem.rpartition("-")[2]
        command = [
            "java",
            "-Xmx1g",
            "-jar",
            str(jar),
            "--localhost",
            "--port",
            str(self.port),
            "--ping",
        ]
        if self.update:
            command += ["--mem", "--update"]
        else:
            # What is in memory from the start takes changes whether or not that is said.
            empty = self.folder / "empty.ttl"
            empty.touch()
            command.append(f"--file={empty}")
        if self.auth is not None:
            file = self.folder / "passwd"
            file.write_text(f"{self.auth.user}: {self.auth.password}\n", encoding="utf-8")
            command += [f"--passwd={file}", f"--auth={self.auth.scheme}"]
        return [*command, "/ds"]

    def environment(self) -> dict[str, str]:
        return {"FUSEKI_BASE": str(self.folder / "base")}

    @property
    def base(self) -> str:
        return f"{self.origin}/ds"

    @property
    def query_url(self) -> str:
        return f"{self.base}/query"

    @property
    def update_url(self) -> str:
        return f"{self.base}/update"

    def graph_store_url(self, graph: str) -> str:
        return f"{self.base}/data?graph={quote(graph, safe='')}"

    def ready(self) -> bool:
        return self.answers(f"{self.query_url}?query=ASK%7B%7D", 200)


class Rdf4j(Server):
    """The server of RDF4J in Jetty, with one repository in memory."""

    name = "rdf4j"
    repository = "test"

    def command(self) -> list[str]:
        war, jetty = installed("java/rdf4j-http-server-*.war"), installed("java/jetty-runner-*.jar")
        self.version = war.stem.rpartition("-")[2]
        # The war is unpacked in java.io.tmpdir.
        (self.folder / "tmp").mkdir(exist_ok=True)
        places = [
            f"-Dorg.eclipse.rdf4j.appdata.basedir={self.folder}",
            f"-Djava.io.tmpdir={self.folder / 'tmp'}",
        ]
        return [
            "java",
            "-Xmx1g",
            *places,
            "-jar",
            str(jetty),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--path",
            "/rdf4j-server",
            str(war),
        ]

    @property
    def base(self) -> str:
        return f"{self.origin}/rdf4j-server/repositories/{self.repository}"

    @property
    def update_url(self) -> str:
        return f"{self.base}/statements"

    def graph_store_url(self, graph: str) -> str:
        return f"{self.base}/rdf-graphs/service?graph={quote(graph, safe='')}"

    def ready(self) -> bool:
        return self.answers(f"{self.origin}/rdf4j-server/protocol", 200)

    def prepare(self) -> None:
        config = f"""
            @prefix rep: <http://www.openrdf.org/config/repository#> .
            @prefix sr: <http://www.openrdf.org/config/repository/sail#> .
            @prefix sail: <http://www.openrdf.org/config/sail#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            [] a rep:Repository ; rep:repositoryID "{self.repository}" ; rdfs:label "test" ;
            rep:repositoryImpl [
                rep:repositoryType "openrdf:SailRepository" ;
                sr:sailImpl [ sail:sailType "openrdf:MemoryStore" ] ] ."""
        httpx.put(
            self.base,
            content=config,
            headers={"Content-Type": "text/turtle"},
            timeout=30,
            trust_env=False,
        ).raise_for_status()


class Virtuoso(Server):
    """Virtuoso over an empty database. Changes are for its two users, told by Digest: dba may make
    any, the reader none.

    Args:
        reader: Whether `auth` is that of the reader.
        max_rows: How many rows it gives at most, whatever is asked.
    """

    name = "virtuoso"
    dba = Auth("dba", "not-the-default", "digest")
    reader = Auth("reader", "reads-only", "digest")

    def __init__(self, *, reader: bool = False, max_rows: int = 10000) -> None:
        super().__init__()
        self.port, self.sql_port = free_ports(2)
        self.auth = self.reader if reader else self.dba
        self.max_rows = max_rows

    def command(self) -> list[str]:
        (self.folder / "root").mkdir(exist_ok=True)
        sections = {
            "Database": {
                "DatabaseFile": "virtuoso.db",
                "ErrorLogFile": "virtuoso.log",
                "LockFile": "virtuoso.lck",
                "TransactionFile": "virtuoso.trx",
                "xa_persistent_file": "virtuoso.pxa",
                "FileExtend": 200,
                "MaxCheckpointRemap": 2000,
                "Striping": 0,
                "TempStorage": "TempDatabase",
            },
            "TempDatabase": {
                "DatabaseFile": "temp.db",
                "TransactionFile": "temp.trx",
                "MaxCheckpointRemap": 2000,
                "Striping": 0,
            },
            "Parameters": {
                "ServerPort": f"127.0.0.1:{self.sql_port}",
                "ServerThreads": 10,
                "CheckpointInterval": 0,
                "NumberOfBuffers": 10000,
                "MaxDirtyBuffers": 6000,
                "CaseMode": 2,  # names as they are written
                "DirsAllowed": self.folder,
            },
            "HTTPServer": {
                "ServerPort": f"127.0.0.1:{self.port}",
                "ServerRoot": self.folder / "root",
                "ServerThreads": 10,
                "Charset": "UTF-8",
            },
            "SPARQL": {"ResultSetMaxRows": self.max_rows},
        }
        text = "\n".join(
            f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in keys.items())
            for name, keys in sections.items()
        )
        (self.folder / "virtuoso.ini").write_text(text, encoding="utf-8")
        return ["virtuoso-t", "+foreground", "+configfile", str(self.folder / "virtuoso.ini")]

    @property
    def base(self) -> str:
        return f"{self.origin}/sparql"

    @property
    def queries_as(self) -> None:
        return None

    @property
    def update_url(self) -> str:
        return f"{self.origin}/sparql-auth"

    def graph_store_url(self, graph: str) -> str:
        return f"{self.origin}/sparql-graph-crud-auth?graph={quote(graph, safe='')}"

    def ready(self) -> bool:
        return self.answers(f"{self.query_url}?query=ASK%7B%7D", 200)

    def sql(self, password: str, statements: str) -> str:
        """Run SQL as dba."""
        command = [
            "isql-vt",
            f"127.0.0.1:{self.sql_port}",
            "dba",
            password,
            "ERRORS=STDOUT",
            "BANNER=OFF",
            "VERBOSE=OFF",
            f"EXEC={statements}",
        ]
        said = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=60
        ).stdout
        if "*** Error" in said:
            raise NotStarted(f"virtuoso: {said}")
        return said

    def prepare(self) -> None:
        if not (self.folder / "users").exists():
            self.sql("dba", f'set password "dba" "{self.dba.password}";')
            user, password, _ = self.reader
            self.sql(
                self.dba.password,
                (
                    f"DB.DBA.USER_CREATE ('{user}', '{password}'); GRANT SPARQL_SELECT TO "
                    f'"{user}"; checkpoint;'
                ),
            )
            (self.folder / "users").touch()
        self.version = self.sql(self.dba.password, "select sys_stat('st_dbms_ver');").strip()


class Comunica(Process):
    """Comunica in a process that reads queries on its standard input, over files of N-Triples,
    whose statements stand in the default graph."""

    name = "comunica"

    def command(self) -> list[str]:
        return ["node", str(HERE / "comunica" / "ask.js")]

    def environment(self) -> dict[str, str]:
        return {"NODE_PATH": str(installed("comunica/node_modules"))}

    def start(self, seconds: float = 60) -> Self:
        self._seconds = seconds
        return super().start(seconds)

    def _launch(self, **pipes: int) -> None:
        super()._launch(stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ready(self) -> bool:
        try:
            self.version = self._read(self._seconds)["version"]
        except (EOFError, TimeoutError):
            return False
        return True

    def _read(self, seconds: float) -> dict:
        assert self._process is not None
        out: IO[str] | None = self._process.stdout
        assert out is not None
        with selectors.DefaultSelector() as ready:
            ready.register(out, selectors.EVENT_READ)
            if not ready.select(seconds):
                raise TimeoutError(f"comunica gave no answer in {seconds} s")
        line = out.readline()
        if not line:
            raise EOFError(f"comunica ended: {self.tail()}")
        return json.loads(line)

    def ask(self, query: str, file: Path, seconds: float) -> dict:
        """Give the answer over one file in the JSON of SPARQL results.

        Raises:
            TimeoutError: No answer in time. The process is killed, since nothing else ends the
                query, and started anew.
            RuntimeError: It said that it cannot answer.
        """
        assert self._process is not None
        assert self._process.stdin is not None
        print(json.dumps({"query": query, "file": str(file)}), file=self._process.stdin, flush=True)
        try:
            said = self._read(seconds)
        except TimeoutError:
            self.kill()
            self.start()
            raise
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["answer"]
