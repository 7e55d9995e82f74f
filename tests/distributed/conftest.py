"""The synthetic corpus, and what DuckDB answers of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from distributed import synthetic
from secgraph.corpus import store
from secgraph.dataset import states
from secgraph.query import catalog, sessions
from secgraph.query.result import Result
from support import corpora

VALUES = {
    "corpus/alike": {"state": "Japan", "year": "2021"},
    "corpus/by-state": {"thing": "NATO", "grouping": "Quad"},
    "corpus/first": {"thing": "AUKUS"},
    "corpus/most-named": {"state": "Australia"},
    "corpus/speech-and-vote": {"thing": "NATO"},
}
"""Values that a question is asked with, beside its own."""

QUESTIONS = [name for name in catalog.packaged().names() if name.startswith("corpus/")]
CASES = [
    *((name, {}) for name in QUESTIONS),
    *VALUES.items(),
    ("corpus/first", {"thing": "Jens Stoltenberg"}),
]
"""Each question with its own values, some with others, and one that has no rows."""


def case_id(case: tuple[str, dict[str, str]]) -> str:
    return " ".join([case[0].removeprefix("corpus/"), *case[1].values()])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A corpus of 1,200 documents, over the things and facts of the release."""
    place = tmp_path_factory.mktemp("distributed")
    small = corpora.added(place)
    target: Path = place / "corpus"
    synthetic.write(str(small), str(target), set(states.states()))
    return str(target)


@pytest.fixture(scope="session")
def in_duckdb(folder: str) -> Callable[[tuple[str, dict[str, str]]], Result]:
    """What DuckDB answers to a question with values."""
    session = sessions.Session(store.Corpus(folder))
    return lambda case: session.run(*case)
