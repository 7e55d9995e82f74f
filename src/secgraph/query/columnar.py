"""Give an answer as a table of Arrow, a file of Parquet or Arrow, or a data frame of Polars.

Reads no file, and asks nothing.
"""

import io
from typing import TYPE_CHECKING

from secgraph.errors import MissingExtra
from secgraph.query import dictionary, typed

if TYPE_CHECKING:
    import polars
    import pyarrow

    from secgraph.query.result import Result


def arrow(result: "Result") -> "pyarrow.Table":
    """Give the rows as a table of Arrow.

    Returns:
        Columns of ``int64``, ``double``, ``bool``, ``date32``, ``timestamp[us]`` (in UTC where the
        answer has zones) or ``string``, with nulls; spans have ``start`` and ``end`` beside them.
        The metadata names the question, its values and the release; that of a column says what
        it holds.

    Raises:
        MissingExtra: pyarrow is not installed.
        UsageError: The answer has no rows.
    """
    try:
        import pyarrow
    except ImportError as error:
        raise MissingExtra("tables", "a table of Arrow or Parquet") from error
    types = {
        "whole": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "local": pyarrow.timestamp("us"),
        "moment": pyarrow.timestamp("us", tz="UTC"),
        "text": pyarrow.string(),
    }
    columns = typed.columns(result)
    question = result.about.name
    fields = [
        pyarrow.field(
            column.name,
            types[column.kind],
            metadata={"description": dictionary.meaning(question, column.name)},
        )
        for column in columns
    ]
    facts = {
        "title": result.title,
        "question": question,
        "values": result.subtitle,
        "release": result.release,
    }
    arrays = [pyarrow.array(column.cells, types[column.kind]) for column in columns]
    schema = pyarrow.schema(fields, metadata={k: v for k, v in facts.items() if v})
    return pyarrow.Table.from_arrays(arrays, schema=schema)


def parquet(result: "Result") -> bytes:
    """Write the rows as Parquet: see :func:`arrow`."""
    table = arrow(result)
    from pyarrow import parquet as writer

    target = io.BytesIO()
    writer.write_table(table, target, compression="zstd")
    return target.getvalue()


def arrow_file(result: "Result") -> bytes:
    """Write the rows as a file of Arrow, also known as Feather version 2: see :func:`arrow`."""
    table = arrow(result)
    import pyarrow

    target = io.BytesIO()
    with pyarrow.ipc.new_file(target, table.schema) as writer:
        writer.write_table(table)
    return target.getvalue()


def polars_frame(result: "Result") -> "polars.DataFrame":
    """Give the rows as a data frame of Polars, with the types of :func:`arrow`.

    Raises:
        MissingExtra: Polars or pyarrow is not installed.
        UsageError: The answer has no rows.
    """
    table = arrow(result)
    try:
        import polars
    except ImportError as error:
        raise MissingExtra("polars", "a data frame of Polars") from error
    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)  # noqa: S101 - a table gives a frame
    return frame
