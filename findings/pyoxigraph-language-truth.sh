#!/usr/bin/env bash
# Finding: in Oxigraph a text with a language tag is neither true nor false.
# Version: pyoxigraph 0.5.13
# Expected: urn:a and urn:b. SPARQL 1.1 Query, 17.2.2: a plain literal, which may have a
#   language tag, is true unless its text is empty.
# Seen: urn:b alone; FILTER(?label), IF and || have an error for "a"@en. Comunica 5.4.1 and
#   RDF4J 5.3.1 keep urn:b alone too; Jena 5.6.0 and rdflib 7.6.0 keep both.
# Instead: STR(?label), or ?label != ""@en.
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
store.load('<urn:a> <urn:label> "a"@en . <urn:b> <urn:label> "b" .', RdfFormat.TURTLE)


def subjects(condition):
    query = "SELECT ?s { ?s <urn:label> ?label FILTER(" + condition + ") }"
    return sorted(row["s"].value for row in store.query(query))


direct, text = subjects("?label"), subjects("STR(?label)")
print(direct, text)
sys.exit(direct != ["urn:b"] or text != ["urn:a", "urn:b"])
EOF
