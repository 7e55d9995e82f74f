"""Write the graph of an answer as GraphML, as GEXF, or as a list of edges in CSV.

What is a node and an edge is decided in frames. The same answer gives the same bytes.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from secgraph.errors import UsageError
from secgraph.query import frames, shaping

if TYPE_CHECKING:
    import networkx

    from secgraph.query.result import Result

    Network = networkx.MultiDiGraph[str]

ENDS = ("source", "target", "sourceLabel", "targetLabel", "sourceKind", "targetKind")
"""The first columns of a list of edges; ``label`` and ``weight`` follow, then the measures."""

_PAIR = frozenset({"aIri", "bIri"})
"""The columns of answers about pairs, such as the agreement of two states."""

_DAY = "2000-01-01"


def graphml(result: "Result") -> bytes:
    """Write the graph as GraphML.

    Raises:
        MissingExtra: networkx is not installed.
        UsageError: Nothing in the answer stands in a relation.
    """
    graph = _directed_or_not(result)
    from networkx.readwrite.graphml import GraphMLWriter

    writer = GraphMLWriter(graph=graph, encoding="utf-8", prettyprint=True)
    # networkx counts the edges of each pair anew, and GraphML wants an id for each of the graph.
    for number, edge in enumerate(writer.xml.iter("edge")):
        edge.set("id", str(number))
    target = io.BytesIO()
    writer.dump(target)
    return target.getvalue()


def gexf(result: "Result") -> bytes:
    """Write the graph as GEXF 1.2: see :func:`graphml`."""
    graph = _directed_or_not(result)
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(graph)
    # networkx writes the day of today, and the same answer would have other bytes tomorrow.
    for meta in writer.xml.iter("meta"):
        meta.set("lastmodifieddate", _DAY)
    target = io.BytesIO()
    ElementTree.ElementTree(writer.xml).write(target, encoding="utf-8", xml_declaration=True)
    return target.getvalue() + b"\n"


def edges(result: "Result") -> bytes:
    """Write the edges as CSV, one in a row, with what is said of the claim at their beginning.

    The weight is the first measure of the question, and 1 for an edge of a claim, so that the
    weights between two nodes add up to the number of claims that join them.
    """
    graph = _graph(result)
    measures = _names(data for _, _, data in graph.edges(data=True))
    facets = _names(graph.nodes[source] for source, _ in graph.edges())
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow((*ENDS, "label", "weight", *measures, *facets))
    for source, end, data in graph.edges(data=True):
        first, last = graph.nodes[source], graph.nodes[end]
        writer.writerow(
            (
                *(source, end, first["label"], last["label"], first["kind"], last["kind"]),
                *(data["label"], data["weight"]),
                *(data.get(name, "") for name in measures),
                *(first.get(name, "") for name in facets),
            )
        )
    return target.getvalue().encode()


def _directed_or_not(result: "Result") -> "Network | networkx.MultiGraph[str]":
    """Give the graph, without directions where the rows are of pairs, of which none is the first.

    Programs count what comes in and goes out, which of a pair says nothing but its order by name.
    """
    graph = _graph(result)
    return graph.to_undirected() if _PAIR.issubset(result.columns) else graph


def _names(parts: Iterable[Mapping[str, object]]) -> list[str]:
    """Give the names that some parts of a graph have beside those that all have."""
    return sorted({name for part in parts for name in part} - {"label", "weight", "kind"})


def _graph(result: "Result") -> "Network":
    """Give the graph, each edge with a weight.

    Raises:
        UsageError: There is no edge.
    """
    shaping.check_rows(result, "a graph")
    graph = frames.of_graph(result)
    if not graph.number_of_edges():
        raise UsageError(
            "nothing in this answer stands in a relation to something else, so there is no graph "
            "to write; take csv, or ask alignment/partners or record/agreement-within"
        )
    for _, _, data in graph.edges(data=True):
        data.setdefault("weight", 1)
    return graph
