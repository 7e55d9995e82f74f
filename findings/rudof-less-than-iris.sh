#!/usr/bin/env bash
# Finding: rudof orders IRIs, and texts of different types, in sh:lessThan.
# Version: pyrudof 0.3.35
# Expected: a violation for each pair. SHACL, 4.5.3: a pair that the < of SPARQL cannot compare
#   is a violation; SPARQL 1.1 Query, 17.3, has no < for IRIs, for texts with a language tag or
#   for unknown datatypes.
# Seen: the IRI urn:x:a is less than urn:x:b, "a"@en than "b", and "a" than "b" of an unknown
#   datatype; these conform, so that a wrong property or datatype is not seen. pyshacl 0.40.1
#   does the same; Jena 5.6.0 has a violation for each.
# Instead: sh:datatype beside sh:lessThan, for both properties.
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
    sh:property [ sh:path :p ; sh:lessThan :q ] ."""
pairs = (":a", ":b"), (":b", ":a"), ('"a"@en', '"b"'), ('"a"^^:t', '"b"^^:t'), ("1", '"a"')
seen = [conforms(":x :p %s ; :q %s ." % pair, shape) for pair in pairs]
print(seen)
sys.exit(seen != [True, False, True, True, False])
EOF
