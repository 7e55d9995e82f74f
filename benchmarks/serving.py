"""CPU of a request beside that of `oxigraph serve` for the same query, and what a start costs.

Usage: serving.py [--site] [--memory [--requests N]] [--only NAME ...]

Both servers are asked over the loopback, in turn, for the same format; CPU is that of a process and
its children, from /proc. Prints a table; ends with 1 where a goal is missed. With --memory memory
is measured instead: idle, with a hundred documents, and before and after many requests.
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
    "static site": 600.0,
    "idle PSS": 7.0,
    "second half": 1.05,
}
"""The highest ratio of each: to oxigraph serve; of a start and a site to a cold run; of the memory
after all requests to that after half of them."""

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
def serving(*options: str) -> Iterator[tuple[str, int]]:
    """Run `secgraph serve`, and give its address and process."""
    command = [*SECGRAPH, "serve", "--port", "0", *options]
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
def oxigraph(*more: str) -> Iterator[tuple[str, int]]:
    """Run `oxigraph serve` on the release and further files; give its address and process."""
    binary = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert binary, "pip install oxigraph"
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release.nt"
        answer = session().store.ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        release.write_text("".join(f"{triple} .\n" for triple in answer.triples or ()), "utf-8")
        store = f"{folder}/store"
        load = [binary, "load", "--location", store, "--file", str(release), *more]
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


FORMATS = (
    (".csv", "text/csv"),
    (".tsv", "text/tab-separated-values"),
    (".srj", "application/sparql-results+json"),
)
"""An answer of each is asked for once of each server, since a second one is remembered here."""


def ratios(names: list[str]) -> dict[str, list[float]]:
    """Measure each question: by way the ratios to oxigraph serve."""
    found: dict[str, list[float]] = {"remembered": [], "fresh": [], "page": []}
    with serving() as (url, process), oxigraph() as (base, other), httpx.Client(timeout=300) as web:

        def get(path: str) -> None:
            web.get(url + path).raise_for_status()

        def there(text: str, media: str) -> None:
            headers = {"accept": media, "content-type": "application/sparql-query"}
            web.post(f"{base}/query", content=text, headers=headers).raise_for_status()

        for name in names:
            text = Catalog().get(name).text
            get(f"/query/{name}.md")  # labels are read, and this form of the answer is remembered
            there(text, FORMATS[0][1])
            pairs = [
                (
                    cost(other, lambda text=text, media=media: there(text, media)),
                    cost(process, lambda path=f"/query/{name}{ending}": get(path)),
                )
                for ending, media in FORMATS
            ]
            theirs = statistics.median(one for one, _ in pairs)
            found["fresh"].append(statistics.median(ours / one for one, ours in pairs))
            found["page"].append(cost(process, lambda name=name: get(f"/query/{name}")) / theirs)
            kept = cost(process, lambda name=name: get(f"/query/{name}.csv"), REPEATED)
            found["remembered"].append(kept / theirs)
            print(
                f"{name:32}",
                *(f"{way} {rows[-1]:6.2f}" for way, rows in found.items()),
                f"oxigraph serve {theirs:6.2f} ms",
                flush=True,
            )
    return found


def resident(process: int) -> float:
    """The PSS of a process and of all that it has started, in MiB."""
    below = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return pss(process) / 1024 + sum(resident(int(one)) for one in below)


def paths(names: list[str]) -> list[str]:
    """Requests of many kinds: files and pages of answers, searches, refusals, and SPARQL."""
    values = ["", "?document=east-is-east", "?document=quad-2021", "?document=nothing"]
    found = [
        f"/query/{name}{ending}{value}"
        for name in names[::3]
        for ending in (".csv", ".json", "", ".srj", "/embed")
        for value in values
    ]
    found += [f"/find?q={word}" for word in ("vote", "India", "security", "zzz", "quad Asia")]
    found += [f"/id/{name}{ending}" for name in ("japan", "quad") for ending in ("", ".ttl")]
    found += [f"/sparql?query=SELECT(COUNT(*)AS%20?n%7B{n}%7D)%7B?s%20?p%20?o%7D" for n in "ab"]
    found += [
        "/sparql?query=ASK%7B?s%20?p%20?o%7D",
        "/ask?s=India&p=agrees+with&o=Japan",
        "/nowhere",
    ]
    return found


def memory(requests: int) -> dict[str, float]:
    """Print the memory of both servers with 100 documents, and ours before and after requests."""
    names = [name for name in Catalog().names() if not name.startswith("links/")]
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/documents.nt"
        corpus = [sys.executable, str(Path(__file__).with_name("corpus.py")), "--documents", "100"]
        subprocess.run([*corpus, "-o", data], check=True)
        with serving("--data", data) as (url, process), oxigraph("--file", data) as (base, other):
            httpx.get(f"{url}/query/votes/on.csv", timeout=300).raise_for_status()
            httpx.get(f"{base}/query", params={"query": "ASK {}"}).raise_for_status()
            ours, theirs = resident(process), resident(other)
    print(f"idle, 100 documents: {ours:.0f} MiB, oxigraph serve {theirs:.0f} MiB")
    places = [paths(names)[n * 37 % len(paths(names))] for n in range(requests // 2)]
    with serving() as (url, process), httpx.Client(base_url=url, timeout=300) as web:
        sizes = [resident(process)]
        for _ in range(2):
            for path in places:
                web.get(path)
            sizes.append(resident(process))
            print(f"after {len(places) * (len(sizes) - 1):,} requests: {sizes[-1]:.0f} MiB")
    print(f"before them: {sizes[0]:.0f} MiB")
    return {"idle PSS": ours / theirs, "second half": sizes[2] / sizes[1]}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", action="store_true", help="also write the static site")
    parser.add_argument("--memory", action="store_true", help="measure memory instead")
    parser.add_argument("--requests", type=int, default=10_000, help="with --memory: so many")
    parser.add_argument("--only", nargs="*", help="these questions, instead of all")
    arguments = parser.parse_args()
    measured = memory(arguments.requests) if arguments.memory else times(arguments)
    for name, ratio in measured.items():
        verdict = "met" if ratio <= GOALS[name] else "missed"
        print(f"{name:24} {ratio:8.2f} x   goal {GOALS[name]:6.2f} x   {verdict}")
    return 0 if all(ratio <= GOALS[name] for name, ratio in measured.items()) else 1


def times(arguments: argparse.Namespace) -> dict[str, float]:
    """Measure what requests and a start cost."""
    names = [name for name in Catalog().names() if not name.startswith("links/")]
    found = ratios(arguments.only or names)
    cold = cold_run()
    measured = {
        "remembered": statistics.median(found["remembered"]),
        "fresh, median": statistics.median(found["fresh"]),
        "fresh, highest": max(found["fresh"]),
        "page, median": statistics.median(found["page"]),
        "start to first answer": start() / cold,
    }
    if arguments.site:
        with tempfile.TemporaryDirectory() as folder:
            measured["static site"] = _children([*SECGRAPH, "site", "-o", f"{folder}/site"]) / cold
    print(f"a cold run: {cold:.3f} s of CPU")
    return measured


if __name__ == "__main__":
    sys.exit(main())
