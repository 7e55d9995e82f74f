#!/usr/bin/env bash
# Finding: Oxigraph reads an XML literal of RDF/XML, whose content declares a namespace itself, with
#   that declaration twice, which is no well-formed XML.
# Version: pyoxigraph 0.5.13; beside it rdflib 7.6.0
# Expected: <q:b xmlns:q="urn:b">x</q:b>, with whatever other namespaces are in scope. RDF 1.1
#   Concepts, 5.3: the lexical space of rdf:XMLLiteral is that of well-balanced, self-contained XML
#   content; Namespaces in XML 1.0, 6.3, and XML 1.0, 3.1: no attribute name stands twice in a tag.
# Seen: <q:b xmlns:q="urn:b" ... xmlns:q="urn:b">x</q:b>, for a prefix and for the default
#   namespace; the XML parsers of others refuse the literal. It is right where the namespace is
#   declared outside of the literal. rdflib writes the declaration once.
# Instead: declare the namespaces of the content on rdf:RDF; or read the file by rdflib.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import xml.dom.minidom
import xml.parsers.expat

import pyoxigraph
import rdflib

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
INSIDE = '<q:b xmlns:q="urn:b">x</q:b>'
DEFAULT = '<b xmlns="urn:b">x</b>'
OUTSIDE = "<q:b>x</q:b>"


def document(content, declared=""):
    return (
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:p="urn:p#" {declared}><rdf:Description rdf:about="urn:a">'
        f'<p:is rdf:parseType="Literal">{content}</p:is></rdf:Description></rdf:RDF>'
    )


def by_oxigraph(data):
    (triple,) = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.RDF_XML)
    return triple.object.value


def by_rdflib(data):
    (value,) = rdflib.Graph().parse(data=data, format="xml").objects()
    return str(value)


def is_xml(text):
    try:
        xml.dom.minidom.parseString(text)
    except xml.parsers.expat.ExpatError:
        return False
    return True


seen = []
for data in (document(INSIDE), document(DEFAULT), document(OUTSIDE, 'xmlns:q="urn:b"')):
    assert is_xml(data)
    for read in (by_oxigraph, by_rdflib):
        value = read(data)
        seen.append(is_xml(value))
        print(f"{read.__name__}: {'' if seen[-1] else 'no '}XML: {value}")
sys.exit(seen != [False, True, False, True, True, True])
EOF
