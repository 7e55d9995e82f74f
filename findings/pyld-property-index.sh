#!/usr/bin/env bash
# Finding: PyLD loses the property of a JSON-LD index map ("@index": "kind") if it is a term.
# Version: PyLD 3.3.0 (beside pyoxigraph 0.5.13)
# Expected: a statement with <urn:kind> "x". JSON-LD 1.1 API, 5.1.2 (Expansion, 13.8.3): the index
#   key is expanded to an IRI by the context, and the key of the map becomes its value.
# Seen: the expanded form has the key "kind" as it is written, which is no IRI, and to_rdf drops
#   it without a word, also if the context defines the term. A whole IRI as "@index" is kept.
# Instead: "@index": "urn:kind", a whole IRI, or pyoxigraph.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyld==3.3.0 pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
from pyld import jsonld
from pyoxigraph import RdfFormat, parse


def document(index):
    return {
        "@context": {
            "@version": 1.1,
            "kind": "urn:kind",
            "part": {"@id": "urn:part", "@container": "@index", "@index": index},
        },
        "@id": "urn:a",
        "part": {"x": {"@id": "urn:b"}},
    }


term, whole = (
    "urn:kind" in jsonld.to_rdf(document(index), {"format": "application/n-quads"})
    for index in ("kind", "urn:kind")
)
quads = list(parse(json.dumps(document("kind")), RdfFormat.JSON_LD))
oxigraph = any(quad.predicate.value == "urn:kind" for quad in quads)
print(term, whole, oxigraph)
sys.exit(term or not whole or not oxigraph)
EOF
