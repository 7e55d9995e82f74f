"""Convert an answer to a pandas data frame or a networkx graph.

Draws nothing and asks no store.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.errors import MissingExtra, UsageError
from secgraph.namespaces import NUMBERS, PREFIXES, curie
from secgraph.query.terms import plain

if TYPE_CHECKING:
    from typing import Any

    import networkx
    import pandas

    from secgraph.query.result import Result
    from secgraph.query.terms import Term

    Network = networkx.MultiDiGraph[str]

_INT64 = range(-(2**63), 2**63)
_XML_SPACE = " \t\r\n"
_NOTHING = re.compile(r"(?!)")
_DAY = r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"
_MOMENT = _DAY + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_FORMS = {
    **{
        name: re.compile(
            r"[+-]?[0-9]{1,4000}"
            if kind is int
            else r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
            if name == "decimal"
            else r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)|NaN"
        )
        for name, kind in NUMBERS.items()
    },
    "boolean": re.compile("true|false|0|1"),
    "gYear": re.compile(r"(?!0000)[0-9]{4}"),
    "date": re.compile(_DAY),
    "dateTime": re.compile(f"{_MOMENT}{_ZONE}?"),
    "dateTimeStamp": re.compile(_MOMENT + _ZONE),
}
"""The forms of XML Schema that become values in Python, by datatype; others stay texts."""

_DTYPES = {
    frozenset({"whole"}): "Int64",
    frozenset({"number"}): "Float64",
    frozenset({"whole", "number"}): "Float64",
    frozenset({"boolean"}): "boolean",
    frozenset({"date"}): "datetime64[us]",
    frozenset({"moment"}): "datetime64[us, UTC]",
}
"""The dtype of a column by the kinds of its values."""

# Vocabulary values (kinds, forces, polarities) and terms of the ontology become no nodes.
_VALUES = (PREFIXES["sgv"], PREFIXES["sg"])
# Columns with these endings become attributes of a node, not nodes.
_ATTRIBUTES = ("evidence", "source", "passage", "document")
# Columns that may hold the label of a claim, the best first.
_CLAIM_LABELS = ("first", "text", "why", "what", "relation", "purpose")


def of_result(result: "Result", *, iris: bool = True) -> "pandas.DataFrame":
    """Give the rows of an answer as a data frame: see :meth:`Result.to_pandas`."""
    if result.truth is not None:
        raise UsageError("the answer is a truth and has no rows; it stands in .truth")
    facts = {"question": result.title, "release": result.release}
    if result.triples is not None:
        parts = [(triple.subject, triple.predicate, triple.object) for triple in result.triples]
        return pandas_frame(("subject", "predicate", "object"), parts, **facts)
    if iris:
        return pandas_frame(result.columns, result.terms, **facts)
    from secgraph.query import shaping, typed

    shown = shaping.with_days(shaping.labelled(result))
    frame = pandas_frame(shown.columns, shown.terms, **facts)
    for column in typed.columns(shown):
        if column.kind == "date":
            frame[column.name] = _dates(column.cells)
    coded = [name for name in result.shown if _is_coded(result, name)]
    return frame.astype(dict.fromkeys(coded, "category"))


def _dates(cells: "Sequence[object]") -> "pandas.Series[Any]":
    import pandas

    return pandas.Series(cells, dtype="datetime64[us]")


def _is_coded(result: "Result", name: str) -> bool:
    """Whether the values of a column are all of a vocabulary, as polarities and forces are."""
    if f"{name}Iri" not in result.columns:
        return False
    place = result.columns.index(f"{name}Iri")
    iris = [plain(row[place]) for row in result.terms if row[place] is not None]
    return bool(iris) and all(iri.startswith(PREFIXES["sgv"]) for iri in iris)


def pandas_frame(
    columns: Sequence[str],
    rows: "Sequence[Sequence[Term | None]]",
    **attrs: str,
) -> "pandas.DataFrame":
    """Give the rows as a data frame.

    Args:
        columns: Names of the columns.
        rows: Terms, None where nothing is bound.
        attrs: The ``.attrs`` of the frame.

    Returns:
        The columns in the order of the answer, each with the first of these dtypes that all of its
        values have; empty texts and unbound values are missing (in a column of texts an empty text
        stays one):

        ========== ================================================================
        Int64      ``xsd:integer`` and the types derived from it; the year of ``xsd:gYear``
        Float64    these with ``xsd:decimal``, ``xsd:double`` and ``xsd:float``; ``NaN`` is missing
        boolean    ``xsd:boolean``
        datetime64 ``xsd:date`` and ``xsd:dateTime`` without a zone
        datetime64 ``xsd:dateTime`` with a zone and ``xsd:dateTimeStamp``, as the moment in UTC
        object     numbers of which a whole one is too large for Int64; numbers or truths beside
                   texts
        str        all others: IRIs, texts, dates with a zone, moments of which some have a zone and
                   some none, years beyond 0001 to 9999, durations, ill-typed values
        ========== ================================================================

    Raises:
        MissingExtra: pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("analysis", "a data frame") from error
    # By number, since two columns of another store may have one name.
    data = {place: _series([row[place] for row in rows]) for place in range(len(columns))}
    frame = pandas.DataFrame(data, index=pandas.RangeIndex(len(rows)))
    frame.columns = pandas.Index(list(columns))
    frame.attrs.update(attrs)
    return frame


def _series(terms: "Sequence[Term | None]") -> "pandas.Series[Any]":
    """Give a column with the dtype that all of its values have."""
    import pandas

    values = [value(term) for term in terms if term is not None and not _is_empty(term)]
    kinds = {kind for kind, _ in values}
    dtype = _DTYPES.get(frozenset(kinds))
    if not dtype:
        mixed = [None if term is None else _number_or_text(term) for term in terms]
        return pandas.Series(mixed, dtype=object).convert_dtypes()
    known = iter(values)
    cells = [None if term is None or _is_empty(term) else next(known)[1] for term in terms]
    if any(cell not in _INT64 for cell in cells if isinstance(cell, int)):
        return pandas.Series(cells, dtype=object)
    return pandas.Series(cells, dtype=dtype)


def _number_or_text(term: "Term") -> object:
    """Give a term of a column of several kinds: a number or a truth as such, else its text."""
    kind, content = value(term)
    return content if kind in ("whole", "number", "boolean") else plain(term)


def _is_empty(term: "Term") -> bool:
    """Whether a term is the empty text, which stands for nothing beside values of other types."""
    return isinstance(term, pyoxigraph.Literal) and not term.value and not term.language


def value(term: "Term") -> tuple[str, object]:
    """Give the kind of a term, empty for a text, and its value in Python."""
    if not isinstance(term, pyoxigraph.Literal) or term.language:
        return "", None
    datatype, text = term.datatype.value, term.value.strip(_XML_SPACE)
    name = datatype.removeprefix(PREFIXES["xsd"])
    if name == datatype or not _FORMS.get(name, _NOTHING).fullmatch(text):
        return "", None
    if name in NUMBERS:
        is_whole = NUMBERS[name] is int
        return ("whole", int(text)) if is_whole else ("number", float(text))
    if name == "gYear":
        return "whole", int(text)
    if name == "boolean":
        return name, text in ("true", "1")
    try:
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return "date", moment
        return "moment", moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError):  # such as 30 February, or before the year 1 in UTC
        return "", None


def of_graph(result: "Result", *, asked: bool = True) -> "Network":
    """Give the rows of an answer as a graph: see :func:`network`."""
    values = [pair for _, pairs in result.about.values for pair in pairs]
    facts = {"question": result.title, "release": result.release}
    return network(result.rows, values, _measures(result), asked=asked, **facts)


def _measures(result: "Result") -> "dict[str, type[float]]":
    """Give the columns of numbers and their types, those that the question names first.

    A question that names none has none: its numbers are ordinals or places in a text.
    """
    if not result.about.bars:
        return {}
    types: dict[str, type[float]] = {}
    for name in (*result.about.bars, *result.shown):
        place = result.columns.index(name) if name in result.columns else -1
        terms = [row[place] for row in result.terms] if place >= 0 else []
        kinds = {value(term)[0] for term in terms if term is not None and not _is_empty(term)}
        if kinds and kinds <= {"whole", "number"}:
            types.setdefault(name, int if kinds == {"whole"} else float)
    return types


def network(
    rows: Iterable[Mapping[str, str]],
    topics: Sequence[tuple[str, str]],
    measures: "Mapping[str, type[float]] | None" = None,
    *,
    asked: bool = False,
    **attrs: str,
) -> "Network":
    """Give the rows as a graph of claims and the things they are about.

    A row with a claim gives an edge from the claim to each thing in the row, or to the topics where
    the row names none; a row with two things gives an edge between them; a row with one thing gives
    an edge to it from the topics. Holders, kinds and polarities are attributes.

    Args:
        rows: Plain values by column.
        topics: IRI and label of each value of the question's parameters.
        measures: Columns of numbers with their types, that of the weight first.
        asked: Whether a claim about other things has an edge to each topic too.
        attrs: The attributes of the graph.

    Returns:
        Nodes are IRIs, with ``label`` and ``kind`` (``claim`` or ``thing``), a claim with the
        values of its row; an edge has a ``label``, that of a row without a claim also the numbers
        of its measures, and the first of them as its ``weight``.

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
        _add_row(graph, row, topics, _numbers(row, measures or {}))
        # A path of two claims joins both topics already.
        if asked and not row.get("otherClaim"):
            _add_asked(graph, row, topics)
    return graph


def _add_asked(graph: "Network", row: Mapping[str, str], topics: Sequence[tuple[str, str]]) -> None:
    """Add an edge from the claim of a row to each topic; its document is where it stands only."""
    claim = row.get("claim", "")
    for topic, label in topics if claim in graph else ():
        is_document = topic in (row.get("documentIri"), row.get("otherDocumentIri"))
        if _is_thing(topic) and not is_document and not graph.has_edge(claim, topic):
            graph.add_node(topic, kind="thing", label=label)
            graph.add_edge(claim, topic, label="asked about")


def _numbers(row: Mapping[str, str], measures: "Mapping[str, type[float]]") -> dict[str, float]:
    """Give the measures of a row, and the first of them as its weight."""
    numbers = {name: kind(row[name]) for name, kind in measures.items() if row[name]}
    first = next(iter(measures), "")
    return {**numbers, "weight": numbers[first]} if first in numbers else numbers


def _add_row(
    graph: "Network",
    row: Mapping[str, str],
    topics: Sequence[tuple[str, str]],
    numbers: Mapping[str, float],
) -> None:
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
        _join(graph, claim, nodes, values, topics, numbers=numbers)
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
    *,
    numbers: Mapping[str, float],
) -> None:
    """Add the edges of a row with at most one claim."""
    first, *rest = nodes.values() or ("",)
    if claim:
        for name, iri in nodes.items():
            graph.add_edge(claim, iri, label=name)
    elif rest:
        for name, iri in list(nodes.items())[1:]:
            label = values.get("relation", _measure(numbers) or name)
            graph.add_edge(first, iri, label=label, **numbers)
        return
    # A row that names one thing, or none, is about the topics.
    alone = first if not claim else "" if nodes else claim
    label = next((values[name] for name in ("relation", "kind", "option") if name in values), "")
    for topic, topic_label in topics if alone else ():
        if topic != alone and _is_thing(topic):
            graph.add_node(topic, kind="thing", label=topic_label)
            start, end = (claim, topic) if claim else (topic, alone)
            graph.add_edge(start, end, label=label, **({} if claim else numbers))


def _measure(numbers: Mapping[str, float]) -> str:
    """Give the name and the number of the weight; empty where there is none."""
    return next((f"{name} {number:g}" for name, number in numbers.items()), "")


def _is_thing(iri: str) -> bool:
    """Whether a value is the IRI or the blank node of something that can stand in a relation."""
    return iri.startswith(("http://", "https://", "_:")) and not iri.startswith(_VALUES)
