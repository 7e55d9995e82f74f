#!/usr/bin/env bash
# Finding: rdflib keeps every row under FILTER(false).
# Version: rdflib 7.6.0
# Expected: no row. SPARQL 1.1 Query, 17.2.2 (Effective Boolean Value): a boolean literal has its
#   own value, 0 and the empty string are false; 18.6 (Filter): rows whose condition is not true
#   are removed.
# Seen: all rows for false, 0 and the empty string; no row for !true and 1 = 2, which are
#   expressions and not bare constants. ASK { FILTER(false) } is true.
# Instead: write a comparison: FILTER(1 = 2).
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 .", format="turtle")
conditions = ["false", "0", '""', "!true", "1 = 2"]
seen = {
    condition: len(graph.query("SELECT ?s { ?s <urn:p> ?o FILTER(%s) }" % condition))
    for condition in conditions
}
print(seen)
ask = graph.query("ASK { FILTER(false) }").askAnswer
print("ASK { FILTER(false) }:", ask)
described = {"false": 2, "0": 2, '""': 2, "!true": 0, "1 = 2": 0}
sys.exit(seen != described or ask is not True)
EOF
