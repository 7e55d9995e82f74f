"""Say in words what the graph holds: about itself, a question, a thing.

Gives texts and rows back; printing is done by the caller.
"""

import os.path
import re
import shlex

from secgraph.dataset import release
from secgraph.errors import UnknownValue
from secgraph.linking import links
from secgraph.namespaces import PREFIXES, SG, curie, expand
from secgraph.query.labels import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.query.catalog import Query
    from secgraph.query.sessions import Session

_RDFS, _SKOS, _DCTERMS = PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["dcterms"]
_HEAD = (
    f"PREFIX sg: <{SG}> PREFIX rdfs: <{_RDFS}> PREFIX skos: <{_SKOS}> PREFIX dcterms: <{_DCTERMS}> "
)
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
)
MANY = 25
"""So many claims about a thing are listed before the list is cut."""

CHOICE = 80
"""So many values of a parameter are listed before the list is cut.

Every actor is, not every claim.
"""


def overview(session: "Session") -> str:
    """Say what the graph is about, and three commands to try."""
    count = {
        name: session.engine.rows(
            f"{_HEAD} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?x a {name} . }}"
        )[0][0]
        for name in ("sg:Claim", "sg:Passage", "sg:Proposition")
    }
    actors = session.engine.rows(
        f"{_HEAD} SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ ?c rdfs:subClassOf* sg:Actor . ?x a ?c . }}"
    )[0][0]
    documents = session.engine.rows(
        f"{_HEAD} SELECT ?title WHERE {{ ?d a sg:Document ; dcterms:title ?title . }} ORDER BY STR(?title)"
    )
    lines = [
        f"secgraph {release.version()}: who holds what about security, and in which sentence it stands",
        "",
        *(f"  {row[0]}" for row in documents),
        f"  {count['sg:Claim']} claims about {count['sg:Proposition']} contents in {count['sg:Passage']} passages; {actors} actors",
        "",
        "Try",
        "  secgraph run linkage/between-regions",
        *_examples(session),
        "",
        f"'secgraph queries' lists all {len(session.queries.names())} questions; 'secgraph --help' all that can be done.",
    ]
    return "\n".join(lines)


def _examples(session: "Session") -> "list[str]":
    """Give commands about things of the graph: whose view a question asks for, what is proposed."""
    holder = session.about("claims/by-holder", {}).values[0][1][0][1]
    proposed = session.run("groupings/not-existing", {}).rows
    return [
        f'  secgraph run claims/by-holder holder="{holder}"',
        *(f"  secgraph show {shlex.quote(row['grouping'])}" for row in proposed[:1]),
    ]


def questions(session: "Session", family: str = "") -> "list[dict[str, str]]":
    """Give the name and summary of each question, or of those of one family."""
    return [
        {"question": query.name, "asks": query.summary}
        for query in session.queries.all()
        if query.name.startswith(f"{family}/" if family else "")
    ]


def question(session: "Session", name: str) -> str:
    """Say all about one question: parameters, the values they take, how it is run, where its file is."""
    query = session.queries.get(name)
    lines = [query.name, f"  {query.summary}"]
    if query.description:
        lines.append(f"  {query.description}")
    for parameter in query.params.values():
        kind = " or ".join(map(curie, parameter.classes)) or curie(parameter.datatype or "")
        labels = session.names(*parameter.classes).labels if parameter.classes else {}
        default = ", ".join(
            labels.get(expand(term) or term.strip("<>"), term) for term in parameter.default.split()
        )
        several = "; several, with commas between" if parameter.many else ""
        lines += [
            "",
            f"{parameter.name}: {parameter.label} ({kind}; {'optional' if parameter.optional else f'if not given: {default}'}{several})",
        ]
        if labels:
            names = sorted(labels.values(), key=fold)
            rest = f" … and {len(names) - CHOICE} more" if len(names) > CHOICE else ""
            lines.append("  " + "; ".join(names[:CHOICE]) + rest)
    values = "".join(f" {shlex.quote(f'{each.name}=…')}" for each in query.params.values())
    return "\n".join(
        [*lines, "", f"secgraph run {query.name}{values}", f"  {os.path.relpath(query.path)}"]
    )


def find(session: "Session", words: str) -> "list[dict[str, str]]":
    """Give the questions that all the *words* lead to, with values that they name, and then what has them all in a label or alias.

    A word may be part of one: "vote" finds "voted". Words that no question has may name values:
    "vote India" gives the question how an actor voted, with ``actor=India``. Questions with the
    words in name or summary come first.
    """
    wanted = fold(words).split()
    asked = []
    for query in session.queries.all():
        near, far = (
            fold(f"{query.name} {query.summary}"),
            fold(f"{query.description} {' '.join(query.tags)} {_parameters(query)}"),
        )
        left = [word for word in wanted if word not in f"{near} {far}"]
        values = _values(session, query, left)
        if values is not None and (len(left) < len(wanted) or len(values) > 1):
            asked.append(
                (
                    not all(word in near or word in left for word in wanted),
                    query.name,
                    query.summary,
                    values,
                )
            )
    rows = session.engine.rows(
        f"""{_HEAD} SELECT DISTINCT ?thing ?name ?class
        WHERE {{ VALUES ?kind {{ rdfs:label skos:altLabel }} ?thing ?kind ?name ; a ?c . ?c rdfs:label ?class . }}"""
    )
    things = sorted(
        {
            (kind, name, curie(thing))
            for thing, name, kind in rows
            if all(word in fold(name) for word in wanted)
        }
    )
    found = [
        {"name": summary, "class": "question", "thing": " ".join((name, *values))}
        for _, name, summary, values in sorted(asked)
    ]
    return found + [{"name": name, "class": kind, "thing": thing} for kind, name, thing in things]


def _parameters(query: "Query") -> str:
    """The labels of the parameters and the names of their classes, since "threat to an actor" is looked for by either."""
    return " ".join(
        f"{each.name} {each.label} {' '.join(map(curie, each.classes))}"
        for each in query.params.values()
        # Nearly every question takes a document, so the word leads to none.
        if each.name != "document"
    )


def _values(session: "Session", query: "Query", words: "list[str]") -> "list[str] | None":
    """Take words for the values of parameters, all together or one by one; None if they cannot be."""
    if not words:
        return []
    free = [each for each in query.params.values() if each.classes]
    phrase = " ".join(words)
    for each in free:
        if session.names(*each.classes).all(phrase):
            return [shlex.quote(f"{each.name}={_said(session, each.classes, phrase)}")]
    if len(words) > len(free) or len(words) == 1:
        return None
    fits = [session.names(*each.classes).all(word) for each, word in zip(free, words, strict=False)]
    return (
        [
            shlex.quote(f"{each.name}={_said(session, each.classes, word)}")
            for each, word in zip(free, words, strict=False)
        ]
        if all(fits)
        else None
    )


def _said(session: "Session", classes: "Sequence[str]", name: str) -> str:
    """Give the label of the thing that a name means."""
    names = session.names(*classes)
    return names.labels[names.all(name)[0]]


def thing(session: "Session", name: str) -> str:
    """Say what the graph holds about each thing of that name.

    Raises:
        UnknownValue: Nothing has the name; carries the nearest ones.
    """
    found = session.names().all(name)
    if not found:
        raise UnknownValue(name, "thing", session.names().near(name))
    return "\n\n".join(_one(session, iri) for iri in found)


def _one(session: "Session", iri: str) -> str:
    names = session.names()
    rows = session.engine.rows(f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o . }}")
    # A thing of the user's own is in no table.
    linked = [link for link in links() if link.subject == iri]
    elsewhere = {(link.predicate, link.object or link.identifier) for link in linked}
    about: dict[str, list[str]] = {}
    for predicate, value in rows:
        if (predicate, value) not in elsewhere:
            about.setdefault(curie(predicate), []).append(value)
    classes = ", ".join(sorted(_label(session, each) for each in about.get("rdf:type", [])))
    lines = [f"{names.labels.get(iri, curie(iri))}  ({classes}, {curie(iri)})"]
    order = sorted(
        about, key=lambda key: (_FIRST.index(key) if key in _FIRST else len(_FIRST), key)
    )
    for key in order:
        if key not in _HIDDEN and key != "sg:involves":
            values = sorted(_value(session, each) for each in about[key])
            lines.append(f"  {_predicate(session, key)}: {'; '.join(values)}")
    if linked:
        lines.append(
            f"  in other datasets: {len(linked)} identifier{'' if len(linked) == 1 else 's'}; 'secgraph links {curie(iri)}' lists them"
        )
    for title, rows_ in _around(session, iri).items():
        if rows_:
            lines += ["", title, *(f"  {row}" for row in rows_)]
    return "\n".join(lines)


def _around(session: "Session", iri: str) -> "dict[str, list[str]]":
    """What points at a thing: memberships, argument links, and the claims that involve it, in the order of the text."""
    claims = session.engine.rows(
        f"""{_HEAD} SELECT DISTINCT ?id ?place ?claim ?text ?document WHERE {{
        {{ ?q sg:involves <{iri}> . ?claim sg:hasContent ?q . }} UNION {{ ?claim sg:hasClaimant <{iri}> . }}
        UNION {{ ?claim sg:hasContent <{iri}> . }} UNION {{ ?claim sg:hasEvidence <{iri}> . }}
        ?claim rdfs:label ?text ; sg:hasEvidence ?passage . ?passage dcterms:identifier ?id ; sg:ordinal ?place .
        OPTIONAL {{ ?passage <{PREFIXES["oa"]}hasSource> ?document . }} }}"""
    )
    claims.sort(key=lambda row: (row[4], int(row[1]), row[2]))
    lines = [
        f"{identifier:<5}  {text}  [{curie(claim)}]" for identifier, _, claim, text, _ in claims
    ]
    bearing = session.engine.rows(
        f"""{_HEAD} SELECT DISTINCT ?p ?claim ?text WHERE {{
        VALUES ?p {{ sg:supports sg:attacks sg:qualifies sg:exemplifies sg:elaborates sg:concedes sg:answers }} ?claim ?p <{iri}> ; rdfs:label ?text . }}"""
    )
    bearing.sort(key=lambda row: (row[0], row[1]))
    members = session.engine.rows(
        f"""PREFIX org: <{PREFIXES["org"]}> {_HEAD} SELECT DISTINCT ?other ?kind WHERE {{
        {{ ?m org:member <{iri}> ; org:organization ?o . }} UNION {{ ?m org:organization <{iri}> ; org:member ?o . }}
        ?m sg:hasMembershipKind ?k . ?k rdfs:label ?kind . ?o rdfs:label ?other . }} ORDER BY STR(?other)"""
    )
    return {
        "Memberships": [f"{other} ({kind})" for other, kind in members],
        "Claims that bear on it": [
            f"{_predicate(session, curie(p))} it: {text}  [{curie(claim)}]"
            for p, claim, text in bearing
        ],
        "Claims": lines
        if len(lines) <= MANY
        else [*lines[:MANY], f"… and {len(lines) - MANY} more"],
    }


def _label(session: "Session", iri: str) -> str:
    return session.names().labels.get(iri, curie(iri))


def _predicate(session: "Session", name: str) -> str:
    return _label(session, expand(name) or name)


def _value(session: "Session", value: str) -> str:
    label = session.names().labels.get(value)
    return (
        f"{label} [{curie(value)}]"
        if label and re.fullmatch(r"(?!sg)[\w-]+:[cq]-.*", curie(value))
        else label or curie(value)
    )
