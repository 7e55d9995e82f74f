#!/usr/bin/env bash
# Finding: in rdflib a variable inside a subquery is bound by one of the same name outside,
#   though the subquery does not select it.
# Version: rdflib 7.6.0
# Expected: 2 in each place. SPARQL 1.1 Query, 12: subqueries are evaluated first, and only the
#   variables that they project are visible outside.
# Seen: 1 where the subquery comes after the pattern with ?z, 2 before it. Jena, RDF4J, Oxigraph
#   and Comunica give 2 for both.
# Instead: other names inside than outside, or the subquery first.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

data = "<urn:a> <urn:k> 1 . <urn:x> <urn:z> 1 . <urn:y> <urn:z> 2 ."
graph = Graph().parse(data=data, format="turtle")


def count(query):
    return [int(row.n) for row in graph.query(query)]


inner = "{ SELECT (COUNT(?z) AS ?n) { ?s <urn:z> ?z } }"
after = count("SELECT ?n { <urn:a> <urn:k> ?z " + inner + " }")
before = count("SELECT ?n { " + inner + " <urn:a> <urn:k> ?z }")
renamed = count("SELECT ?n { <urn:a> <urn:k> ?outer " + inner + " }")
print(after, before, renamed)
sys.exit(after != [1] or before != [2] or renamed != [2])
EOF
