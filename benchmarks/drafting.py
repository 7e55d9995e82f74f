"""Measure the CPU of checking and building documents, and print ratios with goals.

Usage: drafting.py [--rounds N] [--documents N]

The document is made: one sentence and one claim for each pair of states and groupings, 60 in all,
each approved. CPU is that of the whole command; a cold run is that of a piped `secgraph run` of an
answer that does not grow with documents. The commands take turns. Exit 1 where a check finds
something; a missed goal is reported and is no failure.
"""

import argparse
import compileall
import itertools
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import secgraph
from secgraph.authoring import parse, signs, writing
from secgraph.authoring.mistakes import Mistakes
from secgraph.authoring.syntax import File, SignOff
from secgraph.documents import folder

CLAIMS = 60
ACTORS = ("Japan", "India", "Australia", "China", "Russia", "NATO", "Quad", "AUKUS")
KINDS = (("supports", "stands behind"), ("trusts", "counts on"))
COMMAND = [sys.executable, "-m", "secgraph"]


@dataclass(frozen=True)
class Sentence:
    """A sentence of the text, and the claim that it makes."""

    words: str
    claim: str


def sentences() -> list[Sentence]:
    """Give the sentences of the document."""
    pairs = itertools.permutations(ACTORS, 2)
    made = [
        Sentence(f"{one} {verb} {other}.", f"{one} | {kind} | {other}")
        for kind, verb in KINDS
        for one, other in pairs
    ]
    made += [
        Sentence(f"{one} counts on {other}.", f"{one} | trusts | {other}")
        for one, other in itertools.permutations(ACTORS, 2)
    ]
    return made[:CLAIMS]


def run(*words: str) -> str:
    """Run the command line, and give what it prints."""
    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def make(place: str, slug: str) -> str:
    """Make the folder of a document with all of its claims approved, and give its path."""
    page, target = os.path.join(place, f"{slug}.txt"), os.path.join(place, slug)
    lines = [f"A Statement of {slug}", *(sentence.words for sentence in sentences())]
    with open(page, "w", encoding="utf-8") as file:
        file.write("\n\n".join(lines) + "\n")
    run("document", "new", page, "-o", target, "--licence", "CC0-1.0", "--title", lines[0])
    run("document", "segment", target)
    text = approved(target, slug)
    for name in ("draft.claims", "second.claims"):
        with open(os.path.join(target, name), "w", encoding="utf-8") as file:
            file.write(text)
    return target


def approved(target: str, slug: str) -> str:
    """Write the claims of a document, each approved."""
    passages = {one.identifier: one for one in folder.opened(target).frozen()}
    lines = [f"document {slug}"]
    text = folder.opened(target).text()
    claims = {sentence.words: sentence.claim for sentence in sentences()}
    for name, passage in passages.items():
        words = passage.words(text)
        if words in claims:
            lines += [name, f"a  {claims[words]}", "   > none -- Each stands by itself."]
        else:
            lines.append(f"{name} -- It names the statement.")
    mistakes = Mistakes(target)
    file = parse.parse("\n".join(lines) + "\n", mistakes)
    if mistakes:
        sys.exit("\n".join(mistakes.lines()))
    return writing.file(with_signs(file, {name: one.digest for name, one in passages.items()}))


def with_signs(file: File, digests: dict[str, str]) -> File:
    """Approve each claim of a file."""
    for passage in file.passages:
        passage.claims = [
            replace(
                claim,
                signs=(
                    SignOff(
                        signs.APPROVED,
                        "Jane Roe",
                        "2026-12-01",
                        signs.digest(claim, digests[passage.identifier]),
                    ),
                ),
            )
            for claim in passage.claims
        ]
    return file


def cpu(*words: str) -> float:
    """Give the seconds of CPU that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turns(commands: Sequence[Sequence[str]], rounds: int) -> list[float]:
    """Give the median of each of some commands, once each in every round."""
    spent = [[cpu(*words) for words in commands] for _ in range(rounds)]
    return [statistics.median(figures) for figures in zip(*spent, strict=True)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--documents", type=int, default=20)
    arguments = parser.parse_args()
    # A wheel is installed compiled; the checkout has to be too.
    compileall.compile_dir(os.path.dirname(secgraph.__file__), quiet=1)
    place = tempfile.mkdtemp(prefix="secgraph-authoring-")
    try:
        folders = [make(place, f"statement-{number}") for number in range(arguments.documents)]
        cold_run = ("run", "groupings/members", "grouping=Quad")
        check = ("document", "check", folders[0])
        run(*cold_run)
        cold, form, everything = in_turns([cold_run, (*check, "--form"), check], arguments.rounds)
        rows = [("errors of form", form, 4), ("everything", everything, 15)]
        print(f"| check of {CLAIMS} claims / cold run ({cold:.2f} s) | CPU | ratio | goal |")
        print("|---|--:|--:|--:|")
        for title, seconds, goal in rows:
            ratio = seconds / cold
            met = "met" if ratio <= goal else "missed"
            print(f"| {title} | {seconds:.2f} s | {ratio:.1f} | {goal}: {met} |")
        one = cpu("document", "build", folders[0])
        everything = cpu("document", "build", *folders)
        goal = 1 / 20
        ratio = one / (everything * 100 / len(folders))
        print(
            f"\nbuilding one of {len(folders)}: {one:.2f} s, all: {everything:.2f} s; of 100: "
            f"{ratio:.3f} (goal {goal:.3f}: {'met' if ratio <= goal else 'missed'})"
        )
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
