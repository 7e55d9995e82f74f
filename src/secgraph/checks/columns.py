"""Compile shapes (SHACL) into conditions in SQL on the columns of a corpus.

Which column stands for which property is said by :mod:`secgraph.corpus.view`. A row has one value
of a property at most. Asks nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from secgraph.checks.finding import ToolFailure
from secgraph.checks.shape_rows import LOGIC, Constraint, Shape, texts
from secgraph.corpus import view
from secgraph.namespaces import PREFIXES, curie

PLACE = "place"
"""The kind of the node that says where a passage or a mention stands."""

_OA, _XSD = PREFIXES["oa"], PREFIXES["xsd"]
PLACE_CLASS = _OA + "TextPositionSelector"
_CLASSES = {kind: name for name, kind in view.CLASSES.items()} | {PLACE: PLACE_CLASS}

_PRESENT = dict(view.TABLE)
_PRESENT[view.PASSAGE] += " SEMI JOIN documents USING (document)"
"""The rows that have an IRI, by their kind."""

_OWNER = "(SELECT document, any_value(iri) AS owner FROM documents GROUP BY document)"


class NoColumn(Exception):
    """A shape is about a property for which a corpus has no column; the message is its name."""


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of a kind of thing, called ``r`` in conditions.

    Attributes:
        kind: One of ``view.KEYS``, or ``place``.
        key: The column of their keys.
        rows: A subquery.
        iri: The SQL of the IRI of a row.
        identity: The columns that make the IRI.
    """

    kind: str
    key: str
    rows: str
    iri: str
    identity: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a row.

    Attributes:
        sql: Its SQL; NULL where there is none.
        kind: Of ``view``: the kind of the thing, or of the literal.
    """

    sql: str
    kind: str


def sources() -> list[Source]:
    """Give the rows of documents, passages, mentions, and of the places of the last two."""
    passage = "r.owner || '/p' || r.paragraph || 's' || r.sentence"
    mention = "r.owner || '/m' || r.start || '-' || r.\"end\""
    kinds = [
        (view.DOCUMENT, "(SELECT * FROM documents)", "r.iri", "r.iri"),
        (view.PASSAGE, _owned("passages"), passage, "r.document, r.paragraph, r.sentence"),
        (view.MENTION, _owned("mentions"), mention, 'r.document, r.start, r."end"'),
    ]
    found = []
    for kind, rows, iri, identity in kinds:
        found.append(Source(kind, kind, rows, iri, identity))
        if kind != view.DOCUMENT:
            found.append(Source(PLACE, kind, rows, f"{iri} || '-position'", identity))
    return found


def _owned(table: str) -> str:
    return (
        f"(SELECT {table}.*, owners.owner FROM {table} LEFT JOIN {_OWNER} AS owners "
        f"ON owners.document = {table}.document)"
    )


class Compiler:
    """Compiles the shapes of the rows of one source.

    Args:
        source: The rows.
        shapes: All shapes, by IRI in angle brackets.
    """

    def __init__(self, source: Source, shapes: dict[str, Shape]) -> None:
        self._source, self._shapes = source, shapes
        self._itself = Value(source.iri, source.kind)

    def aimed(self) -> list[Shape]:
        """Give the shapes whose targets the rows are, with those of their properties, by IRI."""
        own = f"<{_CLASSES[self._source.kind]}>"
        found: dict[str, Shape] = {}
        for shape in self._shapes.values():
            if ("targetClass", own) in shape.targets:
                for iri in (shape.iri, *shape.properties):
                    found[iri] = self._shapes[iri]
        return [found[iri] for iri in sorted(found) if found[iri].constraints]

    def condition(self, shape: Shape) -> str:
        """Give the condition that a row meets where it conforms to a shape.

        Raises:
            NoColumn: It is about a property for which there is no column.
            ToolFailure: It has a constraint that is not known here.
        """
        value = self._value(shape.path) if shape.path else self._itself
        parts = [self._one(shape, rule, value) for rule in shape.constraints]
        if not shape.path:
            parts += [self.condition(self._shapes[member]) for member in shape.properties]
        return "(" + (" AND ".join(parts) or "true") + ")"

    def limit(self, shape: Shape) -> str:
        """Give what holds of rows of one IRI that have too many values; empty where none can."""
        most = [rule.values[0] for rule in shape.constraints if rule.kind == "maxCount"]
        if not shape.path or not most:
            return ""
        return f"count(DISTINCT {self._value(shape.path).sql}) > {_number(most[0])}"

    def _value(self, path: str) -> Value:
        name, source = path[1:-1], self._source
        if source.kind == PLACE:
            columns = {_OA + "start": "r.start", _OA + "end": 'r."end"'}
            if name not in columns:
                raise NoColumn(curie(name))
            return Value(columns[name], view.INTEGER)
        if name == _OA + "hasSelector" and source.kind != view.DOCUMENT:
            return Value(f"{source.iri} || '-position'", PLACE)
        for column in view.COLUMNS.get(name, ()):
            if column.subject == source.kind:
                sql = column.sql.format("r", f"r.{source.key}")
                if column.kind in view.KEYS:
                    # What has no row has no IRI, and is no value.
                    table = _PRESENT[column.kind]
                    sql = f"CASE WHEN {sql} IN (SELECT {column.kind} FROM {table}) THEN {sql} END"
                return Value(sql, column.kind)
        raise NoColumn(curie(name))

    def _one(self, shape: Shape, rule: Constraint, value: Value) -> str:
        first = rule.values[0] if rule.values else ""
        if rule.kind == "minCount":
            least = _number(first)
            return f"{value.sql} IS NOT NULL" if least == 1 else "true" if not least else "false"
        if rule.kind == "maxCount":
            return "true" if _number(first) else f"{value.sql} IS NULL"
        if rule.kind in LOGIC:
            condition = self._logic(shape, rule, value)
        elif rule.kind in _CONDITIONS:
            condition = _CONDITIONS[rule.kind](self, value, rule.values)
        else:
            raise ToolFailure(f"{shape.iri} has sh:{rule.kind}, for which a corpus has no columns")
        return f"({value.sql} IS NULL OR {condition})" if shape.path else condition

    def _logic(self, shape: Shape, rule: Constraint, value: Value) -> str:
        parts = [self._member(self._shapes[member], shape, value) for member in rule.values]
        if rule.kind == "not":
            return f"(NOT {parts[0]})"
        if rule.kind == "xone":
            return f"({' + '.join(f'{part}::INTEGER' for part in parts)} = 1)"
        return "(" + (" OR " if rule.kind == "or" else " AND ").join(parts) + ")"

    def _member(self, member: Shape, shape: Shape, value: Value) -> str:
        """Give the condition that the value of a shape meets where it conforms to another."""
        if not shape.path:
            return self.condition(member)
        if member.path or member.properties:
            raise ToolFailure(f"{shape.iri} asks for values of values, which no column has")
        return (
            "(" + " AND ".join(self._one(member, rule, value) for rule in member.constraints) + ")"
        )

    # ---- what a value must be ----

    def of_class(self, value: Value, values: tuple[str, ...]) -> str:
        """Things of a corpus have the class of their table."""
        if value.kind == view.THING:
            raise NoColumn("the class of a thing")
        return _truth(values[0] == f"<{_CLASSES.get(value.kind, '')}>")

    def of_datatype(self, value: Value, values: tuple[str, ...]) -> str:
        """A column has one datatype; that of a date follows from its length."""
        wanted = values[0][1:-1]
        if value.kind == view.DATE:
            return _DATES.get(wanted, "false").format(value.sql)
        return _truth(_DATATYPES.get(value.kind, "") == wanted)

    def of_kind(self, value: Value, values: tuple[str, ...]) -> str:
        """Things have IRIs, and there are no blank nodes."""
        is_thing = value.kind in (*view.KEYS, PLACE)
        return _truth(("IRI" if is_thing else "Literal") in values[0])

    def of_pattern(self, value: Value, values: tuple[str, ...]) -> str:
        """The text of a value, or the IRI of the row itself."""
        pattern = texts(values)[0].replace("'", "''")
        is_iri = value is self._itself
        if value.kind in (*view.KEYS, PLACE) and not is_iri:
            raise NoColumn("the IRI of another thing")
        return f"regexp_matches(({value.sql})::VARCHAR, '{pattern}')"

    def at_least(self, value: Value, values: tuple[str, ...]) -> str:
        """A number."""
        if value.kind not in (view.INTEGER, view.DOUBLE):
            return "false"
        return f"{value.sql} >= {_number(values[0])}"

    def before(self, value: Value, values: tuple[str, ...]) -> str:
        """A number that is less than another one of the row."""
        other = self._value(values[0])
        return f"({other.sql} IS NULL OR {value.sql} < {other.sql})"

    def in_language(self, value: Value, values: tuple[str, ...]) -> str:
        """Labels are in English, and other texts in no language."""
        return _truth(value.kind == view.LABEL and "en" in texts(values))


_CONDITIONS: dict[str, Callable[[Compiler, Value, tuple[str, ...]], str]] = {
    "class": Compiler.of_class,
    "datatype": Compiler.of_datatype,
    "nodeKind": Compiler.of_kind,
    "pattern": Compiler.of_pattern,
    "minInclusive": Compiler.at_least,
    "lessThan": Compiler.before,
    "languageIn": Compiler.in_language,
    "uniqueLang": lambda *_: "true",  # a row has one label
}

_DATATYPES = {
    view.STRING: _XSD + "string",
    view.LABEL: PREFIXES["rdf"] + "langString",
    view.INTEGER: _XSD + "integer",
    view.DOUBLE: _XSD + "decimal",
    view.TRUTH: _XSD + "boolean",
}
_DATES = {
    _XSD + "gYear": r"regexp_full_match({0}, '\d{{4}}')",
    _XSD + "gYearMonth": r"regexp_full_match({0}, '\d{{4}}-(0[1-9]|1[0-2])')",
    _XSD + "date": r"(regexp_full_match({0}, '\d{{4}}-\d\d-\d\d') AND "
    "try_cast({0} AS DATE) IS NOT NULL)",
}


def _truth(is_so: bool) -> str:
    return "true" if is_so else "false"


def _number(term: str) -> int:
    return int(texts([term])[0])
