"""The verb run: answer a saved question."""

from secgraph.cli import options, out
from secgraph.errors import BadValue, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.query.sessions import Session

HELP = "answer a saved question"


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument(
        "params",
        nargs="*",
        metavar="param=value",
        help='a value by label, such as actor=Japan or "from=North Atlantic"',
    )
    parser.add_argument(
        "--show", action="store_true", help="print the SPARQL, with the values, and ask nothing"
    )
    parser.add_argument(
        "--queries",
        metavar="DIR",
        help="a folder of your own questions instead of those of the release",
    )
    options.add_answer(parser)
    options.add_services(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """Answer the question."""
    params = values(arguments.params)
    session = options.open_session(arguments)
    if arguments.document:
        _check_documents(session, arguments.name, params)
    question = session.question(arguments.name, params)
    if arguments.show:
        out.write(question.sparql.encode())
        return 0
    with options.progress(arguments.name, arguments, *arguments.params):
        result = session.run(arguments.name, params)
    out.answer(result, arguments, question.query)
    if arguments.text is not None and not hasattr(session.store, "saved"):
        from secgraph.query import passages

        out.strangers(passages.strangers(session, arguments.text))
    return 0


def values(pairs: "list[str]") -> "dict[str, str]":
    """Take ``name=value`` apart."""
    params: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadValue(pair, "give values as name=value, such as actor=Japan")
        if name in params:
            raise BadValue(pair, f"{name} is given twice")
        params[name] = value
    return params


def _check_documents(session: "Session", name: str, params: "dict[str, str]") -> None:
    """Refuse ``--document`` where the question cannot keep to it.

    Raises:
        UsageError: The question has no such parameter, or its value is given already.
    """
    if "document" in params:
        raise UsageError("--document and document= say the same; leave one of them out")
    if "document" not in session.queries.get(name).params:
        raise UsageError(f"{name} takes no --document: its rows are facts, not claims")
