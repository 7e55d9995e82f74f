"""The verb queries: list the saved questions, explain one, begin one, test them, publish them.

Writes no file but a new question and what the user names.
"""

import os
import re
import sys

from secgraph.cli import options, out
from secgraph.errors import BadFile, BadValue, UsageError
from secgraph.query import catalog, describe, expected, publish

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

_TEMPLATE = """#+ summary: Which claims does an actor hold?
#+ description: Say what a row is, and in which order the rows come.
#+ tags: [claims]
#+ keywords: [view, opinion, according to]
#+ sets: [evidence]
#+ params:
#+   holder: {{class: [sg:Actor, sg:UnidentifiedAgent], label: holder, var: who}}
PREFIX sg: <https://w3id.org/secgraph/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?claim ?text (GROUP_CONCAT(DISTINCT STR(?passageId); SEPARATOR=" ") AS ?evidence)
       ?document ?documentIri
WHERE {{
  VALUES ?who {{ <{holder}> }}
  ?claim sg:hasClaimant ?who ;
         rdfs:label ?label ;
         sg:hasEvidence ?passage .
  FILTER (LANGMATCHES(LANG(?label), "en"))
  ?passage dcterms:identifier ?passageId ;
           sg:ordinal ?ordinal ;
           oa:hasSource ?documentIri .
  ?documentIri rdfs:label ?documentLabel .
  FILTER (LANGMATCHES(LANG(?documentLabel), "en"))
  BIND (STR(?label) AS ?text)
  BIND (STR(?documentLabel) AS ?document)
}}
GROUP BY ?claim ?text ?document ?documentIri
ORDER BY STR(?documentIri) MIN(?ordinal) STR(?claim)
"""


HELP = "list the questions, say all about one, begin, test or export them"

_USAGE = (
    "say 'queries', 'queries NAME', 'queries FAMILY', 'queries new FAMILY/NAME', "
    "'queries test [DIR]' or 'queries export'"
)


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "words",
        nargs="*",
        metavar="NAME | FAMILY | new NAME | test [DIR] | export",
        help="NAME: all about a question; FAMILY: its questions (all questions, without a word); "
        "new: the file of a question of your own, to be filled in; test: whether each question "
        "gives the answer beside it; export: the list as a page or as RDF",
    )
    parser.add_argument(
        "--queries",
        metavar="DIR",
        help="a folder of your own questions, as family/question.rq, instead of those of the "
        "release",
    )
    parser.add_argument(
        "--format",
        choices=(*options.FORMATS, "ttl"),
        metavar="FORMAT",
        help=f"of the list: {', '.join(options.FORMATS)}; export writes markdown (a page) or ttl "
        "(a description in RDF)",
    )
    parser.add_argument(
        "--target",
        metavar="URL",
        help="export: the endpoint at which the questions can be asked, named in the description",
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="export: where to")
    options.add_services(parser)
    options.add_store(parser)


def act(arguments: "argparse.Namespace") -> int:
    """List the questions, or do with them what the first word says."""
    first, *rest = arguments.words or [""]
    if first == "new" and len(rest) == 1:
        return _new(arguments, rest[0])
    if first == "test" and len(rest) <= 1:
        return _test(arguments, rest[0] if rest else arguments.queries)
    if first == "export" and not rest:
        return _export(arguments)
    if rest:
        raise UsageError(_USAGE)
    return _show(arguments, first)


def _show(arguments: "argparse.Namespace", name: str) -> int:
    """List the questions, all or those of a family, or say all about one."""
    family = name.rstrip("/")
    queries = (
        catalog.packaged() if arguments.queries is None else catalog.Catalog(arguments.queries)
    )
    if family and family not in {name.partition("/")[0] for name in queries.names()}:
        out.text(describe.question(options.open_session(arguments), name))
        return 0
    sound, faults = expected.sound(queries, family)
    if not sound and not faults:
        raise _nothing(queries.folder)
    if sound:
        rows = describe.questions(sound)
        out.table(rows, arguments.format if arguments.format != "ttl" else None)
    return _report(faults)


def _nothing(folder: str) -> UsageError:
    return UsageError(f"{folder} holds no question; they stand as family/question.rq")


def _report(faults: "Sequence[BadFile]") -> int:
    """Name the files that are no question on standard error, and give the exit code for that."""
    sys.stdout.flush()
    for fault in faults:
        print(f"secgraph: {out.plain(str(fault))}", file=sys.stderr)
    return 2 if faults else 0


def _new(arguments: "argparse.Namespace", name: str) -> int:
    """Write the beginning of a question, and never over one that is there."""
    folder = arguments.queries or "queries"
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", name):
        raise BadValue(
            name, "a question is named family/question, in small letters, digits and hyphens"
        )
    path = os.path.join(folder, *name.split("/")) + ".rq"
    holder = describe.example_holder()
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(_TEMPLATE.format(holder=holder))
    except FileExistsError as error:
        raise BadFile(path, "is there already; nothing was changed") from error
    except OSError as error:
        raise BadFile(path, f"cannot be written ({error.strerror})") from error
    answer = os.path.splitext(path)[0] + ".csv"
    out.text(
        f"{path} is there: say in its header what is asked, then the query.\n"
        f"Write the expected answer into {answer} before you run it.\n"
        f"secgraph run {name} --queries {folder}\nsecgraph queries test {folder}"
    )
    return 0


def _test(arguments: "argparse.Namespace", folder: str | None) -> int:
    """Answer every question and compare with the answer beside it."""
    arguments.queries = folder
    session = options.open_session(arguments)
    outcomes = expected.verify(session)
    if not outcomes:
        raise _nothing(folder or "the release")
    lines = []
    for outcome in outcomes:
        if outcome.omitted:
            lines.append(f"left out  {outcome.name}: {outcome.omitted}")
            continue
        verdict = "differs" if outcome.differs else "same   "
        lines.append(f"{verdict}  {outcome.name}  ({outcome.rows} rows expected)")
        lines += [f"    {line}" for line in outcome.differs]
    wrong = sum(bool(outcome.differs) for outcome in outcomes)
    omitted = sum(bool(outcome.omitted) for outcome in outcomes)
    rest = f", {omitted} left out" if omitted else ""
    lines.append(
        f"{len(outcomes)} questions, {wrong} with another answer than the one beside them{rest}"
    )
    out.text("\n".join(lines))
    return 1 if wrong else 0


def _export(arguments: "argparse.Namespace") -> int:
    session = options.open_session(arguments)
    queries, faults = expected.sound(session.queries)
    if arguments.format in (None, "markdown") and not arguments.target:
        out.saved(publish.page(queries, session.names().labels), arguments.output)
    elif arguments.format in (None, "ttl"):
        out.saved(publish.described(queries, arguments.target), arguments.output)
    else:
        raise UsageError(
            "questions are exported as --format markdown (a page) or --format ttl (a description "
            "in RDF)"
        )
    return _report(faults)
