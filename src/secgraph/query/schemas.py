"""Write the inputs of saved questions as JSON Schema and as fields of a form.

Made of :mod:`secgraph.query.inputs` alone; reads no value and writes no page.
"""

from dataclasses import dataclass
from typing import Any

from secgraph.query.inputs import LIST, LITERAL, MOST_CHARACTERS, Choice, Input, Interface

Json = dict[str, Any]

CLASSES = "x-secgraph-classes"
"""The key of a schema under which the classes of things stand."""

SELECT, TEXT, NUMBER, CHECK = "select", "text", "number", "checkbox"
"""The controls of a form."""


def of_value(one: Input) -> Json:
    """Give the schema of one value.

    Names that are examples are no closed list: aliases, prefixed names and IRIs are taken too.
    """
    schema: Json = {"type": one.type}
    if one.type == "string":
        schema |= {"minLength": 1, "maxLength": MOST_CHARACTERS}
    if one.choices:
        schema["examples"] = [choice.value for choice in one.choices]
    elif one.example:
        schema["examples"] = [typed(one, one.example)]
    if one.classes:
        schema[CLASSES] = list(one.classes)
    return schema


def of_input(one: Input) -> Json:
    """Give the schema of what an input takes: a value, or an array of them."""
    schema = {"type": "array", "items": of_value(one), "minItems": 1} if one.several else None
    schema = schema or of_value(one)
    if one.default:
        default = [typed(one, value) for value in one.default]
        schema["default"] = default if one.several else default[0]
    return schema


def of_question(asked: Interface) -> Json:
    """Give the schema of an object with the values of a question; other keys are refused."""
    return {
        "type": "object",
        "properties": {
            one.name: {"description": one.summary, **of_input(one)} for one in asked.inputs
        },
        "additionalProperties": False,
    }


def parameters(asked: Interface) -> list[Json]:
    """Give the parameters of a question as OpenAPI 3.1 has those of a query string."""
    return [
        {
            "name": one.name,
            "in": "query",
            "required": False,
            "description": one.summary,
            "style": "form",
            "explode": True,
            "schema": of_input(one),
        }
        for one in asked.inputs
    ]


def typed(one: Input, value: str) -> object:
    """Give a value as JSON has it."""
    if one.type == "integer":
        return int(value)
    return value == "true" if one.type == "boolean" else value


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        name, label: Of the input.
        control: :data:`SELECT`, :data:`TEXT`, :data:`NUMBER` or :data:`CHECK`.
        options: The choices of a select; where the input is optional, the page adds an empty one.
        values: What is in the field: the given values, else the default ones.
        several: Whether several options may be chosen; of a text, with commas between.
        required: Whether it may not be left empty.
        hint: What it takes, in words.
        example: A value that is taken.
        list_name: The classes of its things, for a search of their names; empty for other fields.
    """

    name: str
    label: str
    control: str
    options: tuple[Choice, ...]
    values: tuple[str, ...]
    several: bool
    required: bool
    hint: str
    example: str
    list_name: str


def fields(asked: Interface, given: "dict[str, str] | None" = None) -> list[Field]:
    """Give the fields of the form by which a question is asked.

    Args:
        asked: The question.
        given: The values that were given, as ``secgraph run`` takes them. A value that is no
            option of its list is one more option, so that the form shows what was asked.
    """
    return [_field(one, (given or {}).get(one.name)) for one in asked.inputs]


def _field(one: Input, given: "str | None") -> Field:
    values = one.default
    if given is not None:
        values = tuple(part.strip() for part in given.split(",")) if one.several else (given,)
    options = one.choices
    known = {choice.value for choice in options}
    if one.kind == LIST:
        options += tuple(Choice(value, value, "") for value in values if value not in known)
    control = SELECT if one.kind == LIST else TEXT
    if one.kind == LITERAL:
        control = {"integer": NUMBER, "boolean": CHECK}.get(one.type, TEXT)
    return Field(
        one.name,
        one.label,
        control,
        options,
        values,
        one.several,
        not one.optional,
        one.takes + ("; several, with commas between" if one.several and one.kind != LIST else ""),
        one.example,
        " ".join(one.classes) if one.kind != LITERAL else "",
    )
