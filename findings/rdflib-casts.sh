#!/usr/bin/env bash
# Finding: rdflib casts numbers and booleans by their text, and not by their value.
# Version: rdflib 7.6.0
# Expected: xsd:integer(2.5) is 2, xsd:boolean(2.5) is true, xsd:integer(true) is 1,
#   xsd:boolean("TRUE") is an error. SPARQL 1.1 Query, 17.5: these casts are allowed, and work
#   as those of XPath.
# Seen: the first three have no value, the last is true. Jena, RDF4J, Oxigraph and Comunica give
#   what is expected.
# Instead: FLOOR(?n) for a positive number, IF(?flag, 1, 0) for a boolean.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:n> 2.5 ; <urn:flag> true .", format="turtle")
query = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT (xsd:integer(?n) AS ?integer) (xsd:boolean(?n) AS ?boolean) (xsd:integer(?flag) AS ?one)
  (xsd:boolean("TRUE") AS ?upper) (FLOOR(?n) AS ?floor) (IF(?flag, 1, 0) AS ?number)
{ <urn:a> <urn:n> ?n ; <urn:flag> ?flag }"""
row = graph.query(query).bindings[0]
seen = {str(name): str(value) for name, value in row.items()}
print(seen)
absent = {"integer", "boolean", "one"}.isdisjoint(seen)
right = float(seen["floor"]) == 2 and seen["number"] == "1"
sys.exit(not absent or seen["upper"] != "true" or not right)
EOF
