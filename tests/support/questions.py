"""The saved questions, their answers, and who is asked."""

from collections.abc import Callable
from pathlib import Path

from secgraph.query.catalog import Query
from support.paths import FIXTURES

Rows = tuple[list[str], list[list[str]]]
Ask = Callable[[str], Rows]

SEEDED = sorted((FIXTURES / "hygiene").glob("*.ttl"))


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(path: Path) -> Query:
    return Query(name_of(path), str(path), path.read_text(encoding="utf-8"))


def normal(rows: list[list[str]], columns: list[str], sets: list[str]) -> list[list[str]]:
    """Sort the parts of columns in which their order means nothing."""
    return [
        [
            " ".join(sorted(value.split())) if name in sets else value
            for name, value in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
