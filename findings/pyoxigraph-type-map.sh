#!/usr/bin/env bash
# Finding: Oxigraph refuses a valid JSON-LD type map, and @type after another key under a
#   type-scoped context.
# Version: pyoxigraph 0.5.13
# Expected: the triples. JSON-LD 1.1, 4.6.4 (Node Type Indexing): the values of a term with
#   @container @type are node objects, which may have @id; objects of JSON have no order.
# Seen: SyntaxError: @type must be the first key of an object or right after @context. An id map
#   of the same form is read.
# Instead: expand the document with another processor first (pyld).
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
import pyoxigraph


def outcome(container):
    document = {
        "@context": {"@vocab": "urn:x:", "members": {"@container": container}},
        "@id": "urn:x:quad",
        "members": {"urn:x:State": {"@id": "urn:x:japan"} if container == "@type" else {"a": "b"}},
    }
    text = json.dumps(document).encode()
    try:
        return len(list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)))
    except SyntaxError as error:
        return str(error)


seen = [outcome("@id"), outcome("@type")]
print(seen)
sys.exit(seen[0] != 2 or "@type must be the first key" not in str(seen[1]))
EOF
