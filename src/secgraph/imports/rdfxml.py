"""Take a dataset that is RDF already as it is: its own names stay, nothing is added but where it comes from.

Blank nodes get IRIs, so that a second import of the same file says the same.
"""

from secgraph.errors import BadFile
from secgraph.namespaces import SKOLEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph

    from secgraph.imports.adapter import Adapter
    from secgraph.imports.reading import Source
    from secgraph.imports.report import Report


def convert(adapter: "Adapter", source: "Source", report: "Report") -> "Iterator[str]":
    """Give the statements of an RDF file, one a line.

    Raises:
        BadFile: It is not RDF/XML, or not of this dataset.
    """
    import pyoxigraph

    from secgraph.imports.reading import guarded

    with guarded(source, lambda: 0):
        data = source.bytes().read()
    marks = adapter.told.get("marks", [])
    if not any(mark.encode() in data for mark in marks):
        raise BadFile(
            source.path,
            f"is not {adapter.name}: it names nothing of {' or '.join(marks)}{source.other(adapter.name)}",
            1,
        )
    known: dict[str, str] = {}

    def term(
        node: "pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple",
    ) -> str:
        if isinstance(node, pyoxigraph.BlankNode):
            return known.setdefault(
                node.value, f"<{SKOLEM}{adapter.name}-{source_name}-{len(known) + 1}>"
            )
        return str(node)

    import hashlib

    source_name = hashlib.sha256(data).hexdigest()[:12]
    try:
        for triple in pyoxigraph.parse(
            data,
            format=pyoxigraph.RdfFormat.RDF_XML,
            base_iri=adapter.told.get("base", adapter.graph),
        ):
            report.read += 1
            report.imported += 1
            report.statements += 1
            yield f"{term(triple.subject)} {term(triple.predicate)} {term(triple.object)} .\n"
    except (SyntaxError, ValueError) as error:
        raise BadFile(
            source.path,
            f"is not RDF/XML: {' '.join(str(error).split())[:200]}",
            getattr(error, "lineno", None),
        ) from error
