"""Say which other questions have rows for the values of one that has none.

Runs only questions whose parameters take the things asked for, the nearest first, and stops at
three; prints nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secgraph.errors import BadQuery, EngineError
from secgraph.namespaces import PREFIXES, SG
from secgraph.query import catalog, hierarchy, searchable
from secgraph.query.catalog import Query
from secgraph.query.question import Question
from secgraph.query.result import Elsewhere
from secgraph.query.sessions import Session
from secgraph.query.words import STOP

ENOUGH = 3
"""So many questions with rows are named."""

MOST = 30
"""So many questions are run; more than take any one class of the release."""

_KINSHIP = 3
"""So many shared words it counts to be of the same family."""

_NAMESAKES = f"""SELECT DISTINCT ?other WHERE {{{{
  <{{}}> <{PREFIXES["rdfs"]}label> ?label . ?other <{PREFIXES["rdfs"]}label> ?label .
}}}}"""


@dataclass(frozen=True)
class _Candidate:
    """A question with the things that it would be asked about, by parameter."""

    query: Query
    things: dict[str, str]


def of(session: Session, question: Question) -> Elsewhere | None:
    """Find questions that have rows for the values of *question*.

    Args:
        session: Where to ask.
        question: The question that has no rows.

    Returns:
        The questions, none where no question has rows; None where it was asked about nothing that
        another question takes.
    """
    asked = question.things()
    documents = asked.pop("document", [])
    things = [iri for iris in asked.values() for iri in iris]
    labels = session.names().labels
    if not things and not documents:
        return None
    candidates = (
        _about_things(session, question.query, things)
        if things
        else [
            _Candidate(query, {})
            for query in _nearest(session, question.query)
            if "document" in query.params
        ]
    )
    questions = []
    for candidate in candidates[:MOST]:
        if _has_rows(session, candidate, documents):
            questions.append((candidate.query.name, _named(session, candidate, documents)))
            if len(questions) == ENOUGH:
                break
    return Elsewhere([labels.get(iri, iri) for iri in things or documents], questions)


def _about_things(session: Session, query: Query, things: "Sequence[str]") -> list[_Candidate]:
    """List the questions that take the things: all of them before some of them."""
    namesakes = _namesakes(session, things)
    kinds = _kinds(session, [*things, *namesakes])
    found: list[tuple[int, _Candidate]] = []
    for other in _nearest(session, query):
        for names in (things, namesakes):
            taken = _taken(other, names, kinds)
            if taken:
                found.append((-len(taken), _Candidate(other, taken)))
                break
    return [candidate for _, candidate in sorted(found, key=lambda pair: pair[0])]


def _kinds(session: Session, things: "Sequence[str]") -> dict[str, set[str]]:
    """Give the classes of things, with all classes above them."""
    above = hierarchy.above(session.store.rows)
    return {
        thing: set().union(*(above.get(name, {name}) for name in classes))
        for thing, classes in hierarchy.classes_of(session.store.rows, things).items()
    }


def _namesakes(session: Session, things: "Sequence[str]") -> list[str]:
    """List other things with the labels of *things*: Europe is a region and an actor."""
    return [
        other
        for thing in things
        for other in sorted(row[0] for row in session.store.rows(_NAMESAKES.format(thing)))
        if other not in things
    ]


def _taken(query: Query, things: "Sequence[str]", kinds: "dict[str, set[str]]") -> dict[str, str]:
    """Give each thing to the first parameter that takes it; empty where none takes any."""
    taken: dict[str, str] = {}
    for thing in things:
        for name, parameter in query.params.items():
            fits = bool(kinds.get(thing, set()) & set(parameter.classes))
            if fits and name not in taken and name != "document":
                taken[name] = thing
                break
    return taken


def _nearest(session: Session, query: Query) -> Iterator[Query]:
    """Give the other questions, those that share most words with this one first."""

    def distance(other: Query) -> tuple[int, str]:
        family = query.name.partition("/")[0]
        shared = len(_words(query) & _words(other))
        return (-shared - _KINSHIP * other.name.startswith(f"{family}/"), other.name)

    others = [
        other
        for other in session.queries.readable()[0]
        if other.name != query.name and other.name.partition("/")[0] not in catalog.FEDERATED
    ]
    yield from sorted(others, key=distance)


def _words(query: Query) -> set[str]:
    """Give the words by which a question is looked for."""
    text = " ".join([query.summary, *query.tags, *query.keywords])
    return {word for word in re.findall(r"\w+", text.lower()) if word not in STOP}


def _has_rows(session: Session, candidate: _Candidate, documents: "Sequence[str]") -> bool:
    """Whether a question has rows for the things, in the same documents."""
    terms = {name: [f"<{thing}>"] for name, thing in candidate.things.items()}
    if documents and "document" in candidate.query.params:
        terms["document"] = [f"<{iri}>" for iri in documents]
    try:
        return bool(session.store.ask(candidate.query.fill(terms)).rows)
    except (EngineError, BadQuery):  # one that cannot be answered is not named
        return False


def _named(session: Session, candidate: _Candidate, documents: "Sequence[str]") -> dict[str, str]:
    """Give the values of a question as ``run`` takes them."""
    values = {}
    for name, thing in candidate.things.items():
        parameter = candidate.query.params[name]
        names = session.names(*parameter.classes)
        values[name] = searchable.exact(names, thing, many=parameter.many)
    if documents and "document" in candidate.query.params:
        names = session.names(SG + "Document")
        values["document"] = ",".join(searchable.exact(names, iri) for iri in documents)
    return values
