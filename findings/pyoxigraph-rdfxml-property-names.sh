#!/usr/bin/env bash
# Finding: Oxigraph writes a property whose IRI ends in / or # into RDF/XML as an element without a
#   local name, which no parser of XML with namespaces reads.
# Version: pyoxigraph 0.5.13
# Expected: an error. RDF 1.1 XML Syntax, section 2.1: a property that cannot be written as a
#   qualified name of XML has no form in RDF/XML; Namespaces in XML 1.0, section 4, wants a local
#   part of at least one character.
# Seen: <oxprefix: xmlns:oxprefix="urn:p/">; an XML parser stops there, though
#   Oxigraph reads it itself.
# Instead: take Turtle or N-Triples where properties are not your own.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import xml.etree.ElementTree as ET
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize


def written(name):
    triple = Triple(NamedNode("urn:a"), NamedNode(name), NamedNode("urn:b"))
    return serialize([triple], format=RdfFormat.RDF_XML)


def reads(data):
    try:
        ET.fromstring(data)
    except ET.ParseError as error:
        return str(error)
    return "well-formed"


def count(data):
    try:
        return len(list(parse(data, format=RdfFormat.RDF_XML)))
    except SyntaxError:
        return "refused"


seen = [(reads(written(name)), count(written(name))) for name in ("urn:p/", "urn:p#")]
print(seen, written("urn:p/").decode().splitlines()[-3])
plain = reads(written("urn:p/q")), count(written("urn:p/q"))
sys.exit(any(one[0] == "well-formed" for one in seen) or plain != ("well-formed", 1))
EOF
