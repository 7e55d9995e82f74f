"""Ask the questions about the whole UN record, beside pandas on the publisher's file.

Usage: record.py VOTES.csv[.gz] [STORE] [--plain]. Without STORE the file is imported first. Each
contender runs in a process of its own: CPU seconds with its start, and its peak memory. The answers
must agree before a figure is printed; exit 1 where they do not, or where a goal is missed. --plain
asks each question by its SPARQL too, with the time limit of --limit.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time

SECONDS = {"agreement-within Quad": 26.0, "with-and-against India 2020": 127.0}
"""What a question took before there was a table, in CPU seconds of the same process."""

MEMORY = 500
"""MiB that a question may take."""

SEED = 20261130
"""Draws the thirty states."""

HELPER = r"""
import json, resource, sys, time
import pandas

path, task = sys.argv[1], json.loads(sys.argv[2])
frame = pandas.read_csv(
    path,
    usecols=["undl_id", "ms_code", "ms_vote", "date", "session"],
    dtype={"session": str},
    keep_default_na=False,
)
kind, codes = task["kind"], task["codes"]
if kind == "with":
    own = frame[(frame.ms_code == codes[0]) & frame.date.str.startswith(task["year"])]
    joined = own[["undl_id", "ms_vote"]].merge(frame, on="undl_id", suffixes=("_own", ""))
    joined = joined[joined.ms_code != codes[0]]
    result = [len(joined), int((joined.ms_vote == joined.ms_vote_own).sum())]
elif kind == "cohesion":
    own = frame[frame.ms_code.isin(codes)]
    for code, dates in task["windows"].items():
        begin, end = dates
        own = own[(own.ms_code != code) | ((own.date >= begin) & (own.date <= end))]
    counts = own.pivot_table(index="undl_id", columns="ms_vote", aggfunc="size", fill_value=0)
    result = [len(counts), *(int(counts[option].sum()) for option in "YNAX")]
else:
    cast = frame[frame.ms_code.isin(codes) & (frame.ms_vote != "X")]
    wide = cast.pivot(index="undl_id", columns="ms_code", values="ms_vote")
    dates = frame.drop_duplicates("undl_id").set_index("undl_id").date
    for code, (begin, end) in task["windows"].items():
        days = dates.loc[wide.index]
        wide.loc[(days < begin) | (days > end), code] = None
    joint = same = 0
    columns = list(wide.columns)
    for place, first in enumerate(columns):
        for second in columns[place + 1:]:
            both = wide[first].notna() & wide[second].notna()
            joint += int(both.sum())
            same += int((wide[first] == wide[second])[both].sum())
    if kind == "pair":
        sessions = frame.drop_duplicates("undl_id").set_index("undl_id").session
        wide.groupby(sessions.loc[wide.index]).size()
    result = [joint, same]
print(json.dumps(result))
"""
"""Computes an answer by pandas."""


def spent(argv: list[str], limit: float | None = None) -> tuple[float, float, bytes] | None:
    """Run a process: CPU seconds, peak of memory in MiB, and what it printed; None if too slow."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(argv, stdout=output)
        begin = time.monotonic()
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG if limit else 0)
            if pid:
                break
            if limit and time.monotonic() - begin > limit:
                process.kill()
                os.wait4(process.pid, 0)
                process.returncode = -9
                return None
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{argv}: exit {process.returncode}")
        output.seek(0)
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.read()


def members(grouping: str, options: list[str]) -> dict[str, tuple[str, str]]:
    """Give the members of a grouping by slug, with the days between which their votes count."""
    from secgraph import stores
    from secgraph.query import counted

    query = counted.MEMBERSHIPS % ((f"https://w3id.org/secgraph/id/{grouping}",) * 3)
    store = stores.open(*options)
    return {
        iri.rpartition("/")[2]: (begin[:10], end[:10]) for iri, begin, end, _ in store.rows(query)
    }


def codes_of(folder: str) -> dict[str, str]:
    """Give the code of each state in the file, by its slug, from the crosswalk of the release."""
    import csv

    path = os.path.join(folder, "states.tsv")
    with open(path, encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {row["thing"].rpartition(":")[2]: row["alpha3"] for row in rows if row["alpha3"]}


def drawn(codes: dict[str, str], store: str) -> tuple[str, list[str]]:
    """Make a grouping of thirty states that have votes, as Turtle; and give their slugs."""
    from secgraph.query import roll_calls

    table = roll_calls.read(store)
    assert table is not None
    slugs = sorted(state.rpartition("/")[2] for state in table.states)
    states = random.Random(SEED).sample([slug for slug in slugs if slug in codes], 30)
    lines = [
        'sgd:thirty a sg:Grouping ; rdfs:label "Thirty"@en ; sg:hasListStatus sgv:partial-list .'
    ]
    lines += [
        f"sgd:thirty-{state} a org:Membership ; org:member sgd:{state} ; "
        "org:organization sgd:thirty ; sg:hasMembershipKind sgv:membership-full ."
        for state in states
    ]
    return "\n".join(lines), states


def with_grouping(store: str, place: str, text: str) -> None:
    """Copy a store, and put a grouping into the copy as an import would."""
    import shutil

    import pyoxigraph

    from secgraph.imports import roll_calls
    from secgraph.namespaces import PREFIXES
    from secgraph.stores import disk

    shutil.copytree(store, place)
    opened = pyoxigraph.Store(place)
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    opened.load((prefixes + text).encode(), format=pyoxigraph.RdfFormat.TURTLE)
    opened.flush()
    roll_calls.keep(opened, place)
    del opened
    disk.record(place, os.path.join(place, disk.FILES))


def checked(kind: str, content: bytes) -> list[int]:
    """Give the sums of an answer that pandas gives too."""
    rows = json.loads(content)["results"]["bindings"]

    def total(name: str) -> int:
        return sum(int(row[name]["value"]) for row in rows)

    if kind == "cohesion":
        return [len(rows), *map(total, ("for", "against", "abstain", "notVoting"))]
    if kind == "with":
        return [len(rows), sum(row["same"]["value"] == "yes" for row in rows)]
    return [total("joint"), total("same")]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("store", nargs="?")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--limit", type=float, default=300)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return compare(arguments, folder)


def compare(arguments: argparse.Namespace, folder: str) -> int:
    from secgraph.dataset import location

    command = [sys.executable, "-m", "secgraph"]
    store = arguments.store
    if store is None:
        store = os.path.join(folder, "store")
        subprocess.run([*command, "import", "un-votes", arguments.file, "-o", store], check=True)
    codes = codes_of(os.path.join(location.root(), "data", "adapters"))
    text, thirty = drawn(codes, store)
    place = os.path.join(folder, "thirty")
    with_grouping(store, place, text)
    groups = {name: members(name, [place]) for name in ("quad", "nato", "thirty")}
    assert set(groups["thirty"]) == set(thirty)

    cases = [
        ("agreement Japan India", "pair", "record/agreement", ["a=Japan", "b=India"], 1.0),
        *(
            (f"{short} {name}", kind, f"record/{short}", [f"grouping=sgd:{name}"], 3.0)
            for short, kind in (("agreement-within", "pairs"), ("cohesion", "cohesion"))
            for name in ("quad", "nato", "thirty")
        ),
        (
            "with-and-against India 2020",
            "with",
            "votes/with-and-against",
            ["actor=India", "year=2020"],
            None,
        ),
    ]
    print("| question | CPU s | MiB | pandas CPU s | pandas MiB | ratio | goal | |")
    print("|---|---:|---:|---:|---:|---:|---:|---|")
    missed = False
    for title, kind, question, values, goal in cases:
        group = groups.get(title.split()[-1], {})
        own = {"pair": ["JPN", "IND"], "with": ["IND"]}.get(kind)
        task = {
            "kind": kind,
            "codes": own or [codes[slug] for slug in group],
            "windows": {codes[slug]: dates for slug, dates in group.items()},
            "year": "2020",
        }
        argv = [*command, "run", question, *values, "--store", place, "--format", "json"]
        ours = spent(argv)
        theirs = spent([sys.executable, "-c", HELPER, arguments.file, json.dumps(task)])
        assert ours is not None and theirs is not None
        if checked(kind, ours[2]) != json.loads(theirs[2]):
            print(f"OTHER ANSWER to {title}: {checked(kind, ours[2])}, pandas {theirs[2]!r}")
            return 1
        seconds = ours[0]
        rival = theirs[0]
        before = SECONDS.get(title)
        wanted = goal * rival if goal else before / 20 if before else 0
        if title == "agreement-within quad":
            wanted = min(wanted, SECONDS["agreement-within Quad"] / 10)
        met = seconds <= wanted and ours[1] <= MEMORY
        missed |= not met
        print(
            f"| {title} | {seconds:.2f} | {ours[1]:.0f} | {rival:.2f} | {theirs[1]:.0f} "
            f"| {seconds / rival:.2f} | {wanted:.2f} s, {MEMORY} MiB | "
            f"{'met' if met else 'MISSED'} |",
            flush=True,
        )
        if arguments.plain:
            plain_row(place, question, values, ours[2], arguments.limit)
    return int(missed)


PLAIN = """
import sys
from secgraph.query import sessions
from secgraph.stores import disk
from secgraph.stores.embedded import Embedded

place, name, *values = sys.argv[1:]
session = sessions.Session(Embedded(disk.open_folder(place), skolemized=True))
result = session.run(name, dict(value.split("=") for value in values))
sys.stdout.buffer.write(result.serialize("json"))
"""
"""Asks a question of a store by its SPARQL."""


def plain_row(place: str, question: str, values: list[str], ours: bytes, limit: float) -> None:
    """Print what the question takes by its SPARQL, and whether the rows are equal."""
    plain = spent([sys.executable, "-c", PLAIN, place, question, *values], limit)
    if plain is None:
        print(f"| by SPARQL | > {limit:.0f} | | | | | | |", flush=True)
        return
    rows = [json.loads(content)["results"] for content in (ours, plain[2])]
    equal = "equal" if rows[0] == rows[1] else "OTHER ROWS"
    print(f"| by SPARQL | {plain[0]:.2f} | {plain[1]:.0f} | | | | | {equal} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
