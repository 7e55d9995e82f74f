"""The table of tools that answer otherwise: each row has its script, and each script its row."""

import re

import pytest

from support.paths import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").replace(r"\|", "/").split("|")]
    for line in (ROOT / "docs" / "tools.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| tool", "|---"))
]
SCRIPTS = sorted((ROOT / "findings").glob("*.sh"))


def test_each_script_has_one_row():
    assert sorted(row[-1].strip("`") for row in ROWS) == [path.stem for path in SCRIPTS]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[-1].strip("`"))
def test_a_row_names_the_versions_with_which_its_script_runs(row):
    text = (ROOT / "findings" / f"{row[-1].strip('`')}.sh").read_text(encoding="utf-8")
    _, version, rest = text.partition("# Version:")
    stated = version + rest.partition("# Expected:")[0]
    for number in re.findall(r"\d+\.\d[\d.]*", row[0]):
        assert number in stated


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_has_its_parts(path):
    text = path.read_text(encoding="utf-8")
    parts = ("Finding", "Version", "Expected", "Seen", "Instead", "Exit code")
    places = [text.index(f"\n# {part}: ") for part in parts]
    assert places == sorted(places)
