#!/usr/bin/env bash
# Finding: Oxigraph has no value for a COUNT if one of the counted expressions is in error.
# Version: pyoxigraph 0.5.13
# Expected: 2. SPARQL 1.1 Query, 18.5.1.2: COUNT removes errors and counts the other values.
# Seen: no value, where Jena and RDF4J give 2. Comunica 5.4.1 has none either; rdflib 7.6.0
#   counts the errors (rdflib-aggregate-errors).
# Instead: BIND the expression first, and count its variable, which is then only unbound.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyoxigraph import RdfFormat, Store

store = Store()
store.load("<urn:a> <urn:n> 1, 0, 2 .", RdfFormat.TURTLE)
direct = "SELECT (COUNT(1 / ?n) AS ?count) { ?s <urn:n> ?n }"
bind = "SELECT (COUNT(?m) AS ?count) { ?s <urn:n> ?n BIND(1 / ?n AS ?m) }"
seen = [next(store.query(query))["count"] for query in (direct, bind)]
print(*seen)
sys.exit(seen[0] is not None or seen[1].value != "2")
EOF
