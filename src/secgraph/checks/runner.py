"""Look for everything that can be wrong with the graph or with files beside it.

Each part of the work is done elsewhere: this module gathers what they find and says where it
stands.
"""

import os.path
import re

from secgraph.checks import reasoning, shapes
from secgraph.claims import inference
from secgraph.dataset import location, release
from secgraph.documents import document, fulltext
from secgraph.errors import BadFile, BadSyntax, MissingExtra
from secgraph.linking import rdf, schemes, validate
from secgraph.namespaces import add_source, curie
from secgraph.query import catalog
from secgraph.stores.embedded import Embedded
from secgraph.syntax import portability

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Finding:
    """One thing that is wrong.

    Attributes:
        file, line: Where, as far as is known; the line is that on which the subject begins.
        subject: The node that is wrong, as a prefixed name.
        rule: The shape, query or rule that found it.
        message: What is wrong and what to write instead.
        part: Which part of the check found it.
    """

    __slots__ = ("file", "line", "message", "part", "rule", "subject")

    def __init__(
        self,
        part: str,
        rule: str,
        message: str,
        *,
        subject: str = "",
        file: str = "",
        line: int | None = None,
    ) -> None:
        self.part, self.rule, self.message, self.subject, self.file, self.line = (
            part,
            rule,
            message,
            subject,
            file,
            line,
        )

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(filter(None, (place, self.subject, self.message))) + f" [{self.rule}]"


class Report:
    """What a check found.

    Attributes:
        findings: In the order of the parts, then of the subjects.
        parts: The parts that were done.
        omitted: The parts that were not, each with the reason.
    """

    def __init__(
        self, findings: "Sequence[Finding]", parts: "Sequence[str]", omitted: "dict[str, str]"
    ) -> None:
        self.findings, self.parts, self.omitted = tuple(findings), tuple(parts), dict(omitted)

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def check(files: "Sequence[str]" = (), *, text: str | None = None) -> Report:
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
    ours = release.files()
    paths = [os.fspath(path) for path in files]
    for path in paths:
        if not os.path.isfile(path):
            raise BadFile(path, "there is no such file")
    findings = _syntax(paths or ours)
    if findings:
        return Report(
            findings,
            ["syntax"],
            dict.fromkeys(("shapes", "hygiene", "consistency"), "the syntax has to be right first"),
        )

    engine = Embedded(release.store(paths))
    add_source(lambda: document.prefixes(engine.rows))
    texts, strangers = (
        fulltext.texts(os.fspath(text), engine.rows) if text is not None else ([], [])
    )
    graph = release.graph(paths).default_graph
    places = _places(paths or ours)
    parts, omitted = ["syntax"], {}
    looks: dict[str, Callable[[], list[Finding]]] = {
        "shapes": lambda: _shapes(shapes.validate(graph)),
        "hygiene": lambda: _hygiene(engine),
        "consistency": lambda: _consistency(reasoning.reason(graph)),
    }
    if not paths:
        looks |= {
            "links": _links,
            "derived": lambda: [*_made(), *_derived()],
            "portability": _portability,
        }
    for part, look in looks.items():
        try:
            findings += look()
            parts.append(part)
        except MissingExtra as error:
            omitted[part] = str(error)
    if paths:
        findings = [
            finding for finding in findings if finding.subject in places or not finding.subject
        ]
    if text is not None:
        findings += [
            Finding("text", "digest", message, subject=curie(iri))
            for each in texts
            for iri, message in fulltext.verify(each.words, engine.rows, each.document)
        ]
        parts.append("text")
        omitted |= {_shown(path): "it is the text of no document" for path in strangers}
    for finding in findings:
        # A row of a table says itself where it stands; its subject stands elsewhere.
        if not finding.file:
            finding.file, finding.line = places.get(finding.subject, ("", None))
    return Report(findings, parts, omitted)


def _syntax(paths: "Sequence[str]") -> "list[Finding]":
    found = []
    for path in paths:
        try:
            release.read(path)
        except BadSyntax as error:
            found.append(
                Finding("syntax", "syntax", error.reason, file=_shown(path), line=error.line)
            )
    return found


def _shapes(faults: "list[shapes.Fault]") -> "list[Finding]":
    return [
        Finding("shapes", curie(fault.shape), _with_value(fault), subject=curie(fault.focus))
        for fault in faults
    ]


def _with_value(fault: shapes.Fault) -> str:
    return (
        f"{fault.message} (here: {curie(fault.value)[:80]})"
        if fault.value and fault.value != fault.focus
        else fault.message
    )


def _hygiene(engine: Embedded) -> "list[Finding]":
    found = []
    for name in catalog.packaged().names("checks"):
        query = catalog.packaged().get(name)
        for row in engine.rows(query.text):
            rest = ", ".join(curie(value) for value in row[1:] if value)
            found.append(
                Finding(
                    "hygiene",
                    name,
                    query.summary + (f" ({rest})" if rest else ""),
                    subject=curie(row[0]),
                )
            )
    return found


def _consistency(outcome: reasoning.Outcome) -> "list[Finding]":
    if outcome.clash is not None:
        why = (
            "; ".join(outcome.clash.axioms)
            or "some thing falls under two classes that share no member"
        )
        subjects = [curie(iri) for iri in outcome.clash.things] or [""]
        return [
            Finding(
                "consistency", "HermiT", f"the graph contradicts itself: {why}", subject=subject
            )
            for subject in subjects
        ]
    return [
        Finding(
            "consistency",
            "HermiT",
            f"no thing can be in this class: {'; '.join(why.axioms)}",
            subject=curie(iri),
        )
        for iri, why in outcome.unsatisfiable.items()
    ]


def _links() -> "list[Finding]":
    return [
        Finding(
            "links",
            fault.rule,
            fault.message,
            subject=curie(fault.link.subject),
            file=_shown(fault.link.file),
            line=fault.link.line,
        )
        for fault in validate.check()
    ]


def _made() -> "list[Finding]":
    """Say which of the files that are made of the tables of links are out of date."""
    found = []
    for name, wanted in rdf.files().items():
        path = os.path.join(schemes.folder(), name)
        try:
            with open(path, "rb") as file:
                current = file.read() == wanted
        except OSError:
            current = False
        if not current:
            found.append(
                Finding("derived", "links", "is out of date; run 'make derive'", file=_shown(path))
            )
    return found


def _derived() -> "list[Finding]":
    """Say which of the files of what the rules conclude are missing, out of date or too much."""
    folder = os.path.join(location.root(), "data", "documents")
    wanted = {
        os.path.join(folder, *name.split("/")): data for name, data in inference.files().items()
    }
    there = [path for path in release.files() if path.endswith(inference.DERIVED)]
    messages = {path: "is of no document; remove it" for path in there if path not in wanted}
    for path, data in wanted.items():
        if path not in there:
            messages[path] = "is not there; run 'make derive'"
            continue
        with open(path, "rb") as file:
            if file.read() != data:
                messages[path] = "is out of date; run 'make derive'"
    return [
        Finding("derived", "rules", message, file=_shown(path))
        for path, message in sorted(messages.items())
    ]


def _portability() -> "list[Finding]":
    packaged = catalog.packaged()
    found = []
    for name in [
        *packaged.names(),
        *(each for family in catalog.FAMILIES_APART for each in packaged.names(family)),
    ]:
        query = packaged.get(name)
        allowed = portability.OF_A_SERVICE if name.partition("/")[0] in catalog.FEDERATED else ()
        found += [
            Finding("portability", rule, message, file=_shown(query.path), line=line)
            for line, rule, message in portability.violations(query.text)
            if rule not in allowed
        ]
    return found


_SUBJECT = re.compile(r"(?:<([^>\s]+)>|([\w-]*):([\w.-]+))\s")
_PREFIX = re.compile(r"@?prefix\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)


def _places(paths: "Sequence[str]") -> "dict[str, tuple[str, int | None]]":
    """Say in which file and on which line each subject begins, as far as the layout shows it."""
    found: dict[str, tuple[str, int | None]] = {}
    for path in paths:
        for subject in release.subjects(path):
            found.setdefault(curie(subject), (_shown(path), None))
        prefixes: dict[str, str] = {}
        with open(path, encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                declared = _PREFIX.findall(line) if _PREFIX.match(line) else []
                if declared:
                    prefixes.update(declared)
                    continue
                match = _SUBJECT.match(line)
                name = curie(match[1] or prefixes.get(match[2], "") + match[3]) if match else ""
                if found.get(name, ("", 0)) == (_shown(path), None):
                    found[name] = (_shown(path), number)
    return found


def _shown(path: str) -> str:
    """Shorten a path where it lies below the current folder."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative
