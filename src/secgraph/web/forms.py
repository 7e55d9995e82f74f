"""Make the form of a question from its header, and read the values that it sends.

Says which parameter a refused value was given for, with near names; asks nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from secgraph.dataset.names import fold
from secgraph.errors import UnknownParameter, UnknownValue, UsageError
from secgraph.namespaces import curie
from secgraph.query.parameters import Parameter
from secgraph.query.question import Question
from secgraph.web.context import Context

LISTED, SUGGESTED = 150, 600
"""Up to so many things are listed to choose from; up to so many are suggested while one types."""


class Refused(UsageError):
    """A value that a question does not take.

    Args:
        parameter: Its name.
        value: As it was given.
        reason: Why, for a reader.
        near: Names that the parameter takes and that look like it.
    """

    def __init__(self, parameter: str, value: str, reason: str, near: list[str]) -> None:
        self.parameter, self.value, self.reason, self.near = parameter, value, reason, near
        super().__init__(f"{parameter}: {reason}")


class Unknown(UsageError):
    """A parameter that a question does not have.

    Args:
        name: As it was given.
        known: Those that it has.
    """

    def __init__(self, error: UnknownParameter) -> None:
        self.name, self.known = error.name, error.known
        super().__init__(str(error))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        parameter: What it is for.
        options: Pairs of the value that is sent and its label, to choose from.
        suggestions: Labels, where there are too many to choose from.
        value: What it shows: one of *options*, or a text.
        hint: What may be typed; empty where one chooses.
    """

    parameter: Parameter
    options: tuple[tuple[str, str], ...]
    suggestions: tuple[str, ...]
    value: str
    hint: str


def question(context: Context, name: str, values: Mapping[str, str]) -> Question:
    """Bind a question to values.

    Raises:
        UnknownQuery: There is no such question.
        Unknown: It has no parameter of that name.
        Refused: A parameter does not take its value.
    """
    with context.lock:
        try:
            return context.session.question(name, values)
        except UnknownParameter as error:
            raise Unknown(error) from error
        except UsageError as error:
            refused = _refused(context, name, values)
            if refused is None:
                raise
            raise refused from error


def _refused(context: Context, name: str, values: Mapping[str, str]) -> Refused | None:
    """Find the value that is refused."""
    for parameter, value in values.items():
        try:
            context.session.question(name, {parameter: value})
        except UnknownValue as error:
            return Refused(parameter, value, str(error), error.nearest)
        except UsageError as error:
            return Refused(parameter, value, str(error), [])
    return None


def fields(context: Context, asked: Question, given: Mapping[str, str]) -> list[Field]:
    """Give the fields of the form of a question, with what was asked in them."""
    things = asked.things()
    return [
        _field(context, parameter, given.get(name), things.get(name, []))
        for name, parameter in asked.query.params.items()
    ]


def _field(context: Context, parameter: Parameter, given: str | None, things: list[str]) -> Field:
    if not parameter.classes:
        kind = curie(parameter.datatype or "").partition(":")[2]
        default = "" if parameter.optional else parameter.shown(parameter.default, {})[1]
        several = ", several with commas between, or a range such as 76-78"
        return Field(parameter, (), (), given or default, kind + several * parameter.many)
    labels = context.choices(parameter)
    if len(labels) > LISTED or len(things) > 1:
        shown = ", ".join(labels.get(iri, iri) for iri in things)
        names = sorted(labels.values(), key=fold) if len(labels) <= SUGGESTED else []
        return Field(parameter, (), tuple(names), given or shown, "a name")
    chosen = context.short(parameter, things[0]) if things else ""
    return Field(parameter, options(context, parameter), (), chosen, "")


def options(context: Context, parameter: Parameter) -> tuple[tuple[str, str], ...]:
    """Give the value that is sent and the label of each thing that a parameter takes."""
    key = tuple(parameter.classes)
    if key not in context.options:
        labels = context.choices(parameter)
        pairs = ((context.short(parameter, iri), label) for iri, label in labels.items())
        context.options[key] = tuple(sorted(pairs, key=lambda pair: (fold(pair[1]), pair[0])))
    return context.options[key]


def asked_values(context: Context, asked: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Give the values of a question in their shortest form, so that one answer has one address."""
    things = asked.things()
    short: dict[str, str] = {}
    for name, value in given.items():
        parameter = asked.query.params[name]
        iris = things.get(name, [])
        if parameter.classes and iris:
            short[name] = ",".join(context.short(parameter, iri) for iri in iris)
        else:
            short[name] = value
    return short
