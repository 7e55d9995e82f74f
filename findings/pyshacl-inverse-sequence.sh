#!/usr/bin/env bash
# Finding: pyshacl does not follow the inverse of a sequence path.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: it conforms. SHACL, 2.3.1.4: the object of sh:inversePath may be any path, and the
#   mapping to SPARQL is ^(:p/:q), which leads from urn:x:x to urn:x:z.
# Seen: a violation, as if there were no value. Jena 5.6.0 conforms.
# Instead: a sequence of the inverse steps, the last first.
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
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def conforms(data, shape):
    graph = Graph().parse(data=prefixes + data, format="turtle")
    shapes = Graph().parse(data=prefixes + shape, format="turtle")
    return pyshacl.validate(graph, shacl_graph=shapes)[0]


data = ":z :p :y . :y :q :x ."
shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path %s ; sh:minCount 1 ] ."
whole = conforms(data, shape % "[ sh:inversePath (:p :q) ]")
steps = conforms(data, shape % "([ sh:inversePath :q ] [ sh:inversePath :p ])")
print(whole, steps)
sys.exit(whole or not steps)
EOF
