#!/usr/bin/env bash
# Finding: rdflib types JSON-LD numbers by the way Python read them.
# Version: rdflib 7.6.0, pyld 3.3.0
# Expected: 1.0 is the integer 1, also under @type xsd:integer, and 1e21 is "1.0E21"^^xsd:double.
#   JSON-LD 1.1 Processing Algorithms, 8.2.2: a number without a fraction, below 1e21, becomes a
#   canonical integer, any other a canonical double.
# Seen: "1.0"^^xsd:double, the ill-typed "5.0"^^xsd:integer, and "1e+21". The triples of one
#   document differ from those of pyld and pyoxigraph, and so does its hash.
# Instead: give numbers as strings with a type.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 pyld==3.3.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
import rdflib
from pyld import jsonld

xsd = "http://www.w3.org/2001/XMLSchema#"
document = {
    "@context": {"@vocab": "urn:x:", "count": {"@type": xsd + "integer"}},
    "@id": "urn:x:a",
    "share": [1.0, 1e21],
    "count": 5.0,
}
graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
seen = sorted(value.n3().replace(xsd, "") for value in graph.objects())
print(seen)
print(jsonld.to_rdf(document, {"format": "application/n-quads"}))
sys.exit(seen != ['"1.0"^^<double>', '"1e+21"^^<double>', '"5.0"^^<integer>'])
EOF
