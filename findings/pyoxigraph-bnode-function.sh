#!/usr/bin/env bash
# Finding: BNODE with a string gives one blank node for all solutions in Oxigraph.
# Version: pyoxigraph 0.5.13
# Expected: 3. SPARQL 1.1 Query, 17.4.2.9: the same string gives the same node within a
#   solution, and another one in each other solution.
# Seen: 1: a CONSTRUCT makes one node of what should be one per row. rdflib 7.6.0 and Comunica
#   5.4.1 (in BIND) do the same; Jena and RDF4J give 3.
# Instead: make the string of what the row has, as in the script.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyoxigraph import RdfFormat, Store

store = Store()
store.load("<urn:a> <urn:n> 1, 2, 3 .", RdfFormat.TURTLE)


def count(expression):
    query = "SELECT (COUNT(DISTINCT ?b) AS ?n) { ?s <urn:n> ?n1 BIND(" + expression + " AS ?b) }"
    return int(next(store.query(query))["n"].value)


seen = [count('BNODE("a")'), count('BNODE(CONCAT("a", STR(?n1)))'), count("BNODE()")]
print(*seen)
sys.exit(seen != [1, 3, 3])
EOF
