"""Import a dataset that is RDF already: its names stay, and only its provenance is added.

Blank nodes get IRIs, so that a second import of the same file gives the same statements.
"""

from collections.abc import Iterator

import pyoxigraph

from secgraph.dataset import limits, nodes
from secgraph.errors import BadFile
from secgraph.imports.adapter import Adapter
from secgraph.imports.reading import Source
from secgraph.imports.report import Report
from secgraph.syntax import textfile


def convert(adapter: Adapter, source: Source, report: Report) -> Iterator[str]:
    """Give the statements of an RDF file, one a line.

    Raises:
        BadFile: It is not RDF/XML, not of this dataset, or beyond the limits.
    """
    data = textfile.checked(source.whole(), source.path)
    limits.check(source.path, pyoxigraph.RdfFormat.RDF_XML.media_type, data)
    marks = adapter.config.get("marks", [])
    if not any(mark.encode() in data for mark in marks):
        hint = source.suggestion(adapter.name)
        raise BadFile(
            source.path, f"is not {adapter.name}: it names nothing of {' or '.join(marks)}{hint}", 1
        )
    try:
        quads = list(
            pyoxigraph.parse(
                data,
                format=pyoxigraph.RdfFormat.RDF_XML,
                base_iri=adapter.config.get("base", adapter.graph),
            )
        )
    except (SyntaxError, ValueError) as error:
        raise BadFile(
            source.path,
            f"is not RDF/XML: {' '.join(str(error).split())[:200]}",
            getattr(error, "lineno", None),
        ) from error
    for quad in map(nodes.skolemized, nodes.Scope().identify(quads, source.path)):
        report.read += 1
        report.imported += 1
        report.statements += 1
        yield f"{quad.triple} .\n"
