"""The options that several verbs share, and the session that they choose.

Answers nothing itself.
"""

import argparse
import sys

from secgraph import stores
from secgraph.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from secgraph.query.sessions import Session
    from secgraph.stores import Store
    from secgraph.syntax.federation import Services

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "html")
FILES = ("xlsx", "parquet", "arrow", "graphml", "gexf", "edges", "geojson")
"""Formats of an answer beside these, for other programs."""

VIEWS = ("bars", "graph", "heat", "line", "map", "timeline")
STYLES = ("bibtex", "ris", "csl", "text")


def add_format(parser: argparse.ArgumentParser, choices: "tuple[str, ...]" = FORMATS) -> None:
    """Add the option for the format of an answer."""
    parser.add_argument(
        "--format",
        choices=choices,
        metavar="FORMAT",
        help=f"{', '.join(choices)}; a table on a terminal and CSV in a pipe, unless you say "
        "otherwise",
    )


def add_answer(parser: argparse.ArgumentParser) -> None:
    """Add the options for the form of an answer."""
    add_format(parser, (*FORMATS, *FILES))
    parser.add_argument(
        "--labels",
        action="store_true",
        help="leave out the columns of IRIs behind labels; other IRIs become prefixed names",
    )
    parser.add_argument("--limit", type=rows, metavar="N", help="the first N rows only")
    parser.add_argument(
        "--coordinates",
        action="store_true",
        help="add the longitude and latitude of states and regions, where a source has them",
    )
    parser.add_argument(
        "--wkt",
        action="store_true",
        help="add the place or outline of states and regions as Well-Known Text",
    )
    parser.add_argument(
        "--metadata",
        action="store_true",
        help="with -o FILE.csv: write FILE.csv-metadata.json beside it, which says what each "
        "column holds (CSV on the Web)",
    )
    add_cite(parser)
    parser.add_argument(
        "--guard-formulas",
        action="store_true",
        help="csv and tsv: write ' before a text that a spreadsheet would take for a formula",
    )
    parser.add_argument(
        "--evidence", action="store_true", help="show the passages and sources behind each row"
    )
    add_text(parser, "the sentences behind each row are then shown")
    parser.add_argument("--view", choices=VIEWS, help="draw the answer instead, as SVG, PNG or PDF")
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write into a file, in the format that its name ends in",
    )


def add_cite(parser: argparse.ArgumentParser) -> None:
    """Add the option that gives a citation in place of the answer."""
    parser.add_argument(
        "--cite",
        choices=STYLES,
        help="give what the answer rests on, to be cited, instead of the answer",
    )


def documents(arguments: argparse.Namespace) -> "list[str]":
    """Give the options that name the chosen documents, for a command that asks the same."""
    return [word for name in arguments.document or () for word in ("--document", name)]


def rows(text: str) -> int:
    """Read a number of rows above 0."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of rows above 0")
    return int(text)


def add_text(parser: argparse.ArgumentParser, purpose: str) -> None:
    """Add the option for the user's copy of a text."""
    parser.add_argument(
        "--text",
        metavar="FILE|DIR|DOCUMENT=FILE",
        help=f"your copy of a document, or a folder of copies; {purpose}",
    )


def add_store(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what is asked."""
    parser.add_argument(
        "--store",
        metavar="SPEC",
        default=stores.MEMORY,
        help="what to ask: a folder that 'secgraph import' has made, the URL of a server (user, "
        "password or token come from the environment or ~/.netrc), or memory: for the packaged "
        "graph (default)",
    )
    parser.add_argument("--make", help=argparse.SUPPRESS)
    parser.add_argument(
        "--graph",
        action="append",
        metavar="IRI",
        help="the graph of the store that is asked, if not the usual one; several are merged",
    )
    parser.add_argument(
        "--default-graph",
        action="store_true",
        help="ask the default graph of the server instead",
    )
    parser.add_argument(
        "--document",
        action="append",
        metavar="DOCUMENT",
        help="only what stands in this document; several are taken together",
    )
    parser.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="FILE|DIR",
        help="your own RDF, put beside the packaged graph",
    )
    parser.add_argument(
        "--drafts",
        action="store_true",
        help="ask also the claims of a document of --data that nobody has approved; their labels "
        "end in (draft)",
    )
    parser.add_argument("--timeout", type=seconds, metavar="SECONDS", help="give up after so long")
    parser.add_argument(
        "--no-cache",
        action="store_true",
        help="read the files of the graph, whatever is kept of them, and keep nothing",
    )
    parser.add_argument("--endpoint", metavar="URL", help=argparse.SUPPRESS)


def add_services(parser: argparse.ArgumentParser) -> None:
    """Add the options that let a query ask other stores."""
    parser.add_argument(
        "--allow-service",
        action="store_true",
        help="let the query ask other stores by SERVICE, which is off otherwise",
    )
    parser.add_argument(
        "--service",
        action="append",
        metavar="IRI=URL",
        help="let it ask this store, at this address; an address alone is that of any",
    )


def add_sessions(parser: argparse.ArgumentParser) -> None:
    """Add the option that names sessions of a corpus."""
    parser.add_argument(
        "--sessions",
        metavar="N,N-N",
        help="of a corpus only these sessions, such as 70-77; all if left out",
    )


def sessions(text: str | None) -> "list[int] | None":
    """Read the sessions that an option names; None for all.

    Raises:
        UsageError: It names none.
    """
    from secgraph.query.parameters import ranges

    if text is None:
        return None
    words = ranges(text)
    if not words or not all(word.isdecimal() for word in words):
        raise UsageError(f"{text!r} names no sessions; write them as 70-77 or 1,5")
    return [int(word) for word in words]


def seconds(text: str) -> float:
    """Read a number of seconds above 0."""
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def hint(former: str, now: str) -> None:
    """Say that an option has another name, where the former one was used."""
    print(
        f"secgraph: {former} is now {now}; the former spelling goes with the next release",
        file=sys.stderr,
    )


def open_store(arguments: argparse.Namespace) -> "Store":
    """Open the store that the options name.

    Raises:
        UsageError: Options do not go together.
    """
    spec: str = arguments.store
    if arguments.endpoint is not None:
        if spec != stores.MEMORY:
            raise UsageError("--endpoint is the former name of --store; leave one of them out")
        hint("--endpoint URL", "--store URL")
        spec = arguments.endpoint
    if arguments.graph and arguments.default_graph:
        raise UsageError("--graph and --default-graph name two graphs; leave one of them out")
    graph = None if arguments.default_graph else arguments.graph or stores.USUAL
    auth = None
    url = stores.parts(spec)[2]
    if url:
        from secgraph.cli import credentials

        auth = credentials.of(url)
    return stores.open(
        spec,
        graph=graph,
        data=arguments.data,
        drafts=arguments.drafts,
        timeout=arguments.timeout,
        services=_services(arguments),
        auth=auth,
        make=arguments.make,
        cached=not arguments.no_cache,
    )


def repeated(arguments: argparse.Namespace) -> "list[str]":
    """Give the options that say what is asked, for a command that asks the same."""
    words: list[str] = []
    for name, values in (
        ("--store", [arguments.store] if arguments.store != stores.MEMORY else []),
        ("--store", [arguments.endpoint] if arguments.endpoint is not None else []),
        ("--graph", arguments.graph or []),
        ("--data", arguments.data),
    ):
        for value in values:
            words += [name, value]
    for name in ("default_graph", "drafts"):
        words += [f"--{name.replace('_', '-')}"] if getattr(arguments, name) else []
    return words


def progress(
    what: str, arguments: argparse.Namespace, *parts: str
) -> "AbstractContextManager[None]":
    """Show on a terminal that a question takes longer; see :mod:`secgraph.cli.progress`."""
    if not sys.stderr.isatty():
        import contextlib

        return contextlib.nullcontext()
    from secgraph.cli import progress

    return progress.shown(what, *parts, *repeated(arguments))


def open_session(arguments: argparse.Namespace) -> "Session":
    """Give a session with the store and the saved queries that the options name."""
    from secgraph.query import catalog, sessions

    folder: str | None = getattr(arguments, "queries", None)
    queries = catalog.Catalog(folder) if folder is not None else None
    return sessions.Session(open_store(arguments), queries, documents=arguments.document or ())


def no_documents(arguments: argparse.Namespace) -> None:
    """Refuse ``--document`` where it has no meaning.

    Raises:
        UsageError: It was given.
    """
    if arguments.document:
        raise UsageError(
            f"'secgraph {arguments.verb}' takes no --document: its query names documents itself"
        )


def _services(arguments: argparse.Namespace) -> "Services":
    """Say which other stores a query may ask: none, unless the user says so."""
    pairs: list[str] = getattr(arguments, "service", None) or []
    if not pairs:
        return bool(getattr(arguments, "allow_service", False))
    if arguments.allow_service:
        raise UsageError(
            "--allow-service lets a query ask any store, --service the named ones only; "
            "leave one of them out"
        )
    from secgraph.syntax import federation

    return dict(federation.address(pair) for pair in pairs)
