#!/usr/bin/env bash
# Finding: Oxigraph does not compare booleans by < and >.
# Version: pyoxigraph 0.5.13
# Expected: 1 row and 2 rows. SPARQL 1.1 Query, 17.3: A < B and A >= B are defined for two
#   xsd:boolean, and false is less than true.
# Seen: no row and 1 row: two different booleans are an error, and >= holds for the same term
#   only. Jena, RDF4J, rdflib and Comunica give 1 and 2.
# Instead: = and !=, or IF(?flag, 1, 0).
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
store.load("<urn:a> <urn:flag> false . <urn:b> <urn:flag> true .", RdfFormat.TURTLE)


def rows(condition):
    query = "SELECT ?s { ?s <urn:flag> ?flag FILTER(" + condition + ") }"
    return len(list(store.query(query)))


seen = [rows("?flag < true"), rows("?flag >= false"), rows("?flag != true")]
print(*seen)
sys.exit(seen != [0, 1, 1])
EOF
