"""Take a query apart into its groups, patterns and expressions, as far as the rules of portability need it.

Takes the query to be SPARQL, which others check; where it cannot follow, it says so and gives up.
"""

from secgraph.namespaces import PREFIXES
from secgraph.syntax.portability.groups import Element, Group, Query, Token
from secgraph.syntax.tokens import tokens as taken_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class Unreadable(Exception):
    """The walk cannot follow the query from here on."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line}")


class Walk:
    """A query with all that stands in it.

    Attributes:
        tokens: All words, in order.
        prefixes: Namespaces by prefix.
        queries: The query, then those inside it.
        groups: All groups, each with the elements in it.
        expressions: All words that stand in expressions, as one list for each.

    Raises:
        Unreadable: It cannot be followed.
    """

    def __init__(self, text: str) -> None:
        self.tokens: list[Token] = []
        line, done = 1, 0
        for place, word in taken_apart(text):
            line, done = line + text.count("\n", done, place), place
            self.tokens.append(Token(word, line))
        self.prefixes = dict(PREFIXES)
        self.queries: list[Query] = []
        self.groups: list[Group] = []
        self.expressions: list[list[Token]] = []
        self._at, self._blank = 0, 0
        self._prologue()
        self._query(inner=False)
        if self._at < len(self.tokens):
            raise Unreadable(self._next().line)

    def elements(self, *kinds: str) -> "Iterator[tuple[Group, Element]]":
        """Give all elements of some kinds, each with its group."""
        return (
            (group, each) for group in self.groups for each in group.elements if each.kind in kinds
        )

    def expand(self, word: str) -> str:
        """Give the IRI that a name or an IRI in brackets stands for."""
        prefix, _, local = word.partition(":")
        return (
            word[1:-1] if word.startswith("<") else self.prefixes.get(prefix, prefix + ":") + local
        )

    # What follows reads on from where it is.

    def _next(self) -> Token:
        if self._at >= len(self.tokens):
            raise Unreadable(self.tokens[-1].line if self.tokens else 1)
        return self.tokens[self._at]

    def _peek(self) -> str:
        return self.tokens[self._at].key if self._at < len(self.tokens) else ""

    def _take(self, *keys: str) -> Token:
        token = self._next()
        if keys and token.key not in keys:
            raise Unreadable(token.line)
        self._at += 1
        return token

    def _prologue(self) -> None:
        while self._peek() in ("PREFIX", "BASE", "VERSION"):
            if self._take().key == "PREFIX":
                name = self._take().word
                self.prefixes[name[:-1]] = self._take().word[1:-1]
            else:
                self._take()

    def _query(self, inner: bool) -> Query:
        first = self._take("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
        query = Query(first.key, first.line, inner)
        self.queries.append(query)
        if query.form == "CONSTRUCT" and self._peek() == "{":
            self._group(Group(None, "template"))
        else:
            query.head = self._words("WHERE", "{", "FROM")
        while self._peek() == "FROM":
            self._take()
            self._take("NAMED") if self._peek() == "NAMED" else None
            self._take()
        if query.form != "DESCRIBE" or self._peek() in ("WHERE", "{"):
            if self._peek() == "WHERE":
                self._take()
            self.groups.append(query.where)
            self._group(query.where)
        query.tail = self._words("}", "VALUES")
        if self._peek() == "VALUES":
            query.where.elements.append(self._values())
        return query

    def _words(self, *ends: str, above: Group | None = None) -> "list[Token]":
        """Take the words of a clause up to one of *ends* outside parentheses; a group after EXISTS is walked and left out."""
        found: list[Token] = []
        depth = 0
        while self._at < len(self.tokens) and (depth or self._peek() not in ends):
            token = self._take()
            depth += (token.key == "(") - (token.key == ")")
            found.append(token)
            if token.key == "EXISTS" and self._peek() == "{":
                self._group(self._below(above, "exists"))
        self.expressions.append(found)
        return found

    def _parenthesis(self, above: Group, groups: "list[Group]") -> "list[Token]":
        found = [self._take("(")]
        depth = 1
        while depth:
            token = self._take()
            depth += (token.key == "(") - (token.key == ")")
            found.append(token)
            if token.key == "EXISTS" and self._peek() == "{":
                groups.append(self._below(above, "exists"))
                self._group(groups[-1])
        return found

    def _below(self, above: Group | None, role: str) -> Group:
        group = Group(above, role)
        self.groups.append(group)
        return group

    def _group(self, group: Group) -> None:
        self._take("{")
        if self._peek() == "SELECT":
            element = Element("select", self._next().line)
            element.query = self._query(inner=True)
            group.elements.append(element)
        while self._peek() != "}":
            key = self._peek()
            if key == ".":
                self._take()
            elif key == "VALUES":
                group.elements.append(self._values())
            elif key in ("OPTIONAL", "MINUS", "GRAPH", "SERVICE", "{"):
                group.elements.append(self._inner(group))
            elif key in ("FILTER", "BIND"):
                group.elements.append(self._expression(group))
            else:
                self._triples(group)
        self._take("}")

    def _inner(self, group: Group) -> Element:
        token = self._next()
        element = Element(token.key.lower() if token.key != "{" else "group", token.line)
        if token.key != "{":
            self._take()
        if element.kind in ("graph", "service"):
            if self._peek() == "SILENT":
                self._take()
            self._take()
        while True:
            element.groups.append(self._below(group, element.kind))
            self._group(element.groups[-1])
            if element.kind not in ("group", "union") or self._peek() != "UNION":
                break
            self._take()
            element.kind = "union"
        return element

    def _expression(self, group: Group) -> Element:
        first = self._take()
        element = Element(first.key.lower(), first.line)
        while self._peek() != "(" and not element.groups:
            # NOT EXISTS, or the name of a function.
            element.tokens.append(self._take())
            if element.tokens[-1].key == "EXISTS":
                element.groups.append(self._below(group, "exists"))
                self._group(element.groups[-1])
        if not element.groups:
            element.tokens += self._parenthesis(group, element.groups)
        if element.kind == "bind":
            element.names = [element.tokens[-2].variable]
        self.expressions.append(element.tokens)
        return element

    def _values(self) -> Element:
        element = Element("values", self._take("VALUES").line)
        while self._peek() != "{":
            element.names.append(self._take().variable)
        element.names = [each for each in element.names if each]
        while self._take().key != "}":
            pass
        return element

    def _triples(self, group: Group) -> None:
        bare = self._peek() in ("[", "(", "<<")
        subject = self._node(group)
        if not (bare and self._peek() in (".", "}")):
            self._properties(group, subject)

    def _properties(self, group: Group, subject: Token) -> None:
        while True:
            path = self._path()
            while True:
                element = Element("triple", subject.line)
                element.line = path[0].line
                element.tokens, element.ends = path, [subject, self._node(group)]
                group.elements.append(element)
                self._annotation()
                if self._peek() != ",":
                    break
                self._take()
            if self._peek() != ";":
                return
            while self._peek() == ";":
                self._take()
            if self._peek() in (".", "}", "]"):
                return

    def _path(self) -> "list[Token]":
        found = [self._take()]
        if found[0].variable:
            return found
        while True:
            while found[-1].key in ("^", "!", "/", "|"):
                found.append(self._take())
            if found[-1].key == "(":
                depth = 1
                while depth:
                    found.append(self._take())
                    depth += (found[-1].key == "(") - (found[-1].key == ")")
            while self._peek() in ("*", "+", "?"):
                found.append(self._take())
            if self._peek() not in ("/", "|"):
                return found
            found.append(self._take())

    def _node(self, group: Group) -> Token:
        token = self._take()
        if token.key in ("[", "("):
            self._blank += 1
            blank = Token(f"_:walk{self._blank}", token.line)
            if token.key == "[" and self._peek() != "]":
                self._properties(group, blank)
            while token.key == "(" and self._peek() != ")":
                member = Element("triple", token.line)
                member.tokens, member.ends = (
                    [Token("rdf:first", token.line)],
                    [blank, self._node(group)],
                )
                group.elements.append(member)
            self._take("]", ")")
            return blank
        if token.key == "<<":
            while self._take().key != ">>":
                pass
        if token.key in ("+", "-"):
            return self._take()
        if self._peek() == "^^":
            self._take()
            self._take()
        elif self._peek().startswith("@"):
            self._take()
        elif token.key in ("}", ")", "]", ".", ";", ","):
            raise Unreadable(token.line)
        return token

    def _annotation(self) -> None:
        """Pass over what RDF 1.2 lets follow a triple."""
        while self._peek() in ("~", "{|"):
            closing = {"~": "", "{|": "|}"}[self._take().key]
            if closing:
                while self._take().key != closing:
                    pass
            elif self._peek() not in (".", ";", ",", "}", "{|"):
                self._take()
