"""The verb sparql: answer a query in SPARQL."""

import os
import sys

from secgraph.cli import options, out
from secgraph.errors import BadFile
from secgraph.syntax import textfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "answer a SPARQL query: its text, a file, or - for standard input"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("query", metavar="QUERY|FILE|-")
    options.add_answer(parser)
    options.add_services(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Answer the query."""
    options.no_documents(arguments)
    text = _text(arguments.query)
    session = options.open_session(arguments)
    with options.progress("the query", arguments, text):
        result = session.sparql(text)
    out.answer(result, arguments)
    return 0


def _text(query: str) -> str:
    """Give the text of a query: that of standard input, of a file, or itself."""
    if query == "-":
        text = textfile.decoded(sys.stdin.buffer.read(), "standard input")
        return textfile.with_line_feeds(text)
    if os.path.exists(query) and not os.path.isdir(query):  # a pipe too, as of <(…)
        return textfile.with_line_feeds(textfile.read(query))
    if query.endswith((".rq", ".sparql", ".ru")) and not any(mark in query for mark in " {\n"):
        raise BadFile(query, "is not there")
    return query.removeprefix("\ufeff")
