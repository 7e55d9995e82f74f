#!/usr/bin/env bash
# Finding: PyLD keeps the escapes \u, \U, \b, \f and \' of N-Quads as text.
# Version: PyLD 3.3.0 (beside pyoxigraph 0.5.13)
# Expected: café. RDF 1.1 N-Quads, 3.2 and the grammar (UCHAR, ECHAR): \u00e9 stands for é in
#   literals and IRIs, \b, \f and \' for the backspace, the form feed and the apostrophe.
# Seen: caf\u00e9 with the backslash in it, in IRIs too, and the same for the others; \t, \n, \r, \"
#   and \\ are read. Virtuoso 7.2.5 writes \u for all beyond ASCII.
# Instead: read by pyoxigraph and write N-Quads again, which then has the letters.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyld==3.3.0 pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyld import jsonld
from pyoxigraph import RdfFormat, parse, serialize


def text(line):
    """Give the literal of one statement."""
    node = jsonld.from_rdf(line, {"format": "application/n-quads"})[0]
    return node["urn:p"][0]["@value"]


line = r'<urn:a> <urn:p> "caf\u00e9" .'
again = serialize(parse(line, RdfFormat.N_QUADS), format=RdfFormat.N_QUADS).decode()
others = [text(rf'<urn:a> <urn:p> "{escape}" .') for escape in (r"\b", r"\f", r"\'", r"\t")]
print(text(line), text(again), others)
wrong = text(line) == r"caf\u00e9" and others == [r"\b", r"\f", r"\'", "\t"]
sys.exit(not wrong or text(again) != "café")
EOF
