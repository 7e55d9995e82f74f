"""Read the meaning of a dataset from its adapter, a TOML file; find the adapter for a file.

Checks the form of the adapter; reads no dataset.
"""

import difflib
import os.path
import tomllib
from typing import Any

from secgraph.errors import BadFile, UsageError
from secgraph.imports import crosswalks
from secgraph.namespaces import GRAPHS
from secgraph.syntax import textfile

KINDS = ("table", "topojson", "rdf")
_KEYS = {
    "name", "summary", "kind", "delimiter", "quoted", "comment", "header", "header_line", "key",
    "twice", "source", "fields", "groups", "run", "skip", "nodes", "fetch", "marks", "base",
    "order", "asks",
}  # fmt: skip
_SOURCE_KEYS = (
    "iri",
    "identifier",
    "label",
    "title",
    "publisher",
    "citation",
    "licence",
    "rights",
    "version",
    "page",
)


class Adapter:
    """The meaning of a dataset, as its adapter file gives it.

    Args:
        path: The TOML file.

    Raises:
        BadFile: It cannot be read, is not TOML, or lacks a required key.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.config = config = _load(path)
        unknown = sorted(set(config) - _KEYS)
        if unknown:
            raise BadFile(
                path, f"has the unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}"
            )
        for key, kind in (("name", str), ("summary", str), ("source", dict)):
            if not isinstance(config.get(key), kind):
                raise BadFile(path, f"needs {key!r}")
        self.name: str = config["name"]
        if not self.name.replace("-", "").isalnum() or not self.name.isascii():
            raise BadFile(path, f"the name {self.name!r} may have letters, digits and hyphens only")
        self.summary: str = config["summary"]
        self.fetch: str = config.get("fetch", "")
        self.asks: str = config.get("asks", "")
        self.kind: str = config.get("kind", "table")
        if self.kind not in KINDS:
            raise BadFile(path, f"the kind {self.kind!r} is none of {', '.join(KINDS)}")
        self.header: list[str] = list(config.get("header", []))
        if self.kind == "table" and not (self.header and config.get("nodes")):
            raise BadFile(path, "needs 'header' and at least one of 'nodes'")
        self.source: dict[str, str] = config["source"]
        for key in ("iri", "identifier", "label", "title", "rights"):
            if not self.source.get(key):
                raise BadFile(path, f"its source needs {key!r}")
        unknown = sorted(set(self.source) - set(_SOURCE_KEYS))
        if unknown:
            raise BadFile(
                path,
                f"its source has the unknown key {unknown[0]!r}; known are "
                + ", ".join(_SOURCE_KEYS),
            )

    @property
    def graph(self) -> str:
        """The IRI of the graph of the dataset, which its provenance describes."""
        return GRAPHS + self.name

    def columns(self, names: list[str], where: str) -> list[int]:
        """Give the positions of columns in a row.

        Raises:
            BadFile: The header has no such column.
        """
        for name in names:
            if name not in self.header:
                raise BadFile(self.path, f"{where}: there is no column {name!r} in its header")
        return [self.header.index(name) for name in names]

    def table(self, name: str) -> str:
        """Give the path of a crosswalk: beside this adapter, else that of the package."""
        beside = os.path.join(os.path.dirname(self.path), name)
        return beside if os.path.isfile(beside) else os.path.join(crosswalks.folder(), name)


def _load(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(textfile.with_line_feeds(textfile.read(path)))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(path, f"is no TOML: {error}") from error


def adapters() -> list[Adapter]:
    """Give the adapters that come with the package, by name."""
    packaged = [
        Adapter(os.path.join(crosswalks.folder(), name))
        for name in sorted(os.listdir(crosswalks.folder()))
        if name.endswith(".toml")
    ]
    return sorted(packaged, key=lambda adapter: adapter.name)


def find(name: str) -> Adapter:
    """Give the packaged adapter of that name.

    Raises:
        UsageError: There is none; the message has the nearest names.
    """
    path = os.path.join(crosswalks.folder(), f"{name}.toml")
    names = sorted(file[:-5] for file in os.listdir(crosswalks.folder()) if file.endswith(".toml"))
    if name not in names:
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(names)}"
        raise UsageError(
            f"no adapter named {name!r}{hint}, or give your own with --adapter FILE.toml"
        )
    return Adapter(path)


def fitting(start: bytes) -> list[str]:
    """Give the names of the adapters that fit a file, by its first bytes."""
    lines = textfile.lines(start.decode("utf-8-sig", "replace"))
    return [adapter.name for adapter in adapters() if _fits(adapter, start, lines)]


def _fits(adapter: Adapter, start: bytes, lines: list[str]) -> bool:
    if adapter.kind == "rdf":
        return any(mark.encode() in start for mark in adapter.config.get("marks", []))
    if adapter.kind == "topojson":
        return b'"Topology"' in start
    delimiter = adapter.config.get("delimiter", ",")
    cells = _header_line(adapter.config.get("header_line", ""), lines).split(delimiter)
    return [cell.strip('"') for cell in cells] == adapter.header


def _header_line(mark: str, lines: list[str]) -> str:
    """Give the line that holds the header: the first, or the one that begins with a mark."""
    if mark:
        return next((line[1:] for line in lines if line.startswith(mark)), "")
    return lines[0] if lines else ""
