"""The files of the release, made once for the tests of this folder."""

import pytest

from secgraph.publish import build
from secgraph.publish.void import File


@pytest.fixture(scope="package")
def files() -> dict[str, File]:
    """By name."""
    return {file.name: file for file in build.files()}
