"""A question: its form, its answer with sentences and standing, and all that can be done with it.

Refuses nothing itself; values are bound before.
"""

from dataclasses import dataclass

from secgraph.query import citation, references
from secgraph.query.about import Backing
from secgraph.query.catalog import Query
from secgraph.web import answers, forms, tables
from secgraph.web.answers import Answered
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page

MOST = 500
"""So many rows a page shows; the files have all."""

_DOWNLOADS = (
    (".csv", "CSV", "text/csv"),
    (".tsv", "TSV", "text/tab-separated-values"),
    (".json", "JSON", "application/json"),
    (".md", "Markdown", "text/markdown"),
    (".srj", "SPARQL JSON", "application/sparql-results+json"),
    (".rq", "SPARQL", "application/sparql-query"),
    (".ttl", "description in Turtle", "text/turtle"),
)

_NEXT = 6
"""So many further questions are offered."""


@dataclass(frozen=True, slots=True)
class Onward:
    """A further question.

    Attributes:
        words: The question.
        about: What it is asked about.
        href: Where its answer is.
    """

    words: str
    about: str
    href: str


def page(context: Context, links: Links, answered: Answered, *, embedded: bool = False) -> Page:
    """Give the page of a question with its answer.

    Args:
        context: What the pages are made of.
        links: Where things are.
        answered: The question and its answer.
        embedded: Whether the page is framed by another one: the answer alone, then.
    """
    result, query = answered.result, answered.asked.query
    values: dict[str, object] = {
        "query": query,
        "answered": answered,
        "about": answered.asked.about,
        "fields": forms.fields(context, answered.asked, answered.values),
        "downloads": [(words, href) for _, href, words in _downloads(links, answered)],
        "onward": _onward(context, links, answered),
        "passages": [],
        "sources": [],
        "table": None,
        "rows": 0,
        "most": MOST,
        "elsewhere": [],
        "view": "",
        "citation": "",
        "note": "",
        "has_words": bool(context.words),
    }
    if result is not None:
        backings = result.backing()
        values |= {
            "table": _shown(context, links, answered, backings),
            "rows": len(result),
            "passages": _passages(context, backings),
            "note": result.note,
            "has_words": bool(context.words)
            or any(one.sentence for row in backings for one in row),
            "sources": _sources(backings),
            "elsewhere": _elsewhere(context, links, answered),
            "view": answers.view_of(answered),
            "citation": _citation(context, answered, backings),
        }
    path = f"/query/{answered.name}"
    found = Page(
        "embed.html" if embedded else "question.html",
        query.summary or answered.name,
        path,
        values,
    )
    found.alternates = _downloads(links, answered)
    return found


def _shown(
    context: Context, links: Links, answered: Answered, backings: list[list[Backing]]
) -> tables.Table:
    result = answered.result
    assert result is not None  # noqa: S101 - the caller has looked
    if len(result) > MOST:
        from secgraph.stores.answer import Answer

        result = result.derived(Answer(result.columns, list(result.terms[:MOST])))
    return tables.table(context, links, result, backings[:MOST])


def _downloads(links: Links, answered: Answered) -> list[tuple[str, str, str]]:
    """List the files that there are of an answer: media type, link and words."""
    files = [
        (media, links.answer(answered.name, answered.values, ending), words)
        for ending, words, media in _DOWNLOADS
        if answered.result is not None or ending in (".rq", ".ttl")
    ]
    return [file for file in files if file[1]]


def _passages(context: Context, backings: list[list[Backing]]) -> list[Backing]:
    """List the passages behind an answer, each once, in the order of the text."""
    unique = {one.iri: one for row in backings for one in row if one.start is not None}

    if not all(iri in context.passages for iri in unique):
        return list(unique.values())  # those of a corpus are in the order of the rows

    def place(one: Backing) -> tuple[str, int, str]:
        return one.document, context.passages[one.iri].ordinal, one.iri

    return sorted(unique.values(), key=place)


def _sources(backings: list[list[Backing]]) -> list[Backing]:
    """List the sources of facts behind an answer, each once."""
    unique = {one.iri: one for row in backings for one in row if one.start is None}
    return [unique[iri] for iri in sorted(unique)]


def _citation(context: Context, answered: Answered, backings: list[list[Backing]]) -> str:
    """Give the reference to the answer as text."""
    result = answered.result
    assert result is not None  # noqa: S101 - the caller has looked
    columns = ("documentIri", "otherDocumentIri")
    named = {row[name] for row in result.rows for name in columns if row.get(name)}
    named |= set(context.session.works(answered.asked))
    values = [f"{name}={value}" for name, value in answered.values.items()]
    command = " ".join(["secgraph run", answered.name, *values])
    with context.lock:
        works = citation.of_backings(
            context.session,
            [one for row in backings for one in row],
            command,
            title=result.title,
            documents=named,
        )
    return references.write(works, "text")


def _elsewhere(context: Context, links: Links, answered: Answered) -> list[Onward]:
    """Give the questions that have rows for the values of one that has none."""
    result = answered.result
    if result is None:
        return []
    with context.lock:
        other = result.elsewhere
    if other is None:
        return []
    return [
        Onward(context.session.queries.get(name).summary, ", ".join(given.values()), href)
        for name, given in other.questions
        if (href := links.answer(name, given))
    ]


def _onward(context: Context, links: Links, answered: Answered) -> list[Onward]:
    """Give further questions about the things that this one is about."""
    onward: dict[str, Onward] = {}
    for iris in answered.asked.things().values():
        for iri in iris[:1]:
            for query, parameter in context.questions_about(iri):
                if query.name == answered.name or query.name in onward:
                    continue
                href = links.answer(query.name, {parameter.name: context.short(parameter, iri)})
                if href:
                    onward[query.name] = Onward(query.summary, context.label(iri), href)
    near = sorted(onward, key=lambda name: (not _alike(name, answered.asked.query), name))
    return [onward[name] for name in near[:_NEXT]]


def _alike(name: str, query: Query) -> bool:
    """Whether a question belongs to the family of another."""
    return name.partition("/")[0] == query.name.partition("/")[0]
