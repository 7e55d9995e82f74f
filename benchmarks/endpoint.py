"""Hold the endpoint against ``oxigraph serve`` on the same queries, and against its own limits.

Usage: endpoint.py [--requests N] [--runaways N]

Prints, one line each with its goal: the processor time of a fresh query through the zygote beside
that of the server; by how much a runaway outlives its limit; and the 95th percentile of a saved
question alone, and while runaways are sent. Both servers must give the same rows before anything
is measured (exit 1 otherwise); a missed goal is reported and is no failure.
"""

import argparse
import http.client
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from secgraph.dataset import serialize
from secgraph.query import catalog
from support import oxigraph, served
from support.processes import children

QUERIES = {
    "one label": "PREFIX sgd: <https://w3id.org/secgraph/id/> "
    "SELECT ?l { sgd:japan <http://www.w3.org/2000/01/rdf-schema#label> ?l }",
    "all labels": "SELECT ?s ?l { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }",
    "groupings/members": "",
    "entities/counts": "",
}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SAVED = "/query/linkage/between-regions.json"
LIMIT = 1.0
TICK = os.sysconf("SC_CLK_TCK")
SENDERS = 16
ROUNDS = 10


def processor(process: int) -> float:
    """Give the seconds of a processor that a process and those that it has waited for have had."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICK


def cost(url: str, query: str, processes: list[int], count: int) -> float:
    """Give the seconds of a processor for one request, of many in a row."""
    with httpx.Client(trust_env=False, timeout=120) as client:
        data = {"query": query}
        client.post(url, data=data).raise_for_status()
        before = sum(map(processor, processes))
        for _ in range(count):
            client.post(url, data=data).raise_for_status()
        return (sum(map(processor, processes)) - before) / count


def rows(url: str, query: str) -> list[str]:
    accept = {"Accept": "text/tab-separated-values"}
    reply = httpx.post(url, data={"query": query}, headers=accept, trust_env=False, timeout=120)
    head, *lines = reply.raise_for_status().text.splitlines()
    return [head, *sorted(lines)]


def compare(count: int) -> bool:
    """Print the costs of fresh queries beside those of the other server."""
    catalogue = catalog.packaged()
    with (
        tempfile.TemporaryDirectory() as place,
        served.server(limits={"of_one": 64}) as own,
    ):
        other = oxigraph.Oxigraph(Path(place))
        try:
            triples = serialize.write("nt")
            reply = httpx.post(
                f"{other.url}/store?default",
                content=triples,
                headers={"Content-Type": "application/n-triples"},
                timeout=120,
            )
            reply.raise_for_status()
            for name, text in QUERIES.items():
                query = text or catalogue.get(name).text
                ours, theirs = f"{own.url}/sparql", f"{other.url}/query"
                if rows(ours, query) != rows(theirs, query):
                    print(f"OTHER answer: {name}")
                    return False
                (zygote,) = children(own.process.pid)
                fresh = cost(ours, query, [own.process.pid, zygote], count)
                usual = cost(theirs, query, [other.process.pid], count)
                print(
                    f"{name:<24} {fresh * 1000:7.2f} ms of a processor, "
                    f"oxigraph serve {usual * 1000:7.2f} ms: {fresh / max(usual, 1e-9):5.1f} x"
                )
        finally:
            other.stop()
    return True


def runaways_end() -> None:
    """Print by how much runaways outlive their limit."""
    limits = {"seconds": LIMIT, "cpu": 60.0, "of_one": 64}
    with served.server(limits=limits) as own, httpx.Client(trust_env=False, timeout=60) as client:
        client.get(f"{own.url}/sparql", params={"query": "ASK {}"})
        late = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            reply = client.get(f"{own.url}/sparql", params={"query": RUNAWAY})
            late.append(time.perf_counter() - start - LIMIT)
            if reply.status_code != 504:
                print(f"OTHER status: {reply.status_code}")
        print(
            f"a runaway ends after its limit: median {statistics.median(late) * 1000:.0f} ms, "
            f"most {max(late) * 1000:.0f} ms (goal 100 ms)"
        )


def asked(client: httpx.Client, url: str) -> float:
    start = time.perf_counter()
    client.get(url).raise_for_status()
    return time.perf_counter() - start


def percentile(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] * 1000


def send(port: int, count: int) -> list[int]:
    """Send runaways by several connections, from a process of their own; give the statuses."""
    path = f"/sparql?query={quote(RUNAWAY)}"

    def some(number: int) -> list[int]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        statuses = []
        for _ in range(number):
            connection.request("GET", path)
            reply = connection.getresponse()
            reply.read()
            statuses.append(reply.status)
        return statuses

    with ThreadPoolExecutor(SENDERS) as pool:
        parts = pool.map(some, [count // SENDERS] * SENDERS)
        return [status for part in parts for status in part]


def others_are_served(count: int, requests: int) -> None:
    """Print how a saved question fares while runaways are sent."""
    limits = {"seconds": LIMIT, "cpu": LIMIT}
    with served.server(limits=limits) as own, httpx.Client(trust_env=False, timeout=60) as client:
        url = own.url + SAVED
        for _ in range(20):
            asked(client, url)
        idle = [asked(client, url) for _ in range(requests)]
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            pool.apply(int)  # it is there
            sending = pool.apply_async(send, (own.port, count))
            busy = [asked(client, url)]
            while not sending.ready():
                busy.append(asked(client, url))
            statuses = sending.get()
        alive = client.get(f"{own.url}/sparql", params={"query": "ASK {}"}).status_code
        found = {status: statuses.count(status) for status in sorted(set(statuses))}
        print(f"{count:,} runaways: {found}; afterwards {alive}")
        print(
            f"95th percentile of a saved question: {percentile(idle):.1f} ms alone, "
            f"{percentile(busy):.1f} ms meanwhile ({len(busy)} asked): "
            f"{percentile(busy) / percentile(idle):.1f} x (goal 2)"
        )


def main() -> int:
    """Measure, and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--requests", type=int, default=200)
    options.add_argument("--runaways", type=int, default=1000)
    given = options.parse_args()
    if not compare(given.requests):
        return 1
    runaways_end()
    others_are_served(given.runaways, given.requests)
    return 0


if __name__ == "__main__":
    sys.exit(main())
