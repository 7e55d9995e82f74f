"""Needs of people who had not seen the questions lead to what answers them.

``needs.tsv`` has a line for each hit that answers a need: a question with its values, or claims
with ``+`` between where an answer takes several, and what that answer holds. A need is met where
one of these hits stands among the first five of the search and its answer holds all of that.
"""

import csv
from dataclasses import dataclass, field

import pytest

from secgraph.query.find import search
from secgraph.query.hits import Hit
from secgraph.query.sessions import session
from support.paths import ROOT

FIRST = 5
"""Among so many hits a reader sees what answers a need."""

MISSED: dict[int, str] = {
    18: "asked of Asia; the rows are those of the Indo-Pacific, another region",
    33: "no name and no paraphrase has the word glue",
    34: "the word alliance stands in shorter claims, before the unequal partnership",
    35: "what is without India in the text is found for the word without",
    45: "ASEAN has no alias that spells its name out",
    59: "two names and no word of a question lead to what is claimed of the two",
}
"""Needs that no search meets yet, and why."""


@dataclass
class Need:
    """A need, the words of its search, and for each hit that answers it what the answer holds."""

    number: int
    words: str
    answers: list[tuple[str, list[str]]] = field(default_factory=list)


def needs() -> list[Need]:
    found: dict[int, Need] = {}
    with (ROOT / "tests" / "query" / "needs.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            number = int(row["number"])
            need = found.setdefault(number, Need(number, row["words"]))
            need.answers.append((row["hit"], row["holds"].split("; ")))
    return list(found.values())


NEEDS = needs()


def names(hit: Hit) -> set[str]:
    """What the table calls a hit: a question with its values, or each claim of a content."""
    if hit.kind == "question":
        return {" ".join([hit.name, *(f"{key}={value}" for key, value in hit.values.items())])}
    return {claim.curie for claim in hit.claims}


def cells(hit: Hit) -> list[str]:
    """The cells of the answer to which a hit leads."""
    if hit.kind == "question":
        result = session().run(hit.name, hit.values)
        return [value for row in result.rows for value in row.values()]
    return [
        value
        for claim in hit.claims
        for value in (claim.text, claim.holder, claim.polarity, claim.passage, claim.document)
    ]


def meets(hits: list[Hit], answer: str, holds: list[str]) -> bool:
    """Whether the hits have all that an answer takes, and it holds what it has to."""
    values: list[str] = []
    for part in answer.split(" + "):
        leading = [hit for hit in hits if part in names(hit)]
        if not leading:
            return False
        values += cells(leading[0])
    return all(any(held in value for value in values) for held in holds)


def test_there_are_sixty_needs_and_at_most_ten_are_missed():
    assert [need.number for need in NEEDS] == list(range(1, 61))
    assert len(MISSED) <= 10


@pytest.mark.parametrize(
    "need",
    [
        pytest.param(
            need,
            marks=[pytest.mark.xfail(strict=True, reason=MISSED[need.number])]
            if need.number in MISSED
            else [],
            id=f"{need.number}-{need.words.replace(' ', '-')}",
        )
        for need in NEEDS
    ],
)
def test_a_search_leads_to_what_meets_a_need(need):
    hits = [hit for hit in search(session(), need.words) if hit.kind != "thing"][:FIRST]
    assert any(meets(hits, answer, holds) for answer, holds in need.answers)
