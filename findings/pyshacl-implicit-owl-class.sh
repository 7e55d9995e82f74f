#!/usr/bin/env bash
# Finding: pyshacl takes a shape that is an owl:Class for a class target, though nothing in the
#   shapes says that it is an rdfs:Class.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: no target with owl:Class, so that the data conform. SHACL, 2.1.3.3: a shape has its
#   instances as targets if it is a SHACL instance of rdfs:Class in the shapes graph, and a
#   SHACL instance follows rdfs:subClassOf in that graph alone.
# Seen: a violation with owl:Class as with rdfs:Class. rudof 0.3.35 and Jena 5.6.0 check nothing
#   with owl:Class: shapes that were written with pyshacl pass everything there, without a word.
# Instead: sh:targetClass, or type the shape as rdfs:Class too.
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


data = ":x a :S ."
shape = ":S a sh:NodeShape, %s ; sh:property [ sh:path :p ; sh:minCount 1 ] ."
owl = conforms(data, shape % "owl:Class")
rdfs = conforms(data, shape % "rdfs:Class")
node = conforms(data, shape.replace(", %s", ""))
print(owl, rdfs, node)
sys.exit([owl, rdfs, node] != [False, False, True])
EOF
