#!/usr/bin/env bash
# Finding: rdflib makes a string of the IRI that MIN or MAX gives.
# Version: rdflib 7.6.0
# Expected: an IRI. SPARQL 1.1 Query, 18.5.1.5 (Min): the minimum of the values by the order of
#   ORDER BY, which has a place for IRIs; the value is one of the group.
# Seen: the plain literal "urn:a": isIRI is false, and a pattern outside the subquery finds
#   nothing with it. Comunica 5.4.1 leaves it unbound, Jena, RDF4J and Oxigraph give the IRI.
# Instead: IRI(MIN(STR(?s))), as in the script.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph, URIRef

graph = Graph().parse(data="<urn:a> <urn:p> 1 . <urn:b> <urn:p> 2 .", format="turtle")
minimum = list(graph.query("SELECT (MIN(?s) AS ?x) { ?s <urn:p> ?o }"))[0].x
query = "SELECT ?x ?o { { SELECT (MIN(?s) AS ?x) { ?s <urn:p> ?o } } ?x <urn:p> ?o }"
joined = len(graph.query(query))
cast = list(graph.query("SELECT (IRI(MIN(STR(?s))) AS ?x) { ?s <urn:p> ?o }"))[0].x
print(repr(minimum), joined, repr(cast))
sys.exit(isinstance(minimum, URIRef) or joined != 0 or cast != URIRef("urn:a"))
EOF
