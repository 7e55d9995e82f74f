"""Compact JSON-LD by a context that names each property as people write it.

The context is made from the statements themselves; fetches nothing. rdflib's writer would do, but
for the order of nodes, which changes from run to run there.
"""

from collections.abc import Iterable
from typing import Any

from secgraph.namespaces import PREFIXES, curie, prefixes

_TYPE = PREFIXES["rdf"] + "type"
_INTEGER, _BOOLEAN = PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "boolean"
_NATIVE = (_INTEGER, _BOOLEAN)
"""Datatypes whose canonical values JSON writes as its own."""


def write(expanded: bytes) -> bytes:
    """Write expanded JSON-LD of one graph in compact form.

    Args:
        expanded: A list of nodes without blank nodes, as JSON.

    Returns:
        ``@context`` and ``@graph``, nodes and keys sorted. A property whose values are all IRIs,
        all texts in English, or all of one datatype has that in the context and plain values in the
        nodes.
    """
    import json

    nodes: list[dict[str, Any]] = json.loads(expanded)
    for node in nodes:
        node["@type"] = [each["@id"] for each in node.pop(_TYPE, ())]
    values: dict[str, list[dict[str, str]]] = {}
    for node in nodes:
        for key, found in node.items():
            if not key.startswith("@"):
                values.setdefault(key, []).extend(found)
    kinds = {key: _kind(found) for key, found in values.items()}
    context: dict[str, Any] = {
        prefix: space
        for prefix, space in prefixes().items()
        if any(_names(node, space) for node in nodes)
    }
    context |= {curie(key): {"@id": curie(key), **kind} for key, kind in kinds.items() if kind}
    merged: dict[str, dict[str, Any]] = {}
    for node in nodes:
        here = merged.setdefault(node["@id"], {"@id": curie(node["@id"])})
        for key, found in node.items():
            if key == "@type":
                here |= {"@type": _one(sorted(curie(each) for each in found))} if found else {}
            elif key != "@id":
                here[curie(key)] = _one(
                    sorted(
                        (_value(each, kinds[key]) for each in found),
                        key=lambda each: json.dumps(each, sort_keys=True),
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
    """Say what all values of a property share, as a context says it; nothing if that is nothing."""
    shapes = {
        ("@id", "")
        if "@id" in each
        else ("@language", each["@language"])
        if "@language" in each
        else ("@type", each.get("@type", ""))
        for each in values
    }
    if len(shapes) != 1:
        return {}
    ((name, said),) = shapes
    if said in _NATIVE:
        return {}
    return {"@type": "@id"} if name == "@id" else {name: said} if said else {}


def _value(value: dict[str, Any], kind: dict[str, str]) -> object:
    if "@id" in value:
        return curie(value["@id"]) if kind else {"@id": curie(value["@id"])}
    if value.get("@type") in _NATIVE:
        return int(value["@value"]) if value["@type"] == _INTEGER else value["@value"] == "true"
    if kind or set(value) == {"@value"}:
        return value["@value"]
    return {key: curie(said) if key == "@type" else said for key, said in value.items()}


def _one(values: list[Any]) -> object:
    return values[0] if len(values) == 1 else values


def _names(node: dict[str, Any], space: str) -> bool:
    """Whether a node or one of its keys, classes or values begins with a namespace."""
    said = [node["@id"], *node.get("@type", ()), *(key for key in node if not key.startswith("@"))]
    said += [
        text
        for key, found in node.items()
        if not key.startswith("@")
        for each in found
        for text in (each.get("@id", ""), each.get("@type", ""))
    ]
    return any(text.startswith(space) for text in said)
