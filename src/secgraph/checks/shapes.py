"""Check a graph against the shapes of ontology/shapes/ with pySHACL.

The only importer of pyshacl. Lists violations; decides nothing.
"""

import contextlib
import functools
import logging
import os.path
from collections.abc import Iterator

import rdflib

from secgraph.checks.constraints import Fault
from secgraph.checks.finding import ToolFailure
from secgraph.dataset import location
from secgraph.errors import MissingExtra
from secgraph.namespaces import PREFIXES


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal with a traceback."""
    logger = logging.getLogger("rdflib.term")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


@functools.cache
def parsed(*folders: str) -> rdflib.Graph:
    """Parse the Turtle files of folders of the release, once per process."""
    graph = rdflib.Graph()
    paths = location.turtle_files(*(os.path.join(location.root(), folder) for folder in folders))
    for path in paths:
        # The shapes lie below the terms and are not part of them.
        if folders != ("ontology",) or os.sep + "shapes" + os.sep not in path:
            graph.parse(path, format="turtle")
    return graph


def validate(data: rdflib.Graph, ontology: rdflib.Graph | None = None) -> list[Fault]:
    """List the violations of a graph, sorted by focus node and shape.

    Inference is off: with it, the range of a property would give a wrong value the right type. The
    ontology is passed separately: without it, instances of subclasses are not checked.

    Args:
        data: The graph to check.
        ontology: The classes; those of the release if None.

    Raises:
        MissingExtra: pyshacl is not installed.
        ToolFailure: It gives no result.
    """
    try:
        import pyshacl
    except ImportError as error:
        raise MissingExtra("check", "checking shapes", error.name) from error
    try:
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=parsed("ontology/shapes"),
            ont_graph=ontology if ontology is not None else parsed("ontology"),
            inference="none",
            inplace=False,
        )
    except Exception as error:  # of pyshacl or rdflib: what they cannot do is an outcome
        raise ToolFailure(f"pyshacl failed: {error or type(error).__name__}") from error
    sh = rdflib.Namespace(PREFIXES["sh"])
    if not isinstance(report, rdflib.Graph):
        raise ToolFailure(f"pyshacl gave no report: {report}")
    faults = {
        Fault(
            _text(report.value(result, sh.focusNode)),
            _text(report.value(result, sh.sourceShape)),
            _text(report.value(result, sh.resultMessage)),
            _text(report.value(result, sh.value)),
        )
        for result in report.objects(None, sh.result)  # not the details inside a result
    }
    return sorted(faults, key=lambda fault: (fault.focus, fault.shape, fault.value))


def _text(term: rdflib.term.Node | None) -> str:
    if term is None:
        return ""
    return f"_:{term}" if isinstance(term, rdflib.BNode) else str(term)
