"""Turn the rows of a table into statements: each row accounted for, none twice, and the totals that the file gives held against it.

Streams: keeps the keys of rows and the sums of groups, never the rows.
"""

import operator

from secgraph.errors import BadFile
from secgraph.imports import reading
from secgraph.imports.fields import Fields
from secgraph.imports.report import Rejected, Report
from secgraph.imports.template import Node, conditions, meets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from secgraph.imports.adapter import Adapter
    from secgraph.imports.fields import Row

_LINES = 40
"""So many bits are for the line of a row, those above for its file."""

MANY = 1000
"""Statements are handed on when they are about so many things."""

SHOWN = 5
"""So many groups whose totals do not add up are named."""


class Group:
    """What the rows of one group say together: the first of them, and how many there are of each kind."""

    __slots__ = ("alike", "counts", "first", "line", "path")

    def __init__(self, first: "Row", alike: object, path: str, line: int) -> None:
        self.first, self.alike, self.path, self.line = first, alike, path, line
        self.counts: dict[str, int] = {}


class Converter:
    """The rules of one adapter, at work.

    Args:
        adapter: What the columns mean.
        report: Told of each row.
        used: Told each row of a crosswalk when a thing of it is first used.
        labelled: Things that the release gives a label.
    """

    def __init__(
        self,
        adapter: "Adapter",
        report: Report,
        used: "Callable[[str, dict[str, str]], None]",
        labelled: "Set[str]" = frozenset(),
    ) -> None:
        self.adapter, self.report = adapter, report
        told = adapter.told
        self.run = told.get("run")
        if self.run and "run_last" not in adapter.header:
            adapter.header.append("run_last")
        fields = Fields(adapter, used)
        self.nodes = [Node(adapter, each, fields, labelled) for each in told["nodes"]]
        self.key = adapter.columns(told.get("key", []), "the key")
        self.twice = told.get("twice", "reject")
        self.skips = [
            (
                conditions(adapter, each.get("when", {})),
                [fields.get(name) for name in each.get("empty", [])],
                each["reason"],
            )
            for each in told.get("skip", [])
        ]
        self.order = [
            (fields.get(first), fields.get(last), f"{first} and {last}")
            for first, last in told.get("order", [])
        ]
        self.groups: dict[str, Group] = {}
        groups = told.get("groups", {})
        self.by = adapter.columns([groups["by"]], "groups")[0] if groups else -1
        self.alike = list(
            zip(
                adapter.columns(groups.get("same", []), "groups"),
                groups.get("same", []),
                strict=True,
            )
        )
        self.pick: Callable[[Row], object] = (
            operator.itemgetter(*[place for place, _ in self.alike])
            if self.alike
            else lambda row: None  # noqa: ARG005
        )
        self.counted = (
            adapter.columns([groups["count"]], "groups")[0] if groups.get("count") else -1
        )
        self.totals = [
            (adapter.columns([column], "totals")[0], column, value)
            for column, value in groups.get("totals", {}).items()
        ]
        self.paths: list[str] = []
        self.keys: dict[str, dict[str, int]] = {}
        # What the row before led to, which is mostly where the next one leads.
        self._first: str | None = None
        self._rests: dict[str, int] = {}
        self._latest: Group | None = None
        self.seen: set[str] = set()
        self.names: dict[str, str] = {}
        self.same = [fields.get(each) for each in self.run["same"]] if self.run else []
        self.run_by = adapter.columns(self.run["by"], "run") if self.run else []
        self.run_year = adapter.columns([self.run["year"]], "run")[0] if self.run else -1
        if self.run:
            adapter.header.pop()  # what a file has to have is what the table says

    def convert(self, source: reading.Source) -> "Iterator[list[str]]":
        """Give the statements of the rows of one file, a line for each thing, those of many rows at a time.

        Raises:
            BadFile: The file as a whole cannot be used.
        """
        table = reading.Table(
            self.adapter, source, min([place for place, _ in self.alike], default=0)
        )
        report, width, path = self.report, len(self.adapter.header), source.path
        self.paths.append(path)
        key, by, order, made = self.key, self.by, self.order, list[str]()
        pending: Row | None = None
        marks: tuple[str, ...] = ()
        begun = rows = 0
        for line, row in table.rows():
            if not row:
                continue
            report.read += 1
            try:
                if len(row) != width:
                    table.check_end(line, row)
                    raise Rejected(f"{len(row)} columns, not {width}")
                for first, last, names in order:
                    if (end := last(row)) and first(row) > end:
                        raise Rejected(
                            f"it ends before it begins ({names}: {first(row)[1:11]} and {end[1:11]})"
                        )
                if key and self._twice(row, line):
                    continue
                if by >= 0:
                    self._group(row, path, line)
                if self.skips and (reason := self._skipped(row)) is not None:
                    report.skip(reason)
                    continue
                if self.run:
                    year = row[self.run_year]
                    if not (year.isascii() and year.isdigit()):
                        raise Rejected(f"{year[:40]!r} is no year")
                    new = (
                        *[row[place] for place in self.run_by],
                        *[each(row) for each in self.same],
                    )
                    if pending is not None and new == marks and int(year) == int(pending[-1]) + 1:
                        pending[-1] = year
                        rows += 1
                        continue
                    if pending is not None:
                        self._row(pending, path, begun, rows, made)
                    pending, marks, begun, rows = [*row, year], new, line, 1
                else:
                    self._row(row, path, line, 1, made)
            except Rejected as error:
                report.reject(path, line, str(error))
            if len(made) >= MANY:
                yield made
                made = []
        if pending is not None:
            self._row(pending, path, begun, rows, made)
        yield made

    def _row(self, row: "Row", path: str, line: int, rows: int, made: "list[str]") -> None:
        """Add what a row says, all of it or, where one cell cannot stand where it should, nothing."""
        before, count = len(made), 0
        new: list[tuple[Node, str]] = []
        try:
            for node in self.nodes:
                if node.always is not None:
                    made.append(node.always(row))
                    count += node.count
                elif (node.place < 0 or row[node.place] != node.last) and (
                    each := node.write(row, self.seen)
                ) is not None:
                    name, text, several = each
                    made.append(text)
                    count += several
                    if node.once:
                        new.append((node, name))
        except Rejected as error:
            del made[before:]
            for _ in range(rows):
                self.report.reject(path, line, str(error))
            return
        for node, name in new:
            self.seen.add(name)
            node.last = row[node.place] if node.place >= 0 else None
        self.report.imported += rows
        self.report.statements += count

    def _skipped(self, row: "Row") -> str | None:
        return next(
            (
                reason
                for wanted, empty, reason in self.skips
                if meets(row, wanted) and not any(each(row) for each in empty)
            ),
            None,
        )

    def _twice(self, row: "Row", line: int) -> bool:
        """Whether a row repeats an earlier one that is left out silently.

        Raises:
            Rejected: It has the key of an earlier one.
        """
        first, rest = (
            row[self.key[0]],
            "\x1f".join([row[place] for place in self.key[1:]])
            if len(self.key) != 2
            else row[self.key[1]],
        )
        if first != self._first:
            self._first, self._rests = first, self.keys.setdefault(first, {})
        rest = self.names.setdefault(rest, rest) if len(self.names) < 100_000 else rest
        # One number for file and line, since there may be millions.
        here = (len(self.paths) - 1) << _LINES | line
        earlier = self._rests.setdefault(rest, here)
        if earlier == here:
            return False
        if self.twice == "skip":
            self.report.skip("the same as an earlier row")
            return True
        said = ", ".join(f"{self.adapter.header[place]} {row[place][:40]}" for place in self.key)
        where = self.paths[earlier >> _LINES]
        place = "" if where == self.paths[-1] else f" of {where}"
        raise Rejected(f"{said} stands in line {earlier & (1 << _LINES) - 1}{place} already")

    def _group(self, row: "Row", path: str, line: int) -> None:
        name = row[self.by]
        if self._latest is None or name != self._latest.first[self.by]:
            self._latest = self.groups.get(name)
            if self._latest is None:
                self._latest = self.groups[name] = Group(row, self.pick(row), path, line)
        group = self._latest
        if self.counted >= 0:
            kind = row[self.counted]
            group.counts[kind] = group.counts.get(kind, 0) + 1
        if self.pick(row) != group.alike:
            column = next(
                column for place, column in self.alike if row[place] != group.first[place]
            )
            raise Rejected(
                f"{column} differs from line {group.line}, which is of the same {self.adapter.header[self.by]}"
            )

    def finish(self) -> None:
        """Hold the totals that the file gives against what was read.

        Raises:
            BadFile: Some do not add up.
        """
        if not self.totals:
            return
        wrong: list[tuple[Group, str]] = []
        for name, group in self.groups.items():
            for place, column, kind in self.totals:
                given, read = (
                    group.first[place].strip(),
                    group.counts.get(kind, 0) if kind else sum(group.counts.values()),
                )
                if given and given != str(read):
                    wrong.append(
                        (
                            group,
                            f"{self.adapter.header[self.by]} {name}: {column} is {given[:20]}, and the rows give {read}",
                        )
                    )
        if wrong:
            told = "; ".join(f"line {group.line}: {text}" for group, text in wrong[:SHOWN])
            more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            raise BadFile(
                wrong[0][0].path,
                f"totals that the file gives do not add up ({len(wrong)}), so rows are missing or changed: {told}{more}",
                wrong[0][0].line,
            )
        self.report.checked.append(
            f"totals of {len(self.groups):,} groups add up ({', '.join(column for _, column, _ in self.totals)})"
        )
