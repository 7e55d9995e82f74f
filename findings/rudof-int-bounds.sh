#!/usr/bin/env bash
# Finding: rudof finds "7"^^xsd:int not to be at least 5.
# Version: pyrudof 0.3.35
# Expected: all four conform. SHACL, 4.3: bounds are compared with the operators of SPARQL;
#   SPARQL 1.1 Query, 17.1: types derived from xsd:integer are numbers, and are promoted.
# Seen: 7 as xsd:integer or as decimal conforms, 7 as xsd:int, xsd:short or
#   xsd:nonNegativeInteger is a violation of sh:minInclusive 5; sh:lessThan too. pyshacl 0.40.1
#   and Jena 5.6.0 take all four.
# Instead: write plain integers in data and shapes.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyrudof==0.3.35 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat

prefixes = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def conforms(data, shape):
    rudof = Rudof(RudofConfig())
    rudof.read_data(prefixes + data, RDFFormat.Turtle)
    rudof.read_shacl(prefixes + shape, ShaclFormat.Turtle)
    return not rudof.validate_shacl().violations


shape = """:S a sh:NodeShape ; sh:targetNode :x ;
    sh:property [ sh:path :p ; sh:minInclusive 5 ] ."""
types = ("integer", "int", "short", "nonNegativeInteger")
seen = {name: conforms(':x :p "7"^^xsd:%s .' % name, shape) for name in types}
print(seen)
sys.exit(list(seen.values()) != [True, False, False, False] or not conforms(":x :p 7.5 .", shape))
EOF
