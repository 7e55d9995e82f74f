#!/usr/bin/env bash
# Finding: sssom-pydantic reads no table whose extension_definitions has an IRI without a prefix.
# Version: sssom-pydantic 0.6.10
# Expected: one mapping. SSSOM 1.1, schema, ExtensionDefinition: property and type_hint are of the
#   type uriorcurie, so an IRI is allowed, and needs no prefix in curie_map.
# Seen: CompressionError. With a CURIE, or where curie_map has a prefix for the IRI, it is read.
# Instead: CURIEs with a prefix of curie_map.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    sssom-pydantic==0.6.10 || exit 2
export PYTHONPATH=packages

write() {
    printf '%b\n' '#curie_map:' '#  ex: "https://example.org/"' \
        '#mapping_set_id: "https://example.org/set"' \
        '#license: "https://creativecommons.org/licenses/by/4.0/"' \
        '#extension_definitions:' '#- slot_name: note' "#  property: \"$1\"" \
        'subject_id\tpredicate_id\tobject_id\tmapping_justification\tnote' \
        'ex:japan\tskos:exactMatch\tex:jp\tsemapv:ManualMappingCuration\tas of 2026'
}
write https://example.net/note > iri.sssom.tsv
write ex:note > curie.sssom.tsv
python3 - <<'PY'
import sys
import sssom_pydantic


def read(path):
    try:
        return len(sssom_pydantic.read(path)[0])
    except Exception as error:
        return type(error).__name__


seen = [read("iri.sssom.tsv"), read("curie.sssom.tsv")]
print(seen)
sys.exit(seen != ["CompressionError", 1])
PY
