#!/usr/bin/env bash
# Finding: pyshacl refuses each xsd:dateTime that Python cannot hold, and takes a date without a
#   time.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: the first four conform, the last is a violation. SHACL, 4.1.2: the text must be in
#   the lexical space of the datatype; XML Schema Datatypes: a year may be negative or have more
#   than four digits, 24:00:00 is the end of the day, and the time is not optional.
# Seen: years before the common era or after 9999, and 24:00:00, are violations; 1949-04-04
#   alone conforms. rudof 0.3.35 and Jena 5.6.0 take the first four and refuse the last.
# Instead: sh:pattern beside sh:datatype where the date has no time; rudof or Jena for the other
#   years.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyshacl==0.40.1 rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import logging
import sys
import pyshacl
from rdflib import Graph

logging.disable()  # rdflib warns of each date that it cannot hold
prefixes = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def conforms(data, shape):
    graph = Graph().parse(data=prefixes + data, format="turtle")
    shapes = Graph().parse(data=prefixes + shape, format="turtle")
    return pyshacl.validate(graph, shacl_graph=shapes)[0]


shape = """:S a sh:NodeShape ; sh:targetNode :x ;
    sh:property [ sh:path :p ; sh:datatype xsd:dateTime ] ."""
texts = (
    "1949-04-04T00:00:00",
    "-0044-03-15T00:00:00",
    "12020-01-01T00:00:00",
    "1949-04-03T24:00:00",
    "1949-04-04",
)
seen = {text: conforms(':x :p "%s"^^xsd:dateTime .' % text, shape) for text in texts}
print(seen)
sys.exit(list(seen.values()) != [True, False, False, False, True])
EOF
