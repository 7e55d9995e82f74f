"""The parts of a query: groups, patterns and expressions, and the variables that each binds.

Reads no text: :mod:`secgraph.syntax.portability.parse` does.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Violations = Iterator[tuple[int, str]]
"""What a rule finds: lines, each with what is wrong there and what to write instead."""


@dataclass(eq=False, slots=True)
class Token:
    """A word or mark.

    Attributes:
        word: As it stands in the text.
        line: The line of the query on which it stands.
        key: A bare word in capitals, and anything else as it stands.
    """

    word: str
    line: int
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = self.word.upper() if re.fullmatch(r"[^\W\d]\w*", self.word) else self.word

    @property
    def variable(self) -> str:
        """The name of a variable or blank node; empty for anything else."""
        if self.word[0] in "?$" and len(self.word) > 1:
            return "?" + self.word[1:]
        return self.word if self.word.startswith("_:") else ""


@dataclass(eq=False, slots=True)
class Element:
    """One part of a group.

    Attributes:
        kind: triple, filter, bind, values, optional, minus, graph, service, union, group or select.
        line: Where it begins.
        tokens: Of a triple its path; of an expression its words, without those of the groups in it.
        ends: Of a triple its subject and object.
        names: The variables that VALUES or BIND binds.
        groups: The groups in it.
        query: The query of a sub-SELECT.
    """

    kind: str
    line: int
    tokens: list[Token] = field(default_factory=list)
    ends: list[Token] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    groups: "list[Group]" = field(default_factory=list)
    query: "Query | None" = None

    def bound(self) -> set[str]:
        """Give the variables that the element binds, at least sometimes."""
        if self.kind == "triple":
            return {token.variable for token in (*self.ends, *self.tokens) if token.variable}
        if self.query is not None:
            return self.query.projected()
        if self.kind in ("filter", "minus"):
            return set()
        return set(self.names).union(*(group.bound() for group in self.groups))

    def has_triple(self) -> bool:
        """Whether a triple pattern stands in the element, outside FILTER and MINUS."""
        if self.kind in ("filter", "minus"):
            return False
        groups = [self.query.where] if self.query is not None else self.groups
        return self.kind == "triple" or any(
            element.has_triple() for group in groups for element in group.elements
        )


@dataclass(eq=False, slots=True)
class Group:
    """What stands between two braces.

    Attributes:
        outer: The group around it; None for the outermost of a query.
        role: What it is to the outer one: optional, minus, exists and so on.
        elements: In the order of the text.
    """

    outer: "Group | None"
    role: str
    elements: list[Element] = field(default_factory=list)

    def bound(self) -> set[str]:
        """Give the variables that the group binds, at least sometimes."""
        return bound_by(self.elements)

    def before(self, element: Element) -> list[Element]:
        """Give the elements that stand before one of them."""
        return self.elements[: self.elements.index(element)]


@dataclass(eq=False, slots=True)
class Query:
    """A query or sub-query.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        line: Where it begins.
        head: Of SELECT what stands before WHERE.
        where: Its outermost group.
        tail: What stands after it: GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET.
    """

    form: str
    line: int
    head: list[Token] = field(default_factory=list)
    tail: list[Token] = field(default_factory=list)
    where: Group = field(default_factory=lambda: Group(None, "where"))

    def aliases(self) -> list[Token]:
        """List the variables that follow AS in SELECT and GROUP BY."""
        words = [*self.head, *self.tail]
        return [after for word, after in itertools.pairwise(words) if word.key == "AS"]

    def projected(self) -> set[str]:
        """Give the variables that a sub-SELECT hands to the query around it."""
        plain = outside_parentheses(self.head)
        if any(token.key == "*" for token in plain):
            return self.where.bound()
        return {token.variable for token in (*plain, *self.aliases()) if token.variable}


def bound_by(elements: list[Element]) -> set[str]:
    """Give the variables that some elements bind, at least sometimes."""
    return set[str]().union(*(element.bound() for element in elements))


def outside_parentheses(tokens: list[Token]) -> list[Token]:
    """Give the tokens outside parentheses, and the outermost parentheses themselves."""
    outside, depth = [], 0
    for token in tokens:
        depth -= token.key == ")"
        if not depth:
            outside.append(token)
        depth += token.key == "("
    return outside


def arguments(words: list[Token], place: int) -> list[Token]:
    """Give the tokens in the parentheses after a name; none without parentheses."""
    depth = 0
    for at in range(place + 1, len(words)):
        depth += (words[at].key == "(") - (words[at].key == ")")
        if not depth:
            return words[place + 2 : at]
    return []
