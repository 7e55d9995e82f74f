"""Measure the CPU of checks beside an earlier build, and print ratios with goals.

Usage: check.py [--rounds N] [--build COMMIT]

The earlier build is taken out of the history into a folder of its own and run by the same Python,
with the same libraries. Before anything is timed, what it finds in each file must be among what is
found now. CPU is that of the whole command, with the JVM and other children. Exit 1 where a
finding is missing; a missed goal is reported and is no failure.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import builds

ROOT = builds.ROOT
FIXTURES = os.path.join(ROOT, "tests", "fixtures")
BUILD = "6e5a967"

AXIOM = """@prefix sg: <https://w3id.org/secgraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix e: <https://example.org/e/> .
e:Archipelago a owl:Class ; rdfs:subClassOf sg:State ; rdfs:label "archipelago"@en .
"""


@dataclass
class Case:
    """One check, and what it costs at most, as a part of what it cost before.

    Attributes:
        title: In the table.
        words: The arguments of both builds.
        options: More arguments of this one.
        goal: The ratio that is wanted.
    """

    title: str
    words: list[str]
    options: list[str]
    goal: float


def cases(folder: str, before: str) -> list[Case]:
    """Give the checks that are measured.

    The document is that of the earlier build: it knows no terms that came later.
    """
    valid = os.path.join(before, "tests", "fixtures", "valid", "base.ttl")
    faulty = os.path.join(FIXTURES, "faulty", "every-part.ttl")
    axiom = os.path.join(folder, "axiom.ttl")
    with open(axiom, "w", encoding="utf-8") as file:
        file.write(AXIOM)
    new = ["--no-cache"]
    return [
        Case("a document, nothing kept", [valid], new, 1 / 15),
        Case("a faulty document, nothing kept", [faulty], new, 1 / 15),
        Case("a document, `--consistency`", [valid], [*new, "--consistency"], 1 / 3),
        Case("a file with an axiom of OWL", [axiom], new, 1 / 3),
        Case("the release, nothing kept", [], new, 1 / 3),
        Case("a document, report kept", [valid], [], 1 / 30),
        Case("the release, report kept", [], [], 1 / 30),
    ]


def run(root: str, words: list[str], cache: str) -> tuple[str, float]:
    """Run a check of a build; give what it prints and the seconds of CPU that it took."""
    environment = {**os.environ, "PYTHONPATH": os.path.join(root, "src"), "SECGRAPH_CACHE": cache}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "secgraph", "check", *words],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=cache,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1) or done.stderr:
        raise SystemExit(f"failed: check {' '.join(words)}: {done.stderr[-500:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, cpu


def findings(output: str) -> set[str]:
    """Give the lines of a report that are findings, whatever decided on consistency."""
    lines = [line for line in output.splitlines() if re.search(r" \[[^]]+\]$", line)]
    return {re.sub(r": the graph contradicts itself: .*", ": contradiction", x) for x in lines}


def main() -> int:
    """Compare the findings, measure, and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--build", default=BUILD)
    given = options.parse_args()
    complete = True
    with tempfile.TemporaryDirectory() as folder:
        before = builds.take_out(given.build, os.path.join(folder, "before"))
        caches = {root: os.path.join(folder, str(n)) for n, root in enumerate((before, ROOT))}
        for cache in caches.values():
            os.makedirs(cache, mode=0o700)
        print(f"| check | build {given.build}, CPU s | now, CPU s | ratio | goal | |")
        print("|---|---:|---:|---:|---:|---|")
        earlier: dict[str, tuple[str, float]] = {}
        for case in cases(folder, before):
            key = " ".join(case.words)
            if key not in earlier:
                runs = [run(before, case.words, caches[before]) for _ in range(given.rounds)]
                earlier[key] = runs[0][0], statistics.median(cpu for _, cpu in runs)
            shutil.rmtree(caches[ROOT])
            os.makedirs(caches[ROOT], mode=0o700)
            words = [*case.words, *case.options]
            output, _ = run(ROOT, words, caches[ROOT])  # which keeps the report
            cpu = statistics.median(run(ROOT, words, caches[ROOT])[1] for _ in range(given.rounds))
            missing = findings(earlier[key][0]) - findings(output)
            for line in missing:
                complete = False
                print(f"NOT FOUND ANY MORE: {line}", file=sys.stderr)
            rival = earlier[key][1]
            verdict = "met" if cpu / rival <= case.goal else "missed"
            figures = f"{rival:.2f} | {cpu:.2f} | 1/{rival / cpu:.1f} | 1/{1 / case.goal:.0f}"
            print(f"| {case.title} | {figures} | {verdict} |", flush=True)
    return 0 if complete else 1


if __name__ == "__main__":
    raise SystemExit(main())
