"""Hand an answer to the libraries in which people go on working: pandas and networkx.

The only importer of either. Draws nothing and asks nothing.
"""

from secgraph.errors import MissingExtra
from secgraph.namespaces import NUMBERS, PREFIXES, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import networkx
    import pandas
    import pyoxigraph

    Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal

    Network = networkx.MultiDiGraph[str]


# Kinds, forces, polarities and terms say how something is; they are no things that stand in
# relations.
_VALUES = (PREFIXES["sgv"], PREFIXES["sg"])
# Where something stands and who vouches for it is told of a node, not drawn as one.
_TOLD = ("evidence", "source", "passage", "document")


def pandas_frame(
    columns: "Sequence[str]",
    rows: "Sequence[Sequence[Term | pyoxigraph.Triple | None]]",
    **attrs: str,
) -> "pandas.DataFrame":
    """Give the rows as a data frame.

    Args:
        columns: Their names.
        rows: Terms, None where nothing is bound.
        attrs: What is told of the frame in ``.attrs``.

    Returns:
        A column for each of the answer's, in its order. Where all values are numbers or truths the
        column has pandas' type for them, which knows missing values; all others are texts.

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("analysis", "a data frame") from error
    made = {name: [_python(row[place]) for row in rows] for place, name in enumerate(columns)}
    frame = pandas.DataFrame(made, columns=list(columns), dtype=object).convert_dtypes()
    frame.attrs.update(attrs)
    return frame


def _python(term: "Term | pyoxigraph.Triple | None") -> object:
    if term is None:
        return None
    value: str = getattr(term, "value", str(term))
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
    rows: "Iterable[Mapping[str, str]]", asked: "Sequence[tuple[str, str]]", **attrs: str
) -> "Network":
    """Give the rows as a graph of claims and the things they are about.

    A row with a claim gives an edge from the claim to each thing in the row, or to what was asked
    about where the row names none; a row of two things gives an edge between them; a row of one
    thing gives an edge to it from what was asked about. Holders, kinds and polarities are
    attributes.

    Args:
        rows: Plain values by column.
        asked: IRI and label of each thing that was asked about.
        attrs: What is told of the graph.

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
        things = _things(row)
        told = {
            name: value
            for name, value in row.items()
            if value and not name.endswith("Iri") and name not in things
        }
        claim, other = row.get("claim", ""), row.get("otherClaim", "")
        if claim:
            text = next(
                (
                    row[name]
                    for name in ("first", "text", "why", "what", "relation", "purpose")
                    if row.get(name)
                ),
                "",
            ) or curie(claim)
            graph.add_node(claim, label=text, kind="claim", **told)
        nodes = {name: iri for name, iri in things.items() if iri not in (claim, other)}
        for name, iri in nodes.items():
            label = row[f"{name}Text"] if row.get(f"{name}Text") else row[name]
            graph.add_node(iri, kind="thing", label=curie(label))
        if other:
            # A path of two claims: what was asked about, a claim, what stands between, a claim,
            # what was asked about.
            graph.add_node(other, label=row.get("second") or curie(other), kind="claim")
            for each, (end, label) in zip((claim, other), asked, strict=False):
                graph.add_node(end, kind="thing", label=label)
                for iri in (end, *nodes.values()):
                    graph.add_edge(each, iri, key=iri, label="")
        else:
            _join(graph, claim, nodes, told, asked)
    return graph


def _things(row: "Mapping[str, str]") -> "dict[str, str]":
    """Give the column and IRI of each thing in a row that can stand in a relation."""
    found = {}
    for name, value in row.items():
        iri = row.get(f"{name}Iri", value)
        single = iri.startswith(("http://", "https://")) and " " not in iri
        if (
            single
            and not name.endswith("Iri")
            and not iri.startswith(_VALUES)
            and not name.lower().endswith(_TOLD)
            and "older" not in name
        ):
            found[name] = iri
    return found


def _join(
    graph: "Network",
    claim: str,
    nodes: "Mapping[str, str]",
    told: "Mapping[str, str]",
    asked: "Sequence[tuple[str, str]]",
) -> None:
    names = list(nodes)
    if len(names) > 1 and not claim:
        for name in names[1:]:
            graph.add_edge(nodes[names[0]], nodes[name], label=told.get("relation", name))
        return
    if claim:
        for name in names:
            graph.add_edge(claim, nodes[name], label=name)
    # A row that names one thing, or none, is about what was asked about.
    alone = claim if claim and not names else nodes[names[0]] if names and not claim else None
    for iri, label in asked if alone else ():
        if iri != alone and iri.startswith(("http://", "https://")) and not iri.startswith(_VALUES):
            graph.add_node(iri, kind="thing", label=label)
            first, last = (claim, iri) if claim else (iri, alone or "")
            graph.add_edge(
                first,
                last,
                label=next(
                    (told[name] for name in ("relation", "kind", "option") if name in told), ""
                ),
            )
