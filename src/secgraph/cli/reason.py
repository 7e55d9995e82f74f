"""The verb reason: classify, look for contradictions, and conclude what the rules conclude."""

import os.path
import sys

from secgraph.checks import reasoning
from secgraph.checks.finding import ToolFailure
from secgraph.claims import inference
from secgraph.cli import options, out
from secgraph.dataset import rdflib_form, release
from secgraph.errors import UsageError
from secgraph.namespaces import SG, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

HELP = "classify, look for contradictions and conclude what the rules conclude"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="RDF files to reason over beside the graph"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE.ttl|DIR",
        help="write what the rules conclude, each statement below the name of its rule; a folder "
        "gets a file for each document",
    )
    parser.add_argument(
        "--date",
        metavar="YYYY-MM-DD",
        help="instead, say directly who is a member of what on that date, by the facts",
    )
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Print or write what follows; 1 where the graph cannot be true."""
    options.no_documents(arguments)
    if arguments.store.startswith(("http://", "https://")) or arguments.endpoint:
        raise UsageError(
            "reasoning needs the whole graph on this machine; name a folder, or leave out --store"
        )
    files = [*arguments.files, *arguments.data]
    if arguments.date is not None:
        if files:
            raise UsageError("--date speaks of the facts of the graph alone; leave the files out")
        out.saved(inference.direct(arguments.date), arguments.output)
        return 0
    if sys.stderr.isatty():
        print("reasoning; this takes some seconds …", file=sys.stderr)
    outcome, omitted = _classified(files)
    faults = _clash(outcome) or _empty_classes(outcome)
    if faults:
        out.text("\n".join([*faults, *omitted]))
        return 1
    conclusions = inference.concluded(files)
    if arguments.output:
        _write(files, arguments.output)
        omitted += _unnamed(conclusions)
    labels = options.open_session(arguments).names().labels
    lines = []
    if outcome is not None:
        lines += ["the graph can be true, and every class can have members", ""]
        lines += [*_members(outcome, labels), ""]
    lines.append("Concluded by the rules")
    counts = {name.partition("/")[2]: len(triples) for name, triples in conclusions.items()}
    lines += [f"  {name}: {count}" for name, count in counts.items()]
    lines += [
        "",
        "'secgraph reason -o FILE.ttl' writes what the rules conclude; a folder gets a file for "
        "each document.",
        *omitted,
    ]
    out.text("\n".join(lines))
    return 0


def _unnamed(conclusions: inference.Conclusions) -> "list[str]":
    """Say how many conclusions no file can hold, since no other file can name a blank node."""
    count = sum(len(triples) for triples in conclusions.values())
    left = count - sum(len(triples) for triples in inference.named(conclusions).values())
    if not left:
        return []
    plural = " is" if left == 1 else "s are"
    return [
        f"left out: {left} conclusion{plural} about nodes without a name, which the file written "
        "cannot name; give them IRIs"
    ]


def _classified(files: "Sequence[str]") -> "tuple[reasoning.Outcome | None, list[str]]":
    """Ask the reasoner; where it gives no result, or leaves something out, say so in lines."""
    store = release.store(files)
    beyond = rdflib_form.beyond_rdflib(store)
    lines = [f"left out: {beyond}, which the reasoner does not read"] if beyond else []
    try:
        outcome = reasoning.reason(reasoning.graph(store))
    except ToolFailure as error:
        return None, [*lines, f"left out: consistency and the members of classes ({error})"]
    if outcome.unknown:
        names = ", ".join(map(curie, outcome.unknown))
        lines.append(f"left out: values of {names} (the reasoner does not know them)")
    return outcome, lines


def _write(files: "Sequence[str]", path: str) -> None:
    """Write what the rules conclude: into one file, or into a folder by document."""
    if os.path.isdir(path) or not (os.path.exists(path) or os.path.splitext(path)[1]):
        out.folder(inference.files(files), path)
    else:
        out.saved(inference.turtle(inference.concluded(files)), path)


def _clash(outcome: "reasoning.Outcome | None") -> "list[str]":
    if outcome is None or outcome.clash is None:
        return []
    things = ", ".join(curie(iri) for iri in outcome.clash.things)
    about = f", about {things}" if things else ""
    axioms = [f"  {axiom}" for axiom in outcome.clash.axioms] or ["  (Pellet names no axioms)"]
    return [f"the graph contradicts itself{about}; these cannot all be true:", *axioms]


def _empty_classes(outcome: "reasoning.Outcome | None") -> "list[str]":
    lines = []
    for iri, reason in (outcome.unsatisfiable if outcome else {}).items():
        lines.append(f"no thing can be in {curie(iri)}; these cannot all be true:")
        lines += [f"  {axiom}" for axiom in reason.axioms]
    return lines


def _members(outcome: reasoning.Outcome, labels: "Mapping[str, str]") -> "list[str]":
    lines = ["Members of the defined classes"]
    for name in reasoning.DEFINED:
        lines.append(f"  {labels.get(SG + name, name)}: {len(outcome.members.get(name, ()))}")
    return lines
