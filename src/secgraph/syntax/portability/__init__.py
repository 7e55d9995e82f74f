"""Say what in a query some store would answer otherwise or not at all.

Reads text only: what shows in running alone is listed in :data:`BY_RUNNING`, and tested there.
"""

from secgraph.syntax.portability.rules import BY_RUNNING, OF_A_SERVICE, RULES
from secgraph.syntax.portability.walk import Unreadable, Walk

__all__ = ["BY_RUNNING", "OF_A_SERVICE", "RULES", "UNREADABLE", "violations"]

UNREADABLE = "unreadable"
"""Stands for a rule where the text cannot be followed.

What is no SPARQL is told better by whoever runs it.
"""


def violations(text: str) -> "list[tuple[int, str, str]]":
    """Find what is not portable in a query.

    Args:
        text: SPARQL 1.1 of any form; a header in comments is passed over.

    Returns:
        For each violation its line, the name of the rule, and what is wrong and what to write
        instead; in the order of the lines.
    """
    try:
        walk = Walk(text)
    except Unreadable as error:
        return [(error.line, UNREADABLE, "the query cannot be followed from here; is it whole?")]
    found = [(line, name, message) for name, rule in RULES.items() for line, message in rule(walk)]
    return sorted(dict.fromkeys(found))
