#!/usr/bin/env bash
# Finding: rdflib finds nothing in an OPTIONAL whose pattern is a subquery and whose FILTER names
#   a variable from outside.
# Version: rdflib 7.6.0
# Expected: 1 without ?y, 2 with 5. SPARQL 1.1 Query, 18.2.2.6: a FILTER in the group of an
#   OPTIONAL is the condition of the LeftJoin, and sees the variables of both sides.
# Seen: no ?y in either row; with triples in place of the subquery ?y is 5 for 2. RDF4J 5.3.1 errs
#   the other way (rdf4j-optional-subquery).
# Instead: put triples in the OPTIONAL, or the FILTER inside the subquery with what it needs.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:p> 5 .", format="turtle")
query = "SELECT ?x ?y { VALUES ?x { 1 2 } OPTIONAL { %s FILTER(?x > 1) } }"
patterns = ["{ SELECT ?y { <urn:a> <urn:p> ?y } }", "<urn:a> <urn:p> ?y"]
seen = [
    [None if row.y is None else row.y.toPython() for row in graph.query(query % pattern)]
    for pattern in patterns
]
print(seen)
sys.exit(seen != [[None, None], [None, 5]])
EOF
