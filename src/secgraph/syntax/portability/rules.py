"""List the rules of portability: by the text of a query, and by running it.

Finds nothing itself: the rules stand in the modules beside it.
"""

from collections.abc import Callable

from secgraph.syntax.portability import expressions, ordering, parts, patterns
from secgraph.syntax.portability.groups import Violations
from secgraph.syntax.portability.parse import ParsedQuery

RULES: dict[str, Callable[[ParsedQuery], Violations]] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        patterns.named_graph,
        patterns.service,
        patterns.path_alternative,
        patterns.path_ends,
        patterns.optional_first,
        patterns.values_optional,
        patterns.optional_filter,
        patterns.minus_shared,
        expressions.exists_value,
        expressions.group_concat,
        parts.empty_part,
        expressions.sum_of_nothing,
        patterns.alias_new,
        expressions.language_equal,
        expressions.typed_string,
        expressions.date_cast,
        expressions.date_arithmetic,
        expressions.date_zone,
        ordering.order_missing,
        ordering.order_plain,
        ordering.order_aggregate,
        ordering.offset,
        patterns.describe,
        expressions.escaped_iri,
        expressions.rdf_12,
        patterns.disconnected,
        patterns.literal_subject,
        expressions.ascii_pattern,
        expressions.division,
    )
}
"""The rules that the text of a query shows, by name."""

OF_A_SERVICE = ("service", "language-equal")
"""The rules that a question may break which asks another store.

That it does, and that inside it speaks to one store, whose tags are known.
"""

BY_RUNNING = {
    "same-rows": "each question and hygiene check gives the same rows, in the same order, "
    "on every engine that the tests have",
    "same-terms": "the terms are the same too, in kind, datatype, language and spelling, before "
    "anything is sorted or trimmed; the order of parts is free in columns that a header calls sets",
    "no-duplicates": "the same, with a union default graph over graphs that overlap",
    "known-value": "a thing that the graph does not have never gets into a query, "
    "so no path starts there",
    "whole-answer": "an answer that a store cuts short is an error of the client",
}
"""What only running shows, each with the test of it.

Together with :data:`RULES` all that portability asks.
"""
