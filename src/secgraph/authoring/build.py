"""Make the files of a document of its claims: what is approved, and apart from it what is not.

Gives the files; its caller writes them. Asks no other document, so that one of many is made alone.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph

from secgraph.authoring import committed, graph_check, naming, project, released, signs
from secgraph.authoring.graph import Graph
from secgraph.authoring.lexing import Broken
from secgraph.authoring.mistakes import BadClaims, Mistakes
from secgraph.authoring.model import Claim, Work
from secgraph.authoring.project import Project
from secgraph.authoring.reading import Reading, read_claims
from secgraph.authoring.turtle import Block
from secgraph.checks.finding import Report
from secgraph.claims import inference, kinds
from secgraph.dataset import location, release
from secgraph.documents import head, passages
from secgraph.errors import BadFile
from secgraph.namespaces import PREFIXES, add_source

DRAFT_LABEL = " (draft)"

Files = dict[str, bytes | None]
"""By name, what a file holds; None where it is to be removed."""


@dataclass(slots=True)
class Built:
    """What a build comes to.

    Attributes:
        files: What is to be written, in this order.
        approved, drafts, rejected: How many claims are so.
        findings: What is wrong with the graph of the approved claims; with any nothing is written.
        open_places: Mistakes of claims that are not approved.
    """

    files: Files
    approved: int
    drafts: int
    rejected: int
    findings: list[str] = field(default_factory=list)
    open_places: int = 0


def build(place: Project) -> Built:
    """Make the files of a document.

    Raises:
        BadFile: A file is missing or is not what it should be.
        BadClaims: The claims have mistakes of form, or an approved one has a mistake.
    """
    before = place.released()
    reading = read_claims(place, place.claims_path(), names=before)
    work = reading.checked()
    by_state: dict[str, list[Claim]] = {signs.APPROVED: [], signs.DRAFTED: [], signs.REJECTED: []}
    for claim in work.claims:
        by_state[work.state(claim)].append(claim)
    approved = by_state[signs.APPROVED]
    if approved and not place.is_read_twice(work.file.head.values):
        raise BadFile(
            reading.path,
            f"has approved claims ({len(approved)}) and nobody has read the text a second time: "
            f"put the second reading into {project.SECOND}, or say below the line document whose "
            "it was: second NAME; if there is none: second none",
            work.file.head.line or None,
        )
    open_places = _approved_mistakes(reading, approved)
    files: Files = {}
    findings: list[str] = []
    try:
        with_positions = committed.write(reading).encode()
    except Broken as error:
        raise BadClaims(reading.gate) from error
    finder = naming.Finder(work, place.rows)
    if approved:
        files |= documents_files(reading, approved, _references(reading, approved, finder))
        partial = len(approved) < len(work.claims) or bool(open_places)
        checked = _whole(graph_check.check(files, place.graph))
        mistakes = graph_check.mistakes(work, checked.findings, partial=partial)
        findings = Mistakes(reading.path, mistakes).lines()
    files[project.GRAPH] = drafts_file(reading, by_state[signs.DRAFTED], finder)
    files[place.committed] = with_positions
    files[released.FILE] = released.write(released.update(before, work, approved)).encode()
    return Built(
        files,
        len(approved),
        len(by_state[signs.DRAFTED]),
        len(by_state[signs.REJECTED]),
        findings,
        open_places,
    )


def _approved_mistakes(reading: Reading, approved: Sequence[Claim]) -> int:
    """Refuse mistakes in approved claims; give how many others there are."""
    lines: set[int] = set()
    for claim in approved:
        source = claim.source
        lines |= {source.line, *(one.line for one in source.triggers)}
        lines |= {one.line for one in source.steps}
    theirs = Mistakes(reading.path, [one for one in reading.gate if one.line in lines])
    if theirs:
        raise BadClaims(theirs)
    return len(list(reading.gate))


def _references(
    reading: Reading, claims: Sequence[Claim], finder: naming.Finder
) -> list[naming.Reference]:
    # A name of several things is no mention as long as nobody has settled it; a check says so.
    return finder.references(reading.marks, claims, Mistakes(reading.path))


def documents_files(
    reading: Reading, claims: Sequence[Claim], references: Sequence[naming.Reference]
) -> Files:
    """Make the Turtle files of claims, with what the rules conclude.

    Args:
        reading: The file of claims.
        claims: Those of it that go in.
        references: The mentions of things in the text.
    """
    work = reading.work
    graph = Graph(work, claims, reading.marks)
    mentioned: dict[str, str] = {}
    mentions: list[Block] = []
    for one in references:
        mentioned.setdefault(one.thing, one.passage)
        graph.use(one.thing, one.passage)
        mentions += naming.blocks(work, graph.writer, reading.marks, one)
    first = next(iter(work.passages.values())).local_name
    own = work.author == work.iri("author")
    files: Files = {"document.ttl": head.turtle(work.head, first, _author(graph, own)).encode()}
    # A passage that names a thing vouches for it, before one that only speaks of it.
    things = [
        (one, graph.thing(one, mentioned.get(one.entity.iri, place)))
        for one, place in graph.things()
    ]
    write = graph.writer.file
    files |= {
        "referents.ttl": _file(
            write(
                "Things that the text speaks of, and the circumstances that narrow its contents.",
                {
                    "sources": graph.sources(),
                    "things": [block for _, blocks in things for block in blocks],
                    "times": list(graph.times.values()),
                    "qualifiers and comparisons": list(graph.circumstances.values()),
                },
            ),
            bool(things or graph.times or graph.circumstances),
        ),
        "kinds.ttl": _file(
            write("Kinds of relation that this document adds.", {"": graph.kinds()}),
            bool(graph.kinds()),
        ),
        "propositions.ttl": write(
            "Contents, described and never asserted.", {"": list(graph.contents.values())}
        ).encode(),
        "claims.ttl": write(
            "Who puts what forward, with which force, polarity and hedge, and in which passage.",
            {
                "quotations": list(graph.quotations.values()),
                "": graph.blocks,
                "passages without a claim": graph.reasons,
            },
        ).encode(),
        "mentions.ttl": _file(
            write("Where a passage names or describes a thing, in code points.", {"": mentions}),
            bool(mentions),
        ),
        "arguments.ttl": _file(
            write(
                "The steps of the argument.",
                {
                    "units": list(graph.units.values()),
                    "steps": graph.steps,
                    "claims without a step": graph.stepless,
                },
            ),
            bool(graph.steps or graph.stepless),
        ),
    }
    frozen = passages.turtle(list(work.passages.values()), work.head.slug, work.head.namespace)
    files["passages.ttl"] = frozen.encode()
    files["derived.ttl"] = _derived(work, files)
    return files


def _author(graph: Graph, own: bool) -> str:
    """Give the name of who speaks; empty where it is the unnamed authors."""
    return "" if own else graph.use(graph.work.author, next(iter(graph.work.passages)))


def _file(text: str, needed: bool) -> bytes | None:
    return text.encode() if needed else None


# ---- what the rules conclude ----


def premises() -> list[str]:
    """List the files of the release from which something follows for any document."""
    documents = os.path.join(location.root(), "data", "documents") + os.sep
    return [path for path in release.files() if not path.startswith(documents)]


def conclusions(work: Work, files: Mapping[str, bytes | None]) -> inference.Conclusions:
    """Apply the rules to a document beside what is shared, and to no other document."""
    store = pyoxigraph.Store()
    for path in premises():
        release.load(store, path, labels=False)
    for data in files.values():
        if data is not None:
            store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
    concluded = inference.conclude(store)
    own = work.head.namespace
    return {
        rule: [
            triple
            for triple in triples
            if str(triple.subject)[1:-1].startswith(own) or kinds.SEPARATOR in str(triple.subject)
        ]
        for rule, triples in concluded.items()
    }


def _derived(work: Work, files: Files) -> bytes:
    """Write what the rules conclude of a document."""
    prefix = {work.head.slug: work.head.namespace}
    add_source(lambda: prefix)
    return inference.turtle(conclusions(work, files))


# ---- what is not approved ----


def drafts_file(reading: Reading, claims: Sequence[Claim], finder: naming.Finder) -> bytes | None:
    """Write what is not approved as a graph of its own, which no saved query reads."""
    if not claims:
        return None
    files = documents_files(reading, claims, _references(reading, claims, finder))
    work = reading.work
    store = pyoxigraph.Store()
    for name, data in files.items():
        if data is not None and name not in ("document.ttl", "passages.ttl"):
            store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
    names = {work.iri(claim.name) for claim in claims}
    graph = pyoxigraph.NamedNode(work.iri("drafts"))
    label = pyoxigraph.NamedNode(PREFIXES["rdfs"] + "label")
    quads = []
    for quad in store:
        object_ = quad.object
        if quad.predicate == label and str(quad.subject)[1:-1] in names:
            assert isinstance(object_, pyoxigraph.Literal)  # noqa: S101 - a label is one
            words = object_.value.removesuffix(".") + DRAFT_LABEL
            object_ = pyoxigraph.Literal(words, language="en")
        quads.append(pyoxigraph.Quad(quad.subject, quad.predicate, object_, graph))
    body = "".join(
        f"  {line}\n" for line in sorted(f"{q.subject} {q.predicate} {q.object} ." for q in quads)
    )
    note = "# Claims that nobody has approved: no saved question reads them.\n\n"
    return f"{note}{graph} {{\n{body}}}\n".encode()


def _whole(report: Report) -> Report:
    """Give the report of a check of which no part was left out.

    Raises:
        BadFile: A part was left out: nothing is built of what was not checked.
    """
    left_out = graph_check.omissions(report)
    if left_out:
        part, reason = next(iter(left_out.items()))
        raise BadFile("the graph of the document", f"could not be checked: {part} ({reason})")
    return report
