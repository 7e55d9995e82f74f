#!/usr/bin/env bash
# Finding: iterating over the result of rdflib skips solutions without a binding, len() counts
#   them.
# Version: rdflib 7.6.0
# Expected: two solutions, of which one binds nothing. SPARQL 1.1 Query, 10.2 (VALUES with UNDEF):
#   a solution that binds none of the variables is a solution.
# Seen: len(result) is 2 and the JSON results have two solutions, a loop over the result sees one
#   row. A query that should say in one row that it found nothing (an expression in error) says it
#   in no row.
# Instead: loop over result.bindings.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
from rdflib import Graph

result = Graph().query("SELECT ?x { VALUES ?x { 1 UNDEF } }")
seen = {
    "len": len(result),
    "bindings": len(result.bindings),
    "json": len(json.loads(result.serialize(format="json"))["results"]["bindings"]),
    "loop": len([row for row in result]),
}
print(seen)
sys.exit(seen != {"len": 2, "bindings": 2, "json": 2, "loop": 1})
EOF
