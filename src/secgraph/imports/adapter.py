"""Read what a dataset means from its adapter, a TOML file, and say which adapter a file fits.

Checks the form of the adapter; reads no dataset.
"""

import difflib
import os.path
import tomllib

from secgraph.errors import BadFile, UsageError
from secgraph.imports import crosswalks
from secgraph.namespaces import GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KINDS = ("table", "topojson", "rdf")
_KNOWN = {
    "name", "summary", "kind", "delimiter", "quoted", "comment", "header", "header_line", "key", "twice",
    "source", "fields", "groups", "run", "skip", "nodes", "fetch", "marks", "base", "order", "asks",
}  # fmt: skip
_SOURCE = (
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
    """What a dataset means, as its table says it.

    Args:
        path: The TOML file.

    Raises:
        BadFile: It is not there, is no TOML, or lacks what an adapter needs.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        try:
            with open(path, "rb") as file:
                told: dict[str, Any] = tomllib.load(file)
        except OSError as error:
            raise BadFile(path, f"cannot be read ({error.strerror})") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadFile(path, f"is no TOML: {error}") from error
        self.told = told
        unknown = sorted(set(told) - _KNOWN)
        if unknown:
            raise BadFile(
                path, f"has the unknown key {unknown[0]!r}; known are {', '.join(sorted(_KNOWN))}"
            )
        for key, kind in (("name", str), ("summary", str), ("source", dict)):
            if not isinstance(told.get(key), kind):
                raise BadFile(path, f"needs {key!r}")
        self.name: str = told["name"]
        if not self.name.replace("-", "").isalnum() or not self.name.isascii():
            raise BadFile(path, f"the name {self.name!r} may have letters, digits and hyphens only")
        self.summary: str = told["summary"]
        self.fetch: str = told.get("fetch", "")
        self.asks: str = told.get("asks", "")
        self.kind: str = told.get("kind", "table")
        if self.kind not in KINDS:
            raise BadFile(path, f"the kind {self.kind!r} is none of {', '.join(KINDS)}")
        self.header: list[str] = list(told.get("header", []))
        if self.kind == "table" and not (self.header and told.get("nodes")):
            raise BadFile(path, "needs 'header' and at least one of 'nodes'")
        self.source: dict[str, str] = told["source"]
        for key in ("iri", "identifier", "label", "title", "rights"):
            if not self.source.get(key):
                raise BadFile(path, f"its source needs {key!r}")
        odd = sorted(set(self.source) - set(_SOURCE))
        if odd:
            raise BadFile(
                path, f"its source has the unknown key {odd[0]!r}; known are {', '.join(_SOURCE)}"
            )

    @property
    def graph(self) -> str:
        """The graph of the dataset, which its provenance is about."""
        return GRAPHS + self.name

    def columns(self, names: "list[str]", where: str) -> "list[int]":
        """Give the places of columns.

        Raises:
            BadFile: The header has no such column.
        """
        for name in names:
            if name not in self.header:
                raise BadFile(self.path, f"{where}: there is no column {name!r} in its header")
        return [self.header.index(name) for name in names]

    def table(self, name: str) -> str:
        """Give the path of a crosswalk: beside this adapter, or of the package."""
        beside = os.path.join(os.path.dirname(self.path), name)
        return beside if os.path.isfile(beside) else os.path.join(crosswalks.folder(), name)


def adapters() -> "list[Adapter]":
    """Give the adapters that come with the package, by name."""
    found = [
        Adapter(os.path.join(crosswalks.folder(), name))
        for name in sorted(os.listdir(crosswalks.folder()))
        if name.endswith(".toml")
    ]
    return sorted(found, key=lambda each: each.name)


def find(name: str) -> Adapter:
    """Give the adapter of that name.

    Raises:
        UsageError: There is none; names the nearest.
    """
    path = os.path.join(crosswalks.folder(), f"{name}.toml")
    known = sorted(each[:-5] for each in os.listdir(crosswalks.folder()) if each.endswith(".toml"))
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(near)}?" if near else f"; there are {', '.join(known)}"
        raise UsageError(
            f"no adapter named {name!r}{hint}, or give your own with --adapter FILE.toml"
        )
    return Adapter(path)


def fitting(start: bytes) -> "list[str]":
    """Name the adapters that a file fits, by how it begins."""
    lines = start.decode("utf-8-sig", "replace").splitlines()
    return [each.name for each in adapters() if _fits(each, start, lines)]


def _fits(adapter: Adapter, start: bytes, lines: "list[str]") -> bool:
    if adapter.kind == "rdf":
        return any(mark.encode() in start for mark in adapter.told.get("marks", []))
    if adapter.kind == "topojson":
        return b'"Topology"' in start
    mark, delimiter = adapter.told.get("header_line", ""), adapter.told.get("delimiter", ",")
    header = (
        next((line[1:] for line in lines if line.startswith(mark)), "")
        if mark
        else lines[0]
        if lines
        else ""
    )
    return [cell.strip('"') for cell in header.split(delimiter)] == adapter.header
