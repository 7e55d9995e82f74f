"""The verb test-claims: what the record says of the claims.

Decides nothing of a claim itself: the rules do.
"""

import os.path

from secgraph.claims import record
from secgraph.cli import options, out
from secgraph.errors import BadFile
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

HELP = "hold the claims against the record: corroborated, contradicted, not testable"

_ENDINGS = {".trig": "trig", ".nq": "nq", ".ttl": "ttl", ".nt": "nt"}


def add_arguments(parser: "argparse.ArgumentParser") -> None:
    """Add what the verb takes."""
    parser.add_argument(
        "--all", action="store_true", help="list every claim, also those of which no rule speaks"
    )
    options.add_format(parser)
    options.add_store(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE.trig",
        help="write the outcomes as RDF, in a graph of their own",
    )


def act(arguments: "argparse.Namespace") -> int:
    """Hold the claims against the record, and list or write what comes of it."""
    options.no_documents(arguments)
    tests = record.test_claims(options.open_store(arguments))
    if arguments.output is not None:
        return _save(tests, arguments.output)
    rows = [_row(test) for test in tests if test.rule or arguments.all]
    if rows:
        out.table(rows, arguments.format)
    if (arguments.format or out.default()) == "table":
        counts = [
            f"{sum(test.outcome == outcome for test in tests)} {outcome}"
            for outcome in record.OUTCOMES
        ]
        rest = "" if arguments.all else "; --all lists all"
        out.text(
            f"{len(tests)} claims: {', '.join(counts)}; "
            f"'secgraph queries {record.FAMILY}/NAME' says what a rule is{rest}"
        )
    return 0


def _save(tests: "list[record.ClaimTest]", path: str) -> int:
    ending = os.path.splitext(path)[1].lower()
    if ending not in _ENDINGS:
        raise BadFile(
            path, f"is written as RDF; give a name that ends in one of {' '.join(_ENDINGS)}"
        )
    out.saved(record.graph(tests, _ENDINGS[ending]), path)
    return 0


def _row(test: record.ClaimTest) -> "dict[str, str]":
    return {
        "claim": curie(test.claim),
        "outcome": test.outcome,
        "text": test.text,
        "finding": test.finding,
        "rule": test.rule,
        "facts": " ".join(curie(fact) for fact in test.facts),
        "evidence": " ".join(test.evidence),
    }
