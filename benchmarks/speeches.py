"""Measure adding a corpus beside the segmenter alone, and its questions beside a triple store.

Usage: speeches.py ARCHIVE [--folder CORPUS] [--smaller CORPUS] [--only adding|questions]. CPU time
of the processes counts, since others may be at work on the machine; both sides of a comparison are
measured in one run, one after the other. Goals: adding takes at most 2.5 times the CPU of nupunkt
over the same texts, and 1 GiB; the questions in sum at most an eighth of pyoxigraph on disk over
the same statements, with the same rows in the same order, none more than 50 ms slower; Parquet at
most a fifth of that store. From a smaller corpus to the whole a question grows with the documents
to the power of 1.05 at most, and of 1.4 where it joins speakers with speakers.
"""

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

import pyoxigraph

from secgraph.corpus import rdf, store
from secgraph.dataset import release
from secgraph.query import catalog, sessions
from secgraph.query.question import Question
from secgraph.stores.answer import Answer

ROUNDS = 5


def children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def segmenter(archive: str) -> float:
    """Seconds of CPU of nupunkt alone, over the texts in memory."""
    import nupunkt

    texts = []
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name.endswith(".txt") else None
            if file is not None:
                texts.append(file.read().decode(errors="replace"))
    nupunkt.sent_spans("It warms up. It is warm.")
    start = time.process_time()
    for text in texts:
        nupunkt.sent_spans(text)
    return time.process_time() - start


def adding(archive: str, folder: str) -> None:
    alone = segmenter(archive)
    before = children()
    wall = time.perf_counter()
    command = [sys.executable, "-m", "secgraph", "corpus", "add", "ungdc", archive, "-o", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - wall
    used = children() - before
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    again = segmenter(archive)
    base = statistics.mean([alone, again])
    print(done.stdout.splitlines()[-1])
    print(f"nupunkt alone: {alone:.1f} s before, {again:.1f} s after")
    print(f"adding: {used:.1f} s of CPU, {used / base:.2f} times nupunkt (goal 2.5)")
    print(f"wall {wall:.0f} s; largest process {memory:.0f} MiB; load {os.getloadavg()[0]:.1f}")


def size(folder: str) -> int:
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def triple_store(folder: str, place: str) -> pyoxigraph.Store:
    held = pyoxigraph.Store(place)
    held.bulk_extend(release.store())
    path = f"{place}.nt"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(rdf.triples(folder))
    held.bulk_load(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)
    held.optimize()
    os.remove(path)
    return held


def median(corpus: store.Corpus, asked: Question) -> tuple[float, Answer]:
    """Seconds of CPU of a saved question of a corpus that is warm, and the answer."""
    answer = corpus.saved(asked)
    assert answer is not None
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        corpus.saved(asked)
        times.append(time.process_time() - start)
    return statistics.median(times), answer


def questions(folder: str, smaller: str | None) -> None:
    corpus = store.Corpus(folder)
    session = sessions.Session(corpus)
    small = store.Corpus(smaller) if smaller is not None else None
    documents = corpus.manifest.rows("documents")
    fewer = small.manifest.rows("documents") if small is not None else 0
    print(f"{documents:,} documents, smaller corpus {fewer:,}")
    with tempfile.TemporaryDirectory() as temp:
        held = triple_store(folder, f"{temp}/store")
        print(f"Parquet {size(folder):,} bytes, Oxigraph {size(temp):,} bytes")
        sums = [0.0, 0.0]
        for name in catalog.packaged().names():
            if not name.startswith("corpus/"):
                continue
            asked = session.question(name, {})
            ours, answer = median(corpus, asked)
            start = time.process_time()
            rows = list(held.query(asked.sparql))
            theirs = time.process_time() - start
            expected = [tuple(map(str, row)) for row in rows]
            is_same = [tuple(map(str, row)) for row in answer.rows] == expected
            sums[0] += ours
            sums[1] += theirs
            growth = ""
            if small is not None:
                before = median(small, asked)[0]
                exponent = math.log(ours / before) / math.log(documents / fewer)
                growth = f"  from {before * 1000:.0f} ms, exponent {exponent:.2f}"
            print(
                f"{name:24} {ours * 1000:8.0f} ms {theirs * 1000:8.0f} ms  "
                f"{'same' if is_same else 'OTHER'} {len(rows)}{growth}",
                flush=True,
            )
        print(f"sum {sums[0]:.2f} s, {sums[1]:.2f} s: 1/{sums[1] / sums[0]:.1f} (goal 1/8)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--folder", help="a corpus that is there, instead of a new one")
    parser.add_argument("--smaller", help="a corpus of fewer sessions, for the growth")
    parser.add_argument("--only", choices=("adding", "questions"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        folder = arguments.folder or f"{temp}/corpus"
        if arguments.only != "questions":
            adding(arguments.archive, f"{temp}/corpus")
        if arguments.only != "adding":
            questions(folder, arguments.smaller)


if __name__ == "__main__":
    main()
