"""Write a corpus as five tables in Parquet for other programs, with IRIs in the place of keys.

Words stay outside, but for those by which a thing is named. Reads the tables through DuckDB.
"""

import os
import shutil
from collections.abc import Sequence

from secgraph.corpus import description, manifest, tables
from secgraph.corpus.store import Corpus
from secgraph.dataset import serialize
from secgraph.errors import BadFile, EngineError

_PASSAGE = "d.iri || '/p' || p.paragraph || 's' || p.sentence"
_SELECTS = {
    "documents": """
SELECT d.iri AS document, d.slug, d.label, t.iri AS state, t.label AS "stateLabel", d.code,
       d.speaker, d.post, d.date, d.year, d.session, d.file, lower(hex(d.sha256)) AS sha256,
       d.points, d.passages, d.mentions, d.undecided
FROM documents d JOIN things t ON t.thing = d.state
WHERE d.session IN (SELECT unnest($sessions)) ORDER BY d.document""",
    "passages": f"""
SELECT {_PASSAGE} AS passage, d.iri AS document,
       'P' || p.paragraph || '.S' || p.sentence AS identifier, p.ordinal, p.start, p."end",
       lower(hex(p.sha256)) AS sha256
FROM passages p JOIN documents d ON d.document = p.document
WHERE d.session IN (SELECT unnest($sessions)) ORDER BY p.passage""",
    "mentions": f"""
SELECT d.iri || '/m' || m.start || '-' || m."end" AS mention, {_PASSAGE} AS passage,
       d.iri AS document, t.iri AS thing, t.label AS "thingLabel", m.start, m."end", m.surface,
       d.session, d.year
FROM mentions m JOIN documents d ON d.document = m.document
JOIN passages p ON p.passage = m.passage JOIN things t ON t.thing = m.thing
WHERE d.session IN (SELECT unnest($sessions)) ORDER BY m.mention""",
    "things": "SELECT iri AS thing, label, class FROM things ORDER BY iri",
    "facts": """
SELECT s.iri AS subject, p.iri AS predicate, o.iri AS object, f.value
FROM facts f JOIN things s ON s.thing = f.subject JOIN things p ON p.thing = f.predicate
LEFT JOIN things o ON o.thing = f.object ORDER BY 1, 2, 3, 4""",
}
"""The columns of each table; an IRI is whole, ``start`` and ``end`` count code points."""

VOID = "void.ttl"
"""The file that describes a whole corpus, beside the tables."""


def write(folder: str, output: str, sessions: Sequence[int] | None = None) -> dict[str, int]:
    """Write the tables into a new folder, all or nothing.

    Args:
        folder: Of the corpus.
        output: The folder, which may not be there.
        sessions: Those that are wanted; all if None. Things and facts are always whole.

    Returns:
        The number of rows of each table.

    Raises:
        BadFile: The corpus is not as its manifest says, or the folder cannot be made.
        UsageError: The corpus has no such session.
    """
    corpus = Corpus(folder)
    chosen = manifest.chosen(corpus.manifest, sessions)
    output = os.path.normpath(output)
    if os.path.lexists(output):
        raise BadFile(output, "is there already, and nothing is written over; name a new folder")
    part = f"{output}.{os.getpid()}.part"
    try:
        os.makedirs(part)
        counts = {name: _table(corpus, name, part, chosen) for name in tables.TABLES}
        if sessions is None:
            described = serialize.serialized(description.Description(corpus).triples(), "ttl")
            with open(os.path.join(part, VOID), "wb") as file:
                file.write(described)
        os.rename(part, output)
    except OSError as error:
        raise BadFile(output, f"cannot be made ({error.strerror})") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def _table(corpus: Corpus, name: str, part: str, sessions: Sequence[int]) -> int:
    path = os.path.abspath(os.path.join(part, f"{name}.parquet")).replace("'", "''")
    select = _SELECTS[name]
    values = {"sessions": list(sessions)} if "$sessions" in select else {}
    try:
        ((rows,),) = corpus.fetch(
            f"COPY ({select}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)", values
        )
    except EngineError as error:
        raise BadFile(part, f"cannot be written: {error}") from error
    return int(rows)
