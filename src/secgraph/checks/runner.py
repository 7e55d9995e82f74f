"""Look for everything that can be wrong with the graph or with files beside it.

Each part of the work is done elsewhere: this module gathers what they find and says where it
stands.
"""

import os
from collections.abc import Callable, Sequence

from secgraph.checks import parts
from secgraph.checks.files import Files
from secgraph.checks.finding import Finding, Report, shown
from secgraph.claims import inference
from secgraph.dataset import release
from secgraph.documents import document, fulltext
from secgraph.errors import BadFile, MissingExtra
from secgraph.namespaces import add_source, curie
from secgraph.stores.embedded import Embedded


def check(files: Sequence[str] = (), *, text: str | None = None) -> Report:
    """Check the release, or files of the user's own beside it.

    Args:
        files: RDF files to be checked together with the release; only what is wrong with them is
            then reported.
        text: The user's copies of the documents: a file, a folder or ``DOCUMENT=FILE``. Each is
            held against the passages of its own document.

    Returns:
        Findings of syntax, shapes (SHACL), hygiene (queries that must return no row), consistency
        (HermiT), whether what the rules derive is up to date, portability (what some store does not
        take in the packaged queries), and of the text if one is given. A syntax error is a finding
        and ends the check of what hangs on it.

    Raises:
        BadFile: A file or the text is missing, empty or cannot be read.
    """
    paths = [os.fspath(path) for path in files]
    for path in paths:
        if not os.path.isfile(path):
            raise BadFile(path, "there is no such file")
    sources = Files(paths)
    if sources.syntax:
        reason = "the syntax has to be right first"
        return Report(
            tuple(sources.syntax),
            ("syntax",),
            dict.fromkeys(("shapes", "hygiene", "consistency"), reason),
        )
    store = Embedded(sources.store())
    add_source(lambda: document.prefixes(store.rows))
    texts, strangers = fulltext.texts(os.fspath(text), store.rows) if text is not None else ([], [])
    places = sources.places()
    findings, done, omitted = _findings(sources, store, own=not paths)
    omitted |= sources.beyond_rdflib()
    if paths:
        findings = [
            finding for finding in findings if finding.subject in places or not finding.subject
        ]
    if text is not None:
        findings += [
            Finding("text", "digest", message, curie(iri))
            for copy in texts
            for iri, message in fulltext.verify(copy.words, store.rows, copy.document)
        ]
        done.append("text")
        omitted |= {shown(path): "it is the text of no document" for path in strangers}
    for finding in findings:
        # A row of a table says itself where it stands; its subject stands elsewhere.
        if not finding.file:
            finding.file, finding.line = places.get(finding.subject, ("", None))
    return Report(tuple(findings), tuple(done), omitted)


def _findings(
    sources: Files, store: Embedded, *, own: bool
) -> tuple[list[Finding], list[str], dict[str, str]]:
    """Do each part of the check.

    Args:
        sources: The files.
        store: What they hold.
        own: Whether it is the release that is checked, with what is made of it.

    Returns:
        The findings, the parts that were done, and the others with the reason.
    """
    graph = release.as_rdflib(store.store).default_graph
    work: dict[str, Callable[[], list[Finding]]] = {
        "shapes": lambda: parts.check_shapes(graph),
        "hygiene": lambda: parts.check_hygiene(store),
        "consistency": lambda: parts.check_consistency(graph),
    }
    if own:
        work |= {
            "links": parts.check_links,
            "derived": lambda: _check_derived(sources),
            "portability": parts.check_portability,
        }
    findings: list[Finding] = []
    done, omitted = ["syntax"], {}
    for part, look in work.items():
        try:
            findings += look()
            done.append(part)
        except MissingExtra as error:
            omitted[part] = str(error)
    return findings, done, omitted


def _check_derived(sources: Files) -> list[Finding]:
    conclusions = [path for path in sources.paths if path.endswith(inference.DERIVED)]
    return parts.check_derived(
        sources.store(without=inference.DERIVED),
        {path: sources.content(path) for path in conclusions},
    )
