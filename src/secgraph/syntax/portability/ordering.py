"""Rules of portability about the order of rows.

Each rule was proved by a probe that failed on some store. Asks none itself.
"""

from secgraph.syntax.portability.groups import depths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from secgraph.syntax.portability.groups import Query, Token
    from secgraph.syntax.portability.walk import Walk

    Found = Iterator[tuple[int, str]]

_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")


def order_missing(walk: "Walk") -> "Found":
    """The rows of SELECT have an order."""
    query = walk.queries[0]
    keys = [each.key for each in query.tail]
    # Without GROUP BY an aggregate gives one row, which needs no order.
    one_row = "GROUP" not in keys and any(each.key in _AGGREGATES for each in query.head)
    if query.form == "SELECT" and "ORDER" not in keys and not one_row:
        yield (
            query.line,
            "SELECT has no ORDER BY, so each store gives the rows in an order of its own; end with ORDER BY STR(?x)",
        )


def order_plain(walk: "Walk") -> "Found":
    """Rows are ordered by plain strings and numbers."""
    query = walk.queries[0]
    place = next((place for place, each in enumerate(query.tail) if each.key == "ORDER"), None)
    if place is None or query.form != "SELECT":
        return
    words = _keys(query)
    made = {alias.variable for alias in query.aliases()} | {
        name for _, each in walk.elements("bind") for name in each.names
    }
    nodes = {each.ends[0].variable for _, each in walk.elements("triple")}
    bare = [
        each
        for each, depth in zip(words, depths(words), strict=True)
        if not depth and each.variable
    ]
    for each in bare:
        if each.variable in nodes - made:
            yield (
                each.line,
                f"ORDER BY {each.word} orders things, which each store does in its own way; write STR({each.word})",
            )
            return
    if not any(each.key == "STR" for each in words) and not any(
        each.variable in made for each in bare
    ):
        yield (
            query.tail[place].line,
            "ORDER BY has no key that is a plain string; end it with STR(?x) of what tells two rows apart",
        )


def offset(walk: "Walk") -> "Found":
    """Pages are turned by key."""
    for query in walk.queries:
        for each in query.tail:
            if each.key == "OFFSET":
                yield (
                    each.line,
                    "OFFSET counts in an order that may differ; ask for what comes after the last key, by FILTER (STR(?x) > …)",
                )


def order_aggregate(walk: "Walk") -> "Found":
    """An aggregate in ORDER BY stands in ASC or DESC."""
    words = _keys(walk.queries[0])
    for place, (each, depth) in enumerate(zip(words, depths(words), strict=True)):
        before = words[place - 2].key if place > 1 else ""
        if each.key in _AGGREGATES and before not in ("ASC", "DESC") and not depth:
            yield (
                each.line,
                f"ORDER BY {each.word}(…) is no key to RDF4J and Virtuoso; write ASC({each.word}(…))",
            )


def _keys(query: "Query") -> "list[Token]":
    """Give the words between ORDER BY and LIMIT."""
    place = next((place for place, each in enumerate(query.tail) if each.key == "ORDER"), None)
    words = [] if place is None else query.tail[place + 2 :]
    return words[
        : next((at for at, each in enumerate(words) if each.key in ("LIMIT", "OFFSET")), len(words))
    ]
