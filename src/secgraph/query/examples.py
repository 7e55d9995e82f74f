"""Read names for examples from a graph, so that help and tools show what can be asked.

Writes no text around them.
"""

from typing import TYPE_CHECKING

from secgraph.errors import SecgraphError
from secgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from secgraph.query.sessions import Session

_PROPOSITION = f"""PREFIX sg: <{PREFIXES["sg"]}> PREFIX rdfs: <{PREFIXES["rdfs"]}>
SELECT ?subject ?relation ?object WHERE {{
  ?claim sg:hasPolarity <{PREFIXES["sgv"]}affirmed> ; sg:hasContent ?content .
  ?content sg:hasSubject ?one ; sg:hasRelation/rdfs:label ?relation ; sg:hasObject ?other .
  ?one a sg:State ; rdfs:label ?subject . ?other a sg:Alliance ; rdfs:label ?object
}} ORDER BY STR(?subject) STR(?object) STR(?relation) LIMIT 1"""

_PASSAGE = f"""PREFIX sg: <{PREFIXES["sg"]}> PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX oa: <{PREFIXES["oa"]}>
SELECT ?id ?document WHERE {{
  ?passage a sg:Passage ; dcterms:identifier ?id ; sg:ordinal ?n ; oa:hasSource ?document
}} ORDER BY DESC(?n) STR(?passage) LIMIT 1"""


def names(session: "Session", question: str) -> dict[str, str]:
    """Give names that the graph has.

    Args:
        session: The graph.
        question: A saved question whose first parameter takes a thing.

    Returns:
        ``subject``, ``relation`` and ``object`` of an affirmed content, ``thing`` and ``parameter``
        of the question, ``passage`` and the ``document`` that has it, by its short name; ``NAME``
        for each where the graph has none.
    """
    try:
        ((subject, relation, object_),) = session.store.rows(_PROPOSITION)
        ((passage, document),) = session.store.rows(_PASSAGE)
        asked = session.question(question, {})
        thing = asked.about.values[0][1][0][1]
        parameter = next(iter(asked.query.params))
    except (SecgraphError, ValueError, IndexError):  # the graph is not there, or is another
        subject = relation = object_ = thing = passage = document = "NAME"
        parameter = "param"
    return {
        "subject": subject,
        "relation": relation,
        "object": object_,
        "thing": thing,
        "parameter": parameter,
        "passage": passage,
        "document": document.removesuffix("/document").rpartition("/")[2],
    }
