"""The parts of a check, each a function that gives findings.

Each has the work done elsewhere, and says what came of it in one form.
"""

import os.path
from collections.abc import Mapping

import pyoxigraph
import rdflib

from secgraph.checks import reasoning, shapes
from secgraph.checks.finding import Finding, shown
from secgraph.claims import inference
from secgraph.dataset import location, release
from secgraph.linking import rdf, schemes, validate
from secgraph.namespaces import curie
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded
from secgraph.syntax import portability


def check_shapes(graph: rdflib.Graph) -> list[Finding]:
    """Hold a graph against the shapes of ontology/shapes/ (SHACL)."""
    findings = []
    for fault in shapes.validate(graph):
        message = fault.message
        if fault.value and fault.value != fault.focus:
            message += f" (here: {curie(fault.value)[:80]})"
        findings.append(Finding("shapes", curie(fault.shape), message, _node(fault.focus)))
    return findings


def _node(name: str) -> str:
    """Give the prefixed name of an IRI, or the label of a blank node with ``_:`` before it."""
    return curie(name) if ":" in name else f"_:{name}"


def check_hygiene(store: Embedded) -> list[Finding]:
    """Ask the queries of queries/checks/, which must give no row."""
    findings = []
    for name in catalog.packaged().names("checks"):
        query = catalog.packaged().get(name)
        for subject, *values in store.rows(query.text):
            rest = ", ".join(curie(value) for value in values if value)
            message = query.summary + (f" ({rest})" if rest else "")
            findings.append(Finding("hygiene", name, message, curie(subject)))
    return findings


def check_consistency(graph: rdflib.Graph) -> list[Finding]:
    """Ask the reasoner whether the graph can be true and every class have members."""
    outcome = reasoning.reason(graph)
    if outcome.clash is not None:
        reason = (
            "; ".join(outcome.clash.axioms)
            or "some thing falls under two classes that share no member"
        )
        message = f"the graph contradicts itself: {reason}"
        subjects = [curie(iri) for iri in outcome.clash.things] or [""]
        return [Finding("consistency", "HermiT", message, subject) for subject in subjects]
    return [
        Finding(
            "consistency",
            "HermiT",
            f"no thing can be in this class: {'; '.join(reason.axioms)}",
            curie(iri),
        )
        for iri, reason in outcome.unsatisfiable.items()
    ]


def check_links() -> list[Finding]:
    """Look for what is wrong with the tables of links."""
    return [
        Finding(
            "links",
            fault.rule,
            fault.message,
            curie(fault.link.subject),
            shown(fault.link.file),
            fault.link.line,
        )
        for fault in validate.check()
    ]


def check_derived(premises: pyoxigraph.Store, contents: Mapping[str, bytes]) -> list[Finding]:
    """Compare what is derived with what follows now.

    Args:
        premises: The release without what the rules concluded before.
        contents: The files of conclusions that are there, by path.
    """
    folder = os.path.join(location.root(), "data", "documents")
    conclusions = {
        os.path.join(folder, *name.split("/")): data
        for name, data in inference.files_from(premises).items()
    }
    messages = {
        path: "is of no document; remove it" for path in contents if path not in conclusions
    }
    for path, data in conclusions.items():
        if path not in contents:
            messages[path] = "is not there; run 'make derive'"
        elif contents[path] != data:
            messages[path] = "is out of date; run 'make derive'"
    findings = [
        Finding("derived", "rules", message, file=shown(path))
        for path, message in sorted(messages.items())
    ]
    return [*_stale_links(), *findings]


def _stale_links() -> list[Finding]:
    """Compare the files that are made of the tables of links with what the tables give now."""
    findings = []
    for name, data in rdf.files().items():
        path = os.path.join(schemes.folder(), name)
        if not os.path.isfile(path) or release.content(path) != data:
            message = "is out of date; run 'make derive'"
            findings.append(Finding("derived", "links", message, file=shown(path)))
    return findings


def check_portability() -> list[Finding]:
    """Look for what some store does not take in the packaged queries."""
    packaged = catalog.packaged()
    apart = [name for family in catalog.FAMILIES_APART for name in packaged.names(family)]
    findings = []
    for name in [*packaged.names(), *apart]:
        query = packaged.get(name)
        federated = name.partition("/")[0] in catalog.FEDERATED
        allowed = portability.OF_A_SERVICE if federated else ()
        findings += [
            Finding("portability", rule, message, file=shown(query.path), line=line)
            for line, rule, message in portability.violations(query.text)
            if rule not in allowed
        ]
    return findings
