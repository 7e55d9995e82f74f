#!/usr/bin/env bash
# Finding: the JSON that sssom writes, read as the JSON-LD that its @context makes of it, has no
#   links.
# Version: sssom 0.4.21
# Expected: owl:annotatedSource ex:quad, an IRI, as in the RDF that the same tool writes. SSSOM:
#   subject_id, predicate_id and object_id are entity references; JSON-LD 1.1, 4.2.3: an IRI wants
#   @type @id.
# Seen: the context says "@type": "rdfs:Resource", so that each reader of JSON-LD gets the literal
#   "ex:quad"^^rdfs:Resource; CURIEs stay unexpanded, and a join on subjects finds nothing.
# Instead: take -O rdf, or put @id in the place of rdfs:Resource in the context.
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
packages/bin/sssom convert links.sssom.tsv -O json -o links.json || exit 1
packages/bin/sssom convert links.sssom.tsv -O rdf -o links.ttl || exit 1
python3 - <<'EOF'
import sys
from rdflib import Graph
from rdflib.namespace import OWL

as_json = Graph().parse("links.json", format="json-ld")
as_rdf = Graph().parse("links.ttl")
seen = {value.n3() for value in as_json.objects(None, OWL.annotatedSource)}
expected = {value.n3() for value in as_rdf.objects(None, OWL.annotatedSource)}
print(seen)
print(expected)
literal = '"ex:quad"^^<http://www.w3.org/2000/01/rdf-schema#Resource>'
sys.exit(literal not in seen or "<https://example.org/quad>" not in expected)
EOF
