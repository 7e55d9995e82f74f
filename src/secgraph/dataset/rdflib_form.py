"""Give statements of pyoxigraph to rdflib, and say which it cannot hold.

Reads no file.
"""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph

from secgraph.dataset import rdf12
from secgraph.namespaces import prefixes

if TYPE_CHECKING:
    import rdflib

_LABEL = re.compile(rb"_:([^\s<>\"]+)")


def as_rdflib(store: pyoxigraph.Store) -> "rdflib.Dataset":
    """Give the default graph of a store as an rdflib dataset.

    Blank nodes keep their labels. Statements that rdflib cannot hold are left out; see
    :func:`beyond_rdflib`.
    """
    # Most checks only ask what rdflib cannot hold, and loading it takes as long as a cold query.
    import rdflib

    statements = store.dump(
        format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph()
    )
    data = b"".join(line for line in io.BytesIO(statements or b"") if not rdf12.feature(line))
    # rdflib gives new labels to all nodes that it is told none for; what looks like one in a
    # literal does no harm here.
    labels = {label.decode(): rdflib.BNode(label.decode()) for label in _LABEL.findall(data)}
    dataset = rdflib.Dataset()
    dataset.default_graph.parse(data=data, format="nt", bnode_context=labels)
    for prefix, namespace in prefixes().items():
        dataset.bind(prefix, namespace, override=True, replace=True)
    return dataset


def beyond_rdflib(statements: Iterable[pyoxigraph.Quad]) -> str:
    """Say how many of some statements rdflib cannot hold, and why; empty where it can.

    Returns:
        Such as ``2 statements with triple terms``.
    """
    lines = (f"{quad.triple} .\n".encode() for quad in statements)
    features = [feature for line in lines if (feature := rdf12.feature(line))]
    if not features:
        return ""
    count = f"{len(features)} statement{'' if len(features) == 1 else 's'}"
    return f"{count} with {' or '.join(sorted(set(features), reverse=True))}"
