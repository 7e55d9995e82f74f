#!/usr/bin/env bash
# Finding: Oxigraph writes control characters into query results in XML, which is then no XML.
# Version: pyoxigraph 0.5.13
# Expected: an error, or an answer in another format. SPARQL Query Results XML Format, section 2,
#   gives documents of XML 1.0, and section 2.2 of XML 1.0 has no U+0001, not even as a reference.
# Seen: the character as it is; an XML parser stops there ("not well-formed (invalid token)").
# Instead: take JSON, TSV or CSV where texts may hold control characters.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import json
import sys
import xml.etree.ElementTree as ET
from pyoxigraph import QueryResultsFormat, Store


def written(text, form):
    return Store().query(f'SELECT ("{text}" AS ?x) {{}}').serialize(format=form)


def reads(text):
    try:
        ET.fromstring(written(text, QueryResultsFormat.XML))
    except ET.ParseError as error:
        return str(error)
    return "well-formed"


seen = reads("a\\u0001")
print(seen, written("a\\u0001", QueryResultsFormat.XML)[-80:])
plain = reads("a\\u0009")
value = json.loads(written("a\\u0001", QueryResultsFormat.JSON))["results"]["bindings"][0]["x"]
sys.exit("invalid token" not in seen or plain != "well-formed" or value["value"] != "a\u0001")
EOF
