"""CPU of a request beside that of `oxigraph serve` for the same query, and what a start costs.

Every server is asked over the loopback, one request after another; CPU is that of its process and
its children, from /proc. Prints a table; ends with 1 where a goal is missed.
"""

import argparse
import os
import re
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from secgraph.query.catalog import Catalog
from secgraph.query.sessions import session

TICK = os.sysconf("SC_CLK_TCK")
SECGRAPH = [sys.executable, "-m", "secgraph"]
GOALS = {
    "remembered": 0.3,
    "fresh, median": 1.5,
    "fresh, highest": 2.5,
    "page, median": 3.0,
    "start to first answer": 6.0,
    "idle PSS": 7.0,
    "static site": 600.0,
}
"""The highest ratio of each: to oxigraph serve, and the last three but PSS to a cold run."""

REPEATED = 40
"""So often a remembered answer is asked for."""


def cpu(process: int) -> float:
    """Milliseconds of CPU of the threads of a process that live, and of its ended children."""
    nanoseconds = 0
    for thread in Path(f"/proc/{process}/task").iterdir():
        nanoseconds += int((thread / "schedstat").read_text("ascii").split()[0])
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return nanoseconds / 1e6 + sum(map(int, fields[13:15])) * 1000 / TICK


def pss(process: int) -> int:
    """The proportional set size of a process, in kilobytes."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    match = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
    assert match
    return int(match[1])


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """Run `secgraph serve`, and give its address and process."""
    command = [*SECGRAPH, "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        match = re.search(r"http://[^/]+", process.stdout.readline())
        assert match
        try:
            yield match[0], process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


@contextmanager
def oxigraph() -> Iterator[tuple[str, int]]:
    """Run `oxigraph serve` on the release, and give its address and process."""
    binary = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert binary, "pip install oxigraph"
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release.nt"
        answer = session().store.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        release.write_text("".join(f"{triple} .\n" for triple in answer.triples or ()), "utf-8")
        store = f"{folder}/store"
        load = [binary, "load", "--location", store, "--file", str(release)]
        subprocess.run(load, check=True, capture_output=True)
        port = free_port()
        command = [binary, "serve", "--location", store, "--bind", f"127.0.0.1:{port}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr
            while "Listening" not in process.stderr.readline():
                assert process.poll() is None
            try:
                yield f"http://127.0.0.1:{port}", process.pid
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait()


def free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        number: int = taken.getsockname()[1]
        return number


def cost(process: int, ask: Callable[[], object], times: int = 1) -> float:
    """Milliseconds of CPU that a server takes for a request."""
    before = cpu(process)
    for _ in range(times):
        ask()
    return (cpu(process) - before) / times


def cold_run() -> float:
    """Seconds of CPU of a cold run: the median of five."""
    return statistics.median(
        _children([*SECGRAPH, "run", "linkage/between-regions"]) for _ in range(5)
    )


def _children(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def start() -> float:
    """Seconds of CPU from the start of a server to its first answer."""
    with serving() as (url, process):
        httpx.get(f"{url}/query/linkage/between-regions.csv", timeout=60).raise_for_status()
        return cpu(process) / 1000


def ratios(names: list[str]) -> tuple[dict[str, list[float]], float]:
    """Measure each question: by way the ratios to oxigraph serve, and the ratio of idle memory."""
    found: dict[str, list[float]] = {"remembered": [], "fresh": [], "page": []}
    with serving() as (url, process), oxigraph() as (base, other), httpx.Client(timeout=300) as web:
        memory = pss(process) / pss(other)
        asked = {"accept": "text/csv", "content-type": "application/sparql-query"}

        def get(path: str) -> None:
            web.get(url + path).raise_for_status()

        for name in names:
            text = Catalog().get(name).text

            def there(text: str = text) -> None:
                web.post(f"{base}/query", content=text, headers=asked).raise_for_status()

            get(f"/query/{name}.md")  # labels are read, and this form of the answer is remembered
            there()
            theirs = cost(other, there, 5)
            ours = [
                cost(process, lambda path=path: get(path))
                for path in (f"/query/{name}{ending}" for ending in (".csv", ".tsv", ".srj"))
            ]
            found["fresh"].append(statistics.median(ours) / theirs)
            found["page"].append(cost(process, lambda name=name: get(f"/query/{name}")) / theirs)
            kept = cost(process, lambda name=name: get(f"/query/{name}.csv"), REPEATED)
            found["remembered"].append(kept / theirs)
            print(f"{name:32}", *(f"{way} {rows[-1]:6.2f}" for way, rows in found.items()))
    return found, memory


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", action="store_true", help="also write the static site")
    arguments = parser.parse_args()
    names = [name for name in Catalog().names() if not name.startswith("links/")]
    found, memory = ratios(names)
    cold = cold_run()
    measured = {
        "remembered": statistics.median(found["remembered"]),
        "fresh, median": statistics.median(found["fresh"]),
        "fresh, highest": max(found["fresh"]),
        "page, median": statistics.median(found["page"]),
        "start to first answer": start() / cold,
        "idle PSS": memory,
    }
    if arguments.site:
        with tempfile.TemporaryDirectory() as folder:
            measured["static site"] = _children([*SECGRAPH, "site", "-o", f"{folder}/site"]) / cold
    print(f"a cold run: {cold:.3f} s of CPU")
    for name, ratio in measured.items():
        verdict = "met" if ratio <= GOALS[name] else "missed"
        print(f"{name:24} {ratio:8.2f} x   goal {GOALS[name]:6.1f} x   {verdict}")
    return 0 if all(ratio <= GOALS[name] for name, ratio in measured.items()) else 1


if __name__ == "__main__":
    sys.exit(main())
