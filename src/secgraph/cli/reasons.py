"""Say in words what the reasoners and the rules give.

Gives text back; printing is done by the caller.
"""

import os.path

from secgraph.checks import reasoning
from secgraph.claims import inference
from secgraph.cli import out
from secgraph.dataset import release
from secgraph.namespaces import SG, curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from secgraph.query.sessions import Session


def report(session: "Session", files: "Sequence[str]") -> "tuple[str, bool]":
    """Classify the graph, with files of the user's own beside it, and count what each rule concludes.

    Returns:
        The report, and whether the graph can be true and every class have members.

    Raises:
        BadFile: A file cannot be read.
        MissingExtra: The reasoners are not installed.
    """
    outcome = reasoning.reason(release.graph(files).default_graph)
    labels = session.names().labels
    if outcome.clash is not None:
        about = ", ".join(curie(iri) for iri in outcome.clash.things)
        why = [f"  {axiom}" for axiom in outcome.clash.axioms] or ["  (Pellet names no axioms)"]
        return "\n".join(
            [
                f"the graph contradicts itself{f', about {about}' if about else ''}; these cannot all be true:",
                *why,
            ]
        ), False
    lines = []
    for iri, why_not in outcome.unsatisfiable.items():
        lines += [
            f"no thing can be in {curie(iri)}; these cannot all be true:",
            *(f"  {axiom}" for axiom in why_not.axioms),
        ]
    if lines:
        return "\n".join(lines), False
    lines += [
        "the graph can be true, and every class can have members",
        "",
        "Members of the defined classes",
    ]
    lines += [
        f"  {labels.get(SG + name, name)}: {len(outcome.members.get(name, ()))}"
        for name in reasoning.DEFINED
    ]
    concluded = inference.concluded(files)
    lines += ["", "Concluded by the rules"]
    lines += [f"  {name.partition('/')[2]}: {len(triples)}" for name, triples in concluded.items()]
    lines += [
        "",
        "'secgraph reason -o FILE.ttl' writes what the rules conclude; a folder gets a file for each document.",
    ]
    return "\n".join(lines), True


def write(files: "Sequence[str]", path: str) -> None:
    """Write what the rules conclude: into one file, or into a folder with a file for each document.

    Raises:
        BadFile: A file cannot be read or written.
    """
    if os.path.isdir(path) or not (os.path.exists(path) or os.path.splitext(path)[1]):
        out.folder(inference.files(files), path)
    else:
        out.save(inference.turtle(inference.concluded(files)), path)
