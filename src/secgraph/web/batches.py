"""Answer a saved question for all values of a parameter in one query.

The query is asked with one column more, by which its rows are told apart. A question for which
that cannot be done is left to be asked value by value.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.query.catalog import Query
from secgraph.query.parameters import Parameter
from secgraph.stores.answer import Answer
from secgraph.syntax.tokens import tokens

if TYPE_CHECKING:
    from secgraph.query.sessions import Session
    from secgraph.stores.answer import Row

_Word = tuple[int, str, int]
"""A token: its place in the text, itself, and in how many braces it stands."""

_COUNTS = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


def answers(
    session: "Session", query: Query, parameter: Parameter, iris: Sequence[str]
) -> dict[str, Answer] | None:
    """Give the rows for each value that has some.

    Args:
        session: Where to ask.
        query: A SELECT query; its rows are those of each value in the order of its ORDER BY.
        parameter: Whose values are given.
        iris: The values.

    Returns:
        Answers by the IRI of the value; None where rows cannot be told apart.
    """
    text = query.fill({parameter.name: [f"<{iri}>" for iri in iris]})
    marked = with_column(text, parameter.variable)
    if marked is None:
        return None
    answer = session.store.ask(marked)
    place = answer.columns.index(parameter.variable)
    is_own = parameter.variable in _selected(text)
    columns = answer.columns if is_own else answer.columns[1:]
    by: "dict[str, list[Row]]" = {}
    for row in answer.rows:
        value = row[place]
        if not isinstance(value, pyoxigraph.NamedNode):
            return None
        by.setdefault(value.value, []).append(row if is_own else row[1:])
    return {iri: Answer(columns, rows) for iri, rows in by.items()}


def with_column(text: str, variable: str) -> str | None:
    """Give a query with a variable as its first column, and as a key where it groups.

    A query inside it that has the variable gets the same.

    Returns:
        The text; None where it selects by ``*``, groups nowhere but counts, or has its rows cut.
    """
    words = _with_depths(text)
    marks: list[int] = []
    for place, (_, word, _) in enumerate(words):
        if word.upper() == "SELECT":
            own = _marks(words, place, variable)
            if own is None:
                return None
            marks += own
    for at in sorted(marks, reverse=True):
        text = f"{text[:at]} ?{variable}{text[at:]}"
    return text


def _selected(text: str) -> set[str]:
    """Give the variables that a query selects, without the question mark."""
    words = [word for _, word, depth in _with_depths(text) if depth == 0]
    upper = [word.upper() for word in words]
    start = upper.index("SELECT")
    end = upper.index("WHERE") if "WHERE" in upper else len(words)
    return {word[1:] for word in words[start:end] if word.startswith("?")}


def _marks(words: "Sequence[_Word]", start: int, variable: str) -> list[int] | None:
    """Give the places in the text where a SELECT wants the variable; None where it cannot."""
    depth = words[start][2]
    end = next((place for place in range(start, len(words)) if words[place][2] < depth), len(words))
    if all(word != f"?{variable}" for _, word, _ in words[start:end]):
        return []
    outer = [one for one in words[start:end] if one[2] == depth]
    upper = [word.upper() for _, word, _ in outer]
    head = outer[1] if upper[1] in ("DISTINCT", "REDUCED") else outer[0]
    last = upper.index("WHERE") if "WHERE" in upper else len(upper)
    selected = {word for _, word, _ in outer[:last]}
    if "*" in selected or {"LIMIT", "OFFSET", "HAVING"} & set(upper):
        return None
    marks = [] if f"?{variable}" in selected else [_end(head)]
    if "GROUP" in upper:
        return [*marks, _end(outer[upper.index("GROUP") + 1])]
    return None if _COUNTS & set(upper[:last]) else marks


def _end(word: "_Word") -> int:
    return word[0] + len(word[1])


def _with_depths(text: str) -> "list[_Word]":
    """List the tokens with their places, and in how many braces each stands."""
    depth, words = 0, []
    for at, word in tokens(text):
        depth -= word == "}"
        words.append((at, word, depth))
        depth += word == "{"
    return words
