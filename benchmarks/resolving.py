"""Compare the CPU that 3,000 unknown names take in `secgraph links resolve` with a former build.

Usage: resolving.py [--rival COMMIT] [--rounds N]. The rival is taken from the history of this
checkout. A missed goal is said, and is no failure.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile

import builds

RIVAL, GOAL, NAMES = "6e5a967", 1 / 20, 3000
SYLLABLES = ["ka", "to", "mi", "ran", "der", "sel", "vo", "pu", "lis", "gor", "ne", "tha"]


def write_names(path: str) -> None:
    """Write a CSV of different names that nothing has; the same each time."""
    chosen = random.Random(3)
    with open(path, "w", encoding="utf-8") as file:
        file.write("name\n")
        for number in range(NAMES):
            word = "".join(chosen.choices(SYLLABLES, k=chosen.randint(3, 7)))
            file.write(f"{word.capitalize()} Institute {number}\n")


def cpu(checkout: str, path: str) -> float:
    """Give the seconds of CPU of one run of the build in a folder."""
    command = [sys.executable, "-m", "secgraph", "links", "resolve", path]
    environment = {**os.environ, "PYTHONPATH": os.path.join(checkout, "src")}
    process = subprocess.Popen(
        command,
        cwd=checkout,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 1:
        raise SystemExit(f"{checkout}: some names are resolved, or the run failed")
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print both figures and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rival", default=RIVAL, metavar="COMMIT")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        names, former = os.path.join(folder, "names.csv"), os.path.join(folder, "former")
        write_names(names)
        builds.take_out(arguments.rival, former)
        pairs = [(cpu(builds.ROOT, names), cpu(former, names)) for _ in range(arguments.rounds)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = ours / theirs
    verdict = "met" if ratio <= GOAL else "missed"
    print(f"{NAMES} unknown names: {ours:.2f} s of CPU here, {theirs:.2f} s in {arguments.rival}")
    print(f"ratio {ratio:.3f}, goal {GOAL:g}: {verdict}")


if __name__ == "__main__":
    main()
