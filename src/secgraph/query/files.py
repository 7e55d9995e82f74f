"""Write an answer as a file of another program: a table with types, or a graph.

Chooses the writer; writes nothing itself.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from secgraph.query import columnar, networks, sheet

if TYPE_CHECKING:
    from secgraph.query.result import Result

_WRITERS: dict[str, Callable[["Result"], bytes]] = {
    "xlsx": sheet.xlsx,
    "parquet": columnar.parquet,
    "arrow": columnar.arrow_file,
    "graphml": networks.graphml,
    "gexf": networks.gexf,
    "edges": networks.edges,
}


def write(result: "Result", format: str) -> bytes:
    """Write the whole answer in one of :data:`secgraph.query.result.FILES`.

    Raises:
        MissingExtra: The library that writes it is not installed.
        UsageError: The format cannot hold this answer.
    """
    return _WRITERS[format](result)
