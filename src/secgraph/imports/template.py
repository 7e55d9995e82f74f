"""Write the statements about one thing from a row, by a template of an adapter.

A template is Turtle with ``{names}``: in quotes a name gives escaped text, elsewhere a checked
term; an empty one drops its statement.
"""

import operator
import re
from collections.abc import Callable, Set
from typing import Any

from secgraph.errors import BadFile
from secgraph.imports import turtle
from secgraph.imports.adapter import Adapter
from secgraph.imports.fields import CACHED, PLACEHOLDER, CellGetter, Fields, Getter, Row

_LITERAL = re.compile(r'"(?P<text>[^"\\]*)"(?P<rest>@[a-z]+|\^\^[a-z]+:[A-Za-z]+)?')


class Node:
    """The template of one thing.

    Args:
        adapter: Its adapter.
        config: Its table: ``iri``, ``class``, ``say``, and ``once``, ``when``, ``unless``,
            ``needs``.
        fields: The fields it may name.
        labelled: Things that have a label in the release: it stays their label, and the name that
            the dataset gives becomes an alternative label.
    """

    def __init__(
        self, adapter: Adapter, config: dict[str, Any], fields: Fields, labelled: Set[str]
    ) -> None:
        self.adapter, self.fields, self._labelled = adapter, fields, labelled
        self.once: bool = bool(config.get("once"))
        self.iri: Getter = self._object(config["iri"])
        self.when = conditions(adapter, config.get("when", {}))
        self.unless = conditions(adapter, config.get("unless", {}))
        self.needs: list[Getter] = [fields.get(name) for name in config.get("needs", [])]
        templates = self._templates(config)
        self.statements = [(predicate, self._object(value)) for predicate, value in templates]
        self.count = len(templates)
        self._line = (
            None
            if self.once or "rdfs:label" in config.get("say", {})
            else self._one_pattern(config["iri"], templates)
        )
        unconditional = not (self.when or self.unless or self.needs)
        self.always = self._line if unconditional else None
        """Gives the statements of any row, in one line and always as many.

        None where that depends on the row.
        """
        self.place = (
            self.iri.place
            if unconditional and self.once and isinstance(self.iri, CellGetter)
            else -1
        )
        """The column that alone determines which thing, written once, a row is about.

        -1 where there is no such column.
        """
        self.last: str | None = None
        """The cell of that column for which the thing was written last."""

    def _templates(self, config: dict[str, Any]) -> list[tuple[str, str]]:
        """Give each predicate with the template of its object."""
        templates = [("a", config["class"])] if config.get("class") else []
        for predicate, values in config.get("say", {}).items():
            templates += [
                (predicate, value) for value in ([values] if isinstance(values, str) else values)
            ]
        return templates

    def _one_pattern(self, iri: str, templates: list[tuple[str, str]]) -> Getter | None:
        """Give one pattern for all the statements, which is much faster.

        None where a part of them may be empty or repeated.
        """
        placeholders: list[str] = []
        patterns = []
        for template in [iri, *[value for _, value in templates]]:
            names = PLACEHOLDER.findall(template)
            if template[0] in '"<' or not all(map(self.fields.is_filled, names)):
                return None
            placeholders += names
            patterns.append(_pattern(template))
        text = ";".join(
            f"{predicate} {pattern}"
            for (predicate, _), pattern in zip(templates, patterns[1:], strict=True)
        )
        return _cached_line(
            f"{patterns[0]} {text} .\n", [self.fields.term(name) for name in placeholders]
        )

    def _object(self, template: str) -> Getter:
        literal = _LITERAL.fullmatch(template)
        if literal:
            return self._filled(literal["text"], self._text, '"', '"' + (literal["rest"] or ""))
        if template.startswith("<") and template.endswith(">"):
            return self._filled(template[1:-1], self._link, "<", ">")
        if any(mark in template for mark in "\"'<> ;"):
            raise BadFile(
                self.adapter.path,
                f"{template!r} is neither one literal in double quotes, nor an IRI, "
                "nor a prefixed name",
            )
        return self._filled(template, self.fields.term, "", "")

    def _text(self, name: str) -> Getter:
        getter = self.fields.get(name)
        return lambda row: turtle.text(getter(row))

    def _link(self, name: str) -> Getter:
        getter = self.fields.get(name)
        return lambda row: turtle.link(value) if (value := getter(row)) else ""

    @staticmethod
    def _filled(
        template: str, getter_of: Callable[[str], Getter], before: str, after: str
    ) -> Getter:
        """Give the function that fills a template; its value is empty where a placeholder is."""
        names = PLACEHOLDER.findall(template)
        if not names:
            return lambda row: before + template + after  # noqa: ARG005 - a function of the row
        if names == [template[1:-1]] and not before:
            return getter_of(names[0])
        pattern = before + _pattern(template) + after
        getters = [getter_of(name) for name in names]
        if len(getters) == 1:
            only = getters[0]
            return lambda row: pattern % value if (value := only(row)) else ""

        def fill(row: Row) -> str:
            values = tuple([getter(row) for getter in getters])
            return pattern % values if all(values) else ""

        return fill

    def write(self, row: Row, written: set[str]) -> tuple[str, str, int] | None:
        """Write the statements of a row about this thing.

        Args:
            row: The cells.
            written: Names of things that are written once and have been.

        Returns:
            The name of the thing (empty where it need not be remembered), its statements in one
            line, and their number; None where the row gives none.

        Raises:
            Rejection: A cell cannot stand where the template has it.
        """
        if self.when and not meets(row, self.when):
            return None
        if self.unless and meets(row, self.unless):
            return None
        if self.needs and not all(getter(row) for getter in self.needs):
            return None
        if self._line is not None:
            return "", self._line(row), self.count
        name = self.iri(row)
        if self.once and name in written:
            return None
        parts, count = [], 0
        for predicate, getter in self.statements:
            value = getter(row)
            if value:
                if predicate == "rdfs:label" and name in self._labelled:
                    parts.append(f"skos:altLabel {value}")
                else:
                    parts.append(f"{predicate} {value}")
                count += 1 + (value.count(", ") if value[0] != '"' else 0)
        return (name, f"{name} {';'.join(parts)} .\n", count) if parts else None


def _pattern(template: str) -> str:
    """Turn a template into a pattern for the operator ``%``."""
    return PLACEHOLDER.sub("\0", template).replace("%", "%%").replace("\0", "%s")


def _cached_line(pattern: str, getters: list[Getter]) -> Getter:
    """Give the function that fills a pattern with all its values at once."""

    def fill(row: Row) -> str:
        return pattern % tuple([getter(row) for getter in getters])

    cells = [getter for getter in getters if isinstance(getter, CellGetter)]
    if len(cells) < len(getters) or len({cell.place for cell in cells}) < 2:
        return fill
    # The values of the first column are filled in last. Those of the other columns repeat in most
    # rows, so the pattern with them filled in is kept.
    first, others = cells[0].place, sorted({cell.place for cell in cells[1:]} - {cells[0].place})
    pick = operator.itemgetter(*others)
    twice_escaped = pattern.replace("%%", "%%%%")
    values: dict[str, tuple[str, ...]] = {}
    patterns: dict[str | tuple[str, ...], str] = {}

    def fill_cached(row: Row) -> str:
        try:
            return patterns[pick(row)] % values[row[first]]
        except KeyError:
            line = fill(row)
        if max(len(values), len(patterns)) > CACHED:
            values.clear()
            patterns.clear()
        values[row[first]] = tuple([cell(row) for cell in cells if cell.place == first])
        patterns[pick(row)] = twice_escaped % tuple(
            ["%s" if cell.place == first else cell(row).replace("%", "%%") for cell in cells]
        )
        return line

    return fill_cached


def conditions(adapter: Adapter, config: dict[str, Any]) -> list[tuple[int, set[str]]]:
    """Give the columns of a condition with the cells that meet it."""
    places = adapter.columns(list(config), "a condition")
    return [
        (place, {value} if isinstance(value, str) else set(value))
        for place, value in zip(places, config.values(), strict=True)
    ]


def meets(row: Row, wanted: list[tuple[int, set[str]]]) -> bool:
    """Whether the cells of a row meet a condition."""
    return all(row[place] in cells for place, cells in wanted)
