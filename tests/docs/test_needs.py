"""Ten needs of an analyst, written before the questions were made easy to find, each lead to the
right question and its answer."""

import re

import pytest

import secgraph
from secgraph.query.find import search
from secgraph.query.sessions import session
from support.paths import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "needs.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and "/" in line
]
FIRST = 6
"""Among so many questions that a search gives a reader sees the right one."""


def test_there_are_ten_needs():
    assert len(ROWS) == 10
    assert len({row[2] for row in ROWS}) == 10


@pytest.mark.parametrize("row", ROWS, ids=[row[2] for row in ROWS])
def test_a_search_for_the_words_gives_the_question(row):
    _, words, question, *_ = row
    assert question in [hit.name for hit in search(session(), words, FIRST)[:FIRST]]


@pytest.mark.parametrize("row", ROWS, ids=[row[2] for row in ROWS])
def test_the_answer_holds_what_the_text_says(row):
    """One row of the answer holds all that the need names."""
    _, _, question, values, held = row
    params = dict(pair.split("=", 1) for pair in re.split(r",\s*", values) if pair)
    result = secgraph.run(question, params).with_evidence()
    wanted = [part.strip() for part in held.split(";")]
    assert any(
        all(part in " ".join(row.values()).split() or part in row.values() for part in wanted)
        for row in result.rows
    )
