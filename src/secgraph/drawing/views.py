"""Draw an answer: as bars, as a graph of claims and their subjects, as a timeline, or on a map.

Selects what is drawn from the answer; the drawing itself is in figures.
"""

import datetime

from secgraph.drawing import figures, geometry
from secgraph.drawing.geometry import Point
from secgraph.errors import UsageError
from secgraph.namespaces import NUMBERS
from secgraph.query.result import Result
from secgraph.query.spans import days
from secgraph.query.terms import plain

VIEWS = ("bars", "graph", "map", "timeline")
"""What :func:`draw` can draw."""

_GROUPS = ("option", "outcome", "same", "polarity", "status", "degree", "class", "kind")
"""The columns by which a map groups places; the first that an answer has is used."""

_DATED = "timeline/events, groupings/at-date or votes/how-actor-voted"


def draw(result: Result, view: str = "graph") -> bytes:
    """Draw an answer as SVG.

    Args:
        result: Rows; for a timeline with a column ``when`` or ``date``, or ``start`` and ``until``.
        view: ``bars`` (one for each row, of the numbers that the question names), ``graph`` (claims
            in the middle in the order of the answer, the things they are about on both sides,
            denied claims dashed), ``timeline`` (one line for each row, a bar from the first to the
            last day that its date may mean) or ``map`` (states and regions at their places, joined
            where a row has two).

    Returns:
        SVG in UTF-8, the same bytes for the same answer.

    Raises:
        UsageError: No such view, or nothing in the answer that it could draw.
        MissingExtra: The drawing library is not installed.
    """
    if view not in VIEWS:
        raise UsageError(f"no view {view!r}; use one of {', '.join(VIEWS)}")
    title = result.title or "secgraph"
    under = "; ".join(filter(None, (result.subtitle, f"secgraph {result.release}")))
    if view == "bars":
        return figures.bars(*measured(result), title=title, under=under)
    if view == "timeline":
        return figures.timeline(spans(result), title, under)
    if view == "map":
        marks, lines, missing = located(result)
        regions = {label: geometry.outline(iri) for iri, (label, _, _) in marks.items()}
        note = f"without a place on the map: {', '.join(missing)}" if missing else ""
        return figures.world(
            list(marks.values()),
            lines,
            geometry.outline(geometry.LAND),
            regions,
            title=title,
            under="\n".join(filter(None, (under, note))),
        )
    network = result.to_networkx(asked=False)
    if not network.number_of_edges():
        raise UsageError(
            "nothing in this answer stands in a relation to something else, "
            "so there is no graph to draw; leave out --view graph"
        )
    return figures.graph(network, title, under)


def measured(result: Result) -> tuple[list[str], list[str], list[list[float | None]]]:
    """Give the bars of an answer.

    Returns:
        The label of each bar; the names of its parts; for each row the lengths of its parts, None
        where the answer has no number.

    Raises:
        UsageError: The question names no columns to draw, one of them has no numbers, or there is
            no row.
    """
    parts = list(result.about.bars)
    if not parts or not len(result):
        why = "this answer has no row" if parts else "this question names no numbers"
        raise UsageError(
            f"{why} to draw bars of; try record/by-grouping or record/agreement-within"
        )
    for name in parts:
        if name not in result.shown or not _all_numbers(result, name):
            raise UsageError(
                f"'bars' in the header of {result.about.name} names {name!r}, "
                "which is no column of numbers that could be drawn"
            )
    before = result.shown[: result.shown.index(parts[0])]
    texts = [name for name in before if not _all_numbers(result, name)]
    labels = [", ".join(filter(None, (row[name] for name in texts))) for row in result.rows]
    return labels, parts, [[_length(row[name]) for name in parts] for row in result.rows]


def _length(value: str) -> float | None:
    """Give a number that a bar can show: finite and not below 0; None for any other."""
    try:
        number = float(value) if value else -1.0
    except ValueError:  # an ill-typed literal
        return None
    return number if 0 <= number < float("inf") else None


def _all_numbers(result: Result, name: str) -> bool:
    """Whether a column holds only numbers or nothing, by datatype: a year is no number here."""
    place = result.columns.index(name)
    terms = [term for row in result.terms if plain(term := row[place])]
    return {
        getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2] for term in terms
    } <= NUMBERS.keys()


def located(
    result: Result,
) -> tuple[dict[str, tuple[str, Point, str]], list[tuple[Point, Point, bool]], list[str]]:
    """Give the things of an answer that have a place, and the relations between them.

    Returns:
        By IRI the label, the place and the group of each; for each row with two of them their
        places, and whether it is denied; the labels of things in the same columns that have no
        place.

    Raises:
        UsageError: Nothing in the answer has a place.
    """
    columns = [name for name in result.columns if f"{name}Iri" in result.columns]
    by = next((name for name in _GROUPS if name in result.columns), "")
    marks: dict[str, tuple[str, Point, str]] = {}
    lines: dict[tuple[Point, Point, bool], None] = {}
    missing: dict[str, set[str]] = {name: set() for name in columns}
    used = set()
    # Where the parameters have one thing with a place, each row is about it too.
    parameters = [
        (label, place, iri)
        for _, values in result.about.values
        for iri, label in values
        if (place := geometry.point(iri))
    ]
    for row in result.rows:
        here: list[Point] = [place for _, place, _ in parameters] if len(parameters) == 1 else []
        for name in columns:
            label, iri = row.get(name, ""), row.get(f"{name}Iri", "")
            place = geometry.point(iri) if iri else None
            if place is None:
                missing[name] |= {label} - {""}
                continue
            used.add(name)
            group = row.get(by, "")
            before = marks.get(iri, (label, place, group))
            marks[iri] = (label, place, group if before[2] == group else "several")
            here += [place] if place not in here else []
        if len(here) > 1:
            lines[here[0], here[1], row.get("polarity") == "denied"] = None
    if marks and len(parameters) == 1:
        label, place, iri = parameters[0]
        marks.setdefault(iri, (label, place, ""))
    if not marks:
        raise UsageError(
            "nothing in this answer has a place that a source at hand gives, "
            "so there is no map to draw; try votes/on or groupings/members"
        )
    # Columns without any place, such as the holder of a view, are not reported as missing.
    return marks, list(lines), sorted(set().union(*(missing[name] for name in used)))


def spans(result: Result) -> list[tuple[str, str, datetime.date, datetime.date | None]]:
    """Give for each dated row its label, its date as text, and its first and last possible day.

    The last day is None where no end is given.

    Raises:
        UsageError: No row has a date.
    """
    spans = []
    for row in result.rows:
        when = (
            row.get("when")
            or row.get("date")
            or " / ".join(filter(None, (row.get("start", ""), row.get("until", ""))))
        )
        begin, _, end = (part.strip() for part in when.partition("/"))
        first, last = days(begin), days(end or begin)
        if first and (last or end == ".."):
            columns = ("event", "grouping", "text", *result.shown)
            label = next((row[name] for name in columns if row.get(name)), "")
            option = f": {row['option']}" if row.get("option") else ""
            spans.append((label + option, when, first[0], last[1] if last else None))
    if not spans:
        raise UsageError(
            f"nothing in this answer bears a date, so there is no timeline to draw; try {_DATED}"
        )
    return sorted(spans, key=lambda span: (span[2], span[3] or datetime.date.max, span[0]))
