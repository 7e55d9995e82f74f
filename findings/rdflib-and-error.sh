#!/usr/bin/env bash
# Finding: in rdflib an error && false is an error if the error stands first.
# Version: rdflib 7.6.0
# Expected: urn:b by each order. SPARQL 1.1 Query, 17.2: of an error and false, in either order,
#   && makes false, so that ! makes true.
# Seen: nothing with the unbound ?w first, urn:b with it second: rows are lost by the order of
#   two conditions. Jena, RDF4J, Oxigraph and Comunica give urn:b for both.
# Instead: write the condition first that is never in error.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:z> 1 . <urn:b> <urn:z> 2 .", format="turtle")
start = "SELECT ?s { ?s <urn:z> ?z OPTIONAL { ?s <urn:w> ?w } FILTER("


def subjects(condition):
    return sorted(str(row.s) for row in graph.query(start + condition + ") }"))


negated = subjects("!(?w = 'x' && ?z = 1)")
swapped = subjects("!(?z = 1 && ?w = 'x')")
print(negated, swapped)
sys.exit(negated != [] or swapped != ["urn:b"])
EOF
