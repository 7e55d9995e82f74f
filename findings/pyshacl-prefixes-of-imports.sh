#!/usr/bin/env bash
# Finding: pyshacl does not find prefixes that a SPARQL constraint takes over owl:imports.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: the prefix is known. SHACL, 5.2.1 (Prefix Declarations): the mappings are the values
#   of the path sh:prefixes/owl:imports*/sh:declare in the shapes graph.
# Seen: Exception: Unknown namespace prefix, for a prefix declared on an ontology in the same
#   graph which the value of sh:prefixes imports; none where sh:prefixes names that ontology
#   itself.
# Instead: name in sh:prefixes each resource that declares one.
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

shapes = """@prefix : <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:base sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
:own owl:imports :base .
:S a sh:NodeShape ; sh:targetNode :a ;
   sh:sparql [ sh:prefixes %s ; sh:select "SELECT $this WHERE { $this a x:Wrong }" ] ."""


def outcome(prefixes):
    shapes_graph = Graph().parse(data=shapes % prefixes, format="turtle")
    data = Graph().parse(data="@prefix : <urn:x:> . :a a :Wrong .", format="turtle")
    try:
        return pyshacl.validate(data, shacl_graph=shapes_graph)[0]
    except Exception as error:
        return str(error)


seen = [outcome(":base"), outcome(":own")]
print(seen)
sys.exit(seen[0] is not False or "Unknown namespace prefix" not in str(seen[1]))
EOF
