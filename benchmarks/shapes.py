"""Measure what checking the shapes of many synthetic documents costs, beside pyshacl and rudof.

Usage: shapes.py [--sizes 100,300,1000] [--rival 100]. Each engine is given the same N-Triples, of
the release and so many documents, in a process of its own, and must find nothing; then one
violation is seeded, and each must name it. CPU time of the process counts, from the bytes to the
list of violations. Goals: at most 1/80 of pyshacl's at the size of the rival, and an exponent of at
most 1.1 between the two largest sizes.
"""

import argparse
import math
import multiprocessing
import os
import resource
import sys
import tempfile
import time

import rdflib

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus
from secgraph.checks import constraints, relations, rudof, shapes, statements
from secgraph.dataset import release

GOAL, EXPONENT = 1 / 80, 1.1
FAULT = (
    "<https://w3id.org/secgraph/doc/synthetic-0001/document> <https://w3id.org/secgraph/ns#sha256> "
    '"two" .\n'
)
"""A second digest of the first document, which is none."""


def pyshacl(data: bytes) -> int:
    with shapes.quiet():
        graph = rdflib.Graph().parse(data=data, format="nt")
        return len(shapes.validate(graph))


ENGINES = {
    "duckdb": lambda data: len(relations.validate(data, constraints.shapes())),
    "rudof": lambda data: len(rudof.validate(data, constraints.shapes())),
    "pyshacl": pyshacl,
}


def measure(engine: str, path: str, fault: str) -> tuple[float, int, float]:
    """Give seconds of CPU, the number of violations, and the peak of memory in MiB."""
    with open(path, "rb") as file:
        data = file.read() + fault.encode()
    start = time.process_time()
    found = ENGINES[engine](data)
    took = time.process_time() - start
    return took, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(engine: str, path: str, fault: str = "") -> tuple[float, int, float]:
    """Measure in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (engine, path, fault))


def write(path: str, count: int) -> None:
    with open(path, "wb") as file:
        file.write(statements.ntriples(release.store()))
        file.writelines(line.encode() for line in corpus.corpus(count))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,300,1000")
    parser.add_argument("--rival", type=int, default=100)
    given = parser.parse_args()
    sizes = sorted({given.rival, *map(int, given.sizes.split(","))})
    seconds: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        print("| documents | engine | CPU s | memory MiB | violations | with one seeded |")
        print("|---:|---|---:|---:|---:|---:|")
        for size in sizes:
            path = os.path.join(folder, f"{size}.nt")
            write(path, size)
            for engine in ENGINES if size == given.rival else ("duckdb",):
                took, found, memory = apart(engine, path)
                seeded = "" if engine == "pyshacl" else str(apart(engine, path, FAULT)[1])
                print(f"| {size} | {engine} | {took:.2f} | {memory:.0f} | {found} | {seeded} |")
                sys.stdout.flush()
                if engine == "duckdb":
                    seconds[size] = took
                elif engine == "pyshacl":
                    rival = took
            os.remove(path)
    ratio = seconds[given.rival] / rival
    print(f"\n1/{1 / ratio:.0f} of pyshacl (goal 1/80): {'met' if ratio <= GOAL else 'missed'}")
    if len(sizes) > 1:
        one, two = sizes[-2:]
        grown = math.log(seconds[two] / seconds[one]) / math.log(two / one)
        verdict = "met" if grown <= EXPONENT else "missed"
        print(f"exponent from {one} to {two}: {grown:.2f} (goal {EXPONENT}): {verdict}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
