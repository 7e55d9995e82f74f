"""Say what the columns of an answer hold: in words, and as metadata of CSV on the Web.

The words stand in ``queries/columns.tsv``. Writes no file.
"""

import functools
import json
import os.path
from collections.abc import Mapping
from typing import TYPE_CHECKING

from secgraph.dataset import location
from secgraph.query import shaping, typed
from secgraph.syntax import textfile

if TYPE_CHECKING:
    from secgraph.query.result import Result

SUFFIX = "-metadata.json"
"""What CSV on the Web adds to the name of a table, for the file that describes it."""

_ANY = "*"
_DATATYPES = {
    "whole": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "local": "datetime",
    "moment": "datetime",
    "text": "string",
}


@functools.cache
def _meanings() -> dict[tuple[str, str], str]:
    """Give the meaning of each column by question and name; the question is ``*`` for all."""
    path = os.path.join(location.root(), "queries", "columns.tsv")
    rows = [line.split("\t") for line in textfile.lines(textfile.read(path))[1:] if line]
    return {(question, column): words for question, column, words in rows}


def meaning(question: str, column: str) -> str:
    """Say what a column of a question holds; empty for one that the dictionary does not have.

    Args:
        question: Such as ``votes/on``; empty for free SPARQL, whose columns nobody has described.
        column: Its name.
    """
    words = _meanings()
    for key in ((question, column), (_ANY, column)) if question else ():
        if key in words:
            return words[key]
    label = column.removesuffix("Iri")
    if not question or label == column:
        return ""
    return f"IRIs behind {label}; several with a blank between."


def csvw(result: "Result", name: str, sets: "tuple[str, ...]" = ()) -> bytes:
    """Describe the CSV of an answer as CSV on the Web does.

    Args:
        result: The answer as it is written.
        name: The name of the file of the table, without its folder.
        sets: Columns with several values in a cell, with a blank between.

    Returns:
        JSON in UTF-8, for a file beside the table, whose name is that of the table with
        :data:`SUFFIX` behind it.

    Raises:
        UsageError: The answer has no rows.
    """
    shaping.check_rows(result, "a data dictionary")
    question = result.about.name
    columns = [
        _column(question, column, separated=column.name in sets)
        for column in typed.columns(result, spans_too=False)
    ]
    facts = {
        "dc:title": result.title or "Answer to a query in SPARQL",
        "dc:description": result.subtitle,
        "dc:source": f"secgraph {result.release}".strip(),
        "dc:identifier": question,
    }
    page = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": name,
        **{key: value for key, value in facts.items() if value},
        "dialect": {"lineTerminators": ["\n"], "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
    }
    return (json.dumps(page, ensure_ascii=False, indent=2) + "\n").encode()


def _column(question: str, column: typed.Column, *, separated: bool) -> Mapping[str, object]:
    described: dict[str, object] = {"titles": column.name, "name": column.name}
    words = meaning(question, column.name)
    if words:
        described["dc:description"] = words
    described["datatype"] = "string" if separated else _DATATYPES[column.kind]
    if separated:
        described["separator"] = " "
    return described
