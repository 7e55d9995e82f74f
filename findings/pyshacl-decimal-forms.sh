#!/usr/bin/env bash
# Finding: pyshacl accepts "NaN" and "1e0" as xsd:decimal.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: a violation of sh:datatype. SHACL, 4.1.2: a literal that is ill-typed does not match,
#   for the datatypes that SPARQL 1.1 supports, of which xsd:decimal is one; XML Schema 1.1 Part
#   2, 3.3.3: a decimal has digits, a sign and a point, and nothing else.
# Seen: both conform (Python's Decimal reads them); "abc"^^xsd:decimal does not. "19x"^^xsd:gYear
#   conforms too, there because SPARQL 1.1 has no gYear.
# Instead: add sh:pattern for decimals and years.
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


def conforms(text, datatype):
    shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:datatype %s ] ."
    shapes = Graph().parse(data=prefixes + shape % datatype, format="turtle")
    data = prefixes + ':x :p "%s"^^%s .' % (text, datatype)
    return pyshacl.validate(Graph().parse(data=data, format="turtle"), shacl_graph=shapes)[0]


seen = [conforms(text, "xsd:decimal") for text in ("NaN", "1e0", "abc")]
seen.append(conforms("19x", "xsd:gYear"))
print(seen)
sys.exit(seen != [True, True, False, True])
EOF
