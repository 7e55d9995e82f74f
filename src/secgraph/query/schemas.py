"""Write the inputs of saved questions as JSON Schema.

Made of :mod:`secgraph.query.inputs` alone; reads no value and writes no page.
"""

from typing import Any

from secgraph.query.inputs import MOST_CHARACTERS, Input, Interface

Json = dict[str, Any]

CLASSES = "x-secgraph-classes"
"""The key of a schema under which the classes of things stand."""


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
