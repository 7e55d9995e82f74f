"""Say what the command line takes: verbs, arguments, options.

Runs nothing and prints nothing but what argparse says of a mistake.
"""

import argparse

FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
GRAPH_FORMATS = ("ttl", "nt", "nq", "trig", "jsonld", "rdfxml")


def parser() -> argparse.ArgumentParser:
    """Build the grammar of the command line."""
    top = argparse.ArgumentParser(prog="secgraph", description="Ask a graph of security alignment who holds what, and where it stands.")
    top.add_argument("--version", action="store_true", help="name the release and stop")
    # Naming the program keeps argparse from loading what measures the terminal.
    verbs = top.add_subparsers(dest="verb", metavar="VERB", prog="secgraph")

    queries = verbs.add_parser("queries", help="list the questions, or say all about one")
    queries.add_argument("name", nargs="?", metavar="NAME")

    run = verbs.add_parser("run", help="answer a saved question")
    run.add_argument("name", metavar="NAME")
    run.add_argument("params", nargs="*", metavar="param=value", help='a value by label, such as actor=Japan or "from=North Atlantic"')
    run.add_argument("--show", action="store_true", help="print the SPARQL, with the values in it, and ask nothing")
    _answers(run)

    ask = verbs.add_parser("ask", help="is it said, denied, said and denied, only supposed, or not spoken of?")
    ask.add_argument("subject", metavar="SUBJECT", help="label, alias, prefixed name or IRI")
    ask.add_argument("relation", metavar="RELATION", help='a kind of relation, such as "has security inseparable from"')
    ask.add_argument("object", metavar="OBJECT")

    sparql = verbs.add_parser("sparql", help="answer a SPARQL query: its text, a file, or - for standard input")
    sparql.add_argument("query", metavar="QUERY|FILE|-")
    _answers(sparql)

    show = verbs.add_parser("show", help="say what the graph holds about a thing")
    show.add_argument("thing", metavar="THING", help="label, alias, passage such as P10.S2, prefixed name or IRI")

    coverage = verbs.add_parser("coverage", help="count what is claimed on each passage, by force and polarity")
    coverage.add_argument("--text", metavar="FILE", help="your copy of the document; each sentence is then shown")
    coverage.add_argument("--format", choices=FORMATS, help="a heat map on a terminal, CSV in a pipe, unless you say otherwise")
    coverage.add_argument("-o", "--output", metavar="FILE.svg", help="draw it into a file instead")

    passage = verbs.add_parser("passage", help="say all about a passage: its claims, mentions and links of the argument")
    passage.add_argument("name", metavar="PASSAGE", help="such as P10.S2, T or H1")
    passage.add_argument("--text", metavar="FILE", help="your copy of the document; the sentence is then shown")

    find = verbs.add_parser("find", help="search labels, aliases and questions")
    find.add_argument("word", metavar="WORD")
    find.add_argument("--format", choices=FORMATS)

    check = verbs.add_parser("check", help="look for everything that can be wrong")
    check.add_argument("files", nargs="*", metavar="FILE", help="RDF files to check beside the graph; the graph itself if none")
    check.add_argument("--text", metavar="FILE", help="your copy of the document, held against every passage")

    export = verbs.add_parser("export", help="write the whole graph for another tool")
    export.add_argument("--format", choices=GRAPH_FORMATS, default="ttl")
    export.add_argument("-o", "--output", metavar="FILE")

    reason = verbs.add_parser("reason", help="classify, look for contradictions and conclude what the rules conclude")
    reason.add_argument("files", nargs="*", metavar="FILE", help="RDF files to reason over beside the graph")
    reason.add_argument("-o", "--output", metavar="FILE.ttl", help="write what the rules conclude, each statement below the name of its rule")
    reason.add_argument("--date", metavar="YYYY-MM-DD", help="instead, say directly who is a member of what on that date, by the facts")
    return top


def _answers(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--format", choices=FORMATS, help="a table on a terminal, CSV in a pipe, unless you say otherwise")
    verb.add_argument("--data", action="append", default=[], metavar="FILE", help="your own RDF, put beside the graph")
    verb.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="give up after so long")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value
