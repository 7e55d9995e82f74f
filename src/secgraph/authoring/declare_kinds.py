"""Take in the kinds of relation that a file of claims declares."""

from functools import partial

from secgraph.authoring import identifiers, terms
from secgraph.authoring.declare import CLASSES, FORMS, noted
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistakes, quoted
from secgraph.authoring.model import DeclaredKind, Work
from secgraph.authoring.syntax import Block
from secgraph.authoring.vocabulary import SGV
from secgraph.claims.kinds import Kind
from secgraph.namespaces import PREFIXES, SG, curie


def kinds(work: Work, mistakes: Mistakes) -> None:
    """Take in the declared kinds of relation."""
    for block in work.file.kinds:
        noted(block.line, mistakes, partial(_kind, work, block))


def _kind(work: Work, block: Block) -> None:
    names = work.vocabulary
    known = names.kind(block.name)
    if known is not None:
        raise Broken(f"{quoted(block.name)} is a kind already ({curie(known[0].iri)}); use it")
    for key in ("inverse", "means", "family"):
        if key not in block.values:
            raise Broken(f"the kind {quoted(block.name)} has no {key}; add the line")
    families = names.families()
    family = families.get(block.values["family"])
    if family is None:
        listed = ", ".join(sorted(families))
        raise Broken(f"family cannot be {quoted(block.values['family'])}; use {listed}")
    symmetric = block.values.get("symmetric", "no")
    if symmetric not in ("yes", "no"):
        raise Broken(f"symmetric cannot be {quoted(symmetric)}; use yes or no")
    iri = work.iri(f"k-{identifiers.slug(block.name)}")
    values = {
        "sg:hasFamily": [family],
        "sg:expectsSubject": _expected(block, "subject"),
        "sg:expectsObject": _expected(block, "object"),
        "sg:requiresQualifier": [f"{SGV}{need}" for need in _needs(block)],
        "skos:broader": _other_kinds(work, block, "broader"),
        "sg:hasOppositeKind": _other_kinds(work, block, "opposite"),
    }
    kind = Kind(
        iri,
        block.name,
        block.values["means"],
        symmetric == "yes",
        tuple(values["sg:hasFamily"]),
        tuple(values["sg:expectsSubject"]),
        tuple(values["sg:expectsObject"]),
        tuple(values["sg:requiresQualifier"]),
        tuple(values["skos:broader"]),
        tuple(values["sg:hasOppositeKind"]),
        inverse=block.values["inverse"],
    )
    names.declare_kind(kind)
    work.kinds.append(DeclaredKind(kind, values))


def _expected(block: Block, key: str) -> list[str]:
    parts = [part.strip() for part in block.values.get(key, "").split("/") if part.strip()]
    for part in parts:
        if part not in CLASSES and part not in ("Actor", "Thing", "Proposition"):
            raise Broken(f"{key} cannot be {quoted(part)}; use {', '.join(CLASSES)} or Thing")
    whole = {"Thing": f"{PREFIXES['owl']}Thing"}
    return [whole.get(part, f"{SG}{FORMS.get(part, part)}") for part in parts] or [whole["Thing"]]


def _needs(block: Block) -> list[str]:
    parts = block.values.get("needs", "").split()
    for part in parts:
        if part not in terms.THING_KEYS:
            raise Broken(f"needs cannot be {quoted(part)}; use {', '.join(terms.THING_KEYS)}")
    return parts


def _other_kinds(work: Work, block: Block, key: str) -> list[str]:
    iris = []
    for name in block.listed(key):
        found = work.vocabulary.kind(name)
        if found is None:
            raise Broken(f"{key} names no kind: {quoted(name)}; write the label of one")
        iris.append(found[0].iri)
    return iris
