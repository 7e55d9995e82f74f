"""Pages about what programs ask: the addresses of the server, and a form for SPARQL.

Answers no program itself.
"""

import json
from typing import Any

from secgraph.namespaces import curie
from secgraph.web import openapi
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page
from secgraph.web.tables import Part
from secgraph.web.zygote import Reply

MOST = 500
"""So many rows a page shows."""

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


def editor(context: Context, links: Links, query: str = "", reply: Reply | None = None) -> Page:
    """Give the form in which a person writes SPARQL, with the answer to what was sent.

    Args:
        context: What is served.
        links: Where things are.
        query: What was sent; empty for nothing.
        reply: Its answer, in JSON or Turtle, or what is wrong.
    """
    values: dict[str, object] = {
        "query": query or EXAMPLE,
        "problem": "",
        "columns": [],
        "rows": None,
        "count": 0,
        "most": MOST,
        "text": "",
    }
    if reply is not None and reply.fault:
        values["problem"] = reply.reason or reply.fault
    elif reply is not None and reply.media.endswith("json"):
        values |= _answer(links, json.loads(reply.body))
    elif reply is not None:
        values["text"] = reply.body.decode()
    return Page("sparql.html", "SPARQL", "/sparql", values)


def _answer(links: Links, content: dict[str, Any]) -> dict[str, object]:
    """Lay out an answer in JSON."""
    if "boolean" in content:
        return {"text": "yes" if content["boolean"] else "no"}
    columns, bindings = content["head"]["vars"], content["results"]["bindings"]
    rows = [[_cell(links, row.get(name)) for name in columns] for row in bindings[:MOST]]
    return {"columns": columns, "rows": rows, "count": len(bindings)}


def _cell(links: Links, term: dict[str, Any] | None) -> Part:
    if term is None:
        return Part("")
    if term["type"] == "uri":
        return Part(curie(term["value"]), links.thing(term["value"]))
    if term["type"] == "triple":
        parts = (_cell(links, term["value"][name]) for name in ("subject", "predicate", "object"))
        return Part(f"<<( {' '.join(part.words for part in parts)} )>>")
    return Part(f"_:{term['value']}" if term["type"] == "bnode" else term["value"])
