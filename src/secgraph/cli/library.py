"""The verb queries: list the saved questions, explain one, begin one, test them, publish them.

Writes no file but a new question and what the user names.
"""

import os
import re

from secgraph.cli import asking, out
from secgraph.errors import BadFile, BadValue, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_TEMPLATE = """#+ summary: Which claims does an actor hold?
#+ description: Say what a row is, and in which order the rows come.
#+ tags: [claims]
#+ sets: [evidence]
#+ params:
#+   holder: {class: [sg:Actor, sg:UnidentifiedAgent], label: holder, var: who}
PREFIX sg: <https://w3id.org/secgraph/ns#>
PREFIX sgd: <https://w3id.org/secgraph/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?claim ?text (GROUP_CONCAT(DISTINCT STR(?passageId); SEPARATOR=" ") AS ?evidence)
WHERE {
  VALUES ?who { HOLDER }
  ?claim sg:hasClaimant ?who ;
         rdfs:label ?label ;
         sg:hasEvidence ?passage .
  FILTER (LANGMATCHES(LANG(?label), "en"))
  ?passage dcterms:identifier ?passageId ;
           sg:ordinal ?ordinal .
  BIND (STR(?label) AS ?text)
}
GROUP BY ?claim ?text
ORDER BY MIN(?ordinal) STR(?claim)
"""


def queries(arguments: "argparse.Namespace") -> int:
    """List the questions, or do with them what the first word says."""
    first, *rest = arguments.words or [""]
    if first == "new" and len(rest) == 1:
        return _new(rest[0], arguments.queries or "queries")
    if first == "test" and len(rest) <= 1:
        return _test(arguments, rest[0] if rest else arguments.queries)
    if first == "export" and not rest:
        return _export(arguments)
    if rest:
        raise UsageError(
            "say 'queries', 'queries NAME', 'queries FAMILY', 'queries new FAMILY/NAME', 'queries test [DIR]' or 'queries export'"
        )
    from secgraph.cli import show

    asked = asking.session(queries=arguments.queries)
    families = {name.partition("/")[0] for name in asked.queries.names()}
    if first and first.rstrip("/") not in families:
        out.text(show.question(asked, first))
    else:
        out.table(
            show.questions(asked, first.rstrip("/")),
            arguments.format if arguments.format != "ttl" else None,
        )
    return 0


def _new(name: str, folder: str) -> int:
    """Write the beginning of a question, and never over one that is there."""
    if not re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+", name):
        raise BadValue(
            name, "a question is named family/question, in small letters, digits and hyphens"
        )
    from secgraph.query import catalog

    path = os.path.join(folder, *name.split("/")) + ".rq"
    holder = catalog.packaged().get("claims/by-holder").params["holder"].default
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "x", encoding="utf-8") as file:
            file.write(_TEMPLATE.replace("HOLDER", holder))
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
    from secgraph.query import expected

    arguments.queries = folder
    outcomes = expected.verify(asking.asked(arguments))
    lines = []
    for outcome in outcomes:
        if outcome.omitted:
            lines.append(f"left out  {outcome.name}: {outcome.omitted}")
            continue
        lines.append(
            f"{'differs' if outcome.differs else 'same   '}  {outcome.name}  ({outcome.rows} rows expected)"
        )
        lines += [f"    {line}" for line in outcome.differs]
    wrong = sum(bool(outcome.differs) for outcome in outcomes)
    away = sum(bool(outcome.omitted) for outcome in outcomes)
    if not outcomes:
        raise UsageError(
            f"{folder or 'the release'} holds no question; they stand as family/question.rq"
        )
    out.text(
        "\n".join(
            [
                *lines,
                f"{len(outcomes)} questions, {wrong} with another answer than the one beside them{f', {away} left out' if away else ''}",
            ]
        )
    )
    return 1 if wrong else 0


def _export(arguments: "argparse.Namespace") -> int:
    from secgraph.query import publish

    asked = asking.session(queries=arguments.queries)
    if arguments.format in (None, "markdown") and not arguments.target:
        out.save(publish.page(asked.queries.all(), asked.names().labels), arguments.output)
    elif arguments.format in (None, "ttl"):
        out.save(publish.described(asked.queries.all(), arguments.target), arguments.output)
    else:
        raise UsageError(
            "questions are exported as --format markdown (a page) or --format ttl (a description in RDF)"
        )
    return 0
