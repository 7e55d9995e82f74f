#!/usr/bin/env bash
# Finding: PyLD refuses N-Quads with a comment after a statement, without spaces between terms, or
#   with the line ends of Windows.
# Version: PyLD 3.3.0 (beside pyoxigraph 0.5.13)
# Expected: one statement. RDF 1.1 N-Quads, 2.4: a comment begins with # outside of a term and goes
#   on to the end of the line; 4: white space is needed only where two terms
#   could be mistaken without it; the grammar (EOL): a line ends by CR, LF or both.
# Seen: "invalid quad" for all three; a comment on a line of its own is read.
# Instead: read by pyoxigraph and write N-Quads again.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages \
    pyld==3.3.0 pyoxigraph==0.5.13 || exit 2
export PYTHONPATH=packages

python3 - <<'EOF'
import sys
from pyld import jsonld
from pyoxigraph import RdfFormat, parse

FILES = {
    "comment": '<urn:a> <urn:p> "x" . # a comment\n',
    "no spaces": '<urn:a><urn:p>"x".\n',
    "windows": '<urn:a> <urn:p> "x" .\r\n',
    "line": '# a comment\n<urn:a> <urn:p> "x" .\n',
}


def count(text):
    """Count the nodes that PyLD reads, or give the beginning of its error."""
    try:
        return len(jsonld.from_rdf(text, {"format": "application/n-quads"}))
    except jsonld.JsonLdError as error:
        return str(error)[:45]


read = {name: count(text) for name, text in FILES.items()}
valid = {name: len(list(parse(text, RdfFormat.N_QUADS))) for name, text in FILES.items()}
print(read, valid)
wrong = all("invalid quad" in str(read[name]) for name in list(FILES)[:3])
sys.exit(not wrong or read["line"] != 1 or set(valid.values()) != {1})
EOF
