"""Time questions from a cold start against a bare pyoxigraph script, and print ratios with goals.

Usage: start.py [--rounds N] [--documents N] [--answers-only]

The rival opens the very store that the command line has kept, read-only, and asks the same text.
Another rival is the command line without kept stores, which reads all files at each start. Each is
measured over the release alone and over the release with synthetic documents beside it. Exit 1
where contenders disagree; a missed goal is reported and is no failure.
"""

import argparse
import compileall
import csv
import io
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pyoxigraph

import corpus
import secgraph
from secgraph import stores
from secgraph.query import sessions

STEADY = ("groupings/members", {"grouping": "Quad"})
"""An answer that does not grow with the documents."""

GROWING = ("linkage/between-regions", {"from": "North Atlantic"})
"""An answer that does."""

BARE = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
with open(sys.argv[2], encoding="utf-8") as file:
    query = file.read()
results = store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.CSV)
sys.stdout.buffer.write(results)
"""


@dataclass
class Figures:
    """What runs of one command cost: seconds of wall and CPU, and MiB at the peak."""

    answered: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)


def run(command: list[str], figures: Figures | None = None, **environment: str) -> bytes:
    """Run a command once and give what it prints.

    Args:
        command: Its words.
        figures: Where the costs are added; ``answered`` is when the last byte came.
        environment: Variables beside those of this process.
    """
    launcher = [sys.executable, "-I", "-S", os.path.join(os.path.dirname(__file__), "launch.py")]
    env = {**os.environ, **environment}
    done = subprocess.run([*launcher, *command], check=False, capture_output=True, env=env)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(command)[:200]}")
    if figures is not None:
        for cost, value in json.loads(done.stderr).items():
            getattr(figures, cost).append(value)
    return done.stdout


def rows(data: bytes, sets: list[str]) -> list[tuple[str, ...]]:
    """Read CSV into comparable rows, whatever its line ends and the order in set columns."""
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


class Graph:
    """The release, with or without documents beside it, in a folder of kept stores of its own."""

    def __init__(self, folder: str, data: str | None) -> None:
        self.cache = os.path.join(folder, "cache")
        self.options = ["--data", data] if data else []
        self.data = [data] if data else []
        self.folder = folder

    def ours(self, question: tuple[str, dict[str, str]], *options: str) -> list[str]:
        """Give the command that asks a question of it."""
        name, params = question
        values = [f"{parameter}={value}" for parameter, value in params.items()]
        program = os.path.join(os.path.dirname(sys.executable), "secgraph")
        return [program, "run", name, *values, *self.options, *options]

    def bare(self, question: tuple[str, dict[str, str]]) -> list[str]:
        """Give the script that asks the same text of the same kept store."""
        os.environ["SECGRAPH_CACHE"] = self.cache
        store = stores.open(data=self.data)
        assert store.folder is not None, "nothing was kept"
        path = os.path.join(self.folder, question[0].replace("/", "-") + ".rq")
        with open(path, "w", encoding="utf-8") as file:
            file.write(sessions.Session(store).text(*question))
        return [sys.executable, "-c", BARE, store.folder, path]

    def ask(self, command: list[str], figures: Figures | None = None) -> bytes:
        """Run a command with its folder of kept stores."""
        return run(command, figures, SECGRAPH_CACHE=self.cache)

    def forget(self) -> None:
        """Remove what was kept."""
        shutil.rmtree(self.cache, ignore_errors=True)


def main() -> int:
    """Run the contenders and print the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--answers-only", action="store_true")
    given = options.parse_args()
    # A wheel is installed compiled; the checkout has to be too.
    compileall.compile_dir(os.path.dirname(secgraph.__file__), quiet=1)
    count = 2 if given.answers_only else given.documents
    with tempfile.TemporaryDirectory() as place:
        graphs = {}
        for name, documents in (("release", 0), (f"{count} documents more", count)):
            folder, data = corpus.written(place, documents)
            graphs[name] = Graph(folder, data)
        if not agree(graphs):
            return 1
        if given.answers_only:
            return 0
        measure(graphs, given.rounds)
    return 0


def agree(graphs: dict[str, Graph]) -> bool:
    """Say whether the contenders give the same answers; the stores are kept after it."""
    same = True
    for name, graph in graphs.items():
        for question in (STEADY, GROWING):
            sets = sessions.session().queries.get(question[0]).sets
            first = rows(graph.ask(graph.ours(question)), sets)
            others = {
                "kept": graph.ask(graph.ours(question)),
                "not kept": graph.ask(graph.ours(question, "--no-cache")),
                "bare": graph.ask(graph.bare(question)),
            }
            for contender, output in others.items():
                equal = rows(output, sets) == first and len(first) > 1
                same = same and equal
                print(f"{'same' if equal else 'OTHER'} answer: {contender}, {question[0]}, {name}")
    return same


def measure(graphs: dict[str, Graph], rounds: int) -> None:
    """Run every command in turns, and print medians and ratios."""
    one, many = graphs.values()
    commands: dict[str, tuple[Graph, list[str]]] = {
        "ours, one": (one, one.ours(STEADY)),
        "bare, one": (one, one.bare(STEADY)),
        "ours, many": (many, many.ours(STEADY)),
        "bare, many": (many, many.bare(STEADY)),
        "ours growing, one": (one, one.ours(GROWING)),
        "bare growing, one": (one, one.bare(GROWING)),
        "ours growing, many": (many, many.ours(GROWING)),
        "bare growing, many": (many, many.bare(GROWING)),
        "not kept, one": (one, one.ours(STEADY, "--no-cache")),
        "not kept, many": (many, many.ours(STEADY, "--no-cache")),
        "import secgraph": (one, [sys.executable, "-c", "import secgraph"]),
        "python pass": (one, [sys.executable, "-c", "pass"]),
    }
    figures = {name: Figures() for name in (*commands, "first, one", "first, many")}
    for _ in range(rounds):
        for name, (graph, command) in commands.items():
            graph.ask(command, figures[name])
        for name, graph in (("first, one", one), ("first, many", many)):
            graph.forget()
            graph.ask(graph.ours(STEADY), figures[name])
    print(f"\n{rounds} rounds in turns; median (lowest to highest)\n")
    print(f"{'':20}{'CPU, ms':>28}{'answered, ms':>28}{'peak, MiB':>12}")
    for name, costs in figures.items():
        peak = statistics.median(costs.peak)
        print(f"{name:20}{spread(costs.cpu):>28}{spread(costs.answered):>28}{peak:12.0f}")
    print()
    goals(figures)
    warm()


def goals(figures: dict[str, Figures]) -> None:
    """Print each ratio beside its goal."""

    def ratio(
        title: str, goal: float, figure: Callable[[Figures], list[float]], *pair: str
    ) -> None:
        ours, theirs = (statistics.median(figure(figures[name])) for name in pair)
        verdict = "met" if ours / theirs <= goal else "MISSED"
        print(f"{title:58}{ours / theirs:7.2f}   goal <= {goal:<5g} {verdict}")

    def cpu(costs: Figures) -> list[float]:
        return costs.cpu

    def answered(costs: Figures) -> list[float]:
        return costs.answered

    def peak(costs: Figures) -> list[float]:
        return costs.peak

    ratio("cold run / bare script, CPU", 2.2, cpu, "ours, one", "bare, one")
    ratio("cold run / bare script, time to answer", 2.2, answered, "ours, one", "bare, one")
    ratio("cold run, many documents / one, CPU", 1.2, cpu, "ours, many", "ours, one")
    growing = "growing answer / bare script, CPU"
    ratio(f"{growing}, one document", 2.2, cpu, "ours growing, one", "bare growing, one")
    ratio(f"{growing}, many", 2.2, cpu, "ours growing, many", "bare growing, many")
    first = "first start / start that keeps nothing"
    ratio(f"{first}, time to answer, one", 1.3, answered, "first, one", "not kept, one")
    ratio(f"{first}, time to answer, many", 1.3, answered, "first, many", "not kept, many")
    ratio(f"{first}, CPU, one", 5, cpu, "first, one", "not kept, one")
    ratio(f"{first}, CPU, many", 5, cpu, "first, many", "not kept, many")
    ratio("peak memory, kept / not kept, many", 1 / 3, peak, "ours, many", "not kept, many")
    ratio("import secgraph / python pass, CPU", 1.2, cpu, "import secgraph", "python pass")


def spread(times: list[float]) -> str:
    """Give a median of seconds in milliseconds, with its range."""
    low, middle, high = (
        1000 * value for value in (min(times), statistics.median(times), max(times))
    )
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


def warm() -> None:
    """Print what a warm question adds to the bare call of the engine."""
    store = stores.open(cached=False)
    name, params = GROWING
    text = sessions.session(store).text(name, params)
    calls = {
        "ours": lambda: secgraph.run(name, params, store=store).serialize("csv"),
        "bare": lambda: store.store.query(text).serialize(format=pyoxigraph.QueryResultsFormat.CSV),
    }
    times: dict[str, list[float]] = {contender: [] for contender in calls}
    for number in range(600):
        # Who comes second finds the caches warm: take turns.
        for contender in sorted(calls, reverse=bool(number % 2)):
            start = time.perf_counter()
            calls[contender]()
            times[contender].append(time.perf_counter() - start)
    ours, bare = (1000 * statistics.median(times[contender]) for contender in ("ours", "bare"))
    verdict = "met" if ours - bare <= 0.1 else "MISSED"
    title = f"warm run adds, ms (bare {bare:.2f})"
    print(f"{title:58}{ours - bare:7.3f}   goal <= 0.1   {verdict}")


if __name__ == "__main__":
    raise SystemExit(main())
