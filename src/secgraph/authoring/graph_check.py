"""Check the graph that claims make beside the release, and say at which lines its faults stand.

Writes nothing that stays.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph

from secgraph.authoring import identifiers
from secgraph.authoring.mistakes import Mistake
from secgraph.authoring.model import Work
from secgraph.checks import runner
from secgraph.checks.finding import Finding, Report

PARTS = ("shapes", "hygiene", "consistency")
"""What is checked of the graph that the claims make."""

PARTIAL = ("checks/silent-passage", "checks/claim-without-step", "checks/idle-unit")
"""Rules that only a whole document can keep."""


def check(files: Mapping[str, bytes | None], graph: pyoxigraph.Store | None = None) -> Report:
    """Check the files of a document beside the release: shapes, hygiene and consistency.

    What could not be done is named in ``omitted``.

    Args:
        files: By name, what each holds.
        graph: The release, where it has been read already; see :class:`Project`.
    """
    with tempfile.TemporaryDirectory(prefix="secgraph-") as place:
        paths = []
        for name, data in files.items():
            if data is not None and name.endswith(".ttl"):
                paths.append(os.path.join(place, name))
                with open(paths[-1], "wb") as file:
                    file.write(data)
        return runner.check(paths, release=graph)


def omissions(report: Report) -> dict[str, str]:
    """Give the parts of a check of the graph that were left out, each with the reason.

    An engine that is missing leaves nothing out where another did its work.
    """
    return {part: reason for part, reason in report.omitted.items() if part in PARTS}


def mistakes(work: Work, findings: Sequence[Finding], *, partial: bool) -> list[Mistake]:
    """Say of findings at which line of the file of claims they stand.

    Args:
        work: What the file says.
        findings: Of the check of its graph.
        partial: Whether the graph has less than the whole document, and so breaks rules that only
            a whole one can keep; these findings are left out.
    """
    names = {work.iri(claim.name): claim.line for claim in work.claims}
    for claim in work.claims:
        names.setdefault(work.iri(identifiers.content(claim.content)), claim.line)
    for declared in work.things:
        names.setdefault(declared.entity.iri, declared.line)
    for passage in work.file.passages:
        if passage.identifier in work.passages:
            local = work.passages[passage.identifier].local_name
            names.setdefault(work.iri(local), passage.line)
    found = []
    for finding in findings:
        if partial and finding.rule in PARTIAL:
            continue
        line = next((names[node] for node in finding.nodes if node in names), 0)
        line = line or next(filter(None, (_step_line(work, node) for node in finding.nodes)), 0)
        message = f"{finding.message}{_hint(work, finding)} ({finding.subject}) [{finding.rule}]"
        found.append(Mistake(line, message))
    return sorted(found)


def _hint(work: Work, finding: Finding) -> str:
    """Say what a finding looks for, where the vocabulary knows it."""
    if finding.rule == "checks/label-of-another-subject":
        return "".join(f" Use the words: {' or '.join(names)}." for names in _names(work, finding))
    if finding.rule == "checks/circular-support":
        # The step, the reason and the conclusion.
        _, reason, conclusion = (node.removeprefix(work.head.namespace) for node in finding.nodes)
        return (
            f" {reason} speaks of what {conclusion} says; let the step begin at the other side of "
            f"{reason}, or write > none -- … below it."
        )
    if finding.rule == "checks/rejection-without-attack":
        return (
            " Let the claim that says why not attack it (> attacks P1.S1.a); where the text only "
            "keeps its distance (so-called), take the stance away."
        )
    if finding.rule in ("checks/misfit-subject", "checks/misfit-object"):
        relation = next(filter(None, map(work.vocabulary.scheme.parse, finding.nodes)), None)
        if relation is not None:
            kind = relation[0]
            wanted = kind.subjects if finding.rule == "checks/misfit-subject" else kind.objects
            return f" {kind.label} expects: {', '.join(iri.rpartition('#')[2] for iri in wanted)}."
    return ""


def _names(work: Work, finding: Finding) -> Iterator[list[str]]:
    """Give the names of each thing that a finding speaks of."""
    for node in finding.nodes:
        entity = work.vocabulary.entities.get(node)
        if entity is not None:
            declared = next((one for one in work.things if one.entity.iri == node), None)
            yield [entity.label, *(declared.aliases if declared is not None else ())]


def _step_line(work: Work, node: str) -> int:
    """Give the line of the first claim of a step, a unit or a mention; 0 where it is none."""
    match = re.match(r"[lu]-([a-z0-9]+)-([a-z0-9]+)", node.removeprefix(work.head.namespace))
    if match is None:
        return 0
    place, letters = match.groups()
    start = f"c-{place}-"
    return next(
        (
            claim.line
            for claim in work.claims
            if claim.name.startswith(start) and letters.startswith(claim.name.removeprefix(start))
        ),
        0,
    )
