"""Draw an answer: as bars, a graph, a heat map, lines, a map or a timeline.

Selects what is drawn from the answer and says what is left out; the drawing itself is in figures.
"""

import datetime
from collections.abc import Sequence

from secgraph.drawing import figures, geometry, layers
from secgraph.drawing.canvas import FORMATS, Caption
from secgraph.drawing.geometry import Point
from secgraph.drawing.map import Places
from secgraph.drawing.timeline import Span
from secgraph.errors import UsageError
from secgraph.namespaces import NUMBERS, PREFIXES, SG, is_iri
from secgraph.query import asof
from secgraph.query.citation import DOCUMENT, RELEASE
from secgraph.query.result import Result
from secgraph.query.shaping import check_rows
from secgraph.query.spans import days
from secgraph.query.terms import plain

VIEWS = ("bars", "graph", "heat", "line", "map", "timeline")
"""What :func:`draw` can draw."""

_GROUPS = ("option", "outcome", "same", "polarity", "status", "degree", "class", "kind")
"""The columns by which a map groups places; the first that an answer has is used."""

_DATED = "timeline/events, groupings/at-date or votes/how-actor-voted"
_MEASURED = "record/by-grouping or record/agreement-within"

_AWAY = "notVoting"
"""The part of a bar that counts who did not vote."""

_OPTIONS = ("for", "against", "abstain", "not voting")
"""Groups that have the same colours on a map as in bars."""

_TIMES = ("year", "date", "session")
"""The columns by which lines and squares are ordered in time; the first that is there is used."""

_REGIONS = f"""PREFIX sg: <{SG}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT DISTINCT ?region ?label WHERE {{ VALUES ?region {{ %s }}
    ?region a sg:Region ; rdfs:label ?label FILTER(LANGMATCHES(LANG(?label), "en")) }}
ORDER BY ?label"""

_OPEN = f"""PREFIX sg: <{SG}> PREFIX sgv: <{PREFIXES["sgv"]}>
SELECT ?grouping WHERE {{
  VALUES ?grouping {{ %s }} ?grouping sg:hasListStatus sgv:list-open }}"""

_MOST_LINES = 8
"""More lines than these cannot be told apart."""

_MOST_SQUARES = 60
"""More rows or columns of squares than these cannot be read."""

_NAMED = 8
"""So many things that are left out are named; the others are counted."""


def draw(result: Result, view: str = "graph", *, format: str = "svg") -> bytes:
    """Draw an answer.

    Args:
        result: Rows; for a timeline with a column ``when`` or ``date``, or ``start`` and ``until``
            (``since`` and ``end``).
        view: ``bars`` (one for each row, of the numbers that the question names), ``graph`` (claims
            and the things they are about in layers, denied claims dashed; arguments as a chain or a
            tree), ``heat`` (squares of the first of these numbers, by pair, or by what the row is
            about and the year), ``line`` (a line over years for each thing or pair), ``map``
            (states and regions at their places, filled where the store has imported outlines,
            joined where a row has two) or ``timeline`` (one line for each row, a bar from the first
            to the last day that its date may mean).
        format: ``svg``, ``png`` or ``pdf``.

    Returns:
        The file, the same bytes for the same answer. What is not drawn is said in the figure.

    Raises:
        UsageError: No such view or format, or nothing in the answer that it could draw.
        MissingExtra: The drawing library is not installed.
    """
    if view not in VIEWS:
        raise UsageError(f"no view {view!r}; use one of {', '.join(VIEWS)}")
    if format not in FORMATS:
        raise UsageError(f"no figure is written as {format!r}; use one of {', '.join(FORMATS)}")
    check_rows(result, f"--view {view}")
    return _PAINTERS[view](result, format)


def _caption(result: Result, *notes: str, sources: Sequence[str] = ()) -> Caption:
    """Give the words around a figure: question and values, what is left out, sources, release."""
    footer = "; ".join(dict.fromkeys([*_sources(result), *sources])).rstrip(".")
    release = f"secgraph {result.release}".strip()
    rows = result.rows
    shown = [name for name in result.shown if any(row[name] for row in rows)]
    content = [", ".join(row[name] for name in shown[:4] if row[name]) for row in rows[:40]]
    more = f" and {len(rows) - 40} more rows" if len(rows) > 40 else ""
    return Caption(
        result.title or "secgraph",
        "\n".join(filter(None, (result.subtitle, *notes, asof.note(result)))),
        f"Source: {footer}. {release}" if footer else release,
        f"{len(rows)} rows: " + "; ".join(content) + more,
    )


def _sources(result: Result) -> list[str]:
    """Give the titles of the documents and sources that an answer rests on."""
    try:
        works = result.citation.works
    except UsageError:  # it was made of plain rows, and rests on nothing that is known
        return []
    named = [work for work in works if work.kind != RELEASE]
    return [
        (work.title if work.kind == DOCUMENT or not work.publisher else work.publisher) or work.key
        for work in named
    ]


def _bars(result: Result, format: str) -> bytes:
    labels, parts, lengths = measured(result)
    caption = _caption(result)
    return figures.bars(labels, parts, lengths, caption, shares=shares(result), format=format)


def _graph(result: Result, format: str) -> bytes:
    layered = layers.of(result)
    if not layered.network.number_of_edges():
        raise UsageError(
            "nothing in this answer stands in a relation to something else, "
            "so there is no graph to draw; leave out --view graph"
        )
    caption = _caption(result, *layered.notes)
    return figures.graph(layered.network, caption, downwards=layered.is_chain, format=format)


def _timeline(result: Result, format: str) -> bytes:
    lines = spans(result)
    undated = sum(first is None and last is None for _, _, first, last in lines)
    one = "one row has no date and is dotted"
    note = one if undated == 1 else f"{undated} rows have no date and are dotted" if undated else ""
    return figures.timeline(lines, _caption(result, note), format=format)


def _map(result: Result, format: str) -> bytes:
    imported = geometry.imported(result.ask_again)
    undefined = _undefined_regions(result)
    try:
        marks, lines, missing = located(result, imported)
    except UsageError as error:
        if not undefined:
            raise
        raise UsageError(
            f"no source at hand says where {_listed(undefined)} begins and ends, and nothing else "
            "in this answer has a place, so there is no map to draw"
        ) from error
    missing = [name for name in missing if name not in undefined]
    regions = {label: geometry.outline(iri) for iri, (label, _, _) in marks.items()}
    states = {
        label: imported.outlines[iri]
        for iri, (label, _, _) in marks.items()
        if iri in imported.outlines
    }
    others = [
        ring for iri, rings in imported.outlines.items() if iri not in marks for ring in rings
    ]
    order = {name: number for number, name in enumerate(_OPTIONS)}
    places = Places(
        sorted(marks.values(), key=lambda mark: (order.get(mark[2], len(order)), mark[2])),
        lines,
        geometry.outline(geometry.LAND),
        {label: rings for label, rings in regions.items() if label not in states},
        states,
        others,
        [*imported.crimea, *imported.apart],
    )
    notes = [
        f"no source at hand says where these lie: {_listed(missing)}" if missing else "",
        f"no source at hand defines the area of {_listed(undefined)}" if undefined else "",
        "hatched: ground of which other sources say otherwise" if places.disputed else "",
    ]
    used = ("Natural Earth (coasts)", *imported.views)
    return figures.world(places, _caption(result, *notes, sources=used), format=format)


def _undefined_regions(result: Result) -> list[str]:
    """Give the labels of the regions in an answer, or asked about, whose area no source defines."""
    iris = {iri for _, values in result.about.values for iri, _ in values}
    iris |= {value for row in result.rows for name, value in row.items() if name.endswith("Iri")}
    asked = " ".join(f"<{iri}>" for iri in sorted(iris) if is_iri(iri))
    if not asked or result.ask_again is None:
        return []
    rows = result.ask_again(_REGIONS % asked)
    return [label for iri, label in rows if not geometry.outline(iri)]


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _heat(result: Result, format: str) -> bytes:
    rows, columns, numbers, measure = table(result)
    left = [
        f"{len(names) - _MOST_SQUARES} {what} left out"
        for names, what in ((rows, "rows of squares"), (columns, "columns of squares"))
        if len(names) > _MOST_SQUARES
    ]
    caption = _caption(result, measure, *left)
    few = columns[:_MOST_SQUARES]
    return figures.squares(rows[:_MOST_SQUARES], few, numbers, caption, format=format)


def _line(result: Result, format: str) -> bytes:
    rows, columns, numbers, measure = table(result, over_years=True)
    series = {
        row: [(int(year), numbers[row, year]) for year in columns if (row, year) in numbers]
        for row in rows
    }
    if all(len(points) == 1 for points in series.values()):
        series, rows, measure = _parts_over_years(result), list(result.about.bars), "mean"
    left = len(series) - _MOST_LINES
    shown = dict(list(series.items())[:_MOST_LINES])
    note = f"{left} lines left out: {_listed(rows[_MOST_LINES:])}" if left > 0 else ""
    return figures.lines(shown, measure, _caption(result, note), format=format)


def _parts_over_years(result: Result) -> dict[str, list[tuple[int, float]]]:
    """Give a line for each of the numbers, the mean of the rows of each year."""
    time = next(name for name in _TIMES if name in result.shown and _has_years(result, name))
    values: dict[str, dict[int, list[float]]] = {name: {} for name in result.about.bars}
    for row in result.rows:
        for name, years in values.items():
            number = _length(row[name])
            if number is not None:
                years.setdefault(int(row[time][:4]), []).append(number)
    return {
        name: [(year, sum(numbers) / len(numbers)) for year, numbers in sorted(years.items())]
        for name, years in values.items()
    }


_PAINTERS = {
    "bars": _bars,
    "graph": _graph,
    "heat": _heat,
    "line": _line,
    "map": _map,
    "timeline": _timeline,
}


def table(
    result: Result, *, over_years: bool = False
) -> tuple[list[str], list[str], dict[tuple[str, str], float], str]:
    """Give the numbers of an answer as a table: of pairs, or of years.

    Args:
        result: Rows with a column of numbers that the question names.
        over_years: Whether columns have to be years.

    Returns:
        Labels of rows and of columns, the numbers by both, and the name of the numbers. A pair
        stands in both halves of its table; rows that name one thing each make pairs with the one
        value that was asked, in one column. Of several numbers of one year the mean is given.

    Raises:
        UsageError: The answer has no such number, or neither pairs nor years.
    """
    measured(result)
    measure = result.about.bars[0]
    before = result.shown[: result.shown.index(measure)]
    time = next((name for name in _TIMES if name in before and _has_years(result, name)), "")
    names = [name for name in before if name not in _TIMES and not _all_numbers(result, name)]
    asked = _only_thing(result) if not time and not over_years and len(names) == 1 else ""
    if not time and not asked and (over_years or len(names) != 2):
        raise UsageError(
            f"this answer has no column of years{'' if over_years else ', and no pairs'}; "
            "draw it with --view bars"
        )
    values: dict[tuple[str, str], list[float]] = {}
    for row in result.rows:
        number = _length(row[measure])
        if number is None:
            continue
        if time:
            key = " – ".join(row[name] for name in names if row[name]) or measure
            values.setdefault((key, row[time][:4]), []).append(number)
        elif asked:
            values.setdefault((row[names[0]], asked), []).append(number)
        else:
            first, second = (row[name] for name in names)
            values.setdefault((first, second), []).append(number)
            values.setdefault((second, first), []).append(number)
    if not values:
        raise UsageError("no row of this answer has a number to draw; leave out --view")
    rows = list(dict.fromkeys(row for row, _ in values))
    columns = sorted({column for _, column in values} if time or asked else rows)
    means = {key: sum(numbers) / len(numbers) for key, numbers in values.items()}
    return (rows if time or asked else sorted(rows)), columns, means, measure


def _only_thing(result: Result) -> str:
    """Give the label of the one thing that was asked about; empty where there are none or more."""
    things = [label for _, pairs in result.about.values for iri, label in pairs if is_iri(iri)]
    return things[0] if len(things) == 1 else ""


def _has_years(result: Result, name: str) -> bool:
    """Whether every value of a column begins with a year."""
    return all(row[name][:4].isdecimal() and len(row[name]) in (4, 7, 10) for row in result.rows)


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
        raise UsageError(f"{why} to draw; try {_MEASURED}")
    for name in parts:
        if name not in result.shown or not _all_numbers(result, name):
            raise UsageError(
                f"'bars' in the header of {result.about.name} names {name!r}, "
                "which is no column of numbers that could be drawn"
            )
    before = result.shown[: result.shown.index(parts[0])]
    texts = [name for name in before if not _all_numbers(result, name)]
    texts = texts or [name for name in before if name in _TIMES]
    labels = [", ".join(filter(None, (row[name] for name in texts))) for row in result.rows]
    return labels, parts, [[_length(row[name]) for name in parts] for row in result.rows]


def shares(result: Result) -> list[str]:
    """Say for each bar of how many its numbers are; nothing where the answer does not know."""
    parts = [name for name in result.about.bars if name != _AWAY]
    if "members" in result.shown and len(parts) > 1:
        partial = _partly_listed(result)
        said = []
        for row in result.rows:
            number = sum(_length(row[name]) or 0 for name in parts)
            members = "recorded members" if row.get("groupingIri") in partial else "members"
            said.append(f"{number:g} of {row['members']} {members} vote" if row["members"] else "")
        return said
    if {"joint", "same"} <= set(result.shown):
        return [f"{row['same']} of {row['joint']} joint votes" for row in result.rows]
    return []


def _partly_listed(result: Result) -> set[str]:
    """Give the groupings of an answer of which only some members are recorded."""
    groupings = {row.get("groupingIri", "") for row in result.rows}
    iris = " ".join(f"<{iri}>" for iri in sorted(groupings) if is_iri(iri))
    if result.ask_again is None or not iris:
        return set()
    return {iri for (iri,) in result.ask_again(_OPEN % iris)}


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
    result: Result, imported: geometry.Imported | None = None
) -> tuple[dict[str, tuple[str, Point, str]], list[tuple[Point, Point, bool]], list[str]]:
    """Give the things of an answer that have a place, and the relations between them.

    Args:
        result: Rows.
        imported: Places of the store, beside those of the release.

    Returns:
        By IRI the label, the place and the group of each; for each row with two of them their
        places, and whether it is denied; the labels of things in the same columns, or among the
        values, that have no place.

    Raises:
        UsageError: Nothing in the answer has a place.
    """
    points = imported.points if imported else {}

    def point(iri: str) -> Point | None:
        return geometry.point(iri) or points.get(iri)

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
        if (place := point(iri))
    ]
    for row in result.rows:
        here: list[Point] = [place for _, place, _ in parameters] if len(parameters) == 1 else []
        for name in columns:
            label, iri = row.get(name, ""), row.get(f"{name}Iri", "")
            place = point(iri) if iri else None
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


def spans(result: Result) -> list[Span]:
    """Give for each row its label, its date as text, and its first and last possible day.

    A day is None where it is not given; rows without any date come last.

    Raises:
        UsageError: No row has a date.
    """
    spans: list[Span] = []
    undated: list[Span] = []
    for row in result.rows:
        start = row.get("start") or row.get("since") or ""
        until = row.get("until") or row.get("end") or ""
        if start and "attested" in row:
            until = until or ".."
        when = row.get("when") or row.get("date") or " / ".join(filter(None, (start, until)))
        begin, _, end = (part.strip() for part in when.partition("/"))
        first, last = days(begin), days(end or begin)
        columns = ("event", "grouping", "state", "treaty", "text", *result.shown)
        label = next((row[name] for name in columns if row.get(name)), "")
        option = f": {row['option']}" if row.get("option") else ""
        if (first and (last or end == "..")) or (last and begin == ".."):
            days_ = first[0] if first else None, last[1] if last else None
            spans.append((label + option, when, *days_))
        else:
            words = row.get("time") or when
            known = f"no date: {words}" if words else "no date given"
            undated.append((label + option, known, None, None))
    if not spans:
        raise UsageError(
            f"nothing in this answer bears a date, so there is no timeline to draw; try {_DATED}"
        )
    ends = datetime.date.min, datetime.date.max
    spans.sort(key=lambda span: (span[2] or ends[0], span[3] or ends[1], span[0]))
    return [*spans, *undated]
