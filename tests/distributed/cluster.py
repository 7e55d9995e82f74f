"""Start a coordinator of Trino and its workers on free ports of 127.0.0.1, and Ontop over DuckDB.

Each is stopped by its own process id. Four processes of Java are never more than 4 GiB.
"""

import os
import signal
from pathlib import Path
from typing import Any

import duckdb
import httpx

from secgraph.corpus import declarations, manifest, servers
from servers.processes import ROOT, NotStarted, Process, free_ports
from support import waiting

INSTALLED = ROOT / ".distributed"
HERE = Path(__file__).parent
CATALOG, SCHEMA = "hive", "corpus"

_OPENED = (
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-XX:+EnableDynamicAgentLoading",
    "-Djdk.attach.allowAttachSelf=true",
)


def installed(pattern: str) -> Path:
    """Give the one file or folder of `.distributed` that fits the pattern."""
    matches = sorted(INSTALLED.glob(pattern))
    if len(matches) != 1:
        raise NotStarted(
            f"{len(matches)} files fit {INSTALLED / pattern}; run 'make test-distributed', which "
            "installs the engines"
        )
    return matches[0]


def java() -> str:
    """Give the program of Java that runs Trino."""
    return str(Path(installed("java").read_text(encoding="utf-8").strip()) / "bin" / "java")


class Node(Process):
    """A process of Trino.

    Args:
        port: On which it listens.
        coordinator: The port of the coordinator.
        metastore: The folder in which tables are kept.
        heap: The memory of its objects, such as ``512M``.
        properties: Further lines of its configuration.
    """

    name = "trino"
    version = "476"

    def __init__(
        self,
        port: int,
        coordinator: int,
        metastore: Path,
        heap: str,
        properties: dict[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.port, self.coordinator, self.metastore = port, coordinator, metastore
        self.heap, self.properties = heap, properties or {}

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        is_coordinator = self.port == self.coordinator
        lines = {
            "coordinator": str(is_coordinator).lower(),
            "http-server.http.port": str(self.port),
            "node.internal-address": "127.0.0.1",
            "discovery.uri": f"http://127.0.0.1:{self.coordinator}",
            "catalog.management": "static",
            "task.concurrency": "2",
            "task.max-worker-threads": "2",
            **self.properties,
        }
        if is_coordinator:
            lines["node-scheduler.include-coordinator"] = "false"
        etc = self.folder / "etc"
        (etc / "catalog").mkdir(parents=True)
        (etc / "config.properties").write_text(_properties(lines), encoding="utf-8")
        hive = {
            "connector.name": "hive",
            "hive.metastore": "file",
            "hive.metastore.catalog.dir": f"local://{self.metastore}",
            "fs.native-local.enabled": "true",
            "local.location": "/",
            "hive.non-managed-table-writes-enabled": "true",
        }
        (etc / "catalog" / f"{CATALOG}.properties").write_text(_properties(hive), encoding="utf-8")
        plugins = self.folder / "plugins"
        plugins.mkdir()
        (plugins / "hive").symlink_to(installed("trino/trino-hive-*"))
        core = installed("trino/trino-server-core-*")
        settings = {
            "config": etc / "config.properties",
            "node.environment": "test",
            "node.id": f"node-{self.port}",
            "node.data-dir": self.folder / "data",
            "plugin.dir": plugins,
            "catalog.config-dir": etc / "catalog",
        }
        return [
            java(),
            f"-Xmx{self.heap}",
            "-XX:+UseSerialGC",
            *_OPENED,
            *(f"-D{name}={value}" for name, value in settings.items()),
            "-cp",
            f"{core}/lib/*",
            "io.trino.server.TrinoServer",
        ]

    def ready(self) -> bool:
        try:
            info = httpx.get(f"{self.origin}/v1/info", timeout=5, trust_env=False)
        except httpx.TransportError:
            return False
        return info.status_code == 200 and info.json().get("starting") is False

    def freeze(self) -> None:
        """Have it do nothing more, and not end either."""
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it go on."""
        os.kill(self.pid, signal.SIGCONT)

    def cpu(self) -> float:
        """Give the seconds of a processor that it has taken so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _properties(lines: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in lines.items())


class Cluster:
    """A coordinator with workers.

    Args:
        metastore: The folder in which tables are kept.
        workers: How many.
        heaps: Of the coordinator and of a worker.
    """

    def __init__(
        self, metastore: Path, workers: int, heaps: tuple[str, str] = ("512M", "768M")
    ) -> None:
        ports = free_ports(workers + 1)
        # A worker that is lost is to be noticed in seconds, and not in a minute.
        lost = {"query.remote-task.max-error-duration": "8s"}
        self.coordinator = Node(ports[0], ports[0], metastore, heaps[0], lost)
        self.workers = [Node(port, ports[0], metastore, heaps[1]) for port in ports[1:]]

    @property
    def url(self) -> str:
        return f"{self.coordinator.origin}/{CATALOG}/{SCHEMA}"

    def __enter__(self) -> "Cluster":
        try:
            for node in (self.coordinator, *self.workers):
                node.start(240)
            waiting.until(lambda: self.active() == len(self.workers))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        for node in (*self.workers, self.coordinator):
            node.stop()

    def get(self, path: str) -> Any:
        """Ask the coordinator about itself."""
        reply = httpx.get(
            f"{self.coordinator.origin}/v1/{path}",
            headers={"X-Trino-User": "test"},
            timeout=30,
            trust_env=False,
        )
        return reply.json()

    def active(self) -> int:
        """Count the workers that answer the coordinator."""
        counted = servers.Trino(self.url, _NOTHING).execute(
            "SELECT count(*) FROM system.runtime.nodes WHERE NOT coordinator AND state = 'active'"
        )
        return int(counted[0][0])

    def queries(self, state: str, words: str) -> list[str]:
        """Give the names of the queries with these words that are in a state, the last one last."""
        queries = sorted(self.get("query"), key=lambda one: one["queryId"])
        return [
            one["queryId"] for one in queries if one["state"] == state and words in one["query"]
        ]

    def shares(self, query: str) -> dict[str, dict[str, int]]:
        """Give what each worker did for a query: its splits, and the rows that it read."""
        found: dict[str, dict[str, int]] = {}
        stages = [self.get(f"query/{query}")["outputStage"]]
        while stages:
            stage = stages.pop()
            stages += stage["subStages"]
            for task in stage["tasks"]:
                node = found.setdefault(task["taskStatus"]["nodeId"], {"splits": 0, "rows": 0})
                node["splits"] += task["stats"]["completedDrivers"]
                node["rows"] += task["stats"]["physicalInputPositions"]
        return found


_NOTHING = manifest.Manifest("nothing", {})


def declare(url: str, folder: str, schema: str = SCHEMA) -> None:
    """Declare the tables of a corpus."""
    trino = servers.Trino(url, _NOTHING)
    for statement in declarations.trino(CATALOG, schema, declarations.location(folder)):
        trino.execute(statement, 300)


class Ontop(Process):
    """Ontop over DuckDB, with the mapping that a corpus gives.

    Args:
        corpus: The folder of the corpus.
    """

    name = "ontop"
    version = "5.1.2"

    def __init__(self, corpus: str) -> None:
        super().__init__()
        self.corpus, self.port = corpus, free_ports(1)[0]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/sparql"

    def command(self) -> list[str]:
        target = self.folder / "ontop"
        declarations.write_ontop(manifest.read(self.corpus), self.corpus, str(target))
        with duckdb.connect() as connection:
            # The driver of Java is older than the library of Python.
            connection.execute(
                f"ATTACH '{target / 'corpus.duckdb'}' AS made (STORAGE_VERSION 'v1.4.0')"
            )
            connection.execute("USE made")
            connection.execute((target / "tables.sql").read_text(encoding="utf-8"))
        return [
            java(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            f"-Dlogback.configurationFile={HERE / 'logback.xml'}",
            "-cp",
            f"{INSTALLED / 'ontop'}/*",
            str(HERE / "SparqlServer.java"),
            str(target / "mapping.ttl"),
            str(target / "ontop.properties"),
            str(self.port),
        ]

    def ready(self) -> bool:
        try:
            reply = httpx.get(self.url, params={"query": "ASK {}"}, timeout=60, trust_env=False)
        except httpx.TransportError:
            return False
        return reply.status_code == 200
