"""Where the files are that the tests read."""

from pathlib import Path

from secgraph.query.catalog import FAMILIES_APART, FEDERATED

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared"
"""The folder of datasets, texts and lists that may stand beside the checkout.

See the marker shared.
"""
# What asks another store too is answered in test_federation.py, with one that stands in for it.
QUERIES = sorted(
    path
    for path in (ROOT / "queries").glob("*/*.rq")
    if path.parent.name not in (*FAMILIES_APART, *FEDERATED)
)
FEDERATING = sorted(
    path for path in (ROOT / "queries").glob("*/*.rq") if path.parent.name in FEDERATED
)
CHECKS = sorted((ROOT / "queries" / "checks").glob("*.rq"))
