#!/usr/bin/env bash
# Finding: rdflib states in the default graph what a JSON-LD graph container only quotes.
# Version: rdflib 7.6.0
# Expected: the statement about japan in a graph of its own, named by a blank node, which the
#   speech refers to. JSON-LD 1.1, 4.9.1 (Graph Containers): the value of a term with @container
#   @graph is the content of a named graph.
# Seen: it stands in the default graph beside the speech, and no graph has the name: a quoted
#   statement has become an asserted one.
# Instead: write {"@graph": ...} in the value by hand, or read with pyld or pyoxigraph.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
import rdflib

document = {
    "@context": {"@vocab": "urn:x:", "says": {"@container": "@graph"}},
    "@id": "urn:x:speech",
    "says": {"@id": "urn:x:japan", "status": "member"},
}
dataset = rdflib.Dataset()
dataset.parse(data=json.dumps(document), format="json-ld")
quads = list(dataset.quads())
for quad in quads:
    print(quad)
graphs = [graph for s, p, o, graph in quads if str(s) == "urn:x:japan"]
sys.exit([str(graph) for graph in graphs] != [str(rdflib.graph.DATASET_DEFAULT_GRAPH_ID)])
EOF
