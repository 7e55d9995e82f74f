"""Time record/agreement over more and more roll calls, in the embedded engine and in rdflib, and
see how its cost grows.

Usage: agreement.py [FILE] [--votes N ...] [--rounds N] [--optimize]. With FILE, the roll calls of
that file are asked too, after the made-up ones; rdflib holds them all in memory (some GiB for the
real file). Exit 1 where the engines differ; a missed goal is said, and is no failure.
"""

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

import importing
import pyoxigraph
import rdflib

from secgraph import imports
from secgraph.query import catalog
from secgraph.stores.memory import Embedded

GOAL = 0.1
QUERY = catalog.packaged().get("record/agreement")


def timed(ask: "Callable[[], list[list[str]]]", rounds: int) -> "tuple[float, list[list[str]]]":
    """Give the median time in seconds, and what came of it."""
    times: list[float] = []
    found: list[list[str]] = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = ask()
        times.append(time.perf_counter() - start)
    return statistics.median(times), found


def plain(rows: "Sequence[Sequence[str]]") -> "list[list[str]]":
    """Give rows whose numbers have one form: 1, 1.0 and 1.000 are the same."""
    return [
        [f"{float(cell):g}" if cell.replace(".", "", 1).isdigit() else cell for cell in row]
        for row in rows
    ]


def both(path: str, folder: str, rounds: int, *, optimize: bool) -> "tuple[int, float, float]":
    """Import a file, ask both engines, and give the votes and the two times."""
    store = os.path.join(folder, "store")
    work = imports.Work(imports.find("un-votes"), [path])
    imports.add(work, store, optimize=optimize)
    held = imports.opened(store)
    graph = rdflib.Graph()
    graph.parse(
        data=pyoxigraph.serialize(
            (quad.triple for quad in held), format=pyoxigraph.RdfFormat.N_TRIPLES
        ),
        format="nt",
    )
    embedded = Embedded(held)
    ours, found = timed(lambda: embedded.rows(QUERY.text), rounds)
    theirs, wanted = timed(
        lambda: [
            ["" if value is None else str(value) for value in row]
            for row in graph.query(QUERY.text)
        ],
        1,
    )
    if plain(found) != plain(wanted):
        raise SystemExit(f"OTHER ANSWER after {path}")
    return work.report.imported, ours, theirs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--votes", type=int, nargs="+", default=[20_000, 40_000, 80_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--optimize", action="store_true", help="ask stores that were imported with --optimize"
    )
    arguments = parser.parse_args()
    print("| votes | embedded ms | rdflib ms | ratio |\n|---:|---:|---:|---:|")
    found = []
    for count in [*arguments.votes, *([0] if arguments.file else [])]:
        with tempfile.TemporaryDirectory() as folder:
            path = arguments.file if not count else os.path.join(folder, "votes.csv")
            if count:
                importing.made_up(path, count)
            found.append(both(path, folder, arguments.rounds, optimize=arguments.optimize))
        votes, ours, theirs = found[-1]
        print(
            f"| {votes:,} | {ours * 1000:,.1f} | {theirs * 1000:,.1f} | {ours / theirs:.4f} |",
            flush=True,
        )
    (few, quick, _), (many, slow, _) = found[0], found[-1]
    exponent = math.log(slow / quick) / math.log(many / few)
    worst = max(ours / theirs for _, ours, theirs in found)
    print(f"\nworst ratio {worst:.4f} (goal {GOAL}: {'met' if worst <= GOAL else 'MISSED'})")
    print(
        f"cost grows as votes to the power {exponent:.2f} (goal 1: "
        f"{'met' if exponent <= 1.05 else 'MISSED'})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
