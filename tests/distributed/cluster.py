"""Start a coordinator of Trino and its workers on free ports of 127.0.0.1, and Ontop over DuckDB.

Each is stopped by its own process id. Four processes of Java are never more than 4 GiB.
"""

import json
import os
import signal
from pathlib import Path

import httpx

from servers.processes import ROOT, NotStarted, Process, free_ports

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
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        for node in (*self.workers, self.coordinator):
            node.stop()

    def active(self) -> int:
        """Count the workers that the coordinator gives work to."""
        nodes = httpx.get(
            f"{self.coordinator.origin}/v1/node",
            headers={"X-Trino-User": "test"},
            timeout=10,
            trust_env=False,
        )
        return len(nodes.json()) if nodes.status_code == 200 else 0


def tasks(url: str, query: str) -> dict[str, dict[str, int]]:
    """Give what each worker did for a query: its splits, and the rows that it read."""
    reply = httpx.get(
        f"{url}/v1/query/{query}", headers={"X-Trino-User": "test"}, timeout=10, trust_env=False
    )
    found: dict[str, dict[str, int]] = {}
    stack = [json.loads(reply.text)["outputStage"]]
    while stack:
        stage = stack.pop()
        stack += stage.get("subStages", [])
        for task in stage["tasks"]:
            stats = task["stats"]
            node = found.setdefault(task["taskStatus"]["nodeId"], {"splits": 0, "rows": 0})
            node["splits"] += stats["completedDrivers"]
            node["rows"] += stats["rawInputPositions"]
    return found
