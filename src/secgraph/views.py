"""Draw an answer: as a graph of claims and what they are about, or on a line of time.

Says what is drawn and where it comes from in the answer; how it is drawn stands in plots.
"""

import calendar
import datetime
import re

from secgraph import plots
from secgraph.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from secgraph.results import Result

VIEWS = ("graph", "timeline")
"""What :func:`draw` can draw."""

_DATED = "timeline/events, groupings/at-date or votes/how-actor-voted"


def draw(result: "Result", view: str = "graph") -> bytes:
    """Draw an answer as SVG.

    Args:
        result: Rows; for a timeline with a column ``when`` or ``date``, or ``start`` and ``until``.
        view: ``graph`` (claims in the middle, in the order of the answer, the things they are about on both sides; what is denied
            dashed) or ``timeline`` (one line a row, a bar from the first to the last moment it may mean).

    Returns:
        SVG in UTF-8, the same bytes for the same answer.

    Raises:
        UsageError: No such view, or nothing in the answer that it could draw.
        MissingExtra: The drawing library is not installed.
    """
    if view not in VIEWS:
        raise UsageError(f"no view {view!r}; use one of {', '.join(VIEWS)}")
    title, under = result.title or "secgraph", "; ".join(filter(None, (result.subtitle, f"secgraph {result.release}")))
    if view == "timeline":
        return plots.timeline(spans(result), title, under)
    drawn = result.to_networkx()
    if not drawn.number_of_edges():
        raise UsageError("nothing in this answer stands in a relation to something else, so there is no graph to draw; leave out --view graph")
    return plots.graph(drawn, title, under)


def spans(result: "Result") -> "list[tuple[str, str, datetime.date, datetime.date | None]]":
    """Give for each dated row its label, its date in words, and the first and last day that this may mean; None where no end is given.

    Raises:
        UsageError: No row bears a date.
    """
    found = []
    for row in result.rows:
        said = row.get("when") or row.get("date") or " / ".join(filter(None, (row.get("start", ""), row.get("until", ""))))
        begin, _, end = (part.strip() for part in said.partition("/"))
        first, last = _days(begin), _days(end or begin)
        if first and (last or end == ".."):
            label = next((row[name] for name in ("event", "grouping", "text", *result.shown) if row.get(name)), "")
            option = f": {row['option']}" if row.get("option") else ""
            found.append((label + option, said, first[0], last[1] if last else None))
    if not found:
        raise UsageError(f"nothing in this answer bears a date, so there is no timeline to draw; try {_DATED}")
    return sorted(found, key=lambda span: (span[2], span[3] or datetime.date.max, span[0]))


def _days(text: str) -> "tuple[datetime.date, ...]":
    """Give the first and the last day that a year, a month or a day may mean; nothing if it is none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    if not match:
        return ()
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = datetime.date(year, month or 1, day or 1)
        last = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return ()
    return first, last
