"""Time every saved question on corpora of growing size, and print how its time grows.

Usage: growth.py [--sizes 1,10,100] [--limit SECONDS] [--seed S] [--only TEXT] [--checks]. Each size
is the release with so many synthetic documents beside it, merged into one default graph. A question
is asked with its default values, once to warm up and then in rounds, round robin over the sizes;
the median CPU time of the engine counts, since others may be at work on the machine. It runs in a
worker that is killed when the limit is over on the clock; what did not answer is printed as ">
limit" and never left out.

The exponent is the slope of log time over log size between the two largest sizes: at the smallest,
what every question costs alike hides the rest. Size is the number of statements that documents
make, the release's own document among them; ontology and facts do not grow. The exponent of the
rows is beside it: a question whose answer grows faster than the data cannot but take longer. Below
a tenth of a millisecond at the largest size there is nothing to see, and no exponent is given.
"""

import argparse
import math
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from multiprocessing.connection import Connection

import pyoxigraph

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus
from secgraph.dataset import release
from secgraph.query import catalog

GOAL = 1.1
FLOOR = 0.0001
"""Seconds below which a time says nothing about growth."""

VALUES = {
    "compare/silent": {"other": ["<https://w3id.org/secgraph/doc/synthetic-0001/document>"]},
}
"""Values that are given for the defaults of a question, so that it speaks of the corpus."""

ROUNDS, PATIENCE = 25, 4.0
"""How many rounds at most, and after how many seconds no further one begins.

Five there are in any case.
"""


class Timing:
    """What one question cost at one size.

    The time of each round in seconds, whether it was ended at the limit, and its rows.
    """

    def __init__(self, times: "list[float] | None" = None, rows: int = 0) -> None:
        self.times, self.rows, self.ended = times or [], rows, False

    @property
    def seconds(self) -> float | None:
        """The median, or None where it did not answer."""
        return None if self.ended else statistics.median(self.times)


def work(path: str, ours: "Connection", with_release: bool) -> None:
    """Load a corpus, answer how many statements of documents there are and how long that took,
    then answer questions."""
    before = time.process_time()
    store = pyoxigraph.Store()
    if with_release:
        store.extend(release.store())
    store.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)
    took = time.process_time() - before
    files = release.files() if with_release else []
    fixed = sum(
        len(release.read(file)) for file in files if f"{os.sep}documents{os.sep}" not in file
    )
    ours.send((len(store) - fixed, took))
    while query := ours.recv():
        before = time.process_time()
        rows = sum(1 for _ in store.query(query))
        ours.send((time.process_time() - before, rows))


class Worker:
    """A process with one corpus, begun anew after each question that had to be ended.

    Args:
        path: The corpus, in N-Triples.
        limit: Seconds on the clock for an answer.
        release: Whether the release is loaded beside it.
    """

    def __init__(self, path: str, limit: float, *, release: bool = True) -> None:
        self.path, self.limit, self.with_release = path, limit, release
        self.begin()

    def begin(self) -> None:
        """Start the process and wait until it has loaded."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=work, args=(self.path, theirs, self.with_release), daemon=True
        )
        self.process.start()
        theirs.close()
        self.size, self.load = self.pipe.recv()

    def end(self) -> None:
        """Stop the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def ask(self, query: str, timing: Timing, warm: bool) -> None:
        """Ask a question once more and note its time, unless it was ended before or only
        warms up."""
        if timing.ended:
            return
        self.pipe.send(query)
        if self.pipe.poll(self.limit):
            seconds, timing.rows = self.pipe.recv()
            timing.times += [seconds] * warm
            return
        timing.ended = True
        self.end()
        self.begin()


def rounds(queries: "list[str]", workers: "list[Worker]") -> "list[Timing]":
    """Time one question, with its text for each worker, round robin over the workers, so that a
    machine that slows down slows all alike."""
    timings = [Timing() for _ in workers]
    begun = time.perf_counter()
    for number in range(ROUNDS + 1):
        for query, worker, timing in zip(queries, workers, timings, strict=True):
            worker.ask(query, timing, warm=number > 0)
        if number >= 5 and time.perf_counter() - begun > PATIENCE:
            break
    return timings


def slope(sizes: "list[int]", values: "list[float]") -> float:
    """Give the slope of the logarithm of the last two values over that of their sizes."""
    return math.log(values[-1] / values[-2]) / math.log(sizes[-1] / sizes[-2])


def line(
    name: str, timings: "list[Timing]", sizes: "list[int]", limit: float
) -> "tuple[str, bool]":
    """Write the row of one question, and say whether it meets the goal."""
    seconds = [each.seconds for each in timings]
    cells = [f"> {limit:g} s" if each is None else f"{1000 * each:.2f}" for each in seconds]
    rows = "/".join("?" if each.seconds is None else str(each.rows) for each in timings)
    known = [each for each in seconds[-2:] if each is not None]
    if len(known) < 2 or len(sizes) < 2:
        exponent, met = "none" if len(sizes) < 2 else "no answer", len(sizes) < 2
    elif known[-1] < FLOOR:
        exponent, met = "-", True
    else:
        grown = slope(sizes, known)
        exponent, met = f"{grown:.2f}", grown <= GOAL
    counts = [float(each.rows) for each in timings]
    of_rows = (
        f"{slope(sizes, counts):.2f}"
        if len(known) == len(sizes[-2:]) == 2 and all(counts[-2:])
        else "-"
    )
    return (
        (
            f"| {name} | {' | '.join(cells)} | {rows} | "
            f"{exponent}{'' if met else ' MISSED'} | {of_rows} |"
        ),
        met,
    )


def main() -> int:
    """Time everything at every size and print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("--sizes", default="1,10,100")
    options.add_argument("--limit", type=float, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", help="names that hold this text")
    options.add_argument("--checks", action="store_true", help="time the hygiene checks instead")
    given = options.parse_args()
    counts = [int(each) for each in given.sizes.split(",")]
    known = catalog.packaged()
    names = [
        name
        for name in known.names("checks" if given.checks else None)
        if given.only in name and name.partition("/")[0] not in catalog.FEDERATED
    ]
    with tempfile.TemporaryDirectory() as folder:
        workers = []
        for count in counts:
            path = os.path.join(folder, f"{count}.nt")
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.writelines(corpus.corpus(count, given.seed))
            workers.append(Worker(path, given.limit))
        sizes = [worker.size for worker in workers]
        loads = [Timing([worker.load], worker.size) for worker in workers]
        timings = {
            name: rounds([known.get(name).fill(VALUES.get(name, {}))] * len(workers), workers)
            for name in names
        }
        for worker in workers:
            worker.end()
    print(
        "Statements of documents: "
        + ", ".join(f"{size:,} with {count}" for size, count in zip(sizes, counts, strict=True))
        + ". Times in milliseconds.\n"
    )
    print(
        f"| {'check' if given.checks else 'question'} | {' | '.join(map(str, counts))} "
        f"| rows | exponent | of the rows |"
    )
    print("|---|" + "---:|" * (len(counts) + 3))
    print(line("(load)", loads, sizes, given.limit)[0])
    missed = []
    for name in names:
        told, met = line(name, timings[name], sizes, given.limit)
        print(told)
        missed += [name] * (not met)
    print(
        f"\nexponent <= {GOAL:g}: "
        f"{'met by all' if not missed else 'MISSED by ' + ', '.join(missed)}"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
