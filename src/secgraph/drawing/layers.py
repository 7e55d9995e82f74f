"""Arrange an answer as a graph to be drawn in layers: arguments as a chain or a tree.

Says which rows are left out. Draws nothing.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from secgraph.namespaces import PREFIXES, SG, is_iri
from secgraph.query import shaping
from secgraph.query.result import Result
from secgraph.query.terms import plain
from secgraph.stores.answer import Answer

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

MOST = 40
"""Of more rows than these the first ones are drawn: nobody could read all."""

MOST_STEPS = 16
"""Of a tree of more claims than these only those that are near what was asked are drawn."""

_UNSPOKEN = ("a", "b", "thing", "other", "asked about", "otherText", "text")
"""Labels of edges that say nothing: names of columns."""

_STEPS = """PREFIX sg: <%s> PREFIX rdfs: <%s>
SELECT DISTINCT ?from ?fromLabel ?kind ?to ?toLabel WHERE {
  VALUES ?one { %s }
  VALUES (?step ?kind) {
    (sg:supports "supports") (sg:exemplifies "exemplifies") (sg:elaborates "elaborates")
  }
  { ?one ?step ?to . BIND (?one AS ?from) } UNION { ?from ?step ?one . BIND (?one AS ?to) }
  ?from a sg:Claim ; rdfs:label ?fromLabel . ?to a sg:Claim ; rdfs:label ?toLabel .
} ORDER BY ?from ?to ?kind"""

_ASKED = """PREFIX sg: <%s>
SELECT DISTINCT ?claim WHERE {
  VALUES ?asked { %s } ?claim a sg:Claim ; sg:hasEvidence? ?asked . }"""


@dataclass(frozen=True, slots=True)
class Layered:
    """A graph to be drawn.

    Attributes:
        network: Its nodes and edges.
        is_chain: Whether it is a chain, which is drawn from the top down.
        notes: What is left out, and what its lines mean.
    """

    network: "Network"
    is_chain: bool = False
    notes: list[str] = field(default_factory=list)


def of(result: Result) -> Layered:
    """Arrange an answer.

    Rows with a column ``line`` and a ``step`` make a chain; rows with ``steps`` and ``kinds`` a
    tree of the steps between their claims, as the store has them; others what
    :func:`secgraph.query.frames.network` makes of them.

    Raises:
        MissingExtra: networkx is not installed.
    """
    columns = set(result.columns)
    is_chain = {"line", "step", "claim"} <= columns
    is_tree = {"steps", "kinds", "claim"} <= columns and result.ask_again is not None
    shown, notes = _nearest(result) if is_tree else _first(result)
    network = shown.to_networkx(asked=True)
    if is_chain:
        network = _chain(network, shown.rows)
    elif is_tree:
        network = _tree(network, shown)
    else:
        _mark(network)
    missing = sum(not _is_drawn(row, network) for row in shown.rows)
    if missing:
        rows = "1 row names" if missing == 1 else f"{missing} rows name"
        notes.append(f"{rows} nothing that can stand in a relation, and is left out")
    if any(data.get("polarity") == "denied" for _, data in network.nodes(data=True)):
        notes.append("dashed: denied")
    return Layered(network, is_chain, notes)


def _first(result: Result) -> tuple[Result, list[str]]:
    """Give the first rows of a long answer, and say how many are left out."""
    if len(result) <= MOST:
        return result, []
    note = f"the first {MOST} of {len(result):,} rows; the others are left out"
    return shaping.first_rows(result, MOST), [note]


def _nearest(result: Result) -> tuple[Result, list[str]]:
    """Give of a large tree the rows that are the fewest steps away, and say what is left out."""
    if len(result) <= MOST_STEPS:
        return result, []
    away = sorted(int(row["steps"]) for row in result.rows)
    reach = max(away[MOST_STEPS] - 1, away[0])
    place = result.columns.index("steps")
    rows = [row for row in result.terms if int(plain(row[place])) <= reach][:MOST]
    shown = result.derived(Answer(result.columns, rows))
    steps = "1 step" if reach == 1 else f"{reach} steps"
    note = f"the claims up to {steps} away; {len(result) - len(rows)} rows are left out"
    return shown, [note]


def _mark(network: "Network") -> None:
    """Mark what edges lead to, take off labels that say nothing, and edges that stand twice."""
    seen = set()
    for first, last, key, data in list(network.edges(keys=True, data=True)):
        data["asked"] = data.get("label") == "asked about"
        data["mutual"] = "weight" in data
        if data.get("label") in _UNSPOKEN or network.nodes[first]["label"] == data.get("label"):
            data["label"] = ""
        if (first, last, data.get("label")) in seen:
            network.remove_edge(first, last, key)
        seen.add((first, last, data.get("label")))


def _is_drawn(row: Mapping[str, str], network: "Network") -> bool:
    return any(value in network for value in row.values() if value)


def _empty(network: "Network") -> "Network":
    """Give the claims of a graph without its edges."""
    kept = network.copy()
    kept.remove_nodes_from([node for node, data in network.nodes(data=True) if _is_thing(data)])
    kept.remove_edges_from(list(kept.edges(keys=True)))
    return kept


def _is_thing(data: Mapping[str, str]) -> bool:
    return data.get("kind") != "claim"


def _chain(network: "Network", rows: "list[dict[str, str]]") -> "Network":
    """Join the claims of each line in their order."""
    chain = _empty(network)
    lines: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        lines.setdefault(row["line"], []).append(row)
    for members in lines.values():
        claims = [row["claim"] for row in sorted(members, key=lambda row: int(row["step"]))]
        for first, last in itertools.pairwise(claims):
            if first != last:
                chain.add_edge(first, last, label="")
    return chain


def _tree(network: "Network", result: Result) -> "Network":
    """Join the claims by the steps between them, and with those that were asked about."""
    tree = _empty(network)
    ask = result.ask_again
    assert ask is not None  # noqa: S101 - it was looked at
    asked = [iri for _, values in result.about.values for iri, _ in values]
    ends = {row[0] for row in ask(_ASKED % (SG, _iris(asked)))} if asked else set()
    known = set(tree)
    steps = ask(_STEPS % (SG, PREFIXES["rdfs"], _iris(sorted(known))))
    for first, first_label, kind, last, last_label in steps:
        if {first, last} <= known | ends:
            for claim, label in ((first, first_label), (last, last_label)):
                if claim not in tree:
                    tree.add_node(claim, kind="claim", label=label)
            tree.add_edge(first, last, label=kind)
    return tree


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris if is_iri(iri))
