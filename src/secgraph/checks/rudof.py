"""Check statements against the shapes of ontology/shapes/ with rudof.

The only importer of pyrudof. Lists violations; decides nothing.
"""

import os.path

from secgraph.checks.constraints import Fault, Shapes
from secgraph.checks.finding import ToolFailure
from secgraph.errors import MissingExtra

_SETTINGS = os.path.join(os.path.dirname(__file__), "rudof.toml")


def validate(data: bytes, shapes: Shapes) -> list[Fault]:
    """List the violations of a graph, sorted by focus node and shape.

    Args:
        data: N-Triples in RDF 1.1, with the classes of the ontology.
        shapes: The shapes.

    Raises:
        MissingExtra: pyrudof is not installed.
        ToolFailure: It gives no result.
    """
    if not data:
        return []  # rudof refuses an empty graph
    try:
        import pyrudof
    except ImportError as error:
        raise MissingExtra("check", "checking shapes", error.name) from error
    try:
        rudof = pyrudof.Rudof(pyrudof.RudofConfig.from_path(_SETTINGS))
        rudof.read_data(data.decode(), pyrudof.RDFFormat.NTriples)
        rudof.read_shacl(shapes.turtle, pyrudof.ShaclFormat.Turtle)
        violations = rudof.validate_shacl().violations
    except pyrudof.RudofError as error:
        raise ToolFailure(f"rudof failed: {error}") from error
    except BaseException as error:
        # A panic of Rust is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ToolFailure(f"rudof failed: {error}") from error
    faults = {
        Fault(
            str(violation.focus_node),
            str(violation.source_shape),
            shapes.messages.get(str(violation.source_shape), str(violation.message)),
            _value(violation.value),
        )
        for violation in violations
    }
    return sorted(faults, key=lambda fault: (fault.focus, fault.shape, fault.value))


def _value(text: str | None) -> str:
    """Give the value of a violation as an IRI, ``_:label`` or the text of a literal."""
    if text is None:
        return ""
    return text[1 : text.rindex('"')] if text.startswith('"') else text
