#!/usr/bin/env bash
# Finding: in the SPARQL engine of owlready2 numbers in VALUES become entities of the store.
# Version: owlready2 0.51
# Expected: SELECT ?x { VALUES ?x { 1 2 } } gives 1 and 2. SPARQL 1.1 Query, 10.2 (VALUES).
# Seen: IRIs of owlready2's own annotation properties, python_module and python_name: the numbers
#   are taken for row numbers of its table of resources. No error.
# Instead: BIND(1 AS ?x) in a UNION.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    owlready2==0.51 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import owlready2

world = owlready2.World()
seen = [str(row[0]) for row in world.sparql("SELECT ?x { VALUES ?x { 1 2 } }")]
print(seen)
print([row[0] for row in world.sparql("SELECT ?x { { BIND(1 AS ?x) } UNION { BIND(2 AS ?x) } }")])
sys.exit([value.split("#")[-1] for value in seen] != ["python_module", "python_name"])
EOF
