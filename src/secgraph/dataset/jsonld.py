"""Compact JSON-LD by a context that names each property as people write it.

The context is made from the statements themselves; fetches nothing. rdflib's serializer needs the
same context, orders nodes and values anew at each run, and writes +00:00 for Z in date-times.
"""

import json
from collections.abc import Iterable
from typing import Any

from secgraph.namespaces import PREFIXES, curie, prefixes

_TYPE = PREFIXES["rdf"] + "type"
_INTEGER, _BOOLEAN = PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "boolean"
_NATIVE = (_INTEGER, _BOOLEAN)
"""Datatypes whose canonical values are numbers and truths in JSON."""


def write(expanded: bytes) -> bytes:
    """Write expanded JSON-LD of one graph in compact form.

    Args:
        expanded: A list of nodes without blank nodes, as JSON.

    Returns:
        ``@context`` and ``@graph``, nodes and keys sorted. A property whose values are all IRIs,
        all texts in English, or all of one datatype has that in the context and plain values in the
        nodes.
    """
    nodes: list[dict[str, Any]] = json.loads(expanded)
    for node in nodes:
        node["@type"] = [kind["@id"] for kind in node.pop(_TYPE, ())]
    values: dict[str, list[dict[str, str]]] = {}
    for node in nodes:
        for key, objects in node.items():
            if not key.startswith("@"):
                values.setdefault(key, []).extend(objects)
    kinds = {key: _kind(objects) for key, objects in values.items()}
    context: dict[str, Any] = {
        prefix: space
        for prefix, space in prefixes().items()
        if any(_names(node, space) for node in nodes)
    }
    context |= {curie(key): {"@id": curie(key), **kind} for key, kind in kinds.items() if kind}
    merged: dict[str, dict[str, Any]] = {}
    for node in nodes:
        compact = merged.setdefault(node["@id"], {"@id": curie(node["@id"])})
        for key, objects in node.items():
            if key == "@type":
                compact |= {"@type": _one(sorted(map(curie, objects)))} if objects else {}
            elif key != "@id":
                compact[curie(key)] = _one(
                    sorted(
                        (_value(value, kinds[key]) for value in objects),
                        key=lambda value: json.dumps(value, sort_keys=True),
                    )
                )
    graph = [dict(sorted(merged[key].items())) for key in sorted(merged)]
    return (
        json.dumps(
            {"@context": dict(sorted(context.items())), "@graph": graph},
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    ).encode()


def _kind(values: Iterable[dict[str, str]]) -> dict[str, str]:
    """Give what all values of a property share, as a context states it; may be empty."""
    shapes = {
        ("@id", "")
        if "@id" in value
        else ("@language", value["@language"])
        if "@language" in value
        else ("@type", value.get("@type", ""))
        for value in values
    }
    if len(shapes) != 1:
        return {}
    ((name, shared),) = shapes
    if shared in _NATIVE:
        return {}
    return {"@type": "@id"} if name == "@id" else {name: shared} if shared else {}


def _value(value: dict[str, Any], kind: dict[str, str]) -> object:
    if "@id" in value:
        return curie(value["@id"]) if kind else {"@id": curie(value["@id"])}
    if value.get("@type") in _NATIVE:
        return int(value["@value"]) if value["@type"] == _INTEGER else value["@value"] == "true"
    if kind or set(value) == {"@value"}:
        return value["@value"]
    return {key: curie(text) if key == "@type" else text for key, text in value.items()}


def _one(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _names(node: dict[str, Any], space: str) -> bool:
    """Whether a node or one of its keys, classes or values lies in a namespace."""
    names = [node["@id"], *node.get("@type", ()), *(key for key in node if not key.startswith("@"))]
    names += [
        text
        for key, objects in node.items()
        if not key.startswith("@")
        for item in objects
        for text in (item.get("@id", ""), item.get("@type", ""))
    ]
    return any(text.startswith(space) for text in names)
