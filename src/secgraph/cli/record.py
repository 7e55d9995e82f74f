"""The verb test-claims: what the record says of the claims.

Decides nothing of a claim itself: the rules do.
"""

import os.path
import sys

from secgraph.claims import record
from secgraph.cli import out
from secgraph.errors import BadFile
from secgraph.namespaces import curie

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from secgraph.query.sessions import Session

_ENDINGS = {".trig": "trig", ".nq": "nq", ".ttl": "ttl", ".nt": "nt"}


def tested(session: "Session", arguments: "argparse.Namespace") -> int:
    """Hold the claims against the record, and say or write what comes of it."""
    tests = record.test_claims(session.engine)
    if arguments.output is not None:
        ending = os.path.splitext(arguments.output)[1].lower()
        if ending not in _ENDINGS:
            raise BadFile(
                arguments.output,
                f"is written as RDF; give a name that ends in one of {' '.join(_ENDINGS)}",
            )
        out.save(record.graph(tests, _ENDINGS[ending]), arguments.output)
        return 0
    shown = tests if arguments.all else [test for test in tests if test.rule]
    rows = [
        {
            "claim": curie(test.claim),
            "outcome": test.outcome,
            "text": test.text,
            "finding": test.finding,
            "rule": test.rule,
            "facts": " ".join(curie(fact) for fact in test.facts),
            "evidence": " ".join(test.evidence),
        }
        for test in shown
    ]
    if rows:
        out.table(rows, arguments.format)
    if (arguments.format or out.default()) == "table":
        counted = ", ".join(
            f"{sum(test.outcome == outcome for test in tests)} {outcome}"
            for outcome in record.OUTCOMES
        )
        out.text(
            f"{len(tests)} claims: {counted}; 'secgraph queries {record.FAMILY}/NAME' says what a rule is"
            + ("" if arguments.all else "; --all lists all")
        )
    sys.stdout.flush()
    return 0
