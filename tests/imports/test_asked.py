"""Each import names a question that it is read by; the release has no rows for some of them."""

from pathlib import Path

import pytest

import secgraph
from secgraph import imports
from secgraph.open_store import OpenStore
from secgraph.query import catalog

STATES = """JPN,740,Japan,1860,1,1,1945,8,14,2016
JPN,740,Japan,1952,4,28,2016,12,31,2016
IND,750,India,1947,8,15,2016,12,31,2016
"""
POINTS = [
    ("740", "JPN", "Japan", "2016", "0.75"),
    ("740", "JPN", "Japan", "2015", "-0.5"),
    ("750", "IND", "India", "2016", "1"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> OpenStore:
    """The release with spans and estimates of two states, as their publishers write them."""
    folder: Path = tmp_path_factory.mktemp("asked")
    states, points = folder / "states2016.csv", folder / "points.csv"
    header = ",".join(imports.find("cow-states").header)
    states.write_text(f"{header}\n{STATES}", encoding="utf-8")
    names = imports.find("un-idealpoints").header
    lines = [",".join(names)]
    for code, letters, name, year, value in POINTS:
        cells = dict.fromkeys(names, "0") | {
            "ccode": code,
            "iso3c": letters,
            "countryname": name,
            "year": year,
            "idealpointall": value,
        }
        lines.append(",".join(cells[column] for column in names))
    points.write_text("\n".join(lines) + "\n", encoding="utf-8")
    store = secgraph.open()
    store.import_("cow-states", states)
    store.import_("un-idealpoints", points)
    return store


def cells(result: secgraph.Result, names: str) -> list[list[str]]:
    return [[row[name] for name in names.split()] for row in result.rows]


def test_statehood_has_a_row_for_each_span(store):
    found = store.run("record/statehood", states="Japan,India")
    assert cells(found, "state since end attested source") == [
        ["India", "1947-08-15", "", "2016-12-31", "cow-states"],
        ["Japan", "1860-01-01", "1945-08-14", "", "cow-states"],
        ["Japan", "1952-04-28", "", "2016-12-31", "cow-states"],
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"states": "Japan"}, [["Japan", "2015", "-0.5"], ["Japan", "2016", "0.75"]]),
        (
            {"states": "Japan,India", "years": "2016-2020"},
            [["India", "2016", "1"], ["Japan", "2016", "0.75"]],
        ),
        ({"states": "China"}, []),
    ],
)
def test_ideal_points_are_those_of_the_states_and_years_asked_for(store, values, expected):
    assert cells(store.run("record/ideal-points", **values), "state year value") == expected


@pytest.mark.parametrize("adapter", imports.adapters(), ids=lambda adapter: adapter.name)
def test_the_question_that_an_import_names_is_one(adapter):
    if adapter.asks:
        assert catalog.packaged().get(adapter.asks).summary
