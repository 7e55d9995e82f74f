"""Say what a query consists of: groups in groups, patterns, expressions, and the variables that each gives.

Reads no text: :mod:`secgraph.syntax.portability.walk` does.
"""

import re


class Token:
    """A word or mark.

    Attributes:
        word: As it stands.
        line: The line of the query on which it stands.
        key: A bare word in capitals, and anything else as it stands.
    """

    __slots__ = ("key", "line", "word")

    def __init__(self, word: str, line: int) -> None:
        self.word, self.line = word, line
        self.key = word.upper() if re.fullmatch(r"[^\W\d]\w*", word) else word

    @property
    def variable(self) -> str:
        """The name of a variable or blank node, whose place any node may take; empty for anything else."""
        if self.word[0] in "?$" and len(self.word) > 1:
            return "?" + self.word[1:]
        return self.word if self.word.startswith("_:") else ""


class Element:
    """One part of a group.

    Attributes:
        kind: triple, filter, bind, values, optional, minus, graph, service, union, group or select.
        line: Where it begins.
        tokens: Of a triple its path; of an expression its words, without those of the groups in it.
        ends: Of a triple its subject and object.
        names: The variables that VALUES or BIND gives.
        groups: The groups in it.
        query: The query of a sub-SELECT.
    """

    __slots__ = ("ends", "groups", "kind", "line", "names", "query", "tokens")

    def __init__(self, kind: str, line: int) -> None:
        self.kind, self.line = kind, line
        self.tokens: list[Token] = []
        self.ends: list[Token] = []
        self.names: list[str] = []
        self.groups: list[Group] = []
        self.query: Query | None = None

    def bound(self) -> "set[str]":
        """Give the variables for which the part gives a value, at least sometimes."""
        if self.kind == "triple":
            return {each.variable for each in (*self.ends, *self.tokens) if each.variable}
        if self.query is not None:
            return self.query.given()
        if self.kind in ("filter", "minus"):
            return set()
        return set(self.names).union(*(group.bound() for group in self.groups))

    def has_triple(self) -> bool:
        """Whether a pattern of the graph stands in the part, outside FILTER and MINUS."""
        if self.kind in ("filter", "minus"):
            return False
        inner = [self.query.where] if self.query is not None else self.groups
        return self.kind == "triple" or any(
            each.has_triple() for group in inner for each in group.elements
        )


class Group:
    """What stands between two braces.

    Attributes:
        elements: In the order of the text.
        above: The group around it, None for the outermost of a query.
        role: What it is to the one above: optional, minus, exists and so on.
    """

    __slots__ = ("above", "elements", "role")

    def __init__(self, above: "Group | None", role: str) -> None:
        self.above, self.role = above, role
        self.elements: list[Element] = []

    def bound(self) -> "set[str]":
        """Give the variables for which the group gives a value, at least sometimes."""
        return set[str]().union(*(each.bound() for each in self.elements))


class Query:
    """A query, or one inside another.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE.
        line: Where it begins.
        head: What stands before WHERE.
        where: Its outermost group.
        tail: What stands after it: GROUP BY, HAVING, ORDER BY, LIMIT, OFFSET.
        inner: Whether it stands inside another.
    """

    __slots__ = ("form", "head", "inner", "line", "tail", "where")

    def __init__(self, form: str, line: int, inner: bool) -> None:
        self.form, self.line, self.inner = form, line, inner
        self.head: list[Token] = []
        self.tail: list[Token] = []
        self.where = Group(None, "where")

    def aliases(self) -> "list[Token]":
        """List the variables that follow AS in SELECT and GROUP BY."""
        words = [*self.head, *self.tail]
        return [words[place + 1] for place, each in enumerate(words[:-1]) if each.key == "AS"]

    def given(self) -> "set[str]":
        """Give the variables that a sub-SELECT hands out."""
        if any(
            each.key == "*" and not depth
            for each, depth in zip(self.head, depths(self.head), strict=True)
        ):
            return self.where.bound()
        return {
            each.variable
            for each, depth in zip(self.head, depths(self.head), strict=True)
            if each.variable and not depth
        } | {each.variable for each in self.aliases()}


def depths(tokens: "list[Token]") -> "list[int]":
    """Say within how many parentheses each word stands; a parenthesis itself counts as outside."""
    found, depth = [], 0
    for each in tokens:
        depth -= each.key == ")"
        found.append(depth)
        depth += each.key == "("
    return found
