"""Compute the values of an adapter's fields from the cells of a row.

Codes become things, words become terms; dates and sets of flags are read. Each kind of field turns
an entry of the adapter into a function of a row; knows nothing of files.
"""

import calendar
import re
from collections.abc import Callable
from typing import Any

from secgraph.errors import BadFile
from secgraph.imports import crosswalks, turtle
from secgraph.imports.adapter import Adapter
from secgraph.imports.report import Rejection, Unjoined

Row = list[str]
Getter = Callable[[Row], str]
Convert = Callable[[str], str]

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
CACHED = 100_000
"""Values of one column that are kept before all are dropped."""


class ValueCache(dict[str, str]):
    """The values of one column, each computed once."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self.convert = convert

    def __missing__(self, raw: str) -> str:
        if len(self) > CACHED:
            self.clear()
        value = self[raw] = self.convert(raw)
        return value


class CellGetter:
    """A function of a row that depends on one cell, computed once for each value of the cell."""

    __slots__ = ("place", "values")

    def __init__(self, place: int, convert: Convert) -> None:
        self.place, self.values = place, ValueCache(convert)

    def __call__(self, row: Row) -> str:
        """Give the value."""
        return self.values[row[self.place]]


def _converted(getter: Getter, convert: Convert) -> Getter:
    """Apply a conversion to the value of a getter; a getter of one cell stays one."""
    if isinstance(getter, CellGetter):
        values = getter.values
        return CellGetter(getter.place, lambda raw: convert(values[raw]))
    cache = ValueCache(convert)
    return lambda row: cache[getter(row)]


class Fields:
    """The fields of an adapter, ready for rows.

    Args:
        adapter: Their adapter.
        used: Called with the path and the row of a crosswalk when a thing of it is first used.
    """

    def __init__(self, adapter: Adapter, used: Callable[[str, dict[str, str]], None]) -> None:
        self.adapter, self.used = adapter, used
        self.config: dict[str, dict[str, Any]] = adapter.config.get("fields", {})
        self._getters: dict[str, Getter] = {}
        self._begun: set[str] = set()
        self.terms: set[str] = set()
        """Fields that give whole terms."""
        self.filled: set[str] = set()
        """Fields that are never empty."""

    def get(self, name: str) -> Getter:
        """Give the function that computes a field.

        A name without a field is that of a column; ``a|b`` is the first that is not empty.
        """
        if "|" in name:
            getters = [self.get(alternative) for alternative in name.split("|")]
            return lambda row: next((value for getter in getters if (value := getter(row))), "")
        if name in self._getters:
            return self._getters[name]
        if name not in self.config:
            place = self.adapter.columns([name], "a template")[0]
            return lambda row: row[place]
        if name in self._begun:
            raise BadFile(self.adapter.path, f"fields.{name}: it needs itself")
        self._begun.add(name)
        self._getters[name] = self._field(name, self.config[name])
        return self._getters[name]

    def term(self, name: str) -> Getter:
        """Give the function of a placeholder in a term: a whole term, or a checked part of one."""
        getter = self.get(name)
        if name in self.terms:
            return getter
        if name not in self.config and "|" not in name:
            return CellGetter(self.adapter.columns([name], "a template")[0], turtle.part)
        return _converted(getter, lambda raw: turtle.part(raw) if raw else "")

    def is_filled(self, name: str) -> bool:
        """Whether a placeholder in a term is never empty: a row without it is rejected."""
        return name in self.filled or (name not in self.config and "|" not in name)

    def _field(self, name: str, config: dict[str, Any]) -> Getter:
        for kind, build in (
            ("table", self._table),
            ("values", self._values),
            ("iri", self._iri),
            ("date", self._date),
            ("flags", self._flags),
            ("text", self._text),
            ("slug", self._slug),
            ("blanks", self._blanks),
        ):
            if kind in config:
                return build(name, config)
        raise BadFile(
            self.adapter.path,
            f"field {name!r} says none of table, values, iri, date, flags, text, slug, blanks",
        )

    def _column(self, name: str, config: dict[str, Any], convert: Convert) -> Getter:
        place = self.adapter.columns([config.get("column", "")], f"field {name!r}")[0]
        return CellGetter(place, convert)

    def _table(self, name: str, config: dict[str, Any]) -> Getter:
        path, key = self.adapter.table(config["table"]), config["by"]
        give, after = config.get("give", "thing"), config.get("after", "")
        rows = crosswalks.index(path, key)
        crosswalks.check(path, give)
        column = config.get("column") or config.get("columns", [""])[0]
        if "columns" not in config and all(row.get(give) for row in rows.values()):
            self.filled.add(name)
        lower = bool(config.get("lower"))
        if give == "thing":
            self.terms.add(name)

        def convert(raw: str) -> str:
            code = raw.strip().lower() if lower else raw.strip()
            if after:
                code = code.rpartition(after)[2]
            row = rows.get(code)
            if row is None:
                raise Unjoined(column, raw[:40], f"{config['table']} (column {key})")
            if give == "thing":
                self.used(path, row)
            return row[give]

        if "columns" not in config:
            return self._column(name, config, convert)
        places = self.adapter.columns(config["columns"], f"field {name!r}")
        cache = ValueCache(convert)
        return lambda row: ", ".join(
            dict.fromkeys(cache[row[place]] for place in places if row[place])
        )

    def _values(self, name: str, config: dict[str, Any]) -> Getter:
        values, column = config["values"], config.get("column", "")
        otherwise = config.get("otherwise")
        self.terms.add(name)
        if otherwise != "" and all(values.values()):
            self.filled.add(name)

        def convert(raw: str) -> str:
            value = values.get(raw, otherwise)
            if value is None:
                raise Rejection(f"{column} {raw[:40]!r} is none of {', '.join(values)}")
            return str(value)

        return self._column(name, config, convert)

    def _iri(self, name: str, config: dict[str, Any]) -> Getter:
        names = PLACEHOLDER.findall(config["iri"])
        pattern = PLACEHOLDER.sub("{}", config["iri"])
        parts, same = [self.term(placeholder) for placeholder in names], crosswalks.same()
        self.terms.add(name)
        if all(map(self.is_filled, names)):
            self.filled.add(name)
        if len(parts) == 1:
            return _converted(
                parts[0], lambda raw: same.get(pattern.format(raw), pattern.format(raw))
            )

        def iri(row: Row) -> str:
            value = pattern.format(*[part(row) for part in parts])
            return same.get(value, value)

        return iri

    def _date(self, name: str, config: dict[str, Any]) -> Getter:
        columns, give = config["date"], config.get("give", "start")
        places = self.adapter.columns(
            [columns] if isinstance(columns, str) else columns, f"field {name!r}"
        )
        if give not in ("start", "end", "precision", "day"):
            raise BadFile(
                self.adapter.path,
                f"field {name!r} gives {give!r}, which is none of start, end, precision, day",
            )
        self.terms.add(name)
        if len(places) == 1:
            return CellGetter(places[0], lambda raw: moment(raw.split("-"), give))
        cache = ValueCache(lambda raw: moment(raw.split("-"), give))
        return lambda row: cache["-".join(row[place] for place in places)]

    def _flags(self, name: str, config: dict[str, Any]) -> Getter:
        flags = config["flags"]
        places = self.adapter.columns(list(flags), f"field {name!r}")
        columns = list(zip(places, flags, flags.values(), strict=True))
        self.terms.add(name)

        def terms(row: Row) -> str:
            for place, column, _ in columns:
                if row[place] not in ("0", "1", ""):
                    raise Rejection(f"{column} {row[place][:40]!r} is neither 0 nor 1")
            return ", ".join(term for place, _, term in columns if row[place] == "1")

        return terms

    def _text(self, _name: str, config: dict[str, Any]) -> Getter:
        pattern = PLACEHOLDER.sub("{}", config["text"])
        parts = [self.get(placeholder) for placeholder in PLACEHOLDER.findall(config["text"])]
        return lambda row: pattern.format(*[part(row) for part in parts])

    def _blanks(self, name: str, config: dict[str, Any]) -> Getter:
        return self._column(name, config, lambda raw: "" if raw in config["blanks"] else raw)

    def _slug(self, _name: str, config: dict[str, Any]) -> Getter:
        return _converted(self.get(config["slug"]), turtle.slug)


def moment(parts: list[str], give: str) -> str:
    """Give a date of year, month and day in one of four forms.

    Args:
        parts: Year, month, day; the last two may be missing, empty or 0.
        give: ``start`` or ``end`` (first or last moment, xsd:dateTime), ``precision`` (a term), or
            ``day`` (as far as it is known).

    Returns:
        The form as Turtle, ``day`` as text; empty where there is no year.

    Raises:
        Rejection: There is no such date.
    """
    year, month, day = (part.strip() for part in [*parts, "", "", ""][:3])
    if year in ("", "0"):
        return ""
    if (
        not all(part.isascii() and part.isdigit() for part in (year, month or "0", day or "0"))
        or len(year) != 4
        or len(parts) > 3
    ):
        raise Rejection(f"{'-'.join(parts)[:40]!r} is no date")
    months, days = int(month or 0), int(day or 0)
    precision = "day" if days and months else "month" if months else "year"
    if (
        months > 12
        or (days and not months)
        or (months and days > calendar.monthrange(int(year), months)[1])
    ):
        raise Rejection(f"{'-'.join(parts)!r} is no date")
    if give == "precision":
        return f"sgv:{precision}"
    if give == "day":
        return "-".join(
            [year, f"{months:02}", f"{days:02}"][: {"day": 3, "month": 2, "year": 1}[precision]]
        )
    if give == "start":
        return f'"{year}-{months or 1:02}-{days or 1:02}T00:00:00Z"^^xsd:dateTime'
    months = months or 12
    days = days or calendar.monthrange(int(year), months)[1]
    return f'"{year}-{months:02}-{days:02}T23:59:59Z"^^xsd:dateTime'
