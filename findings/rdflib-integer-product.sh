#!/usr/bin/env bash
# Finding: rdflib makes a decimal of the product of two integers.
# Version: rdflib 7.6.0
# Expected: 2 * 3 is an xsd:integer. SPARQL 1.1 Query, 17.3 (operator mapping):
#   op:numeric-multiply, which gives integer for two integers (XPath and XQuery Functions, 6.2:
#   the least common type).
# Seen: xsd:decimal for 2 * 3, xsd:integer for 2 + 3. Results that are compared as terms, or
#   joined with integers of the data, are then different.
# Instead: cast is no help here, since rdflib refuses xsd:integer(6.0): compare with = and not as
#   terms.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph
from rdflib.namespace import XSD

query = """SELECT (DATATYPE(2 * 3) AS ?times) (DATATYPE(2 + 3) AS ?plus)
                  (xsd:integer(6.0) AS ?cast) {}"""
graph = Graph()
graph.bind("xsd", XSD)
rows = list(graph.query(query))
seen = [rows[0].times, rows[0].plus, rows[0].cast]
print(seen)
sys.exit(seen != [XSD.decimal, XSD.integer, None])
EOF
