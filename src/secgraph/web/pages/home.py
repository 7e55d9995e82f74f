"""The first page: what is asked here, a claim that two documents contest, the documents, doors.

Chooses nothing by hand: the contested claim is the first that compare/contested gives.
"""

from dataclasses import dataclass

from secgraph.claims import wordings
from secgraph.documents.document import Document
from secgraph.web.context import Claim, Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page
from secgraph.web.strips import Strip, strip

_ASKED = ("linkage/between-regions", "alignment/divergences", "votes/on")
"""The questions that the doors of the page lead to, as far as the catalog has them."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Two claims of different documents, of which one denies what the other affirms.

    Attributes:
        claim, other: The claims.
        content: What they are about, in words.
    """

    claim: Claim
    other: Claim
    content: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A document on the first page.

    Attributes:
        document: The document.
        strip: Its passages as bars.
        claims, passages: How many it has.
    """

    document: Document
    strip: Strip
    claims: int
    passages: int


def contest(context: Context) -> Contest | None:
    """Give the first claim that another document contests; None where there is none."""
    if "compare/contested" not in context.names:
        return None
    rows = context.session.run("compare/contested", {}).rows
    for row in sorted(rows, key=lambda row: row["documentIri"] == row["otherDocumentIri"]):
        claim, other = context.claims.get(row["claim"]), context.claims.get(row["otherClaim"])
        if claim and other:
            return Contest(claim, other, row["content"])
    return None


def relations(context: Context) -> list[str]:
    """Give the labels of what can be asked of two things."""
    with context.lock:
        return [row["relation"] for row in wordings.listed(context.session)]


def shown(context: Context) -> list[Shown]:
    """Give the documents with their strips."""
    return [
        Shown(
            document,
            strip(context, document.iri),
            sum(document.iri in homes(context, claim) for claim in context.claims.values()),
            sum(one.document == document.iri for one in context.passages.values()),
        )
        for document in context.documents
    ]


def homes(context: Context, claim: Claim) -> set[str]:
    """Give the IRIs of the documents in which a claim stands."""
    return {context.passages[iri].document for iri in claim.passages if iri in context.passages}


def page(context: Context, links: Links) -> Page:
    """Give the first page."""
    queries = [query for query in context.catalog if query.name in _ASKED]
    facts = [
        (len(context.claims), "claims"),
        (len(context.passages), "passages"),
        (len(context.documents), "documents"),
        (len(context.catalog), "questions"),
    ]
    return Page(
        "home.html",
        "who aligns with whom, according to whom, in which sentence",
        "/",
        {
            "contest": contest(context),
            "documents": shown(context),
            "facts": facts,
            "queries": queries,
            "relations": relations(context),
            "asked": ("India", "agrees with", "Japan"),
        },
    )
