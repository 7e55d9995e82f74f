"""Check the form of an adapter: its keys against a JSON Schema, its templates as Turtle.

Reads no dataset; what is wrong is said with the place in the adapter.
"""

import functools
import json
import os.path
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pyoxigraph

from secgraph.imports import turtle
from secgraph.syntax import textfile

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "adapter.schema.json")

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_KINDS = {
    "object": "a table",
    "array": "a list",
    "string": "a text",
    "boolean": "true or false",
}


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(textfile.read(SCHEMA)))


def faults(config: dict[str, Any]) -> list[str]:
    """List what is wrong with the keys of an adapter, each with its place.

    Args:
        config: The adapter as read from TOML.
    """
    errors = sorted(_validator().iter_errors(config), key=lambda error: list(map(str, error.path)))
    return list(dict.fromkeys(map(_message, errors)))


def _message(error: jsonschema.ValidationError) -> str:
    place = ".".join(map(str, error.absolute_path))
    return f"{place}: {_reason(error)}" if place else _reason(error)


def _reason(error: jsonschema.ValidationError) -> str:
    kind: str = str(error.validator)
    schema: Any = error.schema
    value: Any = error.instance
    if kind == "additionalProperties":
        known = sorted(schema["properties"])
        unknown = next(key for key in sorted(value) if key not in known)
        return f"has the unknown key {unknown!r}; known are {', '.join(known)}"
    if kind in ("required", "dependentRequired"):
        missing = re.findall(r"'([^']*)'", error.message)
        return f"needs {missing[0]!r}"
    if kind == "type":
        return f"has to be {_KINDS.get(str(schema['type']), schema['type'])}, not {value!r}"[:200]
    if kind == "enum":
        return f"{value!r} is none of {', '.join(map(str, schema['enum']))}"[:200]
    if kind in ("minItems", "minProperties", "minLength"):
        return "is empty" if not value else f"has too few entries: {value!r}"[:200]
    if kind == "uniqueItems":
        twice = next(item for item in value if value.count(item) > 1)
        return f"has {twice!r} twice"
    if "description" in schema:
        return f"{value!r} is not {schema['description']}"[:200]
    return " ".join(error.message.split())[:200]


def template_faults(config: dict[str, Any]) -> Iterator[str]:
    """List the terms and templates of an adapter that make no Turtle, by a sample of each.

    Args:
        config: The adapter, whose keys have no fault.
    """
    fields: dict[str, dict[str, Any]] = config.get("fields", {})
    samples = {name: text for name, field in fields.items() if (text := _sample_of(field))}

    def sample(template: str) -> str:
        whole = template[:1] not in ('"', "<")

        def value(match: re.Match[str]) -> str:
            return samples.get(match[0][1:-1], "x1") if whole else "x1"

        return _PLACEHOLDER.sub(value, template)

    source = config["source"]["iri"]
    checks = [("source.iri", source, f"{source} a sg:Source .")]
    for name, field in fields.items():
        terms = [*field.get("values", {}).values(), *field.get("flags", {}).values()]
        terms += [field["otherwise"]] if "otherwise" in field else []
        checks += [(f"fields.{name}", term, f"sgd:s rdf:value {term} .") for term in terms if term]
        if "iri" in field:
            checks.append((f"fields.{name}", field["iri"], f"{sample(field['iri'])} a sg:Actor ."))
    for number, node in enumerate(config.get("nodes", [])):
        place, iri = f"nodes.{number}", sample(node["iri"])
        checks.append((f"{place}.iri", node["iri"], f"{iri} a {node.get('class', 'sg:Actor')} ."))
        for predicate, values in node.get("say", {}).items():
            checks += [
                (f"{place}.say.{predicate}", value, f"sgd:s {predicate} {sample(value)} .")
                for value in ([values] if isinstance(values, str) else values)
            ]
    for place, text, statement in checks:
        if reason := fault(statement):
            yield f"{place}: {text!r} makes no Turtle: {reason}"


def _sample_of(field: dict[str, Any]) -> str:
    """Give what a field that gives whole terms may give; empty for one that gives parts."""
    if "table" in field:
        things = "sgd:x, sgd:y" if "columns" in field else "sgd:x"
        return things if field.get("give", "thing") == "thing" else ""
    if "values" in field:
        return next(filter(None, field["values"].values()), "sgd:x")
    if "date" in field:
        precise = {"precision": "sgv:day", "day": "2000-01-01"}
        return precise.get(field.get("give", ""), '"2000-01-01T00:00:00Z"^^xsd:dateTime')
    if "flags" in field:
        return ", ".join(field["flags"].values())
    return "sgd:x" if "iri" in field else ""


def fault(statements: str) -> str:
    """Say why statements are not Turtle; empty where they are."""
    try:
        for _ in pyoxigraph.parse(
            (turtle.HEAD + statements).encode(), format=pyoxigraph.RdfFormat.TURTLE
        ):
            pass
    except (SyntaxError, ValueError) as error:
        text = str(getattr(error, "msg", None) or error)
        return " ".join(text.split())[:160] or "unreadable"
    return ""
