"""The saved questions, their answers, and who is asked."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyoxigraph

from secgraph.namespaces import PREFIXES
from secgraph.query.catalog import Query
from support.paths import FIXTURES

Rows = tuple[list[str], list[list[str]]]
Ask = Callable[[str], Rows]
Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | None
Terms = tuple[list[str], list[tuple[Term, ...]]]
AskTerms = Callable[[str], Terms]

_NUMBERS = ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")

WITHOUT_ANSWER = ("compare/agree", "record/ideal-points", "record/statehood")
"""Questions to which the release has no answer: no content is put forward by two of its documents,
and estimates and spans of statehood are imported. Two documents in tests/query/test_compare.py give
one, and imports in tests/imports/test_asked.py."""

OF_A_CORPUS = "corpus/"
"""The family whose questions are about speeches, which the release does not hold; a small corpus in
tests/corpus gives their answers."""

SEEDED = sorted((FIXTURES / "hygiene").glob("*.ttl"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def has_answer(name: str) -> bool:
    """Whether the release has an answer to a question, with its default values."""
    return name not in WITHOUT_ANSWER and not name.startswith(OF_A_CORPUS)


def read(path: Path) -> Query:
    return Query(name_of(path), str(path), path.read_text(encoding="utf-8"))


def normal(rows: list[list[str]], columns: list[str], sets: list[str]) -> list[list[str]]:
    """Sort the parts of columns in which their order means nothing.

    One blank stands between two parts, and none before or behind them.
    """
    return [
        [
            " ".join(sorted(value.split(" "))) if name in sets else value
            for name, value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]


def comparable(rows: list[tuple[Term, ...]], columns: list[str], sets: list[str]) -> list[list]:
    """Give rows of terms as an engine gives them, so that equal ones are equal.

    Numbers and truths by datatype and value, since stores spell them otherwise; languages in small
    letters; the parts of columns in which their order means nothing in one order.
    """
    return [
        [_comparable(term, name in sets) for name, term in zip(columns, row, strict=True)]
        for row in rows
    ]


def _comparable(term: Term, parts: bool) -> tuple | None:
    if term is None:
        return None
    if not isinstance(term, pyoxigraph.Literal):
        return type(term).__name__, term.value
    kind = term.datatype.value.removeprefix(PREFIXES["xsd"])
    if term.language:
        return "text", term.value, term.language.lower()
    if kind in _NUMBERS:
        return kind, Decimal(term.value)
    if kind == "boolean":
        return kind, {"1": "true", "0": "false"}.get(term.value, term.value)
    if parts:
        return kind, sorted(term.value.split(" "))
    return kind, term.value
