#!/usr/bin/env bash
# Finding: rdflib takes the fourth argument of REPLACE and does nothing with it.
# Version: rdflib 7.6.0
# Expected: REPLACE("Quad", "QUAD", "x", "i") is "x". SPARQL 1.1 Query, 17.4.3.15: REPLACE is
#   fn:replace, whose flags are those of XPath and XQuery Functions 3.0, 5.6.2 (i: any case, q: no
#   special characters).
# Seen: "Quad", unchanged, for i; "xxx" for REPLACE("a.b", ".", "x", "q"), where "axb" is right.
#   REGEX heeds i in the same program.
# Instead: for i, LCASE the text, or test with REGEX first; escape special characters instead of
#   q.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

query = """SELECT (REPLACE("Quad", "QUAD", "x", "i") AS ?i) (REPLACE("a.b", ".", "x", "q") AS ?q)
                  (REGEX("Quad", "QUAD", "i") AS ?regex) {}"""
seen = [value.toPython() for value in next(iter(Graph().query(query)))]
print(seen)
sys.exit(seen != ["Quad", "xxx", True])
EOF
