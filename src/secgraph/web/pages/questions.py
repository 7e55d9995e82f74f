"""The list of all questions, by family.

Answers none.
"""

from secgraph.query.catalog import Query
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page


def page(context: Context, links: Links) -> Page:
    """Give the list."""
    families: dict[str, list[Query]] = {}
    for query in context.catalog:
        families.setdefault(query.name.partition("/")[0], []).append(query)
    return Page("questions.html", "All questions", "/query/", {"families": families})
