"""One server for all tests of pages, and a client that follows nothing by itself."""

from collections.abc import Iterator

import httpx
import pytest

from support.web import Served, serving


@pytest.fixture(scope="package")
def served() -> Iterator[Served]:
    with serving() as server:
        yield server


@pytest.fixture(scope="package")
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=60) as one:
        yield one
