"""The rule of portability about the parts that GROUP_CONCAT joins.

An empty part leaves a blank before, behind or between the others, and each engine leaves it
elsewhere. That no separator is needed where each part brings its own is no way out: Virtuoso takes
an empty one for a blank. Asks no store.
"""

import itertools
from collections.abc import Iterator

from secgraph.syntax.portability.groups import (
    Element,
    Group,
    Query,
    Token,
    Violations,
    arguments,
    bound_by,
)
from secgraph.syntax.portability.parse import ParsedQuery

_EMPTY = ('""', "''")
_AFTER_GROUP_BY = ("HAVING", "ORDER", "LIMIT", "OFFSET")


def empty_part(parsed: ParsedQuery) -> Violations:
    """GROUP_CONCAT joins no empty text with others.

    A part that is empty for a whole group, such as one of an OPTIONAL about the thing by which the
    rows are grouped, leaves no blank and is no violation.
    """
    for query in parsed.queries:
        keys = _group_keys(query)
        for place, token in enumerate(query.head):
            if token.key != "GROUP_CONCAT":
                continue
            words = arguments(query.head, place)
            value = list(itertools.takewhile(lambda word: word.key != ";", words))
            is_trimmed = query.head[max(place - 2, 0)].key == "REPLACE"
            if not is_trimmed and _may_be_empty(value, query, keys):
                yield (
                    token.line,
                    "GROUP_CONCAT joins a part that may be empty with others, which leaves a "
                    'blank; write REPLACE(REPLACE(GROUP_CONCAT(…), " +", " "), "^ | $", "")',
                )


def _group_keys(query: Query) -> set[str]:
    """Give the variables of GROUP BY."""
    words = itertools.dropwhile(lambda token: token.key != "GROUP", query.tail)
    keys = itertools.takewhile(lambda token: token.key not in _AFTER_GROUP_BY, words)
    return {token.variable for token in keys if token.variable}


def _may_be_empty(words: list[Token], query: Query, keys: set[str]) -> bool:
    """Whether an expression may be empty for some rows of a group and not for others."""
    variables = {token.variable for token in words if token.variable}
    if any(token.word in _EMPTY for token in words):
        return not _causes(variables, query.where) <= keys
    return any(_variable_may_be_empty(name, query, keys) for name in variables)


def _variable_may_be_empty(name: str, query: Query, keys: set[str]) -> bool:
    for element in _elements(query.where):
        if element.kind == "bind" and name in element.names:
            expression = element.tokens[:-3]  # without AS, the variable and the parenthesis
            if _may_be_empty(expression, query, keys):
                return True
        elif element.query is not None and name in element.query.projected():
            expression = _aliased(element.query, name) or [Token(name, element.line)]
            if _may_be_empty(expression, element.query, keys):
                return True
    return False


def _causes(variables: set[str], where: Group) -> set[str]:
    """Give the variables that decide whether some others are bound.

    Of one that an OPTIONAL binds, they are those that the OPTIONAL shares with what is around it;
    any other decides for itself.
    """
    causes: set[str] = set()
    for name in variables:
        shared = [
            element.bound() & bound_by([other for other in group.elements if other is not element])
            for group in _groups(where)
            for element in group.elements
            if element.kind == "optional" and name in element.bound()
        ]
        causes |= set[str]().union(*shared) if shared else {name}
    return causes


def _aliased(query: Query, name: str) -> list[Token]:
    """Give the expression that SELECT calls by a name; none where the name is a plain variable."""
    for place, token in enumerate(query.head):
        if token.key == "(" and place + 1 < len(query.head):
            words = arguments(query.head, place - 1)
            if len(words) > 2 and words[-2].key == "AS" and words[-1].variable == name:
                return words[:-2]
    return []


def _groups(group: Group) -> Iterator[Group]:
    """Give a group and those in it, without those of sub-queries and of EXISTS."""
    yield group
    for element in group.elements:
        if element.kind not in ("filter", "minus"):
            for inner in element.groups:
                yield from _groups(inner)


def _elements(group: Group) -> Iterator[Element]:
    for inner in _groups(group):
        yield from inner.elements
