"""The codes and official names of states, also of those that the release says nothing of.

Read from the tables beside the adapters, where each row names its source; nothing is matched by
likeness.
"""

import csv
import functools
import io
import os.path
import re
from dataclasses import dataclass

from secgraph.dataset import location
from secgraph.dataset.names import fold
from secgraph.namespaces import expand
from secgraph.syntax import textfile

CODES = {
    "iso-alpha2": "alpha2",
    "iso-alpha3": "alpha3",
    "iso-numeric": "numeric",
    "m49": "numeric",
    "fips": "fips",
    "cow-number": "cow",
    "geonames": "geoname",
}
"""The column of ``states.tsv`` that has the codes of a scheme, by the target of the scheme."""

_OF_ISO = ("iso-alpha2", "iso-alpha3", "iso-numeric", "m49")
_ISO_NAME = "ISO short name"
_PUNCTUATION = re.compile(r"[()\[\],]")


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory.

    Attributes:
        iri: What the release calls it, or an import would.
        label: Its common name.
        codes: Its codes by target of a scheme; those of ISO 3166-1 only where it is in there.
        former: Codes that look like those of ISO 3166-1 and are not, or not any more.
        note: What to know of it; mostly empty.
        sources: The datasets that its codes are of, by their names in the table.
        line: Its line in the table.
    """

    iri: str
    label: str
    codes: dict[str, str]
    former: dict[str, str]
    note: str
    sources: list[str]
    line: int


def path() -> str:
    """Give the path of the table of codes."""
    return _path("states.tsv")


def _path(name: str) -> str:
    return os.path.join(location.root(), "data", "adapters", name)


def _rows(name: str) -> list[dict[str, str]]:
    text = io.StringIO(textfile.read(_path(name)), newline="")
    return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


@functools.cache
def _names() -> list[dict[str, str]]:
    return _rows("state-names.tsv")


@functools.cache
def states() -> dict[str, State]:
    """Give the states by IRI, in the order of their table."""
    in_iso = {row["thing"] for row in _names() if row["kind"] == _ISO_NAME}
    rows = enumerate(_rows("states.tsv"), 2)
    return {state.iri: state for state in (_state(row, line, in_iso) for line, row in rows)}


def _state(row: dict[str, str], line: int, in_iso: set[str]) -> State:
    codes = {target: row[column] for target, column in CODES.items() if row[column]}
    codes |= {"fips": codes["fips"].upper()} if "fips" in codes else {}
    former = {}
    if row["thing"] not in in_iso:
        former = {target: codes.pop(target) for target in _OF_ISO if target in codes}
    iri = expand(row["thing"]) or row["thing"]
    return State(iri, row["label"], codes, former, row["note"], row["source"].split(), line)


def named(name: str) -> str:
    """Give the IRI of the state that has an official name; empty where none has.

    The article, brackets and commas do not count: ``Korea (the Republic of)`` is ``Korea, Republic
    of``.
    """
    return _by_name().get(_plain(name), "")


@functools.cache
def _by_name() -> dict[str, str]:
    return {_plain(row["name"]): expand(row["thing"]) or row["thing"] for row in _names()}


def official_names() -> dict[str, str]:
    """Give the IRI of each official name, as it is written."""
    return {row["name"]: expand(row["thing"]) or row["thing"] for row in _names()}


def english_names() -> dict[str, str]:
    """Give the IRI of each official or common name in English, as it is written."""
    return {
        row["name"]: expand(row["thing"]) or row["thing"]
        for row in _names()
        if " in " not in row["kind"]
    }


def _plain(name: str) -> str:
    words = _PUNCTUATION.sub(" ", fold(name)).split()
    return " ".join(word for word in words if word != "the")
