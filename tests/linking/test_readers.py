"""Libraries of others read every row of our tables, by the calls that docs/linking.md shows, and
state none that is rejected. They run in an environment of their own: `make test-readers`."""

import csv
import json
import re
import subprocess
from pathlib import Path

import pytest

from secgraph.linking import sssom
from support.paths import ROOT

FOLDER = ROOT / "data" / "links"
PYTHON = ROOT / ".readers" / "bin" / "python"
TABLES = sorted(FOLDER.rglob("*.sssom.tsv"))
READERS = {"pandas", "duckdb", "sssom", "sssom_pydantic"}
COLUMNS = ("subject_id", "predicate_id", "object_id", "object_label")


def recipes() -> dict[str, str]:
    """Each call that the page shows, by the library that it imports."""
    page = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```py\n(.*?)```", page, re.DOTALL)
    return {
        name: block
        for block in blocks
        for name in READERS
        if re.search(rf"^(?:import|from) {name}\b", block, re.MULTILINE)
    }


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [[row[name] for name in COLUMNS] for row in csv.DictReader(file, delimiter="\t")]


def rejected() -> set[tuple[str, str, str]]:
    return {
        (
            link.subject,
            link.predicate,
            link.object or f"{sssom.SETS}{link.scheme.target}/{link.identifier}",
        )
        for link in sssom.packaged()
        if link.rejected or not link.found
    }


@pytest.fixture(scope="module")
def tables() -> dict:
    """What each reader makes of each table."""
    argv = [str(PYTHON), str(Path(__file__).parent / "readers" / "ask.py")]
    run = subprocess.run(
        [*argv, json.dumps(recipes()), str(FOLDER)], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout)


def test_the_page_has_a_recipe_for_each_reader():
    assert set(recipes()) == READERS
    assert len(TABLES) > 41


@pytest.mark.readers
@pytest.mark.parametrize("path", TABLES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_row_is_read_as_it_stands(path, tables):
    """By the calls of the page each cell, by the shortest calls at least each row."""
    table, wanted = tables[str(path.relative_to(FOLDER))], rows(path)
    for name in READERS:
        assert sorted(table["rows"][name]) == sorted(wanted), name
    for name in ("pandas", "duckdb", "sssom"):
        assert table[f"{name} alone"] == len(wanted), name


@pytest.mark.readers
def test_no_reader_states_a_link_that_is_rejected(tables):
    """sssom-py states every row of a table: none of the tables of links has a wrong one, and those
    of the tables apart would be stated."""
    wrong = rejected()
    assert len(wrong) > 90
    for name, table in tables.items():
        stated = {tuple(triple) for triple in table["owl"]}
        assert bool(stated & wrong) == ("/" in name), name
