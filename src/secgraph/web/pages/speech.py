"""A corpus, a session and a speech: who speaks, and which sentence names what.

Shows the words of a speech only where the user has given a copy of the archive.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secgraph.corpus import speech
from secgraph.corpus.speech import Passage, Speech
from secgraph.corpus.store import Corpus
from secgraph.web import addresses
from secgraph.web.context import Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page

MOST_NAMED = 20
"""So many things that a speech names most are listed at the top of its page."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing that a speech names: its label, its link, and how often."""

    label: str
    href: str
    count: int


def corpus_page(context: Context, links: Links, corpus: Corpus) -> Page:
    """Give the page of a corpus: its sessions."""
    source = corpus.manifest.source
    title = source.get("title", corpus.manifest.corpus)
    return Page(
        "corpus.html",
        title,
        f"/corpus/{corpus.manifest.corpus}/",
        {
            "corpus": corpus,
            "source": source,
            "sessions": speech.sessions(corpus),
            "queries": [query for query in context.catalog if query.name.startswith("corpus/")],
        },
    )


def session_page(context: Context, links: Links, corpus: Corpus, number: int) -> Page:
    """Give the page of a session: its speeches."""
    del context
    name = corpus.manifest.corpus
    speeches = speech.of_session(corpus, number)
    return Page(
        "session.html",
        f"Session {number}",
        f"/corpus/{name}/session/{number}",
        {
            "corpus": corpus,
            "title": corpus.manifest.source.get("title", name),
            "speeches": [(one, links.thing(one.iri), links.thing(one.state)) for one in speeches],
        },
    )


def page(context: Context, links: Links, corpus: Corpus, one: Speech) -> Page:
    """Give the page of a speech."""
    passages = speech.passages(corpus, one)
    title = corpus.manifest.source.get("title", corpus.manifest.corpus)
    found = Page(
        "speech.html",
        one.label,
        addresses.page_of(one.iri),
        {
            "corpus": corpus,
            "title": title,
            "speech": one,
            "iri": one.iri,
            "state": links.thing(one.state),
            "session": links.to(f"/corpus/{corpus.manifest.corpus}/session/{one.session}"),
            "passages": passages,
            "words": speech.words(corpus, one, passages),
            "named": _named(links, passages),
            "links_of": _links_of(links, passages),
            "onward": _onward(context, links, one.state),
        },
    )
    found.alternates = [
        (addresses.DATA[ending], links.to(addresses.data_of(one.iri, ending)), ending)
        for ending in links.endings
    ]
    return found


def _onward(context: Context, links: Links, state: str) -> list[tuple[str, str]]:
    """List the questions of a corpus that take who speaks."""
    return [
        (query.summary, links.answer(query.name, {parameter.name: context.short(parameter, state)}))
        for query, parameter in context.questions_about(state)
        if query.name.startswith("corpus/")
    ]


def _named(links: Links, passages: Sequence[Passage]) -> list[Named]:
    """List what a speech names most, the most often first."""
    counts = Counter(
        (mention.label, mention.thing) for passage in passages for mention in passage.mentions
    )
    order = sorted(counts, key=lambda pair: (-counts[pair], pair))
    return [Named(label, links.thing(iri), counts[label, iri]) for label, iri in order[:MOST_NAMED]]


def _links_of(links: Links, passages: Sequence[Passage]) -> Mapping[str, str]:
    return {
        mention.thing: links.thing(mention.thing)
        for passage in passages
        for mention in passage.mentions
    }
