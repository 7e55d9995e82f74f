"""Write the rows of a corpus as statements, faults and all, by a program of its own.

What is empty is no statement, and what names a row that is not there is no value.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rdflib

from secgraph.corpus import manifest, tables
from secgraph.namespaces import PREFIXES

SG, OA, DC = (rdflib.Namespace(PREFIXES[name]) for name in ("sg", "oa", "dcterms"))
RDF, RDFS, XSD = rdflib.RDF, rdflib.RDFS, rdflib.XSD
DATES = {4: XSD.gYear, 7: XSD.gYearMonth}

Triple = tuple[rdflib.URIRef, rdflib.URIRef, Any]


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    held = manifest.read(str(folder)).paths(str(folder), table)
    columns = tables.read(held, list(tables.TABLES[table]))
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def graph(folder: Path, documents: set[str] | None = None) -> rdflib.Graph:
    """The statements of documents, by the last part of their IRIs; of all if None."""
    found = rdflib.Graph()
    things = {row["thing"]: rdflib.URIRef(row["iri"]) for row in rows(folder, "things")}
    owners = {
        row["document"]: row["iri"]
        for row in rows(folder, "documents")
        if documents is None or row["slug"] in documents
    }
    for row in rows(folder, "documents"):
        if row["document"] in owners:
            _add(found, _document(row, things))
    passages = {}
    for row in rows(folder, "passages"):
        if row["document"] in owners:
            iri = f"{owners[row['document']]}/p{row['paragraph']}s{row['sentence']}"
            passages[row["passage"]] = rdflib.URIRef(iri)
            _add(found, _passage(row, rdflib.URIRef(iri), owners))
    for row in rows(folder, "mentions"):
        if row["document"] in owners:
            _add(found, _mention(row, owners, passages, things))
    return found


def _add(found: rdflib.Graph, triples: Iterator[Triple]) -> None:
    for subject, predicate, value in triples:
        if value is not None:
            found.add((subject, predicate, value))


def _document(row: dict[str, Any], things: dict[int, rdflib.URIRef]) -> Iterator[Triple]:
    iri = rdflib.URIRef(row["iri"])
    yield iri, RDF.type, SG.Document
    yield iri, RDFS.label, _literal(row["label"], lang="en")
    yield iri, DC.creator, things.get(row["state"])
    date = row["date"]
    yield iri, DC.issued, _literal(date, datatype=DATES.get(len(date or ""), XSD.date))
    yield iri, DC.contributor, _literal(row["speaker"])
    yield iri, SG.sha256, _literal(row["sha256"] and row["sha256"].hex())
    yield iri, SG.codePointCount, _integer(row["points"])


def _passage(row: dict[str, Any], iri: rdflib.URIRef, owners: dict[int, str]) -> Iterator[Triple]:
    numbers = row["paragraph"], row["sentence"]
    name = None if None in numbers else "P{}.S{}".format(*numbers)
    yield iri, RDF.type, SG.Passage
    yield iri, DC.identifier, _literal(name)
    yield iri, SG.ordinal, _integer(row["passage"] % tables.PER_DOCUMENT)
    yield iri, SG.paragraphNumber, _integer(row["paragraph"])
    yield iri, SG.sentenceNumber, _integer(row["sentence"])
    yield iri, OA.hasSource, rdflib.URIRef(owners[row["document"]])
    yield iri, SG.sha256, _literal(row["sha256"] and row["sha256"].hex())
    yield from _place(row, iri)


def _mention(
    row: dict[str, Any],
    owners: dict[int, str],
    passages: dict[int, rdflib.URIRef],
    things: dict[int, rdflib.URIRef],
) -> Iterator[Triple]:
    iri = rdflib.URIRef(f"{owners[row['document']]}/m{row['start']}-{row['end']}")
    yield iri, RDF.type, SG.Mention
    yield iri, SG.inPassage, passages.get(row["passage"])
    yield iri, SG.refersTo, things.get(row["thing"])
    yield iri, SG.hasSurface, _literal(row["surface"])
    yield from _place(row, iri)


def _place(row: dict[str, Any], iri: rdflib.URIRef) -> Iterator[Triple]:
    place = rdflib.URIRef(f"{iri}-position")
    yield iri, OA.hasSelector, place
    yield place, RDF.type, OA.TextPositionSelector
    yield place, OA.start, _integer(row["start"])
    yield place, OA.end, _integer(row["end"])


def _literal(text: str | None, **kind: Any) -> rdflib.Literal | None:
    return None if text is None else rdflib.Literal(text, **kind)


def _integer(value: int | None) -> rdflib.Literal | None:
    return None if value is None else rdflib.Literal(value)
