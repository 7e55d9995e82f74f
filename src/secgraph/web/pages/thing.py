"""A thing, a content, a term of the vocabulary: what the graph says of it, and what to ask of it.

Claims and passages have pages of their own.
"""

import json
from dataclasses import dataclass

from secgraph.namespaces import PREFIXES, SG, curie
from secgraph.web import addresses, statements
from secgraph.web.context import Claim, Context
from secgraph.web.links import Links
from secgraph.web.rendering import Page

_RDFS, _RDF, _SKOS = PREFIXES["rdfs"], PREFIXES["rdf"], PREFIXES["skos"]
_LABEL, _TYPE = f"{_RDFS}label", f"{_RDF}type"

FIRST = (
    f"{_SKOS}altLabel",
    f"{_SKOS}definition",
    f"{_SKOS}example",
    f"{_SKOS}scopeNote",
    f"{_SKOS}editorialNote",
    f"{SG}hasRelationLabel",
)
"""The properties that come first."""

HIDDEN = frozenset(
    (
        _LABEL,
        _TYPE,
        f"{_RDFS}isDefinedBy",
        f"{SG}leadsTo",
        f"{SG}affirmsKey",
        f"{SG}deniesKey",
        f"{SG}hasMemberKey",
        f"{SG}hasContentKey",
        f"{SG}hasSidesTurned",
    )
)
"""Properties that say what another one says, or that only questions need."""

MOST = 100
"""So many claims, or things that point here, are listed."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: words, and a link where it names something."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a thing, or one that points at it, with its values.

    Attributes:
        label, href: Of the property.
        values: Sorted by their words.
        more: So many are not shown.
    """

    label: str
    href: str
    values: list[Value]
    more: int = 0


def page(context: Context, links: Links, iri: str) -> Page:
    """Give the page of a thing."""
    rows = context.session.store.rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}")
    about = claims_about(context, iri)
    return described(
        context,
        links,
        iri,
        "thing.html",
        {
            "properties": properties(context, links, rows),
            "incoming": incoming(context, links, iri),
            "claims": about[:MOST],
            "claims_count": len(about),
            "memberships": memberships(context, links, iri),
            "onward": onward(context, links, iri),
        },
    )


def described(
    context: Context, links: Links, iri: str, template: str, values: dict[str, object]
) -> Page:
    """Give the page of an IRI, with its descriptions in RDF."""
    rows = context.session.store.rows(f"SELECT ?c WHERE {{ <{iri}> a ?c }}")
    classes = sorted((context.label(row[0]), links.thing(row[0])) for row in rows)
    label = context.label(iri)
    found = Page(
        template,
        label,
        addresses.page_of(iri),
        {"iri": iri, "name": curie(iri), "label": label, "classes": classes, **values},
    )
    found.alternates = [
        (addresses.DATA[ending], links.to(addresses.data_of(iri, ending)), ending)
        for ending in links.endings
    ]
    linked = statements.linked(statements.about(context, iri))
    found.linked = json.dumps(linked, ensure_ascii=False)
    return found


def properties(context: Context, links: Links, rows: list[list[str]]) -> list[Property]:
    """Lay out the statements about a thing, by property."""
    by: dict[str, set[str]] = {}
    for predicate, value in rows:
        if predicate not in HIDDEN and not value.startswith("_:"):
            by.setdefault(predicate, set()).add(value)
    return [_property(context, links, name, by[name]) for name in sorted(by, key=_rank)]


def _rank(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), curie(name))


def _property(context: Context, links: Links, name: str, iris: set[str]) -> Property:
    values = sorted((_value(context, links, value) for value in iris), key=_place)
    return Property(
        context.labels.get(name, curie(name)),
        links.thing(name),
        values[:MOST],
        max(0, len(values) - MOST),
    )


def _value(context: Context, links: Links, value: str) -> Value:
    words = context.labels.get(value) or curie(value)
    return Value(words, links.thing(value))


def _place(value: Value) -> tuple[str, str]:
    """Give the place of a value; things of several documents may have one label."""
    return value.words, value.href


def incoming(context: Context, links: Links, iri: str) -> list[Property]:
    """List what points at a thing, by property; claims and mentions are shown elsewhere."""
    rows = context.session.store.rows(
        f"SELECT DISTINCT ?p ?s WHERE {{ ?s ?p <{iri}> . FILTER (isIRI(?s)) }}"
    )
    by: dict[str, set[str]] = {}
    for predicate, subject in rows:
        if predicate not in (f"{SG}involves", f"{SG}mentions", f"{_RDFS}isDefinedBy"):
            by.setdefault(predicate, set()).add(subject)
    return [_property(context, links, name, by[name]) for name in sorted(by, key=curie)]


def claims_about(context: Context, iri: str) -> list[Claim]:
    """List the claims whose content involves a thing, or that it holds or has as a content."""
    rows = context.session.store.rows(
        f"""PREFIX sg: <{SG}> SELECT DISTINCT ?claim WHERE {{
        {{ ?claim sg:hasContent/sg:involves <{iri}> }} UNION {{ ?claim sg:hasClaimant <{iri}> }}
        UNION {{ ?claim sg:hasContent <{iri}> }} }}"""
    )
    wanted = {row[0] for row in rows}
    return [claim for claim in context.claims.values() if claim.iri in wanted]


def memberships(context: Context, links: Links, iri: str) -> list[tuple[str, str, str]]:
    """List the members of a grouping, or the groupings of a member: label, link and capacity."""
    rows = context.session.store.rows(
        f"""PREFIX org: <{PREFIXES["org"]}> PREFIX sg: <{SG}> PREFIX rdfs: <{_RDFS}>
        SELECT DISTINCT ?o ?kind WHERE {{
        {{ ?m org:member <{iri}> ; org:organization ?o . }}
        UNION {{ ?m org:organization <{iri}> ; org:member ?o . }}
        ?m sg:hasMembershipKind ?k . ?k rdfs:label ?kind . }}"""
    )
    return sorted((context.label(other), links.thing(other), kind) for other, kind in rows)


def onward(context: Context, links: Links, iri: str) -> list[tuple[str, str]]:
    """List the questions that take a thing: the words of each, and where its answer is."""
    pairs = [
        (query.summary, links.answer(query.name, {parameter.name: context.short(parameter, iri)}))
        for query, parameter in context.questions_about(iri)
    ]
    return [(words, href) for words, href in pairs if href]


def listing(context: Context, links: Links, area: str) -> Page:
    """Give the list of all things below ``/id/``, or all terms below ``/vocab/``, by class."""
    rows = context.session.store.rows(
        f"SELECT DISTINCT ?s ?c WHERE {{ ?s a ?c . FILTER (isIRI(?s)) "
        f'FILTER (STRSTARTS(STR(?s), "{addresses.ROOT}{area}")) }}'
    )
    by: dict[str, list[Value]] = {}
    for iri, kind in rows:
        by.setdefault(context.label(kind), []).append(Value(context.label(iri), links.thing(iri)))
    groups = {
        kind: sorted(set(values), key=lambda one: (one.words.lower(), one.href))
        for kind, values in sorted(by.items())
    }
    title = "Things that documents share" if area == "/id/" else "Terms of the vocabulary"
    return Page("listing.html", title, area, {"groups": groups})
