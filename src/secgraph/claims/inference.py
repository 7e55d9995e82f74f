"""Apply the rules of queries/rules/ and give what they conclude as Turtle files.

Rules start from the release without earlier conclusions. Writes no file itself.
"""

import datetime
import functools
from collections.abc import Iterable, Sequence

import pyoxigraph

from secgraph.claims import content_keys, kinds
from secgraph.dataset import nodes, release
from secgraph.documents.document import Document, documents, prefixes
from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES, SG, add_source, turtle_name
from secgraph.namespaces import prefixes as known_prefixes
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded

Conclusions = dict[str, list[pyoxigraph.Triple]]
"""By rule, the statements that it was the first to give."""

DERIVED = "derived.ttl"
"""Name of the files that hold what rules conclude."""

_HEADING = (
    "What the rules of queries/rules/ conclude from the data. Made by `make derive`; do not edit."
)


def derive() -> bytes:
    """Apply every rule until nothing new follows.

    Returns:
        Turtle in UTF-8: for each rule, in the order of their names, the statements that it was the
            first to give, sorted.
    """
    return turtle(conclude(_premises()))


def files(extra: Sequence[str] = ()) -> dict[str, bytes]:
    """Give what the rules conclude as files, one for each document.

    Args:
        extra: Files of the user's own, put beside the release.

    Returns:
        By the name of the file, such as ``SLUG/derived.ttl``, Turtle in UTF-8: the statements
        whose subject stands in the namespace of the document. What belongs to none is in a file
        without a folder, which is there only if there is such a statement.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    return files_from(_premises(extra))


def files_from(store: pyoxigraph.Store) -> dict[str, bytes]:
    """Give what the rules conclude from a store, to which it is added; see :func:`files`."""
    among = documents(Embedded(store).rows)
    return {
        f"{slug}/{DERIVED}" if slug else DERIVED: turtle(part)
        for slug, part in by_document(conclude(store), among).items()
    }


def by_document(conclusions: Conclusions, among: Sequence[Document]) -> dict[str, Conclusions]:
    """Group statements by the document to which their subject belongs.

    Returns:
        By the slug of the document, its statements by rule, every rule included; by the empty text
        the statements that belong to no document, if there are any.
    """
    parts = {document.slug: _no_conclusions(conclusions) for document in among}
    for rule, triples in conclusions.items():
        for triple in triples:
            subject = str(triple.subject)[1:-1]
            slug = next((document.slug for document in among if document.owns(subject)), "")
            parts.setdefault(slug, _no_conclusions(conclusions))[rule].append(triple)
    return parts


def _no_conclusions(rules: Iterable[str]) -> Conclusions:
    return {rule: [] for rule in rules}


def concluded(extra: Sequence[str] = ()) -> Conclusions:
    """Conclude from the release, without earlier conclusions.

    Args:
        extra: Files of the user's own, put beside the release.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    return conclude(_premises(extra))


def _premises(extra: Iterable[str] = ()) -> pyoxigraph.Store:
    """Give what the rules start from, and register the prefixes of its documents."""
    store, scope = pyoxigraph.Store(), nodes.Scope()
    stated = [path for path in release.files() if not path.endswith(DERIVED)]
    for path in (*stated, *extra):
        store.extend(release.read(path, scope=scope))
    add_source(lambda: prefixes(Embedded(store).rows))
    return store


def direct(date: str) -> bytes:
    """Give who is a member of what on a date, as direct statements, from facts only.

    Args:
        date: Such as ``2018-12-31``; memberships are those at noon of that day, in UTC.

    Returns:
        Turtle in UTF-8, sorted. Memberships without a known start are left out; the first line
        says how many.

    Raises:
        BadValue: It is no date.
    """
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        raise BadValue(date, "a date such as 2018-12-31 is wanted") from None
    store = release.store()
    rule = catalog.packaged().get("dated/direct")
    moment = pyoxigraph.Literal(
        f"{day.isoformat()}T12:00:00Z", datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + "dateTime")
    )
    members = _construct(store, rule.fill({"date": [str(moment)]}))
    heading = (
        f"Members on {day.isoformat()} by the fact layer. {_undated(store)} memberships have no "
        "known start and are left out: nothing is said of them."
    )
    return turtle({rule.name: members}, heading)


def _undated(store: pyoxigraph.Store) -> str:
    """Count the memberships without a known start."""
    ((count,),) = Embedded(store).rows(
        f"PREFIX org: <{PREFIXES['org']}> PREFIX sg: <{PREFIXES['sg']}> "
        "SELECT (COUNT(*) AS ?n) "
        "WHERE { ?m a org:Membership . FILTER NOT EXISTS { ?m sg:hasStart ?start } }"
    )
    return count


def _construct(store: pyoxigraph.Store, query: str) -> list[pyoxigraph.Triple]:
    triples = store.query(query)
    assert isinstance(triples, pyoxigraph.QueryTriples), query  # noqa: S101 - it is a CONSTRUCT
    return list(triples)


def conclude(store: pyoxigraph.Store) -> Conclusions:
    """Add to *store* what the rules conclude from it.

    Returns:
        By rule, the statements that it was the first to give.
    """
    rules = [catalog.packaged().get(name) for name in catalog.packaged().names("rules")]
    conclusions = _no_conclusions(rule.name for rule in rules)
    grown = True
    while grown:
        grown = False
        for rule in rules:
            quads = {
                pyoxigraph.Quad(triple.subject, triple.predicate, triple.object)
                for triple in _construct(store, rule.text)
            }
            new = {quad for quad in quads if quad not in store}
            store.extend(new)
            conclusions[rule.name] += [quad.triple for quad in new]
            grown = grown or bool(new)
    for name, triples in (
        ("sub-kinds", _sub_kinds),
        ("relation-labels", _relation_labels),
        ("content-keys", _content_keys),
    ):
        quads = {pyoxigraph.Quad(*triple) for triple in triples(store)}
        new = {quad for quad in quads if quad not in store}
        store.extend(new)
        conclusions[f"rules/{name}"] = [quad.triple for quad in new]
    return conclusions


def _sub_kinds(store: pyoxigraph.Store) -> list[pyoxigraph.Triple]:
    """Give what is said of the sub-kinds that the contents of a store use."""
    rows = Embedded(store).rows
    used = rows(f"SELECT DISTINCT ?kind WHERE {{ ?content <{SG}hasRelation> ?kind . }}")
    made = kinds.load(rows).sub_kinds(row[0] for row in used)
    return [triple for kind in made for triple in kind.statements]


def _relation_labels(store: pyoxigraph.Store) -> list[pyoxigraph.Triple]:
    """Give the kinds of contents with what narrows them, as a reader says them."""
    return [
        pyoxigraph.Triple(
            pyoxigraph.NamedNode(content),
            pyoxigraph.NamedNode(SG + "hasRelationLabel"),
            pyoxigraph.Literal(label),
        )
        for content, label in kinds.labels(Embedded(store).rows).items()
        if not content.startswith("_:")
    ]


def _content_keys(store: pyoxigraph.Store) -> list[pyoxigraph.Triple]:
    """Give the keys by which contents and claims of several documents meet."""
    triples = []
    for iri, stated in content_keys.statements(Embedded(store).rows).items():
        if not iri.startswith("_:"):
            triples += [
                pyoxigraph.Triple(
                    pyoxigraph.NamedNode(iri),
                    pyoxigraph.NamedNode(SG + name),
                    pyoxigraph.Literal(value),
                )
                for name, value in stated
            ]
    return triples


def named(conclusions: Conclusions) -> Conclusions:
    """Leave out the statements with blank nodes, which another file cannot name."""
    return {
        rule: [
            triple
            for triple in triples
            if not any(
                isinstance(term, pyoxigraph.BlankNode) for term in (triple.subject, triple.object)
            )
        ]
        for rule, triples in conclusions.items()
    }


def turtle(
    conclusions: Conclusions,
    heading: str = _HEADING,
    *,
    declarations: Sequence[pyoxigraph.Triple] = (),
) -> bytes:
    """Write statements below the name of their rule, sorted, with *heading* as the first line.

    Before them stand *declarations*, which say of terms what they are.
    """
    used: set[str] = set()

    @functools.cache
    def term(node: object) -> str:
        text = str(node)
        if not text.startswith("<"):
            return text
        name = turtle_name(text[1:-1])
        if not name.startswith("<"):
            used.add(name.partition(":")[0])
        return name

    body = []
    if declarations:
        body += ["# what the terms are, so that a reasoner reads this file beside the others"]
        body += sorted(
            f"{term(triple.subject)} {term(triple.predicate)} {term(triple.object)} ."
            for triple in declarations
        )
        body.append("")
    for rule, triples in named(conclusions).items():
        body.append(f"# rule: {rule.partition('/')[2]}")
        body += sorted(
            f"{term(triple.subject)} {term(triple.predicate)} {term(triple.object)} ."
            for triple in triples
        )
        body.append("")
    declared = [
        f"@prefix {prefix}: <{namespace}> ."
        for prefix, namespace in known_prefixes().items()
        if prefix in used
    ]
    return "\n".join([f"# {heading}", "", *declared, "", *body]).encode()
