"""Turn the files of one dataset into a stream of statements: source, things, rows, and at the end where it all comes from.

Decides what is said about the dataset itself; writes nothing anywhere.
"""

from secgraph.errors import BadFile, RowsRejected
from secgraph.imports import adapter as adapters
from secgraph.imports import turtle
from secgraph.imports.reading import Source
from secgraph.imports.report import Report
from secgraph.namespaces import PREFIXES, curie
from secgraph.stores.embedded import Embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from secgraph.imports.adapter import Adapter

PIECE = 1 << 18
"""Statements are handed on in pieces of about so many characters."""

_KNOWN = (
    f"SELECT DISTINCT ?s WHERE {{ ?s a ?c . FILTER (STRSTARTS(STR(?s), '{PREFIXES['sgd']}')) }}"
)
_LABELLED = f"SELECT DISTINCT ?s WHERE {{ ?s <{PREFIXES['rdfs']}label> ?l . FILTER (STRSTARTS(STR(?s), '{PREFIXES['sgd']}')) }}"


def _things(query: str) -> set[str]:
    """Give the names of things of the release that a query finds, as the templates write them."""
    return {curie(iri) for (iri,) in Embedded().rows(query)}


class Work:
    """One import: an adapter and the files that it reads.

    Args:
        adapter: What the files mean.
        paths: The files, taken together as one dataset.
        strict: Whether a rejected row stops the import.
        progress: Called with a file, how many of its bytes are read, and its size.
    """

    def __init__(
        self,
        adapter: "Adapter",
        paths: "Sequence[str]",
        *,
        strict: bool = False,
        progress: "Callable[[str, int, int], None] | None" = None,
    ) -> None:
        self.adapter, self.strict, self.progress = adapter, strict, progress
        self.report = Report()
        self.sources = [Source(path) for path in paths]
        self._known = _things(_KNOWN)
        self._waiting: list[str] = []

    def pieces(self) -> "Iterator[bytes]":
        """Give all statements as Turtle, a line for each thing.

        Raises:
            BadFile: A file as a whole cannot be used.
            RowsRejected: A row is rejected and the import is strict.
        """
        yield turtle.HEAD.encode()
        self._source(self.adapter)
        made, size = self._waiting, 0
        for texts in self._statements():
            # What is used is described before what uses it.
            made += texts
            size += sum(map(len, texts))
            if size > PIECE:
                yield "".join(made).encode()
                made.clear()
                size = 0
        for source in self.sources:
            source.finish()
        if not self.report.imported:
            told = next((f"; line {line}: {reason}" for _, line, reason in self.report.reasons), "")
            raise BadFile(self.sources[0].path, f"holds no row that can be imported{told}")
        if self.strict and self.report.rejected:
            raise RowsRejected(self.report.rejected)
        self._graph()
        yield "".join(made).encode()

    def _statements(self) -> "Iterator[list[str]]":
        for source in self.sources:
            if self.adapter.kind != "table":
                for text in self._whole(source):
                    yield [text]
        if self.adapter.kind != "table":
            return
        from secgraph.imports.convert import Converter

        converter = Converter(self.adapter, self.report, self.used, _things(_LABELLED))
        for source in self.sources:
            for texts in converter.convert(source):
                if self.progress:
                    self.progress(source.path, source.hashed.done, source.hashed.size)
                yield texts
        converter.finish()

    def _whole(self, source: Source) -> "Iterator[str]":
        if self.adapter.kind == "rdf":
            from secgraph.imports import rdfxml

            yield from rdfxml.convert(self.adapter, source, self.report)
        else:
            from secgraph.imports import topojson

            yield from topojson.convert(self.adapter, source, self.report, self.used)

    def used(self, path: str, row: "dict[str, str]") -> None:
        """Describe a thing of a crosswalk when it is first used, unless the release does."""
        del path
        if row["thing"] in self._known or not row.get("label"):
            return
        self._known.add(row["thing"])
        names = []
        for each in row["source"].split():
            its = self.adapter if each == self.adapter.name else adapters.find(each)
            self._source(its)
            names.append(its.source["iri"])
        note = f" ;skos:scopeNote {turtle.literal(row['note'], 'en')}" if row.get("note") else ""
        self._say(
            f"{row['thing']} a {row['class']} ;rdfs:label {turtle.literal(row['label'], 'en')}{note}",
            2 + bool(note),
        )
        self._say(f"{row['thing']} dcterms:source {', '.join(names)}", len(names))

    def _say(self, text: str, count: int) -> None:
        self._waiting.append(text + " .\n")
        self.report.statements += count

    def _source(self, its: "Adapter") -> None:
        told = its.source
        if told["iri"] in self._known:
            return
        self._known.add(told["iri"])
        parts = [
            f"dcterms:identifier {turtle.literal(told['identifier'])}",
            f"rdfs:label {turtle.literal(told['label'], 'en')}",
        ]
        parts += [
            f"dcterms:title {turtle.literal(told['title'], 'en')}",
            f"dcterms:rights {turtle.literal(told['rights'], 'en')}",
        ]
        parts += (
            [f"dcterms:publisher {turtle.literal(told['publisher'], 'en')}"]
            if told.get("publisher")
            else []
        )
        parts += (
            [f"dcterms:bibliographicCitation {turtle.literal(told['citation'], 'en')}"]
            if told.get("citation")
            else []
        )
        parts += [f"rdfs:seeAlso <{told['page']}>"] if told.get("page") else []
        self._say(f"{told['iri']} a sg:Source ;{';'.join(parts)}", len(parts) + 1)

    def _graph(self) -> None:
        told = self.adapter.source
        parts = [
            f"dcterms:title {turtle.literal(told['title'], 'en')}",
            f"dcterms:source {told['iri']}",
            f"dcterms:rights {turtle.literal(told['rights'], 'en')}",
        ]
        parts += (
            [f"dcterms:bibliographicCitation {turtle.literal(told['citation'], 'en')}"]
            if told.get("citation")
            else []
        )
        parts += [f"dcterms:license <{told['licence']}>"] if told.get("licence") else []
        parts += (
            [f"dcterms:hasVersion {turtle.literal(told['version'])}"] if told.get("version") else []
        )
        # A file is known by its digest, not by the name or the place that its user gave it.
        parts += [f"sg:sha256 {turtle.literal(source.sha256)}" for source in self.sources]
        count = len(parts) + 2
        self._say(
            f"<{self.adapter.graph}> a dcat:Dataset ;void:triples {self.report.statements + count} ;{';'.join(parts)}",
            count,
        )
