"""Know the standings of claims: labels, order, and what exchanging yes and no makes of each.

Source: ontology/vocab.ttl for the list, queries/rules/standing.rq for the rule. Judges no
statement.
"""

from collections.abc import Callable, Iterable, Sequence

from secgraph.namespaces import PREFIXES
from secgraph.query import catalog

Rows = Callable[[str], Iterable[Sequence[str]]]

_PREFIX = PREFIXES["sgv"] + "standing-"

OWN = {
    "asserted": "asserted",
    "predicted": "predicted",
    "denied": "denied",
    "committed-to": "committed to",
    "recommended": "recommended",
    "opposed": "opposed",
    "possible": "possible",
    "doubted": "doubted",
    "supposed": "supposed",
    "asked": "asked",
}
"""The standings in the document's own voice, by name, with their labels, the firmest first."""

STANCES = {"shared": "shared", "left-open": "left open", "rejected": "rejected"}
"""What the document's own voice makes of what it reports, by name."""

QUESTION = "reported-question"

REPORTED = {
    "reported": "reported and",
    "reported-denial": "reported denial,",
    "reported-proposal": "reported proposal,",
    "reported-possibility": "reported possibility,",
}
"""The standings of what somebody else holds, without the stance."""

LABELS = {
    **OWN,
    **{
        f"{name}-{stance}": f"{words} {STANCES[stance]}"
        for name, words in REPORTED.items()
        for stance in STANCES
    },
    QUESTION: "reported question",
}
"""The label of each standing, by name; the order is that in which one of several is named."""

_TURNED = {
    "asserted": "denied",
    "predicted": "denied",
    "possible": "doubted",
    "supposed": "doubted",
    "recommended": "opposed",
    "committed-to": "opposed",
}
_BY_FORCE = {
    "assertion": ("asserted", "reported"),
    "prediction": ("predicted", "reported"),
    "hypothesis": ("supposed", "reported-possibility"),
    "recommendation": ("recommended", "reported-proposal"),
    "commitment": ("committed-to", "reported-proposal"),
}


def name(iri: str) -> str:
    """Give the name of a standing, such as ``reported-rejected``, from its IRI."""
    return iri.removeprefix(_PREFIX)


def stance(standing: str) -> str:
    """Give the stance in the name of a standing; empty where there is none."""
    return next((one for one in STANCES if standing.endswith(f"-{one}")), "")


def turned(standing: str, force: str, *, hedged: bool) -> str:
    """Give the standing of the opposite of a content.

    Args:
        standing: Name of the standing of the content.
        force: Label of the force of the claim.
        hedged: Whether the claim has a hedge other than certain.
    """
    if standing in ("asked", QUESTION):
        return standing
    shown = stance(standing)
    own, reported = _BY_FORCE[force]
    if hedged and force in ("assertion", "prediction"):
        own, reported = "possible", "reported-possibility"
    if shown:
        denied = standing == f"reported-denial-{shown}"
        return f"{reported if denied else 'reported-denial'}-{shown}"
    return _TURNED.get(standing, own)


def derived(rows: Rows, claims: Iterable[str]) -> dict[str, str]:
    """Derive the names of the standings of claims by the rule, for claims of which none is stated.

    Args:
        rows: Answers a SELECT query with plain strings.
        claims: IRIs.
    """
    terms = " ".join(f"<{claim}>" for claim in sorted(claims))
    head, _, body = catalog.packaged().get("rules/standing").text.partition("CONSTRUCT")
    _, _, pattern = body.partition("WHERE {")
    query = f"{head}SELECT ?claim ?standing WHERE {{ VALUES ?claim {{ {terms} }} {pattern}"
    return {claim: name(standing) for claim, standing in rows(query)}
