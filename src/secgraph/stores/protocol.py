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
_VARIABLE = re.compile(r"\w+(?:[.-]\w+)*")
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


class OddAnswer(ValueError):
    """An answer that is whole, and holds what no answer to the query can hold."""


@functools.lru_cache(maxsize=64)
def columns(query: str) -> tuple[str, ...] | None:
    """Give the columns that a SELECT names; None where it names all by ``*``, or none is told."""
    words = (word for _, word in tokens.tokens(query))
    if not any(word.upper() == "SELECT" for word in words):
        return None
    names: list[str] = []
    depth, last = 0, ""
    for word in words:
        if word == "(":
            depth, last = depth + 1, ""
        elif word == ")":
            depth -= 1
            if depth == 0:
                names.append(last)
        elif depth == 0 and (word == "{" or word.upper() in ("WHERE", "FROM")):
            break
        elif word[0] in "?$" and len(word) > 1:
            last = word[1:]
            if depth == 0:
                names.append(last)
        elif word == "*" and depth == 0:
            return None
        else:
            last = ""
    return tuple(names) if names and all(names) else None


# Not pyoxigraph.parse_query_results: 0.5 refuses members beyond the standard (QLever's "meta"),
# Virtuoso's names of blank nodes and columns, and takes some answers that are cut; mending that
# costs more code than this.
def read_rows(content: bytes, query: str = "") -> Answer:
    """Read SPARQL results in JSON, to the last brace.

    Args:
        content: The results.
        query: What was asked, whose columns they have to have; any, if empty.

    Raises:
        OddAnswer: They are whole, and a column or a term is not what the query asks for.
        ValueError, KeyError, TypeError, AttributeError: They are not whole.
    """
    try:
        answer = json.loads(content)
    except RecursionError as error:
        raise OddAnswer("it is nested too deeply for results in JSON") from error
    if not (isinstance(answer, dict) and answer.keys() & {"boolean", "head"}):
        raise OddAnswer(f"it is JSON and holds no results: {_short(answer)}")
    if "boolean" in answer:
        if not isinstance(answer["boolean"], bool):
            raise ValueError("the truth is neither true nor false")
        return Answer(truth=answer["boolean"])
    names, bindings = _list(answer["head"]["vars"]), _list(answer["results"]["bindings"])
    names = _held(names, query, empty=not bindings) if query else names
    rows: list[Row] = []
    for binding in bindings:
        if not binding.keys() <= set(names):
            odd = sorted(binding.keys() - set(names))
            raise OddAnswer(f"row {len(rows) + 1} has a value of {_short(odd[0])}, no column")
        rows.append(_row(binding, names, len(rows) + 1))
    return Answer(columns=names, rows=rows)


def _row(binding: dict[str, Any], names: list[str], number: int) -> "Row":
    """Read a row.

    Raises:
        OddAnswer: A value is no term; the message names row, column and value.
    """
    row: list[Term | None] = []
    name = ""
    try:
        for name in names:
            row.append(_term(binding[name]) if name in binding else None)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise OddAnswer(f"row {number:,}, {_short(name)}: {_fault(binding[name])}") from error
    return tuple(row)


def _fault(term: Any) -> str:
    """Say why what stands in a row is no term."""
    value = term.get("value") if isinstance(term, dict) else None
    if not isinstance(value, str):
        return f"{_short(term)} is no term"
    kind = term.get("type")
    if any("\ud800" <= mark <= "\udfff" for mark in value):
        return f"{_short(value)} holds half of a character"
    if kind == "uri":
        return f"{_short(value)} is no IRI"
    if kind in ("literal", "typed-literal"):
        if term.get("xml:lang"):
            return f"{_short(value)} has the language {_short(term['xml:lang'])}, which is none"
        return f"{_short(value)} has the datatype {_short(term.get('datatype'))}, no IRI"
    if kind == "bnode":
        return "is a blank node without a label"
    return f"{_short(value)} is of the kind {_short(kind)}, which no term is"


def _short(value: object) -> str:
    """Give what a store has sent in a line of a message."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(mark if mark.isprintable() else " " for mark in text[:200])
    return text if len(text) <= 80 else text[:79] + "…"


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("what is no list stands where one has to")
    return value


def _held(names: list[Any], query: str, *, empty: bool) -> list[str]:
    """Hold the columns of an answer against those of its query, and give them in its order."""
    known = columns(query)
    for name in names:
        # What ``*`` names is for the store to say; that it is a variable is not.
        named = known is None or name in known
        if not named or not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise OddAnswer(f"the query has no column {_short(name)}")
    if len(set(map(str, names))) < len(names):
        raise OddAnswer("two of its columns have one name")
    if known is None:
        return names
    absent = [name for name in known if name not in names]
    if absent and not empty:
        raise OddAnswer(f"it lacks the column {absent[0]}")
    return list(dict.fromkeys(known))


def _term(term: dict[str, Any]) -> "Term":
    kind, value = term["type"], term["value"]
    if kind == "triple":
        parts = [_term(value[part]) for part in ("subject", "predicate", "object")]
        return pyoxigraph.Triple(*parts)  # type: ignore[arg-type]
    if not isinstance(value, str):
        raise TypeError("a value is a text")
    if kind == "uri":
        return pyoxigraph.NamedNode(value)
    if kind == "bnode":
        # Some stores give names, such as nodeID://b1, that no blank node can have elsewhere.
        # Two names stay two: an underscore is only ever written for another mark.
        return pyoxigraph.BlankNode(
            "".join(
                mark if mark.isalnum() and mark.isascii() else f"_{ord(mark):x}_" for mark in value
            )
        )
    if kind not in ("literal", "typed-literal"):
        raise ValueError(kind)
    # Some stores say of a string without a language that its language is empty.
    if term.get("xml:lang"):
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
    sign, digits = ("-", value[1:]) if value[:1] == "-" else ("", value.removeprefix("+"))
    whole, _, part = digits.partition(".")
    figures = whole + part
    if not (figures.isascii() and figures.isdecimal()):
        return value
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    sign = sign if whole != "0" or part else ""
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"
