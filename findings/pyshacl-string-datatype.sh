#!/usr/bin/env bash
# Finding: pyshacl takes "a" and "a"^^xsd:string for two values.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: one term. RDF 1.1 Concepts, 3.3: a simple literal is syntactic sugar for one with the
#   datatype xsd:string. So sh:in ("a") accepts "a"^^xsd:string, and two statements that differ in
#   nothing else are one.
# Seen: a graph with both has two triples in rdflib; sh:in and sh:hasValue report a violation,
#   sh:maxCount 1 as well, and a query for "a" does not find the other.
# Instead: load through pyoxigraph or riot, which write the short form, or drop the datatype after
#   parsing.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyshacl==0.40.1 rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pyshacl
from rdflib import Graph

prefixes = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
shape = prefixes + ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; %s ] ."


def conforms(data, constraint):
    shapes = Graph().parse(data=shape % constraint, format="turtle")
    graph = Graph().parse(data=prefixes + data, format="turtle")
    return pyshacl.validate(graph, shacl_graph=shapes)[0]


seen = {
    "in": conforms(':x :p "a"^^xsd:string .', 'sh:in ("a")'),
    "hasValue": conforms(':x :p "a"^^xsd:string .', 'sh:hasValue "a"'),
    "maxCount": conforms(':x :p "a"^^xsd:string , "a" .', "sh:maxCount 1"),
    "datatype": conforms(':x :p "a" .', "sh:datatype xsd:string"),
}
print(seen)
sys.exit(seen != {"in": False, "hasValue": False, "maxCount": False, "datatype": True})
EOF
