"""Say what the command line takes: verbs, arguments, options.

Runs nothing and prints nothing but what argparse says of a mistake.
"""

import argparse
import functools
import os

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "html")
STORES = ("oxigraph", "fuseki", "rdf4j", "graphdb", "virtuoso", "sparql")
GRAPH_FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")


def parser(verb: str | None = None) -> argparse.ArgumentParser:
    """Build the grammar of the command line.

    Args:
        verb: If it is one, only its grammar is built: argparse looks for translations of each
            option, which costs more than a query.
    """
    top = argparse.ArgumentParser(
        prog="secgraph",
        description="Ask a graph of security alignment who holds what, and where it stands.",
        formatter_class=_Help,
    )
    top.add_argument("--version", action="store_true", help="name the release and stop")
    # Naming the program keeps argparse from loading what measures the terminal.
    verbs = top.add_subparsers(dest="verb", metavar="VERB", prog="secgraph")
    for name in [verb] if verb in VERBS else VERBS:
        words, add = VERBS[name]
        add(verbs.add_parser(name, help=words, formatter_class=_Help))
    return top


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal.

    argparse makes one for every option to see whether it can, and measures the terminal each time.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns())


@functools.cache
def _columns() -> int:
    try:
        return max(int(os.environ.get("COLUMNS", "")), 30) - 2
    except ValueError:
        return (os.get_terminal_size(1).columns if os.isatty(1) else 80) - 2


COMPLETED = {
    ("queries", "words"): "questions",
    ("run", "name"): "questions",
    ("run", "params"): "parameters",
    ("ask", "subject"): "things",
    ("ask", "relation"): "kinds",
    ("ask", "object"): "things",
    ("show", "thing"): "things",
    ("links", "words"): "linked",
    ("links", "target"): "targets",
    ("links", "scheme"): "targets",
    ("passage", "name"): "passages",
}
"""Which argument of which verb is completed by which function of completion.

All others by files.
"""


def _queries(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("words", nargs="*", metavar="NAME | FAMILY | new NAME | test [DIR] | export")
    verb.add_argument(
        "--queries",
        metavar="DIR",
        help="a folder of your own questions, as family/question.rq, instead of those of the release",
    )
    verb.add_argument(
        "--format",
        choices=(*FORMATS, "ttl"),
        help="of the list; export writes markdown (a page) or ttl (a description in RDF)",
    )
    verb.add_argument(
        "--target",
        metavar="URL",
        help="export: the endpoint at which the questions can be asked, named in the description",
    )
    verb.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="FILE",
        help="test: your own RDF, put beside the graph",
    )
    _services(verb)
    verb.add_argument("-o", "--output", metavar="FILE", help="export: where to")
    _store(verb)


def _run(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", metavar="NAME")
    verb.add_argument(
        "params",
        nargs="*",
        metavar="param=value",
        help='a value by label, such as actor=Japan or "from=North Atlantic"',
    )
    verb.add_argument(
        "--show",
        action="store_true",
        help="print the SPARQL, with the values in it, and ask nothing",
    )
    verb.add_argument(
        "--queries",
        metavar="DIR",
        help="a folder of your own questions instead of those of the release",
    )
    _answers(verb)


def _ask(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("subject", metavar="SUBJECT", help="label, alias, prefixed name or IRI")
    verb.add_argument(
        "relation",
        metavar="RELATION",
        help='a kind of relation, such as "has security inseparable from"',
    )
    verb.add_argument("object", metavar="OBJECT")
    _store(verb)


def _sparql(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("query", metavar="QUERY|FILE|-")
    _answers(verb)


def _show(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "thing", metavar="THING", help="label, alias, passage such as P10.S2, prefixed name or IRI"
    )
    _disk(verb)


def _coverage(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--text", metavar="FILE", help="your copy of the document; each sentence is then shown"
    )
    verb.add_argument(
        "--format",
        choices=FORMATS,
        help="a heat map on a terminal, CSV in a pipe, unless you say otherwise",
    )
    verb.add_argument("-o", "--output", metavar="FILE.svg", help="draw it into a file instead")


def _passage(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("name", metavar="PASSAGE", help="such as P10.S2, T or H1")
    verb.add_argument(
        "--text", metavar="FILE", help="your copy of the document; the sentence is then shown"
    )


def _find(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("words", nargs="+", metavar="WORD", help="all of them have to be there")
    verb.add_argument("--format", choices=FORMATS)
    _disk(verb)


def _check(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="RDF files to check beside the graph; the graph itself if none",
    )
    verb.add_argument(
        "--text",
        metavar="FILE",
        help="your copy of the document, held against every passage and mention",
    )


def _export(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--format", choices=GRAPH_FORMATS, default="ttl")
    verb.add_argument("-o", "--output", metavar="FILE")


def _build(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        default="dist",
        help="the folder, which is made where it is not there (default: dist)",
    )


def _links(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "words", nargs="*", metavar="THING | check [FILE.tsv] | resolve FILE.csv | export"
    )
    verb.add_argument(
        "--target", metavar="T", help="only links to this scheme, such as wikidata or iso-alpha3"
    )
    verb.add_argument(
        "--rejected",
        action="store_true",
        help="show wrong matches that are known too, with the reason",
    )
    verb.add_argument(
        "--format",
        choices=FORMATS,
        help="a table on a terminal, CSV in a pipe, unless you say otherwise",
    )
    verb.add_argument(
        "--column",
        metavar="C",
        help="resolve: the column with the names or codes, by its name or its number from 1",
    )
    verb.add_argument(
        "--scheme",
        metavar="S",
        help="resolve: the scheme of the codes, such as iso-alpha3 or cow-abbreviation, or 'name'",
    )
    verb.add_argument(
        "--delimiter",
        metavar="D",
        help="resolve: what separates fields, if not what the first line shows; 'tab' for a tab",
    )
    verb.add_argument(
        "--as",
        dest="called",
        metavar="NAME",
        default="secgraph",
        help="resolve: the name of the new column (default: secgraph)",
    )
    verb.add_argument(
        "-o", "--output", metavar="FILE", help="resolve: where to; export: the folder"
    )


def _reason(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "files", nargs="*", metavar="FILE", help="RDF files to reason over beside the graph"
    )
    verb.add_argument(
        "-o",
        "--output",
        metavar="FILE.ttl",
        help="write what the rules conclude, each statement below the name of its rule",
    )
    verb.add_argument(
        "--date",
        metavar="YYYY-MM-DD",
        help="instead, say directly who is a member of what on that date, by the facts",
    )


def _load(verb: argparse.ArgumentParser) -> None:
    _stored(verb)
    verb.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="RDF files, each named graph of theirs in its own; the release if none",
    )
    verb.add_argument(
        "--replace", action="store_true", help="replace the graph though it holds data of others"
    )
    verb.add_argument(
        "--show",
        action="store_true",
        help="print every request, and send none that changes anything",
    )


def _import(verb: argparse.ArgumentParser) -> None:
    verb.description = (
        "Import an open dataset that you have downloaded. Without NAME: list the adapters, what each reads, where to get it and on what terms. "
        "A file with a wrong header, cut off, not in UTF-8, or whose own totals do not add up is refused as a whole: exit 2, nothing is imported. "
        "Rows that cannot be imported (an unknown code, a second row of the same key) are reported with their lines and the others are imported: exit 0, "
        "or 1 and nothing imported with --strict. What was imported under the same NAME before is replaced."
    )
    verb.add_argument("name", nargs="?", metavar="NAME", help="the adapter, such as un-votes")
    verb.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="the files of the dataset, plain or gzipped, taken together",
    )
    verb.add_argument(
        "-o",
        "--output",
        metavar="DIR|FILE",
        help="an Oxigraph store on disk, made if it is not there, which then holds the release too and is asked with --store DIR; or a file that ends in "
        ".nq, .nt or .ttl; without it the files are only checked",
    )
    verb.add_argument(
        "--strict", action="store_true", help="import nothing where a row is rejected (exit 1)"
    )
    verb.add_argument(
        "--optimize",
        action="store_true",
        help="merge the files of the store at the end: takes longer, and a big record is read quicker",
    )
    verb.add_argument(
        "--adapter",
        metavar="FILE.toml",
        help="an adapter of your own instead of NAME; see data/adapters/README.md",
    )


def _unload(verb: argparse.ArgumentParser) -> None:
    _stored(verb)
    verb.add_argument(
        "files", nargs="*", metavar="FILE", help="the files that were loaded; the release if none"
    )
    verb.add_argument(
        "--all",
        action="store_true",
        help="remove the graph with all that is in it, whoever put it there",
    )
    verb.add_argument(
        "--staging",
        action="store_true",
        help="instead, remove the staging graphs that broken loads have left",
    )


def _describe(verb: argparse.ArgumentParser) -> None:
    _stored(verb)


def _stored(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "url",
        metavar="URL",
        help="the base of the server, or any of its addresses; user, password or token come from the environment or ~/.netrc",
    )
    verb.add_argument(
        "--store",
        metavar="MAKE",
        choices=STORES,
        help=f"{', '.join(STORES)}: which make of store it is, where it does not say; sparql is any that takes SPARQL 1.1 Update",
    )
    verb.add_argument("--update", metavar="URL", help="where it takes changes, for --store sparql")
    verb.add_argument("--graph", metavar="IRI", help="the graph, if not the usual one")
    verb.add_argument(
        "--default-graph", action="store_true", help="the default graph of the store instead"
    )
    verb.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="for one request")


def _answers(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--format",
        choices=FORMATS,
        help="a table on a terminal, CSV in a pipe, unless you say otherwise",
    )
    verb.add_argument(
        "--evidence", action="store_true", help="show the passages and sources behind each row"
    )
    verb.add_argument(
        "--text",
        metavar="FILE",
        help="your copy of the document; the sentences behind each row are then shown",
    )
    verb.add_argument(
        "--view",
        choices=("bars", "graph", "map", "timeline"),
        help="draw the answer as SVG instead",
    )
    verb.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write into a file, in the format that its name ends in",
    )
    verb.add_argument(
        "--data",
        action="append",
        default=[],
        metavar="FILE",
        help="your own RDF, put beside the graph",
    )
    verb.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="give up after so long")
    _services(verb)
    _store(verb)


def _services(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--allow-service",
        action="store_true",
        help="let the query ask other stores by SERVICE, which is off otherwise",
    )
    verb.add_argument(
        "--service",
        action="append",
        metavar="IRI=URL",
        help="let it ask this store, at this address; an address alone is that of any",
    )


def _store(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--endpoint",
        metavar="URL",
        help="ask a store over HTTP; a user, password or token is taken from the environment or ~/.netrc",
    )
    verb.add_argument(
        "--graph",
        action="append",
        metavar="IRI",
        help="the graph of the store that is asked, if not the usual one; several are merged",
    )
    verb.add_argument(
        "--default-graph", action="store_true", help="ask the default graph of the store instead"
    )
    _disk(verb)


def _disk(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--store",
        metavar="DIR",
        help="ask the store on disk that 'secgraph import' has made, instead of the release alone",
    )


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value


def _test_claims(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--all", action="store_true", help="list every claim, also those of which no rule speaks"
    )
    verb.add_argument("--format", choices=FORMATS)
    verb.add_argument(
        "--store",
        metavar="DIR",
        help="hold them against a store that 'secgraph import' made, instead of the release alone",
    )
    verb.add_argument(
        "-o",
        "--output",
        metavar="FILE.trig",
        help="write the outcomes as RDF, in a graph of their own",
    )


VERBS = {
    "queries": ("list the questions, say all about one, begin, test or export them", _queries),
    "run": ("answer a saved question", _run),
    "ask": ("is it said, denied, said and denied, only supposed, or not spoken of?", _ask),
    "sparql": ("answer a SPARQL query: its text, a file, or - for standard input", _sparql),
    "show": ("say what the graph holds about a thing", _show),
    "coverage": ("count what is claimed on each passage, by force and polarity", _coverage),
    "passage": (
        "say all about a passage: its claims, mentions and links of the argument",
        _passage,
    ),
    "find": ("search labels, aliases and questions", _find),
    "check": ("look for everything that can be wrong", _check),
    "export": ("write the whole graph for another tool", _export),
    "build": ("make the files of the release: every format, its description, its digests", _build),
    "load": ("load the release, or files, into a triple store", _load),
    "import": (
        "import an open dataset that you have downloaded: votes, alliances, memberships, places",
        _import,
    ),
    "unload": ("take out of a store what was loaded, and nothing else", _unload),
    "describe": (
        "say what a store holds of this project, and whether it is the release",
        _describe,
    ),
    "links": (
        "show and check identifiers in other datasets, and join a CSV of yours by names or codes",
        _links,
    ),
    "test-claims": (
        "hold the claims against the record: corroborated, contradicted, not testable",
        _test_claims,
    ),
    "reason": ("classify, look for contradictions and conclude what the rules conclude", _reason),
}
"""What can be done, in the order in which help lists it.

A line about it, and what adds its arguments.
"""
