#!/usr/bin/env bash
# Finding: sssom writes denied mappings as equivalent for FHIR, and without the denial for
#   OntoPortal.
# Version: sssom 0.4.21
# Expected: unmatched or not-related-to for them (FHIR ConceptMap, element.target.equivalence or
#   relationship), or no element. SSSOM: predicate_modifier Not negates the predicate.
# Seen: equivalence: equivalent for the row with Not and for sssom:NoTermFound; the OntoPortal
#   file has the same relation skos:exactMatch for all three and no modifier at all, with exit
#   code 0.
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
packages/bin/sssom convert links.sssom.tsv -O fhir_json -o fhir.json || exit 1
packages/bin/sssom convert links.sssom.tsv -O ontoportal_json -o portal.json || exit 1
python3 - <<'EOF'
import json
import sys

fhir = json.load(open("fhir.json"))
rows = [row for group in fhir["group"] for row in group["element"]]
targets = [target for row in rows for target in row["target"]]
seen = {target["code"]: target["equivalence"] for target in targets}
print(seen)
portal = json.load(open("portal.json"))
relations = [row["relation"] for row in portal]
print(relations)
wrong = seen.get("ex:quad-bike") == "equivalent" and seen.get("sssom:NoTermFound") == "equivalent"
same = len(portal) == 3 and all(relation == relations[0] for relation in relations)
sys.exit(not (wrong and same and "modifier" not in json.dumps(portal)))
EOF
