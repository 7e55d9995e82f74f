#!/usr/bin/env bash
# Finding: sssom invert leaves out denied mappings and makes sssom:NoTermFound a subject.
# Version: sssom 0.4.21
# Expected: the inverse of each row whose predicate has one: skos:exactMatch is symmetric (SKOS
#   Reference, 10.3), so "not an exact match" holds both ways; a row that says that nothing
#   matches has no inverse.
# Seen: no inverse for the row with Not; a new row sssom:NoTermFound skos:exactMatch ex:aukus.
# Instead: invert accepted and denied rows apart, without the modifier, and leave out NoTermFound.
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
packages/bin/sssom invert links.sssom.tsv > inverse.tsv || exit 1
python3 - <<'EOF'
import csv
import sys

lines = [line for line in open("inverse.tsv") if not line.startswith("#")]
rows = list(csv.DictReader(lines, delimiter="\t"))
seen = {(row["subject_id"], row["object_id"]) for row in rows}
print(sorted(seen))
missing = ("ex:quad-bike", "ex:quad") not in seen
usual = ("ex:quadrilateral-dialogue", "ex:quad") in seen
sys.exit(not (missing and usual and ("sssom:NoTermFound", "ex:aukus") in seen))
EOF
