#!/usr/bin/env bash
# Finding: rdflib makes a datatype of the JSON-LD keyword @none.
# Version: rdflib 7.6.0, pyld 3.3.0
# Expected: plain values. JSON-LD 1.1, 9.15.1 and Processing Algorithms, 4.2.2: in a term
#   definition @type may be @none, which says that values have no type by default.
# Seen: "a"^^<urn:x:@none> and "1"^^<urn:x:@none>; pyld gives "a" and the integer 1.
# Instead: leave the line out of the context: no coercion is the default.
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

document = {
    "@context": {"@vocab": "urn:x:", "label": {"@type": "@none"}},
    "@id": "urn:x:a",
    "label": ["a", 1],
}
graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
seen = {str(value.datatype) for value in graph.objects()}
expected = jsonld.to_rdf(document, {"format": "application/n-quads"})
print(seen)
print(expected)
sys.exit(seen != {"urn:x:@none"} or "@none" in expected)
EOF
