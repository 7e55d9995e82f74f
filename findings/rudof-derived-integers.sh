#!/usr/bin/env bash
# Finding: rudof accepts "99999999999"^^xsd:int.
# Version: pyrudof 0.3.35
# Expected: a violation of sh:datatype. SHACL, 4.1.2: a literal that is ill-typed does not match,
#   for the datatypes that SPARQL 1.1 supports, of which xsd:int is one (17.1); XML Schema 1.1
#   Part 2, 3.4.17: an int is at most 2147483647.
# Seen: it conforms; "300"^^xsd:byte does not. "2020-13-01"^^xsd:date and "19x"^^xsd:gYear conform
#   too, there because SPARQL 1.1 has neither.
# Instead: xsd:integer with sh:maxInclusive; check the forms of dates and years by another tool.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyrudof==0.3.35 || exit 2
export PYTHONPATH=packages

python3 - <<'PY'
import sys
import pyrudof

prefixes = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def conforms(text, datatype):
    shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:datatype %s ] ."
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    data = prefixes + ':x :p "%s"^^%s .' % (text, datatype)
    rudof.read_data(data, pyrudof.RDFFormat.Turtle)
    rudof.read_shacl(prefixes + shape % datatype, pyrudof.ShaclFormat.Turtle)
    return not rudof.validate_shacl().violations


seen = [conforms("99999999999", "xsd:int"), conforms("300", "xsd:byte")]
seen += [conforms("2020-13-01", "xsd:date"), conforms("19x", "xsd:gYear")]
print(seen)
sys.exit(seen != [True, False, True, True])
PY
