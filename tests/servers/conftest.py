"""The servers, each started when the first test needs it, and what a run says at its end."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secgraph.dataset import serialize
from servers.processes import Comunica
from servers.stores import GRAPH, MAKES, QUICK, UNSORTED, Note, Store

HOWS = ("equal", "reordered", "different", "failed")
"""How a question can go on a store.

The rows of the table, the same in another order, others, or none at all.
"""

_outcomes: dict[str, dict] = {}


@pytest.fixture(scope="session")
def triples() -> bytes:
    """The release as N-Triples, which has no blank nodes."""
    return serialize.write("nt")


@pytest.fixture(scope="session", params=[*MAKES, "comunica"])
def store(request: pytest.FixtureRequest, triples: bytes) -> Iterator[Store]:
    """Each store in turn, with the release; one runs at a time."""
    with (Comunica if request.param == "comunica" else MAKES[request.param])() as process:
        made = Store(process)
        made.load(GRAPH, triples)
        yield made


@pytest.fixture
def noted(store: Store) -> Note:
    """Take down how a query went on a store, and why."""
    begun = time.monotonic()
    row = _outcomes.setdefault(
        store.name,
        {
            "version": store.version,
            "load": round(store.load_seconds, 1),
            "seconds": {},
            **{how: {} for how in HOWS},
        },
    )

    def note(name: str, how: str, why: str) -> None:
        row["seconds"][name] = round(time.monotonic() - begun, 2)
        row[how][name] = why

    return note


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of a tenth what would take a store minutes."""
    if not config.getoption("tenth"):
        return
    slow = [item for item in items if _is_slow(item.name)]
    items[:] = [item for item in items if item not in slow]
    config.hook.pytest_deselected(items=slow)


def _is_slow(test: str) -> bool:
    """Whether a test asks a slow store a question that is not known to be quick there."""
    asked = re.fullmatch(r"test_a_question_has_its_answer_on_the_store\[(\w+)-(.+)\]", test)
    return asked is not None and asked[2] not in QUICK.get(asked[1], (asked[2],))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how the questions went on each store.

    The whole goes to the file that SECGRAPH_STORES_REPORT names.
    """
    if not _outcomes:
        return
    terminalreporter.section("queries on stores")
    for name, row in _outcomes.items():
        slowest = max(row["seconds"], key=row["seconds"].get)
        counts = ", ".join(f"{len(row[how])} {how}" for how in HOWS)
        terminalreporter.line(
            f"{name} {row['version']}: {counts}; the slowest, {slowest}, in "
            f"{row['seconds'][slowest]} s"
        )
        for how in ("different", "failed"):
            for query, why in row[how].items():
                terminalreporter.line(f"  {how}: {query}: {why}")
    for name, why in UNSORTED.items():
        if name in _outcomes:
            _outcomes[name]["unsorted"] = why
    path = os.environ.get("SECGRAPH_STORES_REPORT")
    if path:
        Path(path).write_text(
            json.dumps(_outcomes, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
