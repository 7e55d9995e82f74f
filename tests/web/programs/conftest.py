"""One server for all tests of what programs ask, with tight limits for queries of strangers."""

from collections.abc import Iterator

import httpx
import pytest

from support import served
from support.web import Served

LIMITS = {"seconds": 60, "cpu": 0.8, "output": 300_000, "at_once": 1, "waiting": 3, "of_one": 3}


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    with served.server("--mcp", "--tools", "record", **LIMITS) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=120) as one:
        yield one
