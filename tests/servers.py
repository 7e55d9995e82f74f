"""Real stores for the tests: each on the loopback, on a free port, in a folder of its own, ended by its own process id."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def oxigraph(folder: Path, *flags: str) -> Iterator[str]:
    """An Oxigraph server; gives its address."""
    command = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    port = free_port()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([command, "serve", "-b", f"127.0.0.1:{port}", "-l", str(folder / "data"), *flags], stdout=log, stderr=log)
    try:
        for _ in range(1000):
            if _answers(port):
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.03)
                raise AssertionError((folder / "log").read_text())
        else:
            raise AssertionError("the server does not answer")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def put(address: str, graph: str, triples: bytes) -> None:
    """Put triples into a graph of an Oxigraph server, in place of what it holds."""
    done = httpx.put(f"{address}/store", params={"graph": graph}, content=triples, headers={"Content-Type": "application/n-triples"}, trust_env=False)
    assert done.status_code in (201, 204), done.text
