"""What words lead to: questions with their values, claims, things.

Ranks nothing itself.
"""

from collections.abc import Mapping

from secgraph.errors import UsageError
from secgraph.namespaces import expand
from secgraph.query import find
from secgraph.query.hits import Hit
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page

LIMIT = 10
"""So many hits of each kind are listed."""

_HEADINGS = {
    "question": "Questions that answer it",
    "claim": "What is claimed",
    "thing": "Things of that name",
}


def page(context: Context, links: Links, values: Mapping[str, str]) -> Page:
    """Give the page of a search, or the form alone where nothing is looked for yet."""
    words = values.get("q", "")
    hits: list[tuple[Hit, str]] = []
    message = ""
    if words:
        try:
            with context.lock:
                found = find.search(context.session, words, LIMIT)
            known = find.answerable(context.session, found)
            hits = [(hit, _href(context, links, hit)) for hit in known]
        except UsageError as error:
            message = str(error)
    return Page(
        "find.html",
        f"Search: {words}" if words else "Search",
        "/find",
        {
            "words": words,
            "hits": hits,
            "groups": _groups(hits),
            "headings": _HEADINGS,
            "message": message,
            "standings": _standings,
        },
    )


def _groups(hits: list[tuple[Hit, str]]) -> list[tuple[str, list[tuple[Hit, str]]]]:
    """Give hits by their kinds, in the order of their ranks."""
    kinds = dict.fromkeys(hit.kind for hit, _ in hits)
    return [(kind, [pair for pair in hits if pair[0].kind == kind]) for kind in kinds]


def _href(context: Context, links: Links, hit: Hit) -> str:
    if hit.kind == "question":
        return links.answer(hit.name, hit.values)
    if hit.claims:
        return links.thing(hit.claims[0].iri)
    return links.thing(hit.iri) or links.thing(expand(hit.name) or "")


def _standings(hit: Hit) -> list[str]:
    """Say of the claims of a hit how each stands, whose it is and where, the same once."""
    return list(
        dict.fromkeys(
            f"{claim.standing or claim.polarity}, held by {claim.holder}, {claim.passage}"
            for claim in hit.claims
        )
    )


def entries(context: Context, links: Links) -> list[tuple[str, str, str, str]]:
    """List everything that can be found in a static site: kind, words, further words, and link."""
    listed = [
        (
            "question",
            query.summary,
            " ".join([query.name, *query.keywords]),
            links.answer(query.name),
        )
        for query in context.catalog
    ]
    listed += [
        ("claim", claim.text, context.voice(claim), links.thing(claim.iri))
        for claim in context.claims.values()
    ]
    things = [
        ("thing", context.label(iri), iri.rpartition("/")[2], links.thing(iri))
        for iri in context.subjects
        if "/id/" in iri
    ]
    return listed + sorted(things, key=lambda entry: (entry[1].lower(), entry[3]))
