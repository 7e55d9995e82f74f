"""Look for everything that can be wrong with the claims of a document.

Each part of the work is done elsewhere. Writes nothing, and leaves no part out in silence.
"""

from collections.abc import Sequence

from secgraph.authoring import build, declare, graph_check, naming, readings, released, signs
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import Mistake, Mistakes
from secgraph.authoring.model import Work
from secgraph.authoring.paraphrase import Speaker
from secgraph.authoring.project import Project
from secgraph.authoring.reading import Reading, read_claims
from secgraph.authoring.report import Report


def check(place: Project, path: str | None = None, *, sentences: bool = False) -> Report:
    """Check the claims of a document.

    Args:
        place: Its folder.
        path: Another file of claims of it; the one in work if None.
        sentences: Whether the report has the sentence of each claim, too.

    Raises:
        BadFile: A file is missing or is not what it should be.
    """
    own = path is None
    path = path or place.claims_path()
    before = place.released()
    reading = read_claims(place, path, names=before)
    report = Report(path, len(reading.work.claims), reading.form, reading.gate)
    report.parts = ["form", "names", "text", "triggers"]
    if reading.form:
        report.omitted["graph, readings"] = "the form has to be right first"
        return report
    if sentences:
        report.sentences = _sentences(reading.work)
    finder = naming.Finder(reading.work, place.rows)
    # Names of several things are noted, for somebody to settle.
    references = finder.references(reading.marks, reading.work.claims, reading.gate)
    report.graph = _graph(reading, references, report, place)
    if before:
        report.standing = released.standing(before, reading.work.passages)
        report.parts.append("released identifiers")
    if own:
        _readings(place, reading, report)
    return report


def _sentences(work: Work) -> list[tuple[str, str]]:
    """Give each claim by its name, with its sentence: its author's, or one made of the parts."""
    speaker = Speaker(work.vocabulary, work.head.namespace)
    return [(claim.place, speaker.claim(claim, work.author)) for claim in work.claims]


def _graph(
    reading: Reading, references: Sequence[naming.Reference], report: Report, place: Project
) -> Mistakes:
    """Check the graph that all claims together would make, approved or not."""
    work = reading.work
    if not work.claims:
        report.parts += graph_check.PARTS
        return Mistakes(reading.path)
    try:
        files = build.documents_files(reading, work.claims, references)
    except Broken as error:
        reading.gate.add(0, f"the graph cannot be made before this is right: {error}")
        report.omitted["graph"] = "what is named above has to be right first"
        return Mistakes(reading.path)
    checked = graph_check.check(files, place.graph)
    left_out = graph_check.omissions(checked)
    report.parts += [part for part in graph_check.PARTS if part not in left_out]
    report.omitted |= left_out
    partial = len(declare.covered(work)) < len(work.passages) or bool(reading.gate)
    return Mistakes(reading.path, graph_check.mistakes(work, checked.findings, partial=partial))


def _readings(place: Project, reading: Reading, report: Report) -> None:
    """Compare the second reading with the first; a claim that is decided on is settled."""
    work = reading.work
    waiting = {claim.name for claim in work.claims if work.state(claim) == signs.DRAFTED}
    if not place.is_read_twice(work.file.head.values):
        report.unread = [claim.place for claim in work.claims]
    path = place.second_path()
    if path is None:
        return
    second = read_claims(place, path, older=True)
    report.form.entries += [
        Mistake(0, f"the second reading, line {one.line}: {one.message}") for one in second.form
    ]
    if second.form:
        report.omitted["readings"] = "the form of the second reading has to be right first"
        return
    names = [name for name in work.passages if name in declare.covered(work)]
    report.parts.append("readings")
    settled = _settled(work)
    report.differences = [
        pair
        for pair in readings.compare(work, second.work, names)
        if pair.differences
        and (pair.first.name in waiting if pair.first else pair.passage not in settled)
    ]


def _settled(work: Work) -> set[str]:
    """Give the passages all of whose claims are decided on."""
    states: dict[str, set[str]] = {}
    for claim in work.claims:
        states.setdefault(claim.passage, set()).add(work.state(claim))
    return {name for name, of in states.items() if signs.DRAFTED not in of}
