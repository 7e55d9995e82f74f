#!/usr/bin/env bash
# Finding: GROUP BY over no solutions gives one solution in rdflib, which binds nothing.
# Version: rdflib 7.6.0
# Expected: no solution. SPARQL 1.1 Query, 18.5.1: Group gives one entry for each key of a solution,
#   so over no solutions there is none; only without GROUP BY the key is constant (11.2, 18.2.4.1).
# Seen: one solution that binds nothing. Joined with another pattern it is compatible
#   with everything, so that what was to be narrowed by the grouped rows is not narrowed at all.
# Instead: FILTER (BOUND(?key)) after the group, or HAVING (COUNT(*) > 0) in it.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys

import pyoxigraph
import rdflib

STATEMENT = '<urn:a> <urn:says> "x" .'
GROUP = "SELECT ?state (COUNT(?vote) AS ?votes) { ?vote <urn:by> ?state } GROUP BY ?state"
QUERIES = {
    "alone": GROUP,
    "with HAVING": f"{GROUP} HAVING (COUNT(*) > 0)",
    "joined": f"SELECT * {{ ?state <urn:says> ?text {{ {GROUP} }} }}",
    "joined, and BOUND": f"SELECT * {{ {{ {GROUP} }} FILTER (BOUND(?votes)) ?state <urn:says> ?text }}",
}
graph = rdflib.Graph().parse(data=STATEMENT, format="nt")
store = pyoxigraph.Store()
store.load(STATEMENT.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
seen = {
    name: {"rdflib": len(graph.query(text).bindings), "pyoxigraph": len(list(store.query(text)))}
    for name, text in QUERIES.items()
}
print(json.dumps(seen, indent=1))
sys.exit(
    seen
    != {
        "alone": {"rdflib": 1, "pyoxigraph": 0},
        "with HAVING": {"rdflib": 0, "pyoxigraph": 0},
        "joined": {"rdflib": 1, "pyoxigraph": 0},
        "joined, and BOUND": {"rdflib": 0, "pyoxigraph": 0},
    }
)
EOF
