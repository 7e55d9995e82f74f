"""Say what in a query some store would answer otherwise or not at all.

Reads text only: what shows in running alone is listed in :data:`BY_RUNNING`, and tested there.
"""

from secgraph.syntax.portability.expressions import of_rdf_12
from secgraph.syntax.portability.parse import ParsedQuery, Unreadable, located
from secgraph.syntax.portability.rules import BY_RUNNING, OF_A_SERVICE, RULES

__all__ = ["BY_RUNNING", "OF_A_SERVICE", "RULES", "UNREADABLE", "violations"]

UNREADABLE = "unreadable"
"""Stands for a rule where the text is not SPARQL 1.1.

Whoever runs the query says better what is wrong with it.
"""


def violations(text: str) -> list[tuple[int, str, str]]:
    """Find what is not portable in a query.

    Args:
        text: SPARQL 1.1 of any form; a header in comments is passed over.

    Returns:
        For each violation its line, the name of the rule, and what is wrong and what to write
        instead; in the order of the lines. Of a query with parts of RDF 1.2 that is all that is
        looked for, and of a text that does not parse the line of the first error.

    Raises:
        MissingExtra: tree-sitter, which parses the query, is not installed.
    """
    try:
        query = ParsedQuery(text)
    except Unreadable as error:
        newer = of_rdf_12([token for _, token in located(text)])
        return sorted({(line, "rdf-12", message) for line, message in newer}) or [
            (error.line, UNREADABLE, "the query cannot be followed from here; is it whole?")
        ]
    return sorted(
        {(line, name, message) for name, rule in RULES.items() for line, message in rule(query)}
    )
