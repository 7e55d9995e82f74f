"""The tables of a corpus: their columns, and how they are written.

Knows nothing of where files stand or which of them count.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secgraph.errors import BadFile, MissingExtra

TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "document": "int64",
        "slug": "string",
        "iri": "string",
        "label": "string",
        "state": "int32",
        "code": "string",
        "speaker": "string?",
        "post": "string?",
        "date": "string",
        "year": "int16",
        "session": "int32",
        "file": "string",
        "sha256": "binary",
        "points": "int32",
        "passages": "int32",
        "mentions": "int32",
        "undecided": "int32",
    },
    "passages": {
        "passage": "int64",
        "document": "int64",
        "ordinal": "int32",
        "paragraph": "int32",
        "sentence": "int32",
        "start": "int32",
        "end": "int32",
        "sha256": "binary",
    },
    "mentions": {
        "mention": "int64",
        "passage": "int64",
        "document": "int64",
        "thing": "int32",
        "start": "int32",
        "end": "int32",
        "surface": "string",
    },
    "things": {"thing": "int32", "iri": "string", "label": "string", "class": "string"},
    "facts": {"subject": "int32", "predicate": "int32", "object": "int32?", "value": "string?"},
}
"""The columns of each table, in the order in which its rows are sorted; ``?`` may be empty."""

KEYS = {"documents": "document", "passages": "passage", "mentions": "mention", "things": "thing"}
"""The column of each table that no two rows share."""

OF_SESSION = ("documents", "passages", "mentions")
"""The tables that are parted by session."""

PER_SESSION = 100_000
"""Documents that a session may have, so that keys of sessions never meet."""

PER_DOCUMENT = 1 << 16
"""Passages that a document may have."""

PER_PASSAGE = 1 << 11
"""Mentions that a passage may have."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written."""

    path: str
    rows: int
    size: int
    sha256: str


def write(table: str, columns: Mapping[str, Sequence[Any]], path: str) -> Written:
    """Write a table to a Parquet file.

    Args:
        table: Its name.
        columns: The values of each column, in the order of its key.
        path: Where; its folder is there.

    Raises:
        BadFile: It cannot be written, as on a full disk.
        MissingExtra: What writes Parquet is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("corpus", "writing the tables of a corpus") from error
    kinds = {
        "int64": pa.int64(),
        "int32": pa.int32(),
        "int16": pa.int16(),
        "string": pa.string(),
        "binary": pa.binary(32),
    }
    schema = pa.schema(
        [
            pa.field(name, kinds[kind.rstrip("?")], nullable=kind.endswith("?"))
            for name, kind in TABLES[table].items()
        ]
    )
    try:
        rows = pa.table({name: columns[name] for name in TABLES[table]}, schema=schema)
        pq.write_table(
            rows,
            path,
            compression="zstd",
            use_dictionary=[name for name, kind in TABLES[table].items() if "string" in kind],
        )
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror or error})") from error
    return Written(path, rows.num_rows, os.path.getsize(path), digest)


def read(paths: Sequence[str], columns: Sequence[str]) -> dict[str, list[Any]]:
    """Read columns of files of a table, one file after another.

    Raises:
        BadFile: A file cannot be read.
        MissingExtra: What reads Parquet is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("corpus", "reading the tables of a corpus") from error
    values: dict[str, list[Any]] = {name: [] for name in columns}
    for path in paths:
        try:
            rows = pq.ParquetFile(path).read(columns=list(columns))
        except (OSError, pa.ArrowException) as error:
            raise BadFile(path, f"is no table of a corpus ({error})") from error
        for name in columns:
            values[name] += rows.column(name).to_pylist()
    return values
