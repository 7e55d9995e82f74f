#!/usr/bin/env bash
# Finding: Oxigraph reads the subtraction of characters in a regular expression as their union.
# Version: pyoxigraph 0.5.13
# Expected: [a-z-[aeiou]] matches b, and neither e nor the hyphen. SPARQL 1.1 Query, 17.4.3.14:
#   the syntax is that of XPath, which takes the subtraction of character classes over from XML
#   Schema.
# Seen: it matches all three, without an error. Jena 5.6.0 and RDF4J 5.3.1 match all three too,
#   rdflib 7.6.0 none, Comunica 5.4.1 refuses the query.
# Instead: write out the ranges that are left.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyoxigraph import Store


def matches(pattern):
    query = "SELECT (REGEX(?text, '" + pattern + "') AS ?match) { BIND('%s' AS ?text) }"
    return [next(Store().query(query % text))["match"].value for text in ("b", "e", "-")]


subtraction, plain = matches("^[a-z-[aeiou]]$"), matches("^[b-df-hj-np-tv-z]$")
print(subtraction, plain)
sys.exit(subtraction != ["true", "true", "true"] or plain != ["true", "false", "false"])
EOF
