#!/usr/bin/env bash
# Finding: rdflib cannot evaluate an inverse property in a negated property set.
# Version: rdflib 7.6.0
# Expected: :a !(:q|^:p) ?o matches the statements about :a with another property than :q, and
#   those from others with another property than :p. SPARQL 1.1 Query, 9.1 and grammar rule 96
#   (PathOneInPropertySet).
# Seen: the query is parsed; when it is run, rdflib raises Exception: Invalid path in NegatedPath.
# Instead: two patterns with UNION, one for each direction.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="@prefix : <urn:x:> . :a :p :b . :c :r :a .", format="turtle")
try:
    rows = list(graph.query("PREFIX : <urn:x:> SELECT ?o { :a !(:q|^:p) ?o }"))
    seen = "%d rows" % len(rows)
except Exception as error:
    seen = str(error)
print(seen)
sys.exit("Invalid path in NegatedPath" not in seen)
EOF
