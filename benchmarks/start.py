"""Time a question from a cold start against named rivals, and print ratios with their goals.

Usage: start.py [--rounds N] [--answers-only]. Exit 1 where contenders disagree; a missed goal is
said, and is no failure.
"""

import argparse
import compileall
import csv
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pyoxigraph

import secgraph
from secgraph.dataset import release
from secgraph.query import sessions
from secgraph.stores.memory import Embedded

NAME, PARAMETER, VALUE = "linkage/between-regions", "from", "North Atlantic"

BARE = """
import sys, pyoxigraph
query, *files = sys.argv[1:]
store = pyoxigraph.Store()
for path in files:
    store.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
rows = store.query(open(query, encoding="utf-8").read())
sys.stdout.buffer.write(rows.serialize(format=pyoxigraph.QueryResultsFormat.CSV))
"""
RDFLIB = """
import sys, rdflib
query, *files = sys.argv[1:]
graph = rdflib.Graph()
for path in files:
    graph.parse(path, format="turtle")
sys.stdout.buffer.write(graph.query(open(query, encoding="utf-8").read()).serialize(format="csv"))
"""


def once(command: "list[str]") -> "tuple[float, float, bytes]":
    """Run a command and give its wall time, its CPU time (both in seconds) and what it printed."""
    with tempfile.TemporaryFile() as out:
        before = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"failed: {' '.join(command)[:200]}")
        out.seek(0)
        return wall, usage.ru_utime + usage.ru_stime, out.read()


def rows(data: bytes, sets: "list[str]") -> "list[tuple[str, ...]]":
    """Read CSV into comparable rows, whatever its line ends and the order of parts in columns
    where order means nothing."""
    head, *body = csv.reader(io.StringIO(data.decode().replace("\r\n", "\n")))
    return [
        tuple(head),
        *(
            tuple(
                " ".join(sorted(value.split())) if name in sets else value
                for name, value in zip(head, row, strict=True)
            )
            for row in body
        ),
    ]


def main() -> int:
    """Run the contenders and print the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=11)
    options.add_argument("--answers-only", action="store_true")
    given = options.parse_args()
    session = sessions.session()
    # As pip does when it installs; an editable checkout may lack it.
    compileall.compile_dir(os.path.dirname(secgraph.__file__), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        query = os.path.join(folder, "query.rq")
        with open(query, "w", encoding="utf-8") as file:
            file.write(session.text(NAME, {PARAMETER: VALUE}))
        place = os.path.join(folder, "store")
        store = pyoxigraph.Store(place)
        store.extend(release.store())
        store.optimize()
        del store
        files = release.files()
        here = os.path.dirname(sys.executable)
        oxigraph = os.path.join(here, "oxigraph")
        if not os.path.exists(oxigraph):
            oxigraph = shutil.which("oxigraph") or "oxigraph"
        contenders = {
            "secgraph run": [os.path.join(here, "secgraph"), "run", NAME, f"{PARAMETER}={VALUE}"],
            "oxigraph query": [
                oxigraph,
                "query",
                "--location",
                place,
                "--query-file",
                query,
                "--results-format",
                "csv",
            ],
            "bare pyoxigraph": [sys.executable, "-c", BARE, query, *files],
            "minimal rdflib": [sys.executable, "-c", RDFLIB, query, *files],
        }
        answers = {
            name: rows(once(command)[2], session.queries.get(NAME).sets)
            for name, command in contenders.items()
        }
        wanted = answers["secgraph run"]
        for name, found in answers.items():
            print(
                f"{'same answer' if found == wanted else 'OTHER ANSWER':14}{name} "
                f"({len(found) - 1} rows)"
            )
        if any(found != wanted for found in answers.values()) or len(wanted) < 2:
            return 1
        if given.answers_only:
            return 0
        contenders |= {
            "import secgraph": [sys.executable, "-c", "import secgraph"],
            "python pass": [sys.executable, "-c", "pass"],
        }
        walls: dict[str, list[float]] = {name: [] for name in contenders}
        cpus: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(given.rounds):
            for name, command in contenders.items():
                wall, cpu, _output = once(command)
                walls[name].append(wall)
                cpus[name].append(cpu)
    print(f"\n{given.rounds} rounds, round robin; median (lowest to highest), milliseconds\n")
    for name in contenders:
        print(f"{name:18} wall {spread(walls[name])}   CPU {spread(cpus[name])}")
    print()
    ratio("cold run / oxigraph query, CPU", cpus["secgraph run"], cpus["oxigraph query"], "<=", 3)
    ratio(
        "cold run / bare pyoxigraph, wall",
        walls["secgraph run"],
        walls["bare pyoxigraph"],
        "<=",
        1.7,
    )
    ratio(
        "minimal rdflib / cold run, wall", walls["minimal rdflib"], walls["secgraph run"], ">=", 8
    )
    ratio(
        "import secgraph / python pass, wall",
        walls["import secgraph"],
        walls["python pass"],
        "<=",
        1.6,
    )
    warm()
    return 0


def spread(times: "list[float]") -> str:
    """Say a median with its range."""
    low, middle, high = (1000 * each for each in (min(times), statistics.median(times), max(times)))
    return f"{middle:6.1f} ({low:.1f} to {high:.1f})"


def ratio(title: str, ours: "list[float]", theirs: "list[float]", sense: str, goal: float) -> None:
    """Print the ratio of two medians beside its goal."""
    found = statistics.median(ours) / statistics.median(theirs)
    met = found <= goal if sense == "<=" else found >= goal
    print(f"{title:38}{found:6.2f}   goal {sense} {goal:g}   {'met' if met else 'MISSED'}")


def warm() -> None:
    """Print what a warm question adds to the bare call of the engine."""
    engine = Embedded()
    session = sessions.session(engine)
    text = session.text(NAME, {PARAMETER: VALUE})
    calls = {
        "ours": lambda: secgraph.run(NAME, {PARAMETER: VALUE}, engine=engine).serialize("csv"),
        "bare": lambda: engine.store.query(text).serialize(
            format=pyoxigraph.QueryResultsFormat.CSV
        ),
    }
    times: dict[str, list[float]] = {name: [] for name in calls}
    for number in range(600):
        # Who comes second finds the caches warm: take turns.
        for name in sorted(calls, reverse=bool(number % 2)):
            start = time.perf_counter()
            calls[name]()
            times[name].append(time.perf_counter() - start)
    ours, theirs = times["ours"], times["bare"]
    added = 1000 * (statistics.median(ours) - statistics.median(theirs))
    print(
        f"{'warm run adds, milliseconds':38}{added:6.3f}   goal <= 0.1   "
        f"{'met' if added <= 0.1 else 'MISSED'}   (bare "
        f"{1000 * statistics.median(theirs):.3f})"
    )


if __name__ == "__main__":
    raise SystemExit(main())
