"""Make the form of a question from what it takes, and read the values that it sends.

Says which parameter a refused value was given for, with near names; asks nothing else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from secgraph.dataset.names import fold
from secgraph.errors import UnknownParameter, UnknownValue, UsageError
from secgraph.query import inputs
from secgraph.query.inputs import LIST, THING, Input
from secgraph.query.question import Question
from secgraph.web.context import Context

SUGGESTED = 600
"""Up to so many things are suggested while one types, where they are too many for a list."""


_STATEMENT = {"s": "who or what", "p": "relation", "o": "whom or what"}
"""What the short names of the parts of a statement are called in its form."""


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
        words = _STATEMENT.get(parameter, parameter)
        super().__init__(f"{words}: {reason}")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        input: What it is for.
        options: Things to choose from: the value that is sent, the label, and whether it is asked
            about. None of them is chosen where the question is asked without a value.
        suggestions: Labels, where there are too many to choose from.
        value: What a field shows in which one types.
        hint: What may be typed, or that several may be chosen; empty where one chooses one.
    """

    input: Input
    options: tuple[tuple[str, str, bool], ...] = ()
    suggestions: tuple[str, ...] = ()
    value: str = ""
    hint: str = ""


def read(context: Context, name: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Read the values that a form sends; see :func:`inputs.read_words`.

    Raises:
        UnknownQuery: There is no such question.
    """
    with context.lock:
        return inputs.read_words(inputs.interface(context.session, name), pairs)


def question(context: Context, name: str, values: Mapping[str, str]) -> Question:
    """Bind a question to values.

    Raises:
        UnknownQuery: There is no such question.
        UnknownParameter: It has no parameter of that name.
        Refused: A parameter does not take its value.
    """
    with context.lock:
        try:
            return context.session.question(name, values)
        except UnknownParameter:
            raise
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
    with context.lock:
        interface = inputs.interface(context.session, asked.name)
    return [_field(context, asked, one, given.get(one.name)) for one in interface.inputs]


def _field(context: Context, asked: Question, one: Input, given: str | None) -> Field:
    parameter = asked.query.params[one.name]
    if one.kind == LIST:
        things = asked.things().get(one.name, [])
        options = (
            (context.short(parameter, choice.iri), choice.label, choice.iri in things)
            for choice in one.choices
        )
        hint = "several may be chosen" if one.several else ""
        return Field(one, tuple(options), hint=hint)
    several = "; several with commas between" if one.several else ""
    hint = ("a name" if one.kind == THING else one.takes) + several
    labels = context.choices(parameter).values()
    names = (
        sorted(labels, key=lambda label: (fold(label), label)) if len(labels) <= SUGGESTED else []
    )
    return Field(one, (), tuple(names), given or ", ".join(one.default_labels), hint)


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
