"""The small corpus: its folder, its archive, and the corpus opened."""

from pathlib import Path

import pytest

import secgraph as sg
from secgraph.open_store import OpenStore
from support import corpora


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus, added once; no test changes it."""
    return corpora.added(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def archive(folder: Path) -> Path:
    return folder.with_suffix(".tgz")


@pytest.fixture(scope="module")
def opened(folder: Path) -> OpenStore:
    return sg.open(folder)
