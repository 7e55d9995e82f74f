#!/usr/bin/env bash
# Finding: sssom convert -O owl states as a fact what the table denies.
# Version: sssom 0.4.21
# Expected: no triple for a row with predicate_modifier Not, nor one with the object
#   sssom:NoTermFound. SSSOM: the modifier Not negates the predicate, NoTermFound says that no
#   match exists; the tool's own writer of RDF can add plain triples too, and leaves both kinds
#   out.
# Seen: the plain triples quad exactMatch quad-bike and aukus exactMatch NoTermFound, with the
#   modifier in an annotation of the axiom that reasoners and SPARQL queries for skos:exactMatch
#   do not see.
# Instead: convert a table of the accepted rows only.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    sssom==0.4.21 || exit 2
export PYTHONPATH=packages

printf '%b\n' '#curie_map:' '#  ex: "https://example.org/"' \
    '#mapping_set_id: "https://example.org/set"' \
    '#license: "https://creativecommons.org/licenses/by/4.0/"' \
    'subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification' \
    'ex:quad\tskos:exactMatch\t\tex:quadrilateral-dialogue\tsemapv:ManualMappingCuration' \
    'ex:quad\tskos:exactMatch\tNot\tex:quad-bike\tsemapv:ManualMappingCuration' \
    'ex:aukus\tskos:exactMatch\t\tsssom:NoTermFound\tsemapv:ManualMappingCuration' \
    > links.sssom.tsv
packages/bin/sssom convert links.sssom.tsv -O owl -o links.ttl || exit 1
python3 - <<'EOF'
import sys
from rdflib import Graph
from rdflib.namespace import SKOS

graph = Graph().parse("links.ttl")
seen = {(s.split("/")[-1], o.split("/")[-1]) for s, o in graph.subject_objects(SKOS.exactMatch)}
print(sorted(seen))
denied = {("quad", "quad-bike"), ("aukus", "NoTermFound")}
sys.exit(not denied <= seen)
EOF
