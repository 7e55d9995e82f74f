"""Convert an answer to a pandas data frame or a networkx graph.

Draws nothing and asks no store.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.errors import MissingExtra
from secgraph.namespaces import NUMBERS, PREFIXES, curie
from secgraph.stores.answer import plain_text

if TYPE_CHECKING:
    import networkx
    import pandas

    Network = networkx.MultiDiGraph[str]

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple

# Vocabulary values (kinds, forces, polarities) and terms of the ontology become no nodes.
_VALUES = (PREFIXES["sgv"], PREFIXES["sg"])
# Columns with these endings become attributes of a node, not nodes.
_ATTRIBUTES = ("evidence", "source", "passage", "document")
# Columns that may hold the label of a claim, the best first.
_CLAIM_LABELS = ("first", "text", "why", "what", "relation", "purpose")


def pandas_frame(
    columns: Sequence[str],
    rows: Sequence[Sequence[Term | None]],
    **attrs: str,
) -> "pandas.DataFrame":
    """Give the rows as a data frame.

    Args:
        columns: Names of the columns.
        rows: Terms, None where nothing is bound.
        attrs: The ``.attrs`` of the frame.

    Returns:
        The columns in the order of the answer. Where all values are numbers or booleans the column
        has the nullable dtype of pandas; all other columns are texts.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("analysis", "a data frame") from error
    data = {name: [_python(row[place]) for row in rows] for place, name in enumerate(columns)}
    frame = pandas.DataFrame(data, columns=list(columns), dtype=object).convert_dtypes()
    frame.attrs.update(attrs)
    return frame


def _python(term: Term | None) -> object:
    if term is None:
        return None
    value = plain_text(term)
    kind: str = getattr(getattr(term, "datatype", None), "value", "")
    if not kind.startswith(PREFIXES["xsd"]):
        return value
    name = kind[len(PREFIXES["xsd"]) :]
    if name == "boolean":
        return value in ("true", "1")
    try:
        return NUMBERS.get(name, str)(value)
    except ValueError:
        return value


def network(
    rows: Iterable[Mapping[str, str]], topics: Sequence[tuple[str, str]], **attrs: str
) -> "Network":
    """Give the rows as a graph of claims and the things they are about.

    A row with a claim gives an edge from the claim to each thing in the row, or to the topics where
    the row names none; a row with two things gives an edge between them; a row with one thing gives
    an edge to it from the topics. Holders, kinds and polarities are attributes.

    Args:
        rows: Plain values by column.
        topics: IRI and label of each value of the question's parameters.
        attrs: The attributes of the graph.

    Returns:
        Nodes are IRIs, with ``label`` and ``kind`` (``claim`` or ``thing``), a claim with the
        values of its row; an edge has a ``label``.

    Raises:
        MissingExtra: networkx is not installed.
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtra("analysis", "a graph") from error
    graph: Network = networkx.MultiDiGraph()
    graph.graph.update(attrs)
    for row in rows:
        _add_row(graph, row, topics)
    return graph


def _add_row(graph: "Network", row: Mapping[str, str], topics: Sequence[tuple[str, str]]) -> None:
    things = _things(row)
    values = {
        name: value
        for name, value in row.items()
        if value and not name.endswith("Iri") and name not in things
    }
    claim, other = row.get("claim", ""), row.get("otherClaim", "")
    if claim:
        label = next((row[name] for name in _CLAIM_LABELS if row.get(name)), curie(claim))
        graph.add_node(claim, label=label, kind="claim", **values)
    nodes = {name: iri for name, iri in things.items() if iri not in (claim, other)}
    for name, iri in nodes.items():
        graph.add_node(iri, kind="thing", label=curie(row.get(f"{name}Text") or row[name]))
    if not other:
        _join(graph, claim, nodes, values, topics)
        return
    # A path of two claims: a topic, a claim, the things between, the other claim, the other topic.
    graph.add_node(other, label=row.get("second") or curie(other), kind="claim")
    for end, (topic, label) in zip((claim, other), topics, strict=False):
        graph.add_node(topic, kind="thing", label=label)
        for iri in (topic, *nodes.values()):
            graph.add_edge(end, iri, key=iri, label="")


def _things(row: Mapping[str, str]) -> dict[str, str]:
    """Give the column and IRI of each thing in a row that can stand in a relation."""
    things = {}
    for name, value in row.items():
        iri = row.get(f"{name}Iri", value)
        if (
            _is_thing(iri)
            and " " not in iri
            and not name.endswith("Iri")
            and not name.lower().endswith(_ATTRIBUTES)
            and "older" not in name
        ):
            things[name] = iri
    return things


def _join(
    graph: "Network",
    claim: str,
    nodes: Mapping[str, str],
    values: Mapping[str, str],
    topics: Sequence[tuple[str, str]],
) -> None:
    """Add the edges of a row with at most one claim."""
    first, *rest = nodes.values() or ("",)
    if claim:
        for name, iri in nodes.items():
            graph.add_edge(claim, iri, label=name)
    elif rest:
        for name, iri in list(nodes.items())[1:]:
            graph.add_edge(first, iri, label=values.get("relation", name))
        return
    # A row that names one thing, or none, is about the topics.
    alone = first if not claim else "" if nodes else claim
    label = next((values[name] for name in ("relation", "kind", "option") if name in values), "")
    for topic, topic_label in topics if alone else ():
        if topic != alone and _is_thing(topic):
            graph.add_node(topic, kind="thing", label=topic_label)
            graph.add_edge(*((claim, topic) if claim else (topic, alone)), label=label)


def _is_thing(iri: str) -> bool:
    """Whether a value is the IRI or the blank node of something that can stand in a relation."""
    return iri.startswith(("http://", "https://", "_:")) and not iri.startswith(_VALUES)
