"""Write the statements about one thing from a row, by the templates of an adapter.

A template is Turtle with ``{names}``: in quotes a name gives escaped text, elsewhere a checked
term; an empty one drops its statement.
"""

import operator
import re

from secgraph.errors import BadFile
from secgraph.imports import turtle
from secgraph.imports.fields import CACHED, Cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Set
    from typing import Any

    from secgraph.imports.adapter import Adapter
    from secgraph.imports.fields import Fields, Get, Row

_LITERAL = re.compile(r'"(?P<text>[^"\\]*)"(?P<rest>@[a-z]+|\^\^[a-z]+:[A-Za-z]+)?')
_NAMES = re.compile(r"\{([^{}]*)\}")
_PREDICATE = re.compile(r"[a-z]+:[A-Za-z]+")


class Node:
    """The template of one thing.

    Args:
        adapter: Whose it is.
        told: Its table: ``iri``, ``class``, ``say``, and ``once``, ``when``, ``unless``, ``needs``.
        fields: The fields it may name.
        labelled: Things that the release gives a label: they keep it, and what the dataset calls
            them stands beside it.
    """

    def __init__(
        self, adapter: "Adapter", told: "dict[str, Any]", fields: "Fields", labelled: "Set[str]"
    ) -> None:
        self.adapter, self.fields, self._labelled = adapter, fields, labelled
        unknown = set(told) - {"iri", "class", "say", "once", "when", "unless", "needs"}
        if unknown or not told.get("iri"):
            raise BadFile(
                adapter.path,
                f"a node needs 'iri' and may not have {', '.join(sorted(unknown)) or 'an empty one'}",
            )
        self.once: bool = bool(told.get("once"))
        self.iri: Get = self._object(told["iri"])
        self.when = conditions(adapter, told.get("when", {}))
        self.unless = conditions(adapter, told.get("unless", {}))
        self.needs: list[Get] = [fields.get(each) for each in told.get("needs", [])]
        said = [("a", told["class"])] if told.get("class") else []
        for predicate, value in told.get("say", {}).items():
            if not _PREDICATE.fullmatch(predicate):
                raise BadFile(adapter.path, f"{predicate!r} is no prefixed name of a property")
            said += [(predicate, each) for each in ([value] if isinstance(value, str) else value)]
        self.said = [(predicate, self._object(each)) for predicate, each in said]
        self.count = len(said)
        self._whole = (
            None
            if self.once or "rdfs:label" in told.get("say", {})
            else self._at_once(told["iri"], said)
        )
        free = not (self.when or self.unless or self.needs)
        self.always = self._whole if free else None
        """Gives the statements of any row, in one line and always as many.

        None where that depends on the row.
        """
        self.place = self.iri.place if free and self.once and isinstance(self.iri, Cell) else -1
        """The column that alone decides which thing it is that is written once.

        -1 where more than that does.
        """
        self.last: str | None = None
        """The cell of that column for which it was written last."""

    def _at_once(self, iri: str, said: "list[tuple[str, str]]") -> "Get | None":
        """Give one pattern for all the statements, where no part of them can be empty or several: much quicker, and the same."""
        names: list[str] = []
        patterns = []
        for template in [iri, *[each for _, each in said]]:
            found = _NAMES.findall(template)
            if template[0] in '"<' or not all(map(self.fields.is_sure, found)):
                return None
            names += found
            patterns.append(_NAMES.sub("\0", template).replace("%", "%%").replace("\0", "%s"))
        text = ";".join(
            f"{predicate} {each}" for (predicate, _), each in zip(said, patterns[1:], strict=True)
        )
        return _whole(f"{patterns[0]} {text} .\n", [self.fields.term(each) for each in names])

    def _object(self, template: str) -> "Get":
        quoted = _LITERAL.fullmatch(template)
        if quoted:
            return self._filled(
                quoted["text"],
                lambda name: self._text(self.fields.get(name)),
                '"',
                '"' + (quoted["rest"] or ""),
            )
        if template.startswith("<") and template.endswith(">"):
            return self._filled(template[1:-1], self._link, "<", ">")
        if any(mark in template for mark in "\"'<> ;"):
            raise BadFile(
                self.adapter.path,
                f"{template!r} is neither one literal in double quotes, nor an IRI, nor a prefixed name",
            )
        return self._filled(template, self.fields.term, "", "")

    def _text(self, get: "Get") -> "Get":
        return lambda row: turtle.text(get(row))

    def _link(self, name: str) -> "Get":
        get = self.fields.get(name)
        return lambda row: turtle.link(value) if (value := get(row)) else ""

    @staticmethod
    def _filled(template: str, make: "Callable[[str], Get]", before: str, after: str) -> "Get":
        names = _NAMES.findall(template)
        if not names:
            return lambda row: before + template + after  # noqa: ARG005 - as all others, a function of the row
        if names == [template[1:-1]] and not before:
            return make(names[0])
        pattern, parts = (
            before + _NAMES.sub("\0", template).replace("%", "%%").replace("\0", "%s") + after,
            [make(each) for each in names],
        )
        if len(parts) == 1:
            one = parts[0]
            return lambda row: pattern % value if (value := one(row)) else ""

        def made(row: "Row") -> str:
            values = tuple([each(row) for each in parts])
            return pattern % values if all(values) else ""

        return made

    def write(self, row: "Row", seen: "set[str]") -> "tuple[str, str, int] | None":
        """Give the name of the thing (where it is written once), its statements in one line, and their number; None where the row makes none.

        Args:
            row: The cells.
            seen: Names of things that are written once and have been.

        Raises:
            Rejected: A cell cannot stand where it should.
        """
        if self.when and not meets(row, self.when):
            return None
        if self.unless and meets(row, self.unless):
            return None
        if self.needs and not all(each(row) for each in self.needs):
            return None
        if self._whole is not None:
            return "", self._whole(row), self.count
        name = self.iri(row)
        if self.once and name in seen:
            return None
        parts, count = [], 0
        for predicate, make in self.said:
            value = make(row)
            if value:
                used = (
                    "skos:altLabel"
                    if predicate == "rdfs:label" and name in self._labelled
                    else predicate
                )
                parts.append(f"{used} {value}")
                count += 1 + (value.count(", ") if value[0] != '"' else 0)
        return (name, f"{name} {';'.join(parts)} .\n", count) if parts else None


def _whole(pattern: str, gets: "list[Get]") -> "Get":
    """Give the function that fills a pattern with values, all of them at once."""

    def made(row: "Row") -> str:
        return pattern % tuple([get(row) for get in gets])

    cells = [each for each in gets if isinstance(each, Cell)]
    if len(cells) < len(gets) or len({each.place for each in cells}) < 2:
        return made
    # What one column says is filled in last. What all others say is mostly said again and again,
    # and so is kept as a pattern of its own.
    first, others = cells[0].place, sorted({each.place for each in cells[1:]} - {cells[0].place})
    pick = operator.itemgetter(*others)
    lasting = pattern.replace("%%", "%%%%")
    values: dict[str, tuple[str, ...]] = {}
    patterns: dict[str | tuple[str, ...], str] = {}

    def quickly(row: "Row") -> str:
        try:
            return patterns[pick(row)] % values[row[first]]
        except KeyError:
            whole = made(row)
        if max(len(values), len(patterns)) > CACHED:
            values.clear()
            patterns.clear()
        values[row[first]] = tuple([each(row) for each in cells if each.place == first])
        patterns[pick(row)] = lasting % tuple(
            ["%s" if each.place == first else each(row).replace("%", "%%") for each in cells]
        )
        return whole

    return quickly


def conditions(adapter: "Adapter", told: "dict[str, Any]") -> "list[tuple[int, set[str]]]":
    """Give the columns of a condition with the cells that fulfil it."""
    places = adapter.columns(list(told), "a condition")
    return [
        (place, {value} if isinstance(value, str) else set(value))
        for place, value in zip(places, told.values(), strict=True)
    ]


def meets(row: "Row", wanted: "list[tuple[int, set[str]]]") -> bool:
    """Whether the cells of a row fulfil a condition."""
    return all(row[place] in cells for place, cells in wanted)
