#!/usr/bin/env bash
# Finding: rdflib does not find a triple by the text that it was loaded from.
# Version: rdflib 7.6.0
# Expected: a graph pattern with "036"^^xsd:integer matches the triple with "036"^^xsd:integer.
#   RDF 1.1 Concepts, 3.3: two literals are the same term if their lexical forms are, character by
#   character; SPARQL 1.1 Query, 18.3: basic graph patterns match by terms.
# Seen: the Turtle parser rewrites the literal to "36" (rdflib.NORMALIZE_LITERALS), the query
#   parser does not: the pattern with "036" has no match, and STR() gives "36". pyshacl, on
#   rdflib, counts 36 and 036 as one value.
# Instead: codes with leading zeros are strings, or set rdflib.NORMALIZE_LITERALS = False before
#   anything is read.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
graph = Graph().parse(data=prefix + '<urn:a> <urn:code> "036"^^xsd:integer .', format="turtle")
same = len(graph.query(prefix + 'SELECT ?s { ?s <urn:code> "036"^^xsd:integer }'))
other = len(graph.query(prefix + 'SELECT ?s { ?s <urn:code> "36"^^xsd:integer }'))
print("036:", same, "36:", other, "kept as:", [str(value) for value in graph.objects()])
sys.exit((same, other) != (0, 1))
EOF
