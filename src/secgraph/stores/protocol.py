"""Prepare a query for a store, and read the rows of the store's answer.

Sends nothing: that is the part of :mod:`secgraph.stores.endpoint`.
"""

import functools
import json
import re
from typing import TYPE_CHECKING, Any

import pyoxigraph

from secgraph.namespaces import PREFIXES
from secgraph.stores.answer import Answer
from secgraph.syntax import tokens

if TYPE_CHECKING:
    from secgraph.stores.answer import Row, Term

FORMS = {"SELECT": "rows", "ASK": "rows", "CONSTRUCT": "triples", "DESCRIBE": "triples"}
"""What each form of query gives."""

_STRING = PREFIXES["xsd"] + "string"
_DIRECTIONS = {"ltr": pyoxigraph.BaseDirection.LTR, "rtl": pyoxigraph.BaseDirection.RTL}
_DECIMAL = PREFIXES["xsd"] + "decimal"


@functools.lru_cache(maxsize=64)
def names_graphs(query: str) -> bool:
    """Whether a query says itself which graphs it is asked of."""
    return any(word.upper() in ("FROM", "GRAPH") for _, word in tokens.tokens(query))


def preamble(query: str, prefixes: dict[str, str]) -> str:
    """Give the prefix declarations that a query leaves out, on one line; may be empty."""
    declarations = [
        f"PREFIX {name}: <{prefixes[name]}>" for name in _undeclared(query) if name in prefixes
    ]
    return " ".join(declarations) + "\n" if declarations else ""


# A question is asked again and again, and taking its text apart costs as much as reading its
# answer.
@functools.lru_cache(maxsize=64)
def _undeclared(query: str) -> tuple[str, ...]:
    words = [word for _, word in tokens.tokens(query)]
    declared = {
        words[place + 1] for place, word in enumerate(words[:-1]) if word.upper() == "PREFIX"
    }
    used = dict.fromkeys(
        word.partition(":")[0] for word in words if word[0] not in "<\"'" and ":" in word
    )
    return tuple(name for name in used if f"{name}:" not in declared)


# Not pyoxigraph.parse_query_results: 0.5 refuses members beyond the standard (QLever's "meta"),
# Virtuoso's names of blank nodes and columns, and takes some answers that are cut; mending that
# costs more code than this.
def read_rows(content: bytes) -> Answer:
    """Read SPARQL results in JSON, to the last brace.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: They are not whole.
    """
    answer = json.loads(content)
    if "boolean" in answer:
        if not isinstance(answer["boolean"], bool):
            raise ValueError("the truth is neither true nor false")
        return Answer(truth=answer["boolean"])
    columns = [str(name) for name in answer["head"]["vars"]]
    rows: list[Row] = []
    for binding in answer["results"]["bindings"]:
        if not binding.keys() <= set(columns):
            raise ValueError("a value of no column")
        rows.append(tuple(_term(binding[name]) if name in binding else None for name in columns))
    return Answer(columns=columns, rows=rows)


def _term(term: dict[str, Any]) -> "Term":
    kind, value = term["type"], term["value"]
    if kind == "triple":
        subject, predicate, object_ = (
            _term(value[part]) for part in ("subject", "predicate", "object")
        )
        return pyoxigraph.Triple(subject, predicate, object_)  # type: ignore[arg-type]
    if not isinstance(value, str):
        raise TypeError("a value is a text")
    if kind == "uri":
        return pyoxigraph.NamedNode(value)
    if kind == "bnode":
        # Some stores give names, such as nodeID://b1, that no blank node can have elsewhere.
        return pyoxigraph.BlankNode(
            "".join(
                mark if mark.isalnum() and mark.isascii() else f"x{ord(mark):x}" for mark in value
            )
        )
    if kind not in ("literal", "typed-literal"):
        raise ValueError(kind)
    if "xml:lang" in term:
        direction = _DIRECTIONS[term["its:dir"]] if "its:dir" in term else None
        return pyoxigraph.Literal(value, language=term["xml:lang"], direction=direction)
    datatype = term.get("datatype", _STRING)
    if datatype == _STRING:
        return pyoxigraph.Literal(value)
    return pyoxigraph.Literal(
        _canonical(value) if datatype == _DECIMAL else value,
        datatype=pyoxigraph.NamedNode(datatype),
    )


def _canonical(value: str) -> str:
    """Give a decimal in canonical form, where stores differ: 1 and not 1.0, 0.5 and not .50."""
    match = re.fullmatch(r"([+-]?)0*(\d*)(?:\.(\d*?)0*)?", value)
    if match is None or not (match[2] or match[3] or "0" in value):
        return value
    whole, part = match[2] or "0", match[3] or ""
    sign = "-" if match[1] == "-" and (whole != "0" or part) else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
