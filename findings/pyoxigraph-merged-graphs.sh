#!/usr/bin/env bash
# Finding: Oxigraph counts a statement of two graphs twice where FROM merges them.
# Version: pyoxigraph 0.5.13; beside it rdflib 7.6.0
# Expected: one row. SPARQL 1.1 Query, 13.2.1: a default graph of several FROM clauses is the RDF
#   merge of the graphs; a merge is a set, in which a statement is there once.
# Seen: two rows, and so COUNT(*) and SUM are too large, for FROM <urn:a> FROM <urn:b>, for the
#   parameter default_graph, and for a union default graph (--union-default-graph of the server).
#   rdflib gives one row for its union of the same graphs.
# Instead: load a statement into one of the graphs only, or count DISTINCT subjects.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 rdflib==7.6.0 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
import pyoxigraph
import rdflib

data = "GRAPH <urn:a> { <urn:s> <urn:p> 1 } GRAPH <urn:b> { <urn:s> <urn:p> 1 }"
store = pyoxigraph.Store()
store.update(f"INSERT DATA {{ {data} }}")
rows = "SELECT ?o {} WHERE {{ <urn:s> <urn:p> ?o }}"
graphs = [pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("urn:b")]
seen = [
    len(list(store.query(rows.format("FROM <urn:a> FROM <urn:b>")))),
    len(list(store.query(rows.format(""), default_graph=graphs))),
    len(list(store.query(rows.format(""), use_default_graph_as_union=True))),
    len(list(store.query(rows.format("FROM <urn:a>")))),
]
union = rdflib.Dataset(default_union=True)
union.update(f"INSERT DATA {{ {data} }}")
seen.append(len(list(union.query(rows.format("")))))
print(seen)
sys.exit(seen != [2, 2, 2, 1, 1])
EOF
