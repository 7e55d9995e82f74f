"""Compile a saved question of the portable subset of SPARQL to SQL over the tables of a corpus.

rdflib reads the SPARQL and gives its algebra. What is outside of the subset is refused by name;
nothing is guessed. The subset stands in ``docs/corpora.md``.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rdflib import Literal, URIRef, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql import parser
from rdflib.plugins.sparql.algebra import translateQuery

from secgraph.corpus import view
from secgraph.corpus.dialect import DUCKDB, Dialect
from secgraph.corpus.expressions import Expressions, quoted
from secgraph.errors import NotTaken
from secgraph.namespaces import PREFIXES


@dataclass(frozen=True, slots=True)
class Compiled:
    """A question as SQL.

    Attributes:
        sql: With a parameter ``$name`` for each variable of *parameters*.
        columns: The names of its columns.
        kinds: What each holds; things come as IRIs.
        parameters: The kind of each parameter, by variable.
    """

    sql: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    parameters: Mapping[str, str]


@dataclass(slots=True)
class Relation:
    """SQL with a column for each variable.

    Attributes:
        sql: A SELECT.
        kinds: The kind of each variable.
        optional: The variables that may be unbound.
        parts: The variables of the document and the ordinal of a passage, by its variable.
    """

    sql: str
    kinds: dict[str, str] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)


def compile_query(text: str, parameters: Mapping[str, str], dialect: Dialect = DUCKDB) -> Compiled:
    """Compile a question.

    Args:
        text: SPARQL.
        parameters: The variables whose VALUES take what a user gives, with their kinds.
        dialect: Of the engine that is asked.

    Raises:
        BadQuery: It uses something outside of the subset; says what.
    """
    tree = translateQuery(parser.parseQuery(text)).algebra
    if tree.name != "SelectQuery":
        raise NotTaken("a question over a corpus is a SELECT")
    return _Compiler(tree, parameters, dialect).compiled()


def _refused(what: str) -> NotTaken:
    return NotTaken(f"{what} is outside of the subset that is compiled for a corpus")


class _Compiler:
    """Compiles one question."""

    def __init__(self, tree: Any, parameters: Mapping[str, str], dialect: Dialect) -> None:
        self._tree, self._parameters, self._dialect = tree, parameters, dialect
        self._numbers = itertools.count(1)
        self._kinds = _kinds(tree)
        self._taken: dict[str, str] = {}

    def compiled(self) -> Compiled:
        node, limit = self._tree.p, ""
        if node.name == "Slice":
            limit = f"\nLIMIT {node.length}" if node.length is not None else ""
            if node.start:
                raise _refused("OFFSET")
            node = node.p
        if node.name == "Distinct":
            raise _refused("DISTINCT of a whole answer")
        columns = [str(name) for name in node.PV]
        node = node.p
        conditions = node.expr if node.name == "OrderBy" else []
        inner = self._relation(node.p if node.name == "OrderBy" else node)
        values = self._expressions(inner, "q")
        kinds = [inner.kinds[name] for name in columns]
        tables, iris = self._iris(inner, columns)
        selected = ",\n  ".join(
            f"{iris.get(name, f'q.{quoted(name)}')} AS {quoted(name)}" for name in columns
        )
        order = ", ".join(
            f"{self._sorted(one.expr, values, iris)} {'DESC' if one.order == 'DESC' else 'ASC'} "
            f"NULLS {'LAST' if one.order == 'DESC' else 'FIRST'}"
            for one in conditions
        )
        sql = f"SELECT\n  {selected}\nFROM (\n{_indented(inner.sql)}\n) q{tables}"
        sql += f"\nORDER BY {order}" if order else ""
        return Compiled(sql + limit + "\n", tuple(columns), tuple(kinds), dict(self._taken))

    def _iris(self, inner: Relation, columns: Sequence[str]) -> tuple[str, dict[str, str]]:
        """Give the tables to join for the IRIs of the things of an answer, and the IRIs."""
        iris, tables = {}, ""
        for name in columns:
            key, kind = f"q.{quoted(name)}", inner.kinds[name]
            if kind not in view.KEYS:
                continue
            joined, iris[name] = view.joined(kind, key, f"n{next(self._numbers)}")
            how = "LEFT JOIN" if name in inner.optional else "JOIN"
            tables += "".join(f"\n{how} {table} ON {condition}" for table, condition in joined)
        return tables, iris

    @staticmethod
    def _sorted(expression: Any, values: Expressions, iris: Mapping[str, str]) -> str:
        """Give the SQL of what an answer is sorted by; an IRI that it shows is not made again."""
        if getattr(expression, "name", "") == "Builtin_STR" and str(expression.arg) in iris:
            return iris[str(expression.arg)]
        return values.sql(expression)[0]

    def _expressions(self, relation: Relation, alias: str) -> Expressions:
        return Expressions(alias, relation.kinds, self._dialect)

    def _relation(self, node: Any) -> Relation:
        compile_node = getattr(self, f"_{node.name.lower()}", None)
        if compile_node is None:
            raise _refused(node.name)
        relation: Relation = compile_node(node)
        return relation

    def _selectquery(self, node: Any) -> Relation:
        return self._relation(node.p)

    def _project(self, node: Any) -> Relation:
        inner = self._relation(node.p)
        names = [str(name) for name in node.PV]
        columns = ", ".join(f"q.{quoted(name)}" for name in names)
        return Relation(
            f"SELECT {columns}\nFROM (\n{_indented(inner.sql)}\n) q",
            {name: inner.kinds[name] for name in names},
            inner.optional & set(names),
        )

    def _distinct(self, node: Any) -> Relation:
        inner = self._relation(node.p)
        sql = f"SELECT DISTINCT *\nFROM (\n{_indented(inner.sql)}\n) q"
        return Relation(sql, inner.kinds, inner.optional)

    def _tomultiset(self, node: Any) -> Relation:
        if node.p.name != "values":
            return self._relation(node.p)
        rows: list[dict[Variable, Any]] = node.p.res
        names = sorted({str(name) for row in rows for name in row})
        if len(names) != 1:
            raise _refused("VALUES of several variables")
        name = names[0]
        terms = [row[Variable(name)] for row in rows]
        kind = self._kinds.get(name) or self._parameters.get(name) or view.INTEGER
        if name in self._parameters:
            self._taken[name] = kind
            values = f"CAST(${name} AS {self._dialect.array})"
            sql = self._dialect.rows(quoted(name), values)
            return Relation(sql, {name: kind}, {name} if "UNDEF" in map(str, terms) else set())
        constants = Expressions("", {}, self._dialect)
        values = self._dialect.listed([constants.term(term, kind) for term in terms])
        return Relation(self._dialect.rows(quoted(name), values), {name: kind})

    def _extend(self, node: Any) -> Relation:
        inner = self._relation(node.p)
        sql, kind = self._expressions(inner, "q").sql(node.expr)
        name = str(node.var)
        if name in inner.kinds:  # a key of a group, which rdflib samples
            return inner
        is_loose = not inner.optional.isdisjoint(_variables(node.expr))
        return Relation(
            f"SELECT q.*, {sql} AS {quoted(name)}\nFROM (\n{_indented(inner.sql)}\n) q",
            {**inner.kinds, name: kind},
            inner.optional | ({name} if is_loose else set()),
        )

    def _filter(self, node: Any) -> Relation:
        inner = self._relation(node.p)
        sql, _ = self._expressions(inner, "q").sql(node.expr)
        return Relation(
            f"SELECT q.*\nFROM (\n{_indented(inner.sql)}\n) q\nWHERE {sql}",
            inner.kinds,
            inner.optional,
        )

    def _join(self, node: Any) -> Relation:
        left, right = self._relation(node.p1), self._relation(node.p2)
        if not left.kinds:
            return right
        return self._joined(left, right, "JOIN", "")

    def _leftjoin(self, node: Any) -> Relation:
        left, right = self._relation(node.p1), self._relation(node.p2)
        if not left.kinds:
            raise _refused("OPTIONAL with nothing before it")
        both = Relation("", {**right.kinds, **left.kinds})
        condition = ""
        if getattr(node.expr, "name", "") != "TrueFilter":
            alias = {name: "l" if name in left.kinds else "r" for name in both.kinds}
            condition = Expressions(alias, both.kinds, self._dialect).sql(node.expr)[0]
        return self._joined(left, right, "LEFT JOIN", condition)

    def _joined(self, left: Relation, right: Relation, how: str, condition: str) -> Relation:
        shared = [name for name in left.kinds if name in right.kinds]
        conditions = [condition] if condition else []
        columns = []
        for name in left.kinds:
            one, other = f"l.{quoted(name)}", f"r.{quoted(name)}"
            if name not in shared:
                columns.append(one)
                continue
            loose = [
                f"{side} IS NULL"
                for side, its in ((one, left), (other, right))
                if name in its.optional
            ]
            equal = f"{one} = {other}"
            conditions.append(f"({' OR '.join([*loose, equal])})" if loose else equal)
            columns.append(f"coalesce({one}, {other}) AS {quoted(name)}" if loose else one)
        columns += [f"r.{quoted(name)}" for name in right.kinds if name not in shared]
        certain = set(shared) - left.optional - right.optional
        for name, (document, ordinal) in right.parts.items():
            if name not in shared and {document, ordinal} <= certain:
                # Follows from the other conditions; an engine need not read all passages for it.
                key = view.passage(f"l.{quoted(document)}", f"l.{quoted(ordinal)}")
                conditions.append(f"r.{quoted(name)} = {key}")
        optional = (left.optional | right.optional) - set(shared)
        optional |= left.optional & right.optional
        if how == "LEFT JOIN":
            optional |= (set(right.kinds) - set(shared)) | (left.optional & set(shared))
        on = " AND ".join(conditions) or "TRUE"
        sides = [f"(\n{_indented(left.sql)}\n) l", f"(\n{_indented(right.sql)}\n) r"]
        if how == "JOIN" and self._dialect.holds_the_right_side:
            sides.reverse()  # what comes first is the smaller: values, and what was counted
        sql = f"SELECT {', '.join(columns)}\nFROM {sides[0]}\n{how} {sides[1]} ON {on}"
        return Relation(sql, {**left.kinds, **right.kinds}, optional)

    def _union(self, node: Any) -> Relation:
        parts = [self._relation(node.p1), self._relation(node.p2)]
        kinds = {**parts[0].kinds, **parts[1].kinds}
        if self._dialect.has_names_in_unions:
            sql = "\nUNION ALL BY NAME\n".join(f"({part.sql})" for part in parts)
        else:
            sql = "\nUNION ALL\n".join(_filled(part, kinds) for part in parts)
        optional = parts[0].optional | parts[1].optional
        optional |= set(parts[0].kinds) ^ set(parts[1].kinds)
        return Relation(sql, kinds, optional)

    def _aggregatejoin(self, node: Any) -> Relation:
        inner = self._relation(node.p.p)
        values = self._expressions(inner, "q")
        keys = [str(name) for name in node.p.expr or []]
        columns, kinds, optional = [], {}, set()
        for one in node.A:
            sql, kind = values.aggregate(one, keys)
            columns.append(f"{sql} AS {quoted(str(one.res))}")
            kinds[str(one.res)] = kind
        columns += [f"q.{quoted(name)}" for name in keys]
        kinds |= {name: inner.kinds[name] for name in keys}
        optional |= inner.optional & set(keys)
        group = ", ".join(f"q.{quoted(name)}" for name in keys)
        sql = f"SELECT {', '.join(columns)}\nFROM (\n{_indented(inner.sql)}\n) q"
        sql += f"\nGROUP BY {group}" if keys else ""
        return Relation(sql, kinds, optional)

    def _bgp(self, node: Any) -> Relation:
        return _Patterns(node.triples, self._kinds, self._numbers, self._dialect).relation()


class _Patterns:
    """Compiles the triple patterns that are joined without more."""

    def __init__(
        self,
        triples: Sequence[Any],
        kinds: Mapping[str, str],
        numbers: Iterator[int],
        dialect: Dialect,
    ) -> None:
        self._triples, self._kinds, self._numbers = triples, kinds, numbers
        self._dialect, self._constants = dialect, Expressions("", {}, dialect)
        self._tables: list[str] = []
        self._conditions: list[str] = []
        self._values: dict[str, str] = {}
        self._aliases: dict[str, str] = {}

    def relation(self) -> Relation:
        if not self._triples:
            return Relation("SELECT 1", {})
        derived = []
        for triple in self._triples:
            subject, predicate, value = triple
            if str(predicate) in view.FACTS:
                self._fact(subject, str(predicate), value)
            elif str(predicate) != view.TYPE:
                column = self._column(subject, str(predicate))
                if column.derived:
                    derived.append((subject, column, value))
                else:
                    self._property(subject, column, value)
        parts: dict[str, dict[str, str]] = {}
        for subject, column, value in derived:
            self._property(subject, column, value)
            if isinstance(value, Variable):
                parts.setdefault(str(subject), {})[column.kind] = str(value)
        columns = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in self._values.items())
        sql = f"SELECT {columns}\nFROM {', '.join(self._tables)}"
        sql += f"\nWHERE {' AND '.join(self._conditions)}" if self._conditions else ""
        whole = {
            name: (own[view.DOCUMENT], own[view.INTEGER])
            for name, own in parts.items()
            if len(own) == 2 and name in self._values
        }
        return Relation(sql, {name: self._kinds[name] for name in self._values}, parts=whole)

    def _column(self, subject: Any, predicate: str) -> view.Column:
        kind = self._kinds.get(str(subject), view.THING)
        for column in view.COLUMNS.get(predicate, ()):
            if column.subject == kind:
                return column
        raise _refused(f"{predicate} of a {kind}")

    def _property(self, subject: Any, column: view.Column, value: Any) -> None:
        template = self._dialect.own(column.sql)
        if column.derived and str(subject) in self._values:
            sql = template.format("", self._values[str(subject)])
        else:
            alias = self._alias(subject, column.subject)
            sql = template.format(alias, f"{alias}.{column.subject}")
        if column.optional:
            self._conditions.append(f"{sql} IS NOT NULL")
        self._bind(value, f"({sql})" if column.derived else sql, column.kind)

    def _alias(self, subject: Any, kind: str) -> str:
        """Give the table in whose row a subject stands, the same for all its properties."""
        name = str(subject)
        if name not in self._aliases:
            alias = f"{kind[0]}{next(self._numbers)}"
            self._tables.append(f"{view.TABLE[kind]} {alias}")
            self._aliases[name] = alias
            self._bind(subject, f"{alias}.{kind}", kind)
        return self._aliases[name]

    def _fact(self, subject: Any, predicate: str, value: Any) -> None:
        alias = f"f{next(self._numbers)}"
        self._tables.append(f"facts {alias}")
        number = self._constants.term(URIRef(predicate), view.THING)
        self._conditions.append(f"{alias}.predicate = {number}")
        self._bind(subject, f"{alias}.subject", view.THING)
        kind = view.FACTS[predicate]
        self._bind(value, f"{alias}.{'object' if kind == view.THING else 'value'}", kind)

    def _bind(self, term: Any, sql: str, kind: str) -> None:
        if isinstance(term, Variable):
            name = str(term)
            if name in self._values:
                if self._values[name] != sql:
                    self._conditions.append(f"{sql} = {self._values[name]}")
                return
            self._values[name] = sql
        elif isinstance(term, URIRef | Literal):
            self._conditions.append(f"{sql} = {self._constants.term(term, kind)}")
        else:
            raise _refused("a blank node")


def _nodes(tree: Any) -> Iterator[Any]:
    """Give the nodes of an algebra."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if hasattr(node, "name"):
            yield node
        if isinstance(node, Mapping):
            stack += node.values()
        elif isinstance(node, list | tuple | set):
            stack += node


def _variables(expression: Any) -> set[str]:
    """Give the names of the variables of an expression."""
    if isinstance(expression, Variable):
        return {str(expression)}
    parts = [part for node in _nodes(expression) for part in node.values()]
    flat = [one for part in parts for one in (part if isinstance(part, list) else [part])]
    return {str(one) for one in flat if isinstance(one, Variable)}


def _kinds(tree: Any) -> dict[str, str]:
    """Give the kind of each variable of a pattern, from the properties that it has."""
    triples = [triple for node in _nodes(tree) if node.name == "BGP" for triple in node.triples]
    kinds: dict[str, str] = {}
    for subject, predicate, value in triples:
        if isinstance(predicate, Path | Variable):
            raise _refused("a path or a variable in the place of a property")
        name = str(predicate)
        columns = view.COLUMNS.get(name, ())
        if name in view.FACTS:
            _set(kinds, subject, view.THING)
            _set(kinds, value, view.FACTS[name])
        elif name == view.TYPE and str(value) in view.CLASSES:
            _set(kinds, subject, view.CLASSES[str(value)])
        elif len(columns) == 1:
            _set(kinds, subject, columns[0].subject)
            _set(kinds, value, columns[0].kind)
        elif columns:
            _set(kinds, value, columns[0].kind)
        else:
            raise _refused(name.replace(PREFIXES["sg"], "sg:"))
    for subject, _, _ in triples:
        if isinstance(subject, Variable):
            kinds.setdefault(str(subject), view.THING)
    return kinds


def _set(kinds: dict[str, str], term: Any, kind: str) -> None:
    if isinstance(term, Variable) and kinds.setdefault(str(term), kind) != kind:
        raise _refused(f"?{term} as a {kinds[str(term)]} and as a {kind}")


def _filled(part: Relation, kinds: Mapping[str, str]) -> str:
    """Give a part of a union with a column for each variable of the whole, in one order."""
    columns = ", ".join(
        f"q.{quoted(name)}" if name in part.kinds else f"NULL AS {quoted(name)}" for name in kinds
    )
    return f"SELECT {columns}\nFROM (\n{_indented(part.sql)}\n) q"


def _indented(sql: str) -> str:
    return "\n".join(f"  {line}" for line in sql.split("\n"))
