"""Compile expressions of SPARQL to SQL, with the kind of value that each gives.

Refuses by name what it does not know.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rdflib import Literal, URIRef, Variable

from secgraph.corpus import view
from secgraph.corpus.dialect import DUCKDB, Dialect
from secgraph.errors import NotTaken
from secgraph.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_TEXTS = (view.STRING, view.LABEL, view.DATE)


def quoted(name: str) -> str:
    """Give a name in the quotes of SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(words: str) -> str:
    """Give a text in the quotes of SQL."""
    return "'" + words.replace("'", "''") + "'"


def _refused(what: str) -> NotTaken:
    return NotTaken(f"{what} is outside of the subset that is compiled for a corpus")


class Expressions:
    """Compiles the expressions over a table.

    Args:
        alias: What the table is called; or for each variable, that of its table.
        kinds: The kind of each variable.
        dialect: Of the engine.
    """

    def __init__(
        self,
        alias: str | Mapping[str, str],
        kinds: Mapping[str, str],
        dialect: Dialect = DUCKDB,
    ) -> None:
        self._alias, self._kinds, self._dialect = alias, kinds, dialect

    def sql(self, node: Any) -> tuple[str, str]:
        """Give the SQL of an expression, and its kind."""
        if isinstance(node, Variable):
            name = str(node)
            if name not in self._kinds:
                raise _refused(f"?{name}, which no pattern binds,")
            alias = self._alias if isinstance(self._alias, str) else self._alias[name]
            return f"{alias}.{quoted(name)}", self._kinds[name]
        if isinstance(node, Literal):
            return self._literal(node)
        if isinstance(node, URIRef):
            return self.term(node, view.THING), view.THING
        compile_node = getattr(self, f"_{node.name.lower()}", None)
        if compile_node is None:
            raise _refused(node.name.removeprefix("Builtin_"))
        result: tuple[str, str] = compile_node(node)
        return result

    def term(self, term: Any, kind: str) -> str:
        """Give the SQL of a constant; a thing is its key."""
        if isinstance(term, URIRef):
            if kind != view.THING:
                raise _refused(f"the constant {term} in the place of a {kind}")
            return f"(SELECT t.thing FROM things t WHERE t.iri = {text(str(term))})"
        if isinstance(term, Literal):
            return self._literal(term)[0]
        raise _refused("UNDEF beside values")

    def aggregate(self, node: Any, keys: Sequence[str]) -> tuple[str, str]:
        """Give the SQL of an aggregate, and its kind."""
        how = node.name.removeprefix("Aggregate_")
        if how == "Count" and str(node.vars) == "*":
            return "count(*)", view.INTEGER
        sql, kind = self.sql(node.vars)
        distinct = "DISTINCT " if getattr(node, "distinct", "") == "DISTINCT" else ""
        if how == "Count":
            return f"count({distinct}{sql})", view.INTEGER
        if how == "Sample" and str(node.vars) in keys:
            return f"any_value({sql})", kind
        if how == "Sum" and kind == view.INTEGER and not distinct:
            return f"CAST(coalesce(sum({sql}), 0) AS BIGINT)", kind
        if how in ("Min", "Max") and kind in (view.INTEGER, view.STRING):
            return f"{how.lower()}({sql})", kind
        raise _refused(f"{how.upper()} of a {kind}")

    def _literal(self, node: Literal) -> tuple[str, str]:
        datatype = str(node.datatype or "")
        if datatype == _XSD + "integer":
            return str(int(node)), view.INTEGER
        if datatype in (_XSD + "decimal", _XSD + "double"):
            return self._dialect.double(repr(float(node))), view.DOUBLE
        if datatype == _XSD + "boolean":
            return str(bool(node)).upper(), view.TRUTH
        if datatype in ("", _XSD + "string"):
            return text(str(node)), view.STRING
        raise _refused(f"a constant of {datatype}")

    def _builtin_str(self, node: Any) -> tuple[str, str]:
        sql, kind = self.sql(node.arg)
        if kind in view.KEYS:
            return view.iri(kind, sql, self._dialect), view.STRING
        if kind in _TEXTS:
            return sql, view.STRING
        if kind == view.INTEGER:
            return f"CAST({sql} AS VARCHAR)", view.STRING
        raise _refused(f"STR of a {kind}")

    def _builtin_langmatches(self, node: Any) -> tuple[str, str]:
        inner = node.arg1
        if getattr(inner, "name", "") != "Builtin_LANG" or str(node.arg2).lower() not in (
            "en",
            "*",
        ):
            raise _refused("LANGMATCHES of anything but a label and en")
        sql, kind = self.sql(inner.arg)
        return (f"{sql} IS NOT NULL" if kind == view.LABEL else "FALSE"), view.TRUTH

    def _builtin_bound(self, node: Any) -> tuple[str, str]:
        return f"{self.sql(node.arg)[0]} IS NOT NULL", view.TRUTH

    def _builtin_coalesce(self, node: Any) -> tuple[str, str]:
        parts = [self.sql(part) for part in node.arg]
        kinds = {kind for _, kind in parts}
        if len(kinds) != 1:
            raise _refused(f"COALESCE of {' and '.join(sorted(kinds))}")
        return f"coalesce({', '.join(sql for sql, _ in parts)})", kinds.pop()

    def _builtin_if(self, node: Any) -> tuple[str, str]:
        condition = self.sql(node.arg1)[0]
        (one, kind), (other, its) = self.sql(node.arg2), self.sql(node.arg3)
        if kind != its:
            raise _refused(f"IF of {kind} and {its}")
        return f"CASE WHEN {condition} THEN {one} ELSE {other} END", kind

    def _builtin_substr(self, node: Any) -> tuple[str, str]:
        sql, kind = self.sql(node.arg)
        if kind not in _TEXTS:
            raise _refused(f"SUBSTR of a {kind}")
        start, length = self.sql(node.start)[0], self.sql(node.length)[0]
        return f"substring({sql}, {start}, {length})", view.STRING

    def _builtin_round(self, node: Any) -> tuple[str, str]:
        # Half is rounded up for what is not negative, which all shares are.
        return f"floor({self.sql(node.arg)[0]} + 0.5)", view.DOUBLE

    def _function(self, node: Any) -> tuple[str, str]:
        if str(node.iri) != _XSD + "integer":
            raise _refused(str(node.iri))
        return f"CAST({self.sql(node.expr[0])[0]} AS BIGINT)", view.INTEGER

    def _relationalexpression(self, node: Any) -> tuple[str, str]:
        left, kind = self.sql(node.expr)
        if node.op in ("IN", "NOT IN"):
            others = [self.sql(other) for other in node.other]
            if any(not _comparable(kind, its) for _, its in others):
                raise _refused(f"{node.op} of different kinds")
            return f"{left} {node.op} ({', '.join(sql for sql, _ in others)})", view.TRUTH
        right, its = self.sql(node.other)
        if not _comparable(kind, its):
            raise _refused(f"{node.op} of {kind} and {its}")
        if kind in view.KEYS and node.op not in ("=", "!="):
            raise _refused(f"{node.op} of things")
        return f"({left} {node.op} {right})", view.TRUTH

    def _conditionalandexpression(self, node: Any) -> tuple[str, str]:
        return self._chain(node, "AND")

    def _conditionalorexpression(self, node: Any) -> tuple[str, str]:
        return self._chain(node, "OR")

    def _chain(self, node: Any, word: str) -> tuple[str, str]:
        parts = [self.sql(part)[0] for part in (node.expr, *node.other)]
        return f"({f' {word} '.join(parts)})", view.TRUTH

    def _unarynot(self, node: Any) -> tuple[str, str]:
        return f"(NOT {self.sql(node.expr)[0]})", view.TRUTH

    def _additiveexpression(self, node: Any) -> tuple[str, str]:
        return self._arithmetic(node)

    def _multiplicativeexpression(self, node: Any) -> tuple[str, str]:
        return self._arithmetic(node)

    def _arithmetic(self, node: Any) -> tuple[str, str]:
        sql, kind = self.sql(node.expr)
        for sign, other in zip(node.op, node.other, strict=True):
            right, its = self.sql(other)
            if {kind, its} - {view.INTEGER, view.DOUBLE}:
                raise _refused(f"{sign} of {kind} and {its}")
            if sign == "/":
                sql, kind = f"(CAST({sql} AS DOUBLE) / {right})", view.DOUBLE
            else:
                sql = f"({sql} {sign} {right})"
                kind = view.DOUBLE if view.DOUBLE in (kind, its) else view.INTEGER
        return sql, kind


def _comparable(one: str, other: str) -> bool:
    numbers = (view.INTEGER, view.DOUBLE)
    if one in numbers:
        return other in numbers
    return one == other
