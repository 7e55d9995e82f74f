"""Conclude what the rules of queries/rules/ conclude, as a file that can be published.

Rules see the release without what they concluded before. Writes nothing itself.
"""

from secgraph import catalog, release
from secgraph.names import PREFIXES, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pyoxigraph

DERIVED = "derived.ttl"
"""Name of the files that hold what rules conclude."""


def derive() -> bytes:
    """Apply every rule until nothing new follows.

    Returns:
        Turtle in UTF-8: for each rule, in the order of their names, the statements that it was the first to give, sorted.
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    for path in release.files():
        if not path.endswith(DERIVED):
            store.extend(release.read(path))
    return _turtle(conclude(store))


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
            new = {quad for triple in triples if (quad := pyoxigraph.Quad(triple.subject, triple.predicate, triple.object)) not in store}
            store.extend(new)
            found[rule.name] += [quad.triple for quad in new]
            grown = grown or bool(new)
    return found


def _turtle(found: "dict[str, list[pyoxigraph.Triple]]") -> bytes:
    lines = ["# What the rules of queries/rules/ conclude from the data. Made by `make derive`; do not edit.", ""]
    body = []
    for name, triples in found.items():
        body += [f"# rule: {name.partition('/')[2]}"]
        body += sorted(f"{curie(str(triple.subject)[1:-1])} {curie(triple.predicate.value)} {curie(str(triple.object)[1:-1])} ." for triple in triples)
        body.append("")
    used = {word.partition(":")[0] for line in body if not line.startswith("#") for word in line.split() if ":" in word}
    lines += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items() if prefix in used]
    return "\n".join([*lines, "", *body]).encode()
