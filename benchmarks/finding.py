"""Time a search from a cold start beside a question, and print ratios with goals.

Usage: finding.py [--rounds N] [--documents N]

Each is the whole command in a pipe, over stores and indexes that are kept, on the release alone and
with synthetic documents beside it. Before anything is timed, a search must lead to the same claims
from a kept index as from one in memory. A search that leads nowhere is timed too: it must cost no
more than one that does. Exit 1 where answers differ; a missed goal is reported and is no failure.
"""

import argparse
import compileall
import os
import statistics
import sys
import tempfile

from start import STEADY, Figures, Graph, spread

import corpus
import secgraph

SHORT = ["vote", "India"]
LONG = ["which threat does Europe see from China and Russia since the war in Ukraine began"]
QUIETLY = '"$@" 2>&1 || true'
"""Runs a command of which a failure is expected."""

NOWHERE = {"one letter": ["q"], "10,000 words": [f"word{n}" for n in range(10_000)]}


def find(graph: Graph, words: list[str], *options: str) -> list[str]:
    """Give the command of a search."""
    program = os.path.join(os.path.dirname(sys.executable), "secgraph")
    return [program, "find", *words, *graph.options, *options]


def quietly(command: list[str]) -> list[str]:
    """Give a command that runs another, which may fail."""
    return ["/bin/sh", "-c", QUIETLY, "sh", *command]


def main() -> int:
    """Run the contenders and print the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--documents", type=int, default=100)
    given = options.parse_args()
    compileall.compile_dir(os.path.dirname(secgraph.__file__), quiet=1)
    with tempfile.TemporaryDirectory() as place:
        graphs = []
        for documents in (0, given.documents):
            folder, data = corpus.written(place, documents)
            graphs.append(Graph(folder, data))
        for graph in graphs:
            for words in (SHORT, LONG):
                first = graph.ask(find(graph, words))
                if first != graph.ask(find(graph, words)) or b"\nclaim," not in first:
                    print(f"OTHER answer: {' '.join(words)}")
                    return 1
            if graph.ask(find(graph, SHORT, "--no-cache")) != graph.ask(find(graph, SHORT)):
                print("OTHER answer: not kept")
                return 1
        measure(*graphs, given.rounds)
    return 0


def measure(one: Graph, many: Graph, rounds: int) -> None:
    """Run every command in turns, and print medians and ratios."""
    commands = {}
    for name, graph in (("one", one), ("many", many)):
        commands[f"run, {name}"] = (graph, graph.ours(STEADY))
        commands[f"find two words, {name}"] = (graph, find(graph, SHORT))
        commands[f"find fifteen words, {name}"] = (graph, find(graph, LONG))
    for name, words in NOWHERE.items():
        commands[f"find {name}"] = (one, quietly(find(one, words)))
    # Python itself takes long over so many arguments, before the first line of a program runs.
    for name, words in (("fifteen words", LONG), ("10,000 words", NOWHERE["10,000 words"])):
        commands[f"python, {name}"] = (one, quietly([sys.executable, "-c", "pass", *words]))
    figures = {name: Figures() for name in commands}
    for _ in range(rounds):
        for name, (graph, command) in commands.items():
            graph.ask(command, figures[name])
    print(f"{rounds} rounds in turns; CPU in ms, median (lowest to highest)\n")
    for name, costs in figures.items():
        print(f"{name:28}{spread(costs.cpu):>28}")
    print()
    for title, goal, ours, theirs in (
        ("two words / cold run, one document", 1.5, "find two words, one", "run, one"),
        ("fifteen words / cold run, one", 1.5, "find fifteen words, one", "run, one"),
        ("two words, many / one", 1.3, "find two words, many", "find two words, one"),
        ("fifteen words, many / one", 1.3, "find fifteen words, many", "find fifteen words, one"),
        ("one letter / two words", 1.0, "find one letter", "find two words, one"),
        ("10,000 words / fifteen words", 1.0, "find 10,000 words", "find fifteen words, one"),
    ):
        ratio = statistics.median(figures[ours].cpu) / statistics.median(figures[theirs].cpu)
        verdict = "met" if ratio <= goal else "MISSED"
        print(f"{title:40}{ratio:7.2f}   goal <= {goal:<5g} {verdict}")
    own = [
        statistics.median(figures[ours].cpu) - statistics.median(figures[theirs].cpu)
        for ours, theirs in (
            ("find 10,000 words", "python, 10,000 words"),
            ("find fifteen words, one", "python, fifteen words"),
        )
    ]
    print(f"{'10,000 words / fifteen, less Python':40}{own[0] / own[1]:7.2f}")


if __name__ == "__main__":
    raise SystemExit(main())
