#!/usr/bin/env bash
# Finding: sssom-pydantic leaves out rows whose object is a literal.
# Version: sssom-pydantic 0.6.10
# Expected: two mappings. SSSOM 1.1, schema, rules of Mapping: where object_type is rdfs literal,
#   object_label is required and object_id is not.
# Seen: one; the row without object_id is dropped without an error.
# Instead: give each row an object_id, such as an IRI that stands for the code.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    sssom-pydantic==0.6.10 || exit 2
export PYTHONPATH=packages

columns='subject_id\tpredicate_id\tobject_id\tobject_label\tobject_type\tmapping_justification'
printf '%b\n' '#curie_map:' '#  ex: "https://example.org/"' \
    '#mapping_set_id: "https://example.org/set"' \
    '#license: "https://creativecommons.org/licenses/by/4.0/"' \
    "$columns" \
    'ex:japan\tskos:exactMatch\tex:jp\tJapan\t\tsemapv:ManualMappingCuration' \
    'ex:japan\tskos:notation\t\t392\trdfs literal\tsemapv:ManualMappingCuration' \
    > links.sssom.tsv
python3 - <<'PY'
import sys
import sssom_pydantic

mappings, *_ = sssom_pydantic.read("links.sssom.tsv")
seen = [mapping.object.name for mapping in mappings]
print(seen)
sys.exit(seen != ["Japan"])
PY
