"""The verb report: several answers on one page, with figures, passages and references."""

import shlex

from secgraph.cli import options, out
from secgraph.cli.run import values
from secgraph.errors import BadValue, UsageError
from secgraph.publish import report

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.query.sessions import Session

HELP = "put several answers on one page, with figures, passages and references"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "questions",
        nargs="+",
        metavar="QUESTION",
        help='the name of a question, or in quotes with its values: "claims/about thing=Japan", '
        "\"linkage/between-regions from=Asia 'to=North Atlantic'\"",
    )
    parser.add_argument("--title", default="Report", help="the heading of the page")
    parser.add_argument("--no-figures", action="store_true", help="tables and references only")
    parser.add_argument("-o", "--output", metavar="FILE.html", help="write the page into a file")
    options.add_text(parser, "the sentences behind each answer are then shown")
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Ask the questions and write the page."""
    output: str | None = arguments.output
    if output is not None and not output.endswith((".html", ".htm")):
        raise UsageError(f"{output}: a report is a page of HTML; give a name that ends in .html")
    session = options.open_session(arguments)
    answers = [_answer(session, words, arguments) for words in arguments.questions]
    page = report.page(answers, arguments.title, figures=not arguments.no_figures)
    out.saved(page, output)
    return 0


def _answer(session: "Session", words: str, arguments: "argparse.Namespace") -> report.Answer:
    """Answer one question.

    Raises:
        UsageError: The words are no question with its values.
    """
    try:
        parts = shlex.split(words)
    except ValueError as error:
        raise BadValue(words, f"its quotes do not pair ({error})") from error
    if not parts:
        raise BadValue(words, "name a question; 'secgraph queries' lists them")
    name, *pairs = parts
    result = session.run(name, values(pairs))
    backing = result.backing(arguments.text)
    asked = result.citation.asked_with(options.repeated(arguments))
    return report.Answer(result, backing, asked)
