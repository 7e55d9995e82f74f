"""The whole corpus: a second program gives the same, and every number of the page is held."""

import re
from collections import Counter
from pathlib import Path

import pytest

from secgraph.corpus import description, manifest, store
from secgraph.query import sessions
from support import cuts, judged
from support import second_count as plain
from support.command import process
from support.paths import ROOT, SHARED
from support.tables import rows_under

ARCHIVE = SHARED / "corpora" / "ungdc" / "UNGDC_1946-2022.tgz"
PAGE = (ROOT / "docs" / "corpora.md").read_text(encoding="utf-8")

FORMER = {"RUS": 1991, "CHN": 1970, "YEM": 1989, "YUG": 2002}
"""The last year in which a code stands for a former state."""

HEAD = "| thing | speeches | first year | first named by | speakers |"

pytestmark = [
    pytest.mark.long,
    pytest.mark.sampled(together="all speeches"),
    pytest.mark.shared("corpora/ungdc/UNGDC_1946-2022.tgz"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole corpus, added in two minutes."""
    place = tmp_path_factory.mktemp("ungdc") / "ungdc"
    done = process("corpus", "add", "ungdc", str(ARCHIVE), "-o", str(place))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "10,568 speeches read"
    return place


@pytest.fixture(scope="module")
def corpus(folder) -> sessions.Session:
    return sessions.Session(store.Corpus(str(folder)))


@pytest.fixture(scope="module")
def second() -> tuple[int, dict[str, set[tuple[int, str]]]]:
    return plain.naming(ARCHIVE)


def test_the_page_says_how_many_statements_there_are(folder):
    millions = round(description.of(str(folder)).statements / 1e6)
    assert f"The whole corpus has {millions} million statements." in PAGE


def test_the_numbers_of_the_corpus_are_those_of_the_page(folder, second):
    held = manifest.read(str(folder))
    undecided = sum(sum(one["undecided"].values()) for one in held.sessions.values())
    counts = [held.rows(name) for name in ("documents", "passages", "mentions")]
    shown = re.search(
        r"there are ([\d,]+) speeches, ([\d,]+) passages, ([\d,]+) mentions and ([\d,]+) names",
        PAGE,
    )
    assert shown is not None
    assert [int(number.replace(",", "")) for number in shown.groups()] == [*counts, undecided]
    assert second[0] == counts[0]


@pytest.mark.parametrize("thing", plain.NAMES)
def test_a_second_program_gives_the_same_years_and_speakers(thing, corpus, second):
    """First mention, counts by year, and speakers."""
    naming = second[1][thing]
    by_year = Counter(year for year, _ in naming)
    answer = corpus.run("corpus/by-year", {"thing": thing}).rows
    assert {int(row["year"]): int(row["naming"]) for row in answer if row["naming"] != "0"} == (
        by_year
    )
    first = corpus.run("corpus/first", {"thing": thing}).rows
    slugs = {row["documentIri"].rpartition("/")[2] for row in first}
    earliest = {}
    for year, code in sorted(naming, reverse=True):
        # A code that stands for another state in earlier years is another speaker then.
        speaker = (code, *(code == of and year <= until for of, until in FORMER.items()))
        earliest[speaker] = f"{code}_{year - 1945:02}_{year}"
    assert slugs == {*earliest.values()}
    row = next(row for row in rows_under(PAGE, HEAD) if row[0] == thing)
    states = sorted(one["state"] for one in first if one["date"] == first[0]["date"])
    assert row == [
        thing,
        str(len(naming)),
        str(min(by_year)),
        ", ".join(states),
        str(len(first)),
    ]


@pytest.mark.parametrize("measure", ["precision", "recall"])
def test_mentions_are_as_right_as_the_page_says(measure, folder):
    cases = [case for case in judged.cases(folder) if case.measure == measure]
    row = next(row for row in rows_under(PAGE, judged.HEAD) if row[:2] == [measure, "now"])
    assert row[2:] == [*judged.figures(cases)]


def test_the_judged_cuts_are_those_that_the_seed_draws(folder):
    """Nobody has chosen them; those of the draw before the rule can be drawn no more."""
    found = cuts.drawn(folder, 20261202)
    held: dict[str, list[tuple]] = {"cut": [], "long": []}
    for row in cuts.judged():
        if row["draw"] == "20261202":
            held[row["kind"]].append((row["document"], int(row["start"]), int(row["end"])))
    assert held == found
