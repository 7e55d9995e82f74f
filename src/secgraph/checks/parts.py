"""The parts of a check, each a function that gives findings.

Each has the work done elsewhere, and says what came of it in one form.
"""

import os.path
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph

from secgraph.checks import (
    axioms,
    clashes,
    constraints,
    files,
    hermit,
    relations,
    rudof,
    statements,
)
from secgraph.checks.finding import Finding, Outcome, ToolFailure, name, shown
from secgraph.claims import inference
from secgraph.dataset import location, rdflib_form, release
from secgraph.errors import MissingExtra
from secgraph.namespaces import curie
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded

Quads = Sequence[pyoxigraph.Quad]

RUDOF, PYSHACL, DUCKDB = "rudof", "pyshacl", "duckdb"
"""The engines for shapes."""

CLASH_RULES, HERMIT = "clash rules", "HermiT"
"""What decides consistency."""


def check_shapes(
    store: pyoxigraph.Store, added: Quads | None = None, *, engine: str = RUDOF
) -> Outcome:
    """Hold a graph against the shapes of ontology/shapes/ (SHACL).

    Args:
        store: The graph.
        added: Statements of it; only what the shapes see of them is then looked at. All if None.
        engine: ``rudof``, ``duckdb`` or ``pyshacl``. Where one of the first two is missing or
            fails, pyshacl does the work.

    Raises:
        MissingExtra: No engine is installed.
        ToolFailure: The engine gives no result.
    """
    omitted = {}
    if engine in (RUDOF, DUCKDB):
        try:
            return Outcome(_shape_findings(_quick_faults(store, added, engine)), engine)
        except (MissingExtra, ToolFailure) as error:
            omitted[engine] = str(error)
    # rdflib, on which pyshacl stands, takes longer to load than rudof takes to check.
    from secgraph.checks import shapes

    with shapes.quiet():
        graph = rdflib_form.as_rdflib(_plain_store(store)).default_graph
        faults = shapes.validate(graph)
    return Outcome(_shape_findings(faults), PYSHACL, omitted)


def _quick_faults(
    store: pyoxigraph.Store, added: Quads | None, engine: str
) -> list[constraints.Fault]:
    shapes = constraints.shapes()
    if engine == DUCKDB:
        return relations.validate(statements.ntriples(_plain_store(store)), shapes)
    part = None if added is None else constraints.extract(store, added, shapes)
    if part is None:
        return rudof.validate(statements.ntriples(_plain_store(store)), shapes)
    quads, focuses = part
    faults = rudof.validate(statements.as_ntriples(statements.plain(quads)), shapes)
    return [fault for fault in faults if fault.focus in focuses]


def _plain_store(store: pyoxigraph.Store) -> pyoxigraph.Store:
    """Give a graph in RDF 1.1: itself, where it has nothing else."""
    if not any(map(statements.is_rdf_12, store)):
        return store
    plain = pyoxigraph.Store()
    plain.extend(statements.plain(store))
    return plain


def _shape_findings(faults: Iterable[constraints.Fault]) -> list[Finding]:
    findings = []
    for fault in faults:
        message = fault.message
        if fault.value and fault.value != fault.focus:
            message += f" (here: {curie(fault.value)[:80]})"
        nodes = tuple(dict.fromkeys(filter(None, (fault.focus, fault.value))))
        findings.append(
            Finding("shapes", curie(fault.shape), message, curie(fault.focus), nodes=nodes)
        )
    return findings


def check_hygiene(store: pyoxigraph.Store) -> Outcome:
    """Ask the queries of queries/checks/, which must give no row."""
    findings = []
    queries, asked = catalog.packaged(), Embedded(store)
    for query in map(queries.get, queries.names("checks")):
        for row in asked.ask(query.text).rows:
            nodes = [files.blank_name(name(term)) for term in row if term is not None]
            rest = ", ".join(map(curie, nodes[1:]))
            message = query.summary + (f" ({rest})" if rest else "")
            findings.append(
                Finding("hygiene", query.name, message, curie(nodes[0]), nodes=tuple(nodes))
            )
    return Outcome(findings)


def check_facts(store: pyoxigraph.Store, added: Quads) -> Outcome | None:
    """Decide by rules whether facts can be true, beside a graph that can be.

    Args:
        store: The graph, with the facts.
        added: The facts.

    Returns:
        None where the rules cannot decide: where the graph or a fact has an axiom that is not
        among theirs.
    """
    if axioms.has_axioms(added):
        return None
    rules = axioms.rules(store)
    if not rules.covered:
        return None
    findings = [
        _contradiction(CLASH_RULES, clash.axioms, clash.thing)
        for clash in clashes.clashes(store, added, rules)
    ]
    return Outcome(findings, CLASH_RULES)


def check_consistency(quads: Quads, terms: Quads | None = None) -> Outcome:
    """Ask HermiT whether statements can be true and every class have members.

    Args:
        quads: The statements.
        terms: Those of them that the classes are asked of. That is enough, and quicker, where all
            others are facts and no axiom among these reaches individuals
            (:func:`axioms.reaches_individuals`); what the definitions of the ontology say of
            individuals stands beside them.

    Returns:
        What is omitted are datatypes that HermiT does not know, by IRI; it names one at least.

    Raises:
        MissingExtra: HermiT is not installed.
        ToolFailure: It gives no result.
    """
    data = statements.as_ntriples(statements.for_reasoner(quads))
    verdict = hermit.consistency(data, classes=terms is None)
    omitted = dict.fromkeys(verdict.unknown, "the reasoner does not know it")
    if not verdict.consistent:
        from secgraph.checks import reasoning  # with rdflib, which takes long to load

        reason = reasoning.explain(reasoning.read(data))
        findings = [_contradiction(HERMIT, reason.axioms, iri) for iri in reason.things or [""]]
        return Outcome(findings, HERMIT, omitted)
    empty = verdict.unsatisfiable
    if terms is not None:
        term_data = statements.as_ntriples(statements.for_reasoner(terms))
        empty = hermit.consistency(term_data).unsatisfiable
    if not empty:
        return Outcome([], HERMIT, omitted)
    from secgraph.checks import reasoning

    graph = reasoning.read(data)
    findings = []
    for iri in empty:
        reasons = "; ".join(reasoning.explain(graph, iri).axioms)
        message = f"no thing can be in this class: {reasons}"
        findings.append(Finding("consistency", HERMIT, message, curie(iri), nodes=(iri,)))
    return Outcome(findings, HERMIT, omitted)


def _contradiction(method: str, axioms: Sequence[str], thing: str) -> Finding:
    reason = "; ".join(axioms) or "some thing falls under two classes that share no member"
    message = f"the graph contradicts itself: {reason}"
    return Finding(
        "consistency",
        method.replace(" ", "-"),
        message,
        curie(thing),
        nodes=(thing,) if thing else (),
    )


def check_links() -> Outcome:
    """Look for what is wrong with the tables of links."""
    from secgraph.linking import validate  # only the check of the release needs it

    return Outcome(
        [
            Finding(
                "links",
                fault.rule,
                fault.message,
                curie(fault.link.subject),
                shown(fault.link.file),
                fault.link.line,
                nodes=(fault.link.subject,),
            )
            for fault in validate.check()
        ]
    )


def check_derived(premises: pyoxigraph.Store, contents: Mapping[str, bytes]) -> Outcome:
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
    return Outcome([*_stale_links(), *findings])


def _stale_links() -> list[Finding]:
    """Compare the files that are made of the tables of links with what the tables give now."""
    from secgraph.linking import rdf, schemes

    findings = []
    for file, data in rdf.files().items():
        path = os.path.join(schemes.folder(), file)
        if not os.path.isfile(path) or release.content(path) != data:
            message = "is out of date; run 'make derive'"
            findings.append(Finding("derived", "links", message, file=shown(path)))
    return findings


def check_portability() -> Outcome:
    """Look for what some store does not take in the packaged queries."""
    from secgraph.syntax import portability

    packaged = catalog.packaged()
    apart = [entry for family in catalog.FAMILIES_APART for entry in packaged.names(family)]
    findings = []
    for query in map(packaged.get, [*packaged.names(), *apart]):
        federated = query.name.partition("/")[0] in catalog.FEDERATED
        allowed = portability.OF_A_SERVICE if federated else ()
        findings += [
            Finding("portability", rule, message, file=shown(query.path), line=line)
            for line, rule, message in portability.violations(query.text)
            if rule not in allowed
        ]
    return Outcome(findings)
