"""Ask every saved question beside an earlier build, and print what it costs now to what it did.

Usage: former.py [--build COMMIT | --without-sub-kinds] [--documents N] [--seed S] [--only TEXT]

Each build has its own release, with so many synthetic documents of its own making beside it, and
asks its own text of a question: columns, kinds and rules differ between builds, and the ratio holds
all of that. CPU of the engine, median of rounds that alternate between the builds. A question that
one build does not have, or that takes less than a tenth of a millisecond, is left out.
With --without-sub-kinds the rival is this build, whose kinds that the rule makes have lost their
broader kinds and families: the ratio is what the rule costs, and beside it stands that of the cost
of a row, since the rule finds more rows. The goal is held against the first.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

import builds
import growth

from secgraph.namespaces import PREFIXES

BUILD = "6e5a967"
GOAL = 1.2
_SHOWN = 1.1
"""The table has the questions whose ratio is above this."""

# The names of modules differ between builds; both stand on the path of the one that is asked.
_WRITER = """
import json, os, sys
import corpus, pyoxigraph
try:
    from secgraph.dataset import release
    from secgraph.query import catalog
except ImportError:
    from secgraph import catalog, release
count, seed, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
with open(os.path.join(folder, "all.nt"), "wb") as file:
    graph = pyoxigraph.DefaultGraph()
    release.store().dump(file, format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=graph)
    file.write("".join(corpus.corpus(count, seed)).encode())
known = catalog.packaged() if hasattr(catalog, "packaged") else catalog.Catalog()
names = [name for name in known.names() if name.partition("/")[0] not in ("links", "checks")]
with open(os.path.join(folder, "queries.json"), "w", encoding="utf-8") as file:
    json.dump({name: known.get(name).text for name in names}, file)
"""


def written(root: str, documents: int, seed: int, folder: str) -> tuple[str, dict[str, str]]:
    """Write the data of a build, and give their path and the text of each of its questions."""
    os.mkdir(folder)
    path = os.pathsep.join(os.path.join(root, part) for part in ("src", "benchmarks"))
    subprocess.run(
        [sys.executable, "-c", _WRITER, str(documents), str(seed), folder],
        check=True,
        env={**os.environ, "PYTHONPATH": path},
        cwd=folder,
    )
    with open(os.path.join(folder, "queries.json"), encoding="utf-8") as file:
        return os.path.join(folder, "all.nt"), json.load(file)


def without_sub_kinds(path: str) -> str:
    """Write data without what leads from a sub-kind to its kind, and give their path."""
    ending = f"{PREFIXES['sgv']}[^>]*--"
    step = f"<(?:{PREFIXES['skos']}broader|{PREFIXES['sg']}hasFamily)>"
    led = re.compile(f"<{ending}[^>]*> {step} ")
    other = os.path.join(os.path.dirname(path), "without.nt")
    with open(path, encoding="utf-8") as file, open(other, "w", encoding="utf-8") as kept:
        kept.writelines(line for line in file if not led.match(line))
    return other


def main() -> int:
    """Ask everything of both builds, and print a table."""
    options = argparse.ArgumentParser()
    options.add_argument("--build", default=BUILD)
    options.add_argument("--without-sub-kinds", action="store_true")
    options.add_argument("--documents", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="names that hold this text")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        now = written(builds.ROOT, given.documents, given.seed, os.path.join(folder, "now"))
        if given.without_sub_kinds:
            title, before = "without sub-kinds", (without_sub_kinds(now[0]), now[1])
        else:
            title, root = given.build, os.path.join(folder, "former")
            builds.take_out(given.build, root)
            before = written(root, given.documents, given.seed, os.path.join(folder, "before"))
        data = [before, now]
        workers = [growth.Worker(path, 60, release=False) for path, _ in data]
        print(f"Statements: {workers[0].size:,} {title}, {workers[1].size:,} now.\n")
        print(f"| question | {title} | now | rows | ratio | of a row |")
        print("|---|---:|---:|---:|---:|---:|")
        ratios = {}
        for name in (name for name in data[1][1] if given.only in name and name in data[0][1]):
            rival, ours = growth.rounds([texts[name] for _, texts in data], workers)
            if not rival.seconds or not ours.seconds or ours.seconds < growth.FLOOR:
                continue
            ratio = ours.seconds / rival.seconds
            by_row = ratio * rival.rows / ours.rows if rival.rows and ours.rows else ratio
            ratios[name] = ratio
            if ratio > _SHOWN:
                times = f"{1000 * rival.seconds:.2f} | {1000 * ours.seconds:.2f}"
                rows = f"{rival.rows}/{ours.rows}"
                print(f"| {name} | {times} | {rows} | {ratio:.2f} | {by_row:.2f} |")
        for worker in workers:
            worker.end()
    above = sum(ratio > GOAL for ratio in ratios.values())
    print(f"\n{len(ratios)} questions; above {GOAL}: {above}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
