"""A passage: where it stands, what is claimed on it, whom it names, what the argument makes of it.

Its words are shown only where the user has given a copy of the document.
"""

from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.pages import claim, thing
from secgraph.web.rendering import Page


def page(context: Context, links: Links, iri: str) -> Page:
    """Give the page of a passage."""
    passage = context.passages[iri]
    among = [one for one in context.passages.values() if one.document == passage.document]
    at = among.index(passage)
    claims = context.claims_of_passage.get(iri, [])
    return thing.described(
        context,
        links,
        iri,
        "passage.html",
        {
            "passage": passage,
            "claims": claims,
            "steps": {one.iri: claim.steps(context, one.iri) for one in claims},
            "mentions": _mentions(context, links, iri),
            "previous": among[at - 1] if at else None,
            "following": among[at + 1] if at + 1 < len(among) else None,
            "onward": thing.onward(context, links, iri),
        },
    )


def _mentions(context: Context, links: Links, iri: str) -> list[tuple[str, str, str]]:
    """List the words that name things: the words, the label of the thing, and its link."""
    if "entities/mentioned" not in context.names:
        return []
    rows = context.session.run("entities/mentioned", {"passage": iri}).rows
    return [(row["surface"], row["entity"], links.thing(row["entityIri"])) for row in rows]
