"""Each saved question gives its answer, and each hygiene check its silence, on servers of several makes."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import CHECKS, QUERIES
from test_queries import name_of, normal, read

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMERIC = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}


def value(term: dict | None) -> str:
    """Give a term as a table shows it; booleans and numbers in the one spelling, since stores differ in theirs."""
    if term is None:
        return ""
    kind, text = term.get("datatype"), term["value"]
    if kind == f"{XSD}boolean":
        return {"1": "true", "0": "false"}.get(text, text)
    return f"{Decimal(text).normalize():f}" if kind in NUMERIC else text


def table(answer: dict) -> tuple[list[str], list[list[str]]]:
    """Give the columns and rows of an answer in the JSON of SPARQL results."""
    columns = answer["head"]["vars"]
    return columns, [[value(row.get(name)) for name in columns] for row in answer["results"]["bindings"]]


def difference(got: list[list[str]], expected: list[list[str]]) -> str:
    """Say in one line how two tables differ."""
    if sorted(got) == sorted(expected):
        return "the same rows in another order"
    if len(got) != len(expected):
        return f"{len(got)} rows for {len(expected)}"
    one, other = next((one, other) for one, other in zip(got, expected, strict=True) if one != other)
    return "; ".join(f"{a!r} for {b!r}" for a, b in zip(one, other, strict=True) if a != b)


def asked(store, noted, path: Path) -> dict:
    try:
        return store.ask(path.read_text(encoding="utf-8"))
    except Exception as error:
        noted(name_of(path), "failed", f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")
        raise


@pytest.mark.parametrize("path", QUERIES, ids=name_of)
def test_a_question_has_its_answer_on_the_store(path, store, noted):
    """The rows are those of the table beside the question, in its order."""
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        head, *expected = csv.reader(file)
    columns, rows = table(asked(store, noted, path))
    sets = read(path).sets
    got, expected = normal(rows, columns, sets), normal(expected, head, sets)
    same = (columns, got) == (head, expected)
    noted(name_of(path), "equal" if same else "different", "" if same else "other columns" if columns != head else difference(got, expected))
    assert columns == head
    assert got == expected


@pytest.mark.parametrize("path", CHECKS, ids=name_of)
def test_a_hygiene_check_is_silent_on_the_store(path, store, noted):
    """The release breaks no rule, whoever looks."""
    rows = table(asked(store, noted, path))[1]
    noted(name_of(path), "different" if rows else "equal", f"{len(rows)} rows for none")
    assert rows == []
