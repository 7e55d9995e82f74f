#!/usr/bin/env bash
# Finding: rdflib writes the character U+0000 for $0 in the replacement of REPLACE.
# Version: rdflib 7.6.0
# Expected: a[b]c. SPARQL 1.1 Query, 17.4.3.15: REPLACE is fn:replace of XPath and XQuery
#   Functions, where $0 is what the whole expression matched.
# Seen: U+0000 in the place of the match, a character that XML and many stores refuse. Jena,
#   RDF4J, Oxigraph and Comunica give a[b]c.
# Instead: put the whole expression in brackets and use $1.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

query = 'SELECT (REPLACE("abc", "b", "[$0]") AS ?x) (REPLACE("abc", "(b)", "[$1]") AS ?y) {}'
row = list(Graph().query(query))[0]
print(repr(str(row.x)), repr(str(row.y)))
sys.exit(str(row.x) != "a[" + chr(0) + "]c" or str(row.y) != "a[b]c")
EOF
