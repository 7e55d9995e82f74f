"""Say in words what the graph holds: about itself, a question, a thing.

Gives texts and rows back; printing is done by the caller.
"""

import os.path
import re
import shlex

from secgraph.dataset.names import fold
from secgraph.errors import UnknownValue
from secgraph.namespaces import PREFIXES, SG, curie, expand
from secgraph.query import catalog, commands, inputs
from secgraph.query.labels import with_iri
from secgraph.stores.answer import plain
from secgraph.syntax.literals import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from secgraph.query.catalog import Query
    from secgraph.query.inputs import Input
    from secgraph.query.sessions import Session

    class Link(Protocol):
        """An identifier of a thing in another dataset."""

        subject: str
        predicate: str
        object: str
        identifier: str


_RDFS, _SKOS, _DCTERMS = PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["dcterms"]
_HEAD = (
    f"PREFIX sg: <{SG}> PREFIX rdfs: <{_RDFS}> PREFIX skos: <{_SKOS}> PREFIX dcterms: <{_DCTERMS}> "
)
_SGV = PREFIXES["sgv"]
_STEPS = (
    "VALUES (?kind ?property) { "
    + " ".join(
        f"(<{_SGV}link-{kind}> sg:{name})"
        for kind, name in (
            ("supports", "supports"),
            ("attacks", "attacks"),
            ("qualifies", "qualifies"),
            ("exemplifies", "exemplifies"),
            ("elaborates", "elaborates"),
            ("concedes", "concedes"),
            ("contrasts", "contrastsWith"),
            ("replaces", "replaces"),
        )
    )
    + " } ?property rdfs:label ?words ."
)
"""The kinds of step, and the words for each between two claims."""

_FIRST = (
    "rdf:type",
    "rdfs:label",
    "skos:altLabel",
    "skos:definition",
    "skos:example",
    "skos:scopeNote",
    "skos:editorialNote",
)
_HIDDEN = (
    "rdfs:label",
    "rdf:type",
    "sg:sha256",
    "oa:hasSelector",
    "rdfs:isDefinedBy",
    "skos:inScheme",
    "sg:involves",
    "sg:leadsTo",
    "sg:affirmsKey",
    "sg:deniesKey",
    "sg:hasMemberKey",
    "sg:hasSidesTurned",
)
MANY = 25
"""So many claims about a thing are listed before the list is cut."""

_ITSELF = "itself"
"""How a thing stands in a claim that is about it and no other thing of which it is part."""

CHOICE = inputs.MOST_CHOICES
"""So many values of a parameter are listed before the list is cut."""


def overview(session: "Session") -> str:
    """Say what the graph is about, and three commands to try."""
    count = {
        name: session.store.rows(
            f"{_HEAD} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {name} . }}"
        )[0][0]
        for name in ("sg:Claim", "sg:Passage", "sg:Proposition")
    }
    actors = session.store.rows(
        f"{_HEAD} SELECT (COUNT(DISTINCT ?x) AS ?n) "
        "WHERE { ?c rdfs:subClassOf* sg:Actor . ?x a ?c . }"
    )[0][0]
    documents = session.store.rows(
        f"{_HEAD} SELECT ?title WHERE {{ ?d a sg:Document ; dcterms:title ?title . }} "
        "ORDER BY STR(?title)"
    )
    lines = [
        f"secgraph {session.release}: who holds what about security, and in which sentence it "
        "stands",
        "",
        *(f"  {row[0]}" for row in documents),
        f"  {count['sg:Claim']} claims about {count['sg:Proposition']} contents in "
        f"{count['sg:Passage']} passages; {actors} actors",
        "",
        "Try",
        "  secgraph run linkage/between-regions",
        *_examples(session),
        "",
        f"'secgraph queries' lists all {len(session.queries.names())} questions; "
        "'secgraph --help' all that can be done.",
    ]
    return "\n".join(lines)


def _examples(session: "Session") -> "list[str]":
    """Give commands about things of the graph: a holder, and a grouping that is proposed."""
    holder = session.names().labels.get(example_holder(), "")
    proposed = session.run("groupings/not-existing", {}).rows
    return [
        f'  secgraph run claims/by-holder holder="{holder}"',
        *(f"  secgraph show {shlex.quote(row['grouping'])}" for row in proposed[:1]),
    ]


def example_holder() -> str:
    """Give the IRI of the holder that the release asks about where a question names none."""
    term = catalog.packaged().get("claims/by-holder").params["holder"].default
    return expand(term) or term.strip("<>")


def questions(queries: "Sequence[Query]") -> "list[dict[str, str]]":
    """Give the name and summary of each question."""
    return [{"question": query.name, "asks": query.summary} for query in queries]


def question(session: "Session", name: str) -> str:
    """Say all about one question: its parameters with their values, how it is run, its file."""
    query = session.queries.get(name)
    asked = inputs.interface(session, name)
    lines = [query.name]
    lines += [f"  {words}" for words in (query.summary, query.description) if words]
    for one in asked.inputs:
        lines += ["", *_parameter(session, one)]
    names = "".join(f" {shlex.quote(f'{one.name}=…')}" for one in asked.inputs)
    command = f"secgraph run {query.name}{names}"
    return "\n".join([*lines, "", command, f"  {os.path.relpath(query.path)}"])


def _parameter(session: "Session", one: "Input") -> "list[str]":
    """Describe a parameter, and list the things that may be its value."""
    kind = " or ".join(one.classes) or f"xsd:{one.datatype}"
    default = "optional" if one.optional else f"if not given: {', '.join(one.default_labels)}"
    several = "; several, with commas between" if one.several else ""
    lines = [f"{one.name}: {one.label} ({kind}; {default}{several})"]
    names = [choice.label for choice in one.choices]
    if one.kind == "thing":
        classes = [expand(name) or name for name in one.classes]
        names = sorted(session.names(*classes).labels.values(), key=fold)
    if names:
        more = len(names) - CHOICE
        rest = f" … and {more} more; 'secgraph find WORD' finds one" if more > 0 else ""
        lines.append("  " + "; ".join(names[:CHOICE]) + rest)
    return lines


def thing(
    session: "Session", name: str, links: "Sequence[Link]" = (), *, whole: bool = False
) -> str:
    """Say what the graph holds about each thing of that name.

    Args:
        session: Where to ask.
        name: Label, alias, identifier, prefixed name or IRI.
        links: The identifiers in other datasets, which are counted and not listed.
        whole: Whether all claims about it are listed, and not the first :data:`MANY`.

    Raises:
        UnknownValue: Nothing has the name; carries the nearest ones.
        BadValue: A thing with the name has no IRI.
    """
    iris = things(session, name)
    own = getattr(session.store, "description", None)
    return "\n\n".join(
        (own(iri, whole=whole) if own is not None else None)
        or _description(session, with_iri(name, iri), links, whole=whole)
        for iri in iris
    )


def things(session: "Session", name: str) -> "Sequence[str]":
    """Give the IRIs of all things of that name; a speech of a corpus is one.

    Raises:
        UnknownValue: Nothing has the name; carries the nearest ones.
    """
    named = getattr(session.store, "named", None)
    iris: Sequence[str] = named(name, session.named_documents) if named is not None else ()
    iris = iris or session.names().all(name)
    if not iris:
        near = session.store.near(name) if named is not None else []  # type: ignore[attr-defined]
        raise UnknownValue(name, "thing", [*near, *session.names().near(name)][:3])
    return iris


def _description(session: "Session", iri: str, links: "Sequence[Link]", *, whole: bool) -> str:
    """Give the properties of a thing, and below them what points at it."""
    own = [link for link in links if link.subject == iri]
    elsewhere = {(link.predicate, link.object or link.identifier) for link in own}
    properties: dict[str, list[str]] = {}
    for predicate, value in session.store.rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o . }}"):
        if (predicate, value) not in elsewhere:
            properties.setdefault(curie(predicate), []).append(value)
    classes = sorted(_label(session, value) for value in properties.get("rdf:type", []))
    lines = [f"{_label(session, iri)}  ({', '.join(classes)}, {curie(iri)})"]
    for name in sorted(properties, key=_rank):
        if name not in _HIDDEN:
            values = sorted(_value(session, value) for value in properties[name])
            lines.append(f"  {_predicate(session, name)}: {'; '.join(values)}")
    if own:
        count = f"{len(own)} identifier{'' if len(own) == 1 else 's'}"
        lines.append(f"  in other datasets: {count}; 'secgraph links {curie(iri)}' lists them")
    sections = {
        "Memberships": _memberships(session, iri),
        "Claims that bear on it": _argument(session, iri),
        "What it bears on": _steps_of_unit(session, iri),
        "Claims": _claims(session, iri, whole=whole),
    }
    for title, rows in sections.items():
        if rows:
            lines += ["", title, *(f"  {row}" for row in rows)]
    return "\n".join(lines)


def _rank(name: str) -> "tuple[int, str]":
    """Give the place of a property in a description."""
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _claims(session: "Session", iri: str, *, whole: bool) -> "list[str]":
    """List the claims on a thing, in the order of the documents and of their text.

    These are the claims that ``claims/about`` gives, each with how the thing stands in it unless it
    does so itself, and those that the thing holds, puts forward or is the evidence of.

    Args:
        session: Where to ask.
        iri: Of the thing.
        whole: Whether all are listed, however many there are.
    """
    about = catalog.packaged().get("claims/about").fill({"thing": [f"<{iri}>"]})
    answer = session.store.ask(about)
    places = [answer.columns.index(name) for name in ("claim", "as")]
    ways = {plain(row[places[0]]): plain(row[places[1]]) for row in answer.rows}
    others = " ".join(f"<{claim}>" for claim in sorted(ways))
    rows = session.store.rows(
        f"""{_HEAD} SELECT DISTINCT ?id ?place ?claim ?text ?document WHERE {{
        {{ ?q sg:involves <{iri}> . ?claim sg:hasContent ?q . }}
        UNION {{ ?claim sg:hasClaimant <{iri}> . }}
        UNION {{ ?claim sg:hasContent <{iri}> . }}
        UNION {{ ?claim sg:hasEvidence <{iri}> . }}
        {f"UNION {{ VALUES ?claim {{ {others} }} }}" if others else ""}
        ?claim rdfs:label ?text ; sg:hasEvidence ?passage .
        ?passage dcterms:identifier ?id ; sg:ordinal ?place .
        OPTIONAL {{ ?passage <{PREFIXES["oa"]}hasSource> ?document . }} }}"""
    )
    if session.documents:
        rows = [row for row in rows if row[4] in session.documents]
    rows.sort(key=lambda row: (row[4], count(row[1], f"the ordinal of {row[0]}"), row[2]))
    lines = []
    for passage, _, claim, text, _ in rows if whole else rows[:MANY]:
        way = ways.get(claim, _ITSELF)
        lines.append(
            f"{passage:<5}  {text}  [{curie(claim)}]{'' if way == _ITSELF else f' ({way})'}"
        )
    if len(lines) < len(rows):
        more = len(rows) - len(lines)
        lines.append(f"… and {more} more; {_all_of(session, iri)} lists them")
    return lines


def _all_of(session: "Session", iri: str) -> str:
    """Give the command that shows a thing with all its claims."""
    documents = [word for name in session.named_documents for word in ("--document", name)]
    return f"'{commands.show(curie(iri), ['--all', *documents])}'"


def _argument(session: "Session", iri: str) -> "list[str]":
    """List the claims that support, attack or otherwise bear on a claim or a unit of claims.

    Claims that take a step together are listed once, as their unit.
    """
    rows = session.store.rows(
        f"""{_HEAD} SELECT DISTINCT ?words ?from ?text ?unit ?unitText WHERE {{ {_STEPS}
        VALUES ?end {{ sg:linksTo sg:linksToUnit }}
        ?link ?end <{iri}> ; sg:linksFrom ?from ; sg:hasLinkKind ?kind .
        ?from rdfs:label ?text .
        OPTIONAL {{ ?link sg:linksFromUnit ?unit . ?unit rdfs:label ?unitText . }} }}"""
    )
    answers = session.store.rows(
        f"{_HEAD} SELECT ?claim ?text WHERE {{ ?claim sg:answers <{iri}> ; rdfs:label ?text . }}"
    )
    steps = {(words, unit or claim, label or text) for words, claim, text, unit, label in rows}
    steps |= {("answers", claim, text) for claim, text in answers}
    return [f"{words} it: {text}  [{curie(end)}]" for words, end, text in sorted(steps)]


def _steps_of_unit(session: "Session", iri: str) -> "list[str]":
    """List what a unit of claims bears on."""
    rows = session.store.rows(
        f"""{_HEAD} SELECT DISTINCT ?words ?to ?text ?unit ?unitText WHERE {{ {_STEPS}
        ?link sg:linksFromUnit <{iri}> ; sg:linksTo ?to ; sg:hasLinkKind ?kind .
        ?to rdfs:label ?text .
        OPTIONAL {{ ?link sg:linksToUnit ?unit . ?unit rdfs:label ?unitText . }} }}"""
    )
    steps = {(words, unit or claim, label or text) for words, claim, text, unit, label in rows}
    return [f"it {words}: {text}  [{curie(end)}]" for words, end, text in sorted(steps)]


def _memberships(session: "Session", iri: str) -> "list[str]":
    """List the members of a grouping, or the groupings of a member."""
    rows = session.store.rows(
        f"""PREFIX org: <{PREFIXES["org"]}> {_HEAD} SELECT DISTINCT ?other ?kind WHERE {{
        {{ ?m org:member <{iri}> ; org:organization ?o . }}
        UNION {{ ?m org:organization <{iri}> ; org:member ?o . }}
        ?m sg:hasMembershipKind ?k . ?k rdfs:label ?kind . ?o rdfs:label ?other .
        }} ORDER BY STR(?other)"""
    )
    return [f"{other} ({kind})" for other, kind in rows]


def _label(session: "Session", iri: str) -> str:
    return session.names().labels.get(iri, curie(iri))


def _predicate(session: "Session", name: str) -> str:
    return _label(session, expand(name) or name)


def _value(session: "Session", value: str) -> str:
    label = session.names().labels.get(value)
    return (
        f"{label} [{curie(value)}]"
        if label and re.fullmatch(r"(?!sg)[\w-]+:[cqu]-.*", curie(value))
        else label or curie(value)
    )
