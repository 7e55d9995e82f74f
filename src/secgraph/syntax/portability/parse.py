"""Parse a query with tree-sitter, and give its groups, patterns and expressions to the rules.

The only importer of tree_sitter. Knows no rule.
"""

import functools
import itertools
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES
from secgraph.syntax.portability.groups import Element, Group, Query, Token
from secgraph.syntax.tokens import tokens

if TYPE_CHECKING:  # in the extra "check", so that this module can be imported without it
    from tree_sitter import Node, Parser

_FORMS = ("select_query", "ask_query", "construct_query", "describe_query")
_WITH_A_GROUP = {
    "optional_graph_pattern": "optional",
    "minus_graph_pattern": "minus",
    "graph_graph_pattern": "graph",
    "service_graph_pattern": "service",
}
_BLANK = ("anon", "blank_node_property_list", "nil", "collection")
_WORD = re.compile(r"[^\W\d]\w*")


class Unreadable(Exception):
    """The text is not a query of SPARQL 1.1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


class ParsedQuery:
    """A query with all that stands in it.

    Attributes:
        tokens: All words and marks, in order.
        prefixes: Namespaces by prefix.
        queries: The query, then its sub-queries.
        groups: All groups, each with its elements.
        expressions: The tokens of each expression and clause, without those of the groups in it.

    Raises:
        Unreadable: The text is not a query of SPARQL 1.1.
        MissingExtra: tree-sitter is not installed.
    """

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        self._offsets: list[int] = []
        for offset, token in located(text):
            self._offsets.append(offset)
            self.tokens.append(token)
        self.prefixes = dict(PREFIXES)
        self.queries: list[Query] = []
        self.groups: list[Group] = []
        self.expressions: list[list[Token]] = []
        self._blank_nodes = itertools.count(1)
        root = _parser().parse(_respelled(text).encode()).root_node
        query = next((node for node in _children(root) if node.type in _FORMS), None)
        if query is None or root.has_error:
            raise Unreadable(next(_error_lines(root), 1))
        for node in _children(root):
            if node.type == "prologue":
                self._add_prefixes(node)
        self._add_query(query)

    def elements(self, *kinds: str) -> Iterator[tuple[Group, Element]]:
        """Give all elements of some kinds, each with its group."""
        for group in self.groups:
            for element in group.elements:
                if element.kind in kinds:
                    yield group, element

    def expand(self, name: str) -> str:
        """Give the IRI that a prefixed name or an IRI in angle brackets stands for."""
        if name.startswith("<"):
            return name[1:-1]
        prefix, _, local = name.partition(":")
        return self.prefixes.get(prefix, prefix + ":") + local

    def _tokens_of(self, node: "Node") -> list[Token]:
        start = bisect_left(self._offsets, node.start_byte)
        return self.tokens[start : bisect_left(self._offsets, node.end_byte)]

    def _add_prefixes(self, prologue: "Node") -> None:
        for node in _children(prologue):
            if node.type == "prefix_declaration":
                _, name, namespace = self._tokens_of(node)
                self.prefixes[name.word[:-1]] = namespace.word[1:-1]

    def _add_query(self, node: "Node") -> Query:
        clauses = {child.type: child for child in _children(node)}
        form = self._tokens_of(node)[0]
        query = Query(form.key, form.line)
        self.queries.append(query)
        if "select_clause" in clauses:
            head, _ = self._expression(clauses["select_clause"])
            query.head = head[1:]
        self.groups.append(query.where)
        if "where_clause" in clauses:
            (pattern,) = _groups_in(clauses["where_clause"])
            self._fill(query.where, pattern)
        elif "triples_template" in clauses:
            self._add_triples(query.where, clauses["triples_template"])
        if "solution_modifier" in clauses:
            query.tail, _ = self._expression(clauses["solution_modifier"])
        if "values_clause" in clauses:
            query.where.elements.append(self._values(clauses["values_clause"]))
        return query

    def _fill(self, group: Group, node: "Node") -> None:
        for child in _children(node):
            if child.type == "triples_block":
                self._add_triples(group, child)
            elif child.type in ("filter", "bind"):
                group.elements.append(self._filter_or_bind(group, child))
            elif child.type == "inline_data":
                group.elements.append(self._values(child))
            else:
                group.elements.append(self._nested(group, child))

    def _nested(self, group: Group, node: "Node") -> Element:
        line = self._tokens_of(node)[0].line
        if node.type == "sub_select":
            return Element("select", line, query=self._add_query(node))
        patterns = list(_groups_in(node))
        kind = _WITH_A_GROUP.get(node.type) or ("union" if len(patterns) > 1 else "group")
        groups = [self._new_group(pattern, group, kind) for pattern in patterns]
        return Element(kind, line, groups=groups)

    def _new_group(self, node: "Node", outer: Group | None, role: str) -> Group:
        group = Group(outer, role)
        self.groups.append(group)
        self._fill(group, node)
        return group

    def _expression(
        self, node: "Node", outer: Group | None = None
    ) -> tuple[list[Token], list[Group]]:
        """Give the tokens of a clause outside the groups in it (after EXISTS), and those groups."""
        patterns = list(_groups_in(node))
        groups = [self._new_group(pattern, outer, "exists") for pattern in patterns]
        inner = {token for pattern in patterns for token in self._tokens_of(pattern)}
        words = [token for token in self._tokens_of(node) if token not in inner]
        self.expressions.append(words)
        return words, groups

    def _filter_or_bind(self, group: Group, node: "Node") -> Element:
        (keyword, *words), groups = self._expression(node, group)
        element = Element(node.type, keyword.line, tokens=words, groups=groups)
        if node.type == "bind":
            element.names = [words[-2].variable]
        return element

    def _values(self, node: "Node") -> Element:
        words = self._tokens_of(node)
        head = itertools.takewhile(lambda token: token.key != "{", words)
        names = [token.variable for token in head if token.variable]
        return Element("values", words[0].line, names=names)

    def _add_triples(self, group: Group, block: "Node") -> None:
        for node in _children(block):
            subject, *properties = _children(node)
            term = self._term(group, subject)
            for property_list in properties:
                self._add_properties(group, term, property_list)

    def _add_properties(self, group: Group, subject: Token, property_list: "Node") -> None:
        for node in _children(property_list):
            verb, objects = _children(node)
            path = self._tokens_of(verb)
            for object in _children(objects):
                ends = [subject, self._term(group, object)]
                group.elements.append(Element("triple", path[0].line, tokens=path, ends=ends))

    def _term(self, group: Group, node: "Node") -> Token:
        """Give the token of a subject or object; a blank node in brackets gets a name."""
        first, *rest = self._tokens_of(node)
        if node.type not in _BLANK:
            return rest[0] if first.key in ("+", "-") else first
        blank = Token(f"_:walk{next(self._blank_nodes)}", first.line)
        for child in _children(node):
            if node.type == "blank_node_property_list":
                self._add_properties(group, blank, child)
            else:
                path, ends = [Token("rdf:first", first.line)], [blank, self._term(group, child)]
                group.elements.append(Element("triple", first.line, tokens=path, ends=ends))
        return blank


def services(text: str) -> list[tuple[int, int]]:
    """Find what each SERVICE of a query names: an IRI, a prefixed name or a variable.

    Returns:
        Start and end of each in the text, in order.

    Raises:
        Unreadable: The grammar does not take the text, so that none can be told from it.
        MissingExtra: tree-sitter is not installed.
    """
    content = text.encode(errors="surrogatepass")
    root = _parser().parse(content).root_node
    if root.has_error:
        root = _parser().parse(_respelled(text).encode(errors="surrogatepass")).root_node
    if root.has_error:
        raise Unreadable(next(_error_lines(root), 1))
    places, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node.type == "service_graph_pattern":
            target = _children(node)[0]
            places.append((target.start_byte, target.end_byte))
        waiting += node.named_children
    return [
        (
            len(content[:start].decode(errors="surrogatepass")),
            len(content[:end].decode(errors="surrogatepass")),
        )
        for start, end in sorted(places)
    ]


def located(text: str) -> Iterator[tuple[int, Token]]:
    """Give each token of a query with its offset in bytes of UTF-8."""
    line, offset, done = 1, 0, 0
    for place, word in tokens(text):
        passed, done = text[done:place], place
        line, offset = line + passed.count("\n"), offset + len(passed.encode())
        yield offset, Token(word, line)


@functools.cache
def _parser() -> "Parser":
    try:
        import tree_sitter
        import tree_sitter_sparql
    except ImportError as error:
        raise MissingExtra("", "parsing a query by the grammar of SPARQL") from error
    with warnings.catch_warnings():
        # tree-sitter-sparql 0.1 hands its grammar over as a number, which tree-sitter deprecates.
        warnings.simplefilter("ignore", DeprecationWarning)
        return tree_sitter.Parser(tree_sitter.Language(tree_sitter_sparql.language()))


def _respelled(text: str) -> str:
    r"""Spell a query as the grammar wants it, with every token where it was.

    tree-sitter-sparql 0.1 refuses some SPARQL 1.1: keywords such as ISIRI and group_concat
    in another case than its own, a prefix that begins with a keyword (``a:``, ``min:``), and
    ``\u`` in strings and IRIs.
    """
    spelled, done = [], 0
    for place, word in tokens(text):
        spelled += [text[done:place], _respelled_token(word)]
        done = place + len(word)
    return "".join([*spelled, text[done:]])


def _respelled_token(word: str) -> str:
    if word[0] in "<\"'":
        return re.sub(r"\\(?=[uU][0-9A-Fa-f]{4})", "u", word)
    if _WORD.fullmatch(word) and word.isascii():
        return word.upper() if word.upper() == "GROUP_CONCAT" else word.lower()
    # Any other first letter does, and no keyword but PREFIX begins with this one.
    return re.sub(r"^[A-Za-z](?=[\w.-]*:)", "p", word)


def _children(node: "Node") -> list["Node"]:
    """Give the named parts of a node, without comments."""
    return [child for child in node.named_children if not child.is_extra]


def _groups_in(node: "Node") -> Iterator["Node"]:
    """Give the outermost groups below a node."""
    for child in node.named_children:
        if child.type == "group_graph_pattern":
            yield child
        else:
            yield from _groups_in(child)


def _error_lines(node: "Node") -> Iterator[int]:
    """Give the lines of what is wrong or missing, in the order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            yield node.start_point.row + 1
        waiting += reversed(node.children)
