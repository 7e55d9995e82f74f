"""Conclude what the rules of queries/rules/ conclude, as a file that can be published.

Rules see the release without what they concluded before. Writes nothing itself.
"""

from secgraph.dataset import release
from secgraph.errors import BadValue
from secgraph.namespaces import PREFIXES, curie
from secgraph.query import catalog

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph

DERIVED = "derived.ttl"
"""Name of the files that hold what rules conclude."""

_TOLD = (
    "What the rules of queries/rules/ conclude from the data. Made by `make derive`; do not edit."
)


def derive() -> bytes:
    """Apply every rule until nothing new follows.

    Returns:
        Turtle in UTF-8: for each rule, in the order of their names, the statements that it was the
            first to give, sorted.
    """
    return turtle(concluded())


def concluded() -> "dict[str, list[pyoxigraph.Triple]]":
    """Give, by rule, the statements that it is the first to give, from the release without what was concluded before."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in release.files():
        if not path.endswith(DERIVED):
            store.extend(release.read(path))
    return conclude(store)


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
    assert isinstance(found, pyoxigraph.QueryTriples), rule.name  # noqa: S101 - the rule is a CONSTRUCT
    undated = store.query(
        f"PREFIX org: <{PREFIXES['org']}> PREFIX sg: <{PREFIXES['sg']}> SELECT (COUNT(*) AS ?n) "
        "WHERE { ?m a org:Membership . FILTER NOT EXISTS { ?m sg:hasStart ?start } }"
    )
    assert isinstance(undated, pyoxigraph.QuerySolutions), rule.name  # noqa: S101 - as is the count a SELECT
    count = next(iter(undated))[0].value
    told = f"Members on {day.isoformat()} by the fact layer. {count} memberships have no known start and are left out: nothing is said of them."
    return turtle({rule.name: list(found)}, told)


def conclude(store: "pyoxigraph.Store") -> "dict[str, list[pyoxigraph.Triple]]":
    """Add to *store* what the rules conclude from it.

    Returns:
        By rule, the statements that it was the first to give.
    """
    import pyoxigraph

    rules = [catalog.packaged().get(name) for name in catalog.packaged().names("rules")]
    found: dict[str, list[pyoxigraph.Triple]] = {rule.name: [] for rule in rules}
    grown = True
    while grown:
        grown = False
        for rule in rules:
            triples = store.query(rule.text)
            assert isinstance(triples, pyoxigraph.QueryTriples), rule.name  # noqa: S101 - a rule is a CONSTRUCT
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


def turtle(found: "dict[str, list[pyoxigraph.Triple]]", told: str = _TOLD) -> bytes:
    """Write statements below the name of their rule, sorted, with *told* as the first line."""
    lines = [f"# {told}", ""]
    body = []
    for name, triples in found.items():
        body += [f"# rule: {name.partition('/')[2]}"]
        body += sorted(
            f"{curie(str(triple.subject)[1:-1])} {curie(triple.predicate.value)} {curie(str(triple.object)[1:-1])} ."
            for triple in triples
        )
        body.append("")
    used = {
        word.partition(":")[0]
        for line in body
        if not line.startswith("#")
        for word in line.split()
        if ":" in word
    }
    lines += [
        f"@prefix {prefix}: <{namespace}> ."
        for prefix, namespace in PREFIXES.items()
        if prefix in used
    ]
    return "\n".join([*lines, "", *body]).encode()
