#!/usr/bin/env bash
# Finding: pyshacl orders years in sh:lessThan, and refuses every year in sh:minInclusive.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: one rule for both. SHACL, 4.3 and 4.5.3: compared with the < and <= of SPARQL; a pair
#   that cannot be compared is a violation. SPARQL 1.1 has no order for xsd:gYear, so that a pair
#   of years is a violation, or it is compared by value.
# Seen: 1940 less than 1949 conforms and 1950 less than 1949 is a violation, so years are
#   compared; but 1949 with sh:minInclusive 1900 is a violation, as 1849 is.
# Instead: use xsd:date for bounds, or a sh:sparql constraint that compares
#   xsd:integer(STR(?year)).
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
less = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :start ; sh:lessThan :end ] ."
least = """:S a sh:NodeShape ; sh:targetNode :x ;
    sh:property [ sh:path :start ; sh:minInclusive "1900"^^xsd:gYear ] ."""


def conforms(start, shape, datatype="gYear"):
    data = prefixes + ':x :start "%s"^^xsd:%s ; :end "1949"^^xsd:gYear .' % (start, datatype)
    graph = Graph().parse(data=data, format="turtle")
    shapes = Graph().parse(data=prefixes + shape, format="turtle")
    return pyshacl.validate(graph, shacl_graph=shapes)[0]


seen = {
    "1940 < 1949": conforms("1940", less),
    "1950 < 1949": conforms("1950", less),
    "1949 >= 1900": conforms("1949", least),
    "1849 >= 1900": conforms("1849", least),
}
print(seen)
sys.exit(list(seen.values()) != [True, False, False, False])
EOF
