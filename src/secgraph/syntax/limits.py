"""State how long and how deeply nested a query may be, and refuse what is beyond before parsing.

A parser of queries calls itself at each level of nesting, and too many levels end the process.
Parses nothing itself.
"""

import re
from functools import lru_cache

from secgraph.errors import BadQuery

MAX_CHARACTERS = 4 << 20
"""Characters of a query."""

MAX_NESTING = 100
"""Levels of braces, parentheses and brackets, far below what parsers cannot take."""

MAX_OPERATORS = 1000
"""Operators and clauses of a query, such as ``||`` and UNION, each of which may hold the next."""

_SIMPLE_OPENINGS = 400
"""Opening marks of a query, also in its strings, that any process may parse."""

_SHORT = 1 << 16
"""Characters of a query whose outcome is kept for when it is asked again."""

_CLAUSES = frozenset(
    ["UNION", "OPTIONAL", "FILTER", "BIND", "MINUS", "EXISTS", "VALUES", "SELECT", "GRAPH"]
)
_ADDRESS = re.compile(r"<https?://[^<>\"{}|^`\\\s]*>")
"""An IRI that is no comparison of what stands around it, since no value begins so."""

_SIGNS = "!+*/|&^=<>-"
_MARKS = frozenset([*_SIGNS, "||", "&&", "<=", ">=", "!=", "<<"])


def check(query: str) -> bool:
    """Hold a query against the limits.

    Returns:
        Whether it is so simple that a process may parse it which has to go on.

    Raises:
        BadQuery: It is longer or more deeply nested than is taken.
    """
    if len(query) > MAX_CHARACTERS:
        raise BadQuery(f"it has {len(query):,} characters, and {MAX_CHARACTERS:,} are taken")
    return _check_kept(query) if len(query) <= _SHORT else _check(query)


def may_ask_others(query: str) -> bool:
    """Whether a query has the letters of SERVICE, in any case; without them it asks no store."""
    return _has_service_kept(query) if len(query) <= _SHORT else _has_service(query)


def _has_service(query: str) -> bool:
    return "service" in query.lower()


def _check(query: str) -> bool:
    if (
        sum(map(query.count, "({[")) <= _SIMPLE_OPENINGS
        and (len(query) <= MAX_OPERATORS or _most_operators(query) <= MAX_OPERATORS)
        and _depth(query) <= MAX_NESTING
    ):
        return True
    from secgraph.syntax.tokens import tokens

    words = [word for _, word in tokens(query)]
    depth = _depth("".join(word for word in words if len(word) == 1))
    if depth > MAX_NESTING:
        raise BadQuery(
            f"it is nested {depth:,} levels deep, and {MAX_NESTING} are taken; take it apart"
        )
    operators = sum(word in _MARKS or word.upper() in _CLAUSES for word in words)
    if operators > MAX_OPERATORS:
        raise BadQuery(
            f"it has {operators:,} operators and clauses, and {MAX_OPERATORS:,} are taken; write "
            "IN (…) or VALUES for many values, or ask several queries"
        )
    return False


_check_kept = lru_cache(maxsize=128)(_check)
_has_service_kept = lru_cache(maxsize=128)(_has_service)


def _most_operators(query: str) -> int:
    """Count what may be an operator or a clause, also in strings and most IRIs."""
    query = _ADDRESS.sub("", query)
    upper = query.upper()
    return sum(map(query.count, _SIGNS)) + sum(map(upper.count, _CLAUSES))


def _depth(text: str) -> int:
    """Count the levels of braces, parentheses and brackets, as if none stood in a string."""
    if sum(map(text.count, "({[")) <= MAX_NESTING:
        return 0
    depth = deepest = 0
    for mark in text:
        if mark in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in ")}]":
            depth -= 1
    return deepest
