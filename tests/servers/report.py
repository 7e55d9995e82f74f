"""Write the table of docs/stores.md from what a run of the questions on the stores took down.

Usage: report.py REPORT.json PAGE.md. Runs nothing, and changes nothing but what stands between the
two marks of the page.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

BEGIN, END = "<!-- begin: made by make stores-report -->", "<!-- end -->"
TITLES = {
    "oxigraph": "Oxigraph",
    "fuseki": "Apache Jena Fuseki",
    "rdf4j": "Eclipse RDF4J Server",
    "virtuoso": "OpenLink Virtuoso",
    "comunica": "Comunica",
}
HOWS = ("equal", "reordered", "different", "failed", "unasked")
CHECKS = "checks/"


def page(text: str, report: Mapping[str, dict]) -> str:
    """Give the page with the table of this report in the place of the one it has."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table(report)}{END}{after}"


def table(report: Mapping[str, dict]) -> str:
    """Give a row for each store, and below it why an answer was not that of the release.

    A report may list under ``unasked`` what a store was not asked, and say why in ``why_unasked``.
    """
    lines = [
        "| store | version | load, s | questions | equal | reordered | different | failed "
        "| not asked |",
        "|---|---|" + "---:|" * 7,
    ]
    notes = []
    for name, row in report.items():
        how = {
            each: sorted(query for query in row.get(each, ()) if not query.startswith(CHECKS))
            for each in HOWS
        }
        numbers = [sum(map(len, how.values())), *map(len, how.values())]
        lines.append(
            f"| {TITLES[name]} | {row['version']} | {row['load']:.1f} | "
            f"{' | '.join(map(str, numbers))} |"
        )
        if how["reordered"]:
            notes.append(
                f"- {TITLES[name]}, reordered: {', '.join(how['reordered'])}. "
                f"{_sentence(row.get('unsorted') or 'not explained')}"
            )
        if how["unasked"]:
            notes.append(
                f"- {TITLES[name]}, not asked: {len(how['unasked'])} questions. "
                f"{_sentence(row['why_unasked'])}"
            )
        for each in ("different", "failed"):
            notes += [
                f"- {TITLES[name]}, {each}: {query}. {_sentence(why)}"
                for query, why in sorted(row[each].items())
            ]
    return "\n".join([*lines, *(["", *notes] if notes else [])]) + "\n"


def _sentence(why: str) -> str:
    return f"{why[:1].upper()}{why[1:].rstrip('.')}."


if __name__ == "__main__":
    found, place = Path(sys.argv[1]), Path(sys.argv[2])
    place.write_text(
        page(place.read_text(encoding="utf-8"), json.loads(found.read_text(encoding="utf-8"))),
        encoding="utf-8",
    )
