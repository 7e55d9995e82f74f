"""Conclude what the rules of queries/rules/ conclude, as files that can be published.

Rules see the release without what they concluded before. Writes nothing itself.
"""

from collections.abc import Iterable, Sequence

from secgraph.dataset import release
from secgraph.documents.document import Document, documents, prefixes
from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES, add_source, turtle_name
from secgraph.namespaces import prefixes as known_prefixes
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph

    Concluded = dict[str, list[pyoxigraph.Triple]]
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


def files(extra: "Sequence[str]" = ()) -> "dict[str, bytes]":
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


def files_from(store: "pyoxigraph.Store") -> "dict[str, bytes]":
    """Give what the rules conclude from a store, to which it is added; see :func:`files`."""
    known = documents(Embedded(store).rows)
    return {
        f"{slug}/{DERIVED}" if slug else DERIVED: turtle(part)
        for slug, part in by_document(conclude(store), known).items()
    }


def by_document(concluded: "Concluded", known: "Sequence[Document]") -> "dict[str, Concluded]":
    """Take statements apart by the document to which their subject belongs.

    Returns:
        By the slug of the document, each with every rule; below the empty text what belongs to
        none, where there is such a statement.
    """
    parts: dict[str, Concluded] = {each.slug: {rule: [] for rule in concluded} for each in known}
    for rule, triples in concluded.items():
        for triple in triples:
            subject = str(triple.subject)[1:-1]
            home = next((each.slug for each in known if each.owns(subject)), "")
            part = parts.setdefault(home, {each: [] for each in concluded})
            part[rule].append(triple)
    return parts


def concluded(extra: "Sequence[str]" = ()) -> "Concluded":
    """Conclude from the release, without what was concluded before.

    Args:
        extra: Files of the user's own, put beside the release.

    Raises:
        BadFile: A file cannot be read as RDF.
    """
    return conclude(_premises(extra))


def _premises(extra: "Iterable[str]" = ()) -> "pyoxigraph.Store":
    """Give what the rules start from; the prefixes of its documents are known from here on."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in (*(each for each in release.files() if not each.endswith(DERIVED)), *extra):
        store.extend(release.read(path))
    add_source(lambda: prefixes(Embedded(store).rows))
    return store


def direct(date: str) -> bytes:
    """Say directly who is a member of what on a date, from the fact layer only.

    Args:
        date: Such as ``2018-12-31``; its noon, in UTC, is asked about.

    Returns:
        Turtle in UTF-8, sorted. A membership without a known start is not in it, which is counted
        in its first line.

    Raises:
        BadValue: It is no date.
    """
    import datetime

    import pyoxigraph

    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        raise BadValue(date, "a date such as 2018-12-31 is wanted") from None
    store = release.store()
    rule = catalog.packaged().get("dated/direct")
    moment = pyoxigraph.Literal(
        f"{day.isoformat()}T12:00:00Z", datatype=pyoxigraph.NamedNode(PREFIXES["xsd"] + "dateTime")
    )
    found = store.query(rule.fill({"date": [str(moment)]}))
    assert isinstance(found, pyoxigraph.QueryTriples), rule.name  # noqa: S101 - it is a CONSTRUCT
    undated = store.query(
        f"PREFIX org: <{PREFIXES['org']}> PREFIX sg: <{PREFIXES['sg']}> "
        "SELECT (COUNT(*) AS ?n) "
        "WHERE { ?m a org:Membership . FILTER NOT EXISTS { ?m sg:hasStart ?start } }"
    )
    assert isinstance(undated, pyoxigraph.QuerySolutions), rule.name  # noqa: S101 - it is a SELECT
    count = next(iter(undated))[0].value
    heading = (
        f"Members on {day.isoformat()} by the fact layer. {count} memberships have no known start "
        "and are left out: nothing is said of them."
    )
    return turtle({rule.name: list(found)}, heading)


def conclude(store: "pyoxigraph.Store") -> "Concluded":
    """Add to *store* what the rules conclude from it.

    Returns:
        By rule, the statements that it was the first to give.
    """
    import pyoxigraph

    rules = [catalog.packaged().get(name) for name in catalog.packaged().names("rules")]
    found: Concluded = {rule.name: [] for rule in rules}
    grown = True
    while grown:
        grown = False
        for rule in rules:
            triples = store.query(rule.text)
            assert isinstance(triples, pyoxigraph.QueryTriples), rule.name  # noqa: S101 - see above
            new = {
                quad
                for triple in triples
                if (quad := pyoxigraph.Quad(triple.subject, triple.predicate, triple.object))
                not in store
            }
            store.extend(new)
            found[rule.name] += [quad.triple for quad in new]
            grown = grown or bool(new)
    return found


def turtle(found: "Concluded", heading: str = _HEADING) -> bytes:
    """Write statements below the name of their rule, sorted, with *heading* as the first line."""
    used: set[str] = set()

    def term(node: object) -> str:
        text = str(node)
        if not text.startswith("<"):
            return text
        name = turtle_name(text[1:-1])
        if not name.startswith("<"):
            used.add(name.partition(":")[0])
        return name

    body = []
    for rule, triples in found.items():
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
