"""Read the tables that map codes of datasets to things of the graph, which lie beside the adapters.

A table is tab-separated with a header; its rows are facts with their source, never guesses made
here.
"""

import functools
import os.path

from secgraph.dataset import location
from secgraph.errors import BadFile
from secgraph.syntax import textfile


def folder() -> str:
    """Give the folder of the adapters that come with the package."""
    return os.path.join(location.root(), "data", "adapters")


@functools.cache
def rows(path: str) -> list[dict[str, str]]:
    """Read the rows of a table.

    Raises:
        BadFile: It cannot be read, is no text in UTF-8, or a row has other columns than the header.
    """
    lines = textfile.lines(textfile.read(path))
    header = lines[0].split("\t")
    table = []
    for number, line in enumerate(lines[1:], 2):
        if line:
            cells = line.split("\t")
            if len(cells) != len(header):
                raise BadFile(
                    path, f"has {len(cells)} columns where the header has {len(header)}", number
                )
            table.append(dict(zip(header, cells, strict=True)))
    return table


@functools.cache
def index(path: str, column: str) -> dict[str, dict[str, str]]:
    """Give the rows of a table by the value of one column; rows with an empty value are left out.

    Raises:
        BadFile: The table has no such column, or two rows have the same value.
    """
    by_code: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows(path), 2):
        if column not in row:
            raise BadFile(path, f"has no column {column!r}; it has {', '.join(row)}")
        code = row[column]
        if code and code in by_code:
            raise BadFile(path, f"{column} {code!r} stands for two things", number)
        if code:
            by_code[code] = row
    return by_code


@functools.cache
def same() -> dict[str, str]:
    """Map IRIs made from a dataset to the IRIs that the release has for the same things."""
    return {row["made"]: row["thing"] for row in rows(os.path.join(folder(), "same.tsv"))}
