"""Turn the files of one dataset into a stream of statements, with their provenance.

The stream holds the source, the things, the rows, and at the end the description of the dataset.
Writes nothing anywhere.
"""

from collections.abc import Callable, Iterator, Sequence

from secgraph.errors import BadFile, EngineError, RowsRejected
from secgraph.imports import adapter as adapters
from secgraph.imports import rdfxml, topojson, turtle
from secgraph.imports.adapter import Adapter
from secgraph.imports.convert import Converter
from secgraph.imports.reading import Source
from secgraph.imports.report import Report
from secgraph.namespaces import PREFIXES, curie
from secgraph.stores.embedded import Embedded

PIECE = 1 << 18
"""Statements are handed on in pieces of about so many characters."""

_OF_RELEASE = f"FILTER (STRSTARTS(STR(?s), '{PREFIXES['sgd']}'))"
_TYPED = f"SELECT DISTINCT ?s WHERE {{ ?s a ?c . {_OF_RELEASE} }}"
_LABELLED = f"SELECT DISTINCT ?s WHERE {{ ?s <{PREFIXES['rdfs']}label> ?l . {_OF_RELEASE} }}"


def _things(query: str) -> set[str]:
    """Give the things of the release that a query selects, as prefixed names."""
    return {curie(iri) for (iri,) in Embedded().rows(query)}


class DatasetImport:
    """The import of one dataset: an adapter and the files that it reads.

    Args:
        adapter: The meaning of the files.
        paths: The files, taken together as one dataset.
        strict: Whether a rejected row stops the import.
        progress: Called with a file, the number of its bytes read, and its size in bytes.

    Raises:
        BadFile: A file cannot be read, or is empty.
    """

    def __init__(
        self,
        adapter: Adapter,
        paths: Sequence[str],
        *,
        strict: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> None:
        self.adapter, self.strict, self.progress = adapter, strict, progress
        self.report = Report()
        self.sources = [Source(path) for path in paths]
        self._described = _things(_TYPED)
        self._waiting: list[str] = []

    def pieces(self) -> Iterator[bytes]:
        """Give all statements as Turtle, a line for each thing.

        Raises:
            BadFile: A file as a whole cannot be used.
            RowsRejected: A row is rejected and the import is strict.
            EngineError: There is not enough memory.
        """
        try:
            yield from self._pieces()
        except MemoryError as error:
            paths = ", ".join(source.path for source in self.sources)
            raise EngineError(
                f"{paths}: nothing was imported: there is not enough memory to read it; give this "
                "process more"
            ) from error

    def _pieces(self) -> Iterator[bytes]:
        yield turtle.HEAD.encode()
        self._describe_source(self.adapter)
        waiting, size = self._waiting, 0
        for texts in self._statements():
            # A thing is described before the rows that use it: descriptions are waiting by now.
            waiting += texts
            size += sum(map(len, texts))
            if size > PIECE:
                yield "".join(waiting).encode()
                waiting.clear()
                size = 0
        for source in self.sources:
            source.finish()
        if not self.report.imported:
            first = next(
                (f"; line {line}: {reason}" for _, line, reason in self.report.reasons), ""
            )
            raise BadFile(self.sources[0].path, f"holds no row that can be imported{first}")
        if self.strict and self.report.rejected:
            raise RowsRejected(self.report.rejected)
        self._describe_dataset()
        yield "".join(waiting).encode()

    def _statements(self) -> Iterator[list[str]]:
        if self.adapter.kind == "table":
            yield from self._table_statements()
            return
        for source in self.sources:
            for text in self._file_statements(source):
                yield [text]

    def _table_statements(self) -> Iterator[list[str]]:
        converter = Converter(self.adapter, self.report, self.used, _things(_LABELLED))
        for source in self.sources:
            for texts in converter.convert(source):
                if self.progress:
                    self.progress(source.path, source.reader.bytes_read, source.reader.size)
                yield texts
        converter.finish()

    def _file_statements(self, source: Source) -> Iterator[str]:
        if self.adapter.kind == "rdf":
            return rdfxml.convert(self.adapter, source, self.report)
        return topojson.convert(self.adapter, source, self.report, self.used)

    def used(self, path: str, row: dict[str, str]) -> None:
        """Describe a thing of a crosswalk when it is first used, unless the release does."""
        del path
        if row["thing"] in self._described or not row.get("label"):
            return
        self._described.add(row["thing"])
        sources = []
        for name in row["source"].split():
            adapter = self.adapter if name == self.adapter.name else adapters.find(name)
            self._describe_source(adapter)
            sources.append(adapter.source["iri"])
        note = f" ;skos:scopeNote {turtle.literal(row['note'], 'en')}" if row.get("note") else ""
        label = turtle.literal(row["label"], "en")
        self._add(f"{row['thing']} a {row['class']} ;rdfs:label {label}{note}", 2 + bool(note))
        self._add(f"{row['thing']} dcterms:source {', '.join(sources)}", len(sources))

    def _add(self, text: str, count: int) -> None:
        self._waiting.append(text + " .\n")
        self.report.statements += count

    def _describe_source(self, adapter: Adapter) -> None:
        source = adapter.source
        if source["iri"] in self._described:
            return
        self._described.add(source["iri"])
        parts = [
            f"dcterms:identifier {turtle.literal(source['identifier'])}",
            f"rdfs:label {turtle.literal(source['label'], 'en')}",
            f"dcterms:title {turtle.literal(source['title'], 'en')}",
            f"dcterms:rights {turtle.literal(source['rights'], 'en')}",
        ]
        if source.get("publisher"):
            parts.append(f"dcterms:publisher {turtle.literal(source['publisher'], 'en')}")
        parts += _citation(source)
        if source.get("page"):
            parts.append(f"rdfs:seeAlso <{source['page']}>")
        self._add(f"{source['iri']} a sg:Source ;{';'.join(parts)}", len(parts) + 1)

    def _describe_dataset(self) -> None:
        source = self.adapter.source
        parts = [
            f"dcterms:title {turtle.literal(source['title'], 'en')}",
            f"dcterms:source {source['iri']}",
            f"dcterms:rights {turtle.literal(source['rights'], 'en')}",
            *_citation(source),
        ]
        if source.get("licence"):
            parts.append(f"dcterms:license <{source['licence']}>")
        if source.get("version") and self.adapter.config.get("edition"):
            parts.append(f"dcterms:hasVersion {turtle.literal(source['version'])}")
        # A file is identified by its digest, not by the name or the place that its user gave it.
        parts += [f"sg:sha256 {turtle.literal(source.sha256)}" for source in self.sources]
        count = len(parts) + 2
        total = self.report.statements + count
        self._add(
            f"<{self.adapter.graph}> a dcat:Dataset ;void:triples {total} ;{';'.join(parts)}", count
        )


def _citation(source: dict[str, str]) -> list[str]:
    if not source.get("citation"):
        return []
    return [f"dcterms:bibliographicCitation {turtle.literal(source['citation'], 'en')}"]
