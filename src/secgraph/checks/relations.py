"""Check many statements against the shapes of ontology/shapes/ with DuckDB.

Shapes and statements are tables, and each kind of constraint is one query over all of them, so that
the cost of a check grows with the statements and not with the shapes. Lists violations; decides
nothing.
"""

import os
import tempfile
from typing import Any

from secgraph.checks import shape_rows
from secgraph.checks.constraints import Fault, Shapes
from secgraph.checks.finding import ToolFailure
from secgraph.checks.lexical import XSD, is_ill_typed
from secgraph.checks.shape_rows import LOGIC, Shape
from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES

MEMORY = "1GB"
"""What DuckDB may take; beyond, it writes to a temporary folder."""

_TYPE = f"<{PREFIXES['rdf']}type>"
_SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
_STRING = f"<{XSD}string>"
_TEXT = f"<{PREFIXES['rdf']}langString>"

_NUMBERS = ", ".join(
    f"'<{XSD}{name}>'"
    for name in ("integer", "decimal", "double", "float", "int", "long", "short", "byte")
)
_TIMES = f"'<{XSD}dateTime>', '<{XSD}date>'"

_STATEMENTS = """
CREATE TABLE statement AS
SELECT words[1] AS s, words[2] AS p, array_to_string(words[3 : -2], ' ') AS o
FROM (SELECT string_split(line, ' ') AS words
      FROM read_csv($path, delim = '\x01', quote = '', escape = '', header = false,
                    columns = {'line': 'VARCHAR'}, auto_detect = false, new_line = '\\n',
                    max_line_size = 268435456))
WHERE $all OR words[2] IN (SELECT unnest($predicates))"""
_TERMS = """
CREATE TABLE term AS
WITH text AS (SELECT s AS text FROM statement UNION SELECT o FROM statement
              UNION SELECT p FROM statement UNION SELECT unnest($constants)),
     part AS (SELECT row_number() OVER () AS id, text, left(text, 1) AS mark FROM text),
     last AS (SELECT *, CASE WHEN mark = '"'
                        THEN length(text) - position('"' IN reverse(text)) + 1 END AS quote
              FROM part)
SELECT id, text,
       CASE mark WHEN '<' THEN 'IRI' WHEN '_' THEN 'BlankNode' ELSE 'Literal' END AS kind,
       CASE mark WHEN '<' THEN text[2:-2] WHEN '"' THEN text[2 : quote - 1] END AS lexical,
       CASE WHEN quote IS NULL THEN NULL
            WHEN text[quote + 1] = '^' THEN text[quote + 3 :]
            WHEN text[quote + 1] = '@' THEN $language
            ELSE $string END AS datatype,
       CASE WHEN text[quote + 1] = '@' THEN lower(text[quote + 2 :]) END AS language,
       false AS ill
FROM last"""
_TRIPLES = """
CREATE TABLE triple AS
SELECT a.id AS s, b.id AS p, c.id AS o
FROM statement JOIN term a ON a.text = s JOIN term b ON b.text = p JOIN term c ON c.text = o"""
_CLASSES = """
CREATE TABLE instance AS
WITH RECURSIVE
  above(lower, upper) AS (
    SELECT DISTINCT s, s FROM (SELECT o AS s FROM triple WHERE p = $type
                               UNION SELECT o FROM triple WHERE p = $subclass)
    UNION SELECT above.lower, triple.o FROM above
    JOIN triple ON triple.p = $subclass AND triple.s = above.upper)
SELECT DISTINCT triple.s AS node, above.upper AS class
FROM triple JOIN above ON above.lower = triple.o WHERE triple.p = $type"""
_NEEDS = """
CREATE TABLE aim AS
SELECT shape, node FROM target JOIN instance ON class = value WHERE kind = 'targetClass'
UNION ALL SELECT shape, s FROM target JOIN triple ON p = value WHERE kind = 'targetSubjectsOf'
UNION ALL SELECT shape, o FROM target JOIN triple ON p = value WHERE kind = 'targetObjectsOf'
UNION ALL SELECT shape, value FROM target WHERE kind = 'targetNode';
CREATE TABLE need AS
SELECT DISTINCT member AS shape, node FROM aim JOIN along ON along.shape = aim.shape"""
_MORE_NEEDS = """
INSERT INTO need
SELECT DISTINCT along.member, triple.o
FROM need JOIN step ON step.shape = need.shape
JOIN triple ON triple.s = need.node AND triple.p = step.path
JOIN along ON along.shape = step.member
ANTI JOIN need AS former ON former.shape = along.member AND former.node = triple.o"""
_PAIRS = """
CREATE TABLE pair AS
SELECT need.shape, node, o AS value FROM need
JOIN path ON path.shape = need.shape AND path.shape IN (SELECT shape FROM constrained)
JOIN triple ON s = node AND p = path.value
UNION ALL
SELECT need.shape, node, node FROM need
WHERE shape IN (SELECT shape FROM constrained) AND shape NOT IN (SELECT shape FROM path)"""

_EACH = """FROM pair JOIN limits ON limits.shape = pair.shape AND limits.kind = '{kind}'
JOIN term ON term.id = pair.value"""
_BESIDE = """FROM pair JOIN limits ON limits.shape = pair.shape AND limits.kind = '{kind}'
JOIN triple other ON other.s = pair.node AND other.p = limits.value"""
_ORDERED = (
    """SELECT pair.shape, pair.node, pair.value """
    + _BESIDE
    + """
JOIN term one ON one.id = pair.value JOIN term two ON two.id = other.o
WHERE NOT coalesce(CASE
  WHEN one.datatype IN ({numbers}) AND two.datatype IN ({numbers})
    THEN try_cast(one.lexical AS DOUBLE) {sign} try_cast(two.lexical AS DOUBLE)
  WHEN one.datatype = two.datatype AND one.datatype IN ({times})
    THEN try_cast(one.lexical AS TIMESTAMP) {sign} try_cast(two.lexical AS TIMESTAMP)
  WHEN one.datatype = two.datatype AND one.datatype = '{string}'
    THEN one.lexical {sign} two.lexical END, false)"""
)

_QUERIES = {
    "class": """
SELECT pair.shape, pair.node, pair.value """
    + _EACH
    + """
ANTI JOIN instance ON instance.node = pair.value AND instance.class = limits.value""",
    "datatype": """
SELECT pair.shape, pair.node, pair.value """
    + _EACH
    + """
WHERE term.datatype IS DISTINCT FROM limits.text OR term.ill""",
    "nodeKind": """
SELECT pair.shape, pair.node, pair.value """
    + _EACH
    + """
WHERE NOT contains(limits.text, term.kind)""",
    "minInclusive": """
SELECT pair.shape, pair.node, pair.value """
    + _EACH
    + """
WHERE NOT coalesce(term.datatype IN ({numbers})
                   AND try_cast(term.lexical AS DOUBLE) >= limits.amount, false)""",
    "hasValue": """
SELECT need.shape, need.node, NULL
FROM need JOIN limits ON limits.shape = need.shape AND kind = 'hasValue'
ANTI JOIN pair ON pair.shape = need.shape AND pair.node = need.node
  AND pair.value = limits.value""",
    "uniqueLang": """
SELECT DISTINCT pair.shape, pair.node, NULL::BIGINT """
    + _EACH
    + """
WHERE limits.text = 'true' AND term.language IS NOT NULL
GROUP BY pair.shape, pair.node, term.language HAVING count(*) > 1""",
    "languageIn": """
SELECT pair.shape, pair.node, pair.value
FROM pair JOIN (SELECT DISTINCT shape, number FROM options WHERE kind = 'languageIn') AS rule
  ON rule.shape = pair.shape
JOIN term ON term.id = pair.value
WHERE NOT EXISTS (SELECT 1 FROM options WHERE options.number = rule.number
  AND (term.language = options.text OR starts_with(term.language, options.text || '-')))""",
    "in": """
SELECT pair.shape, pair.node, pair.value
FROM pair JOIN (SELECT DISTINCT shape, number FROM options WHERE kind = 'in') AS rule
  ON rule.shape = pair.shape
ANTI JOIN options ON options.number = rule.number AND options.value = pair.value""",
    "disjoint": "SELECT pair.shape, pair.node, pair.value "
    + _BESIDE
    + " WHERE other.o = pair.value",
    "lessThan": _ORDERED.replace("{sign}", "<"),
    "lessThanOrEquals": _ORDERED.replace("{sign}", "<="),
}
"""What violates each kind of constraint: shape, focus node and value."""

_COUNTS = """
WITH amount AS (SELECT s, p, count(*) AS number FROM triple GROUP BY s, p),
     bound AS (SELECT shape, max(amount) FILTER (kind = 'minCount') AS least,
                      min(amount) FILTER (kind = 'maxCount') AS most
               FROM limits WHERE kind IN ('minCount', 'maxCount') GROUP BY shape)
SELECT need.shape, need.node, NULL
FROM need JOIN bound ON bound.shape = need.shape JOIN path ON path.shape = need.shape
LEFT JOIN amount ON amount.s = need.node AND amount.p = path.value
WHERE coalesce(amount.number, 0) < bound.least OR amount.number > bound.most"""
_PATTERNED = """
CREATE TABLE patterned AS
SELECT pair.shape, pair.node, pair.value, limits.text AS pattern, term.lexical
FROM pair JOIN limits ON limits.shape = pair.shape AND limits.kind = 'pattern'
JOIN term ON term.id = pair.value"""
_PATTERN = """
SELECT shape, node, value FROM patterned
WHERE pattern = $pattern AND NOT coalesce(regexp_matches(lexical, $pattern), false)"""
"""Asked for each pattern, which is then read once."""

_SHAPE_TABLES = ("path", "target", "property", "along", "report", "logic", "limits", "options")
_TABLES = """
CREATE TABLE step AS
SELECT one.shape, one.member, path.value AS path
FROM (SELECT shape, member FROM property UNION SELECT shape, member FROM logic) AS one
JOIN path ON path.shape = one.shape;
CREATE TABLE constrained AS
SELECT shape FROM limits WHERE kind NOT IN ('minCount', 'maxCount')
UNION SELECT shape FROM options UNION SELECT shape FROM logic;
CREATE TABLE fault(shape BIGINT, node BIGINT, value BIGINT, level BIGINT);
CREATE TABLE bad(shape BIGINT, node BIGINT)"""
_BAD = """
INSERT INTO bad
SELECT shape, node FROM fault WHERE level = $level
UNION
SELECT need.shape, need.node FROM need
JOIN shape ON shape.id = need.shape AND shape.level = $level
JOIN property ON property.shape = need.shape
JOIN bad ON bad.shape = property.member AND bad.node = need.node"""
_LOGIC = """
SELECT pair.shape, pair.node, pair.value
FROM pair JOIN shape ON shape.id = pair.shape AND shape.level = $level
JOIN logic ON logic.shape = pair.shape
LEFT JOIN bad ON bad.shape = logic.member AND bad.node = pair.value
GROUP BY pair.shape, pair.node, pair.value, logic.number
HAVING CASE any_value(logic.kind)
  WHEN 'or' THEN count(bad.node) = count(*)
  WHEN 'xone' THEN count(*) - count(bad.node) <> 1
  WHEN 'not' THEN count(bad.node) = 0
  ELSE count(bad.node) > 0 END"""
_ANSWER = """
SELECT DISTINCT focus.text, shape.text, value.text, coalesce(value.lexical, value.text)
FROM fault JOIN report ON report.member = fault.shape
SEMI JOIN aim ON aim.shape = report.shape AND aim.node = fault.node
JOIN shape ON shape.id = fault.shape
JOIN term focus ON focus.id = fault.node LEFT JOIN term value ON value.id = fault.value"""


def validate(data: bytes, shapes: Shapes) -> list[Fault]:
    """List the violations of a graph, sorted by focus node and shape.

    Args:
        data: N-Triples in RDF 1.1, with the classes of the ontology, as pyoxigraph writes them.
        shapes: The shapes.

    Raises:
        MissingExtra: DuckDB is not installed.
        ToolFailure: It gives no result, or a shape has what is not known here.
    """
    if not data:
        return []
    try:
        import duckdb
    except ImportError as error:
        raise MissingExtra("corpus", "checking shapes with DuckDB", error.name) from error
    read = shape_rows.read(shapes.turtle)
    with tempfile.TemporaryDirectory(prefix="secgraph-shapes-") as folder:
        path = os.path.join(folder, "data.nt")
        with open(path, "wb") as file:
            file.write(data)
        config: dict[str, str | bool | int | float | list[str]] = {
            # A second thread costs more than it saves on one graph.
            "threads": 1,
            "memory_limit": MEMORY,
            "temp_directory": os.path.join(folder, "spill"),
        }
        try:
            with duckdb.connect(config=config) as connection:
                return _Validation(connection, read, shapes).run(path)
        except duckdb.Error as error:
            raise ToolFailure(f"DuckDB failed: {error}") from error


class _Validation:
    """One check of a graph.

    Args:
        connection: An empty database.
        read: The shapes, by IRI.
        shapes: The same as text, with their messages.
    """

    def __init__(self, connection: Any, read: dict[str, Shape], shapes: Shapes) -> None:
        self._database = connection
        self._read, self._shapes = read, shapes
        self._numbers = {iri: number for number, iri in enumerate(sorted(read), 1)}
        self._levels = shape_rows.levels(read)

    def run(self, path: str) -> list[Fault]:
        self._load(path)
        self._write_shapes()
        self._database.execute(_NEEDS)
        for _ in range(max(self._levels.values(), default=0)):
            self._database.execute(_MORE_NEEDS)
        self._database.execute(_PAIRS)
        self._leaves()
        for level in range(1 + max(self._levels.values(), default=0)):
            if level:
                self._note(_LOGIC, {"level": level})
            self._database.execute(_BAD, {"level": level})
        rows = self._database.execute(_ANSWER).fetchall()
        faults = {self._fault(*row) for row in rows}
        return sorted(faults, key=lambda fault: (fault.focus, fault.shape, fault.value))

    def _load(self, path: str) -> None:
        """Make tables of the statements that the shapes read."""
        execute = self._database.execute
        execute("SET preserve_insertion_order = false")
        known = self._shapes.predicates
        predicates = [*map(str, known or ()), _TYPE, _SUBCLASS]
        execute(_STATEMENTS, {"path": path, "all": known is None, "predicates": predicates})
        constants = {
            value
            for shape in self._read.values()
            for constraint in shape.constraints
            for value in constraint.values
        }
        constants |= {value for shape in self._read.values() for _, value in shape.targets}
        constants |= {shape.path for shape in self._read.values() if shape.path}
        execute(
            _TERMS,
            {
                "constants": sorted({*constants, _TYPE, _SUBCLASS}),
                "string": _STRING,
                "language": _TEXT,
            },
        )
        self._read_escapes()
        self._note_ill_typed()
        execute(_TRIPLES)
        execute("DROP TABLE statement")
        execute(_CLASSES, {"type": self._id(_TYPE), "subclass": self._id(_SUBCLASS)})

    def _read_escapes(self) -> None:
        """Give literals that were written with escapes their own text."""
        found = self._database.execute(
            "SELECT id, text FROM term WHERE kind = 'Literal' AND contains(text, '\\')"
        ).fetchall()
        if found:
            numbers, texts = zip(*found, strict=True)
            self._fill(
                "escaped(id BIGINT, text VARCHAR)",
                list(zip(numbers, shape_rows.texts(texts), strict=True)),
            )
            self._database.execute(
                "UPDATE term SET lexical = escaped.text FROM escaped WHERE escaped.id = term.id"
            )

    def _note_ill_typed(self) -> None:
        typed = self._database.execute(
            "SELECT id, lexical, datatype FROM term WHERE datatype NOT IN ($string, $language)",
            {"string": _STRING, "language": _TEXT},
        ).fetchall()
        ill = [number for number, text, datatype in typed if is_ill_typed(text, datatype[1:-1])]
        if ill:
            self._database.execute(
                "UPDATE term SET ill = true WHERE id IN (SELECT unnest($ill))", {"ill": ill}
            )

    def _id(self, term: str) -> int:
        row = self._database.execute("SELECT id FROM term WHERE text = $1", [term]).fetchone()
        return int(row[0])

    def _write_shapes(self) -> None:
        """Make tables of the shapes."""
        self._fill(
            "shape(id BIGINT, text VARCHAR, level BIGINT)",
            [(self._numbers[iri], iri[1:-1], self._levels[iri]) for iri in self._read],
        )
        for table, rows in self._shape_rows().items():
            self._fill(
                f"row_{table}(shape BIGINT, number BIGINT, kind VARCHAR, term VARCHAR, "
                "member BIGINT)",
                rows,
            )
            self._database.execute(
                f"CREATE TABLE {table} AS SELECT row_{table}.*, term.id AS value, "  # noqa: S608
                "CASE WHEN term.kind = 'Literal' THEN term.lexical ELSE term.text END AS text, "
                f"try_cast(term.lexical AS DOUBLE) AS amount FROM row_{table} "
                f"LEFT JOIN term ON term.text = row_{table}.term"
            )
        self._database.execute(_TABLES)

    def _shape_rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Give the rows of the tables of shapes."""
        rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in _SHAPE_TABLES}
        deciding = {one for shape in self._read.values() for one in shape.members}
        for iri, shape in self._read.items():
            number = self._numbers[iri]
            if shape.path:
                rows["path"].append((number, 0, "", shape.path, None))
            rows["target"] += [(number, 0, kind, value, None) for kind, value in shape.targets]
            for table, members in (
                ("property", shape.properties),
                (
                    "along",
                    # One that only has properties, and decides nothing, need not be looked at.
                    [
                        one
                        for one in shape_rows.along(self._read, iri)
                        if self._read[one].constraints or one in deciding
                    ],
                ),
                ("report", [iri, *shape.properties]),
            ):
                rows[table] += [(number, 0, "", None, self._numbers[one]) for one in members]
            for rule in shape.constraints:
                for value in rule.values:
                    if rule.kind in LOGIC:
                        row = (number, rule.number, rule.kind, None, self._numbers[value])
                        rows["logic"].append(row)
                        continue
                    table = "options" if rule.kind in shape_rows.LISTS else "limits"
                    rows[table].append((number, rule.number, rule.kind, value, None))
        return rows

    def _fill(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Make a table; its columns are handed over as lists, since single rows take a second."""
        self._database.execute(f"CREATE TABLE {table}")
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            lists = ", ".join(f"unnest(${number})" for number in range(1, len(columns) + 1))
            name = table.partition("(")[0]
            self._database.execute(f"INSERT INTO {name} SELECT {lists}", columns)

    def _leaves(self) -> None:
        """Note what violates constraints that no other shape decides."""
        self._note(_COUNTS, {})
        kinds = {rule.kind for shape in self._read.values() for rule in shape.constraints}
        for kind in sorted(kinds & set(_QUERIES)):
            query = _QUERIES[kind]
            for place, value in {
                "{kind}": kind,
                "{numbers}": _NUMBERS,
                "{times}": _TIMES,
                "{string}": _STRING,
            }.items():
                query = query.replace(place, value)
            self._note(query, {})
        self._database.execute(_PATTERNED)
        for (pattern,) in self._database.execute(
            "SELECT DISTINCT pattern FROM patterned ORDER BY pattern"
        ).fetchall():
            self._note(_PATTERN, {"pattern": pattern})

    def _note(self, query: str, values: dict[str, Any]) -> None:
        self._database.execute(
            f"INSERT INTO fault SELECT found.*, shape.level FROM ({query}) "  # noqa: S608
            "AS found(shape, node, value) JOIN shape ON shape.id = found.shape",
            values,
        )

    def _fault(self, focus: str, shape: str, value: str | None, text: str | None) -> Fault:
        message = self._shapes.messages.get(shape, "")
        shown = "" if value is None or text is None else text
        return Fault(focus[1:-1] if focus.startswith("<") else focus, shape, message, shown)
