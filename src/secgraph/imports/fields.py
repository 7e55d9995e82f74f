"""Compute the values of an adapter's fields from the cells of a row: codes to things, words to terms, dates, sets of flags.

Each kind of field is a function from an adapter's words to a function of a row; knows nothing of
files.
"""

import calendar
import re

from secgraph.errors import BadFile
from secgraph.imports import crosswalks, turtle
from secgraph.imports.report import Rejected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from secgraph.imports.adapter import Adapter

    Row = list[str]
    Get = Callable[[Row], str]

_NAMES = re.compile(r"\{([^{}]*)\}")
CACHED = 100_000
"""So many values of one column are remembered before all are forgotten."""


class Cache(dict[str, str]):
    """The values of one column, each worked out once."""

    def __init__(self, make: "Callable[[str], str]") -> None:
        super().__init__()
        self.make = make

    def __missing__(self, raw: str) -> str:
        if len(self) > CACHED:
            self.clear()
        value = self[raw] = self.make(raw)
        return value


class Cell:
    """A value that one cell of a row decides, worked out once for each that occurs."""

    __slots__ = ("place", "values")

    def __init__(self, place: int, make: "Callable[[str], str]") -> None:
        self.place, self.values = place, Cache(make)

    def __call__(self, row: "Row") -> str:
        """Give the value."""
        return self.values[row[self.place]]


def _of(get: "Get", make: "Callable[[str], str]") -> "Get":
    """Give what is made of a value, by the cell itself where one decides."""
    if isinstance(get, Cell):
        values = get.values
        return Cell(get.place, lambda raw: make(values[raw]))
    cache = Cache(make)
    return lambda row: cache[get(row)]


class Fields:
    """The fields of an adapter, ready for rows.

    Args:
        adapter: Whose they are.
        used: Is told each row of a crosswalk when a thing of it is first used.
    """

    def __init__(self, adapter: "Adapter", used: "Callable[[str, dict[str, str]], None]") -> None:
        self.adapter, self.used = adapter, used
        self.told: dict[str, dict[str, Any]] = adapter.told.get("fields", {})
        self._made: dict[str, Get] = {}
        self.terms: set[str] = set()
        self.sure: set[str] = set()

    def get(self, name: str) -> "Get":
        """Give the function that computes a field; a column's cell where no field has the name; ``a|b`` is the first that is not empty."""
        if "|" in name:
            several = [self.get(each) for each in name.split("|")]
            return lambda row: next((value for each in several if (value := each(row))), "")
        if name in self._made:
            return self._made[name]
        if name not in self.told:
            place = self.adapter.columns([name], "a template")[0]
            return lambda row: row[place]
        self._made[name] = self._field(name, self.told[name])
        return self._made[name]

    def term(self, name: str) -> "Get":
        """Give the function of a placeholder in a name: a field that gives whole terms, or a checked part."""
        get = self.get(name)
        if name in self.terms:
            return get
        if name not in self.told and "|" not in name:
            return Cell(self.adapter.columns([name], "a template")[0], turtle.part)
        return _of(get, lambda raw: turtle.part(raw) if raw else "")

    def is_sure(self, name: str) -> bool:
        """Whether a placeholder in a name is never empty: a row without it is rejected."""
        return name in self.sure or (name not in self.told and "|" not in name)

    def _field(self, name: str, told: "dict[str, Any]") -> "Get":
        for kind, make in (
            ("table", self._table),
            ("values", self._values),
            ("iri", self._iri),
            ("date", self._date),
            ("flags", self._flags),
            ("text", self._text),
            ("slug", self._slug),
            ("blanks", self._blanks),
        ):
            if kind in told:
                return make(name, told)
        raise BadFile(
            self.adapter.path,
            f"field {name!r} says none of table, values, iri, date, flags, text, slug, blanks",
        )

    def _column(self, name: str, told: "dict[str, Any]", make: "Callable[[str], str]") -> "Get":
        return Cell(self.adapter.columns([told.get("column", "")], f"field {name!r}")[0], make)

    def _table(self, name: str, told: "dict[str, Any]") -> "Get":
        path, by, give = self.adapter.table(told["table"]), told["by"], told.get("give", "thing")
        found, column = (
            crosswalks.index(path, by),
            told.get("column") or told.get("columns", [""])[0],
        )
        if "columns" not in told and all(row.get(give) for row in found.values()):
            self.sure.add(name)
        lower, after = bool(told.get("lower")), told.get("after", "")
        if give == "thing":
            self.terms.add(name)

        def make(raw: str) -> str:
            code = raw.strip().lower() if lower else raw.strip()
            if after:
                code = code.rpartition(after)[2]
            row = found.get(code)
            if row is None:
                raise Rejected(
                    f"{column} {raw[:40]!r} is in no row of {told['table']} (column {by})"
                )
            if give == "thing":
                self.used(path, row)
            return row[give]

        if "columns" in told:
            places, cache = self.adapter.columns(told["columns"], f"field {name!r}"), Cache(make)
            return lambda row: ", ".join(
                dict.fromkeys(cache[row[place]] for place in places if row[place])
            )
        return self._column(name, told, make)

    def _values(self, name: str, told: "dict[str, Any]") -> "Get":
        values, otherwise, column = told["values"], told.get("otherwise"), told.get("column", "")
        self.terms.add(name)
        if otherwise != "" and all(values.values()):
            self.sure.add(name)

        def make(raw: str) -> str:
            value = values.get(raw, otherwise)
            if value is None:
                raise Rejected(f"{column} {raw[:40]!r} is none of {', '.join(values)}")
            return str(value)

        return self._column(name, told, make)

    def _iri(self, name: str, told: "dict[str, Any]") -> "Get":
        names = _NAMES.findall(told["iri"])
        pattern = _NAMES.sub("{}", told["iri"])
        parts, same = [self.term(each) for each in names], crosswalks.same()
        self.terms.add(name)
        if all(map(self.is_sure, names)):
            self.sure.add(name)
        if len(parts) == 1:
            return _of(parts[0], lambda raw: same.get(pattern.format(raw), pattern.format(raw)))

        def make(row: "Row") -> str:
            made = pattern.format(*[each(row) for each in parts])
            return same.get(made, made)

        return make

    def _date(self, name: str, told: "dict[str, Any]") -> "Get":
        columns, give = told["date"], told.get("give", "start")
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
            return Cell(places[0], lambda raw: moment(raw.split("-"), give))
        cache = Cache(lambda raw: moment(raw.split("-"), give))
        return lambda row: cache["-".join(row[place] for place in places)]

    def _flags(self, name: str, told: "dict[str, Any]") -> "Get":
        flags = told["flags"]
        places = list(
            zip(
                self.adapter.columns(list(flags), f"field {name!r}"),
                flags,
                flags.values(),
                strict=True,
            )
        )
        self.terms.add(name)

        def make(row: "Row") -> str:
            for place, column, _ in places:
                if row[place] not in ("0", "1", ""):
                    raise Rejected(f"{column} {row[place][:40]!r} is neither 0 nor 1")
            return ", ".join(term for place, _, term in places if row[place] == "1")

        return make

    def _text(self, _name: str, told: "dict[str, Any]") -> "Get":
        pattern, parts = (
            _NAMES.sub("{}", told["text"]),
            [self.get(each) for each in _NAMES.findall(told["text"])],
        )
        return lambda row: pattern.format(*[each(row) for each in parts])

    def _blanks(self, name: str, told: "dict[str, Any]") -> "Get":
        return self._column(name, told, lambda raw: "" if raw in told["blanks"] else raw)

    def _slug(self, _name: str, told: "dict[str, Any]") -> "Get":
        return _of(self.get(told["slug"]), turtle.slug)


def moment(parts: "list[str]", give: str) -> str:
    """Give a date of year, month and day as its first or last moment, its precision, or its day in words; empty where there is no year.

    Raises:
        Rejected: There is no such date.
    """
    year, month, day = (each.strip() for each in [*parts, "", "", ""][:3])
    if year in ("", "0"):
        return ""
    if (
        not all(each.isascii() and each.isdigit() for each in (year, month or "0", day or "0"))
        or len(year) != 4
        or len(parts) > 3
    ):
        raise Rejected(f"{'-'.join(parts)[:40]!r} is no date")
    months, days = int(month or 0), int(day or 0)
    precision = "day" if days and months else "month" if months else "year"
    if (
        months > 12
        or (days and not months)
        or (months and days > calendar.monthrange(int(year), months)[1])
    ):
        raise Rejected(f"{'-'.join(parts)!r} is no date")
    if give == "precision":
        return f"sgv:{precision}"
    if give == "day":
        return "-".join(
            [year, f"{months:02}", f"{days:02}"][: {"day": 3, "month": 2, "year": 1}[precision]]
        )
    if give == "start":
        return f'"{year}-{months or 1:02}-{days or 1:02}T00:00:00Z"^^xsd:dateTime'
    last = months or 12
    return f'"{year}-{last:02}-{days or calendar.monthrange(int(year), last)[1]:02}T23:59:59Z"^^xsd:dateTime'
