"""Look for everything that can be wrong with the graph or with files beside it.

Each part of the work is done elsewhere: this module gathers what they find and says where it
stands.
"""

import os
from collections.abc import Callable, Sequence

import pyoxigraph

from secgraph.checks import axioms, kept, parts, statements
from secgraph.checks.files import Files
from secgraph.checks.finding import Finding, Outcome, Report, ToolFailure, shown
from secgraph.claims import inference
from secgraph.documents import document, fulltext
from secgraph.errors import BadFile, EngineError, MissingExtra, UsageError
from secgraph.namespaces import add_source, curie
from secgraph.stores.embedded import Embedded

Part = Callable[[], Outcome]


def check(
    files: Sequence[str] = (),
    *,
    text: str | None = None,
    engine: str = parts.RUDOF,
    consistency: bool = False,
    cached: bool = False,
    release: pyoxigraph.Store | None = None,
) -> Report:
    """Check the release, or files of the user's own beside it.

    Args:
        files: RDF files to be checked together with the release. What is then reported is what is
            wrong with the nodes that are subjects in them, what contradicts itself, and all else
            that is not wrong with the release alone. Or the folder of one corpus, every row of
            which is checked.
        text: The user's copies of the documents: a file, a folder or ``DOCUMENT=FILE``. Each is
            held against the passages of its own document.
        engine: What checks the shapes: ``rudof``, ``pyshacl``, or ``duckdb`` for many documents.
        consistency: Whether HermiT decides also on files that hold facts only, on which rules
            decide otherwise.
        cached: Whether to look for the kept report of a check of the same files, and to keep this
            one. A check of a text is never kept.
        release: The release, where it has been read already. Until the check ends it holds the
            files too, and nobody else may ask it.

    Returns:
        Findings of syntax (with ill-typed literals), shapes (SHACL), hygiene (queries that must
        return no row), consistency, whether what the rules derive is up to date, portability (what
        some store does not take in the packaged queries), and of the text if one is given. A
        syntax error is a finding and ends the check of what hangs on it; a tool that fails is named
        in ``omitted``, and the other parts are done.

    Raises:
        BadFile: A file or the text is missing, empty or cannot be read.
    """
    paths = [os.fspath(path) for path in files]
    if any(map(os.path.isdir, paths)):
        if len(paths) > 1 or text is not None:
            raise UsageError("a corpus is checked by itself: name its folder, no file and no text")
        from secgraph.checks import corpus_rows  # with all that reads a corpus

        return corpus_rows.check(paths[0])
    for path in paths:
        if not os.path.isfile(path):
            is_there = os.path.exists(path)
            raise BadFile(
                path,
                "is no regular file, and a file to check is read more than once; save it first"
                if is_there
                else "there is no such file",
            )
    if not cached or text is not None:
        sources = Files(paths, release)
        try:
            return _check(sources, text, engine, consistency)
        finally:
            sources.give_back()
    place = kept.place(paths, engine, consistency)
    report = kept.read(place)
    if report is None:
        report = _check(Files(paths), text, engine, consistency)
        kept.keep(place, report)
    return report


def _check(sources: Files, text: str | None, engine: str, consistency: bool) -> Report:
    if sources.syntax or not len(sources.store):
        reason = "the syntax has to be right first"
        return Report(
            tuple(sources.syntax),
            ("syntax",),
            dict.fromkeys(("shapes", "hygiene", "consistency"), reason),
        )
    store = Embedded(sources.store)
    add_source(lambda: _prefixes(store))
    findings, done = sources.ill_typed(), ["syntax"]
    omitted = {} if sources.own else sources.beyond_rdflib()
    methods: dict[str, str] = {}
    works = _parts(sources, engine, consistency)
    if text is not None:
        # Read before the other parts, which take seconds: a text that is not there is said at once.
        try:
            of_text = _check_text(text, store, sources)
        except EngineError as error:
            omitted["text"] = str(error)
        else:
            works["text"] = lambda: of_text
    for part, work in works.items():
        try:
            outcome = work()
        except (MissingExtra, ToolFailure) as error:
            omitted[part] = str(error)
            continue
        findings += outcome.findings
        done.append(part)
        omitted |= outcome.omitted
        if outcome.method:
            methods[part] = outcome.method
    _place(findings, sources)
    return Report(tuple(findings), tuple(done), omitted, methods)


def _prefixes(store: Embedded) -> dict[str, str]:
    """Give the prefixes of the documents; none where one of them is described wrongly."""
    try:
        return document.prefixes(store.rows)
    except EngineError:
        return {}


def _parts(sources: Files, engine: str, by_reasoner: bool) -> dict[str, Part]:
    """Give the parts of a check, in their order."""
    if sources.own:
        return {
            "shapes": lambda: parts.check_shapes(sources.store, engine=engine),
            "hygiene": lambda: parts.check_hygiene(sources.store),
            "consistency": lambda: _consistency(sources, by_reasoner),
            "links": parts.check_links,
            "derived": lambda: _derived(sources),
            "portability": parts.check_portability,
        }

    def shapes() -> Outcome:
        outcome = parts.check_shapes(sources.store, sources.added, engine=engine)
        return _caused(outcome, sources, lambda: parts.check_shapes(sources.release, engine=engine))

    def hygiene() -> Outcome:
        outcome = parts.check_hygiene(sources.named)
        return _caused(outcome, sources, lambda: parts.check_hygiene(sources.release))

    return {
        "shapes": shapes,
        "hygiene": hygiene,
        "consistency": lambda: _consistency(sources, by_reasoner),
    }


def _caused(outcome: Outcome, sources: Files, alone: Part) -> Outcome:
    """Keep the findings that the checked files cause.

    Args:
        outcome: What was found in the release with the files.
        sources: The files.
        alone: Looks for the same in the release alone; it is asked only where a finding names no
            subject of the files.
    """

    def is_theirs(finding: Finding) -> bool:
        return not sources.subjects.isdisjoint(finding.nodes)

    if all(map(is_theirs, outcome.findings)):
        return outcome
    before = alone().findings
    findings = [
        finding for finding in outcome.findings if is_theirs(finding) or finding not in before
    ]
    return Outcome(findings, outcome.method, outcome.omitted)


def _consistency(sources: Files, by_reasoner: bool) -> Outcome:
    """Decide on consistency: by rules where the files hold facts only, else by HermiT."""
    if not sources.own and not by_reasoner:
        outcome = parts.check_facts(sources.store, sources.added)
        if outcome is not None:
            return outcome
    terms = None
    if not axioms.has_axioms(sources.facts) and not axioms.reaches_individuals(sources.added):
        terms = sources.terms
        if axioms.has_axioms(sources.added):
            terms = [*terms, *sources.added]
    outcome = parts.check_consistency(list(sources.store), terms)
    if outcome.omitted:
        unknown = sorted(
            statements.unknown_datatypes(sources.added, sources.terms).union(outcome.omitted)
        )
        outcome.omitted = {"consistency": _unknown_datatypes(unknown, sources)}
    return outcome


def _unknown_datatypes(unknown: Sequence[str], sources: Files) -> str:
    names = []
    for datatype in unknown:
        place = sources.line_of(datatype)
        names.append(curie(datatype) + (f" at {place[0]}:{place[1]}" if place else ""))
    return (
        f"the reasoner does not know {', '.join(names)}; it decided on everything else, and took "
        "any value of these for right"
    )


def _derived(sources: Files) -> Outcome:
    conclusions = [path for path in sources.paths if path.endswith(inference.DERIVED)]
    return parts.check_derived(
        sources.premises(inference.DERIVED),
        {path: sources.content(path) for path in conclusions},
    )


def _check_text(text: str, store: Embedded, sources: Files) -> Outcome:
    """Hold the user's texts against their documents; give the files that belong to none, too."""
    own = (
        []
        if sources.own
        else [
            candidate
            for candidate in document.documents(store.rows)
            if candidate.iri in sources.subjects
        ]
    )
    place = os.fspath(text)
    texts, strangers = fulltext.texts(place, store.rows, likely=own)
    findings = [
        Finding("text", "digest", message, curie(iri), nodes=(iri,))
        for copy in texts
        for iri, message in fulltext.verify(copy.words, store.rows, copy.document)
    ]
    omitted = {shown(path): "it is the text of no document" for path in strangers}
    return Outcome(findings, omitted=omitted)


def _place(findings: Sequence[Finding], sources: Files) -> None:
    """Say where each finding stands: at the first of its nodes that a checked file describes."""
    for finding in findings:
        # A row of a table says itself where it stands; its subject stands elsewhere.
        if finding.file:
            continue
        places = (sources.places[node] for node in finding.nodes if node in sources.places)
        finding.file, finding.line = next(places, ("", None))
        if not finding.file and not sources.own and len(sources.paths) == 1:
            finding.file = shown(sources.paths[0])
