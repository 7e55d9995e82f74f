#!/usr/bin/env bash
# Finding: rdflib evaluates EXISTS in FILTER and BIND only.
# Version: rdflib 7.6.0
# Expected: one row for HAVING, two for ORDER BY, one for SUM. SPARQL 1.1 Query, 19.8: EXISTS is
#   a BuiltInCall, which stands in any expression.
# Seen: the three raise "What do I do with this CompValue". Jena, RDF4J, Oxigraph and Comunica
#   give the rows.
# Instead: BIND(EXISTS { ... } AS ?e), and use ?e.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from rdflib import Graph

graph = Graph().parse(data="<urn:a> <urn:z> 1 . <urn:b> <urn:z> 2 .", format="turtle")
pattern = "EXISTS { ?s <urn:z> 1 }"
queries = {
    "having": "SELECT ?s { ?s <urn:z> ?z } GROUP BY ?s HAVING(" + pattern + ")",
    "order": "SELECT ?s { ?s <urn:z> ?z } ORDER BY DESC(" + pattern + ")",
    "sum": "SELECT (SUM(IF(" + pattern + ", 1, 0)) AS ?n) { ?s <urn:z> ?z }",
    "bind": "SELECT ?s { ?s <urn:z> ?z BIND(" + pattern + " AS ?e) } ORDER BY DESC(?e)",
    "filter": "SELECT ?s { ?s <urn:z> ?z FILTER(" + pattern + ") }",
}


def rows(query):
    try:
        return len(list(graph.query(query)))
    except Exception as error:
        return str(error).split("?")[0]


seen = {name: rows(query) for name, query in queries.items()}
print(seen)
raised = [isinstance(seen[name], str) for name in ("having", "order", "sum")]
sys.exit(not all(raised) or seen["bind"] != 2 or seen["filter"] != 1)
EOF
