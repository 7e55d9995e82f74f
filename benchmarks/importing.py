"""Time `secgraph import` of roll calls into a store on disk against `oxigraph load` of the same
statements as N-Quads, and see what memory both take.

Usage: importing.py [FILE ...] [--rounds N]. Without FILE, as many made-up votes as the real file
has. Exit 1 where the stores differ; a missed goal is said, and is no failure.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import pyoxigraph

BIN = os.path.dirname(sys.executable)
VOTES, STATES = 843_461, 164
GOALS = {"rate": 0.8, "memory": 1.2}


def made_up(path: str, votes: int = VOTES) -> None:
    """Write a file with the header of the real one and so many votes that mean nothing.

    Option by place, for states of the crosswalk.
    """
    from secgraph import imports
    from secgraph.imports import crosswalks

    codes = [
        row["alpha3"]
        for row in crosswalks.rows(os.path.join(crosswalks.folder(), "states.tsv"))
        if row["class"] == "sg:State" and row["alpha3"]
    ][:STATES]
    with open(path, "w", encoding="utf-8") as file:
        file.write(",".join(imports.find("un-votes").header) + "\n")
        for event in range(votes // STATES):
            day = f"{1946 + event % 75}-{event % 12 + 1:02}-{event % 28 + 1:02}"
            options = ["YYYNAX"[(event * 7 + place) % 6] for place in range(STATES)]
            totals = ",".join(str(options.count(each)) for each in "YNAX") + f",{STATES}"
            about = (
                f"{day},{event // 100},A/RES/{event},,,,A resolution of no meaning number "
                f"{event},An item of the agenda,A subject,,{totals},"
            )
            file.writelines(
                f"{event + 1},{code},,{option},{about}\n"
                for code, option in zip(codes, options, strict=True)
            )


def run(command: "list[str]") -> "tuple[float, float, float]":
    """Run a command and give its wall time and CPU time in seconds, and the most memory that it
    held in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)[:200]}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = arguments.files
        if not files:
            files = [os.path.join(folder, "votes.csv")]
            made_up(files[0])
        ours, theirs, quads = (
            os.path.join(folder, name) for name in ("ours", "theirs", "votes.nq")
        )
        contenders = {
            "secgraph import": (
                [os.path.join(BIN, "secgraph"), "import", "un-votes", *files, "-o", ours],
                ours,
            ),
            "oxigraph load": (
                [os.path.join(BIN, "oxigraph"), "load", "-l", theirs, "-f", quads],
                theirs,
            ),
        }
        # The round that is not timed: both stores have to hold as many statements, the release
        # among them.
        run(contenders["secgraph import"][0])
        held = pyoxigraph.Store.read_only(ours)
        with open(quads, "wb") as file:
            held.dump(file, format=pyoxigraph.RdfFormat.N_QUADS)
        run(contenders["oxigraph load"][0])
        counts = len(held), len(pyoxigraph.Store.read_only(theirs))
        del held
        if counts[0] != counts[1]:
            print(f"the stores differ: {counts[0]:,} and {counts[1]:,} statements")
            return 1
        found: dict[str, list[tuple[float, float, float]]] = {name: [] for name in contenders}
        for _ in range(arguments.rounds):
            for name, (command, store) in contenders.items():
                shutil.rmtree(store, ignore_errors=True)
                found[name].append(run(command))
        print(
            f"{counts[0]:,} statements, {arguments.rounds} rounds, load of the machine "
            f"{os.getloadavg()[0]:.1f}\n"
        )
        print("| | wall s | CPU s | peak MiB | statements a second |\n|---|---:|---:|---:|---:|")
        medians = {
            name: [statistics.median(column) for column in zip(*each, strict=True)]
            for name, each in found.items()
        }
        for name, each in found.items():
            wall = sorted(row[0] for row in each)
            middle = medians[name]
            print(
                f"| `{name}` | {middle[0]:.1f} ({wall[0]:.1f} to {wall[-1]:.1f}) | "
                f"{middle[1]:.1f} | {middle[2]:,.0f} | {counts[0] / middle[0]:,.0f} |"
            )
        rate = medians["oxigraph load"][0] / medians["secgraph import"][0]
        memory = medians["secgraph import"][2] / medians["oxigraph load"][2]
        print(
            (
                f"\nrate {rate:.2f} (goal ≥ {GOALS['rate']}, "
                f"{'met' if rate >= GOALS['rate'] else 'MISSED'}), "
            ),
            end="",
        )
        print(
            f"memory {memory:.2f} (goal ≤ {GOALS['memory']}, "
            f"{'met' if memory <= GOALS['memory'] else 'MISSED'})"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
