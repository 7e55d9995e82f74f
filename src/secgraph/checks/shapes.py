"""Check a graph against the shapes of ontology/shapes/ with pySHACL.

The only importer of pyshacl. Says what it found; decides nothing.
"""

import os.path

from secgraph.dataset import location
from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    import rdflib

_cache: "dict[str, rdflib.Graph]" = {}


class Fault:
    """One violation: where, of which shape, and what to do."""

    __slots__ = ("focus", "message", "shape", "value")

    def __init__(self, focus: str, shape: str, message: str, value: str) -> None:
        self.focus, self.shape, self.message, self.value = focus, shape, message, value


def parsed(*folders: str) -> "rdflib.Graph":
    """Parse the Turtle files of folders of the release, once per process."""
    import rdflib

    key = "|".join(folders)
    if key not in _cache:
        graph = rdflib.Graph()
        for path in location.turtle_files(
            *(os.path.join(location.root(), folder) for folder in folders)
        ):
            # The shapes are told apart from the terms although they lie below them.
            if key != "ontology" or os.sep + "shapes" + os.sep not in path:
                graph.parse(path, format="turtle")
        _cache[key] = graph
    return _cache[key]


def validate(data: "rdflib.Graph", ontology: "rdflib.Graph | None" = None) -> "list[Fault]":
    """List the violations of a graph, sorted by focus node and shape.

    Inference is off, since with it the range of a property would type a wrong value as right; the
    ontology goes in as such, since without it instances of subclasses are not looked at.

    Args:
        data: What to check.
        ontology: The classes; those of the release if None.

    Raises:
        MissingExtra: pyshacl is not installed.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtra("check", "checking shapes") from error
    import rdflib

    _, report, _ = pyshacl.validate(
        data,
        shacl_graph=parsed("ontology/shapes"),
        ont_graph=ontology if ontology is not None else parsed("ontology"),
        inference="none",
        inplace=False,
    )
    sh = rdflib.Namespace(PREFIXES["sh"])
    if not isinstance(report, rdflib.Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    found = [
        Fault(
            str(report.value(result, sh.focusNode)),
            str(report.value(result, sh.sourceShape)),
            str(report.value(result, sh.resultMessage)),
            str(report.value(result, sh.value) or ""),
        )
        for result in report.objects(None, sh.result)  # not the details inside a result
    ]
    return sorted(found, key=lambda fault: (fault.focus, fault.shape, fault.value))
