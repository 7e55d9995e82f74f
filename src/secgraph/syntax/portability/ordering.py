"""Rules of portability about the order of rows.

Each rule was proved by a probe that failed on some store. Asks none itself.
"""

from secgraph.syntax.portability.groups import Query, Token, Violations, outside_parentheses
from secgraph.syntax.portability.parse import ParsedQuery

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


def order_missing(parsed: ParsedQuery) -> Violations:
    """The rows of SELECT have an order."""
    query = parsed.queries[0]
    keys = [token.key for token in query.tail]
    # Without GROUP BY an aggregate gives one row, which needs no order.
    one_row = "GROUP" not in keys and any(token.key in _AGGREGATES for token in query.head)
    if query.form == "SELECT" and "ORDER" not in keys and not one_row:
        yield (
            query.line,
            "SELECT has no ORDER BY, so each store gives the rows in an order of its own; "
            "end with ORDER BY STR(?x)",
        )


def order_plain(parsed: ParsedQuery) -> Violations:
    """Rows are ordered by plain strings and numbers."""
    query = parsed.queries[0]
    order = next((token for token in query.tail if token.key == "ORDER"), None)
    if order is None or query.form != "SELECT":
        return
    keys = _keys(query)
    aliases = {alias.variable for alias in query.aliases()} | {
        name for _, element in parsed.elements("bind") for name in element.names
    }
    subjects = {element.ends[0].variable for _, element in parsed.elements("triple")}
    variables = [token for token in outside_parentheses(keys) if token.variable]
    for token in variables:
        if token.variable in subjects - aliases:
            yield (
                token.line,
                f"ORDER BY {token.word} orders things, which each store does in its own way; "
                f"write STR({token.word})",
            )
            return
    has_string = any(token.key == "STR" for token in keys)
    if not has_string and not any(token.variable in aliases for token in variables):
        yield (
            order.line,
            "ORDER BY has no key that is a plain string; "
            "end it with STR(?x) of what tells two rows apart",
        )


def offset(parsed: ParsedQuery) -> Violations:
    """Pages are turned by key."""
    for query in parsed.queries:
        for token in query.tail:
            if token.key == "OFFSET":
                yield (
                    token.line,
                    "OFFSET counts in an order that may differ; "
                    "ask for what comes after the last key, by FILTER (STR(?x) > …)",
                )


def order_aggregate(parsed: ParsedQuery) -> Violations:
    """An aggregate in ORDER BY stands in ASC or DESC."""
    for token in outside_parentheses(_keys(parsed.queries[0])):
        if token.key in _AGGREGATES:
            yield (
                token.line,
                f"ORDER BY {token.word}(…) is no key to RDF4J and Virtuoso; "
                f"write ASC({token.word}(…))",
            )


def _keys(query: Query) -> list[Token]:
    """Give the words between ORDER BY and LIMIT."""
    keys = [token.key for token in query.tail]
    if "ORDER" not in keys:
        return []
    start = keys.index("ORDER") + 2
    end = next((at for at, key in enumerate(keys) if key in ("LIMIT", "OFFSET")), len(keys))
    return query.tail[start:end]
