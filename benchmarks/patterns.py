"""Ask a question beside its own patterns, and print what labels, options and order add.

Usage: patterns.py [NAME] [--documents N] [--seed S]

The rival has the required patterns of the question, from claims to passages, without OPTIONAL,
labels, grouping and ORDER BY. CPU of the engine, median of rounds that alternate between the two.
"""

import argparse
import os
import re
import tempfile

import growth

import corpus
from secgraph.query import catalog

GOAL = 1.3


def patterns(text: str) -> str:
    """Give the SELECT of the required patterns of a saved question."""
    head, _, body = text.partition("WHERE {\n")
    prefixes = "\n".join(line for line in head.split("\n") if line.startswith("PREFIX"))
    body = body.rpartition("}\nGROUP BY")[0]
    body = re.sub(r"^  OPTIONAL \{(?:[^\n]*\}\n|\n.*?^  \}\n)", "", body, flags=re.M | re.S)
    body = re.sub(r"^  \?\w+ rdfs:label \?\w+ \.\n", "", body, flags=re.M)
    body = re.sub(r"^  FILTER \(LANGMATCHES.*\n|^  BIND .*\n", "", body, flags=re.M)
    return f"{prefixes}\nSELECT * WHERE {{\n{body}}}\n"


def main() -> int:
    """Ask both of one corpus, and print the ratio."""
    options = argparse.ArgumentParser()
    options.add_argument("name", nargs="?", default="claims/all")
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    text = catalog.packaged().get(given.name).text
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "corpus.nt")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(corpus.corpus(given.documents, given.seed))
        worker = growth.Worker(path, 60)
        rival, ours = growth.rounds([patterns(text), text], [worker, worker])
        worker.end()
    assert rival.seconds is not None and ours.seconds is not None
    ratio = ours.seconds / rival.seconds
    print(f"| {given.name} | its patterns | rows | ratio | goal |\n|---:|---:|---:|---:|---|")
    print(
        f"| {1000 * ours.seconds:.1f} | {1000 * rival.seconds:.1f} | {ours.rows}/{rival.rows} | "
        f"{ratio:.2f} | {GOAL} {'met' if ratio <= GOAL else 'MISSED'} |"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
