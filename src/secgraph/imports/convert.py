"""Turn the rows of a table into statements: each row accounted for, none twice, totals checked.

Streams: keeps the keys of rows and the sums of groups, never the rows.
"""

import operator
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from typing import Any

from secgraph.errors import BadFile
from secgraph.imports import reading
from secgraph.imports.adapter import Adapter
from secgraph.imports.fields import Fields, Row
from secgraph.imports.report import Rejection, Report
from secgraph.imports.template import Node, conditions, meets

_LINE_BITS = 40
"""The lower bits of a row's position, which hold its line; those above hold its file."""

BATCH = 1000
"""Statements are handed on when they are about so many things."""

SHOWN = 5
"""Groups that are named where their totals do not add up."""

_RUN_COLUMN = "run_last"
"""The column that templates may name for the last year of a run of rows."""


@dataclass(slots=True)
class Group:
    """What the rows of one group have in common, and their number by kind.

    Attributes:
        first: The first row.
        path, line: Where that is.
        common: Its cells of the columns in which all rows of the group must be equal.
        counts: Number of rows by kind.
    """

    first: Row
    path: str
    line: int
    common: object
    counts: dict[str, int] = field(default_factory=dict)


class Groups:
    """Check that the rows of a group are equal where they must be, and that their totals add up.

    Args:
        adapter: The adapter; its table ``groups`` may be missing, then nothing is checked.
    """

    def __init__(self, adapter: Adapter) -> None:
        self.header = adapter.header
        config = adapter.config.get("groups", {})

        def place(name: str, where: str) -> int:
            return adapter.columns([name], where)[0]

        self.by = place(config["by"], "groups") if config else -1
        names = config.get("same", [])
        self.same = list(zip(adapter.columns(names, "groups"), names, strict=True))
        self.pick: Callable[[Row], object] = (
            operator.itemgetter(*[place for place, _ in self.same])
            if self.same
            else lambda row: None  # noqa: ARG005
        )
        self.kind = place(config["count"], "groups") if config.get("count") else -1
        self.totals = [
            (place(column, "totals"), column, kind)
            for column, kind in config.get("totals", {}).items()
        ]
        self.groups: dict[str, Group] = {}
        self._latest: Group | None = None

    def add(self, row: Row, path: str, line: int) -> None:
        """Count a row in its group.

        Raises:
            Rejection: It differs from the first of its group where it must not.
        """
        name = row[self.by]
        if self._latest is None or name != self._latest.first[self.by]:
            self._latest = self.groups.get(name)
            if self._latest is None:
                self._latest = self.groups[name] = Group(row, path, line, self.pick(row))
        group = self._latest
        if self.kind >= 0:
            kind = row[self.kind]
            group.counts[kind] = group.counts.get(kind, 0) + 1
        if self.pick(row) != group.common:
            column = next(column for place, column in self.same if row[place] != group.first[place])
            raise Rejection(
                f"{column} differs from line {group.line}, "
                f"which is of the same {self.header[self.by]}"
            )

    def check_totals(self, report: Report) -> None:
        """Compare the totals that the file gives with the rows that were read.

        Raises:
            BadFile: Some do not add up.
        """
        if not self.totals:
            return
        wrong = [
            (group, message)
            for name, group in self.groups.items()
            for message in self._wrong_totals(name, group)
        ]
        if wrong:
            shown = "; ".join(f"line {group.line}: {message}" for group, message in wrong[:SHOWN])
            more = f"; and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
            raise BadFile(
                wrong[0][0].path,
                f"totals that the file gives do not add up ({len(wrong)}), "
                f"so rows are missing or changed: {shown}{more}",
                wrong[0][0].line,
            )
        columns = ", ".join(column for _, column, _ in self.totals)
        report.checks.append(f"totals of {len(self.groups):,} groups add up ({columns})")

    def _wrong_totals(self, name: str, group: Group) -> Iterator[str]:
        for place, column, kind in self.totals:
            total = group.first[place].strip()
            rows = group.counts.get(kind, 0) if kind else sum(group.counts.values())
            if total and total != str(rows):
                yield (
                    f"{self.header[self.by]} {name}: {column} is {total[:20]}, "
                    f"and the rows give {rows}"
                )


class Edition:
    """Check that a file is of the edition that the adapter describes, by its content.

    Args:
        adapter: Its table ``edition`` may be missing, then nothing is checked.
    """

    def __init__(self, adapter: Adapter) -> None:
        config = adapter.config.get("edition", {})
        self.version: str = adapter.source.get("version", "")
        cells, years = config.get("cells", {}), config.get("until", {})
        self._cells = list(zip(adapter.columns(list(cells), "edition"), cells.items(), strict=True))
        self._years = list(zip(adapter.columns(list(years), "edition"), years.items(), strict=True))
        self.checked = bool(config)

    def check(self, row: Row, path: str, line: int) -> None:
        """Check one row.

        Raises:
            BadFile: It shows that the file is of another edition.
        """
        for place, (column, cell) in self._cells:
            if row[place].strip() != cell:
                self._refuse(f"{column} is {row[place][:40]!r}, not {cell!r}", path, line)
        for place, (column, year) in self._years:
            value = row[place].strip()
            if len(value) == 4 and value.isdecimal() and value > year:
                self._refuse(f"{column} is {value}, after {year}", path, line)

    def _refuse(self, reason: str, path: str, line: int) -> None:
        edition = f"edition {self.version}" if self.version else "the edition"
        raise BadFile(
            path,
            f"is not of {edition} that the adapter describes: {reason}; take that edition, or "
            "write an adapter for this one",
            line,
        )


class Keys:
    """Find rows that have the key of an earlier row.

    Args:
        adapter: Gives the columns of the key; there may be none, then it is empty and unused.
    """

    def __init__(self, adapter: Adapter) -> None:
        self.header = adapter.header
        self.places = adapter.columns(adapter.config.get("key", []), "the key")
        self.paths: list[str] = []
        self._positions: dict[str, dict[str, int]] = {}
        # Rows that follow each other mostly begin with the same cell.
        self._first: str | None = None
        self._of_first: dict[str, int] = {}
        self._texts: dict[str, str] = {}

    def earlier(self, row: Row, line: int) -> int | None:
        """Remember the key of a row; give the position of an earlier row with the same key."""
        places = self.places
        # White space around a code does not make another code: tables are looked up without it.
        first = row[places[0]].strip()
        rest = (
            row[places[1]].strip()
            if len(places) == 2
            else "\x1f".join([row[at].strip() for at in places[1:]])
        )
        if first != self._first:
            self._first, self._of_first = first, self._positions.setdefault(first, {})
        rest = self._texts.setdefault(rest, rest) if len(self._texts) < 100_000 else rest
        # One number for file and line, since there may be millions.
        position = (len(self.paths) - 1) << _LINE_BITS | line
        earlier = self._of_first.setdefault(rest, position)
        return None if earlier == position else earlier

    def message(self, row: Row, earlier: int) -> str:
        """Say where a row with the same key stands."""
        key = ", ".join(f"{self.header[place]} {row[place][:40]}" for place in self.places)
        path = self.paths[earlier >> _LINE_BITS]
        file = "" if path == self.paths[-1] else f" of {path}"
        return f"{key} stands in line {earlier & (1 << _LINE_BITS) - 1}{file} already"


class Converter:
    """Apply the rules of one adapter to rows.

    Args:
        adapter: The meaning of the columns.
        report: Counts each row.
        used: Called with the path and the row of a crosswalk when a thing of it is first used.
        labelled: Things that have a label in the release.
    """

    def __init__(
        self,
        adapter: Adapter,
        report: Report,
        used: Callable[[str, dict[str, str]], None],
        labelled: Set[str] = frozenset(),
    ) -> None:
        self.adapter, self.report = adapter, report
        config = adapter.config
        run: dict[str, Any] | None = config.get("run")
        if run and _RUN_COLUMN not in adapter.header:
            adapter.header.append(_RUN_COLUMN)
        fields = Fields(adapter, used)
        for name in fields.config:
            fields.get(name)  # also of a field that nothing names, a fault is told
        self.nodes = [Node(adapter, node, fields, labelled) for node in config["nodes"]]
        self.keys = Keys(adapter)
        self.skips_repeated = config.get("twice", "reject") == "skip"
        self.skips = [
            (
                conditions(adapter, skip.get("when", {})),
                [fields.get(name) for name in skip.get("empty", [])],
                skip["reason"],
            )
            for skip in config.get("skip", [])
        ]
        self.order = [
            (fields.get(first), fields.get(last), f"{first} and {last}")
            for first, last in config.get("order", [])
        ]
        self.groups = Groups(adapter)
        self.edition = Edition(adapter)
        self.written: set[str] = set()
        self.in_runs = bool(run)
        self.run_same = [fields.get(name) for name in run["same"]] if run else []
        self.run_by = adapter.columns(run["by"], "run") if run else []
        self.run_year = adapter.columns([run["year"]], "run")[0] if run else -1
        if run:
            adapter.header.pop()  # the files have the columns of the adapter, without this one

    def convert(self, source: reading.Source) -> Iterator[list[str]]:
        """Give the statements of the rows of one file in batches, a line for each thing.

        Raises:
            BadFile: The file as a whole cannot be used.
        """
        shared = min([place for place, _ in self.groups.same], default=0)
        table = reading.Table(self.adapter, source, shared)
        report, width, path = self.report, len(self.adapter.header), source.path
        self.keys.paths.append(path)
        batch: list[str] = []
        pending: Row | None = None
        run: tuple[str, ...] = ()
        begun = rows = 0
        for line, row in table.rows():
            if not row:
                continue
            report.read += 1
            try:
                if len(row) != width:
                    table.check_end(line, row)
                    raise Rejection(f"{len(row)} columns, not {width}")
                if self.edition.checked:
                    self.edition.check(row, path, line)
                if self.order:
                    self._check_order(row)
                if self.keys.places and self._repeated(row, line):
                    continue
                if self.groups.by >= 0:
                    self.groups.add(row, path, line)
                if self.skips and (reason := self._skip_reason(row)) is not None:
                    report.skip(reason)
                    continue
                if self.in_runs:
                    year, this_run = self._run_of(row)
                    follows = pending is not None and int(year) == int(pending[-1]) + 1
                    if pending is not None and this_run == run and follows:
                        pending[-1] = year
                        rows += 1
                        continue
                    if pending is not None:
                        self._write(pending, path, begun, rows, batch)
                    pending, run, begun, rows = [*row, year], this_run, line, 1
                else:
                    self._write(row, path, line, 1, batch)
            except Rejection as error:
                report.reject(path, line, error)
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if pending is not None:
            self._write(pending, path, begun, rows, batch)
        yield batch

    def _check_order(self, row: Row) -> None:
        for first, last, names in self.order:
            if (end := last(row)) and first(row) > end:
                raise Rejection(
                    f"it ends before it begins ({names}: {first(row)[1:11]} and {end[1:11]})"
                )

    def _run_of(self, row: Row) -> tuple[str, tuple[str, ...]]:
        """Give the year of a row, and the values that all rows of its run have."""
        year = row[self.run_year]
        if not (year.isascii() and year.isdigit()):
            raise Rejection(f"{year[:40]!r} is no year")
        return year, (
            *[row[place] for place in self.run_by],
            *[getter(row) for getter in self.run_same],
        )

    def _write(self, row: Row, path: str, line: int, rows: int, batch: list[str]) -> None:
        """Add the statements of a row, or none where one cell cannot stand where it should."""
        before, count = len(batch), 0
        new: list[tuple[Node, str]] = []
        try:
            for node in self.nodes:
                if node.always is not None:
                    batch.append(node.always(row))
                    count += node.count
                elif (node.place < 0 or row[node.place] != node.last) and (
                    thing := node.write(row, self.written)
                ) is not None:
                    name, text, statements = thing
                    batch.append(text)
                    count += statements
                    if node.once:
                        new.append((node, name))
        except Rejection as error:
            del batch[before:]
            for _ in range(rows):
                self.report.reject(path, line, error)
            return
        for node, name in new:
            self.written.add(name)
            node.last = row[node.place] if node.place >= 0 else None
        self.report.imported += rows
        self.report.statements += count

    def _skip_reason(self, row: Row) -> str | None:
        for wanted, empty, reason in self.skips:
            if meets(row, wanted) and not any(getter(row) for getter in empty):
                return str(reason)
        return None

    def _repeated(self, row: Row, line: int) -> bool:
        """Whether a row repeats an earlier one and is skipped.

        Raises:
            Rejection: It has the key of an earlier one, and such rows are not skipped.
        """
        earlier = self.keys.earlier(row, line)
        if earlier is None:
            return False
        if self.skips_repeated:
            self.report.skip("the same as an earlier row")
            return True
        raise Rejection(self.keys.message(row, earlier))

    def finish(self) -> None:
        """Check the totals that the files give against the rows that were read.

        Raises:
            BadFile: Some do not add up.
        """
        self.groups.check_totals(self.report)
        if self.edition.version and not self.edition.checked:
            self.report.notes.append(
                f"whether the file is of edition {self.edition.version} was not checked, and is "
                "not stated: the adapter has no [edition]"
            )
