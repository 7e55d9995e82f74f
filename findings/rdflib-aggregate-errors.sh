#!/usr/bin/env bash
# Finding: rdflib counts expressions in error, and GROUP_CONCAT writes the message of the error
#   into the answer.
# Version: rdflib 7.6.0
# Expected: COUNT is 2. SPARQL 1.1 Query, 18.5.1.2: errors are removed before COUNT; 11.5: an
#   error in another aggregate leaves its variable without a value.
# Seen: COUNT is 3, and the text of GROUP_CONCAT has the words "divide by 0" among the numbers.
#   Jena and RDF4J count 2.
# Instead: BIND the expression first, and aggregate its variable.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:n> 1, 0, 2 .", format="turtle")
query = "SELECT (COUNT(1 / ?n) AS ?count) (GROUP_CONCAT(STR(1 / ?n)) AS ?text) { ?s <urn:n> ?n }"
row = list(graph.query(query))[0]
bind = "SELECT (COUNT(?m) AS ?count) { ?s <urn:n> ?n BIND(1 / ?n AS ?m) }"
right = int(list(graph.query(bind))[0][0])
print(int(row["count"]), repr(str(row.text)), right)
sys.exit(int(row["count"]) != 3 or "divide by 0" not in row.text or right != 2)
EOF
