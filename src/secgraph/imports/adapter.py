"""Read the meaning of a dataset from its adapter, a TOML file; find the adapter for a file.

Checks the form of the adapter; reads no dataset.
"""

import difflib
import os.path
import re
import tomllib
from typing import Any

from secgraph.errors import BadFile, UsageError
from secgraph.imports import adapter_form, crosswalks
from secgraph.namespaces import GRAPHS
from secgraph.syntax import textfile

RESERVED = frozenset(
    {"release", "ontology", "reference", "geo", "links", "tests", "doc", "documents", "queries"}
)
"""Names of parts of the release, whose records and graphs an adapter may not replace."""


SHOWN = 5
"""Faults of an adapter that are listed; the rest are counted."""


class Adapter:
    """The meaning of a dataset, as its adapter file gives it.

    Args:
        path: The TOML file.

    Raises:
        BadFile: It cannot be read, is not TOML, or its keys are not those of an adapter; each
            fault with its place, up to :data:`SHOWN`.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.config = config = _load(path)
        faults = adapter_form.faults(config) or list(adapter_form.template_faults(config))
        if faults:
            more = f"; and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
            raise BadFile(path, "; ".join(faults[:SHOWN]) + more)
        self.name: str = config["name"]
        if self.name.lower() in RESERVED:
            raise BadFile(
                path, f"name: {self.name!r} is a part of the release; give the dataset another"
            )
        self.summary: str = config["summary"]
        self.fetch: str = config.get("fetch", "")
        self.asks: str = config.get("asks", "")
        self.kind: str = config.get("kind", "table")
        self.header: list[str] = list(config.get("header", []))
        self.source: dict[str, str] = config["source"]

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
        line = re.search(r"at line (\d+)", str(error))
        raise BadFile(path, f"is no TOML: {error}", int(line[1]) if line else None) from error
    except (RecursionError, ValueError) as error:
        raise BadFile(path, f"is no TOML: {' '.join(str(error).split())[:120]}") from error


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
