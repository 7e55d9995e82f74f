"""Say what a saved question takes, and read it: one model for the command line, forms and programs.

Reads the headers of questions and the names of things; asks no question and writes no page.
"""

import re
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from secgraph.dataset.names import fold
from secgraph.errors import BadValue, UnknownParameter, UsageError
from secgraph.namespaces import PREFIXES, curie
from secgraph.query.searchable import exact

if TYPE_CHECKING:
    from secgraph.query.catalog import Query
    from secgraph.query.parameters import Parameter
    from secgraph.query.sessions import Session

THING, LIST, LITERAL = "thing", "list", "literal"
"""The kinds of an input: a thing of many, one of a list that is short enough to show, a literal."""

MOST_CHOICES = 80
"""So many things are listed: every actor is, not every claim."""

MOST_CHARACTERS = 1000
"""Characters of a value; no name of a thing has so many."""

_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_XSD = PREFIXES["xsd"]
_TYPES: dict[str, tuple[str, str, str]] = {
    "string": ("string", "a text", "Ukraine"),
    "integer": ("integer", "a whole number", "2018"),
    "boolean": ("boolean", "true or false", "true"),
    "date": ("string", "a date", "2023-02-23"),
    "dateTime": (
        "string",
        "a date and time, or a date, which stands for its noon",
        "2023-02-23T00:00:00Z",
    ),
    "gYear": ("string", "a year", "2023"),
}
"""By the name of a datatype its type in JSON, the words for it, and an example."""


class Malformed(UsageError):
    """What was sent is no set of values: one is there twice, or holds what is no character."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A thing that may be the value of an input.

    Attributes:
        value: A name that only this thing has, as ``secgraph run`` takes it.
        label, iri: Of the thing.
    """

    value: str
    label: str
    iri: str


@dataclass(frozen=True, slots=True)
class Input:
    """One parameter of a saved question, as it is offered to whoever asks.

    Attributes:
        name: The key under which values are given.
        label: A description in a few words.
        kind: :data:`THING`, :data:`LIST` or :data:`LITERAL`.
        several: Whether it takes several values.
        optional: Whether the question is asked without a value where none is given.
        classes: Prefixed names of the classes of its values; empty for a literal.
        datatype: Name of the datatype in XML Schema, such as ``integer``; empty for a thing.
        default: The values that it has where none is given, as ``secgraph run`` takes them.
        default_labels: The labels of these.
        choices: All things that may be its value, by their labels; only of a list.
        example: A value that is taken.
    """

    name: str
    label: str
    kind: str
    several: bool
    optional: bool
    classes: tuple[str, ...]
    datatype: str
    default: tuple[str, ...]
    default_labels: tuple[str, ...]
    choices: tuple[Choice, ...]
    example: str

    @property
    def type(self) -> str:
        """The type of one value in JSON: ``string``, ``integer`` or ``boolean``."""
        return _TYPES[self.datatype][0] if self.datatype in _TYPES else "string"

    @property
    def takes(self) -> str:
        """What one value is, in words."""
        if self.kind != LITERAL:
            first, more = self.classes[:3], len(self.classes) - 3
            others = f" or {more} other classes" if more > 0 else ""
            return "the name of a thing of " + " or ".join(first) + others
        return _TYPES[self.datatype][1] if self.datatype in _TYPES else f"an xsd:{self.datatype}"

    @property
    def summary(self) -> str:
        """The input in a sentence."""
        names = ", ".join(self.default_labels)
        default = f"; if not given: {names}" if names else ""
        several = "; several may be given" if self.several else ""
        return f"{self.label}: {self.takes}{several}{'; optional' if self.optional else default}"


@dataclass(frozen=True, slots=True)
class Interface:
    """What a saved question asks and takes.

    Attributes:
        name: Such as ``linkage/between-regions``.
        summary, description: In words.
        tags: Its tags.
        inputs: Its parameters, in the order of the header.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    inputs: tuple[Input, ...]

    def input(self, name: str) -> Input:
        """Give the input of that name.

        Raises:
            UnknownParameter: There is none; carries those that there are.
        """
        for one in self.inputs:
            if one.name == name:
                return one
        raise UnknownParameter(self.name, name, [one.name for one in self.inputs])


_interfaces: "weakref.WeakKeyDictionary[Session, dict[str, Interface]]"
_interfaces = weakref.WeakKeyDictionary()


def interface(session: "Session", name: str) -> Interface:
    """Say what a saved question asks and takes, in the words of the graph that is asked.

    Args:
        session: Where it would be asked.
        name: Such as ``linkage/between-regions``.

    Raises:
        UnknownQuery: There is no such question; carries the nearest names.
    """
    known = _interfaces.setdefault(session, {})
    if name not in known:
        query = session.queries.get(name)
        inputs = tuple(of_parameter(session, one) for one in query.params.values())
        known[name] = Interface(name, query.summary, query.description, tuple(query.tags), inputs)
    return known[name]


def interfaces(session: "Session", family: str = "") -> list[Interface]:
    """Give all questions, or those of a family, in the order of their names."""
    queries: list[Query] = session.queries.readable(family)[0]
    return [interface(session, query.name) for query in queries]


def of_parameter(session: "Session", parameter: "Parameter") -> Input:
    """Say what a parameter takes."""
    if not parameter.classes:
        return _literal(parameter)
    names = session.names(*parameter.classes)
    many = parameter.many

    def value(iri: str) -> str:
        return exact(names, iri, many=many)

    pairs = [parameter.shown(term, names.labels) for term in _terms(parameter)]
    is_list = len(names.labels) <= MOST_CHOICES
    things = sorted(names.labels, key=lambda iri: (fold(names.labels[iri]), iri))
    choices = [Choice(value(iri), names.labels[iri], iri) for iri in things] if is_list else []
    default = tuple(value(iri) for iri, _ in pairs)
    return Input(
        parameter.name,
        parameter.label,
        LIST if is_list else THING,
        many,
        parameter.optional,
        tuple(map(curie, parameter.classes)),
        "",
        default,
        tuple(label for _, label in pairs),
        tuple(choices),
        next(iter(default), value(things[0]) if things else ""),
    )


def _literal(parameter: "Parameter") -> Input:
    default = tuple(parameter.shown(term, {})[1] for term in _terms(parameter))
    datatype = (parameter.datatype or "").removeprefix(_XSD)
    usual = _TYPES[datatype][2] if datatype in _TYPES else ""
    return Input(
        parameter.name,
        parameter.label,
        LITERAL,
        parameter.many,
        parameter.optional,
        (),
        datatype,
        default,
        default,
        (),
        parameter.example or next(iter(default), usual),
    )


def _terms(parameter: "Parameter") -> list[str]:
    return [term for term in parameter.default.split() if term != "UNDEF"]


def read_words(asked: Interface, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Read values that come as pairs of texts: from a form, or the query string of an address.

    A field of a form that is left empty is not given, where the question is asked without it.

    Args:
        asked: The question.
        pairs: Name and value, in the order in which they came.

    Returns:
        Values as ``secgraph run`` takes them.

    Raises:
        Malformed: A parameter that takes one value has several, or a value holds no characters.
        UnknownParameter: The question has no such parameter.
        BadValue: A value is too long, or empty.
    """
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(checked(name), []).append(checked(value))
    given: dict[str, str] = {}
    for name, all_words in values.items():
        one = asked.input(name)
        words = [word for word in all_words if word.strip() or not one.optional]
        if len(words) > 1 and not one.several:
            raise Malformed(f"{name} is given {len(words)} times; give it once")
        if words:
            given[name] = _joined(one, words)
    return given


def read_json(asked: Interface, values: Mapping[str, Any]) -> dict[str, str]:
    """Read values that come as JSON, each of the type that the schema of its input says.

    Args:
        asked: The question.
        values: By the names of parameters; several values as an array.

    Returns:
        Values as ``secgraph run`` takes them.

    Raises:
        Malformed: A value holds what is no character.
        UnknownParameter: The question has no such parameter.
        BadValue: A value is of another type, too long, or empty.
    """
    given: dict[str, str] = {}
    for name, value in values.items():
        one = asked.input(checked(name))
        if one.several != isinstance(value, list):
            wanted = f"a list such as [{_shown(one)}]" if one.several else f"such as {_shown(one)}"
            raise BadValue(_spelled(value), f"{name} takes {one.takes}, {wanted}")
        items = value if isinstance(value, list) else [value]
        if not items:
            raise BadValue("[]", f"{name} ({one.label}) needs a value, or is left out")
        given[name] = _joined(one, [_word(one, item) for item in items])
    return given


_PYTHON = {"string": str, "integer": int, "boolean": bool}


def _word(one: Input, value: object) -> str:
    """Give a value of JSON as a text, if it is of the right type."""
    if type(value) is not _PYTHON[one.type]:
        raise BadValue(_spelled(value), f"{one.name} takes {one.takes}, such as {_shown(one)}")
    return str(value).lower() if isinstance(value, bool) else checked(str(value))


def _shown(one: Input) -> str:
    return f'"{one.example}"' if one.type == "string" else one.example


def _spelled(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 60 else text[:59] + "…"


def _joined(one: Input, words: list[str]) -> str:
    for word in words:
        if len(word) > MOST_CHARACTERS:
            raise BadValue(
                _spelled(word),
                f"{one.name} takes {MOST_CHARACTERS:,} characters, and this has {len(word):,}",
            )
        if not word.strip():
            raise BadValue(word, f"{one.name} ({one.label}) needs a value")
    return ",".join(words)


def checked(text: str) -> str:
    """Give a text that can be looked up and repeated.

    Raises:
        Malformed: It holds a control character, or half of a character.
    """
    if _UNUSABLE.search(text):
        raise Malformed(f"{_spelled(text)!r} holds what is no character")
    return text
