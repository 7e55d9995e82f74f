"""Pages about what programs ask: the addresses of the server, and a form for SPARQL.

Answers no program itself.
"""

from secgraph.web import openapi
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page

EXAMPLE = """PREFIX sg: <https://w3id.org/secgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim ?text WHERE {
  ?claim a sg:Claim ; rdfs:label ?text .
} ORDER BY ?claim LIMIT 10
"""
"""A query that every graph of claims answers."""


def page(context: Context, links: Links) -> Page:
    """List what programs and agents can ask, with an example of each question."""
    return Page(
        "programs.html",
        "For programs and agents",
        "/api",
        {
            "operations": openapi.operations(context),
            "is_asking_agents": context.agents,
            "base": links.whole("/").rstrip("/"),
        },
    )


def editor(context: Context, links: Links) -> Page:
    """Give the form in which a person writes SPARQL."""
    return Page("sparql.html", "SPARQL", "/sparql", {"example": EXAMPLE})
