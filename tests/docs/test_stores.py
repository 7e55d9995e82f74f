"""What the page about stores says of the questions, the routes and the messages is so."""

import re

import pytest

from secgraph.stores import loading
from secgraph.stores.loading.base import Store
from secgraph.stores.loading.detect import _MAKES
from servers import report
from support.paths import QUERIES, ROOT

TEXT = (ROOT / "docs" / "stores.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE))


@pytest.mark.parametrize("title", report.TITLES.values())
def test_the_table_counts_the_saved_questions(title):
    """`make stores-report` makes it anew when a question has come."""
    row = re.search(rf"^\| {re.escape(title)} \|(.*)\|$", TEXT, re.MULTILINE)
    questions, *outcomes = (int(cell) for cell in row[1].split("|")[2:])
    assert questions == len(QUERIES) == sum(outcomes)
    assert len(outcomes) == len(report.HOWS)


def test_the_table_gives_a_reason_for_each_answer_that_is_not_equal():
    row = {
        "version": "1",
        "load": 0.04,
        "seconds": {},
        "equal": {"a/b": "", "checks/c": ""},
        "reordered": {"a/c": "row 2 is another"},
    }
    row |= {
        "different": {"a/d": "3 rows for 4"},
        "failed": {"checks/d": "QueryTimeout: too slow"},
        "unsorted": "it does not sort",
        "unasked": ["a/e", "a/f"],
        "why_unasked": "the run was ended",
    }
    page = report.page(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", {"comunica": row})
    assert "old" not in page
    assert "| Comunica | 1 | 0.0 | 5 | 1 | 1 | 1 | 0 | 2 |" in page
    for reason in (
        "reordered: a/c. It does not sort.",
        "different: a/d. 3 rows for 4.",
        "failed: checks/d. QueryTimeout: too slow.",
        "not asked: 2 questions. The run was ended.",
    ):
        assert reason in page
    assert report.page(page, {"comunica": row}) == page
    assert page.startswith("before\n")
    assert page.endswith("\nafter\n")
    with pytest.raises(ValueError, match="the page has no"):
        report.page("nothing", {})


@pytest.mark.parametrize("kind", loading.KINDS)
def test_the_routes_are_those_of_the_loader(kind):
    make = _MAKES.get(kind, Store)
    first = "one PUT" if make.atomic else "staged"
    assert (
        f"| `{kind}` | {first} | staged | {make.largest >> 20} | "
        f"{'yes' if make.unnamed else 'no'} |"
    ) in SECTIONS["Routes and limits"]


def test_the_messages_are_those_of_the_program():
    """Each piece of a message that the page explains stands in the source."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    source = re.sub(r'"\s*\n\s*f?"', "", source)  # literals that Python joins
    source = re.sub(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "…", source)
    messages = re.findall(
        r"`([^`]+)`",
        "\n".join(
            line.split(" | ")[0]
            for line in SECTIONS["When something fails"].splitlines()
            if line.startswith("| `")
        ),
    )
    assert len(messages) >= 14
    for message in messages:
        for piece in filter(None, (part.strip(" ;:?") for part in message.split("…"))):
            assert piece in source, message
