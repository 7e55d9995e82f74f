"""Time `secgraph load` against the bulk route of each store, and a question asked twice.

Usage: loading.py [--rounds N] [--documents N] [--stores oxigraph,fuseki,virtuoso,rdf4j] [--sizes
10,100,1000] [--only load|memory|again]. Exit 1 where contenders leave different graphs or answers;
a missed goal is said, and is no failure.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from statistics import median

import httpx

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(sys.path[0]), "tests", "stores"))
import start

import corpus
import servers
from secgraph.namespaces import GRAPHS, RELEASE_GRAPH
from secgraph.query import sessions
from secgraph.stores.endpoint import Endpoint

NAME, VALUES = "linkage/between-regions", {"from": "North Atlantic"}
MAKES: "dict[str, Callable[[], servers.Server]]" = {
    "oxigraph": servers.Oxigraph,
    "fuseki": servers.Fuseki,
    "virtuoso": servers.Virtuoso,
    "rdf4j": servers.Rdf4j,
}
GOALS = {"oxigraph": 1.5, "fuseki": 1.5, "virtuoso": 1.5}
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
JSON = {"Accept": "application/sparql-results+json"}


def command(*argv: str) -> "list[str]":
    return [os.path.join(os.path.dirname(sys.executable), "secgraph"), *argv]


def client(server: "servers.Server") -> httpx.Client:
    return httpx.Client(auth=server.auth and server.auth.httpx(), timeout=600, trust_env=False)


def empty(server: "servers.Server") -> None:
    """Take everything out of a store."""
    if isinstance(server, servers.Virtuoso):
        server.sql(server.dba.password, "RDF_GLOBAL_RESET();")
        return
    with client(server) as to:
        to.post(server.update_url, data={"update": "DROP ALL"}).raise_for_status()


def held(server: "servers.Server") -> "dict[str, int]":
    """Count the statements of each graph of the corpus."""
    with client(server) as to:
        reply = (
            to.post(server.query_url, data={"query": COUNTS}, headers=JSON)
            .raise_for_status()
            .json()
        )
    counts = {row["g"]["value"]: int(row["n"]["value"]) for row in reply["results"]["bindings"]}
    return {graph: count for graph, count in counts.items() if graph.startswith(GRAPHS)}


def ours(server: "servers.Server", path: str) -> None:
    """Load as a user does, with the start of the program."""
    known = (
        {"SECGRAPH_USER": server.auth.user, "SECGRAPH_PASSWORD": server.auth.password}
        if server.auth
        else {}
    )
    subprocess.run(
        command("load", server.base, path),
        env={**os.environ, **known},
        check=True,
        stdout=subprocess.DEVNULL,
    )


def whole(server: "servers.Server", path: str) -> None:
    """Send the file of N-Quads in one request to where the store takes them."""
    url = {
        "oxigraph": f"{server.origin}/store",
        "fuseki": f"{server.base}/data",
        "rdf4j": server.update_url,
    }[server.name]
    headers = {"Content-Type": "application/n-quads", "Content-Length": str(os.path.getsize(path))}
    with client(server) as to, open(path, "rb") as file:
        to.post(url, content=file, headers=headers).raise_for_status()


def each(server: "servers.Server", graphs: "dict[str, bytes]") -> None:
    """Put graph after graph, made ready before, over one connection.

    Virtuoso takes no N-Quads over HTTP.
    """
    with client(server) as to:
        for graph, triples in graphs.items():
            to.put(
                server.graph_store_url(graph),
                content=triples,
                headers={"Content-Type": "application/n-triples"},
            ).raise_for_status()


def write(path: str, documents: int) -> "dict[str, bytes]":
    """Write a corpus, and give the N-Triples of each graph."""
    graphs: dict[str, list[str]] = {}
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for line in corpus.corpus(documents, graphs=True):
            file.write(line)
            statement, graph, _ = line.rsplit(" ", 2)
            graphs.setdefault(graph[1:-1], []).append(f"{statement} .\n")
    return {graph: "".join(lines).encode() for graph, lines in graphs.items()}


def load(names: "list[str]", documents: int, rounds: int) -> int:
    """Load a corpus both ways, round robin, each time into an emptied store."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "corpus.nq")
        graphs = write(path, documents)
        wanted = {graph: triples.count(b"\n") for graph, triples in graphs.items()}
        print(
            f"load of {sum(wanted.values()):,} statements in {len(wanted)} graphs, "
            f"{rounds} rounds, round robin; median (lowest to highest), milliseconds\n"
        )
        for name in names:
            with MAKES[name]() as server:
                # What the store takes for the same graphs one by one is no rival, where there is
                # one request for all, but tells what they cost.
                ways: dict[str, Callable[[], None]] = {
                    "secgraph load": lambda server=server: ours(server, path)
                }  # type: ignore[misc]
                if name != "virtuoso":
                    ways["one request"] = lambda server=server: whole(server, path)  # type: ignore[misc]
                ways["a PUT a graph"] = lambda server=server: each(server, graphs)  # type: ignore[misc]
                # Once to check, which also warms up a store that compiles while it runs.
                for title, way in ways.items():
                    empty(server)
                    way()
                    if held(server) != wanted:
                        print(f"OTHER GRAPHS  {name}, {title}")
                        return 1
                times: dict[str, list[float]] = {title: [] for title in ways}
                for _ in range(rounds):
                    for title, way in ways.items():
                        empty(server)
                        before = time.perf_counter()
                        way()
                        times[title].append(time.perf_counter() - before)
                print(
                    f"{name} {server.version}: "
                    + "; ".join(f"{title} {start.spread(found)}" for title, found in times.items())
                )
                bulk = "one request" if "one request" in ways else "a PUT a graph"
                of_bulk(name, times["secgraph load"], bulk, times[bulk])
                print(flush=True)
    return 0


def of_bulk(name: str, mine: "list[float]", bulk: str, theirs: "list[float]") -> None:
    """Print the ratio to the bulk route, with its goal where there is one."""
    title = f"{name}: secgraph load / {bulk}"
    if name in GOALS:
        start.ratio(title, mine, theirs, "<=", GOALS[name])
    else:
        print(f"{title:38}{median(mine) / median(theirs):6.2f}   no goal")


def memory(sizes: "list[int]") -> None:
    """Print the most memory that loading takes, by the number of documents, into an Oxigraph on
    disk."""
    peaks: dict[int, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, servers.Oxigraph() as server:
            path = os.path.join(folder, "corpus.nq")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(corpus.corpus(size, graphs=True))
            peaks[size] = peak(command("load", server.base, path))
            print(
                (
                    f"peak memory with {size:5} documents: {peaks[size]:6.1f} MiB (a file "
                    f"of {os.path.getsize(path) / 2**20:,.0f} MiB)"
                ),
                flush=True,
            )
    if len(sizes) > 1:
        most, less = sizes[-1], sizes[-2]
        start.ratio(f"memory, {most} / {less} documents", [peaks[most]], [peaks[less]], "<=", 1.3)
        print()


def peak(argv: "list[str]") -> float:
    """Run a command, and give the most memory that it held, in MiB.

    Asked of the process again and again, since what Linux tells of one that has ended (ru_maxrss)
    is never less than what its parent held.
    """
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    most = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status", encoding="ascii", errors="replace") as file:
                most = next(
                    (int(line.split()[1]) for line in file if line.startswith("VmHWM:")), most
                )
        except (FileNotFoundError, ProcessLookupError):
            pass
        time.sleep(0.01)
    if process.returncode or not most:
        raise SystemExit(f"failed: {' '.join(argv)}")
    return most / 1024


def again(rounds: int) -> int:
    """Ask a question a second time and more over one connection, against the bare request for
    the same text."""
    with servers.Oxigraph() as server, Endpoint(server.query_url, graph=RELEASE_GRAPH) as endpoint:
        subprocess.run(command("load", server.base), check=True, stdout=subprocess.DEVNULL)
        session = sessions.session(endpoint)
        found = session.run(NAME, VALUES)
        fields = {"query": session.text(NAME, VALUES), "default-graph-uri": RELEASE_GRAPH}
        with client(server) as to:

            def bare() -> bytes:
                return (
                    to.post(server.query_url, data=fields, headers=JSON).raise_for_status().content
                )

            def parsed() -> object:
                return (
                    to.post(server.query_url, data=fields, headers=JSON).raise_for_status().json()
                )

            bindings = to.post(server.query_url, data=fields, headers=JSON).json()["results"][
                "bindings"
            ]
            if len(bindings) != len(found.rows) or not bindings:
                print("OTHER ANSWER  a second question")
                return 1
            ways: dict[str, Callable[[], object]] = {
                "secgraph": lambda: session.run(NAME, VALUES),
                "bare": bare,
                "bare, JSON parsed": parsed,
            }
            times: dict[str, list[float]] = {title: [] for title in ways}
            for number in range(100 * rounds):
                for title in turns(list(ways), number):
                    before = time.perf_counter()
                    ways[title]()
                    times[title].append(time.perf_counter() - before)
    print(
        f"{NAME} asked again, {100 * rounds} rounds: "
        + "; ".join(f"{title} {start.spread(each)}" for title, each in times.items())
    )
    start.ratio("asked again / bare request", times["secgraph"], times["bare"], "<=", 1.2)
    print(
        f"{'asked again / bare, JSON parsed':38}"
        f"{median(times['secgraph']) / median(times['bare, JSON parsed']):6.2f}"
    )
    return 0


def turns(names: "list[str]", number: int) -> "Iterator[str]":
    """Give the names in an order that begins with another one each time."""
    first = number % len(names)
    yield from names[first:] + names[:first]


def main() -> int:
    """Measure what is asked for, and print it with its goals."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--stores", default=",".join(MAKES))
    options.add_argument("--sizes", default="10,100,1000")
    options.add_argument("--only", choices=("load", "memory", "again"))
    given = options.parse_args()
    code = 0
    if given.only in (None, "load"):
        code |= load(given.stores.split(","), given.documents, given.rounds)
    if given.only in (None, "memory"):
        memory([int(each) for each in given.sizes.split(",")])
    if given.only in (None, "again"):
        code |= again(given.rounds)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
