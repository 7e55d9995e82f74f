#!/usr/bin/env bash
# Finding: in Oxigraph a term that is not in the graph has no path of length zero to itself.
# Version: pyoxigraph 0.5.13
# Expected: one row, the term itself. SPARQL 1.1 Query, 18.4: ZeroLengthPath of a term and a
#   variable is the pair of the term with itself, and ALP starts with the term; whether it is in
#   the graph is asked only where both ends are variables.
# Seen: no row for :absent :broader* ?x, for ? as well as for *; ASK { :absent :broader* :absent }
#   is false. rdflib, Jena, RDF4J and Comunica give the row.
# Instead: UNION with BIND(:absent AS ?x), or ask for terms that are in the graph.
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
store.load(b"<urn:a> <urn:broader> <urn:b> .", format=pyoxigraph.RdfFormat.TURTLE)
query = "SELECT ?x { <urn:%s> <urn:broader>%s ?x }"
seen = {
    name + path: len(list(store.query(query % (name, path))))
    for name in ("a", "absent")
    for path in ("*", "?")
}
ask = bool(store.query("ASK { <urn:absent> <urn:broader>* <urn:absent> }"))
print(seen, ask)
sys.exit(seen != {"a*": 2, "a?": 2, "absent*": 0, "absent?": 0} or ask)
EOF
