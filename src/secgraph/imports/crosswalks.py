"""Read the small tables that lead from the codes of datasets to things, as they stand beside the adapters.

A table is tab-separated with a header; its rows are facts with their source, never guesses made
here.
"""

import functools
import os.path

from secgraph.dataset import location
from secgraph.errors import BadFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    Rows = list[dict[str, str]]


def folder() -> str:
    """Give the folder of the adapters that come with the package."""
    return os.path.join(location.root(), "data", "adapters")


@functools.cache
def rows(path: str) -> "Rows":
    """Give the rows of a table.

    Raises:
        BadFile: It is not there, or a row has other columns than the header.
    """
    try:
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.read().split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(path, "cannot be read as a UTF-8 table") from error
    header = lines[0].split("\t")
    found = []
    for number, line in enumerate(lines[1:], 2):
        if line:
            cells = line.split("\t")
            if len(cells) != len(header):
                raise BadFile(
                    path, f"has {len(cells)} columns where the header has {len(header)}", number
                )
            found.append(dict(zip(header, cells, strict=True)))
    return found


@functools.cache
def index(path: str, by: str) -> "dict[str, dict[str, str]]":
    """Give the rows of a table by the value of one column; empty values lead nowhere.

    Raises:
        BadFile: The table has no such column, or two rows have the same value.
    """
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows(path), 2):
        if by not in row:
            raise BadFile(path, f"has no column {by!r}; it has {', '.join(row)}")
        code = row[by]
        if code and code in found:
            raise BadFile(path, f"{by} {code!r} stands for two things", number)
        if code:
            found[code] = row
    return found


@functools.cache
def same() -> "dict[str, str]":
    """Give the things that the release already has under another name: IRI made from a dataset to IRI of the release."""
    return {row["made"]: row["thing"] for row in rows(os.path.join(folder(), "same.tsv"))}
