"""What the questions of the family record must answer, computed from the publishers' files in plain
Python.

Reads no graph and no query: it is the second computation that the answers are held against.
"""

import csv
import gzip
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from support.paths import SHARED

DATASETS = SHARED / "datasets"
ES11 = DATASETS / "un-votes" / "es11_long.csv"
ALL = DATASETS / "un-votes" / "rollcalls_1946_2021_long.csv.gz"
OPTIONS = {"Y": "for", "N": "against", "A": "abstain", "X": "not voting"}
STATES = {
    "AUS": "Australia",
    "CHN": "China",
    "IND": "India",
    "JPN": "Japan",
    "PRK": "North Korea",
    "RUS": "Russia",
    "KOR": "South Korea",
    "UKR": "Ukraine",
    "GBR": "United Kingdom",
    "USA": "United States",
}
"""The states with votes in the release, by the code that the file has for them."""
QUAD = ("AUS", "IND", "JPN", "USA")


@dataclass(frozen=True)
class WholeRecord:
    """All roll calls since 1946 as the command line has imported them.

    Attributes:
        command: The command of docs/record.md, which was run in *folder*.
        output: What it printed.
        folder: Holds the publisher's files and the store.
    """

    command: str
    output: str
    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "mystore"

    @classmethod
    def imported(cls, folder: Path) -> "WholeRecord":
        """Import the files that are beside the checkout."""
        for path in (ALL, ES11):
            (folder / path.name).symlink_to(path)
        command = f"secgraph import un-votes {ALL.name} {ES11.name} -o mystore"
        argv = [sys.executable, "-m", *command.split()]
        run = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return cls(command, run.stdout.strip("\n"), folder)


class RollCall:
    """One roll call: what the file says of it, and what each state did."""

    def __init__(self, row: dict[str, str]) -> None:
        self.record, self.date, self.session, self.resolution = (
            row["undl_id"],
            row["date"],
            row["session"],
            row["resolution"],
        )
        self.title, self.link = row["title"], row["undl_link"]
        self.subjects = [each for each in (row["agenda_title"], row["subjects"]) if each]
        self.votes: dict[str, str] = {}

    def about(self, topic: str) -> bool:
        """Whether the title or a subject has these words, in any case."""
        return any(topic.lower() in each.lower() for each in (self.title, *self.subjects))


def read(path: Path) -> list[RollCall]:
    """Give the roll calls of one of the library's files."""
    found: dict[str, RollCall] = {}
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8", newline="") as file
    ):
        for row in csv.DictReader(file):
            found.setdefault(row["undl_id"], RollCall(row)).votes[row["ms_code"]] = OPTIONS[
                row["ms_vote"]
            ]
    return list(found.values())


def decimal(value: Fraction) -> str:
    """Write a share as the questions do.

    Three places at most, a half rounded up, no place that says nothing.
    """
    thousandths = int(1000 * value + Fraction(1, 2))
    return f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0").rstrip(".")


def _pair(votes: Iterable[tuple[str, str]]) -> tuple[int, int, str, str]:
    """Give joint votes, same votes, their share, and the index of agreement, for pairs of
    options."""
    joint = [pair for pair in votes if "not voting" not in pair]
    same = sum(first == second for first, second in joint)
    half = sum(first != second and "abstain" in (first, second) for first, second in joint)
    return (
        len(joint),
        same,
        decimal(Fraction(same, len(joint))) if joint else "",
        decimal(Fraction(2 * same + half, 2 * len(joint))) if joint else "",
    )


def agreement(calls: Sequence[RollCall], a: str, b: str, topic: str = "") -> Iterator[list[str]]:
    """Give ``session joint same share index`` for each session with a joint vote of the two, in
    the order of the first of them."""
    by_session = defaultdict(list)
    first: dict[str, str] = {}
    for call in calls:
        if "not voting" not in (
            call.votes.get(a, "not voting"),
            call.votes.get(b, "not voting"),
        ) and call.about(topic):
            session = call.session or f"({call.date[:4]})"
            by_session[session].append((call.votes[a], call.votes[b]))
            first[session] = min(first.get(session, "9"), call.date)
    for session in sorted(by_session, key=lambda each: (first[each], each)):
        joint, same, share, index = _pair(by_session[session])
        if joint:
            yield [session, str(joint), str(same), share, index]


def within(calls: Sequence[RollCall], codes: Sequence[str], topic: str = "") -> list[list[str]]:
    """Give ``a b joint same share index`` for each pair."""
    rows = []
    for a, b in combinations(sorted(codes, key=STATES.__getitem__), 2):
        joint, same, share, index = _pair(
            (call.votes[a], call.votes[b])
            for call in calls
            if a in call.votes and b in call.votes and call.about(topic)
        )
        rows.append([STATES[a], STATES[b], str(joint), str(same), share, index])
    return rows


def cohesion(call: RollCall, codes: Iterable[str]) -> list[str]:
    """Give ``for against abstain not-voting agreement`` of a group in one roll call."""
    counts = Counter(call.votes[code] for code in codes if code in call.votes)
    sides = [counts["for"], counts["against"], counts["abstain"]]
    cast, most = sum(sides), max(sides)
    return [
        *map(str, sides),
        str(counts["not voting"]),
        decimal(Fraction(3 * most - cast, 2 * cast)) if cast else "",
    ]


def cohesion_by_year(calls: Iterable[RollCall], codes: Sequence[str]) -> list[list[str]]:
    """Give ``year votes unanimous agreement lowest voting`` of a group for each year in which two
    of it took part in one vote."""
    years = defaultdict(list)
    for call in calls:
        cast = [
            call.votes[code] for code in codes if call.votes.get(code, "not voting") != "not voting"
        ]
        if len(cast) > 1:
            years[call.date[:4]].append((len(cast), len(set(cast)) == 1, cohesion(call, codes)[-1]))
    rows = []
    for year, votes in sorted(years.items()):
        cast, whole, agreements = zip(*votes, strict=True)
        of_votes = [Fraction(agreement) for agreement in agreements]
        mean = decimal(sum(of_votes, Fraction()) / len(of_votes))
        counts = [str(len(votes)), str(sum(whole)), mean, decimal(min(of_votes)), str(max(cast))]
        rows.append([year, *counts])
    return rows
