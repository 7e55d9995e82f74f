"""Read the days and spans of time that answers have as texts.

Reads ISO 8601 days, months and years, and spans of two with ``/`` between; judges no event.
"""

import calendar
import datetime
import re

_TIME = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def days(text: str) -> tuple[datetime.date, ...]:
    """Give the first and the last day of a year, a month or a day; nothing for any other text."""
    match = _TIME.fullmatch(text)
    if not match:
        return ()
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = datetime.date(year, month or 1, day or 1)
        last = datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return ()
    return first, last


def bounds(text: str) -> tuple[datetime.date | None, datetime.date | None]:
    """Give the first and the last day that a time or a span may mean.

    Args:
        text: Such as ``2023-02-23``, ``2006-01-01 / 2006-12-31``, ``2022 / ..`` or ``.. / 2006``.

    Returns:
        None for an end that is not given, and for a text of any other form.
    """
    begin, slash, end = (part.strip() for part in text.partition("/"))
    first, last = days(begin), days(end if slash else begin)
    return first[0] if first else None, last[1] if last else None


def day(text: str) -> datetime.date | None:
    """Give the day that a text names in full, ``YYYY-MM-DD``; None for any other."""
    span = days(text) if len(text) == 10 else ()
    return span[0] if span else None
