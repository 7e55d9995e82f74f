#!/usr/bin/env bash
# Finding: Oxigraph makes RDF 1.2 of a JSON-LD 1.1 text with a base direction.
# Version: pyoxigraph 0.5.13, rdflib 7.6.0
# Expected: the literal "..."@ar. JSON-LD 1.1 Processing Algorithms, 8.2.2: with the option
#   rdfDirection null, the default, the direction is ignored; a text direction in RDF exists in
#   RDF 1.2 alone.
# Seen: the N-Triples that it writes hold "..."@ar--rtl, and rdflib refuses the line. The caller
#   asked for neither.
# Instead: take @direction out of the context before parsing.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
import pyoxigraph
import rdflib

document = {
    "@context": {"@vocab": "urn:x:", "@language": "ar", "@direction": "rtl"},
    "@id": "urn:x:a",
    "label": "a",
}
triples = pyoxigraph.parse(json.dumps(document).encode(), format=pyoxigraph.RdfFormat.JSON_LD)
line = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_QUADS).decode().strip()
print(line)
try:
    read = len(rdflib.Graph().parse(data=line, format="nt"))
except Exception as error:
    read = type(error).__name__
print("rdflib:", read)
sys.exit("@ar--rtl" not in line or read == 1)
EOF
