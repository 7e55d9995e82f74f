#!/usr/bin/env bash
# Finding: Oxigraph drops duplicates of an alternative path.
# Version: pyoxigraph 0.5.13
# Expected: two rows where :label and :prefLabel have the same value. SPARQL 1.1 Query, 18.4: an
#   alternative path is the union of its parts, with duplicates; 9.4 takes them away for *, + and
#   ? only.
# Seen: one row, and so COUNT(*) differs from { ... } UNION { ... } and from rdflib, Jena, RDF4J
#   and Comunica.
# Instead: write UNION where rows are counted; SELECT DISTINCT where they are not.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pyoxigraph

store = pyoxigraph.Store()
data = b'<urn:a> <urn:label> "Quad" ; <urn:prefLabel> "Quad" .'
store.load(data, format=pyoxigraph.RdfFormat.TURTLE)
path = "SELECT ?x { <urn:a> (<urn:label>|<urn:prefLabel>) ?x }"
union = "SELECT ?x { { <urn:a> <urn:label> ?x } UNION { <urn:a> <urn:prefLabel> ?x } }"
seen = [len(list(store.query(path))), len(list(store.query(union)))]
print(seen)
sys.exit(seen != [1, 2])
EOF
