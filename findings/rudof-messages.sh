#!/usr/bin/env bash
# Finding: rudof does not report the sh:message of a shape with sh:uniqueLang, sh:lessThan,
#   sh:disjoint, sh:or or sh:not.
# Version: pyrudof 0.3.35
# Expected: the message of the shape, and no other. SHACL, 2.1.5 and 3.6.2.8: where a shape has
#   sh:message, every result has these texts as its sh:resultMessage.
# Seen: a text of its own; for sh:maxCount the message of the shape.
# Instead: find the message by the source shape of the violation.
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
shape = """:S a sh:NodeShape ; sh:targetNode :x ; sh:property :P .
:P a sh:PropertyShape ; sh:path :p ; sh:message "one only" ; %s .
"""


def messages(constraint, values):
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(prefixes + ":x :p %s ." % values, pyrudof.RDFFormat.Turtle)
    rudof.read_shacl(prefixes + shape % constraint, pyrudof.ShaclFormat.Turtle)
    texts = [str(violation.message) for violation in rudof.validate_shacl().violations]
    print(constraint, texts)
    return texts


with_ours = messages("sh:maxCount 1", "1, 2")
without = [
    messages("sh:uniqueLang true", '"a"@en, "b"@en'),
    messages("sh:lessThan :q", "2 ; :q 1"),
    messages("sh:disjoint :q", "1 ; :q 1"),
    messages("sh:or ( [ sh:datatype xsd:string ] )", "1"),
    messages("sh:not [ sh:datatype xsd:integer ]", "1"),
]
lost = all(texts and "one only" not in texts[0] for texts in without)
sys.exit(not lost or "one only" not in with_ours[0])
PY
