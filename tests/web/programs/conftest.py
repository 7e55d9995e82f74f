"""One server of the routes for programs, for all tests of them."""

from collections.abc import Iterator

import httpx
import pytest

from support import served

LIMITS = {"seconds": 60, "cpu": 0.8, "output": 300_000, "at_once": 1, "waiting": 3, "of_one": 3}


@pytest.fixture(scope="session")
def server() -> Iterator[served.Server]:
    with served.server(limits=LIMITS, mcp=True, tools=["record"]) as running:
        yield running


@pytest.fixture(scope="session")
def client(server: served.Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=120) as one:
        yield one
