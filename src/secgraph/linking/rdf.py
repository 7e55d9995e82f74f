"""Write the tables of links as RDF: the links, and a description of each set of them (VoID).

A row that says *not*, or that has no thing here, makes no statement. The same tables give the same
bytes. Written by hand: pyoxigraph's Turtle would have to be laid out again to keep these bytes,
which takes more code.
"""

import collections
import re
from collections.abc import Sequence

from secgraph.linking import sssom
from secgraph.linking.schemes import schemes
from secgraph.namespaces import curie, prefixes

FILES = ("links.ttl", "void.ttl")
"""What ``make derive`` writes into ``data/links/``.

The links, which belong to the release, and their description, which does not.
"""

DATASET = "https://w3id.org/secgraph/dataset"

_NOTICE = "Made by `make derive` from the tables beside it; do not edit."


def stated(links: Sequence[sssom.Link] | None = None) -> list[sssom.Link]:
    """Give the links of the tables that are stated as RDF."""
    return [
        link
        for link in (sssom.packaged() if links is None else links)
        if link.found and not link.rejected
    ]


def turtle() -> bytes:
    """Write the links as Turtle, sorted, each thing once.

    An identifier with an IRI is a match, a code a ``skos:notation``.
    """
    properties: dict[str, dict[str, set[str]]] = {}
    for link in stated():
        if link.object:
            value = f"<{link.object}>"
        else:
            assert link.scheme is not None, link.line  # noqa: S101 - a code without scheme is refused by the check of these tables
            value = f'"{link.identifier}"^^{curie(link.scheme.datatype)}'
        properties.setdefault(curie(link.subject), {}).setdefault(curie(link.predicate), set()).add(
            value
        )
    body = []
    for subject, says in sorted(properties.items()):
        lines = [
            f"{predicate} {' , '.join(sorted(values))}"
            for predicate, values in sorted(says.items())
        ]
        body.append(f"{subject} " + " ;\n    ".join(lines) + " .\n")
    return _written("Links of our things to identifiers of other datasets.", body)


def linksets() -> list[tuple[str, str, str, int]]:
    """Count the links that have IRIs.

    Returns:
        For each target and kind of link: the target, where its IRIs begin, the IRI of the kind, how
            many; in the order of the schemes.
    """
    counted = collections.Counter(
        (link.scheme.target, link.predicate) for link in stated() if link.object and link.scheme
    )
    order = list(schemes())
    return [
        (target, schemes()[target].base, kind, count)
        for (target, kind), count in sorted(
            counted.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]


def void() -> bytes:
    """Describe the links as Turtle, a ``void:Linkset`` for each target and kind of link."""
    body = []
    for target, _, kind, count in linksets():
        lines = [
            f"<{DATASET}/links/{target}-{curie(kind).partition(':')[2]}> a void:Linkset",
            f'dcterms:title "{schemes()[target].name}, {curie(kind)}"@en',
            "dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
            f"void:subjectsTarget <{DATASET}>",
            f"void:objectsTarget <{DATASET}/links/{target}>",
            f"void:linkPredicate {curie(kind)}",
            f"void:triples {count}",
        ]
        body.append(" ;\n    ".join(lines) + " .\n")
    for target in dict.fromkeys(target for target, *_ in linksets()):
        scheme = schemes()[target]
        body.append(
            f'<{DATASET}/links/{target}> a void:Dataset ;\n    dcterms:title "{scheme.name}"@en '
            f';\n    void:uriSpace "{scheme.base}" .\n'
        )
    return _written(
        "The sets of links, described: what they link, how, and how many there are.", body
    )


def files() -> dict[str, bytes]:
    """Give what belongs into ``data/links/`` beside the tables, by name."""
    return dict(zip(FILES, (turtle(), void()), strict=True))


def _written(summary: str, body: list[str]) -> bytes:
    text = "\n".join(body)
    known = prefixes()
    used = [name for name in known if _uses(text, name)]
    lines = [
        f"# {summary} {_NOTICE}",
        "",
        *(f"@prefix {name}: <{known[name]}> ." for name in used),
        "",
    ]
    return ("\n".join(lines) + "\n" + text).encode()


def _uses(text: str, prefix: str) -> bool:
    return re.search(rf"(?<![\w<:/]){prefix}:\w", text) is not None
