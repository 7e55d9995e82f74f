"""Documents: the list, one with its coverage, its line of argument, and two side by side.

Holds no words of a text, but for those of the user's own copy.
"""

from collections.abc import Mapping

from secgraph.documents.document import Document
from secgraph.namespaces import PREFIXES
from secgraph.query.passages import KINDS
from secgraph.web.context import Claim, Context
from secgraph.web.links import Links
from secgraph.web.pages import home, thing
from secgraph.web.rendering import Page
from secgraph.web.strips import strip

_ABOUT = {
    f"{PREFIXES['dcterms']}title": "title",
    f"{PREFIXES['dcterms']}publisher": "publisher",
    f"{PREFIXES['dcterms']}issued": "date",
    f"{PREFIXES['rdfs']}seeAlso": "published at",
    f"{PREFIXES['sg']}hasAuthor": "by",
    f"{PREFIXES['sg']}codePointCount": "length in code points",
    f"{PREFIXES['skos']}editorialNote": "note",
}
"""What is said of a document at the top of its page."""


def documents(context: Context, links: Links) -> Page:
    """Give the list of documents."""
    pairs = [
        (one, other)
        for place, one in enumerate(context.documents)
        for other in context.documents[place + 1 :]
    ][:12]
    shown = home.shown(context)
    return Page("documents.html", "Documents", "/doc/", {"documents": shown, "pairs": pairs})


def page(context: Context, links: Links, document: Document) -> Page:
    """Give the page of a document."""
    rows = context.session.store.rows(f"SELECT ?p ?o WHERE {{ <{document.iri}> ?p ?o }}")
    facts = [
        (_ABOUT[name], thing.Value(context.labels.get(value, value), links.thing(value)))
        for name in _ABOUT
        for predicate, value in sorted(rows)
        if predicate == name
    ]
    passages = [one for one in context.passages.values() if one.document == document.iri]
    counts: dict[str, Mapping[str, str]] = context.coverage
    found = thing.described(
        context,
        links,
        document.iri,
        "document.html",
        {
            "document": document,
            "facts": facts,
            "strip": strip(context, document.iri),
            "passages": passages,
            "counts": counts,
            "kinds": [
                kind
                for kind in KINDS
                if any(int(counts.get(one.iri, {}).get(kind) or 0) for one in passages)
            ],
            "others": [one for one in context.documents if one is not document],
            "onward": thing.onward(context, links, document.iri),
        },
    )
    found.path = f"/doc/{document.slug}/"
    return found


def argument(context: Context, links: Links, document: Document) -> Page:
    """Give the main line of a document's argument, as a list."""
    steps: list[tuple[str, Claim]] = []
    line = ""
    if "arguments/chain" in context.names:
        for row in context.session.run("arguments/chain", {"document": document.iri}).rows:
            claim = context.claims.get(row["claim"])
            line = line or row["line"]
            if claim:
                steps.append((row["step"], claim))
    return Page(
        "argument.html",
        f"The argument of {document.label}",
        f"/doc/{document.slug}/argument",
        {"document": document, "steps": steps, "line": line},
    )


def beside(context: Context, links: Links, one: Document, other: Document) -> Page:
    """Give two documents side by side: what they contest, agree on, and leave out."""
    pair = {"document": one.iri, "other": other.iri}
    turned = {"document": other.iri, "other": one.iri}
    contested = [*_pairs(context, "contested", pair), *_pairs(context, "contested", turned)]
    return Page(
        "beside.html",
        f"{one.label} beside {other.label}",
        f"/doc/{one.slug}/beside/{other.slug}",
        {
            "one": one,
            "other": other,
            "contested": contested,
            "agree": _pairs(context, "agree", pair),
            "silent": _silent(context, links, pair),
            "silent_other": _silent(context, links, turned),
        },
    )


def _pairs(context: Context, name: str, values: dict[str, str]) -> list[tuple[Claim, Claim, str]]:
    """List the pairs of claims that a question of ``compare`` gives, and what they are about."""
    if f"compare/{name}" not in context.names:
        return []
    rows = context.session.run(f"compare/{name}", values).rows
    return [
        (context.claims[row["claim"]], context.claims[row["otherClaim"]], row["content"])
        for row in rows
        if row["claim"] in context.claims and row["otherClaim"] in context.claims
    ]


def _silent(
    context: Context, links: Links, values: dict[str, str]
) -> list[tuple[thing.Value, Mapping[str, str]]]:
    """List what one document makes much of and the other never names, with the counts."""
    if "compare/silent" not in context.names:
        return []
    rows = context.session.run("compare/silent", values).rows
    return [(thing.Value(row["thing"], links.thing(row["thingIri"])), row) for row in rows[:15]]
