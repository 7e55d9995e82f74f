#!/usr/bin/env bash
# Finding: pyshacl does nothing with the flags s and x of sh:flags.
# Version: pyshacl 0.40.1, rdflib 7.6.0
# Expected: four matches. SHACL, 4.4.3: sh:flags is the third argument of the REGEX of SPARQL,
#   which has the flags of XPath: with s a dot matches the end of a line too, with x spaces in
#   the expression do not count.
# Seen: only i has an effect: texts of more than one line break sh:pattern "a.b" with the flag
#   s. rudof 0.3.35 and Jena 5.6.0 match all four. The x of REGEX in rdflib's SPARQL has no
#   effect either.
# Instead: (.|[^.]) for a dot with s; no spaces in the expression.
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


def matches(flags, pattern, text):
    constraint = 'sh:pattern "%s" ; sh:flags "%s"' % (pattern, flags)
    shape = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; %s ] ." % constraint
    return conforms(':x :p "%s" .' % text, shape)


seen = {
    "i": matches("i", "ab", "AB"),
    "x": matches("x", "a b", "ab"),
    "s": matches("s", "a.b", r"a\nb"),
    "si": matches("si", "a.b", r"A\nB"),
}
written_out = matches("i", "a(.|[^.])b", r"A\nB")
print(seen, written_out)
sys.exit(list(seen.values()) != [True, False, False, False] or not written_out)
EOF
